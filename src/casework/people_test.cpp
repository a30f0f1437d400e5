#include "casework/people.h"

#include <gtest/gtest.h>

namespace hb::casework {
namespace {

Rules rules() {
  Rules out;
  for (const auto& [id, kind] : {std::pair{"office", UnitKind::office},
                                 {"food", UnitKind::department},
                                 {"east", UnitKind::branch},
                                 {"south", UnitKind::branch}}) {
    Unit unit;
    unit.id = {id};
    unit.kind = kind;
    out.units.push_back(unit);
  }
  return out;
}

// Who reads a case is decided here and nowhere else; a row that changes lets somebody read what is not theirs, or keeps
// somebody from their work.
TEST(People, ReadTheCasesThatAreTheirs) {
  struct Row {
    Role role;
    const char* unit;
    bool of_east, of_east_about_food, of_office_about_east, outside_about_office;
  };
  const Row rows[] = {
      {Role::monitor, "east", true, true, false, false},
      {Role::responder, "east", true, true, false, false},
      {Role::unit_head, "east", true, true, false, false},
      {Role::online_spokesperson, "east", true, true, false, false},
      {Role::administrator, "east", false, false, false, false},
      {Role::responder, "south", false, false, false, false},
      {Role::responder, "food", false, false, false, false},
      {Role::responder, "office", false, false, true, false},
      {Role::office, "office", true, true, true, false},
      {Role::online_spokesperson, "office", true, true, true, false},
      {Role::spokesperson, "office", true, true, true, false},
      {Role::supervising_leader, "office", true, true, true, false},
      {Role::supervising_leader, "food", true, false, true, true},
      {Role::auditor, "office", true, true, true, true},
      {Role::auditor, "east", true, true, true, true},
      {Role::administrator, "office", false, false, false, false},
  };
  const Rules book = rules();
  for (const Row& row : rows) {
    const Reading reads = reading({{1}, "甲", {{row.role, {row.unit}}}}, book);
    const std::string who = std::string(name_of(row.role)) + "@" + row.unit;
    EXPECT_EQ(may_read(reads, {"east"}, {}), row.of_east) << who;
    EXPECT_EQ(may_read(reads, {"east"}, {"food"}), row.of_east_about_food) << who;
    EXPECT_EQ(may_read(reads, {"office"}, {"east"}), row.of_office_about_east) << who;
    EXPECT_EQ(may_read(reads, {}, {"office"}), row.outside_about_office) << who;
  }
}

TEST(People, WhoPlaysTwoPartsIsShutOutByEither) {
  const Reading both = reading({{1}, "甲", {{Role::office, {"office"}}, {Role::monitor, {"east"}}}}, rules());
  EXPECT_TRUE(may_read(both, {"south"}, {}));
  const std::vector<UnitId> helping{{"west"}, {"south"}};
  const Reading south{.all = false, .units = {{"south"}}, .not_about = {{"south"}}};
  EXPECT_TRUE(may_read(south, {"east"}, {}, helping)) << "whose unit was asked for its part";
  EXPECT_FALSE(may_read(south, {"east"}, {}, std::vector<UnitId>{{"west"}}));
  EXPECT_FALSE(may_read(south, {"east"}, {"south"}, helping)) << "asked or not, nobody reads about their own unit";
  EXPECT_FALSE(may_read(both, {"office"}, {"east"}));
  const Reading nobody = reading({{1}, "甲", {}}, rules());
  EXPECT_FALSE(may_read(nobody, {"east"}, {}));
  EXPECT_FALSE(may_read(nobody, {}, {}));
}

}  // namespace
}  // namespace hb::casework
