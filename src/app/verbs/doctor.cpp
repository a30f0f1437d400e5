#include <fmt/core.h>

#include <filesystem>
#include <memory>

#include "app/data_dir.h"
#include "app/embedded.h"
#include "app/kept_rulebooks.h"
#include "app/system.h"
#include "app/verbs.h"
#include "desk/duty.h"
#include "desk/witnesses.h"
#include "http/portal/words.h"
#include "listen/source.h"
#include "store/sqlite/store.h"

namespace hb::app {
namespace {

namespace fs = std::filesystem;
using casework::Lack;
using casework::Lacking;

struct Options {
  std::string data;
  std::string language = "zh";
};

int cannot(const std::string& why) {
  fmt::print(stderr, "doctor: {}\n", why);
  return 2;
}

/// What is found, a line each.
struct Findings {
  const http::Words words;
  int count = 0;

  std::string say(const std::string& key, const http::Values& values = {}) const { return words.text(key, values); }
  void add(const std::string& text) {
    fmt::print("{}\n", text);
    ++count;
  }
};

// As the people page has it.
std::string in_words(const Lacking& one, const Findings& findings) {
  const std::string role = findings.say("role." + std::string(name_of(one.role)));
  switch (one.lack) {
    case Lack::no_deputy:
      return findings.say("people.no-deputy", {{"role", role}});
    case Lack::different_people:
      return findings.say("people.different", {{"word", findings.say("part." + one.word)}});
    case Lack::too_few:
    case Lack::too_many:
      break;
  }
  return findings.say(one.at_least == one.at_most ? "people.number-exact" : "people.number",
                      {{"role", role},
                       {"has", std::to_string(one.has)},
                       {"least", std::to_string(one.at_least)},
                       {"most", std::to_string(one.at_most)}});
}

Result<void> look_at_people(desk::Store& store, const casework::Rules& rules, Instant now, bool english,
                            Findings& out) {
  const auto staff = desk::staff_of(store);
  if (!staff) return tl::unexpected(staff.error());
  const auto cover = desk::cover_of(store);
  if (!cover) return tl::unexpected(cover.error());
  for (const Lacking& one : lacking(rules, *staff, *cover, now)) {
    const casework::Unit* unit = rules.unit(one.unit);
    const std::string name = unit == nullptr ? one.unit.value : english ? unit->name.en : unit->name.zh;
    out.add(out.say("doctor.people", {{"unit", name}, {"what", in_words(one, out)}}));
  }
  return {};
}

Result<void> look_at_sources(desk::Store& store, Instant now, Findings& out) {
  const auto rows = store.sources();
  if (!rows) return tl::unexpected(rows.error());
  for (const desk::SourceRow& row : *rows) {
    if (row.ended_at) continue;
    const auto state = listen::parse_state(row.state);
    if (!row.last_error.empty()) {
      out.add(out.say("doctor.source", {{"name", row.name}, {"error", row.last_error}}));
    } else if (const auto since = state ? listen::silent_since(*state, now) : std::nullopt) {
      out.add(out.say("doctor.silent", {{"name", row.name}, {"since", format_rfc3339(*since, Seconds{})}}));
    }
  }
  return {};
}

Result<void> look_at_outbox(desk::Store& store, Findings& out) {
  constexpr int64_t kMost = 1000;
  const auto waiting = store.outbox_due(kEndOfTime, kMost);
  if (!waiting) return tl::unexpected(waiting.error());
  for (const desk::OutboxRow& row : *waiting)
    if (row.attempts > 0)
      out.add(
          out.say("doctor.delivery", {{"key", row.key}, {"n", std::to_string(row.attempts)}, {"error", row.error}}));
  return {};
}

Result<void> look_at_witnesses(desk::Store& store, Findings& out) {
  const auto witnesses = desk::witnesses_of(store);
  if (!witnesses) return tl::unexpected(witnesses.error());
  for (const desk::WitnessState& one : *witnesses)
    if (one.failures > 0)
      out.add(out.say("doctor.witness", {{"name", one.name},
                                         {"n", std::to_string(one.failures)},
                                         {"error", one.error},
                                         {"since", one.signed_at ? format_rfc3339(*one.signed_at, Seconds{})
                                                                 : out.say("doctor.witness.never")}}));
  return {};
}

void look_at_keys(const fs::path& keys, Findings& out) {
  std::error_code error;
  for (const auto& file : fs::recursive_directory_iterator(keys, error)) {
    const auto others = fs::perms::group_all | fs::perms::others_all;
    if (file.is_regular_file(error) && (file.status(error).permissions() & others) != fs::perms::none)
      out.add(out.say("doctor.key", {{"file", file.path().string()}}));
  }
}

int examine(const Options& o) {
  const auto desk = open_standing(o.data);
  if (!desk) return cannot(why_not(o.data, desk.error()));
  const bool english = o.language == "en";
  Findings findings{
      http::Words::parse(embedded(english ? "src/app/explain.en" : "src/app/explain.zh").value()).value()};
  const SystemClock clock;
  for (const auto& looked : {look_at_people(*desk->store, desk->books.back().rules, clock.now(), english, findings),
                             look_at_sources(*desk->store, clock.now(), findings),
                             look_at_outbox(*desk->store, findings), look_at_witnesses(*desk->store, findings)})
    if (!looked) return cannot(why_not(o.data, looked.error()));
  look_at_keys(fs::path(o.data) / "keys", findings);
  if (findings.count == 0) fmt::print("{}\n", findings.say("doctor.well"));
  return findings.count == 0 ? 0 : 1;
}

}  // namespace

void add_doctor(CLI::App& app, int& exit_code) {
  auto* verb = app.add_subcommand("doctor",
                                  "say what is not as it should be: people the rulebook asks for, sources, deliveries, "
                                  "witnesses, keys; the desk must not be running on the directory");
  const auto o = std::make_shared<Options>();
  add_data(*verb, o->data);
  verb->add_option("--lang", o->language, "the language of the words")
      ->check(CLI::IsMember({"zh", "en"}))
      ->capture_default_str();
  verb->callback([o, &exit_code] { exit_code = examine(*o); });
}

}  // namespace hb::app
