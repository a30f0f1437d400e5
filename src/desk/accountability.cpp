#include "desk/accountability.h"

#include <algorithm>

#include "desk/issues.h"

namespace hb::desk {

using namespace casework;

namespace {

constexpr int64_t kMostListed = 500;

// "open 2026-03 answer-p90 east": what contest_marks reads.
RecordStanding standing(const Contest& state) {
  const FigureContested& about = state.contested;
  return {std::string(name_of(state.state)) + " " + about.month + " " + std::string(name_of(about.figure)) + " " +
          about.unit.value};
}

std::string_view take_word(std::string_view& text) {
  const std::string_view word = text.substr(0, text.find(' '));
  text.remove_prefix(std::min(text.size(), word.size() + 1));
  return word;
}

// Whose it is that a rung did not answer: a unit's own, else the office's, which owns the roles and groups.
UnitId unit_of(const Rung& rung, const Rules& rules) {
  return rung.kind == Rung::Kind::unit ? UnitId{rung.id} : office_of(rules);
}

}  // namespace

Result<std::vector<ContestMark>> contest_marks(Store& store) {
  const auto rows = store.records(RecordKind::contest, "", 0, kMostListed);
  if (!rows) return tl::unexpected(rows.error());
  std::vector<ContestMark> out;
  for (const RecordRow& row : *rows) {
    std::string_view rest = row.state;
    const auto state = contest_state_of(take_word(rest));
    const std::string month(take_word(rest));
    const auto figure = figure_of(take_word(rest));
    if (!state || !figure) return fail("store.broken", row.id.value);
    out.push_back({row.id, {std::string(rest)}, month, *figure, *state});
  }
  return out;
}

std::string AccountabilityPages::month_of(Instant at) const {
  return format_rfc3339(at, w_.rules->calendar->zone().offset_at(at)).substr(0, 7);
}

Instant AccountabilityPages::start_of(const std::string& month) const {
  const auto day = date::year{std::stoi(month.substr(0, 4))} / std::stoi(month.substr(5, 2)) / 1;
  return w_.rules->calendar->zone().at(Day(date::local_days(day)), Seconds{0});
}

std::vector<UnitId> AccountabilityPages::units(const Actor& actor) const {
  const bool all = allowed(Act::read_all, actor, {}, *w_.rules);
  std::vector<UnitId> out;
  for (const Unit& unit : w_.rules->units)
    if (all || works_in(actor, unit.id)) out.push_back(unit.id);
  return out;
}

Result<Accountability> AccountabilityPages::view(const Actor& actor, const UnitId& unit, std::string month) const {
  const auto readable = units(actor);
  if (std::ranges::find(readable, unit) == readable.end()) return fail("unit.unknown", unit.value);
  const Instant now = w_.clock.now();
  Accountability out;
  out.unit = unit;
  out.month = std::move(month);
  out.months = {month_of(now)};
  if (out.month.empty()) out.month = out.months.front();
  if (const auto set = data_.latest()) {
    out.made_at = set->made_at;
    for (const FigureRow& row : set->figures) {
      if (std::ranges::find(out.months, row.month) == out.months.end()) out.months.push_back(row.month);
      if (row.month == out.month && (!row.unit || row.unit == unit)) out.figures.push_back(row);
    }
  }
  std::ranges::sort(out.months, std::greater());
  if (std::ranges::find(out.months, out.month) == out.months.end()) return fail("figure.month", out.month);

  if (auto ok = add_cases(actor, out); !ok) return tl::unexpected(ok.error());
  if (auto ok = add_issues(actor, out); !ok) return tl::unexpected(ok.error());
  if (auto ok = add_directives(actor, out); !ok) return tl::unexpected(ok.error());
  std::ranges::stable_sort(out.missed, std::greater(), [](const MissLine& one) { return one.clock.due; });

  const auto marks = contest_marks(w_.store);
  if (!marks) return tl::unexpected(marks.error());
  for (const ContestMark& mark : *marks) {
    if (mark.unit != unit || mark.month != out.month) continue;
    auto state = load_record<Contest, ContestEvent>(w_.store, mark.id);
    if (!state) return tl::unexpected(state.error());
    const bool may_answer = decide(*state, AnswerContest{true, "…"}, actor, *w_.rules).has_value();
    out.contests.push_back({mark.id, *std::move(state), may_answer});
  }
  auto reviews = Reviews(w_).list(actor, unit);
  if (!reviews) return tl::unexpected(reviews.error());
  out.reviews = std::move(*reviews);
  const FigureContested any{.unit = unit, .month = {}, .value = {}, .of = {}, .reason = "…"};
  out.may_contest = decide(Contest{}, ContestFigure{any}, actor, *w_.rules).has_value();
  return out;
}

// What of one case, issue or directive the page tells. `line` says which it is.
template <class State>
void AccountabilityPages::add_missed(const State& state, MissLine line, const Actor& actor, Accountability& out) const {
  line.version = state.version;
  for (const CaseClock& clock : state.clocks) {
    if (clock.outcome != ClockOutcome::missed || !clock.due || month_of(*clock.due) != out.month) continue;
    line.clock = clock;
    const ExplainMiss why{clock.id, clock.round, "…"};
    line.may_explain = decide(state, why, actor, w_.clock.now(), *w_.rules).has_value();
    out.missed.push_back(line);
  }
}

template <class State>
void AccountabilityPages::add_told(const State& state, Accountability& out) const {
  for (const Notice& notice : state.notices) {
    if (unit_of(notice.told.rung, *w_.rules) != out.unit || month_of(notice.at) != out.month) continue;
    ++out.told;
    out.unanswered += unanswered(notice, state.notices, state.clocks) ? 1 : 0;
  }
}

// Whatever has a clock that was due in the month was last acted on when it was missed, or later.
Result<void> AccountabilityPages::add_cases(const Actor& actor, Accountability& out) const {
  CaseFilter filter;
  filter.unit = out.unit;
  filter.missed_only = true;
  filter.not_about = reading(actor, *w_.rules).not_about;
  filter.updated_from = start_of(out.month);
  filter.limit = kMostListed;
  const Cases cases(w_);
  for (;; filter.offset += kMostListed) {
    const auto rows = w_.store.cases(filter);
    if (!rows) return tl::unexpected(rows.error());
    for (const CaseRow& row : *rows) {
      const auto state = cases.load(row.number);
      if (!state) return tl::unexpected(state.error());
      add_missed(*state, {.number = row.number, .issue = {}, .title = row.title, .clock = {}}, actor, out);
    }
    if (std::ssize(*rows) < kMostListed) return {};
  }
}

Result<void> AccountabilityPages::add_issues(const Actor& actor, Accountability& out) const {
  const Issues issues(w_);
  IssueFilter filter{.remit_only = true, .at_least = {}, .limit = kMostListed, .acted_from = start_of(out.month)};
  for (;; filter.offset += kMostListed) {
    const auto rows = w_.store.issues(filter);
    if (!rows) return tl::unexpected(rows.error());
    for (const IssueRow& row : *rows) {
      const auto state = issues.load(row.id);
      if (!state) return tl::unexpected(state.error());
      if (out.unit == (state->unit ? state->unit : office_of(*w_.rules)))
        add_missed(*state, {.number = {}, .issue = row.id, .title = row.title, .clock = {}}, actor, out);
      add_told(*state, out);
    }
    if (std::ssize(*rows) < kMostListed) return {};
  }
}

Result<void> AccountabilityPages::add_directives(const Actor& actor, Accountability& out) const {
  const Instant from = start_of(out.month);
  for (int64_t offset = 0;; offset += kMostListed) {
    const auto rows = w_.store.records(RecordKind::directive, "", offset, kMostListed);
    if (!rows) return tl::unexpected(rows.error());
    for (const RecordRow& row : *rows) {
      if (row.updated_at < from) continue;
      const auto state = load_record<Directive, DirectiveEvent>(w_.store, row.id);
      if (!state) return tl::unexpected(state.error());
      MissLine line{.number = {}, .issue = {}, .title = state->received.platform, .clock = {}};
      line.directive = parts_of(row.id)->second;
      if (out.unit == (state->unit ? state->unit : office_of(*w_.rules))) add_missed(*state, line, actor, out);
      add_told(*state, out);
    }
    if (std::ssize(*rows) < kMostListed) return {};
  }
}

Result<RecordId> AccountabilityPages::contest(const Actor& actor, FigureContested facts) {
  const auto set = data_.latest();
  const FigureRow* shown = nullptr;
  if (set != nullptr)
    for (const FigureRow& row : set->figures)
      if (row.unit == facts.unit && row.month == facts.month && row.figure == facts.figure) shown = &row;
  if (shown == nullptr) return fail("figure.none", std::string(name_of(facts.figure)));
  facts.value = shown->value;
  facts.of = shown->of;
  return begin_record<Contest, ContestEvent>(
      w_, RecordKind::contest, actor,
      [&](const Contest& state, Instant) { return decide(state, ContestFigure{facts}, actor, *w_.rules); }, standing);
}

Result<Contest> AccountabilityPages::answer(const Actor& actor, const RecordId& id, const AnswerContest& command,
                                            int64_t seen) {
  return act_on_record<Contest, ContestEvent>(
      w_, id, actor, seen, [&](const Contest& state, Instant) { return decide(state, command, actor, *w_.rules); },
      standing);
}

Result<Training> training_of(Store& store, UserId person) {
  return load_record<Training, TrainingEvent>(store, record_id(RecordKind::training, person.value));
}

Result<void> AccountabilityPages::note_training(const Actor& actor, UserId person, const TrainingNoted& facts) {
  const auto done = act_on_record<Training, TrainingEvent>(
      w_, record_id(RecordKind::training, person.value), actor, std::nullopt,
      [&](const Training& state, Instant now) { return decide(state, NoteTraining{facts}, actor, now, *w_.rules); },
      [](const Training&) { return RecordStanding{"kept"}; });
  if (!done) return tl::unexpected(done.error());
  return {};
}

}  // namespace hb::desk
