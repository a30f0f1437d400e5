#include "casework/case.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/support/case_desk.h"

namespace hb::casework {
namespace {

using namespace tests;

TEST(Case, OpensAtTheBranchOfItsPlaceWithItsClocksRunning) {
  Desk desk;
  desk.open();
  EXPECT_EQ(desk.state.unit.value, "south");
  EXPECT_EQ(desk.state.state, CaseState::dispatched);
  ASSERT_EQ(desk.state.clocks.size(), 2u);
  // Posted Wed 11:00: one hour before lunch, two after. Opened Wed: due Mon 17:00.
  EXPECT_EQ(format_rfc3339(*desk.state.clocks[0].due, hours(8)), "2026-03-11T15:00:00+08:00");
  EXPECT_EQ(format_rfc3339(*desk.state.clocks[1].due, hours(8)), "2026-03-16T17:00:00+08:00");
  EXPECT_EQ(desk.state.clocks[0].rules, "v1");
}

TEST(Case, RoutesByPlaceThenMatterAndNeverToTheCriticisedUnit) {
  const Rules rules = city();
  const struct {
    std::vector<std::string> places;
    const char* matter;
    const char* about;
    const char* unit;  ///< or "outside:…", or the error
  } rows[] = {
      {{"望江码头"}, "food", "", "south"},          {{"南港区", "望江码头"}, "food", "", "south"},
      {{"南港区", "东城区"}, "food", "", "food"},   {{}, "food", "", "food"},
      {{"外省某地"}, "food", "", "food"},           {{}, "weather", "", "office"},
      {{}, "licence", "licence", "office"},         {{"南港区"}, "food", "south", "office"},
      {{}, "", "office", "outside:派驻纪检监察组"}, {{}, "", "nobody", "route.no-such-unit"},
  };
  for (const auto& row : rows) {
    const auto got = route(rules, row.places, row.matter, {row.about});
    const std::string is = !got ? got.error().code : got->unit ? got->unit.value : "outside:" + got->outside;
    EXPECT_EQ(is, row.unit) << row.matter << row.about;
    EXPECT_TRUE(!got || !got->why.empty()) << row.matter;
  }
}

TEST(Case, GoesToTheOfficeWhileTheBranchIsShortOfPeople) {
  Desk desk;
  ASSERT_TRUE(desk.run(OpenCase{pier(), {{"south"}}}, kMonitor));
  EXPECT_EQ(desk.state.unit.value, "office");
  Desk both;
  ASSERT_TRUE(both.run(OpenCase{pier(), {{"south"}, {"office"}}}, kMonitor));
  EXPECT_EQ(both.state.unit.value, "south") << "the office could not answer it either";
  CaseOpened about = pier();
  about.kind = CaseKind::about_staff;
  about.about = {"office"};
  about.places = {};
  Desk never;
  ASSERT_TRUE(never.run(OpenCase{about, {{"food"}}}, kMonitor));
  EXPECT_NE(never.state.unit.value, "office");
}

TEST(Case, ThreePeopleForAnAnswer) {
  Desk desk;
  desk.handling();
  const DraftId draft = desk.draft();
  const Digest hash = desk.hash();
  EXPECT_EQ(desk.code(Publish{draft, hash}, kSpokes), "case.not-approved");
  EXPECT_EQ(desk.code(Approve{draft, hash}, kSpokes), "case.not-allowed");
  Actor both = kHead;
  both.user = kResponder.user;  // the author, wearing the head's hat
  EXPECT_EQ(desk.code(Approve{draft, hash}, both), "case.same-person");
  EXPECT_EQ(desk.code(Approve{draft, hash}, kHead), "ok");
  Actor head_publishes = kSpokes;
  head_publishes.user = kHead.user;
  EXPECT_EQ(desk.code(Publish{draft, hash}, head_publishes), "case.same-person");
  EXPECT_EQ(desk.code(Publish{draft, hash}, kSpokes), "ok");
  EXPECT_EQ(desk.state.state, CaseState::answered);
  for (const auto& clock : desk.state.clocks) EXPECT_EQ(clock.outcome, ClockOutcome::met) << clock.id;
}

TEST(Case, AnEditVoidsTheApproval) {
  Desk desk;
  desk.handling();
  const DraftId first = desk.draft();
  const Digest read = desk.hash();
  ASSERT_EQ(desk.code(Approve{first, read}, kHead), "ok");
  const DraftId second = desk.draft(Part::answer, "经查，另有发现……");
  EXPECT_EQ(desk.code(Publish{first, read}, kSpokes), "case.text-changed");
  EXPECT_EQ(desk.code(Publish{second, desk.hash()}, kSpokes), "case.not-approved");
  EXPECT_EQ(desk.code(Approve{second, read}, kHead), "case.text-changed");
}

TEST(Case, AFirstReplyGoesOutOnApprovalByASecondPerson) {
  Desk desk;
  desk.handling();
  const DraftId draft = desk.draft(Part::first_reply, "已收到，今天下午派人到场。");
  EXPECT_EQ(desk.code(Approve{draft, desk.hash()}, kHead), "ok");
  EXPECT_EQ(desk.state.drafts.back().state, DraftState::published);
  EXPECT_EQ(desk.state.clocks[0].outcome, ClockOutcome::met);
  EXPECT_EQ(desk.state.clocks[1].outcome, ClockOutcome::running);
}

// A word that is out is never edited: it is corrected or taken back by three people, in the open.
TEST(Case, AnAnswerThatIsOutIsCorrectedByThreePeople) {
  Desk desk;
  desk.handling();
  EXPECT_EQ(desk.code(WriteDraft{Part::correction, "更正", ""}, kResponder), "case.wrong-state")
      << "nothing stands yet";
  desk.answer("3月5日检查，未发现问题。");
  const DraftId answer = desk.state.drafts.back().id;
  EXPECT_EQ(desk.code(WriteDraft{Part::answer, "另一份", ""}, kResponder), "case.wrong-state");
  EXPECT_EQ(desk.code(WriteDraft{Part::correction, "3月5日检查，未发现问题。", ""}, kResponder), "case.same-text");
  EXPECT_EQ(desk.code(WriteDraft{Part::correction, "3月6日检查，未发现问题。", ""}, kMonitor), "case.not-allowed");
  const DraftId written = desk.draft(Part::correction, "3月6日检查，未发现问题。");
  EXPECT_EQ(desk.code(Publish{written, desk.hash()}, kSpokes), "case.not-approved");
  ASSERT_EQ(desk.code(Approve{written, desk.hash()}, kHead), "ok");
  EXPECT_EQ(desk.state.drafts.back().state, DraftState::approved) << "not sent by two people";
  EXPECT_EQ(desk.state.standing()->id, answer);
  ASSERT_EQ(desk.code(Publish{written, desk.hash()}, kSpokes), "ok");
  EXPECT_EQ(desk.state.standing()->id, written);
  EXPECT_EQ(desk.state.standing(written)->id, answer);
  EXPECT_EQ(desk.state.state, CaseState::answered);
  EXPECT_EQ(desk.state.round, 1);
  EXPECT_EQ(desk.code(WriteDraft{Part::correction, "3月6日检查，未发现问题。", ""}, kResponder), "case.same-text");
}

TEST(Case, AnAnswerTakenBackIsOwedAgain) {
  Desk desk;
  desk.handling();
  desk.answer("经查不属实。");
  const DraftId correction = desk.draft(Part::correction, "经查部分属实。");
  const Digest corrected = desk.hash();
  ASSERT_EQ(desk.code(Approve{correction, corrected}, kHead), "ok");
  const DraftId back = desk.draft(Part::retraction, "检验报告有误，撤回原答复，重新调查。");
  ASSERT_EQ(desk.code(Approve{back, desk.hash()}, kHead), "ok");
  desk.now = kNow + hours(24);
  ASSERT_EQ(desk.code(Publish{back, desk.hash()}, kSpokes), "ok");
  EXPECT_EQ(desk.code(Publish{correction, corrected}, kSpokes), "case.wrong-state")
      << "what it corrected stands no more";
  EXPECT_EQ(desk.state.standing(), nullptr);
  EXPECT_EQ(desk.state.state, CaseState::handling);
  EXPECT_EQ(desk.state.round, 2);
  ASSERT_EQ(desk.state.clocks.size(), 3u) << "the answer's clock runs anew; a first word was had";
  EXPECT_EQ(desk.state.clocks[2].id, "final-answer");
  EXPECT_EQ(desk.state.clocks[2].round, 2);
  EXPECT_EQ(format_rfc3339(*desk.state.clocks[2].due, hours(8)), "2026-03-17T17:00:00+08:00");
  EXPECT_EQ(desk.state.clocks[1].outcome, ClockOutcome::met) << "what was met stays met";
  EXPECT_EQ(desk.state.current(Part::answer), nullptr);
  desk.answer("经复检属实，已立案。");
  EXPECT_EQ(desk.state.state, CaseState::answered);
  EXPECT_EQ(desk.state.clocks[2].outcome, ClockOutcome::met);
}

TEST(Case, TheCriticisedUnitDoesNothingToItsCase) {
  Desk desk;
  auto facts = pier();
  facts.places.clear();
  facts.about = {"licence"};
  desk.open(facts);
  EXPECT_EQ(desk.state.unit.value, "office");
  for (const Role role : {Role::responder, Role::unit_head, Role::monitor, Role::online_spokesperson, Role::office}) {
    const Actor criticised = person(9, role, "licence");
    EXPECT_EQ(desk.code(Accept{}, criticised), "case.conflict");
    EXPECT_EQ(desk.code(AddNote{"看看"}, criticised), "case.conflict");
  }
  EXPECT_EQ(desk.code(DispatchTo{{"licence"}, "退回"}, kOffice), "case.conflict");
}

TEST(Case, ACaseAboutStaffNamesTheUnitSoThatItCanBeKeptOut) {
  Desk desk;
  auto facts = pier();
  facts.kind = CaseKind::about_staff;
  facts.privacy = Privacy::confidential;
  EXPECT_EQ(desk.code(OpenCase{facts}, kMonitor), "case.about-required");
  facts.about = {"south"};
  facts.places = {"南港区"};
  EXPECT_EQ(desk.code(OpenCase{facts}, kMonitor), "case.conflict") << "a monitor of the unit itself";
  EXPECT_EQ(desk.code(OpenCase{facts}, person(6, Role::monitor, "east")), "ok");
  EXPECT_EQ(desk.state.unit.value, "office");
  EXPECT_EQ(desk.state.opened.privacy, Privacy::confidential);
}

TEST(Case, ACitizensWordsAreShownToItsHandlersOnly) {
  Desk desk;
  desk.open();
  const struct {
    Role role;
    const char* unit;
    const char* code;
  } rows[] = {
      {Role::responder, "south", "ok"},
      {Role::unit_head, "south", "ok"},
      {Role::monitor, "south", "case.not-allowed"},
      {Role::online_spokesperson, "south", "case.not-allowed"},
      {Role::auditor, "south", "case.not-allowed"},
      {Role::administrator, "south", "case.not-allowed"},
      {Role::office, "office", "case.not-allowed"},
      {Role::responder, "east", "case.not-allowed"},
      {Role::unit_head, "food", "case.not-allowed"},
      {Role::spokesperson, "office", "case.not-allowed"},
      {Role::auditor, "office", "case.not-allowed"},
  };
  for (const auto& row : rows)
    EXPECT_EQ(desk.code(ShowCitizen{}, person(9, row.role, row.unit)), row.code) << name_of(row.role) << row.unit;
  EXPECT_EQ(desk.code(ShowCitizen{}, the_desk()), "case.not-allowed");
  ASSERT_EQ(desk.code(DispatchTo{{"office"}, "跨区"}, kOffice), "ok");
  EXPECT_EQ(desk.code(ShowCitizen{}, kOffice), "ok");
  EXPECT_EQ(desk.code(ShowCitizen{}, kResponder), "case.not-allowed") << "no longer its case";

  Desk outside;
  auto facts = pier();
  facts.about = {"office"};
  outside.open(facts);
  ASSERT_EQ(outside.state.state, CaseState::outside);
  EXPECT_EQ(outside.code(ShowCitizen{}, person(9, Role::responder, "")), "case.not-allowed");
}

TEST(Case, WhoAuditsOrAdministersAUnitChangesNothing) {
  Desk desk;
  desk.open();
  for (const Role role : {Role::auditor, Role::administrator}) {
    EXPECT_EQ(desk.code(Accept{}, person(9, role, "south")), "case.not-allowed");
    EXPECT_EQ(desk.code(ReturnDispatch{"不归我们"}, person(9, role, "south")), "case.not-allowed");
    EXPECT_EQ(desk.code(AddNote{"看过"}, person(9, role, "south")), "case.not-allowed");
  }
}

TEST(Case, WordsOfAUnitThatLostTheCaseGoNoFurther) {
  Desk desk;
  desk.handling();
  const DraftId draft = desk.draft();
  const Digest hash = desk.hash();
  ASSERT_EQ(desk.code(Approve{draft, hash}, kHead), "ok");
  ASSERT_EQ(desk.code(DispatchTo{{"east"}, "实际在东城"}, kOffice), "ok");
  const Actor east = person(6, Role::online_spokesperson, "east");
  EXPECT_EQ(desk.code(Publish{draft, hash}, east), "case.wrong-state") << "not accepted yet";
  ASSERT_EQ(desk.code(Accept{}, person(7, Role::responder, "east")), "ok");
  EXPECT_EQ(desk.code(Publish{draft, hash}, east), "case.text-changed");
  EXPECT_EQ(desk.code(Approve{draft, hash}, person(8, Role::unit_head, "east")), "case.text-changed");
}

TEST(Case, AMissedClockStaysMissed) {
  Desk desk;
  desk.handling();
  desk.now = kNow + hours(4);
  EXPECT_EQ(desk.run(Tick{}, the_desk())->size(), 1u);
  EXPECT_EQ(desk.run(Tick{}, the_desk())->size(), 0u);
  const DraftId draft = desk.draft(Part::first_reply, "已收到。");
  ASSERT_EQ(desk.code(Approve{draft, desk.hash()}, kHead), "ok");
  EXPECT_EQ(desk.state.clocks[0].outcome, ClockOutcome::missed);
  EXPECT_TRUE(desk.state.clocks[0].ended_at);
}

TEST(Case, ExtendsOnceWithAReasonTheCitizenSees) {
  Desk desk;
  desk.handling();
  EXPECT_EQ(desk.code(Extend{"final-answer", " "}, kHead), "case.reason-required");
  EXPECT_EQ(desk.code(Extend{"final-answer", "等待检验结果"}, kResponder), "case.not-allowed");
  EXPECT_EQ(desk.code(Extend{"first-reply", "忙"}, kHead), "clock.cannot-extend");
  EXPECT_EQ(desk.code(Extend{"final-answer", "等待检验结果"}, kHead), "ok");
  EXPECT_EQ(format_rfc3339(*desk.state.clocks[1].due, hours(8)), "2026-03-22T00:00:00+08:00");
  EXPECT_EQ(desk.code(Extend{"final-answer", "再等等"}, kHead), "case.wrong-state");
}

// While it waits for a laboratory the clock stands still; afterwards it goes on by the rule for pauses.
TEST(Case, APausedClockStandsStillAndGoesOn) {
  Desk desk;
  desk.handling();
  const CaseClock& clock = desk.state.clocks[1];
  const auto pause = [](const char* cause, const char* why) { return PauseClock{"final-answer", cause, why}; };
  EXPECT_EQ(desk.code(pause("testing", "送检"), kHead), "clock.cannot-pause") << "the rulebook allows no cause";
  desk.rules.clocks[1].pause_reasons = {"testing"};
  EXPECT_EQ(desk.code(pause("holiday", "送检"), kHead), "clock.cannot-pause");
  EXPECT_EQ(desk.code(PauseClock{"first-reply", "testing", "送检"}, kHead), "clock.cannot-pause");
  EXPECT_EQ(desk.code(pause("testing", "送检"), kResponder), "case.not-allowed");
  EXPECT_EQ(desk.code(pause("testing", " "), kHead), "case.reason-required");
  EXPECT_EQ(desk.code(ResumeClock{"final-answer"}, kHead), "case.wrong-state");
  ASSERT_EQ(desk.code(pause("testing", "样品送检，结果约一周"), kHead), "ok");
  EXPECT_FALSE(clock.due);
  EXPECT_EQ(desk.code(pause("testing", "再等等"), kHead), "case.wrong-state");
  desk.now = kNow + hours(24 * 9);
  ASSERT_TRUE(desk.run(Tick{}, the_desk()));
  EXPECT_EQ(clock.outcome, ClockOutcome::running) << "nothing is late while time does not run";
  EXPECT_EQ(desk.code(ResumeClock{"final-answer"}, kResponder), "case.not-allowed");
  ASSERT_EQ(desk.code(ResumeClock{"final-answer"}, kHead), "ok");
  EXPECT_EQ(clock.due, due(desk.rules.clocks[1], *desk.rules.calendar, {clock.from, {{kNow, desk.now}}, false})->due);
  EXPECT_EQ(format_rfc3339(*clock.due, hours(8)), "2026-03-24T17:00:00+08:00");
  ASSERT_EQ(desk.code(Extend{"final-answer", "还要复检"}, kHead), "ok") << "the pause is not forgotten";
  EXPECT_EQ(format_rfc3339(*clock.due, hours(8)), "2026-03-24T17:00:00+08:00");
  desk.now = *clock.due + hours(1);
  ASSERT_TRUE(desk.run(Tick{}, the_desk()));
  EXPECT_EQ(clock.outcome, ClockOutcome::missed);
  EXPECT_EQ(desk.code(pause("testing", "晚了"), kHead), "case.wrong-state") << "what is missed stays missed";
}

TEST(Case, AnAnswerEndsAClockThatIsPaused) {
  Desk desk;
  desk.rules.clocks[1].pause_reasons = {"testing"};
  desk.handling();
  ASSERT_EQ(desk.code(PauseClock{"final-answer", "testing", "送检"}, kHead), "ok");
  desk.answer("经检验合格。");
  EXPECT_EQ(desk.state.clocks[1].outcome, ClockOutcome::met);
  EXPECT_FALSE(desk.state.clocks[1].paused());
  EXPECT_EQ(desk.code(ResumeClock{"final-answer"}, kHead), "case.wrong-state");
}

TEST(Case, ReturnsOnceThenTheSupervisingLeaderDecides) {
  Desk desk;
  desk.open();
  EXPECT_EQ(desk.code(ReturnDispatch{""}, kResponder), "case.reason-required");
  EXPECT_EQ(desk.code(ReturnDispatch{"不在本辖区"}, kResponder), "ok");
  EXPECT_EQ(desk.state.unit.value, "office");
  EXPECT_EQ(desk.code(DispatchTo{{"south"}, "核实在南港"}, kOffice), "ok");
  EXPECT_EQ(desk.code(ReturnDispatch{"还是不在"}, kResponder), "ok");
  EXPECT_EQ(desk.state.state, CaseState::sent_up);
  EXPECT_EQ(desk.code(Accept{}, kOffice), "case.wrong-state") << "the office does not take it silently";
  EXPECT_EQ(desk.code(DispatchTo{{"south"}, "就是你们"}, kOffice), "case.not-allowed");
  EXPECT_EQ(desk.code(DispatchTo{{"south"}, ""}, kLeader), "case.reason-required");
  EXPECT_EQ(desk.code(DispatchTo{{"south"}, "码头归南港管"}, kLeader), "ok");
  EXPECT_EQ(desk.state.state, CaseState::dispatched);
  EXPECT_EQ(desk.code(DispatchTo{{"east"}, "再改"}, kLeader), "case.not-allowed") << "only what was sent up";
}

// A citizen who is not helped is not sent round the same desk again.
TEST(Case, NotSolvedIsLookedIntoByAnotherHandler) {
  Desk desk;
  desk.handling();
  EXPECT_EQ(desk.code(RateAnswer{Solved::no, 1}, the_citizen()), "case.wrong-state") << "nothing was answered yet";
  desk.answer("经查不属实。");
  desk.now = kNow + hours(24);
  for (const Actor& other : {kHead, the_desk()})
    EXPECT_EQ(desk.code(RateAnswer{Solved::no, 1}, other), "case.not-allowed") << "the citizen says so, nobody else";
  EXPECT_EQ(desk.code(RateAnswer{Solved::no, 0}, the_citizen()), "case.rating");
  EXPECT_EQ(desk.code(RateAnswer{Solved::no, 6}, the_citizen()), "case.rating");
  ASSERT_EQ(desk.code(RateAnswer{Solved::no, 1, false, true}, the_citizen()), "ok");
  EXPECT_EQ(desk.state.round, 2);
  EXPECT_EQ(desk.state.state, CaseState::dispatched);
  EXPECT_EQ(desk.state.unit.value, "south");
  ASSERT_EQ(desk.state.clocks.size(), 4u) << "every promise is made anew";
  EXPECT_EQ(format_rfc3339(*desk.state.clocks[2].due, hours(8)), "2026-03-12T16:00:00+08:00");
  EXPECT_EQ(format_rfc3339(*desk.state.clocks[3].due, hours(8)), "2026-03-17T17:00:00+08:00");
  ASSERT_EQ(desk.code(Accept{}, kResponder), "ok");
  EXPECT_EQ(desk.code(WriteDraft{Part::answer, "还是不属实。", ""}, kResponder), "case.other-handler");
  EXPECT_EQ(desk.code(WriteDraft{Part::answer, "经复查属实。", ""}, person(12, Role::responder, "south")), "ok");
}

TEST(Case, WhereACaseGoesThatIsNotSolved) {
  const struct {
    const char* what;
    bool of_unit, others;
    int before;        ///< rounds the citizen asked for so far
    const char* unit;  ///< in charge when it was answered
    const char *state, *to, *about;
  } rows[] = {
      {"the unit has another handler", false, true, 0, "south", "dispatched", "south", ""},
      {"it has none", false, false, 0, "south", "dispatched", "office", ""},
      {"nor has the office", false, false, 0, "office", "sent-up", "office", ""},
      {"it is the unit", true, true, 0, "south", "dispatched", "office", "south"},
      {"it is the office", true, true, 0, "office", "outside", "", "office"},
      {"the third redo", false, true, 2, "south", "sent-up", "office", ""},
      {"the third redo, of the unit", true, true, 2, "south", "sent-up", "office", "south"},
  };
  for (const auto& row : rows) {
    Desk desk;
    desk.rules.routing.redos = 2;
    desk.handling();
    desk.state.unit = {row.unit};
    desk.state.state = CaseState::answered;
    desk.state.redos = row.before;
    ASSERT_EQ(desk.code(RateAnswer{Solved::no, 2, row.of_unit, row.others}, the_citizen()), "ok") << row.what;
    EXPECT_EQ(name_of(desk.state.state), row.state) << row.what;
    EXPECT_EQ(desk.state.unit.value, row.to) << row.what;
    EXPECT_EQ(desk.state.opened.about.value, row.about) << row.what;
    if (!desk.state.opened.about) continue;
    EXPECT_EQ(desk.code(AddNote{"看看"}, person(9, Role::responder, row.about)), "case.conflict") << row.what;
  }
}

TEST(Case, TheCitizenIsAskedOnceARound) {
  Desk desk;
  desk.handling();
  desk.answer("已责令整改。");
  ASSERT_EQ(desk.code(RateAnswer{Solved::partly, 3}, the_citizen()), "ok");
  EXPECT_EQ(desk.state.state, CaseState::answered);
  EXPECT_EQ(desk.code(RateAnswer{Solved::no, 1}, the_citizen()), "case.rated");
}

TEST(Case, WhatIsTakenBackIsOwedNoMore) {
  Desk desk;
  desk.handling();
  desk.now = kNow + hours(4);  // the first reply is late already
  EXPECT_EQ(desk.code(Withdraw{}, kHead), "case.not-allowed") << "no unit makes a complaint go away";
  ASSERT_EQ(desk.code(Withdraw{}, the_citizen()), "ok");
  EXPECT_EQ(desk.state.state, CaseState::withdrawn);
  EXPECT_EQ(desk.state.clocks[0].outcome, ClockOutcome::missed) << "what was missed stays missed";
  EXPECT_EQ(desk.state.clocks[1].outcome, ClockOutcome::not_required);
  EXPECT_EQ(next_clock(desk.state.clocks), nullptr);
  EXPECT_EQ(desk.code(WriteDraft{Part::answer, "已办", ""}, kResponder), "case.wrong-state");
  EXPECT_EQ(desk.code(Withdraw{}, the_citizen()), "case.wrong-state");
  Desk answered;
  answered.handling();
  answered.answer("已责令整改。");
  EXPECT_EQ(answered.code(Withdraw{}, the_citizen()), "case.wrong-state");
}

// ---- two citizens, one matter ----

MergeTarget beside(const char* unit = "south") {
  return {.number = {"HB-2026-0311-8M2P-D"}, .state = CaseState::handling, .unit = {unit}, .about = {}};
}

TEST(Case, OnlyLikeGoesWithLike) {
  struct Row {
    const char* what;
    void (*change)(MergeTarget&);
    const char* why;
  };
  for (const Row& row : std::initializer_list<Row>{
           {"itself", [](MergeTarget& t) { t.number = pier().number; }, "self"},
           {"what is answered already", [](MergeTarget& t) { t.state = CaseState::answered; }, "state"},
           {"what the leader decides on", [](MergeTarget& t) { t.state = CaseState::sent_up; }, "state"},
           {"what criticises another unit", [](MergeTarget& t) { t.about = {"licence"}; }, "about"},
           {"what is answered to one citizen alone", [](MergeTarget& t) { t.answered_privately = true; }, "private"},
           {"a child of another", [](MergeTarget& t) { t.merged = true; }, "merged"}}) {
    Desk desk;
    desk.open();
    MergeTarget into = beside();
    row.change(into);
    const auto refused = desk.run(Merge{into, "同一个摊位"}, kOffice);
    ASSERT_FALSE(refused) << row.what;
    EXPECT_EQ(refused.error(), (Error{"case.cannot-merge", row.why})) << row.what;
  }
  Desk alone;
  auto facts = pier();
  facts.answer_privately = true;
  alone.open(facts);
  EXPECT_EQ(alone.code(Merge{beside(), "同一个摊位"}, kOffice), "case.cannot-merge") << "a private one itself";
  Desk parent;
  parent.open();
  ASSERT_EQ(parent.code(TakeChild{{"HB-1"}}, kOffice), "ok");
  EXPECT_EQ(parent.code(Merge{beside(), "同一个摊位"}, kOffice), "case.cannot-merge") << "one that has children";
}

TEST(Case, WhoMayMergeIsWhoDispatchesOrHandlesBoth) {
  Desk desk;
  desk.open();
  EXPECT_EQ(desk.code(Merge{beside("east"), "同一个摊位"}, kResponder), "case.not-allowed");
  EXPECT_EQ(desk.code(Merge{beside(), ""}, kResponder), "case.reason-required");
  EXPECT_EQ(desk.code(Merge{beside(), "同一个摊位"}, kResponder), "ok");
  EXPECT_EQ(desk.code(Unmerge{"不是同一天"}, person(9, Role::responder, "east")), "case.not-allowed");
  EXPECT_EQ(desk.code(Unmerge{"不是同一天"}, kOffice), "ok");
  EXPECT_FALSE(desk.state.parent);
  EXPECT_EQ(desk.code(Unmerge{"再撤"}, kOffice), "case.wrong-state");
  for (const Actor& nobody : {the_desk(), person(9, Role::responder, "east")})
    for (const CaseCommand& command : std::initializer_list<CaseCommand>{TakeChild{{"HB-1"}}, LetChildGo{{"HB-1"}},
                                                                         FollowWord{{{"HB-1"}, {1}, Part::answer, {}}},
                                                                         FollowDispatch{{"east"}, ""}, LoseParent{""}})
      EXPECT_EQ(desk.code(command, nobody), "case.not-allowed");
}

TEST(Case, AMergedCaseIsHandledElsewhereAndKeepsItsClocks) {
  Desk desk;
  desk.open();
  ASSERT_EQ(desk.code(Merge{beside("east"), "同一个摊位"}, kOffice), "ok");
  EXPECT_EQ(desk.state.unit.value, "east") << "whoever has the parent sees what this citizen wrote";
  EXPECT_EQ(desk.state.state, CaseState::handling);
  const auto east = person(9, Role::responder, "east");
  for (const CaseCommand& command :
       std::initializer_list<CaseCommand>{Accept{}, ReturnDispatch{"不属于"}, DispatchTo{{"south"}, "退"},
                                          WriteDraft{Part::answer, "经查", ""}, Merge{beside(), "再并"}}) {
    const auto refused = desk.run(command, east);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error(), (Error{"case.merged", "HB-2026-0311-8M2P-D"}));
  }
  EXPECT_EQ(desk.code(AddNote{"已电话告知"}, east), "ok");
  EXPECT_EQ(desk.code(Extend{"final-answer", "需要检验"}, person(8, Role::unit_head, "east")), "ok")
      << "each citizen's date is their own";
  const ParentSpoke other{{"HB-9"}, {1}, Part::answer, {2}};
  ASSERT_TRUE(desk.run(FollowWord{other}, kOffice)->empty()) << "not its parent";
  desk.now = kNow + hours(1);
  ASSERT_EQ(desk.code(FollowWord{{beside().number, {1}, Part::first_reply, {2}}}, kOffice), "ok");
  EXPECT_EQ(desk.state.clocks[0].outcome, ClockOutcome::met);
  EXPECT_EQ(desk.state.state, CaseState::handling);
  ASSERT_EQ(desk.code(FollowWord{{beside().number, {2}, Part::answer, {2}}}, kOffice), "ok");
  EXPECT_EQ(desk.state.state, CaseState::answered);
  EXPECT_EQ(desk.state.clocks[1].outcome, ClockOutcome::met);
  EXPECT_EQ(desk.code(Unmerge{"晚了"}, kOffice), "case.wrong-state") << "it is answered";
  ASSERT_EQ(desk.code(FollowWord{{beside().number, {3}, Part::retraction, {2}}}, kOffice), "ok");
  EXPECT_EQ(desk.state.state, CaseState::handling) << "what was taken back is owed to everybody again";
  EXPECT_EQ(desk.state.round, 2);
}

TEST(Case, WhoIsNotHelpedByTheCommonAnswerGoesTheirOwnWay) {
  Desk desk;
  desk.open();
  ASSERT_EQ(desk.code(Merge{beside(), "同一个摊位"}, kOffice), "ok");
  ASSERT_EQ(desk.code(FollowWord{{beside().number, {2}, Part::answer, kResponder.user}}, kOffice), "ok");
  ASSERT_EQ(desk.code(RateAnswer{Solved::no, 1, false, true}, the_citizen()), "ok");
  EXPECT_FALSE(desk.state.parent);
  EXPECT_EQ(desk.state.state, CaseState::dispatched);
  ASSERT_EQ(desk.code(Accept{}, kResponder), "ok");
  EXPECT_EQ(desk.code(WriteDraft{Part::answer, "再查", ""}, kResponder), "case.other-handler")
      << "who wrote the common answer does not write this one";
  EXPECT_EQ(desk.code(WriteDraft{Part::answer, "再查", ""}, person(7, Role::responder, "south")), "ok");
}

int64_t day(const char* date) { return parse_rfc3339(std::string(date) + "T00:00:00Z")->seconds / 86400; }

// What an answer promises stands in its text, runs as a clock in the open, and is neither forgotten nor dropped by a
// correction.
TEST(Case, WhatAnAnswerPromisesIsOwedByItsDay) {
  Desk desk;
  desk.handling();
  const auto promises = [](const char* date) { return std::vector<Promise>{{"复查整改情况", day(date)}}; };
  const struct {
    Part part;
    std::vector<Promise> promises;
    const char* code;
  } rows[] = {
      {Part::first_reply, promises("2026-03-20"), "case.promises"},
      {Part::answer, std::vector<Promise>(kMostPromises + 1, Promise{"复查", day("2026-03-20")}), "case.promises"},
      {Part::answer, {{"复查\n另起一行", day("2026-03-20")}}, "case.promises"},
      {Part::answer, {{" ", day("2026-03-20")}}, "case.empty"},
      {Part::answer, promises("2026-03-10"), "case.promise-day"},
      {Part::answer, promises("2040-03-10"), "case.promise-day"},
  };
  for (const auto& row : rows)
    EXPECT_EQ(desk.code(WriteDraft{row.part, "经查……", "", row.promises}, kResponder), row.code);
  ClockSpec follow;
  follow.id = "follow-up";
  follow.on = ClockOn::follow_up;
  follow.starts = ClockStart::promised;
  follow.ends = ClockEnd::done;
  follow.due = {.kind = DueRule::Kind::days, .length = {}, .days = 30};
  desk.rules.clocks.push_back(follow);
  EXPECT_EQ(desk.code(WriteDraft{Part::answer, "经查……", "", promises("2026-04-11")}, kResponder), "case.promise-day")
      << "no later than the rulebook lets promises run";
  ASSERT_EQ(desk.code(WriteDraft{Part::answer, "经查……", "", promises("2026-03-20")}, kResponder), "ok");
  EXPECT_EQ(desk.state.drafts.back().text, "经查……\n\n承诺事项：\n1. 复查整改情况（2026年3月20日前）");
  EXPECT_EQ(desk.state.drafts.back().written(), "经查……");
  EXPECT_TRUE(desk.state.follow_ups.empty()) << "nothing is promised before it is said";
  const DraftId answer = desk.state.drafts.back().id;
  ASSERT_EQ(desk.code(Approve{answer, desk.hash()}, kHead), "ok");
  ASSERT_EQ(desk.code(Publish{answer, desk.hash()}, kSpokes), "ok");
  ASSERT_EQ(desk.state.follow_ups.size(), 1u);
  const CaseClock* clock = desk.state.clock(ClockEnd::done, 1);
  ASSERT_NE(clock, nullptr);
  EXPECT_EQ(clock->id, "follow-up#1");
  EXPECT_EQ(format_rfc3339(*clock->due, hours(8)), "2026-03-21T00:00:00+08:00");

  ASSERT_EQ(desk.code(WriteDraft{Part::correction, "更正：……", "", promises("2026-03-25")}, kResponder), "ok");
  const DraftId correction = desk.state.drafts.back().id;
  ASSERT_EQ(desk.code(Approve{correction, desk.hash()}, kHead), "ok");
  ASSERT_EQ(desk.code(Publish{correction, desk.hash()}, kSpokes), "ok");
  ASSERT_EQ(desk.state.follow_ups.size(), 2u) << "a correction adds to what was promised and takes nothing away";
  EXPECT_EQ(desk.state.clock(ClockEnd::done, 1)->outcome, ClockOutcome::running);

  EXPECT_EQ(desk.code(KeepPromise{1, "已复查"}, kResponder), "case.not-allowed");
  EXPECT_EQ(desk.code(KeepPromise{3, "已复查"}, kHead), "case.no-promise");
  EXPECT_EQ(desk.code(KeepPromise{1, ""}, kHead), "case.empty");
  ASSERT_EQ(desk.code(KeepPromise{1, "已复查"}, kHead), "ok");
  EXPECT_EQ(desk.state.clock(ClockEnd::done, 1)->outcome, ClockOutcome::met);
  EXPECT_EQ(desk.code(KeepPromise{1, "再来"}, kHead), "case.wrong-state");
  desk.now = kNow + hours(24 * 20);
  ASSERT_TRUE(desk.run(Tick{}, the_desk()));
  EXPECT_EQ(desk.state.clock(ClockEnd::done, 2)->outcome, ClockOutcome::missed);
  ASSERT_EQ(desk.code(KeepPromise{2, "迟了几天"}, kHead), "ok");
  EXPECT_EQ(desk.state.clock(ClockEnd::done, 2)->outcome, ClockOutcome::missed) << "late stays late";
}

TEST(Case, WhatIsPromisedFallsOnlyWithItsAnswer) {
  const auto answered = [] {
    Desk desk;
    desk.handling();
    EXPECT_EQ(desk.code(WriteDraft{Part::answer, "经查……", "", {{"复查", day("2026-03-20")}}}, kResponder), "ok");
    const DraftId answer = desk.state.drafts.back().id;
    EXPECT_EQ(desk.code(Approve{answer, desk.hash()}, kHead), "ok");
    EXPECT_EQ(desk.code(Publish{answer, desk.hash()}, kSpokes), "ok");
    return desk;
  };
  Desk again = answered();
  ASSERT_EQ(again.code(RateAnswer{Solved::no, 1, false, true}, the_citizen()), "ok");
  EXPECT_EQ(again.code(Withdraw{}, the_citizen()), "ok");
  EXPECT_EQ(again.state.clock(ClockEnd::done, 1)->outcome, ClockOutcome::running);
  EXPECT_EQ(again.code(KeepPromise{1, "已复查"}, kHead), "ok") << "it was said in the open, whoever has gone since";

  Desk back = answered();
  const DraftId gone = back.draft(Part::retraction, "撤回：……");
  ASSERT_EQ(back.code(Approve{gone, back.hash()}, kHead), "ok");
  ASSERT_EQ(back.code(Publish{gone, back.hash()}, kSpokes), "ok");
  EXPECT_EQ(back.state.clock(ClockEnd::done, 1)->outcome, ClockOutcome::not_required);
  EXPECT_EQ(back.code(KeepPromise{1, "已复查"}, kHead), "case.wrong-state");
}

// "Not ours" closes a case only with whose it is; the citizen is never just sent away.
TEST(Case, NotOursNamesWhoseItIs) {
  const SayNotOurs other{"市交通运输局", "12328", "反映的是出租车计价，不属市场监管职责"};
  const struct {
    SayNotOurs said;
    Actor actor;
    const char* code;
  } rows[] = {
      {{"", "12328", "不属本局"}, kHead, "case.empty"},
      {{"市交通运输局", " ", "不属本局"}, kHead, "case.empty"},
      {{"市交通运输局", "12328", ""}, kHead, "case.reason-required"},
      {other, kResponder, "case.not-allowed"},
      {other, person(7, Role::unit_head, "east"), "case.not-allowed"},
      {other, kHead, "ok"},
      {other, kOffice, "ok"},
  };
  for (const auto& row : rows) {
    Desk desk;
    desk.handling();
    EXPECT_EQ(desk.code(row.said, row.actor), row.code);
  }
  Desk desk;
  desk.handling();
  desk.now = kNow + hours(4);
  ASSERT_EQ(desk.code(other, kHead), "ok");
  EXPECT_EQ(desk.state.state, CaseState::not_ours);
  EXPECT_TRUE(closed(desk.state.state));
  EXPECT_EQ(desk.state.not_ours->whose, "市交通运输局");
  EXPECT_EQ(desk.state.clocks[0].outcome, ClockOutcome::missed) << "what was late before it was said stays late";
  EXPECT_EQ(desk.state.clocks[1].outcome, ClockOutcome::not_required);
  EXPECT_EQ(desk.code(WriteDraft{Part::answer, "经查", ""}, kResponder), "case.wrong-state");
  EXPECT_EQ(desk.code(other, kHead), "case.wrong-state");
}

// A unit that helps gives its part under its head's name, by its own clock; the criticised unit is never asked.
TEST(Case, AUnitGivesItsPartSignedByItsHead) {
  Desk desk;
  ClockSpec help;
  help.id = "help";
  help.on = ClockOn::help;
  help.starts = ClockStart::asked;
  help.ends = ClockEnd::contributed;
  help.due = {.kind = DueRule::Kind::working_days, .length = {}, .days = 1};
  desk.rules.clocks.push_back(help);
  CaseOpened facts = pier();
  facts.about = {"licence"};
  desk.rules.conflict.department = ConflictHandler{{"south"}, ""};
  desk.open(facts);
  const AskHelp ask{{"east"}, "核实东城同一商户的进货台账"};
  EXPECT_EQ(desk.code(ask, kHead), "case.wrong-state") << "nobody has accepted it yet";
  ASSERT_EQ(desk.code(Accept{}, kResponder), "ok");
  EXPECT_EQ(desk.code(AskHelp{{"licence"}, "核实"}, kHead), "case.conflict");
  EXPECT_EQ(desk.code(AskHelp{{"south"}, "核实"}, kHead), "case.own-unit");
  EXPECT_EQ(desk.code(AskHelp{{"moon"}, "核实"}, kHead), "route.no-such-unit");
  EXPECT_EQ(desk.code(AskHelp{{"east"}, " "}, kHead), "case.empty");
  EXPECT_EQ(desk.code(ask, kMonitor), "case.not-allowed");
  ASSERT_EQ(desk.code(ask, kResponder), "ok");
  const CaseClock* clock = desk.state.clock(ClockEnd::contributed, 1);
  ASSERT_NE(clock, nullptr);
  EXPECT_EQ(clock->id, "help#1");
  EXPECT_EQ(format_rfc3339(*clock->due, hours(8)), "2026-03-12T17:00:00+08:00");

  const Actor east = person(8, Role::responder, "east"), head = person(9, Role::unit_head, "east");
  const WriteHelp part{1, {"台账齐全，有进货票据", "票据编号 0311", "建议由南港分局并案处理"}};
  EXPECT_EQ(desk.code(SignHelp{1, sha256("x")}, head), "case.wrong-state") << "nothing is written";
  EXPECT_EQ(desk.code(part, kResponder), "case.not-allowed") << "it is not their part";
  EXPECT_EQ(desk.code(WriteHelp{2, part.part}, east), "case.no-help");
  ASSERT_EQ(desk.code(part, east), "ok");
  EXPECT_EQ(desk.code(SignHelp{1, sha256("x")}, head), "case.text-changed");
  EXPECT_EQ(desk.code(SignHelp{1, desk.state.helps[0].hash}, east), "case.not-allowed");
  EXPECT_EQ(desk.code(SignHelp{1, desk.state.helps[0].hash}, kHead), "case.not-allowed");
  ASSERT_EQ(desk.code(SignHelp{1, desk.state.helps[0].hash}, head), "ok");
  EXPECT_EQ(desk.state.clock(ClockEnd::contributed, 1)->outcome, ClockOutcome::met);
  EXPECT_EQ(desk.code(part, east), "case.wrong-state") << "what is signed is not changed";

  ASSERT_EQ(desk.code(AskHelp{{"food"}, "出具检验意见"}, kOffice), "ok");
  EXPECT_EQ(desk.code(EndHelp{2, ""}, kHead), "case.reason-required");
  ASSERT_EQ(desk.code(EndHelp{2, "不再需要"}, kHead), "ok");
  EXPECT_EQ(desk.state.clock(ClockEnd::contributed, 2)->outcome, ClockOutcome::not_required);
  ASSERT_EQ(desk.code(AskHelp{{"food"}, "出具检验意见"}, kHead), "ok");
  desk.answer("经检验合格。");
  EXPECT_EQ(desk.state.helps[2].state, HelpState::ended) << "the answer is out: nobody's part is waited for";
  EXPECT_EQ(desk.state.clock(ClockEnd::contributed, 3)->outcome, ClockOutcome::not_required);
}

// The words were approved once; who sends them adds none, and is another than who approved.
TEST(Case, ATemplateGoesOutAsAFirstReplyOfTwoPeople) {
  Desk desk;
  desk.handling();
  const SendTemplate send{.of = 3,
                          .seen = sha256("t"),
                          .text = "您的诉求已收到。",
                          .hash = sha256("t"),
                          .unit = {"south"},
                          .approver = kHead.user,
                          .approver_name = "甲"};
  const auto but = [&](auto change) {
    SendTemplate other = send;
    change(other);
    return desk.code(other, kResponder);
  };
  EXPECT_EQ(but([](auto& s) { s.text = ""; }), "case.no-template") << "nothing approved stands";
  EXPECT_EQ(but([](auto& s) { s.unit = {"east"}; }), "case.no-template") << "it is another unit's";
  EXPECT_EQ(but([](auto& s) { s.seen = sha256("earlier"); }), "case.text-changed");
  EXPECT_EQ(but([](auto& s) { s.approver = kResponder.user; }), "case.same-person");
  EXPECT_EQ(desk.code(send, kMonitor), "case.not-allowed");
  const DraftId free = desk.draft(Part::first_reply, "我自己写的");
  ASSERT_EQ(desk.code(send, kResponder), "ok");
  EXPECT_EQ(desk.state.draft(free)->state, DraftState::replaced);
  const Draft& sent = desk.state.drafts.back();
  EXPECT_EQ(sent.state, DraftState::published);
  EXPECT_EQ(sent.template_hash, sha256("t"));
  EXPECT_EQ(sent.hash, draft_hash(Part::first_reply, "您的诉求已收到。", ""));
  EXPECT_EQ(sent.approver, kHead.user);
  EXPECT_EQ(desk.state.clocks[0].outcome, ClockOutcome::met) << "it is a first reply";
  EXPECT_EQ(desk.state.state, CaseState::handling);
  EXPECT_EQ(desk.code(send, kResponder), "case.wrong-state") << "once";
}

TEST(Case, EvidenceIsAddedByThoseWhoHandleIt) {
  Desk desk;
  desk.handling();
  const EvidenceAdded photo{.evidence = 9,
                            .title = "现场照片",
                            .type = "image/jpeg",
                            .bytes = 10,
                            .sha256 = sha256("p"),
                            .kept_at = {},
                            .unit = {}};
  const auto but = [&](auto change) {
    EvidenceAdded other = photo;
    change(other);
    return desk.code(AddEvidence{other}, kMonitor);
  };
  EXPECT_EQ(but([](auto& e) { e.title = ""; }), "case.empty");
  EXPECT_EQ(but([](auto& e) { e.bytes = 0; }), "case.evidence");
  EXPECT_EQ(but([](auto& e) { e.bytes = kEvidenceLimit + 1; }), "case.evidence") << "too large to lie here";
  EXPECT_EQ(but([](auto& e) { e.bytes = kEvidenceLimit + 1, e.kept_at = "办案系统 0311"; }), "ok");
  EXPECT_EQ(desk.code(AddEvidence{photo}, person(10, Role::responder, "food")), "case.not-allowed");
  ASSERT_EQ(desk.code(AddEvidence{photo}, kResponder), "ok");
  EXPECT_EQ(desk.state.evidence.back().facts.evidence, 2) << "numbers are given here";
  EXPECT_EQ(desk.state.evidence.back().facts.unit.value, "south");
  EXPECT_TRUE(may_read_evidence(desk.state, kHead));
  EXPECT_TRUE(may_read_evidence(desk.state, kOffice));
  EXPECT_TRUE(may_read_evidence(desk.state, person(11, Role::auditor, "office")));
  EXPECT_FALSE(may_read_evidence(desk.state, person(12, Role::responder, "food")));
}

TEST(Case, ANoteIsReadByThoseItIsFor) {
  Desk desk;
  desk.handling();
  ASSERT_EQ(desk.code(AskHelp{{"east"}, "核实台账"}, kHead), "ok");
  const Actor east = person(8, Role::responder, "east"), food = person(10, Role::responder, "food");
  const Actor auditor = person(11, Role::auditor, "office");
  ASSERT_EQ(desk.code(AddNote{"东城去过了", NoteFor::unit}, east), "ok") << "who helps takes notes as well";
  EXPECT_EQ(desk.code(AddNote{"我也说一句", NoteFor::readers}, food), "case.not-allowed");
  const struct {
    NoteFor readers;
    bool south, east, office, auditor;
  } rows[] = {{NoteFor::unit, false, true, false, true},
              {NoteFor::handlers, true, true, false, true},
              {NoteFor::readers, true, true, true, true}};
  for (const auto& row : rows) {
    const NoteAdded note{"东城去过了", row.readers, {"east"}};
    const auto which = name_of(row.readers);
    EXPECT_EQ(may_read_note(desk.state, note, kResponder), row.south) << which;
    EXPECT_EQ(may_read_note(desk.state, note, east), row.east) << which;
    EXPECT_EQ(may_read_note(desk.state, note, kOffice), row.office) << which;
    EXPECT_EQ(may_read_note(desk.state, note, auditor), row.auditor) << which;
  }
}

// A colleague who is named in a note is told of the case: so only who may read it, and that note, can be named.
TEST(Case, OnlyWhoMayReadTheNoteIsNamedInIt) {
  Desk desk;
  desk.handling();
  ASSERT_EQ(desk.code(AskHelp{{"east"}, "核实台账"}, kHead), "ok");
  const Actor east = person(8, Role::responder, "east"), food = person(10, Role::responder, "food");
  const struct {
    Actor who;
    NoteFor readers;
    const char* code;
  } rows[] = {{kHead, NoteFor::unit, "ok"},
              {east, NoteFor::handlers, "ok"},
              {east, NoteFor::unit, "case.mention"},
              {kLeader, NoteFor::readers, "ok"},
              {kLeader, NoteFor::handlers, "case.mention"},
              {food, NoteFor::readers, "case.mention"},
              {person(11, Role::auditor, "office"), NoteFor::unit, "ok"},
              {person(12, Role::administrator, "office"), NoteFor::readers, "case.mention"}};
  for (const auto& row : rows)
    EXPECT_EQ(desk.code(AddNote{"请看", row.readers, {row.who}}, kResponder), row.code)
        << name_of(row.who.grants[0].role) << " " << name_of(row.readers);
  EXPECT_EQ(desk.code(AddNote{"请看", NoteFor::unit, std::vector<Actor>(kMostMentioned + 1, kHead)}, kResponder),
            "case.mention");
}

// Who gives a part in a case reads it, but not what is for its citizen alone.
TEST(Case, WhatIsForTheCitizenAloneIsNotForWhoOnlyHelps) {
  Desk desk;
  desk.handling();
  ASSERT_EQ(desk.code(AskHelp{{"food"}, "查台账"}, kHead), "ok");
  const std::pair<Actor, bool> rows[] = {
      {kResponder, true},
      {kHead, true},
      {kOffice, true},
      {kLeader, true},
      {person(9, Role::auditor, "office"), true},
      {person(9, Role::responder, "food"), false},
      {person(9, Role::unit_head, "food"), false},
      {person(9, Role::responder, "east"), false},
  };
  for (const auto& [who, may] : rows)
    EXPECT_EQ(may_read_private(desk.state, who, desk.rules), may)
        << name_of(who.grants[0].role) << who.grants[0].unit.value;
}

TEST(Case, RefusesWhatIsIncompleteOrTooLong) {
  Desk desk;
  auto facts = pier();
  facts.title = " ";
  EXPECT_EQ(desk.code(OpenCase{facts}, kMonitor), "case.empty");
  facts = pier();
  facts.posted_at = kNow + hours(1);
  EXPECT_EQ(desk.code(OpenCase{facts}, kMonitor), "case.time-ahead");
  EXPECT_EQ(desk.code(OpenCase{pier()}, kResponder), "case.not-allowed");
  EXPECT_EQ(desk.code(Accept{}, kResponder), "case.wrong-state");
  desk.handling();
  EXPECT_EQ(desk.code(WriteDraft{Part::answer, std::string(3 * (kTextLimit + 1), 'a'), ""}, kResponder),
            "case.too-long");
  EXPECT_EQ(desk.code(WriteDraft{Part::answer, "\xFF", ""}, kResponder), "case.not-utf8");
  EXPECT_EQ(desk.code(WriteDraft{Part::answer, "经查", ""}, kMonitor), "case.not-allowed");
}

TEST(DraftHash, NoTwoDifferentDraftsAgree) {
  EXPECT_NE(draft_hash(Part::answer, "ab", "c"), draft_hash(Part::answer, "a", "bc"));
  EXPECT_NE(draft_hash(Part::answer, "a", ""), draft_hash(Part::first_reply, "a", ""));
}

TEST(Case, a_new_notice_of_days_off_moves_only_what_was_provisional_and_says_why) {
  Desk desk;
  desk.now = {1798510000};  // Tuesday 2026-12-29 10:06 in Shanghai: the third working day lies in 2027
  CaseOpened facts = pier();
  facts.posted_at = facts.noticed_at = desk.now;
  desk.open(facts);
  const auto clock = [&](size_t i) { return desk.state.clocks[i]; };
  ASSERT_FALSE(clock(0).provisional);
  ASSERT_TRUE(clock(1).provisional);

  const auto old = std::make_shared<const Rules>(desk.rules);
  Holidays notices{{2026, {}}, {2027, {}}};
  notices[2027].off = {date::local_days{date::year{2027} / 1 / 1}};
  desk.rules.version = "v2";
  desk.rules.clocks[1].due.days = 30;  // the new version's own lengths are for new clocks
  desk.rules.calendar = std::make_shared<const Calendar>(old->calendar->zone(), old->calendar->hours(), notices);
  EXPECT_EQ(desk.code(Recompute{{old}}, kOffice), "case.not-allowed");
  const auto events = desk.run(Recompute{{old}}, the_desk());
  ASSERT_TRUE(events);
  ASSERT_EQ(events->size(), 1);
  const Instant due{1799053200};  // Monday 2027-01-04 17:00: 30 and 31 December, 4 January
  EXPECT_EQ(std::get<ClockRecomputed>(events->front()),
            (ClockRecomputed{"final-answer", 1, due, false, "v2", "calendar 2027"}));
  EXPECT_EQ(clock(1).rules, "v1");
  EXPECT_EQ(clock(1).calendar, "v2");
  EXPECT_FALSE(clock(1).provisional);
  EXPECT_TRUE(desk.run(Recompute{{old}}, the_desk())->empty()) << "once is enough";

  Desk without;
  without.now = desk.now - Seconds{7200};
  without.open([&] {
    CaseOpened at = pier();
    at.posted_at = at.noticed_at = without.now;
    return at;
  }());
  without.rules = desk.rules;
  EXPECT_TRUE(without.run(Recompute{{}}, the_desk())->empty()) << "nobody knows any more what it was made by";
}

TEST(Case, a_running_clock_ends_as_the_rulebook_that_made_it_says) {
  Desk desk;
  desk.handling();
  desk.rules.version = "v2";
  desk.rules.clocks.clear();  // a later version has no such clocks
  desk.draft(Part::first_reply);
  ASSERT_EQ(desk.code(Approve{desk.state.drafts.back().id, desk.hash()}, kHead), "ok");
  EXPECT_TRUE(desk.state.clocks[0].ended_at);
  EXPECT_FALSE(desk.state.clocks[1].ended_at);
}

// The law's own decision ends the law's own clock, starts the one after it, and answers nothing.
TEST(Case, AStatutoryDecisionIsNotTheAnswer) {
  Desk desk;
  ClockSpec accept;
  accept.id = "acceptance";
  accept.ends = ClockEnd::decided;
  accept.basis = "《市场监督管理投诉举报处理暂行办法》第十四条";
  accept.due = {.kind = DueRule::Kind::working_days, .days = 7};
  ClockSpec mediate = accept;
  mediate.id = "mediation";
  mediate.starts = ClockStart::decided;
  mediate.after = "acceptance";
  mediate.due.days = 45;
  desk.rules.clocks.insert(desk.rules.clocks.end(), {accept, mediate});
  desk.rules.kinds = {{CaseKind::complaint, true, {}, {"acceptance", "mediation"}}};
  desk.handling();
  const RecordDecision taken{"acceptance", true, "予以受理，已告知当事人"};
  EXPECT_EQ(desk.code(taken, kResponder), "case.not-allowed");
  EXPECT_EQ(desk.code(RecordDecision{"acceptance", true, " "}, kHead), "case.empty");
  EXPECT_EQ(desk.code(RecordDecision{"final-answer", true, "受理"}, kHead), "clock.no-decision") << "a promise of ours";
  EXPECT_EQ(desk.code(RecordDecision{"mediation", true, "受理"}, kHead), "case.no-clock") << "it has not begun";
  Desk refused = desk;
  ASSERT_EQ(refused.code(RecordDecision{"acceptance", false, "不予受理"}, kHead), "ok");
  EXPECT_EQ(refused.state.clock("mediation"), nullptr);
  ASSERT_EQ(desk.code(taken, kHead), "ok");
  EXPECT_EQ(desk.state.clock("acceptance")->outcome, ClockOutcome::met);
  ASSERT_NE(desk.state.clock("mediation"), nullptr);
  EXPECT_EQ(desk.state.clock("mediation")->from, desk.now);
  EXPECT_EQ(desk.state.state, CaseState::handling);
  EXPECT_FALSE(desk.state.clock("final-answer")->ended_at) << "the citizen is owed an answer all the same";
  EXPECT_FALSE(desk.state.clock("first-reply")->ended_at);
  EXPECT_EQ(desk.code(taken, kHead), "case.wrong-state");
  desk.answer("经查……");
  EXPECT_FALSE(desk.state.clock("mediation")->ended_at) << "nor does the answer end what the law asks for";
  EXPECT_EQ(desk.code(RecordDecision{"mediation", false, "达成调解"}, kHead), "ok");
}

TEST(Case, each_kind_has_its_own_clocks) {
  Desk desk;
  ClockSpec accept;
  accept.id = "acceptance";
  accept.ends = ClockEnd::decided;
  accept.basis = "《市场监督管理投诉举报处理暂行办法》第十四条";
  accept.due = {.kind = DueRule::Kind::working_days, .days = 7};
  ClockSpec mediate = accept;
  mediate.id = "mediation";
  mediate.starts = ClockStart::decided;
  mediate.after = "acceptance";
  ClockSpec sign = desk.rules.clocks[0];
  sign.id = "signed";
  sign.starts = ClockStart::opened;
  sign.ends = ClockEnd::accepted;
  desk.rules.clocks.insert(desk.rules.clocks.end(), {accept, mediate, sign});
  desk.rules.kinds = {{CaseKind::complaint, true, {}, {"acceptance", "mediation"}},
                      {CaseKind::press, false, std::vector<std::string>{"first-reply"}, {}}};
  const auto ids = [&](CaseKind kind) {
    Desk fresh;
    fresh.rules = desk.rules;
    CaseOpened facts = pier();
    facts.kind = kind;
    fresh.open(facts);
    std::vector<std::string> out;
    for (const auto& clock : fresh.state.clocks) out.push_back(clock.id);
    return out;
  };
  using Ids = std::vector<std::string>;
  EXPECT_EQ(ids(CaseKind::complaint), (Ids{"first-reply", "final-answer", "acceptance", "signed"}));
  EXPECT_EQ(ids(CaseKind::press), (Ids{"first-reply"}));
  EXPECT_EQ(ids(CaseKind::question), (Ids{"first-reply", "final-answer", "signed"})) << "a kind without a line";
  EXPECT_FALSE(desk.rules.may_be_anonymous(CaseKind::press));
  EXPECT_TRUE(desk.rules.may_be_anonymous(CaseKind::question));
  desk.handling();
  EXPECT_EQ(desk.state.clocks.back().outcome, ClockOutcome::met) << "accepting ends what waits for it";
}

}  // namespace
}  // namespace hb::casework
