#include "casework/report.h"

#include <gtest/gtest.h>

#include "tests/support/issue_desk.h"

namespace hb::casework {
namespace {

using tests::kNow;
const ReportText kText{"疑似食物中毒", "东城区第二小学", "18人就诊", "已封存留样", "派员现场调查"};
const Actor kAuthor = tests::colleague(2, Role::responder, "food");
const Actor kSpeaker = tests::colleague(3, Role::spokesperson, "office");
const Actor kHands = tests::colleague(4, Role::online_spokesperson, "office");

struct Desk : tests::IssueDesk {
  ApproveReport approval(int number = 1) const {
    const Report& last = state.reports.back();
    return {last.id, last.hash, 2026, number};
  }
  HandOverReport handing() const { return {state.reports.back().id, "省局", "机要", "省局收文〔2026〕12号", now}; }
};

// The report as it stands when each command comes.
enum class Stands : uint8_t { none, drafted, approved, sent_back, replaced, handed_over };

Desk at(Stands stands) {
  Desk desk;
  if (stands == Stands::none) return desk;
  desk.code(DraftReport{kText}, kAuthor);
  if (stands == Stands::approved || stands == Stands::handed_over) desk.code(desk.approval(), kSpeaker);
  if (stands == Stands::handed_over) desk.code(desk.handing(), kHands);
  if (stands == Stands::sent_back) desk.code(SendBackReport{{1}, "人数未核"}, kSpeaker);
  if (stands == Stands::replaced) desk.code(DraftReport{kText}, kAuthor);
  return desk;
}

TEST(Report, EachCommandInEachState) {
  const struct {
    Stands stands;
    const char *draft, *approve, *send_back, *hand_over;
  } rows[] = {
      {Stands::none, "ok", "issue.no-report", "issue.no-report", "issue.no-report"},
      {Stands::drafted, "ok", "ok", "ok", "case.not-approved"},
      {Stands::approved, "issue.wrong-state", "issue.wrong-state", "ok", "ok"},
      {Stands::sent_back, "ok", "issue.wrong-state", "issue.wrong-state", "issue.wrong-state"},
      {Stands::replaced, "ok", "case.text-changed", "issue.wrong-state", "issue.wrong-state"},
      {Stands::handed_over, "ok", "issue.wrong-state", "issue.wrong-state", "issue.wrong-state"},
  };
  for (const auto& row : rows) {
    const auto says = [&](const IssueCommand& command, const Actor& actor) {
      Desk desk = at(row.stands);
      return desk.code(command, actor);
    };
    const int which = static_cast<int>(row.stands);
    EXPECT_EQ(says(DraftReport{kText}, kAuthor), row.draft) << which;
    EXPECT_EQ(says(ApproveReport{{1}, report_hash(kText), 2026, 7}, kSpeaker), row.approve) << which;
    EXPECT_EQ(says(SendBackReport{{1}, "人数未核"}, kSpeaker), row.send_back) << which;
    EXPECT_EQ(says(HandOverReport{{1}, "省局", "机要", "收文12号", kNow}, kHands), row.hand_over) << which;
  }
}

TEST(Report, WhoWritesApprovesAndHandsOver) {
  const struct {
    Role role;
    const char* unit;
    const char *draft, *approve, *send_back, *hand_over;
  } rows[] = {
      {Role::responder, "food", "ok", "issue.not-allowed", "issue.not-allowed", "issue.not-allowed"},
      {Role::responder, "east", "issue.not-allowed", "issue.not-allowed", "issue.not-allowed", "issue.not-allowed"},
      {Role::office, "office", "ok", "issue.not-allowed", "issue.not-allowed", "issue.not-allowed"},
      {Role::spokesperson, "office", "issue.not-allowed", "ok", "ok", "issue.not-allowed"},
      {Role::online_spokesperson, "office", "issue.not-allowed", "issue.not-allowed", "issue.not-allowed", "ok"},
      {Role::unit_head, "food", "issue.not-allowed", "issue.not-allowed", "issue.not-allowed", "issue.not-allowed"},
      {Role::auditor, "office", "issue.not-allowed", "issue.not-allowed", "issue.not-allowed", "issue.not-allowed"},
  };
  for (const auto& row : rows) {
    const Actor who = tests::colleague(9, row.role, row.unit);
    const auto says = [&](Stands stands, auto command) {
      Desk desk = at(stands);
      return desk.code(command(desk), who);
    };
    const auto draft = [](const Desk&) { return DraftReport{kText}; };
    const auto approve = [](const Desk& d) { return d.approval(); };
    const auto back = [](const Desk&) { return SendBackReport{{1}, "人数未核"}; };
    const auto hand = [](const Desk& d) { return d.handing(); };
    EXPECT_EQ(says(Stands::none, draft), row.draft) << name_of(row.role) << row.unit;
    EXPECT_EQ(says(Stands::drafted, approve), row.approve) << name_of(row.role) << row.unit;
    EXPECT_EQ(says(Stands::drafted, back), row.send_back) << name_of(row.role) << row.unit;
    EXPECT_EQ(says(Stands::approved, hand), row.hand_over) << name_of(row.role) << row.unit;
  }
}

TEST(Report, ItIsApprovedByAnotherPersonForExactlyThatTextAndNumbered) {
  Desk desk = at(Stands::drafted);
  Actor author_approves = kSpeaker;
  author_approves.user = kAuthor.user;
  EXPECT_EQ(desk.code(desk.approval(), author_approves), "case.same-person");
  EXPECT_EQ(desk.code(ApproveReport{{1}, sha256("别的"), 2026, 7}, kSpeaker), "case.text-changed");
  EXPECT_EQ(desk.code(desk.approval(0), kSpeaker), "issue.no-number");
  EXPECT_EQ(desk.code(desk.approval(7), kSpeaker), "ok");
  desk.now = kNow + hours(1);
  EXPECT_EQ(desk.code(desk.handing(), kHands), "ok");
  const Report& report = desk.state.reports.back();
  EXPECT_EQ(report.state, DraftState::published);
  EXPECT_EQ(report.author, kAuthor.user);
  EXPECT_EQ(report.approver, kSpeaker.user);
  EXPECT_EQ(report.year, 2026);
  EXPECT_EQ(report.number, 7);
  EXPECT_EQ(report.authority, "省局");
  EXPECT_EQ(report.form, "机要");
  EXPECT_EQ(report.receipt, "省局收文〔2026〕12号");
  EXPECT_EQ(report.approved_at, kNow);
  EXPECT_EQ(report.handed_over_at, desk.now);
  // A second report stands beside it.
  EXPECT_EQ(desk.code(DraftReport{kText}, kAuthor), "ok");
  EXPECT_EQ(desk.state.reports[0].state, DraftState::published);
}

TEST(Report, AnApprovedOneThatIsSentBackIsWrittenAgain) {
  Desk desk = at(Stands::approved);
  EXPECT_EQ(desk.code(SendBackReport{{1}, " "}, kSpeaker), "case.reason-required");
  EXPECT_EQ(desk.code(SendBackReport{{1}, "人数未核"}, kSpeaker), "ok");
  EXPECT_EQ(desk.state.reports[0].sent_back, "人数未核");
  EXPECT_EQ(desk.state.reports[0].number, 1);
  EXPECT_EQ(desk.code(DraftReport{kText}, kAuthor), "ok");
  EXPECT_EQ(desk.state.reports[1].state, DraftState::drafted);
}

TEST(Report, NoPartIsEmptyAndTheReceiptIsOfItsTime) {
  std::string ReportText::*const parts[] = {&ReportText::what, &ReportText::where, &ReportText::how_many,
                                            &ReportText::known, &ReportText::doing};
  for (const auto part : parts) {
    Desk desk;
    ReportText text = kText;
    text.*part = "";
    EXPECT_EQ(desk.code(DraftReport{text}, kAuthor), "case.empty");
    text.*part = std::string(kReportLimit + 1, 'a');
    EXPECT_EQ(desk.code(DraftReport{text}, kAuthor), "case.too-long");
    text.*part = "别的";
    EXPECT_NE(report_hash(text), report_hash(kText));
  }
  Desk desk = at(Stands::approved);
  std::string HandOverReport::*const fields[] = {&HandOverReport::authority, &HandOverReport::form,
                                                 &HandOverReport::receipt};
  for (const auto field : fields) {
    HandOverReport handing = desk.handing();
    handing.*field = "";
    EXPECT_EQ(desk.code(handing, kHands), "case.empty");
  }
  HandOverReport handing = desk.handing();
  handing.at = kNow + minutes(1);
  EXPECT_EQ(desk.code(handing, kHands), "issue.time");
  handing.at = kNow - minutes(1);
  EXPECT_EQ(desk.code(handing, kHands), "issue.time");
}

TEST(Report, NoTwoDifferentTextsAgree) {
  EXPECT_NE(report_hash({"ab", "c", "d", "e", "f"}), report_hash({"a", "bc", "d", "e", "f"}));
}

TEST(Report, AUnitThatACaseOfTheIssueIsAboutHasNoPartInIt) {
  Desk desk;
  desk.code(LinkCase{{"HB-1"}, {"food"}}, the_desk());
  EXPECT_EQ(desk.code(DraftReport{kText}, kAuthor), "issue.conflict");
  EXPECT_EQ(desk.code(DraftReport{kText}, tests::colleague(5, Role::office, "office")), "ok");
}

}  // namespace
}  // namespace hb::casework
