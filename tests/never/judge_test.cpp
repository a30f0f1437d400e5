// 2.5: a criticised unit does not judge itself.

#include <gtest/gtest.h>

#include "tests/never/people.h"
#include "tests/support/desk_world.h"

namespace hb::never {
namespace {

using namespace casework;
using test::DeskWorld;

template <size_t... I>
std::vector<CaseCommand> one_of_each(std::index_sequence<I...>) {
  return {CaseCommand(std::in_place_index<I>)...};
}
const std::vector<CaseCommand> kEvery = one_of_each(std::make_index_sequence<std::variant_size_v<CaseCommand>>{});

TEST(NeverJudge, NoRouteLeadsToTheUnitTheCaseIsAbout) {
  const DeskWorld w;
  const Rules& rules = *w.wiring.rules;
  std::vector<std::string> places{""}, matters{""};
  for (const auto& unit : rules.units) {
    places.insert(places.end(), unit.places.begin(), unit.places.end());
    matters.insert(matters.end(), unit.remit.begin(), unit.remit.end());
  }
  int routes = 0;
  for (const auto& about : rules.units)
    for (const auto& place : places)
      for (const auto& matter : matters) {
        const auto to = route(rules, std::vector<std::string>{place}, matter, about.id);
        if (!to) continue;
        ++routes;
        EXPECT_NE(to->unit, about.id) << place << matter;
        EXPECT_TRUE(to->unit || !to->outside.empty());
      }
  EXPECT_GT(routes, 100);
}

TEST(NeverJudge, ItsPeopleMayDoNothingToTheCaseAndSeeNothingOfTheCitizen) {
  for (const char* unit : {"licence", "food", "south"}) {
    DeskWorld w;
    desk::Complaint complaint;
    complaint.kind = CaseKind::about_staff;
    complaint.privacy = Privacy::confidential;
    complaint.title = "窗口推诿";
    complaint.text = "跑了五次都没办成";
    complaint.contact = "13900000000";
    complaint.places = {"南港区"};
    complaint.about = {unit};
    const CaseNumber number = w.cases.complain(complaint, w.vault)->number;
    const auto in_charge = w.cases.load(number)->unit;
    ASSERT_NE(in_charge.value, unit);
    int refused = 0;
    for (const Actor& who : everybody(*w.wiring.rules)) {
      if (std::ranges::none_of(who.grants, [&](const Grant& g) { return g.unit.value == unit; })) continue;
      for (const CaseCommand& command : kEvery) {
        if (std::holds_alternative<OpenCase>(command)) continue;
        const auto done = w.cases.act(who, number, command);
        ASSERT_FALSE(done) << command.index();
        EXPECT_EQ(done.error().code, "case.conflict") << command.index();
        ++refused;
      }
      EXPECT_EQ(w.cases.show_citizen(who, number, w.vault).error().code, "case.conflict");
    }
    EXPECT_GT(refused, 100);
    // Nobody can send it there, and sending it back does not.
    for (const Actor& who : everybody(*w.wiring.rules)) {
      (void)w.cases.act(who, number, DispatchTo{{unit}, "退回原单位"});
      (void)w.cases.act(who, number, ReturnDispatch{"不归我们"});
      EXPECT_NE(w.cases.load(number)->unit.value, unit);
    }
    const auto recorded_rows = w.store.case_events(number).value();
    for (const auto& recorded : recorded_rows) EXPECT_FALSE(std::get_if<CitizenShown>(&recorded.event));
  }
}

TEST(NeverJudge, ItDoesNotOpenTheCaseEitherAndSaysNothingInPublicOnItsIssue) {
  DeskWorld w;
  ASSERT_TRUE(w.hearing.load());
  const desk::Incoming in{.source = "forum",
                          .publisher = "",
                          .url = "",
                          .published_at = {},
                          .title = "",
                          .text = "政务中心登记许可窗口态度恶劣，跑了五次",
                          .author = "甲"};
  ASSERT_TRUE(w.hearing.hear({&in, 1}));
  CaseOpened facts;
  facts.title = "窗口推诿";
  facts.about = {"licence"};
  facts.issue = {1};
  facts.posted_at = facts.noticed_at = w.clock.at;
  EXPECT_EQ(w.cases.open(DeskWorld::person(1, Role::monitor, "licence"), facts).error().code, "case.conflict");
  ASSERT_TRUE(w.cases.open(DeskWorld::person(1, Role::monitor, "south"), facts));
  for (const Actor& who : everybody(*w.wiring.rules)) {
    if (std::ranges::none_of(who.grants, [](const Grant& g) { return g.unit.value == "licence"; })) continue;
    for (const IssueCommand& command : std::vector<IssueCommand>{DraftStatement{"说明", "没有此事"}, ApproveStatement{},
                                                                 SendBackStatement{{}, "再核"}, PublishStatement{}}) {
      const auto done = w.issues.act(who, {1}, command);
      ASSERT_FALSE(done);
      EXPECT_EQ(done.error().code, "issue.conflict");
    }
  }
}

}  // namespace
}  // namespace hb::never
