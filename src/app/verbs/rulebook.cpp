#include <fmt/core.h>

#include <iostream>

#include "app/clock_questions.h"
#include "app/data_dir.h"
#include "app/rulebooks.h"
#include "app/verbs.h"
#include "app/verbs/simulate.h"
#include "rulebook/explain.h"

namespace hb::app {
namespace {

int check(const std::string& path) {
  const auto bytes = read_file(path);
  if (!bytes) {
    fmt::print(stderr, "{}: cannot be read\n", path);
    return 2;
  }
  const auto checked = check_rulebook(*bytes, path);
  if (!checked) {
    for (const auto& finding : checked.error()) fmt::print("{}\n", rulebook::to_text(finding));
    fmt::print("{}: {} finding{}\n", path, checked.error().size(), checked.error().size() == 1 ? "" : "s");
    return 1;
  }
  const casework::Rules& rules = checked->rules;
  fmt::print("{}: right ({} units, {} clocks, {} grades; version {})\n", path, rules.units.size(), rules.clocks.size(),
             rules.grades.size(), rules.version);
  return 0;
}

std::optional<rulebook::Rulebook> load_or_tell(const std::string& path) {
  auto loaded = load_rulebook(path);
  if (loaded) return *std::move(loaded);
  for (const auto& finding : loaded.error()) fmt::print(stderr, "{}\n", rulebook::to_text(finding));
  return std::nullopt;
}

int answer_lines(const std::string& path, Language language) {
  const auto book = load_or_tell(path);
  if (!book) return 2;
  std::ios::sync_with_stdio(false);
  size_t errors = 0;
  for (std::string line; std::getline(std::cin, line);) {
    const ClockAnswer answer = answer_clock_question(line, book->rules, language);
    if (answer.error) ++errors;
    std::cout << answer.json << '\n';
  }
  std::cout.flush();
  if (errors > 0) fmt::print(stderr, "{} line(s) with an error\n", errors);
  return std::cout ? 0 : 2;
}

int tell(const std::string& path, Language language) {
  const auto book = load_or_tell(path);
  if (!book) return 2;
  fmt::print("{}", rulebook::in_words(*book, language));
  return 0;
}

int tell_difference(const std::string& before, const std::string& after, Language language) {
  const auto a = load_or_tell(before);
  const auto b = load_or_tell(after);
  if (!a || !b) return 2;
  fmt::print("{}", rulebook::differences(*a, *b, language));
  return 0;
}

struct Options {
  std::string file, other;
  std::string language = "zh";
  std::string data;
  bool json = false;

  Language lang() const { return language == "en" ? Language::en : Language::zh; }
};

}  // namespace

void add_rulebook(CLI::App& app, int& exit_code) {
  auto* verb = app.add_subcommand(
      "rulebook", "check a rulebook, ask it for due times, read it or its differences in words, try it on the past");
  verb->require_subcommand(1);
  auto options = std::make_shared<Options>();
  const auto add_language = [&](CLI::App* sub) {
    sub->add_option("--lang", options->language, "the language of the words, zh unless told otherwise")
        ->check(CLI::IsMember({"zh", "en"}));
  };

  auto* check_verb = verb->add_subcommand("check", "every mistake at once: file, line, key, expected, found");
  check_verb->add_option("file", options->file, "the rulebook")->required()->type_name("FILE");
  check_verb->callback([options, &exit_code] { exit_code = check(options->file); });

  auto* due = verb->add_subcommand(
      "due", "answer clock questions: JSON lines {\"clock\",\"from\",\"pauses\"?,\"extended\"?} on stdin");
  due->add_option("--rulebook", options->file, "the rulebook")->required()->type_name("FILE");
  add_language(due);
  due->callback([options, &exit_code] { exit_code = answer_lines(options->file, options->lang()); });

  auto* explain = verb->add_subcommand("explain", "print the rulebook in words");
  explain->add_option("file", options->file, "the rulebook")->required()->type_name("FILE");
  add_language(explain);
  explain->callback([options, &exit_code] { exit_code = tell(options->file, options->lang()); });

  auto* diff =
      verb->add_subcommand("diff", "print in words what the second says otherwise; nothing if they say the same");
  diff->add_option("before", options->file, "the first rulebook")->required()->type_name("FILE");
  diff->add_option("after", options->other, "the second rulebook")->required()->type_name("FILE");
  add_language(diff);
  diff->callback(
      [options, &exit_code] { exit_code = tell_difference(options->file, options->other, options->lang()); });

  auto* sim = verb->add_subcommand(
      "simulate",
      "the recorded past under another rulebook: load per unit, missed clocks, escalations, before and after");
  sim->add_option("file", options->file, "the other rulebook")->required()->type_name("FILE");
  add_data(*sim, options->data);
  add_language(sim);
  sim->add_flag("--json", options->json, "as one JSON object");
  sim->callback(
      [options, &exit_code] { exit_code = simulate(options->file, options->data, options->lang(), options->json); });
}

}  // namespace hb::app
