#include "store/event_codec.h"

#include <gtest/gtest.h>

#include <set>

namespace hb::store {
namespace {

using namespace casework;

// Every field differs from its default, so that one left out of the codec is seen.
const std::vector<CaseEvent> kCaseEvents = {
    CaseOpened{{"HB-1"},
               CaseKind::tip_off,
               Channel::form,
               Privacy::named,
               true,
               "路灯",
               "问“几时修”\n",
               {"城北", "江边"},
               "照明",
               {"供水"},
               {7},
               {-5},
               {1LL << 40},
               "12345",
               "MC-2026-031",
               Instant{1LL << 41}},
    Dispatched{{"照明所"},
               "市监委",
               {{RouteReason::one_clear_place, "城北"}, {RouteReason::conflict_of_unit, "供水"}},
               "更近"},
    Accepted{},
    Returned{"不归本所"},
    Drafted{{3}, Part::first_reply, "已修好。", "请来电"},
    Drafted{{4}, Part::answer, "已修好。", "", {{"复查", 20532}, {"回访", 20540}}},
    Approved{{3}, sha256("a")},
    SentBack{{3}, "说清日期"},
    Published{{3}, sha256("b")},
    ClockStarted{"first-reply", 2, {9}, Instant{10}, true, "ab12", ClockEnd::replied},
    ClockStarted{"answer", 2, {9}, std::nullopt, true, "ab12"},
    ClockEnded{"answer", 2, ClockOutcome::not_required},
    ClockMissed{"answer", 2},
    ClockExtended{"answer", 2, Instant{11}, "等配件"},
    ClockPaused{"answer", 2, "testing", "等检验"},
    ClockResumed{"answer", 2, Instant{11}, true},
    ClockResumed{"answer", 1, {}, false},
    ClockRecomputed{"answer", 2, Instant{12}, true, "cd34", "calendar 2027"},
    MissExplained{"answer", 2, "检测报告晚到"},
    NoteAdded{"已\"核实\"\\"},
    NoteAdded{"只限本单位", NoteFor::unit, {"供水"}},
    FoundNotOurs{"市交通运输局", "12328", "不属本局"},
    HelpAsked{2, {"照明所"}, "查台账"},
    HelpWritten{2, {"台账齐全", "票据\n", ""}},
    HelpGiven{2, sha256("h")},
    HelpEnded{2, "不再需要"},
    PromiseKept{3, "已复查"},
    StatutoryDecided{"acceptance", true, "予以受理"},
    EvidenceAdded{3, "现场照片", "image/jpeg", 1024, sha256("p"), "办案系统 0311", {"供水"}},
    TemplateSent{{5}, 2, "您的诉求已收到。", sha256("t"), {7}, "王敏"},
    CitizenShown{},
    RoundOpened{2, RoundCause::retracted},
    RoundOpened{3, RoundCause::not_solved, {"照明所"}},
    Surveyed{2, Solved::partly, 4},
    SentUp{{"办公室"}, UpCause::nobody_else},
    Withdrawn{},
    MergedInto{{"HB-2"}, "同一家店"},
    Unmerged{{"HB-2"}, "不是同一天"},
    ChildTaken{{"HB-1"}},
    ChildLeft{{"HB-1"}},
    ParentSpoke{{"HB-2"}, {3}, Part::answer, {7}},
};
const std::vector<IssueEvent> kIssueEvents = {
    GradeProposed{Grade::serious, {"harm:ill", "voices 52 >= 50"}},
    GradeSet{Grade::critical, "多人送医"},
    RemitProposed{{"供水"}},
    Dismissed{"旧闻"},
    CaseLinked{{"HB-1"}, {"供水"}},
    ClockStarted{"decide", 2, {9}, Instant{10}, true, "ab12"},
    ClockEnded{"decide", 2, ClockOutcome::missed},
    ClockMissed{"decide", 2},
    ClockRecomputed{"decide", 2, Instant{12}, false, "cd34", "calendar 2027"},
    MissExplained{"report-serious", 1, "夜间通信中断"},
    StatementDrafted{{3}, "关于停水", "今日18时恢复。\n", "《城市供水条例》第二十二条"},
    StatementDrafted{{4}, "关于停水", "仍在抢修。", "", Instant{1772800000}},
    StatementApproved{{3}, sha256("c")},
    StatementSentBack{{3}, "说清范围"},
    StatementPublished{{3}, sha256("d")},
    ReportDrafted{{2}, {"疑似食物中毒", "第二小学", "18人", "已封存\n", "\"调查\""}},
    ReportApproved{{2}, sha256("e"), 2026, 7},
    IssueAssessed{{9}, {{{3}, "林屿"}, {{4}, "王敏"}}, "两校同一供货商", "统一检查", Instant{1772800000}},
    FactsWritten{{2}, "18人不适", "就诊记录\n"},
    FactsAgreed{{2}, sha256("f")},
    PartnerDrafted{{1}, "市卫生健康委", "疑似食源性疾病", "东城区"},
    PartnerSent{{1}, sha256("p"), "政务内网", "收 0311"},
    ReportSentBack{{2}, "人数未核"},
    ReportHandedOver{{2}, "省局", "机要", "收文12号", {9}},
    Notified{{3}, TellWhy::missed, "report-serious", 1, {Rung::Kind::group, "leading-group"}, {{{7}, "王\"敏"}}},
    Acknowledged{{3}, true},
    IssueTookIn{{4}, "同一家店", {7}, {"东城区"}, {"ill"}},
    IssueMerged{{2}, "", {7}},
    IssueParted{{4}, "不是一家"},
    PostsMoved{{2}, {9}, {{5}, {6}}, "另一件事"},
    IssueSpread{{"城北", "江边"}, {{"north"}, {"east"}}, {{"office"}, {"north"}}, {"food"}},
};
const std::vector<RecordEvent> kRecordEvents = {
    ProposalEvent{Proposed{ProposalOf::account, "forum-east", "{\"name\":\"东城分局\"}", "新设账号"}},
    ProposalEvent{ProposalConfirmed{}},
    ProposalEvent{ProposalRefused{"名称不对"}},
    DirectiveEvent{DirectiveReceived{"省网络平台", "请核实某市场缺斤短两", {9}}},
    DirectiveEvent{DirectiveBegun{{4}, "王敏", {"food"}, "先到现场"}},
    DirectiveEvent{DirectiveHandled{"已查处", {7}, {"HB-1"}}},
    DirectiveEvent{DirectiveClosed{"已回复"}},
    DirectiveEvent{DirectiveNotHere{"2.3", "要求删帖"}},
    DirectiveEvent{DirectiveClockStarted{{"directive-ack", 2, {9}, Instant{10}, true, "ab12", ClockEnd::closed}}},
    DirectiveEvent{DirectiveClockEnded{{"directive-ack", 2, ClockOutcome::not_required}}},
    DirectiveEvent{DirectiveClockMissed{{"directive-ack", 2}}},
    DirectiveEvent{
        DirectiveTold{{{2}, TellWhy::missed, "directive-ack", 1, {Rung::Kind::unit, "office"}, {{{3}, "林屿"}}}}},
    RosterEvent{RosterOpened{{"office"}}},
    TemplateEvent{TemplateWritten{"已收到", "您的诉求（{number}）已收到。", {"food"}, 20600}},
    TemplateEvent{TemplateApproved{sha256("t"), "王敏"}},
    TemplateEvent{TemplateSentBack{"太长"}},
    TemplateEvent{TemplateRetired{"不再适用"}},
    DirectiveEvent{DirectiveMissExplained{{"directive-ack", 1, "值班电话中断"}}},
    ReviewEvent{ReviewOpened{ReviewCause::redos, {}, {"HB-2026-0305-7K4Q-C"}, 0, {"east"}, "final-answer", 2}},
    ReviewEvent{ReviewOpened{ReviewCause::ladder_end, {}, {}, 3, {"office"}, "directive-ack", 1}},
    ReviewEvent{ReviewFound{"值班表空缺半小时"}},
    ReviewEvent{ReviewStated{"已补值班"}},
    ReviewEvent{ReviewClosed{"改进值班交接", {{"交接班双人签字", {"east"}, 20600}}}},
    ReviewEvent{MeasureDone{1, "已实行"}},
    ContestEvent{FigureContested{{"east"}, "2026-03", Figure::answer_p90, "4320", "12", "含外单位暂停时间"}},
    ContestEvent{ContestAnswered{true, "情况属实"}},
    TrainingEvent{TrainingNoted{TrainingKind::further, "口径写作", 20530, true}},
    RosterEvent{RotationSet{2, 20516, 20600, 7, true, hours(20), hours(32), {{3}, {4}}}},
    RosterEvent{DutyOverridden{{5}, {6}, {3}, "培训"}},
    RosterEvent{SwapAsked{1, {4}, {5}, {6}, {7}, {8}}},
    RosterEvent{SwapAgreed{1}},
    RosterEvent{SwapDeclined{1}},
    RosterEvent{HandoverWritten{"两件待办"}},
    PeriodEvent{PeriodDeclared{{5}, {6}, {{"office"}, {"food"}}, "考试"}},
    PeriodEvent{PeriodLifted{"提前结束"}},
    WatchEvent{WatchKept{"食堂", "食堂 呕吐", {"food"}}},
    WatchEvent{WatchChanged{"食堂", "食堂"}},
    WatchEvent{WatchGrew{12, 3}},
    WatchEvent{WatchEnded{"过时"}},
    ReportRegisterEvent{ReportNumbered{{4}, {2}}},
    CoverEvent{DeputyNamed{1, {3}, {4}, Role::online_spokesperson, {"east"}, {5}, {6}, "三件待办"}},
    CoverEvent{DeputyEnded{1, "已办两件"}},
    CoverEvent{AwayNoted{1, {3}, {5}, {6}}},
    CoverEvent{AwayEnded{1}},
};

TEST(EventCodec, EveryRecordsEventComesBackWhole) {
  size_t events = 0;
  for (const auto& e : kRecordEvents) {
    const auto back = decode_record_event(encode(e));
    ASSERT_TRUE(back) << encode(e) << " " << back.error().code;
    EXPECT_EQ(*back, e);
  }
  const auto add = [&]<class... Kind>(const std::variant<Kind...>*) { ((events += std::variant_size_v<Kind>), ...); };
  add(static_cast<const RecordEvent*>(nullptr));
  std::set<std::string_view> names;
  for (const auto& e : kRecordEvents) names.insert(name_of(e));
  EXPECT_EQ(names.size(), events) << "every event of every kind has a row above, and a name of its own";
  EXPECT_EQ(decode_record_event(R"({"event":"proposed","of":"account"})").error().code, "event.field");
  EXPECT_EQ(decode_record_event(R"({"event":"nothing"})").error().code, "event.unknown");
}

TEST(EventCodec, EveryEventComesBackWhole) {
  std::vector<bool> cases(std::variant_size_v<CaseEvent>), issues(std::variant_size_v<IssueEvent>);
  for (const auto& e : kCaseEvents) {
    EXPECT_EQ(decode_case_event(encode(e)), e) << encode(e);
    cases[e.index()] = true;
  }
  for (const auto& e : kIssueEvents) {
    EXPECT_EQ(decode_issue_event(encode(e)), e) << encode(e);
    issues[e.index()] = true;
  }
  EXPECT_EQ(std::find(cases.begin(), cases.end(), false), cases.end()) << "a case event has no row above";
  EXPECT_EQ(std::find(issues.begin(), issues.end(), false), issues.end()) << "an issue event has no row above";
}

TEST(EventCodec, WhatEarlierReleasesWroteIsReadAsItWasMeant) {
  const std::pair<const char*, CaseEvent> cases[] = {
      {R"({"event":"case-opened","number":"HB-1","kind":"question","channel":"form","privacy":"named",)"
       R"("answer_privately":false,"title":"t","summary":"","places":["p"],"matter":"m","about":"","issue":0,)"
       R"("posted_at":5,"noticed_at":6})",
       CaseOpened{
           {"HB-1"}, CaseKind::question, Channel::form, Privacy::named, false, "t", "", {"p"}, "m", {}, {}, {5}, {6}}},
      {R"({"event":"drafted","draft":3,"part":"answer","text":"t","note":""})",
       Drafted{{3}, Part::answer, "t", "", {}}},
      {R"({"event":"note-added","text":"t"})", NoteAdded{"t"}},
  };
  for (const auto& [text, meant] : cases) EXPECT_EQ(decode_case_event(text), meant) << text;
  const std::pair<const char*, IssueEvent> issues[] = {
      {R"({"event":"statement-drafted","draft":3,"title":"t","text":"x"})", StatementDrafted{{3}, "t", "x"}},
      {R"({"event":"issue-assessed","held_at":9,"present":[{"user":3,"name":"n"}],"findings":"f","decision":"d"})",
       IssueAssessed{{9}, {{{3}, "n"}}, "f", "d"}},
  };
  for (const auto& [text, meant] : issues) EXPECT_EQ(decode_issue_event(text), meant) << text;
  const auto old = decode_case_event(
      R"({"event":"clock-started","clock":"answer","round":2,"from":9,"due":null,"provisional":true,"rules":"ab12"})");
  EXPECT_EQ(old, (CaseEvent{ClockStarted{"answer", 2, {9}, std::nullopt, true, "ab12", std::nullopt}}));
  EXPECT_EQ(decode_case_event(R"({"event":"clock-started","clock":"answer","round":2,"from":9,"due":null,)"
                              R"("provisional":true,"rules":"ab12","ends":"whenever"})")
                .error(),
            (Error{"event.field", "ends"}));
}

TEST(EventCodec, WhatWasNeverWrittenIsNamed) {
  const std::pair<const char*, Error> rows[] = {
      {"", {"event.malformed", ""}},
      {"[]", {"event.malformed", ""}},
      {R"({"event":3})", {"event.malformed", ""}},
      {R"({"event":"gone"})", {"event.unknown", "gone"}},
      {R"({"event":"note-added"})", {"event.field", "text"}},
      {R"({"event":"note-added","text":3})", {"event.field", "text"}},
      {R"({"event":"approved","draft":1,"hash":"ab"})", {"event.field", "hash"}},
      {R"({"event":"clock-missed","clock":"a","round":-1})", {"event.field", "round"}},
      {R"({"event":"clock-ended","clock":"a","round":1,"outcome":"won"})", {"event.field", "outcome"}},
  };
  for (const auto& [text, error] : rows) EXPECT_EQ(decode_case_event(text).error(), error) << text;
  EXPECT_EQ(decode_issue_event(R"({"event":"note-added","text":""})").error(), (Error{"event.unknown", "note-added"}));
  EXPECT_EQ(decode_issue_event(R"({"event":"grade-set","grade":"worst","reason":""})").error(),
            (Error{"event.field", "grade"}));
}

}  // namespace
}  // namespace hb::store
