// Every command in every state, by somebody who may do everything: what the state alone allows.

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "tests/support/case_desk.h"

namespace hb::casework {
namespace {

using namespace tests;

/// Every part in every unit but the criticised one; so that no rule but the state's refuses them. They drafted nothing.
Actor everybody(const UnitId& about) {
  Actor out{{99}, "乙", {}};
  for (const UnitId& unit : std::vector<UnitId>{{"office"}, {"food"}, {"licence"}, {"south"}, {"east"}})
    if (unit != about)
      for (const Role role : {Role::monitor, Role::responder, Role::unit_head, Role::supervising_leader,
                              Role::spokesperson, Role::online_spokesperson, Role::office, Role::auditor})
        out.grants.push_back({role, unit});
  return out;
}

Desk none() {
  Desk out;
  out.rules.clocks.back().pause_reasons = {"testing"};
  return out;
}
Desk dispatched() {
  Desk out = none();
  out.open();
  return out;
}
Desk handling() {
  Desk out = none();
  out.handling();
  return out;
}
Desk drafted() {
  Desk out = handling();
  out.draft();
  return out;
}
Desk approved() {
  Desk out = drafted();
  EXPECT_EQ(out.code(Approve{out.state.drafts.back().id, out.hash()}, kHead), "ok");
  return out;
}
Desk answered() {
  Desk out = handling();
  out.answer("已查处。");
  return out;
}
Desk sent_up() {
  Desk out = dispatched();
  EXPECT_EQ(out.code(ReturnDispatch{"不归我们"}, kResponder), "ok");
  EXPECT_EQ(out.code(DispatchTo{{"south"}, "再看看"}, kOffice), "ok");
  EXPECT_EQ(out.code(ReturnDispatch{"还是不归"}, kResponder), "ok");
  EXPECT_EQ(out.state.state, CaseState::sent_up);
  return out;
}
Desk outside() {
  Desk out;
  CaseOpened facts = pier();
  facts.kind = CaseKind::about_staff;
  facts.about = {"office"};
  out.open(facts);
  EXPECT_EQ(out.state.state, CaseState::outside);
  return out;
}
Desk withdrawn() {
  Desk out = handling();
  EXPECT_EQ(out.code(Withdraw{}, the_citizen()), "ok");
  return out;
}
Desk not_ours() {
  Desk out = handling();
  EXPECT_EQ(out.code(SayNotOurs{"市交通运输局", "12328", "公交不归本局"}, kHead), "ok");
  return out;
}
Desk merged() {
  Desk out = handling();
  EXPECT_EQ(out.code(Merge{{.number = {"HB-2"}, .unit = {"south"}, .about = {}}, "同一件"}, kOffice), "ok");
  return out;
}

struct State {
  const char* name;
  Desk (*make)();
};
constexpr State kStates[] = {{"none", none},         {"dispatched", dispatched}, {"handling", handling},
                             {"drafted", drafted},   {"approved", approved},     {"answered", answered},
                             {"sent up", sent_up},   {"outside", outside},       {"withdrawn", withdrawn},
                             {"not ours", not_ours}, {"merged", merged}};

struct Row {
  const char* name;
  std::function<CaseCommand(const Desk&)> make;
  std::vector<std::string> expected;  ///< in the order of kStates: "ok", "nothing", or the error
};

EvidenceAdded evidence() {
  EvidenceAdded out;
  out.title = "现场照片";
  out.type = "image/jpeg";
  out.bytes = 1024;
  out.sha256 = sha256("p");
  return out;
}

Draft last(const Desk& desk) { return desk.state.drafts.empty() ? Draft{} : desk.state.drafts.back(); }

const std::vector<Row>& rows() {
  static const std::vector<Row> all = {
      {"open",
       [](const Desk&) -> CaseCommand { return OpenCase{pier()}; },
       {"ok", "case.wrong-state", "case.wrong-state", "case.wrong-state", "case.wrong-state", "case.wrong-state",
        "case.wrong-state", "case.wrong-state", "case.wrong-state", "case.wrong-state", "case.wrong-state"}},
      {"accept",
       [](const Desk&) -> CaseCommand { return Accept{}; },
       {"case.wrong-state", "ok", "case.wrong-state", "case.wrong-state", "case.wrong-state", "case.wrong-state",
        "case.wrong-state", "case.wrong-state", "case.wrong-state", "case.wrong-state", "case.merged"}},
      {"return",
       [](const Desk&) -> CaseCommand { return ReturnDispatch{"不归我们"}; },
       {"case.wrong-state", "ok", "case.wrong-state", "case.wrong-state", "case.wrong-state", "case.wrong-state",
        "case.wrong-state", "case.wrong-state", "case.wrong-state", "case.wrong-state", "case.merged"}},
      {"dispatch",
       [](const Desk&) -> CaseCommand {
         return DispatchTo{{"east"}, "改派"};
       },
       {"case.wrong-state", "ok", "ok", "ok", "ok", "case.wrong-state", "ok", "case.wrong-state", "case.wrong-state",
        "case.wrong-state", "case.merged"}},
      {"draft a first reply",
       [](const Desk&) -> CaseCommand {
         return WriteDraft{Part::first_reply, "已收到。", ""};
       },
       {"case.wrong-state", "case.wrong-state", "ok", "ok", "ok", "case.wrong-state", "case.wrong-state",
        "case.wrong-state", "case.wrong-state", "case.wrong-state", "case.merged"}},
      {"draft an answer",
       [](const Desk&) -> CaseCommand {
         return WriteDraft{Part::answer, "经查属实。", ""};
       },
       {"case.wrong-state", "case.wrong-state", "ok", "ok", "ok", "case.wrong-state", "case.wrong-state",
        "case.wrong-state", "case.wrong-state", "case.wrong-state", "case.merged"}},
      {"draft a correction",
       [](const Desk&) -> CaseCommand {
         return WriteDraft{Part::correction, "更正。", ""};
       },
       {"case.wrong-state", "case.wrong-state", "case.wrong-state", "case.wrong-state", "case.wrong-state", "ok",
        "case.wrong-state", "case.wrong-state", "case.wrong-state", "case.wrong-state", "case.merged"}},
      {"draft a retraction",
       [](const Desk&) -> CaseCommand {
         return WriteDraft{Part::retraction, "撤回。", ""};
       },
       {"case.wrong-state", "case.wrong-state", "case.wrong-state", "case.wrong-state", "case.wrong-state", "ok",
        "case.wrong-state", "case.wrong-state", "case.wrong-state", "case.wrong-state", "case.merged"}},
      {"approve",
       [](const Desk& d) -> CaseCommand {
         return Approve{last(d).id, last(d).hash};
       },
       {"case.wrong-state", "case.no-draft", "case.no-draft", "ok", "case.wrong-state", "case.wrong-state",
        "case.no-draft", "case.not-allowed", "case.no-draft", "case.no-draft", "case.merged"}},
      {"send back",
       [](const Desk& d) -> CaseCommand {
         return SendBack{last(d).id, "请写明依据"};
       },
       {"case.wrong-state", "case.no-draft", "case.no-draft", "ok", "ok", "case.wrong-state", "case.no-draft",
        "case.not-allowed", "case.no-draft", "case.no-draft", "case.merged"}},
      {"publish",
       [](const Desk& d) -> CaseCommand {
         return Publish{last(d).id, last(d).hash};
       },
       {"case.wrong-state", "case.no-draft", "case.no-draft", "case.not-approved", "ok", "case.wrong-state",
        "case.no-draft", "case.not-allowed", "case.no-draft", "case.no-draft", "case.merged"}},
      {"extend",
       [](const Desk&) -> CaseCommand {
         return Extend{"final-answer", "检测未完"};
       },
       {"case.wrong-state", "ok", "ok", "ok", "ok", "case.wrong-state", "ok", "case.not-allowed", "case.wrong-state",
        "case.wrong-state", "ok"}},
      {"pause",
       [](const Desk&) -> CaseCommand {
         return PauseClock{"final-answer", "testing", "送检"};
       },
       {"case.wrong-state", "ok", "ok", "ok", "ok", "case.wrong-state", "ok", "clock.cannot-pause", "case.wrong-state",
        "case.wrong-state", "ok"}},
      {"resume",
       [](const Desk&) -> CaseCommand { return ResumeClock{"final-answer"}; },
       {"case.wrong-state", "case.wrong-state", "case.wrong-state", "case.wrong-state", "case.wrong-state",
        "case.wrong-state", "case.wrong-state", "case.not-allowed", "case.wrong-state", "case.wrong-state",
        "case.wrong-state"}},
      {"note",
       [](const Desk&) -> CaseCommand { return AddNote{"已到现场"}; },
       {"case.wrong-state", "ok", "ok", "ok", "ok", "ok", "ok", "ok", "ok", "ok", "ok"}},
      {"show the citizen",
       [](const Desk&) -> CaseCommand { return ShowCitizen{}; },
       {"case.wrong-state", "ok", "ok", "ok", "ok", "ok", "ok", "case.not-allowed", "ok", "ok", "ok"}},
      {"rate",
       [](const Desk&) -> CaseCommand {
         return RateAnswer{Solved::yes, 5};
       },
       {"case.wrong-state", "case.wrong-state", "case.wrong-state", "case.wrong-state", "case.wrong-state", "ok",
        "case.wrong-state", "case.wrong-state", "case.wrong-state", "case.wrong-state", "case.wrong-state"}},
      {"withdraw",
       [](const Desk&) -> CaseCommand { return Withdraw{}; },
       {"case.wrong-state", "ok", "ok", "ok", "ok", "case.wrong-state", "ok", "case.wrong-state", "case.wrong-state",
        "case.wrong-state", "ok"}},
      {"merge",
       [](const Desk&) -> CaseCommand {
         return Merge{{.number = {"HB-2"}, .unit = {"south"}, .about = {}}, "同一件"};
       },
       {"case.wrong-state", "ok", "ok", "ok", "ok", "case.wrong-state", "case.wrong-state", "case.wrong-state",
        "case.wrong-state", "case.wrong-state", "case.merged"}},
      {"unmerge",
       [](const Desk&) -> CaseCommand { return Unmerge{"不是一件"}; },
       {"case.wrong-state", "case.wrong-state", "case.wrong-state", "case.wrong-state", "case.wrong-state",
        "case.wrong-state", "case.wrong-state", "case.wrong-state", "case.wrong-state", "case.wrong-state", "ok"}},
      {"take a child",
       [](const Desk&) -> CaseCommand { return TakeChild{{"HB-3"}}; },
       {"case.wrong-state", "ok", "ok", "ok", "ok", "ok", "ok", "ok", "ok", "ok", "ok"}},
      {"let a child go",
       [](const Desk&) -> CaseCommand { return LetChildGo{{"HB-3"}}; },
       {"case.wrong-state", "nothing", "nothing", "nothing", "nothing", "nothing", "nothing", "nothing", "nothing",
        "nothing", "nothing"}},
      {"follow a word",
       [](const Desk&) -> CaseCommand {
         return FollowWord{{{"HB-2"}, {1}, Part::answer, {7}}};
       },
       {"case.wrong-state", "nothing", "nothing", "nothing", "nothing", "nothing", "nothing", "nothing", "nothing",
        "nothing", "ok"}},
      {"follow a dispatch",
       [](const Desk&) -> CaseCommand {
         return FollowDispatch{{"east"}, "随并案改派"};
       },
       {"case.wrong-state", "nothing", "nothing", "nothing", "nothing", "nothing", "nothing", "nothing", "nothing",
        "nothing", "ok"}},
      {"lose the parent",
       [](const Desk&) -> CaseCommand { return LoseParent{"对方撤回"}; },
       {"case.wrong-state", "nothing", "nothing", "nothing", "nothing", "nothing", "nothing", "nothing", "nothing",
        "nothing", "ok"}},
      {"tick",
       [](const Desk&) -> CaseCommand { return Tick{}; },
       {"case.wrong-state", "nothing", "nothing", "nothing", "nothing", "nothing", "nothing", "nothing", "nothing",
        "nothing", "nothing"}},
      {"recompute",
       [](const Desk&) -> CaseCommand { return Recompute{{}}; },
       {"case.wrong-state", "nothing", "nothing", "nothing", "nothing", "nothing", "nothing", "nothing", "nothing",
        "nothing", "nothing"}},
      {"not ours",
       [](const Desk&) -> CaseCommand {
         return SayNotOurs{"市交通运输局", "12328", "公交不归本局"};
       },
       {"case.wrong-state", "ok", "ok", "ok", "ok", "case.wrong-state", "ok", "case.wrong-state", "case.wrong-state",
        "case.wrong-state", "case.merged"}},
      {"ask help",
       [](const Desk&) -> CaseCommand {
         return AskHelp{{"food"}, "查台账"};
       },
       {"case.wrong-state", "case.wrong-state", "ok", "ok", "ok", "case.wrong-state", "case.wrong-state",
        "case.wrong-state", "case.wrong-state", "case.wrong-state", "case.merged"}},
      {"write help",
       [](const Desk&) -> CaseCommand {
         return WriteHelp{1, {"有台账", "票据", "处罚"}};
       },
       {"case.wrong-state", "case.no-help", "case.no-help", "case.no-help", "case.no-help", "case.no-help",
        "case.no-help", "case.no-help", "case.no-help", "case.no-help", "case.no-help"}},
      {"sign help",
       [](const Desk&) -> CaseCommand {
         return SignHelp{1, {}};
       },
       {"case.wrong-state", "case.no-help", "case.no-help", "case.no-help", "case.no-help", "case.no-help",
        "case.no-help", "case.no-help", "case.no-help", "case.no-help", "case.no-help"}},
      {"end help",
       [](const Desk&) -> CaseCommand {
         return EndHelp{1, "不再需要"};
       },
       {"case.wrong-state", "case.no-help", "case.no-help", "case.no-help", "case.no-help", "case.no-help",
        "case.no-help", "case.no-help", "case.no-help", "case.no-help", "case.no-help"}},
      {"keep a promise",
       [](const Desk&) -> CaseCommand {
         return KeepPromise{1, "已复查"};
       },
       {"case.wrong-state", "case.no-promise", "case.no-promise", "case.no-promise", "case.no-promise",
        "case.no-promise", "case.no-promise", "case.no-promise", "case.no-promise", "case.no-promise",
        "case.no-promise"}},
      {"send a template",
       [](const Desk&) -> CaseCommand {
         return SendTemplate{1, sha256("t"), "已收到。", sha256("t"), {"south"}, {7}, "王敏"};
       },
       {"case.wrong-state", "case.wrong-state", "ok", "ok", "ok", "case.wrong-state", "case.wrong-state",
        "case.wrong-state", "case.wrong-state", "case.wrong-state", "case.merged"}},
      {"add evidence",
       [](const Desk&) -> CaseCommand { return AddEvidence{evidence()}; },
       {"case.wrong-state", "ok", "ok", "ok", "ok", "ok", "ok", "ok", "ok", "ok", "ok"}},
      {"record a decision",
       [](const Desk&) -> CaseCommand {
         return RecordDecision{"acceptance", true, "受理"};
       },
       {"case.wrong-state", "clock.no-decision", "clock.no-decision", "clock.no-decision", "clock.no-decision",
        "clock.no-decision", "clock.no-decision", "clock.no-decision", "clock.no-decision", "clock.no-decision",
        "clock.no-decision"}},
      {"explain a miss",
       [](const Desk&) -> CaseCommand {
         return ExplainMiss{"first-reply", 1, "夜间"};
       },
       {"case.wrong-state", "clock.not-missed", "clock.not-missed", "clock.not-missed", "clock.not-missed",
        "clock.not-missed", "clock.not-missed", "case.not-allowed", "clock.not-missed", "clock.not-missed",
        "clock.not-missed"}},
  };
  return all;
}

TEST(CaseStates, EachCommandInEachState) {
  for (const Row& row : rows()) {
    ASSERT_EQ(row.expected.size(), std::size(kStates)) << row.name;
    for (size_t i = 0; i < std::size(kStates); ++i) {
      Desk desk = kStates[i].make();
      const CaseCommand command = row.make(desk);
      const bool citizens = std::holds_alternative<RateAnswer>(command) || std::holds_alternative<Withdraw>(command);
      const bool desks = std::holds_alternative<Tick>(command) || std::holds_alternative<Recompute>(command);
      const auto events = desk.run(command, citizens ? the_citizen()
                                            : desks  ? the_desk()
                                                     : everybody(desk.state.opened.about));
      const std::string got = !events ? events.error().code : events->empty() ? "nothing" : "ok";
      EXPECT_EQ(got, row.expected[i]) << row.name << " when " << kStates[i].name;
    }
  }
}

// A command that has no row is one whose states nobody thought of.
TEST(CaseStates, EveryCommandHasARow) {
  std::vector<bool> seen(std::variant_size_v<CaseCommand>);
  for (const Row& row : rows()) seen[row.make(handling()).index()] = true;
  for (size_t i = 0; i < seen.size(); ++i) EXPECT_TRUE(seen[i]) << "command " << i;
}

}  // namespace
}  // namespace hb::casework
