#include <gtest/gtest.h>

#include <filesystem>
#include <set>

#include "store/sqlite/store.h"

namespace hb::store {
namespace {

// Columns whose names speak of people, and why they may: none is about who wrote a post.
const std::set<std::string> kAllowed = {
    "outbox.account",         // the official account that speaks
    "case_events.by_user",    // a member of staff
    "case_events.by_name",    // a member of staff
    "issue_events.by_user",   // a member of staff
    "issue_events.by_name",   // a member of staff
    "record_events.by_user",  // a member of staff
    "record_events.by_name",  // a member of staff
    "searches.by_user",       // a member of staff: who searched
    "searches.by_name",       // a member of staff: who searched
};

TEST(NeverSchema, NoColumnHoldsWhoWroteAPost) {
  std::string dir = testing::TempDir() + "hb-never-XXXXXX";
  ASSERT_TRUE(::mkdtemp(dir.data()));
  ASSERT_TRUE(SqliteStore::open(dir));
  SqlWork work;
  auto db = Connection::open(dir + "/hearback.db", true, work);
  ASSERT_TRUE(db);
  auto q = (*db)->prepare(
      "SELECT lower(m.name || '.' || c.name) FROM sqlite_schema m, pragma_table_info(m.name) c WHERE m.type='table'");
  int columns = 0;
  while (q.step()) {
    ++columns;
    const std::string name = q.text(0);
    if (name.starts_with("users.") || kAllowed.contains(name)) continue;
    for (const char* word : {"author", "account", "user", "handle", "nick", "poster", "by_name", "avatar", "profile"})
      EXPECT_EQ(name.find(word), std::string::npos) << name;
  }
  EXPECT_GT(columns, 100);
  std::filesystem::remove_all(dir);
}

}  // namespace
}  // namespace hb::store
