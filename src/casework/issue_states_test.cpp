// Every command on an issue in every state, by somebody who may do everything: what the state alone allows.

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "tests/support/issue_desk.h"

namespace hb::casework {
namespace {

using Desk = hb::tests::IssueDesk;

/// Every part in every unit, and nobody who drafted anything.
Actor everybody() {
  Actor out{{99}, "乙", {}};
  for (const Unit& unit : hb::tests::small_agency().units)
    for (const Role role : {Role::monitor, Role::responder, Role::unit_head, Role::supervising_leader,
                            Role::spokesperson, Role::online_spokesperson, Role::office})
      out.grants.push_back({role, unit.id});
  return out;
}
/// The same, for what came before.
Actor another(int64_t id) {
  Actor out = everybody();
  out.user = {id};
  return out;
}

Desk fresh() {
  Desk out;
  out.state.id = {5};
  out.state.noticed_at = out.now - hours(1);
  return out;
}
Desk after(const std::vector<std::pair<IssueCommand, Actor>>& commands) {
  Desk out = fresh();
  for (const auto& [command, actor] : commands) EXPECT_EQ(out.code(command, actor), "ok") << command.index();
  return out;
}
Issue other(IssueId id) {
  Issue out;
  out.id = id;
  out.noticed_at = hb::tests::kNow - hours(2);
  return out;
}
Desk graded() { return after({{ProposeGrade{Grade::serious, {"harm:ill"}}, the_desk()}}); }
Desk written() {
  return after({{DraftStatement{"通报", "正文"}, another(1)},
                {DraftReport{{"中毒", "东城区", "18人", "已封存", "调查"}}, another(1)},
                {WriteFacts{"18人不适", "就诊记录"}, another(1)},
                {DraftPartnerNotice{"市卫健委", "18人就诊", "东城区"}, another(1)}});
}
Digest report(const Desk& d) { return d.state.reports.empty() ? Digest{} : d.state.reports.back().hash; }
Digest facts(const Desk& d) { return d.state.fact_sheets.empty() ? Digest{} : d.state.fact_sheets.back().hash; }
Digest partner(const Desk& d) { return d.state.partners.empty() ? Digest{} : d.state.partners.back().hash; }
StatementDraft said(const Desk& d) { return d.state.statements.empty() ? StatementDraft{} : d.state.statements.back(); }
Desk signed_by_two() {
  Desk out = written();
  EXPECT_EQ(out.code(ApproveStatement{{1}, said(out).hash}, another(2)), "ok");
  EXPECT_EQ(out.code(ApproveReport{{1}, report(out), 2026, 1}, another(2)), "ok");
  EXPECT_EQ(out.code(AgreeFacts{{1}, facts(out)}, another(2)), "ok");
  EXPECT_EQ(out.code(SendPartnerNotice{{1}, partner(out), "内网", "收文"}, another(2)), "ok");
  return out;
}
Desk published() {
  Desk out = signed_by_two();
  EXPECT_EQ(out.code(PublishStatement{{1}, said(out).hash}, another(3)), "ok");
  EXPECT_EQ(out.code(HandOverReport{{1}, "省局", "机要", "收文12号", out.now}, another(3)), "ok");
  return out;
}
Desk with_case() { return after({{LinkCase{{"HB-1"}, {}}, the_desk()}}); }
Desk dismissed() { return after({{Dismiss{"与本局无关"}, another(1)}}); }
Desk merged() { return after({{MergeInto{.into = other({1}), .reason = "同一件"}, another(1)}}); }

struct State {
  const char* name;
  Desk (*make)();
};
constexpr State kStates[] = {{"fresh", fresh},          {"graded", graded},       {"written", written},
                             {"signed", signed_by_two}, {"published", published}, {"with a case", with_case},
                             {"dismissed", dismissed},  {"merged", merged}};

struct Row {
  const char* name;
  std::function<IssueCommand(const Desk&)> make;
  std::vector<std::string> expected;  ///< in the order of kStates: "ok", "nothing", or the error
};

const std::vector<Row>& rows() {
  static const std::vector<Row> all = {
      {"propose a grade",
       [](const Desk&) -> IssueCommand {
         return ProposeGrade{Grade::critical, {"harm:death"}};
       },
       {"ok", "ok", "ok", "ok", "ok", "ok", "ok", "ok"}},
      {"propose a unit",
       [](const Desk&) -> IssueCommand { return ProposeRemit{{"east"}}; },
       {"ok", "ok", "ok", "ok", "ok", "ok", "ok", "ok"}},
      {"grade",
       [](const Desk&) -> IssueCommand {
         return SetGrade{Grade::serious, "多人就诊"};
       },
       {"ok", "ok", "ok", "ok", "ok", "ok", "ok", "issue.merged"}},
      {"dismiss",
       [](const Desk&) -> IssueCommand { return Dismiss{"与本局无关"}; },
       {"ok", "ok", "ok", "ok", "ok", "ok", "issue.wrong-state", "issue.merged"}},
      {"link a case",
       [](const Desk&) -> IssueCommand {
         return LinkCase{{"HB-9"}, {}};
       },
       {"ok", "ok", "ok", "ok", "ok", "ok", "ok", "issue.merged"}},
      {"tick",
       [](const Desk&) -> IssueCommand { return Tick{}; },
       {"nothing", "nothing", "nothing", "nothing", "nothing", "nothing", "nothing", "nothing"}},
      {"recompute",
       [](const Desk&) -> IssueCommand { return Recompute{{}}; },
       {"nothing", "nothing", "nothing", "nothing", "nothing", "nothing", "nothing", "nothing"}},
      {"draft a statement",
       [](const Desk&) -> IssueCommand {
         return DraftStatement{"通报", "正文"};
       },
       {"ok", "ok", "ok", "ok", "ok", "ok", "ok", "issue.merged"}},
      {"approve the statement",
       [](const Desk& d) -> IssueCommand {
         return ApproveStatement{said(d).id, said(d).hash};
       },
       {"case.no-draft", "case.no-draft", "ok", "issue.wrong-state", "issue.wrong-state", "case.no-draft",
        "case.no-draft", "issue.merged"}},
      {"send the statement back",
       [](const Desk& d) -> IssueCommand {
         return SendBackStatement{said(d).id, "人数未核"};
       },
       {"case.no-draft", "case.no-draft", "ok", "ok", "issue.wrong-state", "case.no-draft", "case.no-draft",
        "issue.merged"}},
      {"publish the statement",
       [](const Desk& d) -> IssueCommand {
         return PublishStatement{said(d).id, said(d).hash};
       },
       {"case.no-draft", "case.no-draft", "case.not-approved", "ok", "case.not-approved", "case.no-draft",
        "case.no-draft", "issue.merged"}},
      {"draft a report",
       [](const Desk&) -> IssueCommand {
         return DraftReport{{"中毒", "东城区", "18人", "已封存", "调查"}};
       },
       {"ok", "ok", "ok", "issue.wrong-state", "ok", "ok", "ok", "issue.merged"}},
      {"approve the report",
       [](const Desk& d) -> IssueCommand {
         return ApproveReport{{1}, report(d), 2026, 1};
       },
       {"issue.no-report", "issue.no-report", "ok", "issue.wrong-state", "issue.wrong-state", "issue.no-report",
        "issue.no-report", "issue.merged"}},
      {"send the report back",
       [](const Desk&) -> IssueCommand {
         return SendBackReport{{1}, "人数未核"};
       },
       {"issue.no-report", "issue.no-report", "ok", "ok", "issue.wrong-state", "issue.no-report", "issue.no-report",
        "issue.merged"}},
      {"hand the report over",
       [](const Desk& d) -> IssueCommand {
         return HandOverReport{{1}, "省局", "机要", "收文12号", d.now};
       },
       {"issue.no-report", "issue.no-report", "case.not-approved", "ok", "issue.wrong-state", "issue.no-report",
        "issue.no-report", "issue.merged"}},
      {"acknowledge",
       [](const Desk&) -> IssueCommand { return Acknowledge{{1}}; },
       {"issue.no-notice", "issue.no-notice", "issue.no-notice", "issue.no-notice", "issue.no-notice",
        "issue.no-notice", "issue.no-notice", "issue.merged"}},
      {"take an issue in",
       [](const Desk&) -> IssueCommand { return TakeIn{.other = other({9}), .reason = "同一件"}; },
       {"ok", "ok", "ok", "ok", "ok", "ok", "ok", "issue.merged"}},
      {"merge into another",
       [](const Desk&) -> IssueCommand { return MergeInto{.into = other({1}), .reason = "同一件"}; },
       {"ok", "ok", "issue.has-words", "issue.has-words", "issue.has-words", "ok", "ok", "issue.merged"}},
      {"part",
       [](const Desk&) -> IssueCommand {
         return PartFrom{{1}, "不是一件"};
       },
       {"ok", "ok", "ok", "ok", "ok", "ok", "ok", "ok"}},
      {"move posts",
       [](const Desk&) -> IssueCommand {
         return MovePosts{{5}, {6}, {{1}}, "另一件"};
       },
       {"ok", "ok", "ok", "ok", "ok", "ok", "ok", "issue.merged"}},
      {"record an assessment",
       [](const Desk& d) -> IssueCommand {
         return RecordAssessment{d.now, {{3}}, "同一供货商", "统一检查", {{{{3}, "发言人"}}, {}}};
       },
       {"ok", "ok", "ok", "ok", "ok", "ok", "ok", "issue.merged"}},
      {"write facts",
       [](const Desk&) -> IssueCommand {
         return WriteFacts{"18人不适", "就诊记录"};
       },
       {"ok", "ok", "ok", "ok", "ok", "ok", "ok", "issue.merged"}},
      {"agree to facts",
       [](const Desk& d) -> IssueCommand {
         return AgreeFacts{{1}, facts(d)};
       },
       {"issue.no-facts", "issue.no-facts", "ok", "issue.wrong-state", "issue.wrong-state", "issue.no-facts",
        "issue.no-facts", "issue.merged"}},
      {"draft a partner notice",
       [](const Desk&) -> IssueCommand {
         return DraftPartnerNotice{"市卫健委", "18人就诊", "东城区"};
       },
       {"ok", "ok", "ok", "ok", "ok", "ok", "ok", "issue.merged"}},
      {"send the partner notice",
       [](const Desk& d) -> IssueCommand {
         return SendPartnerNotice{{1}, partner(d), "内网", "收文"};
       },
       {"issue.no-partner", "issue.no-partner", "ok", "issue.wrong-state", "issue.wrong-state", "issue.no-partner",
        "issue.no-partner", "issue.merged"}},
      {"explain a miss",
       [](const Desk&) -> IssueCommand {
         return ExplainMiss{"statement", 1, "夜间"};
       },
       {"clock.not-missed", "clock.not-missed", "clock.not-missed", "clock.not-missed", "clock.not-missed",
        "clock.not-missed", "clock.not-missed", "issue.merged"}},
      {"report spread",
       [](const Desk&) -> IssueCommand {
         return ReportSpread{{{"东城区"}, {{"east"}}, {}, {}}};
       },
       {"ok", "ok", "ok", "ok", "ok", "ok", "ok", "ok"}},
  };
  return all;
}

bool by_the_desk(const IssueCommand& command) {
  return std::holds_alternative<ProposeGrade>(command) || std::holds_alternative<ProposeRemit>(command) ||
         std::holds_alternative<LinkCase>(command) || std::holds_alternative<Tick>(command) ||
         std::holds_alternative<Recompute>(command) || std::holds_alternative<ReportSpread>(command);
}

TEST(IssueStates, EachCommandInEachState) {
  for (const Row& row : rows()) {
    ASSERT_EQ(row.expected.size(), std::size(kStates)) << row.name;
    for (size_t i = 0; i < std::size(kStates); ++i) {
      Desk desk = kStates[i].make();
      const IssueCommand command = row.make(desk);
      const std::string got = desk.code(command, by_the_desk(command) ? the_desk() : everybody());
      EXPECT_EQ(got, row.expected[i]) << row.name << " when " << kStates[i].name;
    }
  }
}

TEST(IssueStates, EveryCommandHasARow) {
  std::vector<bool> seen(std::variant_size_v<IssueCommand>);
  for (const Row& row : rows()) seen[row.make(fresh()).index()] = true;
  for (size_t i = 0; i < seen.size(); ++i) EXPECT_TRUE(seen[i]) << "command " << i;
}

}  // namespace
}  // namespace hb::casework
