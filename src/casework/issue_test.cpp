#include "casework/issue.h"

#include <gtest/gtest.h>

#include <functional>

#include "tests/support/issue_desk.h"

namespace hb::casework {
namespace {

using tests::kNow;

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
  ClockSpec statement;
  statement.id = "statement";
  statement.on = ClockOn::issue;
  statement.when = *parse_condition("grade >= serious");
  statement.starts = ClockStart::graded;
  statement.ends = ClockEnd::published;
  statement.due = {.kind = DueRule::Kind::elapsed, .length = hours(24)};
  out.clocks = {triage, report, statement};
  const auto unit = [](const char* id, UnitKind kind) {
    return Unit{.id = {id}, .kind = kind, .size = {}, .name = {}, .remit = {}, .places = {}};
  };
  out.units = {unit("office", UnitKind::office), unit("food", UnitKind::department), unit("east", UnitKind::branch),
               unit("south", UnitKind::branch)};
  return out;
}

const Actor kAuthor = tests::colleague(2, Role::responder, "food");
const Actor kSpeaker = tests::colleague(3, Role::spokesperson, "office");
const Actor kPublisher = tests::colleague(4, Role::online_spokesperson, "office");
const Actor kMonitor = tests::colleague(1, Role::monitor, "east");

struct Desk : tests::IssueDesk {
  Desk() {
    r = rules();
    state.noticed_at = kNow - minutes(10);
  }
};

TEST(Issue, AProposedGradeStartsItsClockOnce) {
  Desk desk;
  EXPECT_EQ(desk.code(ProposeGrade{Grade::critical, {"harm:hospitalised"}}, the_desk()), "ok");
  ASSERT_EQ(desk.state.clocks.size(), 2u);
  EXPECT_EQ(desk.state.clocks[0].due, kNow + hours(2));
  desk.now = kNow + hours(1);
  EXPECT_EQ(desk.code(ProposeGrade{Grade::critical, {"harm:hospitalised"}}, the_desk()), "nothing");
  EXPECT_EQ(desk.code(ProposeGrade{Grade::critical, {"harm:hospitalised", "voices 52 >= 50"}}, the_desk()), "ok");
  EXPECT_EQ(desk.state.clocks.size(), 2u);
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
  EXPECT_EQ(desk.code(LinkCase{{"HB-2026-0311-7K4Q-C"}, {}}, the_desk()), "ok");
  EXPECT_EQ(desk.state.clocks[0].outcome, ClockOutcome::met);
  Desk other;
  other.code(ProposeRemit{{"food"}}, the_desk());
  EXPECT_EQ(other.code(Dismiss{"不属于本局职责"}, kMonitor), "ok");
  EXPECT_EQ(other.code(Dismiss{"再来"}, kMonitor), "issue.wrong-state");
  EXPECT_EQ(other.state.clocks[0].outcome, ClockOutcome::met);
}

// A promise to look at what was looked at already could never be kept.
TEST(Issue, ThereIsNoTriageOfWhatHasACaseOrWasDismissedBefore) {
  Desk desk;
  EXPECT_EQ(desk.code(LinkCase{{"HB-2026-0311-7K4Q-C"}, {}}, the_desk()), "ok");
  EXPECT_EQ(desk.code(ProposeRemit{{"food"}}, the_desk()), "ok");
  EXPECT_TRUE(desk.state.clocks.empty());
  Desk other;
  EXPECT_EQ(other.code(Dismiss{"不属于本局职责"}, kMonitor), "ok");
  EXPECT_EQ(other.code(ProposeRemit{{"food"}}, the_desk()), "ok");
  EXPECT_TRUE(other.state.clocks.empty());
}

TEST(Issue, OnlyTheDeskProposesAndLinks) {
  Desk desk;
  EXPECT_EQ(desk.code(ProposeGrade{Grade::critical, {"x"}}, kMonitor), "issue.not-allowed");
  EXPECT_EQ(desk.code(ProposeRemit{{"food"}}, kMonitor), "issue.not-allowed");
  EXPECT_EQ(desk.code(LinkCase{{"HB-1"}, {}}, kMonitor), "issue.not-allowed");
}

TEST(Statement, WhoWritesApprovesAndPublishesIt) {
  Desk desk;
  desk.code(ProposeRemit{{"east"}}, the_desk());
  const struct {
    Role role;
    const char* unit;
    const char *draft, *approve, *publish;
  } rows[] = {
      {Role::responder, "east", "ok", "issue.not-allowed", "issue.not-allowed"},
      {Role::responder, "food", "ok", "issue.not-allowed", "issue.not-allowed"},
      {Role::responder, "office", "ok", "issue.not-allowed", "issue.not-allowed"},
      {Role::office, "office", "ok", "issue.not-allowed", "issue.not-allowed"},
      {Role::responder, "south", "issue.not-allowed", "issue.not-allowed", "issue.not-allowed"},
      {Role::monitor, "east", "issue.not-allowed", "issue.not-allowed", "issue.not-allowed"},
      {Role::unit_head, "east", "issue.not-allowed", "issue.not-allowed", "issue.not-allowed"},
      {Role::supervising_leader, "office", "issue.not-allowed", "issue.not-allowed", "issue.not-allowed"},
      {Role::spokesperson, "office", "issue.not-allowed", "ok", "issue.not-allowed"},
      {Role::online_spokesperson, "office", "issue.not-allowed", "issue.not-allowed", "case.not-approved"},
      {Role::online_spokesperson, "east", "issue.not-allowed", "issue.not-allowed", "issue.not-allowed"},
      {Role::auditor, "office", "issue.not-allowed", "issue.not-allowed", "issue.not-allowed"},
      {Role::administrator, "office", "issue.not-allowed", "issue.not-allowed", "issue.not-allowed"},
  };
  for (const auto& row : rows) {
    const Actor who = tests::colleague(9, row.role, row.unit);
    EXPECT_EQ(desk.code(DraftStatement{"通报", "正文"}, who), row.draft) << name_of(row.role) << row.unit;
    Desk fresh;
    fresh.code(ProposeRemit{{"east"}}, the_desk());
    fresh.code(DraftStatement{"通报", "正文"}, kAuthor);
    const auto& draft = fresh.state.statements.back();
    EXPECT_EQ(fresh.code(PublishStatement{draft.id, draft.hash}, who), row.publish) << name_of(row.role) << row.unit;
    EXPECT_EQ(fresh.code(ApproveStatement{draft.id, draft.hash}, who), row.approve) << name_of(row.role) << row.unit;
  }
  EXPECT_EQ(desk.code(DraftStatement{"通报", "正文"}, the_desk()), "issue.not-allowed");
}

TEST(Statement, ThreePeopleAndTheExactText) {
  Desk desk;
  desk.code(ProposeGrade{Grade::serious, {"harm:ill"}}, the_desk());
  ASSERT_EQ(desk.code(DraftStatement{"通报", "已停止供餐。"}, kAuthor), "ok");
  const Digest first = desk.state.statements.back().hash;
  Actor author_approves = kSpeaker;
  author_approves.user = kAuthor.user;
  EXPECT_EQ(desk.code(ApproveStatement{{1}, first}, author_approves), "case.same-person");
  EXPECT_EQ(desk.code(ApproveStatement{{1}, sha256("别的")}, kSpeaker), "case.text-changed");
  EXPECT_EQ(desk.code(ApproveStatement{{7}, first}, kSpeaker), "case.no-draft");
  EXPECT_EQ(desk.code(ApproveStatement{{1}, first}, kSpeaker), "ok");
  for (const UserId twice : {kAuthor.user, kSpeaker.user}) {
    Actor publisher = kPublisher;
    publisher.user = twice;
    EXPECT_EQ(desk.code(PublishStatement{{1}, first}, publisher), "case.same-person");
  }
  // An edit is a new draft, and the approval stays with the old one.
  ASSERT_EQ(desk.code(DraftStatement{"通报", "已停止供餐，另有发现。"}, kAuthor), "ok");
  EXPECT_EQ(desk.code(PublishStatement{{1}, first}, kPublisher), "case.text-changed");
  const Digest second = desk.state.statements.back().hash;
  EXPECT_EQ(desk.code(PublishStatement{{2}, second}, kPublisher), "case.not-approved");
  EXPECT_EQ(desk.code(ApproveStatement{{2}, second}, kSpeaker), "ok");
  desk.now = kNow + hours(1);
  EXPECT_EQ(desk.code(PublishStatement{{2}, second}, kPublisher), "ok");
  EXPECT_EQ(desk.code(PublishStatement{{2}, second}, kPublisher), "case.not-approved");
  const auto& said = desk.state.statements.back();
  EXPECT_EQ(said.state, DraftState::published);
  EXPECT_EQ(said.author, kAuthor.user);
  EXPECT_EQ(said.approver, kSpeaker.user);
  EXPECT_EQ(said.publisher, kPublisher.user);
  EXPECT_EQ(said.published_at, desk.now);
  EXPECT_EQ(desk.state.open_statement(), nullptr);
  ASSERT_EQ(desk.state.clocks.size(), 1u);
  EXPECT_EQ(desk.state.clocks[0].outcome, ClockOutcome::met);
  // The next one on the same issue stands beside it.
  EXPECT_EQ(desk.code(DraftStatement{"第二次通报", "检验完成。"}, kAuthor), "ok");
  EXPECT_EQ(desk.state.statement({2})->state, DraftState::published);
  EXPECT_EQ(desk.state.open_statement()->id, DraftId{3});
}

TEST(Issue, SpreadIsSaidOnceByTheDeskAndNotToACriticisedUnit) {
  Desk desk;
  const ReportSpread spread{{{"东城区"}, {{"east"}, {"south"}}, {{"office"}}, {"food"}}};
  EXPECT_EQ(desk.code(spread, kSpeaker), "issue.not-allowed") << "it is seen, not decided";
  Desk shut;
  shut.code(LinkCase{{"HB-1"}, {"food"}}, the_desk());
  ASSERT_EQ(shut.code(spread, the_desk()), "ok");
  ASSERT_EQ(desk.code(spread, the_desk()), "ok");
  EXPECT_EQ(desk.code(spread, the_desk()), "nothing");
  const auto rungs = [](const Issue& state) {
    std::string out;
    for (const auto& notice : state.notices) out += notice.told.rung.id + " ";
    return out;
  };
  EXPECT_EQ(rungs(desk.state), "office food supervising-leader ");
  EXPECT_EQ(rungs(shut.state), "office supervising-leader ") << "the leader hears of it all the same";
}

// Whoever takes an issue in goes on with its clocks, also with those that another year's notice has moved.
TEST(Issue, AClockTakenInKeepsTheCalendarItWasReckonedWith) {
  Desk older;
  older.state.id = {1};
  Issue younger;
  younger.id = {2};
  younger.noticed_at = kNow;
  younger.clocks = {{.id = "report-critical",
                     .from = kNow,
                     .due = kNow + hours(9),
                     .extension_reason = {},
                     .ended_at = {},
                     .rules = "v1",
                     .calendar = "v2"}};
  ASSERT_EQ(older.code(TakeIn{.other = younger, .reason = "同一件事"}, kMonitor), "ok");
  ASSERT_EQ(older.state.clocks.size(), 1u);
  EXPECT_EQ(older.state.clocks[0].due, kNow + hours(9));
  EXPECT_EQ(older.state.clocks[0].rules, "v1");
  EXPECT_EQ(older.state.clocks[0].calendar, "v2");
}

// The public was told when it hears more: that is a promise with a clock of its own.
TEST(Statement, WhenTheNextOneFollowsIsInTheTextAndOnAClock) {
  Desk desk;
  ClockSpec update;
  update.id = "statement-update";
  update.on = ClockOn::issue;
  update.starts = ClockStart::published;
  update.ends = ClockEnd::published;
  update.due = {.kind = DueRule::Kind::elapsed, .length = hours(48)};
  desk.r.clocks.push_back(update);
  desk.code(ProposeGrade{Grade::serious, {"harm:ill"}}, the_desk());
  ASSERT_EQ(desk.state.clocks.size(), 1u) << "no clock before anything was promised";
  const auto say = [&](const char* text, std::optional<Instant> next) {
    if (const auto code = desk.code(DraftStatement{"通报", text, "", next}, kAuthor); code != "ok") return code;
    const auto& draft = desk.state.statements.back();
    desk.code(ApproveStatement{draft.id, draft.hash}, kSpeaker);
    return desk.code(PublishStatement{draft.id, draft.hash}, kPublisher);
  };
  EXPECT_EQ(say("已停止供餐。", desk.now), "issue.next") << "it is over";
  EXPECT_EQ(say("已停止供餐。", desk.now + hours(48) + Seconds{1}), "issue.next")
      << "further than the rulebook lets it";
  EXPECT_EQ(desk.code(DraftStatement{"解读", "为什么。", "《食品安全法》", desk.now + hours(1)}, kAuthor),
            "issue.next");

  const Instant promised = *parse_rfc3339("2026-03-11T18:30:00+08:00");
  desk.now = promised - hours(20);
  ASSERT_EQ(say("已停止供餐。", promised), "ok");
  const StatementDraft& first = desk.state.statements.back();
  EXPECT_EQ(first.text, "已停止供餐。\n\n下一次通报时间：2026年3月11日18时30分前。");
  EXPECT_EQ(written(first.text, first.next_at), "已停止供餐。");
  EXPECT_EQ(first.hash, statement_hash("通报", first.text)) << "who approves, approves the time";
  ASSERT_EQ(desk.state.clocks.size(), 2u);
  EXPECT_EQ(desk.state.clocks[0].outcome, ClockOutcome::met) << "the statement itself";
  EXPECT_EQ(desk.state.clocks[1].due, promised);

  desk.now = promised + Seconds{1};
  ASSERT_EQ(desk.code(Tick{}, the_desk()), "ok");
  EXPECT_EQ(desk.state.clocks[1].outcome, ClockOutcome::missed);
  ASSERT_EQ(say("检验完成，明天公布结论。", desk.now + hours(24)), "ok");
  ASSERT_EQ(desk.state.clocks.size(), 3u);
  EXPECT_EQ(desk.state.clocks[1].outcome, ClockOutcome::missed) << "late stays late";
  EXPECT_TRUE(desk.state.clocks[1].ended_at);
  EXPECT_EQ(desk.state.clocks[2].round, 2);
  desk.now = desk.now + hours(20);
  ASSERT_EQ(say("调查结束。", {}), "ok");
  EXPECT_EQ(desk.state.clocks[2].outcome, ClockOutcome::met);
  EXPECT_EQ(desk.state.clocks.size(), 3u) << "the last word promises nothing";
}

// What was promised for ten was approved at nine and would be published at eleven.
TEST(Statement, IsNotPublishedAfterTheTimeItNames) {
  Desk desk;
  ASSERT_EQ(desk.code(DraftStatement{"通报", "正文", "", desk.now + hours(1)}, kAuthor), "ok");
  const auto& draft = desk.state.statements.back();
  ASSERT_EQ(desk.code(ApproveStatement{draft.id, draft.hash}, kSpeaker), "ok");
  desk.now = desk.now + hours(2);
  EXPECT_EQ(desk.code(PublishStatement{draft.id, draft.hash}, kPublisher), "issue.next");
}

TEST(Statement, SentBackWithAReasonAndWrittenAgain) {
  Desk desk;
  ASSERT_EQ(desk.code(DraftStatement{"通报", "正文"}, kAuthor), "ok");
  EXPECT_EQ(desk.code(SendBackStatement{{1}, " "}, kSpeaker), "case.reason-required");
  EXPECT_EQ(desk.code(SendBackStatement{{1}, "人数未核"}, kPublisher), "issue.not-allowed");
  EXPECT_EQ(desk.code(SendBackStatement{{1}, "人数未核"}, kSpeaker), "ok");
  EXPECT_EQ(desk.state.statements[0].sent_back, "人数未核");
  EXPECT_EQ(desk.code(ApproveStatement{{1}, desk.state.statements[0].hash}, kSpeaker), "issue.wrong-state");
  EXPECT_EQ(desk.code(SendBackStatement{{1}, "再退"}, kSpeaker), "issue.wrong-state");
  EXPECT_EQ(desk.code(DraftStatement{"", "正文"}, kAuthor), "case.empty");
  EXPECT_EQ(desk.code(DraftStatement{"通报", std::string(kTextLimit + 1, 'a')}, kAuthor), "case.too-long");
  EXPECT_EQ(desk.code(DraftStatement{"\xFF", "正文"}, kAuthor), "case.not-utf8");
}

TEST(Statement, AUnitThatACaseOfTheIssueIsAboutHasNoPartInIt) {
  Desk desk;
  desk.code(LinkCase{{"HB-1"}, {"food"}}, the_desk());
  EXPECT_EQ(desk.code(DraftStatement{"通报", "正文"}, kAuthor), "issue.conflict");
  EXPECT_EQ(desk.code(DraftStatement{"通报", "正文"}, tests::colleague(5, Role::office, "office")), "ok");
}

TEST(Statement, NoTwoDifferentTextsAgree) {
  EXPECT_NE(statement_hash("ab", "c"), statement_hash("a", "bc"));
  EXPECT_NE(statement_hash("a", "b"), draft_hash(Part::answer, "a", "b"));
}

TEST(Issue, WithoutUnitOrHarmThereIsNoTriageClock) {
  Desk desk;
  EXPECT_EQ(desk.code(ProposeGrade{Grade::routine, {}}, the_desk()), "nothing");
  EXPECT_TRUE(desk.state.clocks.empty());
}

/// Two issues side by side; a merge is decided in both.
struct TwoDesks {
  Desk older, younger;
  TwoDesks() {
    older.state.id = {3};
    younger.state.id = {8};
  }
  std::string merge(const Actor& actor, std::string reason, PostId shown_by = {}) {
    const Issue one = older.state, other = younger.state;
    const auto went = younger.code(MergeInto{.into = one, .reason = reason, .shown_by = shown_by}, actor);
    if (went != "ok") return went;
    EXPECT_EQ(older.code(TakeIn{.other = other, .reason = reason, .shown_by = shown_by}, actor), "ok");
    return went;
  }
  std::string part(std::string reason) {
    const auto let = older.code(PartFrom{{8}, reason}, kMonitor);
    EXPECT_EQ(younger.code(PartFrom{{3}, reason}, kMonitor), let);
    return let;
  }
};

// Nobody gains time by calling two matters one.
TEST(Issue, TheOlderTakesTheGradeTheCasesAndTheRunningPromisesOfTheYounger) {
  TwoDesks two;
  two.younger.code(ProposeGrade{Grade::critical, {"harm:hospitalised"}}, the_desk());
  two.younger.code(ProposeRemit{{"food"}}, the_desk());
  two.younger.code(LinkCase{{"HB-1"}, {"east"}}, the_desk());
  two.older.now = two.younger.now = kNow + hours(1);
  EXPECT_EQ(two.merge(kAuthor, ""), "issue.not-allowed") << "a responder does not say what is one matter";
  EXPECT_EQ(two.merge(kMonitor, "同一所学校"), "issue.conflict") << "nor does the unit that a case of it is about";
  const Actor office = tests::colleague(5, Role::office, "office");
  EXPECT_EQ(two.merge(office, ""), "case.reason-required");
  ASSERT_EQ(two.merge(office, "同一所学校"), "ok");
  EXPECT_EQ(two.older.state.grade(), Grade::critical);
  EXPECT_EQ(two.older.state.unit.value, "food");
  EXPECT_EQ(two.older.state.cases, (std::vector<CaseLinked>{{{"HB-1"}, {"east"}}}));
  const auto report = std::ranges::find(two.older.state.clocks, "report-critical", &CaseClock::id);
  ASSERT_NE(report, two.older.state.clocks.end());
  EXPECT_EQ(report->due, kNow + hours(2)) << "from when the younger was graded";
  EXPECT_EQ(two.younger.state.merged_into.value, 3);
  for (const CaseClock& clock : two.younger.state.clocks) EXPECT_TRUE(clock.ended_at) << clock.id;
  EXPECT_EQ(two.younger.code(SetGrade{Grade::routine, "?"}, office), "issue.merged");
}

// A promise that nobody is told of is kept by nobody.
TEST(Issue, WhoeverAnswersForAPromiseIsToldWhereItGoesOn) {
  TwoDesks two;
  for (Desk* desk : {&two.older, &two.younger})
    for (ClockSpec& clock : desk->r.clocks)
      clock.ladder = {{Rung::Kind::role, "monitor"}, {Rung::Kind::role, "spokesperson"}}, clock.climb = minutes(15);
  const auto rungs = [](const Desk& desk, std::string_view clock, int round) {
    std::vector<std::string> out;
    for (const auto& notice : desk.state.notices)
      if (notice.told.clock == clock && notice.told.round == round) out.push_back(notice.told.rung.id);
    return out;
  };
  two.younger.code(ProposeGrade{Grade::critical, {"harm:hospitalised"}}, the_desk());
  ASSERT_EQ(two.merge(the_desk(), "", {7}), "ok");
  EXPECT_EQ(rungs(two.older, "report-critical", 1), std::vector<std::string>{"monitor"});
  int64_t number = 0;
  for (const auto& notice : two.older.state.notices) EXPECT_EQ(notice.told.notice.value, ++number);
  two.older.now = two.younger.now = kNow + minutes(20);
  two.older.code(Tick{}, the_desk());
  EXPECT_EQ(rungs(two.older, "report-critical", 1), (std::vector<std::string>{"monitor", "spokesperson"}));
  ASSERT_EQ(two.part("是两所学校"), "ok");
  EXPECT_EQ(rungs(two.younger, "report-critical", 2), std::vector<std::string>{"monitor"});
}

TEST(Issue, AnIssueThatHasItsCaseIsNotAskedForOneAgain) {
  TwoDesks two;
  two.older.code(LinkCase{{"HB-1"}, {}}, the_desk());
  two.younger.code(ProposeRemit{{"food"}}, the_desk());
  ASSERT_FALSE(two.younger.state.clocks.empty());
  ASSERT_EQ(two.merge(kMonitor, "同一所学校"), "ok");
  EXPECT_TRUE(two.older.state.clocks.empty());
}

TEST(Issue, WhatWasMergedAndPartedRunsOnFromWhereItBegan) {
  TwoDesks two;
  two.younger.code(ProposeGrade{Grade::critical, {"harm:hospitalised"}}, the_desk());
  ASSERT_EQ(two.merge(kMonitor, "同一所学校"), "ok");
  EXPECT_EQ(two.merge(kMonitor, "同一所学校"), "issue.merged");
  two.older.now = two.younger.now = kNow + hours(1);
  EXPECT_EQ(two.part(""), "case.reason-required");
  ASSERT_EQ(two.part("是两所学校"), "ok");
  EXPECT_EQ(two.part("是两所学校"), "issue.not-merged");
  const CaseClock& again = two.younger.state.clocks.back();
  EXPECT_EQ(again.round, 2);
  EXPECT_EQ(two.younger.state.clocks[two.younger.state.clocks.size() - 2].due, kNow + hours(2));
  EXPECT_FALSE(again.ended_at);
  EXPECT_EQ(two.merge(the_desk(), "", {7}), "issue.not-allowed") << "a person said that they are two";
  EXPECT_EQ(two.merge(kMonitor, "又查明是一所"), "ok");
}

TEST(Issue, TheDeskMakesNothingOneThatAPersonHasDecidedAbout) {
  const std::pair<const char*, std::function<void(TwoDesks&)>> rows[] = {
      {"the younger was graded",
       [](TwoDesks& t) {
         t.younger.code(SetGrade{Grade::serious, "核实"}, kMonitor);
       }},
      {"the younger was dismissed", [](TwoDesks& t) { t.younger.code(Dismiss{"旧闻"}, kMonitor); }},
      {"the older was dismissed", [](TwoDesks& t) { t.older.code(Dismiss{"旧闻"}, kMonitor); }},
      {"the older was set to less than the younger calls for",
       [](TwoDesks& t) {
         t.older.code(SetGrade{Grade::routine, "核实"}, kMonitor);
         t.younger.code(ProposeGrade{Grade::serious, {}}, the_desk());
       }},
      {"a case was opened",
       [](TwoDesks& t) {
         t.younger.code(LinkCase{{"HB-1"}, {}}, the_desk());
       }},
  };
  for (const auto& [what, act] : rows) {
    TwoDesks two;
    act(two);
    EXPECT_EQ(two.merge(the_desk(), "", {7}), "issue.not-allowed") << what;
  }
  TwoDesks two;
  EXPECT_EQ(two.merge(the_desk(), ""), "case.reason-required") << "not without the post that shows it";
  EXPECT_EQ(two.merge(the_desk(), "", {7}), "ok");
}

TEST(Issue, WhatIsNotMerged) {
  TwoDesks two;
  two.younger.code(DraftStatement{"通报", "正文"}, kAuthor);
  EXPECT_EQ(two.merge(kMonitor, "一件事"), "issue.has-words");
  Desk one;
  one.state.id = {3};
  EXPECT_EQ(one.code(TakeIn{.other = one.state, .reason = "一件事"}, kMonitor), "issue.same");
  Issue older;
  older.id = {2};
  EXPECT_EQ(one.code(TakeIn{.other = older, .reason = "一件事"}, kMonitor), "issue.older");
  TwoDesks late;  // the younger promised first: its promise would be lost
  late.younger.code(ProposeGrade{Grade::serious, {}}, the_desk());
  late.older.now = kNow + hours(1);
  late.older.code(ProposeGrade{Grade::serious, {}}, the_desk());
  EXPECT_EQ(late.merge(kMonitor, "一件事"), "issue.clock");
  EXPECT_EQ(one.code(MovePosts{{3}, {9}, {}, "另一件事"}, kMonitor), "issue.posts");
  EXPECT_EQ(one.code(MovePosts{{3}, {9}, std::vector<PostId>(kMostMoved + 1), "另一件事"}, kMonitor), "issue.posts");
  EXPECT_EQ(one.code(MovePosts{{3}, {9}, {{1}}, ""}, kMonitor), "case.reason-required");
  EXPECT_EQ(one.code(MovePosts{{3}, {9}, {{1}}, "另一件事"}, kAuthor), "issue.not-allowed");
}

}  // namespace
}  // namespace hb::casework
