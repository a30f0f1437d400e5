#include "casework/issue.h"

#include <algorithm>

#include "base/utf8.h"

namespace hb::casework {

std::string_view name_of(const IssueEvent& event) {
  static constexpr std::string_view kNames[] = {"grade-proposed", "grade-set",     "remit-proposed", "dismissed",
                                                "case-linked",    "clock-started", "clock-ended",    "clock-missed"};
  static_assert(std::size(kNames) == std::variant_size_v<IssueEvent>);
  return kNames[event.index()];
}

namespace {

using Events = Result<std::vector<IssueEvent>>;

Result<void> reason_given(const std::string& reason) {
  if (reason.find_first_not_of(" \t\r\n") == std::string::npos) return fail("case.reason-required");
  if (!valid_utf8(reason) || count_code_points(reason) > kReasonLimit) return fail("case.too-long", "reason");
  return {};
}

bool holds(const ClockSpec& spec, Grade grade, bool remit) {
  Facts facts;
  facts.grade = grade;
  facts.remit = remit;
  return !spec.when || evaluate(*spec.when, facts).has_value();
}

struct Decider {
  const Issue& state;
  const Actor& actor;
  Instant now;
  const Rules& rules;

  Events operator()(const ProposeGrade& c) const {
    if (c.grade == state.proposed && c.reasons == state.reasons) return std::vector<IssueEvent>{};
    std::vector<IssueEvent> events{GradeProposed{c.grade, c.reasons}};
    if (auto ok = start_clocks(std::max(c.grade, state.grade()), state.remit, events); !ok)
      return tl::unexpected(ok.error());
    return events;
  }
  Events operator()(const ProposeRemit& c) const {
    if (state.remit && (state.unit == c.unit || !c.unit)) return std::vector<IssueEvent>{};
    std::vector<IssueEvent> events{RemitProposed{c.unit}};
    if (auto ok = start_clocks(state.grade(), true, events); !ok) return tl::unexpected(ok.error());
    return events;
  }
  Events operator()(const SetGrade& c) const {
    if (!may_file(actor) && !actor.has(Role::online_spokesperson) && !actor.has(Role::spokesperson))
      return fail("issue.not-allowed", "grade");
    if (auto ok = reason_given(c.reason); !ok) return tl::unexpected(ok.error());
    std::vector<IssueEvent> events{GradeSet{c.grade, c.reason}};
    if (auto ok = start_clocks(c.grade, state.remit, events); !ok) return tl::unexpected(ok.error());
    for (const auto& clock : state.clocks) {  // lowered below a clock's condition: not required
      const ClockSpec* spec = rules.clock(clock.id);
      if (!clock.ended_at && spec != nullptr && spec->starts == ClockStart::graded &&
          !holds(*spec, c.grade, state.remit))
        events.push_back(ClockEnded{clock.id, clock.round, ClockOutcome::not_required});
    }
    return events;
  }
  Events operator()(const Dismiss& c) const {
    if (!may_file(actor)) return fail("issue.not-allowed", "dismiss");
    if (state.dismissed) return fail("issue.wrong-state", "dismissed");
    if (auto ok = reason_given(c.reason); !ok) return tl::unexpected(ok.error());
    std::vector<IssueEvent> events{Dismissed{c.reason}};
    end_clocks(ClockEnd::opened_or_dismissed, events);
    return events;
  }
  Events operator()(const LinkCase& c) const {
    std::vector<IssueEvent> events{CaseLinked{c.number}};
    end_clocks(ClockEnd::opened_or_dismissed, events);
    return events;
  }
  Events operator()(const Tick&) const {
    const auto missed = overdue(state.clocks, now);
    return std::vector<IssueEvent>(missed.begin(), missed.end());
  }

  // Clocks whose condition holds now and that never ran; a graded clock starts with the first grade that matches.
  Result<void> start_clocks(Grade grade, bool remit, std::vector<IssueEvent>& events) const {
    for (const auto& spec : rules.clocks) {
      if (spec.on != ClockOn::issue || !holds(spec, grade, remit)) continue;
      if (std::ranges::find(state.clocks, spec.id, &CaseClock::id) != state.clocks.end()) continue;
      const Instant from = spec.starts == ClockStart::noticed ? state.noticed_at : now;
      const auto when = due(spec, *rules.calendar, {from, {}, false});
      if (!when) return tl::unexpected(when.error());
      events.push_back(ClockStarted{spec.id, 1, from, when->due, when->provisional, rules.version});
    }
    return {};
  }

  void end_clocks(ClockEnd end, std::vector<IssueEvent>& events) const {
    const auto ending = endings(state.clocks, end, now, rules);
    events.insert(events.end(), ending.missed.begin(), ending.missed.end());
    events.insert(events.end(), ending.ended.begin(), ending.ended.end());
  }
};

struct Applier {
  Issue& state;
  const IssueRecorded& record;

  void operator()(const GradeProposed& e) const {
    state.proposed = e.grade;
    state.reasons = e.reasons;
  }
  void operator()(const GradeSet& e) const { state.set = e.grade; }
  void operator()(const RemitProposed& e) const {
    state.remit = true;
    state.unit = e.unit;
  }
  void operator()(const Dismissed&) const { state.dismissed = true; }
  void operator()(const CaseLinked& e) const { state.cases.push_back(e.number); }
  void operator()(const ClockStarted& e) const { start_clock(state.clocks, e); }
  void operator()(const ClockEnded& e) const { end_clock(state.clocks, e, record.at); }
  void operator()(const ClockMissed& e) const { miss_clock(state.clocks, e); }
};

}  // namespace

Result<std::vector<IssueEvent>> decide(const Issue& state, const IssueCommand& command, const Actor& actor, Instant now,
                                       const Rules& rules) {
  return std::visit(Decider{state, actor, now, rules}, command);
}

void apply(Issue& state, const IssueRecorded& recorded) {
  std::visit(Applier{state, recorded}, recorded.event);
  ++state.version;
}

}  // namespace hb::casework
