// Which unit a matter is likely for: by the shipped lexicon until the desk's own closed cases are enough to learn from.

#include "desk/category.h"

#include <gtest/gtest.h>

#include "tests/support/desk_world.h"

namespace hb::app {
namespace {

using namespace casework;
using desk::Suggestion;
using test::DeskWorld;

struct Desk : DeskWorld {
  const Actor office = person(4, Role::office, "office");

  CaseNumber open(const std::string& title, const char* matter, std::vector<std::string> places = {}) {
    CaseOpened facts;
    facts.channel = Channel::staff;
    facts.title = title;
    facts.summary = title;
    facts.matter = matter;
    facts.places = std::move(places);
    facts.posted_at = facts.noticed_at = clock.at;
    const auto number = cases.open(office, facts);
    EXPECT_TRUE(number) << number.error().code;
    return *number;
  }
  void answer(const CaseNumber& number) {
    const UnitId unit = cases.load(number)->unit;
    const auto act = [&](int64_t id, Role role, const UnitId& in, const CaseCommand& command) {
      const auto done = cases.act({{id}, "甲", {{role, in}}}, number, command);
      EXPECT_TRUE(done) << done.error().code << " " << done.error().detail;
    };
    act(5, Role::responder, unit, Accept{});
    act(5, Role::responder, unit, WriteDraft{Part::answer, "已核查。", ""});
    const auto draft = cases.load(number)->drafts.back();
    act(6, Role::unit_head, unit, Approve{draft.id, draft.hash});
    act(7, Role::online_spokesperson, {"office"}, Publish{draft.id, draft.hash});
  }
  Suggestion suggested(const std::string& title, const char* matter = "", std::vector<std::string> places = {}) {
    return category.for_case(cases.load(open(title, matter, std::move(places))).value()).value();
  }
  /// What nobody would guess from the lexicon: this desk gives lamp posts to the food department.
  void close_a_year(int of_each) {
    for (int i = 0; i < of_each; ++i) {
      answer(open("反映路灯不亮第" + std::to_string(i * 7) + "号灯杆", "food"));
      answer(open("反映井盖松动第" + std::to_string(i * 7) + "处路面", "price"));
    }
  }
};

TEST(Category, AClearPlaceDecidesByTheRule) {
  Desk w;
  const auto got = w.suggested("食堂的菜发霉", "", {"东城区"});
  EXPECT_EQ(got.by, Suggestion::By::place);
  EXPECT_EQ(got.unit.value, "east");
  EXPECT_EQ(got.why, std::vector<std::string>{"东城区"});
  EXPECT_EQ(got.matter, "food") << "what it is about is proposed all the same";
}

TEST(Category, BeforeAnythingIsLearntTheLexiconProposesAndSaysBySomeWords) {
  Desk w;
  const auto got = w.suggested("食堂的菜发霉");
  EXPECT_EQ(got.by, Suggestion::By::lexicon);
  EXPECT_EQ(got.unit.value, "food");
  EXPECT_EQ(got.matter, "food");
  EXPECT_EQ(got.why, (std::vector<std::string>{"食堂", "发霉"}));
  EXPECT_EQ(got.learnt_from, 0);
  EXPECT_EQ(w.suggested("反映一件事").by, Suggestion::By::nothing);
}

TEST(Category, FiftyClosedCasesAUnitAreLearntAndFortyNineAreNot) {
  Desk w;
  w.close_a_year(49);
  const auto early = w.category.learn().value();
  ASSERT_TRUE(early);
  EXPECT_FALSE(early->adopted);
  EXPECT_EQ(early->units, 0);
  EXPECT_EQ(w.suggested("路灯不亮").learnt_from, 0);

  EXPECT_FALSE(w.category.learn().value()) << "not twice a day";
  w.clock.at = w.clock.at + hours(25);
  EXPECT_FALSE(w.category.learn().value()) << "nothing was closed since";
  w.close_a_year(15);
  const auto learnt = w.category.learn().value();
  ASSERT_TRUE(learnt);
  EXPECT_TRUE(learnt->adopted);
  EXPECT_EQ(learnt->units, 2);
  EXPECT_EQ(learnt->cases, 128);
  EXPECT_GT(learnt->f1, 0.9);
  const auto got = w.suggested("有一根路灯灯杆不亮");
  EXPECT_EQ(got.by, Suggestion::By::learnt);
  EXPECT_EQ(got.unit.value, "food");
  EXPECT_FALSE(got.why.empty());
  EXPECT_EQ(got.learnt_from, 128);
  EXPECT_EQ(w.suggested("路面井盖松动").unit.value, "price");

  desk::Category restarted(w.wiring);
  ASSERT_TRUE(restarted.load());
  EXPECT_EQ(restarted.for_case(w.cases.load(w.open("路面井盖松动", "")).value())->unit.value, "price");
}

TEST(Category, WhatDoesWorseThanWhatRunsIsNotAdopted) {
  Desk w;
  w.close_a_year(60);
  ASSERT_TRUE(w.category.learn().value()->adopted);
  // Whoever dispatches errs with every case but those that are held back: what is learnt from that is worse.
  desk::Category another(w.wiring);
  ASSERT_TRUE(another.load());
  for (int i = 0; i < 150; ++i) {
    const std::string title = "反映路灯不亮第" + std::to_string(1000 + i) + "号灯杆";
    const bool held_back = sha256(title + "\n" + title)[0] % 5 == 0;
    w.answer(w.open(title, held_back ? "food" : "price"));
  }
  w.clock.at = w.clock.at + hours(25);
  const auto again = another.learn().value();
  ASSERT_TRUE(again);
  EXPECT_FALSE(again->adopted);
  EXPECT_LT(again->f1, again->before);
  EXPECT_EQ(another.for_case(w.cases.load(w.open("路灯不亮", "")).value())->unit.value, "food");
}

TEST(Category, TextsThatAllSayTheSameTeachNothingAndAreNotReadAgainEveryTenMinutes) {
  Desk w;
  // All lamp posts are held back, so that what is left to learn from is of one unit.
  int lamp = 0;
  const auto held_back = [](const std::string& title) { return sha256(title + "\n" + title)[0] % 5 == 0; };
  const auto title = [](int i) { return "反映路灯不亮第" + std::to_string(i) + "号灯杆"; };
  while (!held_back(title(lamp))) ++lamp;
  for (int i = 0; i < 50; ++i) {
    w.answer(w.open(title(lamp), "food"));
    w.answer(w.open("反映井盖松动第" + std::to_string(i * 7) + "处路面", "price"));
  }
  const auto first = w.category.learn();
  ASSERT_TRUE(first) << first.error().code;
  ASSERT_TRUE(*first);
  EXPECT_FALSE((*first)->adopted);
  const auto again = w.category.learn();
  ASSERT_TRUE(again) << again.error().code;
  EXPECT_FALSE(*again) << "not twice a day";
}

TEST(Category, TheCriticisedUnitIsNeverProposed) {
  Desk w;
  CaseOpened facts;
  facts.kind = CaseKind::about_staff;
  facts.channel = Channel::staff;
  facts.title = "食品处工作人员拿了食堂的好处";
  facts.about = {"food"};
  facts.posted_at = facts.noticed_at = w.clock.at;
  const auto number = w.cases.open(w.office, facts);
  ASSERT_TRUE(number) << number.error().code;
  EXPECT_NE(w.category.for_case(w.cases.load(*number).value())->unit.value, "food");
}

TEST(Category, ADamagedModelIsSaidAndNotUsed) {
  Desk w;
  desk::Changes c;
  c.settings = {{"category/model", "rubbish"}, {"category/record", "1 2 0.5"}};
  ASSERT_TRUE(w.store.commit(c));
  EXPECT_EQ(w.category.load().error().code, "classify.model");
}

}  // namespace
}  // namespace hb::app
