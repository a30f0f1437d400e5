#include <fmt/core.h>

#include <boost/json.hpp>
#include <iostream>
#include <memory>

#include "app/documents.h"
#include "app/simplifier.h"
#include "app/verbs.h"
#include "base/utf8.h"
#include "text/query_words.h"

namespace hb::app {
namespace {

namespace json = boost::json;

struct Options {
  std::string expression, language = "zh";
};

int check(const Options& options) {
  const auto query = text::parse_query(options.expression, text::fixed_zone(kChina), open_simplifier());
  const auto words = options.language == "en" ? Language::en : Language::zh;
  if (query) {
    fmt::print("{}\n", in_words(*query, words));
    return 0;
  }
  std::cout << json::object{{"offset", query.error().offset},
                            {"expected", in_words(query.error().expected, words)},
                            {"found", query.error().found}}
            << '\n';
  return 1;
}

// A line needs a text only; what else it lacks, a field of the query does not find.
Result<json::value> answer(const std::string& line, const text::QueryNode& query, const text::Simplifier& simplifier) {
  boost::system::error_code error;
  const auto post = json::parse(line, error);
  const auto* fields = error ? nullptr : post.if_object();
  if (fields == nullptr) return fail("line.not-json");
  const auto field = [&](const char* name) {
    const auto* value = fields->if_contains(name);
    return value != nullptr && value->is_string() ? std::string(value->as_string()) : std::string();
  };
  if (!fields->contains("id") || !fields->contains("text"))
    return fail("line.missing", fields->contains("id") ? "text" : "id");
  text::Subject subject{.title = text::fold(field("title"), simplifier),
                        .text = text::fold(field("text"), simplifier),
                        .source = {field("source")},
                        .place = {field("place")},
                        .grade = field("grade"),
                        .published_at = std::nullopt};
  if (const auto at = parse_rfc3339(field("published_at"))) subject.published_at = *at;
  const auto found = text::match(query, subject);
  if (!found.hit) return json::value(nullptr);
  json::array spans;
  for (const auto span : found.spans) spans.push_back(json::array{span.start, span.end});
  return json::object{{"id", fields->at("id")}, {"spans", std::move(spans)}};
}

int run(const Options& options) {
  const auto simplifier = open_simplifier();
  const auto query = text::parse_query(options.expression, text::fixed_zone(kChina), simplifier);
  if (!query) {
    fmt::print(stderr, "query: at {}: expected {}, found '{}'\n", query.error().offset,
               in_words(query.error().expected, Language::en), query.error().found);
    return 2;
  }
  size_t row = 0, failed = 0;
  for (std::string line; std::getline(std::cin, line);) {
    ++row;
    const auto out = answer(line, *query, simplifier);
    if (!out) {
      ++failed;
      std::cout << json::object{{"line", row}, {"error", out.error().code}} << '\n';
    } else if (!out->is_null()) {
      std::cout << *out << '\n';
    }
  }
  if (failed > 0) fmt::print(stderr, "query: {} lines could not be read\n", failed);
  return std::cout.flush() ? 0 : 2;
}

}  // namespace

void add_query(CLI::App& app, int& exit_code) {
  const auto options = std::make_shared<Options>();
  auto* verb = app.add_subcommand("query", "search with the language of watches");
  verb->require_subcommand(1);
  auto* checking = verb->add_subcommand("check", "say in words how the expression is read, or where it is wrong");
  checking->add_option("expression", options->expression, "the expression")->required();
  checking->add_option("--lang", options->language, "language of the words")->check(CLI::IsMember({"zh", "en"}));
  checking->callback([options, &exit_code] { exit_code = check(*options); });
  auto* running = verb->add_subcommand("run", "posts.jsonl on stdin; prints {\"id\",\"spans\"} for each that matches");
  running->add_option("expression", options->expression, "the expression")->required();
  running->callback([options, &exit_code] { exit_code = run(*options); });
}

}  // namespace hb::app
