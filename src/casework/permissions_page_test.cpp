#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "casework/people.h"
#include "tests/support/small_agency.h"

namespace hb::casework {
namespace {

const char* sentence(Where where) {
  switch (where) {
    case Where::anywhere:
      return "yes";
    case Where::unit:
      return "own unit";
    case Where::office:
      return "in the office";
    case Where::unit_if_office:
      return "own unit, if the office";
    case Where::speaking_unit:
      return "own branch; the office for all else";
    case Where::unit_or_no_branch:
      return "own unit; any, if no branch";
  }
  return "";
}

std::string page() {
  std::ostringstream out;
  out << "# Who may what\n\n"
         "This page is made from the table in `src/casework/people.cpp`; a test fails when the two differ. A cell says "
         "where\n"
         "the role must be held for the act; an empty one: not allowed. Who must be different people is in the\n"
         "rules of each official word; a deputy acts with the permissions of the post they stand in for.\n\n"
         "| act |";
  for (size_t i = 0; i < kRoles; ++i) out << " " << name_of(static_cast<Role>(i)) << " |";
  out << "\n|---|";
  for (size_t i = 0; i < kRoles; ++i) out << "---|";
  out << "\n";
  for (size_t i = 0; i < kActs; ++i) {
    const auto act = static_cast<Act>(i);
    out << "| " << name_of(act) << " |";
    for (size_t r = 0; r < kRoles; ++r) {
      std::string cell;
      for (const Permission& line : permissions())
        if (line.act == act && line.role == static_cast<Role>(r))
          cell += (cell.empty() ? " " : "; ") + std::string(sentence(line.where));
      out << cell << " |";
    }
    out << "\n";
  }
  return out.str();
}

// An auditor or an operator reads the page, not the code: a page that lags behind tells them of permissions that are
// not.
TEST(Permissions, ThePageInDocsIsTheTable) {
  std::ifstream in(HB_SOURCE_DIR "/docs/permissions.md", std::ios::binary);
  std::ostringstream kept;
  kept << in.rdbuf();
  if (kept.str() == page()) return;
  std::ofstream("permissions.md", std::ios::binary) << page();
  ADD_FAILURE() << "docs/permissions.md is not current; the page as it should be was written to permissions.md here";
}

TEST(Permissions, EveryActIsSomebodysAndNoLineStandsTwice) {
  std::set<std::pair<Act, Role>> seen;
  std::map<Act, int> lines;
  for (const Permission& line : permissions()) {
    EXPECT_TRUE(seen.insert({line.act, line.role}).second) << name_of(line.act) << " " << name_of(line.role);
    ++lines[line.act];
  }
  EXPECT_EQ(lines.size(), kActs);
}

// The auditor and the administrator change nothing of the work: one reads, and writes what was found of a duty not
// done; the other keeps accounts and sources.
TEST(Permissions, WhoReadsEverythingWritesNothing) {
  const std::set<Act> of_auditor{Act::read_all, Act::read_unit, Act::read_people, Act::read_searches, Act::audit};
  const std::set<Act> of_administrator{Act::propose, Act::confirm_source, Act::read_people};
  for (const Permission& line : permissions()) {
    EXPECT_TRUE(line.role != Role::auditor || of_auditor.contains(line.act)) << name_of(line.act);
    EXPECT_TRUE(line.role != Role::administrator || of_administrator.contains(line.act)) << name_of(line.act);
  }
}

TEST(Permissions, ARoleCountsWhereItIsHeld) {
  const Rules book = tests::small_agency();
  const struct {
    Act act;
    Role role;
    const char* held;
    const char* about;
    bool allowed;
  } rows[] = {
      {Act::approve, Role::unit_head, "food", "food", true},
      {Act::approve, Role::unit_head, "east", "food", false},
      {Act::publish, Role::online_spokesperson, "east", "east", true},
      {Act::publish, Role::online_spokesperson, "east", "food", false},
      {Act::publish, Role::online_spokesperson, "office", "food", true},
      {Act::publish, Role::online_spokesperson, "office", "east", false},
      {Act::draft, Role::office, "office", "office", true},
      {Act::draft, Role::office, "office", "food", false},
      {Act::draft_statement, Role::responder, "food", "east", true},
      {Act::draft_statement, Role::responder, "east", "food", false},
      {Act::keep_roster, Role::unit_head, "east", "food", false},
      {Act::keep_roster, Role::office, "office", "food", true},
      {Act::see_citizen, Role::auditor, "food", "food", false},
  };
  for (const auto& row : rows)
    EXPECT_EQ(allowed(row.act, tests::colleague(1, row.role, row.held), {row.about}, book), row.allowed)
        << name_of(row.act) << " by " << name_of(row.role) << "@" << row.held << " about " << row.about;
}

}  // namespace
}  // namespace hb::casework
