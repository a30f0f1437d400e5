#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <random>

#include "base/utf8.h"
#include "store/event_codec.h"
#include "store/sqlite/files.h"
#include "store/sqlite/store.h"

namespace hb::store {
namespace {

using namespace desk;

class StoreTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = testing::TempDir() + "hb-store-XXXXXX";
    dir_ = ::mkdtemp(pattern.data());
    open();
  }
  void TearDown() override {
    store_.reset();
    std::filesystem::remove_all(dir_);
  }
  void open() {
    store_.reset();
    auto opened = SqliteStore::open(dir_);
    ASSERT_TRUE(opened) << opened.error().code << opened.error().detail;
    store_ = std::move(*opened);
  }
  static Post post(const std::string& folded) {
    Post p;
    p.source = {"forum"};
    p.text = p.folded = folded;
    p.issue = {7};
    p.key = sha256(folded);
    return p;
  }
  std::string dir_;
  std::unique_ptr<SqliteStore> store_;
};

TEST_F(StoreTest, ASecondProgramIsRefusedAndToldWho) {
  const auto second = SqliteStore::open(dir_);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error(), (Error{"store.locked", std::to_string(::getpid())}));
}

TEST_F(StoreTest, AConflictOfVersionsWritesNothingAtAll) {
  Changes c;
  c.cases.push_back({{"HB-1"}, 0, {{{5}, {2}, "张三", casework::NoteAdded{"已核实"}}}, {}});
  c.cases[0].row.number = {"HB-1"};
  ASSERT_TRUE(store_->commit(c));
  c.posts.push_back(post("停水两天"));
  c.ledger.push_back({0, "leaf", "salt", "body", true, {1}});
  EXPECT_EQ(store_->commit(c).error(), (Error{"store.version", "HB-1"}));
  EXPECT_EQ(*store_->count_posts(), 0);
  EXPECT_EQ(*store_->ledger_size(), 0);
  open();
  EXPECT_EQ(*store_->case_events({"HB-1"}), c.cases[0].events);
  EXPECT_EQ((*store_->case_row({"HB-1"})).value(), c.cases[0].row);
}

TEST_F(StoreTest, TheLedgerHasNoGapsAndItsStateIsCompared) {
  Changes c;
  c.ledger = {{0, "a", "s", "b", true, {1}}, {0, "b", "s", "", false, {2}}};
  c.ledger_state = LedgerState{2, "root", "note"};
  EXPECT_EQ(store_->commit(c)->first_ledger_index, 0);
  EXPECT_EQ(store_->commit(c).error().code, "store.ledger-moved");
  EXPECT_EQ(*store_->ledger_size(), 2);
  c.ledger_before = *c.ledger_state;
  EXPECT_EQ(store_->commit(c)->first_ledger_index, 2);
  EXPECT_EQ((*store_->ledger_rows(2, 9)).size(), 2U);
}

TEST_F(StoreTest, TheSamePostAndTheSameWordOutsideAreStoredOnce) {
  Changes c;
  c.posts = {post("停水"), post("停水")};
  OutboxRow o;
  o.key = "answer/1";
  c.outbox = {o, o};
  const auto done = store_->commit(c);
  ASSERT_TRUE(done);
  EXPECT_EQ(done->posts, (std::vector<PostId>{{1}, {}}));
  EXPECT_EQ((*store_->outbox_due({0}, 9)).size(), 1U);
}

TEST_F(StoreTest, SearchFindsExactlyTheSubstrings) {
  std::mt19937 random(3);
  const std::u32string letters = U"停水了路灯坏a1\"";
  const auto word = [&](size_t n) {
    std::u32string s;
    while (s.size() < n) s += letters[random() % letters.size()];
    return s;
  };
  std::vector<std::string> texts;
  Changes c;
  for (int i = 0; i < 300; ++i) texts.push_back(std::to_string(i) + " ");
  for (auto& t : texts) {
    for (char32_t x : word(random() % 20)) t += x < 128 ? std::string(1, char(x)) : std::string(to_utf8({&x, 1}));
    c.posts.push_back(post(t));
  }
  ASSERT_TRUE(store_->commit(c));
  for (int i = 0; i < 100; ++i) {
    const std::string asked = to_utf8(word(1 + random() % 3));
    std::vector<std::string> expected, found;
    for (auto t = texts.rbegin(); t != texts.rend(); ++t)
      if (t->find(asked) != std::string::npos) expected.push_back(*t);
    const auto hits = store_->search(asked, 500);
    ASSERT_TRUE(hits) << hits.error().detail;
    for (const auto& p : *hits) found.push_back(p.folded);
    EXPECT_EQ(found, expected) << asked;
  }
}

TEST_F(StoreTest, APublishedTileIsNeverWrittenOver) {
  DiskFiles files(dir_ + "/public");
  EXPECT_TRUE(files.write("tile/0/000", "one"));
  EXPECT_TRUE(files.write("tile/0/000", "one"));
  EXPECT_EQ(files.write("tile/0/000", "two").error().code, "files.differ");
  EXPECT_TRUE(files.write("checkpoint", "one"));
  EXPECT_TRUE(files.write("checkpoint", "two"));
  EXPECT_EQ(*files.read("checkpoint"), "two");
  EXPECT_EQ(*files.read("tile/9"), std::nullopt);
  EXPECT_EQ(files.read("../hearback.db").error().code, "files.path");
}

template <size_t... I>
std::vector<casework::CaseEvent> every(std::index_sequence<I...>) {
  return {casework::CaseEvent(std::in_place_index<I>)...};
}

TEST(EventCodec, EveryEventComesBack) {
  for (const auto& e : every(std::make_index_sequence<std::variant_size_v<casework::CaseEvent>>{}))
    EXPECT_EQ(*decode_case_event(encode(e)), e) << encode(e);
  EXPECT_EQ(decode_case_event("[]").error().code, "event.malformed");
  EXPECT_EQ(decode_case_event(R"({"event":"gone"})").error(), (Error{"event.unknown", "gone"}));
  EXPECT_EQ(decode_case_event(R"({"event":"note-added","text":3})").error(), (Error{"event.field", "text"}));
}

}  // namespace
}  // namespace hb::store
