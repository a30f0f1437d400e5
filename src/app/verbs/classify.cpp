#include <fmt/core.h>

#include <boost/json.hpp>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <vector>

#include "app/simplifier.h"
#include "app/verbs.h"
#include "app/whole_file.h"
#include "text/classify.h"

namespace hb::app {
namespace {

namespace json = boost::json;

struct Options {
  std::string file, model;
};

int cannot(const std::string& why) {
  fmt::print(stderr, "classify: {}\n", why);
  return 2;
}

Result<json::object> read_line(const std::string& line, std::initializer_list<const char*> keys) {
  boost::system::error_code error;
  const auto value = json::parse(line, error);
  if (error || !value.is_object()) return fail("line.not-json");
  for (const char* key : keys)
    if (const auto* field = value.as_object().if_contains(key); field == nullptr || !field->is_string())
      return fail("line.missing", key);
  return value.as_object();
}

std::string text_of(const json::object& fields, const char* key) { return std::string(fields.at(key).as_string()); }

int train(const Options& o) {
  std::ifstream file(o.file);
  if (!file) return cannot("cannot read " + o.file);
  std::vector<text::Example> examples;
  size_t row = 0;
  for (std::string line; std::getline(file, line);) {
    ++row;
    const auto fields = read_line(line, {"text", "label"});
    if (!fields)
      return cannot(fmt::format("{} line {}: {} {}", o.file, row, fields.error().code, fields.error().detail));
    examples.push_back({text_of(*fields, "text"), text_of(*fields, "label")});
  }
  const auto simplifier = open_simplifier();
  const auto model = text::Classifier::train(examples, simplifier);
  if (!model) return cannot(fmt::format("{}: {} {}", o.file, model.error().code, model.error().detail));
  if (!write_whole(o.model, model->written())) return cannot("cannot write " + o.model);

  const auto [learnt, held_back] = text::hold_back_fifth(examples);
  json::value f1;
  if (const auto trial = text::Classifier::train(learnt, simplifier); trial && !held_back.empty())
    f1 = text::macro_f1(*trial, held_back, simplifier);
  const json::array classes(model->labels().begin(), model->labels().end());
  std::cout << json::object{{"macro_f1", f1}, {"classes", classes}, {"n", examples.size()}} << '\n';
  return std::cout.flush() ? 0 : 2;
}

json::object as_json(const json::value& id, const text::Guess& guess) {
  json::array why;
  for (const auto& w : guess.why)
    why.push_back(json::object{{"words", w.words}, {"opening", w.opening}, {"weight", w.weight}});
  return {{"id", id}, {"label", guess.label}, {"score", guess.score}, {"why", std::move(why)}};
}

int run(const Options& o) {
  std::ifstream file(o.model, std::ios::binary);
  if (!file) return cannot("cannot read " + o.model);
  const std::string bytes{std::istreambuf_iterator<char>(file), {}};
  const auto model = text::Classifier::parse(bytes);
  if (!model) return cannot(fmt::format("{} is no model: line {}", o.model, model.error().detail));
  const auto simplifier = open_simplifier();
  size_t row = 0, failed = 0;
  for (std::string line; std::getline(std::cin, line);) {
    ++row;
    const auto fields = read_line(line, {"text"});
    if (fields && fields->contains("id")) {
      std::cout << as_json(fields->at("id"), model->guess(text_of(*fields, "text"), simplifier)) << '\n';
      continue;
    }
    ++failed;
    std::cout << json::object{{"line", row}, {"error", fields ? "line.missing" : fields.error().code}} << '\n';
  }
  if (failed > 0) fmt::print(stderr, "classify: {} lines could not be read\n", failed);
  return std::cout.flush() ? 0 : 2;
}

}  // namespace

void add_classify(CLI::App& app, int& exit_code) {
  const auto o = std::make_shared<Options>();
  auto* verb = app.add_subcommand("classify", "learn which label a text gets, and give it");
  verb->require_subcommand(1);
  auto* training =
      verb->add_subcommand("train", "lines {\"id\",\"text\",\"label\"} → a model, tried on a fifth of them");
  training->add_option("labelled", o->file, "labelled.jsonl")->required();
  training->add_option("--model", o->model, "the file to write")->required();
  training->callback([o, &exit_code] { exit_code = train(*o); });
  auto* running =
      verb->add_subcommand("run", "posts.jsonl on stdin; prints {\"id\",\"label\",\"score\",\"why\"} for each");
  running->add_option("--model", o->model, "a model that train wrote")->required();
  running->callback([o, &exit_code] { exit_code = run(*o); });
}

}  // namespace hb::app
