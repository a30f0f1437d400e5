#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/nearest.h"
#include "rulebook/parts.h"

namespace hb::rulebook {

using namespace casework;

namespace {

template <class Enum, size_t N>
std::array<std::string_view, N> names_of() {
  std::array<std::string_view, N> out;
  for (size_t i = 0; i < N; ++i) out[i] = name_of(static_cast<Enum>(i));
  return out;
}

const auto kOn = names_of<ClockOn, kClockOns>();
const auto kStarts = names_of<ClockStart, kClockStarts>();
const auto kEnds = names_of<ClockEnd, kClockEnds>();
constexpr int kMostDays = 3650;

using Harms = std::vector<notice::Harm>;

std::optional<Condition> read_condition(const Fields& fields, const Text& text, const Harms& harms) {
  auto condition = parse_condition(text.value);
  if (!condition) {
    const ConditionError& e = condition.error();
    fields.report().add(
        text.spot, e.expected,
        fmt::format("{} at byte {} of \"{}\"", e.found.empty() ? "the end" : '"' + e.found + '"', e.offset, text.value),
        e.nearest);
    return std::nullopt;
  }
  std::vector<std::string_view> known;
  for (const notice::Harm& h : harms) known.push_back(h.id);
  for (const auto& all : condition->any) {
    for (const Test& t : all) {
      if (t.kind == Test::Kind::harm && std::ranges::find(known, t.harm) == known.end())
        fields.report().add(text.spot, "a harm of the lexicon", '"' + t.harm + '"', nearest(t.harm, known));
    }
  }
  return *std::move(condition);
}

std::optional<DueRule> read_due(const Fields& clock, std::string_view key) {
  const std::string expected =
      "one of { working = \"3h\" }, { working_days = 3 }, { elapsed = \"4h\" } or { days = 10 }";
  clock.require(key, expected);
  const auto f = clock.table(key, {"working", "working_days", "elapsed", "days", "roll"});
  if (!f) return std::nullopt;
  const int forms = f->has("working") + f->has("working_days") + f->has("elapsed") + f->has("days");
  if (f->all().size() > static_cast<size_t>(forms) + f->has("roll")) return std::nullopt;  // noted as unknown
  if (forms != 1) {
    clock.report().add(clock.spot(key), expected, fmt::format("{} of them", forms));
    return std::nullopt;
  }
  DueRule due;
  if (f->has("roll")) {
    constexpr std::array<std::string_view, 1> kRoll = {"next-working-day"};
    if (!f->has("days")) f->wrong("roll", "no roll, which only { days = … } has");
    due.roll = f->choice("roll", kRoll).has_value();
  }
  if (f->has("working") || f->has("elapsed")) {
    due.kind = f->has("working") ? DueRule::Kind::working : DueRule::Kind::elapsed;
    const auto length = f->duration(f->has("working") ? "working" : "elapsed");
    if (!length) return std::nullopt;
    due.length = *length;
  } else {
    due.kind = f->has("days") ? DueRule::Kind::days : DueRule::Kind::working_days;
    const auto days = f->integer(f->has("days") ? "days" : "working_days", 1, kMostDays);
    if (!days) return std::nullopt;
    due.days = *days;
  }
  return due;
}

std::vector<Rung> read_ladder(const Fields& clock, const Rules& rules) {
  std::vector<Rung> out;
  std::vector<std::string_view> known;
  for (const Unit& u : rules.units) known.push_back(u.id.value);
  for (const Group& g : rules.groups) known.push_back(g.id);
  for (size_t r = 0; r < kRoles; ++r) known.push_back(name_of(static_cast<Role>(r)));
  for (const Text& t : clock.texts("ladder")) {
    if (rules.unit({t.value})) {
      out.push_back({Rung::Kind::unit, t.value});
    } else if (rules.group(t.value)) {
      out.push_back({Rung::Kind::group, t.value});
    } else if (role_of(t.value)) {
      out.push_back({Rung::Kind::role, t.value});
    } else {
      clock.report().add(t.spot, "a unit, a group or a role", '"' + t.value + '"', nearest(t.value, known));
    }
  }
  return out;
}

std::optional<Extension> read_extension(const Fields& clock) {
  const auto f = clock.table("extension", {"by", "reason", "until"});
  if (!f) return std::nullopt;
  Extension extension;
  f->require("by", "the role that may extend");
  if (const auto by = f->text("by"); by && read_role(f->report(), *by)) extension.by = by->value;
  constexpr std::array<std::string_view, 2> kReason = {"required", "optional"};
  if (const auto reason = f->choice("reason", kReason)) extension.reason_required = *reason == 0;
  if (const auto until = read_due(*f, "until")) extension.until = *until;
  return extension;
}

template <class Enum, size_t N>
void read_required(const Fields& f, std::string_view key, const std::array<std::string_view, N>& names, Enum& out) {
  f.require(key, one_of(names));
  if (const auto choice = f.choice(key, names)) out = static_cast<Enum>(*choice);
}

ClockEnd usual_end(ClockOn on) {
  switch (on) {
    case ClockOn::case_:
      return ClockEnd::answered;
    case ClockOn::issue:
    case ClockOn::directive:
      return ClockEnd::acknowledged;
    case ClockOn::help:
      return ClockEnd::contributed;
    case ClockOn::follow_up:
      return ClockEnd::done;
  }
  return ClockEnd::answered;
}

/// What belongs to help and follow-ups alone stands with them alone. Where a word of people starts the clock there is
/// one for it, and it always runs.
void check_pairing(const Fields& f, const ClockSpec& clock, const Rules& rules) {
  const auto pair = [&](ClockOn on, ClockStart start, ClockEnd end) {
    if ((clock.on == on) != (clock.starts == start))
      f.wrong("starts", fmt::format("\"{}\" with on = \"{}\" and with no other", name_of(start), name_of(on)));
    if ((clock.on == on) != (clock.ends == end))
      f.wrong("ends", fmt::format("\"{}\" with on = \"{}\" and with no other", name_of(end), name_of(on)));
  };
  pair(ClockOn::help, ClockStart::asked, ClockEnd::contributed);
  pair(ClockOn::follow_up, ClockStart::promised, ClockEnd::done);
  const auto next = [&](ClockStart start, ClockEnd end) {
    if (clock.starts == start && (clock.on != ClockOn::issue || clock.ends != end))
      f.wrong("starts", fmt::format("\"{}\" with on = \"issue\" and ends = \"{}\"", name_of(start), name_of(end)));
  };
  next(ClockStart::published, ClockEnd::published);
  next(ClockStart::assessed, ClockEnd::assessed);
  constexpr std::array kByAWord{ClockStart::asked, ClockStart::promised, ClockStart::published, ClockStart::assessed};
  if (std::ranges::find(kByAWord, clock.starts) != kByAWord.end()) {
    if (clock.when) f.wrong("when", fmt::format("no condition with starts = \"{}\"", name_of(clock.starts)));
    if (std::ranges::find(rules.clocks, clock.starts, &ClockSpec::starts) != rules.clocks.end())
      f.wrong("starts", fmt::format("one [[clock]] with \"{}\"", name_of(clock.starts)));
  }
  if (clock.ends == ClockEnd::decided && clock.basis.empty())
    f.wrong("basis", "the law that asks for the decision: only statutory clocks end with one");
}

/// The ids in the list, each of a clock on cases that is statutory or is not.
std::vector<std::string> read_clock_ids(const Fields& f, std::string_view key, bool statutory, const Rules& rules) {
  std::vector<std::string_view> known;
  for (const ClockSpec& c : rules.clocks)
    if (c.on == ClockOn::case_ && !c.basis.empty() == statutory) known.push_back(c.id);
  std::vector<std::string> out;
  for (const Text& t : f.texts(key)) {
    if (std::ranges::find(known, t.value) == known.end())
      f.report().add(t.spot, statutory ? "a [[clock]] on cases with a basis" : "a [[clock]] on cases without a basis",
                     '"' + t.value + '"', nearest(t.value, known));
    out.push_back(t.value);
  }
  return out;
}

}  // namespace

void read_kinds(const Fields& top, Rules& rules) {
  const auto names = names_of<CaseKind, kCaseKinds>();
  Once ids(top.report(), "a kind of its own");
  for (const Fields& f : top.tables("kind", {"id", "anonymous", "clocks", "statutory"})) {
    KindSpec spec;
    f.require("id", one_of(names));
    if (const auto id = f.choice("id", names)) {
      spec.kind = static_cast<CaseKind>(*id);
      ids.add(std::string(names[*id]), f.spot("id"));
    }
    if (const auto anonymous = f.flag("anonymous")) spec.anonymous = *anonymous;
    if (f.has("clocks")) spec.clocks = read_clock_ids(f, "clocks", /*statutory=*/false, rules);
    spec.statutory = read_clock_ids(f, "statutory", /*statutory=*/true, rules);
    rules.kinds.push_back(std::move(spec));
  }
}

void read_rates(const Fields& top, Rules& rules) {
  constexpr std::array<std::string_view, 4> kOf = {"on-time", "solved", "satisfied", "redone"};
  std::vector<std::string_view> known;
  for (const ClockSpec& c : rules.clocks) known.push_back(c.id);
  Once ids(top.report(), "an id of its own");
  for (const Fields& f : top.tables("rate", {"id", "name", "of", "clock", "floor", "ceiling"})) {
    Rate rate;
    rate.id = f.id("id");
    ids.add(rate.id, f.spot("id"));
    rate.name = f.words("name");
    read_required(f, "of", kOf, rate.of);
    if (rate.of == Rate::Of::on_time) f.require("clock", "the id of the [[clock]] whose runs are counted");
    if (const auto clock = f.text("clock")) {
      rate.clock = clock->value;
      if (rate.of != Rate::Of::on_time)
        f.wrong("clock", "no clock, which only of = \"on-time\" has");
      else if (!rules.clock(rate.clock))
        f.wrong("clock", "the id of a [[clock]]", nearest(rate.clock, known));
    }
    rate.floor = f.integer("floor", 0, 100);
    rate.ceiling = f.integer("ceiling", 0, 100);
    rules.rates.push_back(std::move(rate));
  }
}

void read_clocks(const Fields& top, Rules& rules, const Harms& harms) {
  Once ids(top.report(), "an id of its own");
  std::vector<Fields> read;
  for (const Fields& f : top.tables("clock", {"id", "on", "when", "starts", "ends", "due", "ladder", "climb",
                                              "extension", "pause_reasons", "basis", "after"})) {
    ClockSpec clock;
    clock.id = f.id("id");
    ids.add(clock.id, f.spot("id"));
    read_required(f, "on", kOn, clock.on);
    read_required(f, "starts", kStarts, clock.starts);
    clock.ends = usual_end(clock.on);
    if (const auto ends = f.choice("ends", kEnds)) clock.ends = static_cast<ClockEnd>(*ends);
    if (const auto when = f.text("when")) clock.when = read_condition(f, *when, harms);
    if (const auto due = read_due(f, "due")) clock.due = *due;
    clock.ladder = read_ladder(f, rules);
    clock.climb = f.duration("climb");
    clock.extension = read_extension(f);
    for (const Text& t : f.texts("pause_reasons")) {
      if (!is_id(t.value))
        f.report().add(t.spot, "an id of lower-case letters, digits and hyphens", '"' + t.value + '"');
      clock.pause_reasons.push_back(t.value);
    }
    if (const auto basis = f.text("basis")) clock.basis = basis->value;
    if (const auto after = f.text("after")) clock.after = after->value;
    check_pairing(f, clock, rules);
    rules.clocks.push_back(std::move(clock));
    read.push_back(f);
  }
  std::vector<std::string_view> statutory;
  for (const ClockSpec& c : rules.clocks)
    if (c.ends == ClockEnd::decided) statutory.push_back(c.id);
  for (size_t i = 0; i < read.size(); ++i) {
    const ClockSpec& clock = rules.clocks[i];
    if ((clock.starts == ClockStart::decided) != !clock.after.empty()) {
      read[i].wrong("after", "the clock whose decision starts it, with starts = \"decided\" and with no other");
    } else if (!clock.after.empty() &&
               (clock.after == clock.id || std::ranges::find(statutory, clock.after) == statutory.end())) {
      read[i].wrong("after", "another [[clock]] that ends with a decision", nearest(clock.after, statutory));
    }
  }
}

std::vector<GradeSpec> read_grades(const Fields& top, const Harms& harms) {
  constexpr std::array<std::string_view, 2> kProposed = {"serious", "critical"};
  std::vector<GradeSpec> out;
  Once ids(top.report(), "a grade of its own");
  for (const Fields& f : top.tables("grade", {"id", "any"})) {
    GradeSpec spec;
    f.require("id", one_of(kProposed));
    if (const auto id = f.choice("id", kProposed)) {
      spec.grade = *id == 0 ? Grade::serious : Grade::critical;
      ids.add(std::string(kProposed[*id]), f.spot("id"));
    }
    f.require("any", "a list of conditions");
    for (const Text& t : f.texts("any")) {
      auto condition = read_condition(f, t, harms);
      if (condition) spec.any.push_back(*std::move(condition));
    }
    out.push_back(std::move(spec));
  }
  std::ranges::stable_sort(out, std::greater{}, &GradeSpec::grade);
  return out;
}

}  // namespace hb::rulebook
