#include "casework/review.h"

#include <algorithm>
#include <array>

#include "base/named.h"
#include "casework/written.h"

namespace hb::casework {
namespace {

constexpr std::array<std::string_view, 4> kCauses{"serious", "ladder-end", "missed", "redos"};
constexpr std::array<std::string_view, 4> kStates{"opened", "found", "stated", "closed"};

using Events = Result<std::vector<ReviewEvent>>;

struct Decider {
  const Review& state;
  const Actor& actor;
  Instant now;
  const Rules& rules;

  Result<void> undecided() const {
    if (state.version == 0 || state.state == ReviewState::closed)
      return fail("review.wrong-state", state.version == 0 ? "not-opened" : std::string(name_of(state.state)));
    return {};
  }
  bool may_find() const {
    if (accountability(state.opened.cause)) return allowed(Act::audit, actor, {}, rules);
    return may_approve_statement(actor) || may_publish_statement(actor, rules) || may_dispatch(actor);
  }

  Events operator()(const OpenReview& c) const {
    if (actor.user) return fail("review.not-allowed", "open");
    if (state.version != 0) return fail("review.wrong-state", std::string(name_of(state.state)));
    return std::vector<ReviewEvent>{c.facts};
  }
  Events operator()(const WriteFinding& c) const {
    if (auto ok = undecided(); !ok) return tl::unexpected(ok.error());
    if (!may_find()) return fail("review.not-allowed", "find");
    if (auto ok = written(c.finding, kTextLimit, "finding"); !ok) return tl::unexpected(ok.error());
    return std::vector<ReviewEvent>{ReviewFound{c.finding}};
  }
  Events operator()(const StateReview& c) const {
    if (auto ok = undecided(); !ok) return tl::unexpected(ok.error());
    if (state.state == ReviewState::opened) return fail("review.wrong-state", "opened");
    if (!may_approve(actor, state.opened.unit)) return fail("review.not-allowed", "state");
    if (auto ok = written(c.statement, kTextLimit, "statement"); !ok) return tl::unexpected(ok.error());
    return std::vector<ReviewEvent>{ReviewStated{c.statement}};
  }
  Events operator()(const CloseReview& c) const {
    if (auto ok = undecided(); !ok) return tl::unexpected(ok.error());
    if (state.state == ReviewState::opened) return fail("review.wrong-state", "opened");
    if (!may_decide(actor)) return fail("review.not-allowed", "close");
    if (accountability(state.opened.cause) && state.opened.unit != office_of(rules) &&
        works_in(actor, state.opened.unit))
      return fail("review.own-unit", state.opened.unit.value);
    if (actor.user == state.finder) return fail("case.same-person");
    if (auto ok = written(c.outcome, kTextLimit, "outcome"); !ok) return tl::unexpected(ok.error());
    if (c.measures.size() > kMostMeasures) return fail("review.measures");
    for (const ReviewMeasure& measure : c.measures) {
      if (auto ok = written(measure.what, kSummaryLimit, "what"); !ok) return tl::unexpected(ok.error());
      if (rules.unit(measure.unit) == nullptr) return fail("route.no-such-unit", measure.unit.value);
      if (measure.by_day < rules.calendar->zone().day_at(now).time_since_epoch().count())
        return fail("case.promise-day");
    }
    return std::vector<ReviewEvent>{ReviewClosed{c.outcome, c.measures}};
  }
  Events operator()(const DoMeasure& c) const {
    if (c.measure < 1 || c.measure > std::ssize(state.measures)) return fail("review.no-measure");
    const MeasureState& one = state.measures[static_cast<size_t>(c.measure - 1)];
    if (!may_approve(actor, one.measure.unit)) return fail("review.not-allowed", "do-measure");
    if (one.done_at) return fail("review.wrong-state", "done");
    if (auto ok = written(c.done, kReasonLimit, "done"); !ok) return tl::unexpected(ok.error());
    return std::vector<ReviewEvent>{MeasureDone{c.measure, c.done}};
  }
};

bool same(const Notice& a, const Notice& b) {
  return a.told.clock == b.told.clock && a.told.round == b.told.round && a.told.why == b.told.why;
}

bool missed(const Notice& notice, const std::vector<CaseClock>& clocks) {
  return std::ranges::any_of(clocks, [&](const CaseClock& clock) {
    return clock.id == notice.told.clock && clock.round == notice.told.round && clock.outcome == ClockOutcome::missed;
  });
}

/// What it is about, still without cause and clock.
struct Owed {
  const ReviewOpened about;
  std::vector<ReviewOpened> list{};

  void add(ReviewCause cause, const std::string& clock = {}, int round = 1) {
    ReviewOpened one = about;
    one.cause = cause;
    one.clock = clock;
    one.round = round;
    list.push_back(std::move(one));
  }
  void unexplained(const std::vector<CaseClock>& clocks) {
    for (const CaseClock& clock : clocks)
      if (clock.outcome == ClockOutcome::missed && clock.ended_at && clock.why_missed.empty())
        add(ReviewCause::missed, clock.id, clock.round);
  }
  // The last rung of a ladder was told, and did not answer in its own time either.
  void climbed(const std::vector<Notice>& notices, const std::vector<CaseClock>& clocks, const Rules& rules) {
    for (const Notice& notice : notices) {
      const ClockSpec* spec = rules.clock(notice.told.clock);
      if (notice.told.why != TellWhy::clock || spec == nullptr || spec->ladder.size() < 2 || !spec->climb ||
          notice.told.rung != spec->ladder.back())
        continue;
      const Instant end = notice.at + *spec->climb;
      if (notice.acknowledged_at ? *notice.acknowledged_at <= end : !missed(notice, clocks)) continue;
      add(ReviewCause::ladder_end, notice.told.clock, notice.told.round);
      const Rung& first = spec->ladder.front();
      list.back().unit = first.kind == Rung::Kind::unit ? UnitId{first.id} : office_of(rules);
    }
  }
};

bool none_runs(const std::vector<CaseClock>& clocks) {
  return std::ranges::all_of(clocks, [](const CaseClock& clock) { return clock.ended_at.has_value(); });
}

}  // namespace

std::string_view name_of(ReviewCause cause) { return kCauses[static_cast<size_t>(cause)]; }
std::optional<ReviewCause> review_cause_of(std::string_view name) { return by_name(name, ReviewCause::redos); }
std::string_view name_of(ReviewState state) { return kStates[static_cast<size_t>(state)]; }

std::string_view name_of(const ReviewEvent& event) {
  constexpr std::array<std::string_view, 5> kNames{"review-opened", "review-found", "review-stated", "review-closed",
                                                   "measure-done"};
  return kNames[event.index()];
}

Result<std::vector<ReviewEvent>> decide(const Review& state, const ReviewCommand& command, const Actor& actor,
                                        Instant now, const Rules& rules) {
  return std::visit(Decider{state, actor, now, rules}, command);
}

void apply(Review& state, Instant at, UserId by, const ReviewEvent& event) {
  ++state.version;
  if (const auto* opened = std::get_if<ReviewOpened>(&event)) {
    state.opened = *opened;
    state.opened_at = at;
  } else if (const auto* found = std::get_if<ReviewFound>(&event)) {
    state.finding = found->finding;
    state.finder = by;
    state.state = ReviewState::found;
  } else if (const auto* stated = std::get_if<ReviewStated>(&event)) {
    state.statement = stated->statement;
    state.state = ReviewState::stated;
  } else if (const auto* closed = std::get_if<ReviewClosed>(&event)) {
    state.outcome = closed->outcome;
    state.state = ReviewState::closed;
    for (const ReviewMeasure& measure : closed->measures) state.measures.push_back({measure});
  } else if (const auto* done = std::get_if<MeasureDone>(&event)) {
    if (done->measure < 1 || done->measure > std::ssize(state.measures)) return;
    MeasureState& one = state.measures[static_cast<size_t>(done->measure - 1)];
    one.done_at = at;
    one.done = done->done;
  }
}

bool may_read(const Review& state, const Actor& actor, const Rules& rules) {
  if (allowed(Act::read_all, actor, {}, rules) || works_in(actor, state.opened.unit)) return true;
  return std::ranges::any_of(state.measures,
                             [&](const MeasureState& one) { return works_in(actor, one.measure.unit); });
}

std::vector<ReviewOpened> reviews_owed(const Case& state, const Rules& rules) {
  Owed owed{{.issue = {}, .number = state.opened.number, .unit = state.unit, .clock = {}}};
  if (!state.unit) return {};  // with a body outside the agency
  if (rules.routing.redos && state.redos > *rules.routing.redos) owed.add(ReviewCause::redos);
  if (closed(state.state) && !state.parent) owed.unexplained(state.clocks);
  return std::move(owed.list);
}

std::vector<ReviewOpened> reviews_owed(const Issue& state, const Rules& rules) {
  Owed owed{{.issue = state.id, .number = {}, .unit = state.unit ? state.unit : office_of(rules), .clock = {}}};
  owed.climbed(state.notices, state.clocks, rules);
  if (state.merged_into || !none_runs(state.clocks)) return std::move(owed.list);
  owed.unexplained(state.clocks);
  const bool answered_for = std::ranges::any_of(state.clocks, [&](const CaseClock& clock) {
    const auto end = end_of(clock, rules);
    return clock.outcome != ClockOutcome::not_required && (end == ClockEnd::reported || end == ClockEnd::published);
  });
  if (state.grade() >= Grade::serious && answered_for) owed.add(ReviewCause::serious);
  return std::move(owed.list);
}

std::vector<ReviewOpened> reviews_owed(const Directive& state, int64_t number, const Rules& rules) {
  Owed owed{{.issue = {},
             .number = {},
             .directive = number,
             .unit = state.unit ? state.unit : office_of(rules),
             .clock = {}}};
  owed.climbed(state.notices, state.clocks, rules);
  if (state.state == DirectiveState::closed || state.state == DirectiveState::not_here) owed.unexplained(state.clocks);
  return std::move(owed.list);
}

bool unanswered(const Notice& notice, const std::vector<Notice>& notices, const std::vector<CaseClock>& clocks) {
  if (notice.told.why != TellWhy::clock) return false;
  const auto next = std::ranges::find_if(
      notices, [&](const Notice& other) { return same(other, notice) && other.told.notice > notice.told.notice; });
  if (next != notices.end()) return !notice.acknowledged_at || *notice.acknowledged_at > next->at;
  return !notice.acknowledged_at && missed(notice, clocks);
}

}  // namespace hb::casework
