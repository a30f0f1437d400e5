#include <fmt/core.h>

#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>

#include "app/documents.h"
#include "app/verbs.h"
#include "text/charset.h"
#include "text/html.h"
#include "text/mail.h"

namespace hb::app {
namespace {

namespace json = boost::json;

struct Options {
  std::string html, url, manifest;
  std::vector<std::string> mails;
};

Result<text::Page> read_file(const std::filesystem::path& path, std::string_view url, const text::Zone& zone) {
  return read_document(path)
      .and_then([](const std::string& bytes) { return text::decode(bytes); })
      .and_then([&](const text::Decoded& decoded) { return text::read_page(decoded.text, url, zone); });
}

json::object answer(std::string_view id, const Result<text::Page>& page) {
  json::object out{{"id", id}, {"title", ""}, {"text", ""}, {"published_at", nullptr}, {"language", ""}};
  if (!page) {
    out["error"] = page.error().detail.empty() ? page.error().code : page.error().code + ": " + page.error().detail;
    return out;
  }
  out["title"] = page->title;
  out["text"] = page->text;
  out["published_at"] = time_or_null(page->published_at);
  out["language"] = page->language;
  if (!page->posts.empty()) {
    json::array posts;
    for (const auto& post : page->posts)
      posts.push_back(json::object{{"text", post.text}, {"published_at", time_or_null(post.published_at)}});
    out["posts"] = std::move(posts);
  }
  if (page->text.empty() && page->posts.empty()) out["error"] = "html.no-text";
  return out;
}

/// Nothing of the headers but subject and time: who wrote it is nobody's business here. What the text says is printed
/// as it is; `mask` takes personal data out.
json::object answer(std::string_view id, const Result<text::Mail>& mail) {
  json::object out{{"id", id}, {"title", ""}, {"text", ""}, {"published_at", nullptr}};
  if (!mail) {
    out["error"] = mail.error().code;
    return out;
  }
  out["title"] = mail->subject;
  out["text"] = mail->text;
  out["published_at"] = time_or_null(mail->date);
  out["quoted"] = mail->quoted;
  out["signature"] = mail->signature;
  out["from"] = name_of(mail->from);
  if (!mail->because.empty()) out["because"] = mail->because;
  json::array attachments;
  for (const auto& one : mail->attachments)
    attachments.push_back(
        json::object{{"name", one.name}, {"declared", one.declared}, {"type", one.type}, {"bytes", one.bytes}});
  out["attachments"] = std::move(attachments);
  if (mail->replaced) out["replaced"] = true;
  if (mail->cut) out["cut"] = true;
  return out;
}

int run(const Options& options) {
  for (const std::string& name : options.mails) {
    const std::filesystem::path path(name);
    const auto mail = read_document(path).and_then([](const std::string& bytes) { return text::read_mail(bytes); });
    std::cout << answer(path.filename().string(), mail) << '\n';
  }
  if (!options.mails.empty()) return std::cout.flush() ? 0 : 2;
  const auto zone = text::fixed_zone(kChina);
  if (!options.html.empty()) {
    const std::filesystem::path path(options.html);
    std::cout << answer(path.filename().string(), read_file(path, options.url, zone)) << '\n';
    return 0;
  }
  std::ifstream manifest(options.manifest);
  if (!manifest) {
    fmt::print(stderr, "read: cannot read {}\n", options.manifest);
    return 2;
  }
  const auto folder = std::filesystem::path(options.manifest).parent_path();
  size_t failed = 0;
  for (std::string line; std::getline(manifest, line);) {
    boost::system::error_code error;
    const auto row = json::parse(line, error);
    const auto* object = error ? nullptr : row.if_object();
    const auto field = [&](const char* name) {
      const auto* value = object == nullptr ? nullptr : object->if_contains(name);
      return value != nullptr && value->is_string() ? std::string(value->as_string()) : std::string();
    };
    const auto file = field("file");
    const Result<text::Page> page =
        file.empty() ? fail("manifest.malformed") : read_file(folder / file, field("url"), zone);
    const auto out = answer(field("id"), page);
    failed += out.contains("error") ? 1 : 0;
    std::cout << out << '\n';
  }
  if (failed > 0) fmt::print(stderr, "read: {} without text\n", failed);
  return std::cout.flush() ? 0 : 2;
}

}  // namespace

void add_read(CLI::App& app, int& exit_code) {
  const auto options = std::make_shared<Options>();
  auto* verb = app.add_subcommand("read", "HTML pages and e-mails to their text, one JSON line each");
  auto* html = verb->add_option("--html", options->html, "one page, bytes in any charset");
  auto* manifest = verb->add_option("--manifest", options->manifest,
                                    "JSON lines {\"id\",\"file\",\"url\"?}; files relative to the manifest's folder");
  auto* mails =
      verb->add_option("--mail", options->mails, "e-mails as they came; sender and recipients are not printed");
  html->excludes(manifest);
  mails->excludes(manifest)->excludes(html);
  verb->add_option("--url", options->url, "where the page came from; helps to date it");
  verb->require_option(1, 2);
  verb->callback([options, &exit_code] { exit_code = run(*options); });
}

}  // namespace hb::app
