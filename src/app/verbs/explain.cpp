#include <fmt/core.h>

#include <charconv>
#include <filesystem>
#include <memory>

#include "app/data_dir.h"
#include "app/explanation.h"
#include "app/kept_rulebooks.h"
#include "app/system.h"
#include "app/verbs.h"
#include "casework/number.h"
#include "store/sqlite/store.h"

namespace hb::app {
namespace {

struct Options {
  std::string data, what, id;
  std::string language = "zh";
};

int cannot(const std::string& why) {
  fmt::print(stderr, "explain: {}\n", why);
  return 2;
}

// Whoever holds the directory reads every case, as the auditor does.
casework::Actor the_operator() { return {.user = {}, .name = "", .grants = {{casework::Role::auditor, {}}}}; }

// Nothing is asked of chance while reading.
struct NoRandom : desk::Random {
  void fill(std::span<uint8_t> out) override { std::ranges::fill(out, uint8_t{0}); }
};

int explain(const Options& o) {
  const auto desk = open_standing(o.data);
  if (!desk) return cannot(why_not(o.data, desk.error()));
  const Language language = o.language == "en" ? Language::en : Language::zh;
  const SystemClock clock;
  NoRandom random;
  const desk::Wiring wiring{*desk->store, clock, random, rules_in_force(desk->books), ""};
  const desk::Staff staff(wiring);
  const auto print = [&](const auto& view, auto tell) {
    if (view) {
      fmt::print("{}", tell(*view, *wiring.rules, language));
      return 0;
    }
    if (view.error().code.ends_with(".unknown")) return cannot("there is no " + o.what + " " + o.id + " in " + o.data);
    return cannot(why_not(o.data, view.error()));
  };
  if (o.what == "case") {
    const auto number = casework::parse_case_number(o.id);
    if (!number) return cannot("'" + o.id + "' is not the number of a case");
    return print(staff.case_view(the_operator(), *number, language), explain_case);
  }
  IssueId id;
  const auto [end, wrong] = std::from_chars(o.id.data(), o.id.data() + o.id.size(), id.value);
  if (wrong != std::errc() || end != o.id.data() + o.id.size())
    return cannot("'" + o.id + "' is not the id of " + (o.what == "post" ? "a post" : "an issue"));
  if (o.what == "post") {
    const auto post = desk->store->post({id.value});
    if (!post) return cannot(why_not(o.data, post.error()));
    if (!*post) return cannot("there is no post " + o.id + " in " + o.data);
    fmt::print("{}", explain_post(**post, *wiring.rules, language));
    return 0;
  }
  return print(staff.issue_view(the_operator(), id, language), explain_issue);
}

}  // namespace

void add_explain(CLI::App& app, int& exit_code) {
  auto* verb = app.add_subcommand("explain",
                                  "tell a case or an issue as its page does: who, when, why, and how each clock was "
                                  "reckoned; or why a post is in its issue");
  const auto o = std::make_shared<Options>();
  verb->add_option("what", o->what, "case, issue or post")->required()->check(CLI::IsMember({"case", "issue", "post"}));
  verb->add_option("id", o->id, "the case's number, or the id of the issue or post")->required()->type_name("N");
  add_data(*verb, o->data);
  verb->add_option("--lang", o->language, "the language of the words")
      ->check(CLI::IsMember({"zh", "en"}))
      ->capture_default_str();
  verb->callback([o, &exit_code] { exit_code = explain(*o); });
}

}  // namespace hb::app
