#include "casework/issue.h"

#include <gtest/gtest.h>

namespace hb::casework {
namespace {

constexpr Instant kNow{1773201600};

Rules rules() {
  Rules out;
  out.calendar =
      std::make_shared<const Calendar>(Zone(*date::locate_zone("Asia/Shanghai")),
                                       std::vector<OpeningHours>{{{9 * 3600}, {17 * 3600}}}, Holidays{{2026, {}}});
  ClockSpec triage;
  triage.id = "triage";
  triage.on = ClockOn::issue;
  triage.when = *parse_condition("remit");
  triage.starts = ClockStart::noticed;
  triage.ends = ClockEnd::opened_or_dismissed;
  triage.due = {.kind = DueRule::Kind::working, .length = hours(3)};
  ClockSpec report;
  report.id = "report-critical";
  report.on = ClockOn::issue;
  report.when = *parse_condition("grade >= critical");
  report.starts = ClockStart::graded;
  report.ends = ClockEnd::reported;
  report.due = {.kind = DueRule::Kind::elapsed, .length = hours(2)};
  out.clocks = {triage, report};
  return out;
}

const Actor kMonitor{{1}, "甲", {{Role::monitor, {"east"}}}};

struct Desk {
  Rules r = rules();
  Issue state;
  Instant now = kNow;
  std::string code(const IssueCommand& command, const Actor& actor) {
    const auto events = decide(state, command, actor, now, r);
    if (!events) return events.error().code;
    for (const auto& event : *events) apply(state, {now, actor.user, actor.name, event});
    return events->empty() ? "nothing" : "ok";
  }
  Desk() { state.noticed_at = kNow - minutes(10); }
};

TEST(Issue, AProposedGradeStartsItsClockOnce) {
  Desk desk;
  EXPECT_EQ(desk.code(ProposeGrade{Grade::critical, {"harm:hospitalised"}}, the_desk()), "ok");
  ASSERT_EQ(desk.state.clocks.size(), 1u);
  EXPECT_EQ(desk.state.clocks[0].due, kNow + hours(2));
  desk.now = kNow + hours(1);
  EXPECT_EQ(desk.code(ProposeGrade{Grade::critical, {"harm:hospitalised"}}, the_desk()), "nothing");
  EXPECT_EQ(desk.code(ProposeGrade{Grade::critical, {"harm:hospitalised", "voices 52 >= 50"}}, the_desk()), "ok");
  EXPECT_EQ(desk.state.clocks.size(), 1u);
  EXPECT_EQ(desk.state.clocks[0].from, kNow);
}

TEST(Issue, LoweringTheGradeEndsTheClockAsNotRequired) {
  Desk desk;
  desk.code(ProposeGrade{Grade::critical, {"harm:hospitalised"}}, the_desk());
  EXPECT_EQ(desk.code(SetGrade{Grade::routine, ""}, kMonitor), "case.reason-required");
  EXPECT_EQ(desk.code(SetGrade{Grade::routine, "与食品无关"}, the_desk()), "issue.not-allowed");
  EXPECT_EQ(desk.code(SetGrade{Grade::routine, "与食品无关"}, kMonitor), "ok");
  EXPECT_EQ(desk.state.grade(), Grade::routine);
  EXPECT_EQ(desk.state.clocks[0].outcome, ClockOutcome::not_required);
}

TEST(Issue, LoweringAfterTheMissKeepsTheMiss) {
  Desk desk;
  desk.code(ProposeGrade{Grade::critical, {"harm:hospitalised"}}, the_desk());
  desk.now = kNow + hours(3);
  desk.code(Tick{}, the_desk());
  desk.code(SetGrade{Grade::routine, "误报"}, kMonitor);
  EXPECT_EQ(desk.state.clocks[0].outcome, ClockOutcome::missed);
}

TEST(Issue, TriageRunsFromNoticingAndEndsWithACaseOrADismissal) {
  Desk desk;
  EXPECT_EQ(desk.code(ProposeRemit{{"food"}}, the_desk()), "ok");
  EXPECT_EQ(desk.state.clocks[0].from, kNow - minutes(10));
  EXPECT_EQ(desk.code(LinkCase{{"HB-2026-0311-7K4Q-C"}}, the_desk()), "ok");
  EXPECT_EQ(desk.state.clocks[0].outcome, ClockOutcome::met);
  Desk other;
  other.code(ProposeRemit{{"food"}}, the_desk());
  EXPECT_EQ(other.code(Dismiss{"不属于本局职责"}, kMonitor), "ok");
  EXPECT_EQ(other.code(Dismiss{"再来"}, kMonitor), "issue.wrong-state");
  EXPECT_EQ(other.state.clocks[0].outcome, ClockOutcome::met);
}

TEST(Issue, WithoutUnitOrHarmThereIsNoTriageClock) {
  Desk desk;
  EXPECT_EQ(desk.code(ProposeGrade{Grade::routine, {}}, the_desk()), "nothing");
  EXPECT_TRUE(desk.state.clocks.empty());
}

}  // namespace
}  // namespace hb::casework
