// What a desk keeps of a rulebook is that very version, whatever ships with a later program.

#include "app/rulebooks.h"

#include <gtest/gtest.h>

#include "app/kept_rulebooks.h"
#include "desk/rulebooks.h"
#include "rulebook/explain.h"
#include "store/memory/store.h"

namespace hb::app {
namespace {

rulebook::Rulebook city() { return load_rulebook(HB_SOURCE_DIR "/rulebooks/mingchuan.toml").value(); }

TEST(KeptRulebook, IsReadAgainAsTheSameVersion) {
  const auto book = city();
  const auto again = unpack_rulebook(pack_rulebook(book.made_of), "kept");
  ASSERT_TRUE(again);
  EXPECT_EQ(again->rules.version, book.rules.version);
  EXPECT_EQ(rulebook::differences(book, *again, Language::zh), "");
  EXPECT_EQ(pack_rulebook(again->made_of), pack_rulebook(book.made_of));
}

TEST(KeptRulebook, OneThatWasCutOrGrewIsNoneAndNoCrash) {
  const std::string packed = pack_rulebook(city().made_of);
  for (size_t cut = 0; cut < packed.size(); cut += cut < 200 ? 1 : 997)
    EXPECT_FALSE(unpack_rulebook(packed.substr(0, cut), "kept")) << cut;
  EXPECT_FALSE(unpack_rulebook(packed + "x", "kept"));
  for (const char* bad : {"", "calendar-name ", "calendar-name 99999999999999999999\n", "calendar-name -1\n\n",
                          "calendar-name 18446744073709551615\nx"})
    EXPECT_FALSE(unpack_rulebook(bad, "kept")) << bad;
}

TEST(KeptRulebook, VersionsComeBackInTheirOrderAndTheLastHolds) {
  store::MemoryStore store;
  EXPECT_TRUE(kept_rulebooks(store)->empty());
  const auto first = city();
  const auto second = load_rulebook("").value();
  desk::Changes changes;
  desk::keep_rulebook({}, {first.rules.version, {100}, {}}, pack_rulebook(first.made_of), changes);
  ASSERT_TRUE(store.commit(changes));
  changes = {};
  const desk::RulebookVersion adopted{second.rules.version, {200}, {"proposal/7"}};
  desk::keep_rulebook(desk::rulebook_versions(store).value(), adopted, pack_rulebook(second.made_of), changes);
  ASSERT_TRUE(store.commit(changes));

  const auto versions = desk::rulebook_versions(store).value();
  ASSERT_EQ(versions.size(), 2u);
  EXPECT_EQ(versions[0].since, Instant{100});
  EXPECT_EQ(versions[0].proposal, RecordId{});
  EXPECT_EQ(versions[1], adopted);
  const auto rules = rules_in_force(kept_rulebooks(store).value());
  EXPECT_EQ(rules->version, second.rules.version);
  EXPECT_NE(rules.version(first.rules.version), nullptr);
}

TEST(KeptRulebook, AnOldOneThatCannotBeReadIsLeftOutTheOneInForceIsAnError) {
  store::MemoryStore store;
  const auto book = city();
  desk::Changes changes;
  desk::keep_rulebook({}, {"old", {100}, {}}, "of another time", changes);
  desk::keep_rulebook({{"old", {100}, {}}}, {book.rules.version, {200}, {}}, pack_rulebook(book.made_of), changes);
  ASSERT_TRUE(store.commit(changes));
  ASSERT_EQ(kept_rulebooks(store).value().size(), 1u);
  changes = {};
  changes.settings.emplace_back(desk::rulebook_setting(book.rules.version), "cut off");
  ASSERT_TRUE(store.commit(changes));
  EXPECT_EQ(kept_rulebooks(store).error().code, "rulebook.kept");
}

}  // namespace
}  // namespace hb::app
