#include "casework/directive.h"

#include <gtest/gtest.h>

#include "tests/support/small_agency.h"

namespace hb::casework {
namespace {

Rules rules() {
  Rules out = tests::small_agency();
  ClockSpec ack;
  ack.id = "directive-ack";
  ack.on = ClockOn::directive;
  ack.starts = ClockStart::received;
  ack.ends = ClockEnd::acknowledged;
  ack.due = {.kind = DueRule::Kind::elapsed, .length = hours(1)};
  out.clocks = {ack};
  return out;
}

using tests::colleague;
constexpr Instant kNight{1772650800};  // Thursday 2026-03-05 03:00 in Shanghai

struct Desk {
  Rules book = rules();
  Directive state;
  /// The names of the events, or the error's code.
  std::string act(const DirectiveCommand& command, const Actor& actor, Instant now) {
    const auto events = decide(state, command, actor, now, book);
    if (!events) return events.error().code;
    std::string names;
    for (const auto& event : *events) {
      names += (names.empty() ? "" : " ") + std::string(name_of(event));
      apply(state, now, actor.user, event);
    }
    return names;
  }
};

const Actor kOffice = colleague(1, Role::office);
const Actor kHandler = colleague(2, Role::responder, "food");
const ReceiveDirective kReceive{{"省网络平台", "请核实某市场缺斤短两", kNight}};
const BeginDirective kBegin{{2}, "王敏", {"food"}, "先到现场核秤", false};

Desk told(std::initializer_list<DirectiveCommand> commands) {
  Desk out;
  Instant now = kNight;
  for (const auto& command : commands) {
    EXPECT_NE(out.act(command, kOffice, now).find('-'), std::string::npos);
    now = now + minutes(10);
  }
  return out;
}

// Who does not read it in time does not keep it from the next: rung by rung, and every rung when the hour is over.
TEST(Directive, ItsLadderIsClimbedUntilSomebodyReadsItByName) {
  Desk desk;
  desk.book.clocks[0].ladder = {{Rung::Kind::unit, "office"}, {Rung::Kind::role, "spokesperson"}};
  desk.book.clocks[0].climb = minutes(15);
  const auto rungs = [&] {
    std::string out;
    for (const Notice& notice : desk.state.notices)
      out += notice.told.rung.id + (notice.told.why == TellWhy::missed ? "! " : " ");
    return out;
  };
  EXPECT_EQ(desk.act(kReceive, kOffice, kNight), "directive-received directive-clock-started directive-told");
  EXPECT_EQ(rungs(), "office ");
  EXPECT_EQ(wakes_at(desk.state.clocks, desk.state.notices, desk.book), kNight + minutes(15));
  EXPECT_EQ(desk.act(Tick{}, the_desk(), kNight + minutes(14)), "");
  EXPECT_EQ(desk.act(Tick{}, the_desk(), kNight + minutes(15)), "directive-told");
  EXPECT_EQ(rungs(), "office spokesperson ");
  EXPECT_EQ(wakes_at(desk.state.clocks, desk.state.notices, desk.book), kNight + hours(1)) << "the ladder has an end";
  Desk read = desk;
  EXPECT_EQ(read.act(kBegin, kOffice, kNight + minutes(20)), "directive-begun directive-clock-ended");
  EXPECT_FALSE(waits(read.state.notices[0], read.state.clocks, read.state.notices))
      << "reading it is the acknowledgement";
  EXPECT_EQ(read.act(Tick{}, the_desk(), kNight + hours(2)), "");
  EXPECT_EQ(desk.act(Tick{}, the_desk(), kNight + hours(1) + Seconds{1}),
            "directive-clock-missed directive-told directive-told");
  EXPECT_EQ(rungs(), "office spokesperson office! spokesperson! ");
}

// A directive that came at three in the morning is late at four: nobody may wait for the office to open.
TEST(Directive, TheHourRunsThroughTheNight) {
  Desk late = told({kReceive});
  ASSERT_EQ(late.state.clocks.size(), 1u);
  EXPECT_EQ(late.state.clocks[0].due, kNight + hours(1));
  EXPECT_EQ(late.act(Tick{}, the_desk(), kNight + hours(1)), "") << "the last second is in time";
  EXPECT_EQ(late.act(Tick{}, the_desk(), kNight + hours(1) + Seconds{1}), "directive-clock-missed directive-told");
  EXPECT_EQ(late.act(kBegin, kOffice, kNight + hours(2)), "directive-begun directive-clock-ended");
  EXPECT_EQ(late.state.clocks[0].outcome, ClockOutcome::missed) << "read late stays missed";

  Desk unticked = told({kReceive});
  EXPECT_EQ(unticked.act(kBegin, kOffice, kNight + hours(2)),
            "directive-begun directive-clock-missed directive-clock-ended");
  Desk in_time = told({kReceive});
  EXPECT_EQ(in_time.act(kBegin, kOffice, kNight + hours(1)), "directive-begun directive-clock-ended");
  EXPECT_EQ(in_time.state.clocks[0].outcome, ClockOutcome::met);
}

// A promise to the platform about the outcome is not kept by having read the instruction.
TEST(Directive, AClockOnTheOutcomeRunsUntilItIsClosed) {
  Desk with;
  ClockSpec outcome = with.book.clocks[0];
  outcome.id = "directive-answer";
  outcome.ends = ClockEnd::closed;
  outcome.due.length = hours(24);
  with.book.clocks.push_back(outcome);
  EXPECT_EQ(with.act(kReceive, kOffice, kNight),
            "directive-received directive-clock-started directive-told directive-clock-started");
  EXPECT_EQ(with.act(kBegin, kOffice, kNight), "directive-begun directive-clock-ended");
  EXPECT_EQ(with.act(HandleDirective{"已责令整改", {7}, {}}, kOffice, kNight + hours(2)), "directive-handled");
  EXPECT_EQ(with.act(CloseDirective{"已书面回复"}, kOffice, kNight + hours(25)),
            "directive-closed directive-clock-missed directive-clock-ended");
  EXPECT_EQ(with.state.clocks[0].outcome, ClockOutcome::met);
  EXPECT_EQ(with.state.clocks[1].outcome, ClockOutcome::missed);
}

// Whoever only says "read" has begun nothing.
TEST(Directive, IsBegunByNamingHandlerAndFirstStep) {
  BeginDirective nobody = kBegin, no_step = kBegin, no_unit = kBegin, on_duty = kBegin;
  nobody.handler = {};
  no_step.first_step = " ";
  no_unit.unit = {"moon"};
  on_duty.on_duty = true;
  EXPECT_EQ(told({kReceive}).act(nobody, kOffice, kNight), "directive.no-handler");
  EXPECT_EQ(told({kReceive}).act(no_step, kOffice, kNight), "case.empty");
  EXPECT_EQ(told({kReceive}).act(no_unit, kOffice, kNight), "route.no-such-unit");
  EXPECT_EQ(told({kReceive}).act(kBegin, kHandler, kNight), "directive.not-allowed");
  EXPECT_EQ(told({kReceive}).act(on_duty, kHandler, kNight), "directive-begun directive-clock-ended")
      << "whoever is on the roster at that minute";
}

TEST(Directive, EveryCommandInEveryState) {
  const HandleDirective handle{"已责令整改", {7}, {}};
  const CloseDirective close{"已书面回复"};
  const RefuseDirective refuse{"2.3", "要求删除网民帖文"};
  const Desk states[] = {{},
                         told({kReceive}),
                         told({kReceive, kBegin}),
                         told({kReceive, kBegin, handle}),
                         told({kReceive, kBegin, handle, close}),
                         told({kReceive, refuse})};
  const struct {
    DirectiveCommand command;
    const char* expected[6];  // in each of the states
  } rows[] = {
      {kReceive,
       {"directive-received directive-clock-started directive-told", "directive.wrong-state", "directive.wrong-state",
        "directive.wrong-state", "directive.wrong-state", "directive.wrong-state"}},
      {kBegin,
       {"directive.wrong-state", "directive-begun directive-clock-ended", "directive.wrong-state",
        "directive.wrong-state", "directive.wrong-state", "directive.wrong-state"}},
      {handle,
       {"directive.wrong-state", "directive.wrong-state", "directive-handled", "directive.wrong-state",
        "directive.wrong-state", "directive.wrong-state"}},
      {close,
       {"directive.wrong-state", "directive.wrong-state", "directive.wrong-state", "directive-closed",
        "directive.wrong-state", "directive.wrong-state"}},
      {refuse,
       {"directive.wrong-state", "directive-not-here directive-clock-ended", "directive-not-here", "directive-not-here",
        "directive.wrong-state", "directive.wrong-state"}},
      {Tick{}, {"", "", "", "", "", ""}},
  };
  for (const auto& row : rows)
    for (size_t i = 0; i < std::size(states); ++i) {
      Desk tried = states[i];
      EXPECT_EQ(tried.act(row.command, kOffice, kNight + minutes(59)), row.expected[i])
          << "command " << row.command.index() << " in state " << i;
    }
}

TEST(Directive, OnlyWhoHandlesItOrTheOfficeSaysItIsDone) {
  const HandleDirective handle{"已责令整改", {}, {}};
  EXPECT_EQ(told({kReceive, kBegin}).act(handle, kHandler, kNight), "directive-handled");
  EXPECT_EQ(told({kReceive, kBegin}).act(handle, colleague(9, Role::responder, "food"), kNight),
            "directive.not-allowed");
  EXPECT_EQ(told({kReceive, kBegin, handle}).act(CloseDirective{"已回复"}, kHandler, kNight), "directive.not-allowed");
  EXPECT_EQ(Desk{}.act(kReceive, colleague(9, Role::auditor), kNight), "directive.not-allowed");
}

// The only ground for not carrying one out is a promise of this desk, named by its number.
TEST(Directive, IsRefusedByTheSectionThatForbidsIt) {
  for (const char* section : {"2.1", "2.3", "2.7"})
    EXPECT_EQ(told({kReceive}).act(RefuseDirective{section, "做不得"}, kOffice, kNight),
              "directive-not-here directive-clock-ended");
  for (const char* section : {"", "2", "2.0", "2.8", "3.1", "2.3 "})
    EXPECT_EQ(told({kReceive}).act(RefuseDirective{section, "做不得"}, kOffice, kNight), "directive.no-such-section");
  EXPECT_EQ(told({kReceive}).act(RefuseDirective{"2.3", ""}, kOffice, kNight), "case.reason-required");
  EXPECT_EQ(Desk{}.act(ReceiveDirective{{"省平台", "核实", kNight + Seconds{1}}}, kOffice, kNight), "case.time-ahead");
}

TEST(Directive, IsCountedByOutcome) {
  Desk late = told({kReceive});
  late.act(kBegin, kOffice, kNight + hours(2));
  const std::vector<Directive> all{
      told({kReceive}).state, late.state, told({kReceive, RefuseDirective{"2.3", "删帖"}}).state,
      told({kReceive, kBegin, HandleDirective{"已办", {}, {}}, CloseDirective{"已回"}}).state};
  const DirectiveCounts counts = count(all);
  EXPECT_EQ(counts.received, 4);
  EXPECT_EQ(counts.waiting, 1);
  EXPECT_EQ(counts.under_way, 1);
  EXPECT_EQ(counts.closed, 1);
  EXPECT_EQ(counts.not_here, (std::map<std::string, int64_t>{{"2.3", 1}}));
  EXPECT_EQ(counts.promises.at("directive-ack"), (DirectiveCounts::Promise{2, 1}));
}

}  // namespace
}  // namespace hb::casework
