// 2.6: a machine proposes, a person decides.

#include <gtest/gtest.h>

#include "tests/support/desk_world.h"

namespace hb::never {
namespace {

using namespace casework;
using test::DeskWorld;

TEST(NeverMachine, WhateverIsHeardNoCaseIsOpenedNothingIsDecidedAndNothingIsSaid) {
  DeskWorld w;
  ASSERT_TRUE(w.hearing.load());
  int critical = 0;
  for (int i = 0; i < 60; ++i) {
    const std::string text =
        "东城第三小学第" + std::to_string(i) + "个孩子送医院抢救，三人死亡，第" + std::to_string(i * 13) + "条";
    const std::string author = "作者" + std::to_string(i);
    const desk::Incoming in{
        .source = "forum", .publisher = "", .url = "", .published_at = {}, .title = "", .text = text, .author = author};
    const auto heard = w.hearing.hear({&in, 1});
    ASSERT_TRUE(heard);
    critical += static_cast<int>(heard->critical.size());
    w.clock.at = w.clock.at + hours(1);
    ASSERT_TRUE(w.issues.tick());
    ASSERT_TRUE(w.cases.tick());
    ASSERT_TRUE(desk::enter_receipts(w.wiring));
  }
  EXPECT_GT(critical, 0);
  EXPECT_EQ(w.store.count_cases({}, desk::kCountAll).value(), 0);
  EXPECT_EQ(w.store.ledger_size().value(), 0);
  EXPECT_TRUE(w.store.outbox_due(w.clock.at + hours(999), 500)->empty());
  int issues = 0;
  const auto row_rows = w.store.issues({.remit_only = false, .at_least = {}}).value();
  for (const auto& row : row_rows) {
    ++issues;
    const auto issue = w.issues.load(row.id).value();
    EXPECT_FALSE(issue.set) << "a grade that a person sets";
    EXPECT_FALSE(issue.dismissed);
    EXPECT_TRUE(issue.cases.empty());
    EXPECT_TRUE(issue.statements.empty());
  }
  EXPECT_GT(issues, 0);
}

TEST(NeverMachine, APersonsGradeStandsWhateverIsProposedAfterwards) {
  DeskWorld w;
  ASSERT_TRUE(w.hearing.load());
  const desk::Incoming in{.source = "forum",
                          .publisher = "",
                          .url = "",
                          .published_at = {},
                          .title = "",
                          .text = "东城第三小学孩子送医院抢救",
                          .author = "甲"};
  ASSERT_TRUE(w.hearing.hear({&in, 1}));
  ASSERT_TRUE(w.issues.act(DeskWorld::person(1, Role::monitor, "east"), {1}, SetGrade{Grade::routine, "核实为演习"}));
  for (const Grade grade : {Grade::critical, Grade::serious, Grade::critical})
    ASSERT_TRUE(w.issues.act(the_desk(), {1}, ProposeGrade{grade, {"harm:death"}}));
  EXPECT_EQ(w.issues.load({1})->set, Grade::routine);
  EXPECT_EQ(w.store.issue_row({1}).value()->grade, Grade::routine);
}

template <class Command, size_t... I>
std::vector<Command> one_of_each(std::index_sequence<I...>) {
  return {Command(std::in_place_index<I>)...};
}

// Whoever adds a command must say here whether the desk may give it without a person.
TEST(NeverMachine, TheDeskByItselfMayOnlyProposeLinkAndTellTheTime) {
  DeskWorld w;
  desk::Complaint complaint;
  complaint.title = "退款不到账";
  complaint.text = "健身房关门";
  complaint.places = {"西湾区"};
  const CaseNumber number = w.cases.complain(complaint, w.vault)->number;
  // Recompute reckons provisional clocks by a new notice of days off: arithmetic, as telling the time is.
  const std::set<size_t> for_case{CaseCommand(OpenCase{}).index(), CaseCommand(Tick{}).index(),
                                  CaseCommand(Recompute{}).index()};
  const auto state = w.cases.load(number).value();
  for (const auto& command : one_of_each<CaseCommand>(std::make_index_sequence<std::variant_size_v<CaseCommand>>{})) {
    if (for_case.contains(command.index())) continue;
    for (const CaseState at : {CaseState::dispatched, CaseState::handling}) {
      Case moved = state;
      moved.state = at;
      const auto done = decide(moved, command, the_desk(), w.clock.at, *w.wiring.rules);
      EXPECT_FALSE(done) << "the desk by itself did command " << command.index();
    }
  }
  // ReportSpread tells people that an issue is not one district's any more; it changes nothing.
  const std::set<size_t> for_issue{IssueCommand(ProposeGrade{}).index(), IssueCommand(ProposeRemit{}).index(),
                                   IssueCommand(LinkCase{}).index(),     IssueCommand(Tick{}).index(),
                                   IssueCommand(Recompute{}).index(),    IssueCommand(ReportSpread{}).index()};
  for (const auto& command : one_of_each<IssueCommand>(std::make_index_sequence<std::variant_size_v<IssueCommand>>{})) {
    const auto by_desk = decide(Issue{}, command, the_desk(), w.clock.at, *w.wiring.rules);
    const bool made = by_desk && !by_desk->empty();
    EXPECT_TRUE(!made || for_issue.contains(command.index())) << "the desk by itself did command " << command.index();
    // And what is the machine's is not given by people in its name.
    if (!for_issue.contains(command.index()) || std::holds_alternative<Tick>(command)) continue;
    const auto by_person =
        decide(Issue{}, command, DeskWorld::person(1, Role::office, "office"), w.clock.at, *w.wiring.rules);
    EXPECT_FALSE(by_person) << command.index();
  }
}

}  // namespace
}  // namespace hb::never
