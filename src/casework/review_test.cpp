#include "casework/review.h"

#include <gtest/gtest.h>

#include "casework/contest.h"
#include "casework/training.h"
#include "tests/support/small_agency.h"

namespace hb::casework {
namespace {

using tests::colleague;
constexpr Instant kNow{1772679600};  // Thursday 2026-03-05 11:00 in Shanghai
constexpr int64_t kToday = 20517;    // that day

const Actor kAuditor = colleague(1, Role::auditor, "office");
const Actor kHead = colleague(2, Role::unit_head, "east");
const Actor kLeader = colleague(3, Role::supervising_leader, "office");
const Actor kSpeaker = colleague(4, Role::spokesperson, "office");
const Actor kOffice = colleague(5, Role::office, "office");
const Actor kMonitor = colleague(6, Role::monitor, "east");

struct Desk {
  Rules rules = tests::small_agency();
  Review state;

  std::string act(const ReviewCommand& command, const Actor& actor) {
    const auto events = decide(state, command, actor, kNow, rules);
    if (!events) return events.error().code;
    std::string names;
    for (const auto& event : *events) {
      names += (names.empty() ? "" : " ") + std::string(name_of(event));
      apply(state, kNow, actor.user, event);
    }
    return names;
  }
};

Desk opened(ReviewCause cause) {
  Desk desk;
  EXPECT_EQ(desk.act(OpenReview{{cause, {7}, {}, 0, {"east"}, "", 1}}, the_desk()), "review-opened");
  return desk;
}

// The auditor finds, the unit is heard, and somebody above it decides: nobody is two of them, and no unit judges
// itself.
TEST(Review, OfADutyIsFoundHeardAndDecidedByDifferentPeople) {
  Desk desk = opened(ReviewCause::missed);
  EXPECT_EQ(desk.act(OpenReview{}, the_desk()), "review.wrong-state");
  EXPECT_EQ(desk.act(StateReview{"已整改"}, kHead), "review.wrong-state") << "there is nothing to answer to yet";
  EXPECT_EQ(desk.act(CloseReview{"批评教育", {}}, kLeader), "review.wrong-state");
  for (const Actor& other : {kHead, kLeader, kSpeaker, kOffice, kMonitor})
    EXPECT_EQ(desk.act(WriteFinding{"值班空缺"}, other), "review.not-allowed") << name_of(other.grants[0].role);
  EXPECT_EQ(desk.act(WriteFinding{""}, kAuditor), "case.empty");
  EXPECT_EQ(desk.act(WriteFinding{"值班空缺半小时"}, kAuditor), "review-found");
  EXPECT_EQ(desk.act(StateReview{"已补值班"}, kMonitor), "review.not-allowed");
  EXPECT_EQ(desk.act(StateReview{"已补值班"}, kHead), "review-stated");
  EXPECT_EQ(desk.act(WriteFinding{"值班空缺一小时"}, kAuditor), "review-found") << "until it is closed";
  EXPECT_EQ(desk.state.statement, "已补值班") << "what the unit said stays";
  for (const Actor& other : {kAuditor, kHead, kOffice, kMonitor})
    EXPECT_EQ(desk.act(CloseReview{"通报", {}}, other), "review.not-allowed") << name_of(other.grants[0].role);
  Actor own = kLeader;
  own.grants.push_back({Role::responder, {"east"}});
  EXPECT_EQ(desk.act(CloseReview{"通报", {}}, own), "review.own-unit");
  Actor both = kLeader;
  both.user = kAuditor.user;
  EXPECT_EQ(desk.act(CloseReview{"通报", {}}, both), "case.same-person");
  EXPECT_EQ(desk.act(CloseReview{"通报", {{"交接班双人签字", {"nowhere"}, kToday}}}, kLeader), "route.no-such-unit");
  EXPECT_EQ(desk.act(CloseReview{"通报", {{"交接班双人签字", {"east"}, kToday - 1}}}, kLeader), "case.promise-day");
  EXPECT_EQ(desk.act(CloseReview{"通报", std::vector<ReviewMeasure>(11, {"改", {"east"}, kToday})}, kLeader),
            "review.measures");
  EXPECT_EQ(desk.act(CloseReview{"通报", {{"交接班双人签字", {"east"}, kToday}}}, kLeader), "review-closed");
  EXPECT_EQ(desk.act(WriteFinding{"再查"}, kAuditor), "review.wrong-state");
  EXPECT_EQ(desk.act(StateReview{"再说"}, kHead), "review.wrong-state");
}

TEST(Review, WhatChangesIsFollowedUntilItIsDone) {
  Desk desk = opened(ReviewCause::ladder_end);
  desk.act(WriteFinding{"电话无人接"}, kAuditor);
  EXPECT_EQ(desk.act(CloseReview{"更换值班电话", {{"换电话", {"east"}, kToday}}}, kSpeaker), "review-closed")
      << "a unit that says nothing does not hold it up";
  EXPECT_EQ(desk.act(DoMeasure{0, "已换"}, kHead), "review.no-measure");
  EXPECT_EQ(desk.act(DoMeasure{2, "已换"}, kHead), "review.no-measure");
  EXPECT_EQ(desk.act(DoMeasure{1, "已换"}, kMonitor), "review.not-allowed");
  EXPECT_EQ(desk.act(DoMeasure{1, "已换"}, kHead), "measure-done");
  EXPECT_EQ(desk.state.measures[0].done_at, kNow);
  EXPECT_EQ(desk.act(DoMeasure{1, "又换"}, kHead), "review.wrong-state");
}

TEST(Review, OfASeriousIssueIsWrittenByWhoAssessesIt) {
  Desk desk = opened(ReviewCause::serious);
  EXPECT_EQ(desk.act(WriteFinding{"经过"}, kAuditor), "review.not-allowed")
      << "that one reads and does not run the desk";
  EXPECT_EQ(desk.act(WriteFinding{"经过"}, kOffice), "review-found");
  EXPECT_EQ(desk.act(CloseReview{"改进", {}}, kSpeaker), "review-closed");
}

TEST(Review, IsReadByWhoReadsAllByTheUnitAndByWhoMustChange) {
  Desk desk = opened(ReviewCause::missed);
  EXPECT_TRUE(may_read(desk.state, kAuditor, desk.rules));
  EXPECT_TRUE(may_read(desk.state, kMonitor, desk.rules)) << "of the unit";
  const Actor food = colleague(9, Role::unit_head, "food");
  EXPECT_FALSE(may_read(desk.state, food, desk.rules));
  desk.act(WriteFinding{"查明"}, kAuditor);
  desk.act(CloseReview{"改进", {{"供货名单", {"food"}, kToday}}}, kLeader);
  EXPECT_TRUE(may_read(desk.state, food, desk.rules));
}

std::string causes(const std::vector<ReviewOpened>& list) {
  std::string out;
  for (const auto& one : list) out += std::string(name_of(one.cause)) + ":" + one.clock + ":" + one.unit.value + " ";
  return out;
}

CaseClock clock_of(const char* id, ClockOutcome outcome, bool ended, const char* why = "") {
  CaseClock clock;
  clock.id = id;
  clock.outcome = outcome;
  if (ended) clock.ended_at = kNow;
  clock.why_missed = why;
  return clock;
}

// While the matter runs there is time to say why; what is late and over without a word is asked after.
TEST(Review, IsOwedForAMissThatNobodyExplainedOnceTheMatterIsOver) {
  Rules rules = tests::small_agency();
  Case state;
  state.opened.number = {"HB-1"};
  state.unit = {"east"};
  state.state = CaseState::handling;
  state.clocks = {clock_of("first-reply", ClockOutcome::missed, true, "夜间发帖，早上才发现"),
                  clock_of("final-answer", ClockOutcome::missed, true), clock_of("help#1", ClockOutcome::met, true)};
  EXPECT_EQ(causes(reviews_owed(state, rules)), "");
  state.state = CaseState::answered;
  EXPECT_EQ(causes(reviews_owed(state, rules)), "missed:final-answer:east ");
  state.parent = {"HB-2"};
  EXPECT_EQ(causes(reviews_owed(state, rules)), "") << "it is done in the parent";
  state.parent = {};
  state.unit = {};
  EXPECT_EQ(causes(reviews_owed(state, rules)), "") << "a body outside answers to others";
  state.unit = {"east"};
  explain_miss(state.clocks, {"final-answer", 1, "检测报告晚到"});
  EXPECT_EQ(causes(reviews_owed(state, rules)), "");
}

TEST(Review, IsOwedForTheThirdRedo) {
  Rules rules = tests::small_agency();
  rules.routing.redos = 2;
  Case state;
  state.unit = {"east"};
  state.redos = 2;
  EXPECT_EQ(causes(reviews_owed(state, rules)), "");
  state.redos = 3;
  EXPECT_EQ(causes(reviews_owed(state, rules)), "redos::east ");
  rules.routing.redos.reset();
  EXPECT_EQ(causes(reviews_owed(state, rules)), "") << "a rulebook without a limit has none to pass";
}

ClockSpec ladder_of(const char* id, ClockEnd ends) {
  ClockSpec spec;
  spec.id = id;
  spec.ends = ends;
  spec.ladder = {{Rung::Kind::unit, "office"}, {Rung::Kind::group, "leading-group"}};
  spec.climb = minutes(30);
  return spec;
}

Notice notice_of(int64_t number, const char* clock, const Rung& rung, TellWhy why, Instant at) {
  return {.told = {.notice = {number}, .why = why, .clock = clock, .round = 1, .rung = rung, .to = {}}, .at = at};
}

TEST(Review, OfAnIssueIsOwedOnceItWasSeriousAndEverythingIsDone) {
  Rules rules = tests::small_agency();
  rules.clocks = {ladder_of("report-serious", ClockEnd::reported)};
  Issue state;
  state.id = {12};
  state.proposed = Grade::serious;
  EXPECT_EQ(causes(reviews_owed(state, rules)), "") << "nothing was owed yet";
  state.clocks = {clock_of("report-serious", ClockOutcome::running, false)};
  EXPECT_EQ(causes(reviews_owed(state, rules)), "");
  state.clocks = {clock_of("report-serious", ClockOutcome::met, true)};
  EXPECT_EQ(causes(reviews_owed(state, rules)), "serious::office ") << "nobody's matter is the office's";
  state.unit = {"food"};
  state.set = Grade::routine;
  EXPECT_EQ(causes(reviews_owed(state, rules)), "") << "a person lowered it";
  state.set = Grade::critical;
  state.clocks[0].outcome = ClockOutcome::missed;
  EXPECT_EQ(causes(reviews_owed(state, rules)), "missed:report-serious:food serious::food ");
  state.merged_into = {3};
  EXPECT_EQ(causes(reviews_owed(state, rules)), "") << "it goes on there";
}

// That the next rung is told is what a ladder is for; that the last one lets it pass is not.
TEST(Review, IsOwedWhenTheLastRungDidNotAnswerEither) {
  Rules rules = tests::small_agency();
  rules.clocks = {ladder_of("report-serious", ClockEnd::reported)};
  const auto ladder = rules.clocks[0].ladder;
  Issue state;
  state.id = {12};
  state.unit = {"food"};
  state.clocks = {clock_of("report-serious", ClockOutcome::running, false)};
  state.notices = {notice_of(1, "report-serious", ladder[0], TellWhy::clock, kNow)};
  state.notices[0].acknowledged_at = kNow + hours(3);
  EXPECT_EQ(causes(reviews_owed(state, rules)), "");
  state.notices.push_back(notice_of(2, "report-serious", ladder[1], TellWhy::clock, kNow + minutes(30)));
  EXPECT_EQ(causes(reviews_owed(state, rules)), "") << "it was only told";
  state.notices[1].acknowledged_at = kNow + minutes(60);
  EXPECT_EQ(causes(reviews_owed(state, rules)), "") << "in its own time";
  state.notices[1].acknowledged_at = kNow + minutes(61);
  EXPECT_EQ(causes(reviews_owed(state, rules)), "ladder-end:report-serious:office ") << "the first rung's duty";
  state.notices[1].acknowledged_at.reset();
  EXPECT_EQ(causes(reviews_owed(state, rules)), "");
  state.clocks[0].outcome = ClockOutcome::missed;
  EXPECT_EQ(causes(reviews_owed(state, rules)), "ladder-end:report-serious:office ");
  state.notices[1].told.why = TellWhy::missed;
  EXPECT_EQ(causes(reviews_owed(state, rules)), "") << "that it was missed is told to every rung";
  rules.clocks[0].ladder.pop_back();
  state.notices.pop_back();
  EXPECT_EQ(causes(reviews_owed(state, rules)), "") << "a ladder of one rung is not climbed";
}

TEST(Review, OfADirectiveIsOwedWhenItIsClosed) {
  Rules rules = tests::small_agency();
  Directive state;
  state.clocks = {clock_of("directive-ack", ClockOutcome::missed, true)};
  state.state = DirectiveState::handled;
  EXPECT_EQ(causes(reviews_owed(state, 3, rules)), "");
  state.state = DirectiveState::closed;
  EXPECT_EQ(causes(reviews_owed(state, 3, rules)), "missed:directive-ack:office ");
  state.unit = {"food"};
  EXPECT_EQ(reviews_owed(state, 3, rules).front().directive, 3);
  EXPECT_EQ(causes(reviews_owed(state, 3, rules)), "missed:directive-ack:food ");
}

// Who answers after the next was told has not kept it from climbing.
TEST(Notices, AreUnansweredWhenTheNextRungHadToBeTold) {
  const Rung office{Rung::Kind::unit, "office"}, leaders{Rung::Kind::group, "leading-group"};
  std::vector<CaseClock> clocks{clock_of("report-serious", ClockOutcome::running, false)};
  std::vector<Notice> notices{notice_of(1, "report-serious", office, TellWhy::clock, kNow)};
  EXPECT_FALSE(unanswered(notices[0], notices, clocks)) << "there is time yet";
  notices.push_back(notice_of(2, "report-serious", leaders, TellWhy::clock, kNow + minutes(30)));
  EXPECT_TRUE(unanswered(notices[0], notices, clocks));
  notices[0].acknowledged_at = kNow + minutes(29);
  EXPECT_FALSE(unanswered(notices[0], notices, clocks));
  notices[0].acknowledged_at = kNow + minutes(31);
  EXPECT_TRUE(unanswered(notices[0], notices, clocks));
  EXPECT_FALSE(unanswered(notices[1], notices, clocks));
  clocks[0].outcome = ClockOutcome::missed;
  EXPECT_TRUE(unanswered(notices[1], notices, clocks)) << "the last rung let it pass";
  notices.push_back(notice_of(3, "report-serious", office, TellWhy::missed, kNow + hours(4)));
  EXPECT_FALSE(unanswered(notices[2], notices, clocks)) << "news of the miss asks for nothing";
}

TEST(Miss, IsExplainedOnceAndStaysMissed) {
  std::vector<CaseClock> clocks{clock_of("final-answer", ClockOutcome::missed, false),
                                clock_of("first-reply", ClockOutcome::met, true)};
  const auto tried = [&](const ExplainMiss& command) {
    const auto done = decide(clocks, command);
    if (done) explain_miss(clocks, *done);
    return done ? std::string("ok") : done.error().code;
  };
  EXPECT_EQ(tried({"first-reply", 1, "晚"}), "clock.not-missed");
  EXPECT_EQ(tried({"final-answer", 2, "晚"}), "clock.not-missed") << "of another round";
  EXPECT_EQ(tried({"final-answer", 1, " "}), "case.reason-required");
  EXPECT_EQ(tried({"final-answer", 1, "检测报告晚到"}), "ok");
  EXPECT_EQ(tried({"final-answer", 1, "另一个说法"}), "clock.explained");
  EXPECT_EQ(clocks[0].why_missed, "检测报告晚到");
  EXPECT_EQ(clocks[0].outcome, ClockOutcome::missed);
}

TEST(Contest, IsTheHeadsAndTheAuditorAnswers) {
  const Rules rules = tests::small_agency();
  const FigureContested facts{{"east"}, "2026-02", Figure::answer_on_time, "72.7", "11", "含停电三天"};
  Contest state;
  const auto act = [&](const ContestCommand& command, const Actor& actor) {
    const auto events = decide(state, command, actor, rules);
    if (!events) return events.error().code;
    for (const auto& event : *events) apply(state, kNow, actor.user, event);
    return std::string(name_of(events->front()));
  };
  EXPECT_EQ(act(AnswerContest{true, "属实"}, kAuditor), "contest.wrong-state");
  for (const Actor& other : {kMonitor, kOffice, kAuditor, colleague(9, Role::unit_head, "food")})
    EXPECT_EQ(act(ContestFigure{facts}, other), "contest.not-allowed");
  FigureContested wordless = facts;
  wordless.reason.clear();
  EXPECT_EQ(act(ContestFigure{wordless}, kHead), "case.reason-required");
  EXPECT_EQ(act(ContestFigure{facts}, kHead), "figure-contested");
  for (const Actor& other : {kHead, kOffice, kSpeaker})
    EXPECT_EQ(act(AnswerContest{true, "属实"}, other), "contest.not-allowed");
  EXPECT_EQ(act(AnswerContest{true, "属实"}, kAuditor), "contest-answered");
  EXPECT_EQ(state.state, ContestState::upheld);
  EXPECT_EQ(state.contested, facts) << "the figure is not touched";
  EXPECT_EQ(act(AnswerContest{false, "不属实"}, kAuditor), "contest.wrong-state");
}

TEST(Training, IsKeptByTheOffice) {
  const Rules rules = tests::small_agency();
  Training state;
  const auto act = [&](const TrainingNoted& facts, const Actor& actor) {
    const auto events = decide(state, NoteTraining{facts}, actor, kNow, rules);
    if (!events) return events.error().code;
    for (const auto& event : *events) apply(state, kNow, actor.user, event);
    return std::string("ok");
  };
  EXPECT_EQ(act({TrainingKind::starter, "上岗培训", kToday, true}, kHead), "training.not-allowed");
  EXPECT_EQ(act({TrainingKind::starter, "上岗培训", kToday + 1, true}, kOffice), "training.day");
  EXPECT_EQ(act({TrainingKind::starter, "", kToday, true}, kOffice), "case.empty");
  EXPECT_EQ(act({TrainingKind::further, "口径写作", kToday, true}, kOffice), "ok");
  EXPECT_EQ(act({TrainingKind::starter, "上岗培训", kToday, false}, kOffice), "ok");
  EXPECT_FALSE(state.started()) << "not passed";
  EXPECT_EQ(act({TrainingKind::starter, "上岗培训", kToday, true}, kOffice), "ok");
  EXPECT_TRUE(state.started());
}

}  // namespace
}  // namespace hb::casework
