#include "casework/directive.h"

#include <algorithm>
#include <array>

#include "casework/written.h"

namespace hb::casework {
namespace {

constexpr std::array<std::string_view, 5> kStates{"received", "begun", "handled", "closed", "not-here"};
constexpr std::array<std::string_view, 7> kSections{"2.1", "2.2", "2.3", "2.4", "2.5", "2.6", "2.7"};

using Events = std::vector<DirectiveEvent>;

struct Decider {
  const Directive& state;
  const Actor& actor;
  Instant now;
  const Rules& rules;

  Result<Events> operator()(const ReceiveDirective& c) const {
    if (state.version != 0) return fail("directive.wrong-state", "received");
    if (!may_file(actor)) return fail("directive.not-allowed", "receive");
    if (auto ok = written(c.facts.platform, kTitleLimit, "platform"); !ok) return tl::unexpected(ok.error());
    if (auto ok = written(c.facts.text, kTextLimit, "text"); !ok) return tl::unexpected(ok.error());
    if (c.facts.received_at > now) return fail("case.time-ahead", "received_at");
    Events events{c.facts};
    for (const auto& spec : rules.clocks) {
      if (spec.on != ClockOn::directive) continue;
      const auto when = due(spec, *rules.calendar, {c.facts.received_at, {}, false});
      if (!when) return tl::unexpected(when.error());
      const ClockStarted started{spec.id,       1,        c.facts.received_at, when->due, when->provisional,
                                 rules.version, spec.ends};
      events.push_back(DirectiveClockStarted{started});
      tell(told_at_start(started, rules), events);
    }
    return events;
  }
  Result<Events> operator()(const BeginDirective& c) const {
    if (auto ok = in({DirectiveState::received}); !ok) return tl::unexpected(ok.error());
    if (!c.on_duty && !may_answer_directive(actor, rules)) return fail("directive.not-allowed", "begin");
    if (!c.handler || c.handler_name.empty()) return fail("directive.no-handler");
    if (rules.unit(c.unit) == nullptr) return fail("route.no-such-unit", c.unit.value);
    if (auto ok = written(c.first_step, kReasonLimit, "first_step"); !ok) return tl::unexpected(ok.error());
    Events events{DirectiveBegun{c.handler, c.handler_name, c.unit, c.first_step}};
    end_clocks({ClockEnd::acknowledged}, events);
    return events;
  }
  Result<Events> operator()(const HandleDirective& c) const {
    if (auto ok = in({DirectiveState::begun}); !ok) return tl::unexpected(ok.error());
    if (actor.user != state.handler && !may_answer_directive(actor, rules))
      return fail("directive.not-allowed", "handle");
    if (auto ok = written(c.done, kTextLimit, "done"); !ok) return tl::unexpected(ok.error());
    return Events{DirectiveHandled{c.done, c.issue, c.number}};
  }
  Result<Events> operator()(const CloseDirective& c) const {
    if (auto ok = in({DirectiveState::handled}); !ok) return tl::unexpected(ok.error());
    if (!may_answer_directive(actor, rules)) return fail("directive.not-allowed", "close");
    if (auto ok = written(c.answer, kTextLimit, "answer"); !ok) return tl::unexpected(ok.error());
    Events events{DirectiveClosed{c.answer}};
    end_clocks({ClockEnd::acknowledged, ClockEnd::closed}, events);
    return events;
  }
  Result<Events> operator()(const RefuseDirective& c) const {
    if (auto ok = in({DirectiveState::received, DirectiveState::begun, DirectiveState::handled}); !ok)
      return tl::unexpected(ok.error());
    if (!may_answer_directive(actor, rules)) return fail("directive.not-allowed", "refuse");
    if (std::ranges::find(kSections, c.section) == kSections.end()) return fail("directive.no-such-section", c.section);
    if (auto ok = reason_given(c.reason); !ok) return tl::unexpected(ok.error());
    Events events{DirectiveNotHere{c.section, c.reason}};
    end_clocks({ClockEnd::acknowledged, ClockEnd::closed}, events);
    return events;
  }
  Result<Events> operator()(const ExplainMiss& c) const {
    if (!may_answer_directive(actor, rules)) return fail("directive.not-allowed", "explain-miss");
    const auto explained = decide(state.clocks, c);
    if (!explained) return tl::unexpected(explained.error());
    return Events{DirectiveMissExplained{*explained}};
  }
  Result<Events> operator()(const Tick&) const {
    Events events;
    std::vector<CaseClock> clocks = state.clocks;
    for (const auto& missed : overdue(state.clocks, now)) {
      events.push_back(DirectiveClockMissed{missed});
      tell(told_at_miss(missed, rules), events);
      miss_clock(clocks, missed);
    }
    tell(climbs(clocks, state.notices, now, rules), events);
    return events;
  }

  void tell(std::vector<Notified> fresh, Events& events) const {
    auto there = static_cast<int64_t>(state.notices.size());
    there += std::ranges::count_if(events, [](const auto& e) { return std::holds_alternative<DirectiveTold>(e); });
    for (Notified& one : fresh) {
      one.notice = {++there};
      events.push_back(DirectiveTold{std::move(one)});
    }
  }

  Result<void> in(std::initializer_list<DirectiveState> states) const {
    if (state.version == 0) return fail("directive.wrong-state", "not-received");
    if (std::ranges::find(states, state.state) == states.end())
      return fail("directive.wrong-state", std::string(name_of(state.state)));
    return {};
  }

  void end_clocks(std::initializer_list<ClockEnd> ends, Events& events) const {
    for (const ClockEnd end : ends) {
      const ClockEnding ending = endings(state.clocks, end, now, rules);
      for (const auto& missed : ending.missed) events.push_back(DirectiveClockMissed{missed});
      for (const auto& ended : ending.ended) events.push_back(DirectiveClockEnded{ended});
    }
  }
};

struct Applier {
  Directive& state;
  Instant at;
  UserId by;

  void operator()(const DirectiveReceived& e) const {
    state.received = e;
    state.state = DirectiveState::received;
  }
  void operator()(const DirectiveBegun& e) const {
    state.state = DirectiveState::begun;
    state.reader = by;
    state.handler = e.handler;
    state.handler_name = e.handler_name;
    state.unit = e.unit;
    state.first_step = e.first_step;
  }
  void operator()(const DirectiveHandled& e) const {
    state.state = DirectiveState::handled;
    state.done = e.done;
    state.issue = e.issue;
    state.number = e.number;
  }
  void operator()(const DirectiveClosed& e) const {
    state.state = DirectiveState::closed;
    state.answer = e.answer;
  }
  void operator()(const DirectiveNotHere& e) const {
    state.state = DirectiveState::not_here;
    state.section = e.section;
    state.reason = e.reason;
  }
  void operator()(const DirectiveClockStarted& e) const { start_clock(state.clocks, e.clock); }
  void operator()(const DirectiveClockEnded& e) const { end_clock(state.clocks, e.clock, at); }
  void operator()(const DirectiveClockMissed& e) const { miss_clock(state.clocks, e.clock); }
  void operator()(const DirectiveMissExplained& e) const { explain_miss(state.clocks, e.clock); }
  void operator()(const DirectiveTold& e) const { casework::apply(state.notices, e.notice, at); }
};

}  // namespace

std::string_view name_of(DirectiveState state) { return kStates[static_cast<size_t>(state)]; }

std::string_view name_of(const DirectiveEvent& event) {
  static constexpr std::string_view kNames[] = {
      "directive-received", "directive-begun",         "directive-handled",     "directive-closed",
      "directive-not-here", "directive-clock-started", "directive-clock-ended", "directive-clock-missed",
      "directive-told",     "directive-miss-explained"};
  static_assert(std::size(kNames) == std::variant_size_v<DirectiveEvent>);
  return kNames[event.index()];
}

Result<std::vector<DirectiveEvent>> decide(const Directive& state, const DirectiveCommand& command, const Actor& actor,
                                           Instant now, const Rules& rules) {
  return std::visit(Decider{state, actor, now, rules}, command);
}

void apply(Directive& state, Instant at, UserId by, const DirectiveEvent& event) {
  std::visit(Applier{state, at, by}, event);
  ++state.version;
}

DirectiveCounts count(std::span<const Directive> directives) {
  DirectiveCounts out;
  for (const Directive& one : directives) {
    ++out.received;
    switch (one.state) {
      case DirectiveState::received:
        ++out.waiting;
        break;
      case DirectiveState::begun:
      case DirectiveState::handled:
        ++out.under_way;
        break;
      case DirectiveState::closed:
        ++out.closed;
        break;
      case DirectiveState::not_here:
        ++out.not_here[one.section];
        break;
    }
    for (const CaseClock& clock : one.clocks) {
      if (clock.outcome == ClockOutcome::met) ++out.promises[clock.id].met;
      if (clock.outcome == ClockOutcome::missed) ++out.promises[clock.id].missed;
    }
  }
  return out;
}

}  // namespace hb::casework
