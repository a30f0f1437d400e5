#include "casework/staffing.h"

#include <gtest/gtest.h>

#include "tests/support/small_agency.h"

namespace hb::casework {
namespace {

constexpr Instant kNow{1772650800};

/// Only one branch, so that each test sees what it is about.
struct Branch {
  Rules book = tests::small_agency();
  std::vector<Actor> staff{{{1}, "甲", {{Role::unit_head, {"east"}}}},
                           {{2}, "乙", {{Role::online_spokesperson, {"east"}}}},
                           {{3}, "丙", {{Role::responder, {"east"}}}}};
  Cover cover;
  Branch() {
    std::erase_if(book.units, [](const Unit& unit) { return unit.kind != UnitKind::branch; });
    book.deputies.clear();
  }
  std::vector<std::string> words() const {
    std::vector<std::string> out;
    for (const Lacking& one : lacking(book, staff, cover, kNow))
      out.push_back(std::string(name_of(one.lack)) + (one.word.empty() ? "" : " " + one.word));
    return out;
  }
  void away(int64_t person) {
    apply(cover, kNow, {person},
          CoverEvent{AwayNoted{static_cast<int64_t>(cover.away.size()) + 1, {person}, kNow, kNow + hours(8)}});
  }
};
using Words = std::vector<std::string>;

// A small branch on leave finds out on the day that nobody may publish, unless it is told before.
TEST(Staffing, SaysWhereDifferentPeopleCannotBeFound) {
  EXPECT_EQ(Branch{}.words(), Words{});
  Branch leave;
  leave.away(2);
  EXPECT_EQ(leave.words(), Words{"different-people answer"});
  leave.away(1);
  EXPECT_EQ(leave.words(), (Words{"different-people first-reply", "different-people answer"}));
  Branch two_parts;
  two_parts.staff[2].grants.push_back({Role::online_spokesperson, {"east"}});
  two_parts.staff.erase(two_parts.staff.begin() + 1);
  EXPECT_EQ(two_parts.words(), Words{"different-people answer"}) << "one person is not two";
  Branch elsewhere;
  elsewhere.staff[2].grants = {{Role::responder, {"food"}}};
  EXPECT_EQ(elsewhere.words(), (Words{"different-people first-reply", "different-people answer"}));
}

// Leave is met by the office; that a unit never had the people is for the people page to say.
TEST(Staffing, AUnitIsShortWhileItsPeopleAreAwayAndNotWhenItNeverHadThem) {
  const auto short_of = [](const Branch& one) { return short_of_people(one.book, one.staff, one.cover, kNow); };
  EXPECT_TRUE(short_of(Branch{}).empty());
  Branch leave;
  leave.away(2);
  EXPECT_EQ(short_of(leave), std::vector<UnitId>{{"east"}});
  Branch never;
  never.staff.pop_back();
  never.away(2);
  EXPECT_TRUE(short_of(never).empty());
}

TEST(Staffing, ADeputyFillsThePostButIsStillOnePerson) {
  Branch leave;
  leave.away(2);
  const auto stand_in = [&](int64_t deputy) {
    Branch out = leave;
    apply(out.cover, kNow, {2},
          CoverEvent{DeputyNamed{1, {2}, {deputy}, Role::online_spokesperson, {"east"}, kNow, kNow + hours(8), "无"}});
    return out.words();
  };
  EXPECT_EQ(stand_in(3), Words{"different-people answer"}) << "the only responder cannot publish what they wrote";
  leave.staff.push_back({{4}, "丁", {{Role::monitor, {"east"}}}});
  EXPECT_EQ(stand_in(4), Words{});
}

TEST(Staffing, CountsWhoHoldsARoleAgainstTheRules) {
  Branch one;
  one.book.units.front().size = BranchSize::small;
  one.book.staffing = {{UnitKind::branch, BranchSize::small, Role::monitor, 1, 1},
                       {UnitKind::branch, BranchSize::large, Role::monitor, 3, 3},
                       {UnitKind::department, {}, Role::monitor, 1, 2}};
  const auto of = [](Lack lack, int has) {
    return std::vector<Lacking>{{.lack = lack, .unit = {"east"}, .has = has, .at_least = 1, .at_most = 1, .word = ""}};
  };
  EXPECT_EQ(lacking(one.book, one.staff, one.cover, kNow), of(Lack::too_few, 0));
  one.staff.push_back({{4}, "丁", {{Role::monitor, {"east"}}}});
  EXPECT_EQ(lacking(one.book, one.staff, one.cover, kNow), std::vector<Lacking>{});
  one.staff.push_back({{5}, "戊", {{Role::monitor, {"east"}}}});
  EXPECT_EQ(lacking(one.book, one.staff, one.cover, kNow), of(Lack::too_many, 2));
}

TEST(Staffing, APostWithDeputiesHasOneNamed) {
  Branch one;
  one.book.deputies = {Role::unit_head};
  EXPECT_EQ(one.words(), Words{"no-deputy"});
  apply(one.cover, kNow, {1},
        CoverEvent{DeputyNamed{1, {1}, {3}, Role::unit_head, {"east"}, kNow, kNow + hours(8), "三件待批"}});
  EXPECT_EQ(one.words(), Words{});
}

}  // namespace
}  // namespace hb::casework
