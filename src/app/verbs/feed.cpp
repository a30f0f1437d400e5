#include <boost/json.hpp>
#include <iostream>
#include <memory>

#include "app/documents.h"
#include "app/verbs.h"
#include "text/feed.h"

namespace hb::app {
namespace json = boost::json;

void add_feed(CLI::App& app, int& exit_code) {
  const auto files = std::make_shared<std::vector<std::string>>();
  auto* verb = app.add_subcommand("feed", "RSS, Atom, RDF and JSON Feed to entries, one JSON line each");
  verb->add_option("files", *files, "feeds, bytes in any charset")->required();
  verb->callback([files, &exit_code] {
    const auto zone = text::fixed_zone(kChina);
    size_t failed = 0;
    for (const auto& file : *files) {
      const auto entries =
          read_document(file).and_then([&](const std::string& bytes) { return text::read_feed(bytes, {}, {}, zone); });
      if (!entries) {
        ++failed;
        std::cout << json::object{{"file", file}, {"error", entries.error().code}} << '\n';
        continue;
      }
      for (const auto& e : *entries)
        std::cout << json::object{{"file", file},
                                  {"id", e.id},
                                  {"url", e.url},
                                  {"title", e.title},
                                  {"text", e.text},
                                  {"published_at", time_or_null(e.published_at)},
                                  {"updated_at", time_or_null(e.updated_at)},
                                  {"language", e.language}}
                  << '\n';
    }
    if (failed > 0) std::cerr << "feed: " << failed << " could not be read\n";
    exit_code = failed < files->size() ? 0 : 2;
  });
}

}  // namespace hb::app
