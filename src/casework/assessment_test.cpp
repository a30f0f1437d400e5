#include "casework/assessment.h"

#include <gtest/gtest.h>

#include "tests/support/issue_desk.h"

namespace hb::casework {
namespace {

using tests::colleague;
using tests::kNow;

const Actor kAuthor = colleague(2, Role::responder, "food");
const Actor kSpeaker = colleague(3, Role::spokesperson, "office");
const Actor kHands = colleague(4, Role::online_spokesperson, "office");
const Actor kHead = colleague(5, Role::unit_head, "food");

std::string names(const std::vector<Told>& people) {
  std::string out;
  for (const Told& one : people) out += std::to_string(one.user.value) + " ";
  return out;
}

// 2+X: the two who speak for the bureau are always there; of the others those whose matter or place it is. Whoever is
// criticised does not sit in judgement of it.
TEST(Assessment, TheGroupIsTwoAndX) {
  Rules rules = tests::small_agency();
  const std::vector<Actor> staff{kSpeaker,
                                 kHands,
                                 kHead,
                                 colleague(6, Role::unit_head, "east"),
                                 colleague(7, Role::unit_head, "office"),
                                 colleague(8, Role::supervising_leader, "office"),
                                 colleague(9, Role::online_spokesperson, "east"),
                                 colleague(10, Role::monitor, "food")};
  EXPECT_TRUE(assessment_group({{"food"}}, {}, staff, rules).fixed.empty()) << "the rulebook has no such group";
  rules.groups.push_back({.id = "assessment",
                          .name = {"研判小组", ""},
                          .chair = {},
                          .members = {},
                          .fixed = {Role::spokesperson, Role::online_spokesperson},
                          .plus = {Role::supervising_leader, Role::unit_head}});
  const auto food = assessment_group({{"food"}}, {}, staff, rules);
  EXPECT_EQ(names(food.fixed), "3 4 ");
  EXPECT_EQ(names(food.plus), "5 8 ");
  const auto both = assessment_group({{"food"}, {"east"}}, {{"food"}}, staff, rules);
  EXPECT_EQ(names(both.plus), "6 8 ") << "the criticised unit's head is not of it";
}

TEST(Assessment, IsEnteredWithThoseWhoWereThere) {
  const AssessmentGroup group{{{{3}, "林屿"}}, {{{5}, "王敏"}}};
  const RecordAssessment good{kNow, {{3}, {5}}, "两校同一供货商", "统一检查", group};
  const auto but = [&](auto change) {
    RecordAssessment c = good;
    change(c);
    const auto done = decide(c, kNow - hours(1), kNow);
    return done ? std::string("ok") : done.error().code;
  };
  EXPECT_EQ(but([](auto&) {}), "ok");
  EXPECT_EQ(but([](auto& c) { c.held_at = kNow + Seconds{1}; }), "issue.time");
  EXPECT_EQ(but([](auto& c) { c.held_at = kNow - hours(2); }), "issue.time") << "before anything was heard";
  EXPECT_EQ(but([](auto& c) { c.present = {}; }), "issue.group");
  EXPECT_EQ(but([](auto& c) { c.present = {{5}}; }), "issue.group") << "none of the fixed members";
  EXPECT_EQ(but([](auto& c) { c.present = {{3}, {9}}; }), "issue.group") << "somebody who is not of it";
  EXPECT_EQ(but([](auto& c) { c.decision = ""; }), "case.empty");

  tests::IssueDesk desk;
  EXPECT_EQ(desk.code(good, kAuthor), "issue.not-allowed");
  EXPECT_EQ(desk.code(good, kSpeaker), "ok");
  EXPECT_EQ(desk.state.assessments.at(0).record.present.size(), 2u);
}

TEST(Assessment, WhenTheGroupMeetsAgainIsOnAClockUntilItDoes) {
  tests::IssueDesk desk;
  const AssessmentGroup group{{{{3}, "发言人"}}, {}};
  const auto meet = [&](std::optional<Instant> next) {
    return desk.code(RecordAssessment{desk.now, {{3}}, "两校同一供货商", "统一检查", group, next}, kSpeaker);
  };
  EXPECT_EQ(meet(desk.now), "issue.next");
  EXPECT_EQ(meet(desk.now + hours(24 * 367)), "issue.next") << "further than anybody means";
  ASSERT_EQ(meet(desk.now + hours(4)), "ok");
  ASSERT_EQ(desk.state.clocks.size(), 1u);
  EXPECT_EQ(desk.state.clocks[0].id, "re-assessment");
  EXPECT_EQ(desk.state.clocks[0].due, desk.now + hours(4));
  desk.now = desk.now + hours(3);
  ASSERT_EQ(meet({}), "ok");
  EXPECT_EQ(desk.state.clocks.size(), 1u);
  EXPECT_EQ(desk.state.clocks[0].outcome, ClockOutcome::met);
}

TEST(Assessment, FactsAreWrittenByOneAndAgreedByAnother) {
  tests::IssueDesk desk;
  EXPECT_EQ(desk.code(AgreeFacts{{1}, {}}, kSpeaker), "issue.no-facts");
  EXPECT_EQ(desk.code(WriteFacts{"18人不适", ""}, kAuthor), "case.empty") << "facts without evidence";
  ASSERT_EQ(desk.code(WriteFacts{"18人不适", "就诊记录"}, kAuthor), "ok");
  EXPECT_EQ(desk.state.agreed_facts(), nullptr);
  EXPECT_EQ(desk.code(AgreeFacts{{1}, sha256("x")}, kSpeaker), "case.text-changed");
  EXPECT_EQ(desk.code(AgreeFacts{{1}, facts_hash("18人不适", "就诊记录")}, kAuthor), "issue.not-allowed");
  Actor both = kSpeaker;
  both.user = kAuthor.user;
  EXPECT_EQ(desk.code(AgreeFacts{{1}, facts_hash("18人不适", "就诊记录")}, both), "case.same-person");
  ASSERT_EQ(desk.code(AgreeFacts{{1}, facts_hash("18人不适", "就诊记录")}, kSpeaker), "ok");
  ASSERT_EQ(desk.code(WriteFacts{"21人不适", "就诊记录"}, kAuthor), "ok");
  ASSERT_NE(desk.state.agreed_facts(), nullptr);
  EXPECT_EQ(desk.state.agreed_facts()->facts, "18人不适") << "until the next version is agreed to";
  EXPECT_EQ(desk.code(AgreeFacts{{1}, facts_hash("18人不适", "就诊记录")}, kSpeaker), "case.text-changed");
}

// What was agreed about the younger would be lost to who works on the older.
TEST(Assessment, AnIssueWithAgreedFactsIsNotMergedAway) {
  tests::IssueDesk desk;
  desk.state.id = {2};
  ASSERT_EQ(desk.code(WriteFacts{"18人不适", "就诊记录"}, kAuthor), "ok");
  Issue older;
  older.id = {1};
  EXPECT_EQ(desk.code(MergeInto{.into = older, .reason = "同一件事"}, colleague(9, Role::monitor, "food")),
            "issue.has-words");
}

TEST(Assessment, APartnerIsToldByAnotherThanItsAuthor) {
  tests::IssueDesk desk;
  const DraftPartnerNotice draft{"市卫生健康委", "疑似食源性疾病，18人就诊", "东城区第二小学"};
  EXPECT_EQ(desk.code(draft, colleague(9, Role::monitor, "food")), "issue.not-allowed");
  EXPECT_EQ(desk.code(DraftPartnerNotice{"", "x", "y"}, kAuthor), "case.empty");
  ASSERT_EQ(desk.code(draft, kAuthor), "ok");
  const Digest hash = desk.state.partners.at(0).hash;
  const SendPartnerNotice send{{1}, hash, "政务内网", "收文0311"};
  EXPECT_EQ(desk.code(send, kAuthor), "issue.not-allowed");
  EXPECT_EQ(desk.code(SendPartnerNotice{{2}, hash, "x", "y"}, kHands), "issue.no-partner");
  EXPECT_EQ(desk.code(SendPartnerNotice{{1}, sha256("x"), "x", "y"}, kHands), "case.text-changed");
  Actor both = kHands;
  both.user = kAuthor.user;
  EXPECT_EQ(desk.code(send, both), "case.same-person");
  ASSERT_EQ(desk.code(send, kHands), "ok");
  EXPECT_EQ(desk.code(send, kHands), "issue.wrong-state");
}

}  // namespace
}  // namespace hb::casework
