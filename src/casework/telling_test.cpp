#include "casework/telling.h"

#include <gtest/gtest.h>

#include "tests/support/issue_desk.h"

namespace hb::casework {
namespace {

using tests::kNow;
const Rung kOffice{Rung::Kind::unit, "office"};
const Rung kGroup{Rung::Kind::group, "leading-group"};
const Actor kCoordinator = tests::colleague(1, Role::office);
const Actor kAuthor = tests::colleague(2, Role::responder, "food");
const Actor kSpeaker = tests::colleague(3, Role::spokesperson);
const Actor kHands = tests::colleague(4, Role::online_spokesperson);
const Actor kFoodHead = tests::colleague(5, Role::unit_head, "food");
const Actor kMonitor = tests::colleague(6, Role::monitor, "east");

Rules rules() {
  Rules out = tests::small_agency();
  out.groups = {{.id = "leading-group",
                 .name = {},
                 .chair = Role::spokesperson,
                 .members = {Role::unit_head},
                 .fixed = {},
                 .plus = {}}};
  const auto clock = [](const char* id, const char* when, ClockEnd ends, Seconds length) {
    ClockSpec spec;
    spec.id = id;
    spec.on = ClockOn::issue;
    spec.when = *parse_condition(when);
    spec.starts = ClockStart::graded;
    spec.ends = ends;
    spec.due = {.kind = DueRule::Kind::elapsed, .length = length};
    return spec;
  };
  ClockSpec serious = clock("report-serious", "grade >= serious", ClockEnd::reported, hours(4));
  serious.ladder = {kOffice, kGroup};
  serious.climb = minutes(30);
  ClockSpec critical = clock("report-critical", "grade >= critical", ClockEnd::reported, hours(2));
  critical.ladder = {kOffice, kGroup};
  critical.climb = minutes(15);
  out.clocks = {serious, critical};
  return out;
}

struct Desk : tests::IssueDesk {
  Desk() { r = rules(); }
  void serious() { code(SetGrade{Grade::serious, "18人就诊"}, kCoordinator); }
  /// The rungs told, in order: "o" the office, "g" the group; capitals: because the clock was missed.
  std::string told() const {
    std::string out;
    for (const auto& one : state.notices) {
      const char rung = one.told.rung == kOffice ? 'o' : 'g';
      out += static_cast<char>(one.told.why == TellWhy::missed ? std::toupper(rung) : rung);
    }
    return out;
  }
  int64_t waiting() const {
    return std::ranges::count_if(state.notices,
                                 [&](const Notice& one) { return waits(one, state.clocks, state.notices); });
  }
  std::string report() {
    if (const auto drafted = code(DraftReport{{"疑似食物中毒", "第二小学", "18人", "已封存", "调查"}}, kAuthor);
        drafted != "ok")
      return drafted;
    return code(ApproveReport{state.reports.back().id, state.reports.back().hash, 2026, 1}, kSpeaker);
  }
  std::string hand_over() {
    return code(HandOverReport{state.reports.back().id, "省局", "机要", "收文12号", now}, kHands);
  }
  ClockOutcome outcome(size_t clock = 0) const { return state.clocks[clock].outcome; }
};

TEST(Telling, TheNextRungIsToldWhenNobodyAcknowledges) {
  Desk desk;
  desk.serious();
  EXPECT_EQ(desk.told(), "o") << "the first rung at once";
  EXPECT_EQ(wakes_at(desk.state.clocks, desk.state.notices, desk.r), kNow + minutes(30));
  desk.now = kNow + minutes(29);
  desk.code(Tick{}, the_desk());
  EXPECT_EQ(desk.told(), "o");
  desk.now = kNow + minutes(30);
  desk.code(Tick{}, the_desk());
  EXPECT_EQ(desk.told(), "og");
  EXPECT_EQ(wakes_at(desk.state.clocks, desk.state.notices, desk.r), kNow + hours(4)) << "the ladder is climbed";
  desk.code(Tick{}, the_desk());
  EXPECT_EQ(desk.told(), "og") << "nobody is told twice";
  EXPECT_EQ(desk.waiting(), 2) << "every rung stays told";
}

TEST(Telling, AnAcknowledgementStopsTheClimbAndIsGivenOnceByThoseTold) {
  Desk desk;
  desk.serious();
  EXPECT_EQ(desk.code(Acknowledge{{9}}, kCoordinator), "issue.no-notice");
  EXPECT_EQ(desk.code(Acknowledge{{1}}, kMonitor), "issue.not-allowed");
  EXPECT_EQ(desk.code(Acknowledge{{1}}, kCoordinator), "ok");
  EXPECT_EQ(desk.code(Acknowledge{{1}}, kCoordinator), "issue.wrong-state");
  desk.now = kNow + hours(1);
  desk.code(Tick{}, the_desk());
  EXPECT_EQ(desk.told(), "o");
  EXPECT_EQ(desk.waiting(), 0);
}

TEST(Telling, AMissedClockTellsEveryRungAgain) {
  Desk desk;
  desk.serious();
  desk.code(Acknowledge{{1}}, kCoordinator);
  desk.now = kNow + hours(4) + Seconds{1};
  desk.code(Tick{}, the_desk());
  EXPECT_EQ(desk.told(), "oOG");
  EXPECT_EQ(desk.waiting(), 2);
  EXPECT_EQ(desk.code(Acknowledge{{2}}, kCoordinator), "ok");
  EXPECT_EQ(desk.waiting(), 1);
}

TEST(Telling, AGradeThatIsLoweredLeavesNothingToAcknowledge) {
  Desk desk;
  desk.serious();
  desk.code(SetGrade{Grade::routine, "误报"}, kCoordinator);
  EXPECT_EQ(desk.waiting(), 0);
  EXPECT_EQ(desk.code(Acknowledge{{1}}, kCoordinator), "issue.wrong-state");
}

TEST(Reported, TakesTheReceiptAndALeaderWhoAcknowledged) {
  Desk desk;
  desk.serious();
  desk.now = kNow + hours(1);
  desk.code(Acknowledge{{1}}, kCoordinator);
  EXPECT_EQ(desk.report(), "ok");
  EXPECT_EQ(desk.told(), "og") << "an approved report is put before the leading group";
  EXPECT_EQ(desk.hand_over(), "ok");
  EXPECT_EQ(desk.outcome(), ClockOutcome::running) << "no leader has acknowledged it";
  EXPECT_EQ(desk.code(Acknowledge{{2}}, kHands), "issue.not-allowed");
  EXPECT_EQ(desk.code(Acknowledge{{2}}, kFoodHead), "ok");
  EXPECT_EQ(desk.outcome(), ClockOutcome::met);
  EXPECT_EQ(desk.state.clocks[0].ended_at, desk.now);
}

TEST(Reported, TheOtherWayRoundToo) {
  Desk desk;
  desk.serious();
  EXPECT_EQ(desk.report(), "ok");
  EXPECT_EQ(desk.code(Acknowledge{{2}}, kSpeaker), "ok");
  EXPECT_EQ(desk.outcome(), ClockOutcome::running) << "nothing was handed over";
  EXPECT_EQ(desk.hand_over(), "ok");
  EXPECT_EQ(desk.outcome(), ClockOutcome::met);
}

TEST(Reported, TooLateStaysMissed) {
  Desk desk;
  desk.serious();
  EXPECT_EQ(desk.report(), "ok");
  EXPECT_EQ(desk.code(Acknowledge{{2}}, kSpeaker), "ok");
  desk.now = kNow + hours(5);
  EXPECT_EQ(desk.hand_over(), "ok");
  EXPECT_EQ(desk.outcome(), ClockOutcome::missed);
  EXPECT_EQ(desk.state.clocks[0].ended_at, desk.now);
}

// The report of a serious matter does not answer for what made it critical afterwards.
TEST(Reported, AGraverGradeAsksForItsOwnReport) {
  Desk desk;
  desk.serious();
  EXPECT_EQ(desk.report(), "ok");
  EXPECT_EQ(desk.code(Acknowledge{{2}}, kSpeaker), "ok");
  EXPECT_EQ(desk.hand_over(), "ok");
  desk.now = kNow + hours(1);
  desk.code(SetGrade{Grade::critical, "有人住院"}, kCoordinator);
  ASSERT_EQ(desk.state.clocks.size(), 2u);
  EXPECT_EQ(desk.code(Acknowledge{{3}}, kSpeaker), "ok");
  EXPECT_EQ(desk.outcome(1), ClockOutcome::running);
  EXPECT_EQ(desk.report(), "ok");
  EXPECT_EQ(desk.hand_over(), "ok");
  EXPECT_EQ(desk.outcome(1), ClockOutcome::met) << "a leader acknowledged this clock's own notice";
}

TEST(Telling, WhoStandsOnARungAtThatMinute) {
  const Rules r = rules();
  Actor head = tests::colleague(7, Role::unit_head, "office");
  head.name = "主任";
  const std::vector<Actor> staff{kCoordinator, kSpeaker, kFoodHead, head};
  Roster roster;
  Cover cover;
  const auto names = [&](const Rung& rung) {
    std::string out;
    for (const Told& one : who_stands(rung, staff, &roster, cover, kNow, r)) out += std::to_string(one.user.value);
    return out;
  };
  EXPECT_EQ(names(kOffice), "7") << "nobody on the roster, no deputy: the head";
  apply(cover, kNow, {1}, DeputyNamed{1, {7}, {1}, Role::unit_head, {"office"}, kNow, kNow + hours(9), "在办两件"});
  EXPECT_EQ(names(kOffice), "1") << "the deputy";
  apply(roster, kNow, {1}, DutyOverridden{kNow, kNow + hours(1), {3}, "代班"});
  EXPECT_EQ(names(kOffice), "3") << "the roster";
  EXPECT_EQ(names(kGroup), "357") << "everybody who sits in it";
  EXPECT_EQ(names({Rung::Kind::role, "spokesperson"}), "3");
  apply(cover, kNow, {1}, AwayNoted{1, {3}, kNow, kNow + hours(9)});
  EXPECT_EQ(names(kGroup), "57") << "who is away is not told";
  EXPECT_EQ(names({Rung::Kind::unit, "east"}), "") << "nobody works there";
}

}  // namespace
}  // namespace hb::casework
