#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <random>

#include "base/utf8.h"
#include "store/bounds.h"
#include "store/memory/files.h"
#include "store/memory/store.h"
#include "store/sqlite/files.h"
#include "store/sqlite/store.h"

namespace hb::store {
namespace {

using namespace desk;

enum class Backend { memory, sqlite };

class StoreTest : public testing::TestWithParam<Backend> {
 protected:
  void SetUp() override {
    std::string pattern = testing::TempDir() + "hb-store-XXXXXX";
    ASSERT_TRUE(::mkdtemp(pattern.data()));
    dir_ = pattern;
    store_ = std::make_unique<MemoryStore>();
    files_ = std::make_unique<MemoryFiles>();
    if (GetParam() == Backend::sqlite) {
      open();
      files_ = std::make_unique<DiskFiles>(dir_ + "/public");
    }
  }
  void TearDown() override {
    store_.reset();
    std::filesystem::remove_all(dir_);
  }
  /// Opens again what is on disk; nothing is lost.
  void open() {
    if (GetParam() == Backend::memory) return;
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
  static CaseRow line(const std::string& number, int64_t at) {
    CaseRow r;
    r.number = {number};
    r.opened_at = r.updated_at = {at};
    return r;
  }
  /// What a list names, in its order.
  static std::string names(const Result<std::vector<CaseRow>>& rows) {
    std::string out;
    for (const auto& r : *rows) out += r.number.value + " ";
    return out;
  }
  static std::vector<int64_t> names(const Result<std::vector<IssueRow>>& rows) {
    std::vector<int64_t> out;
    for (const auto& r : *rows) out.push_back(r.id.value);
    return out;
  }
  std::string dir_;
  std::unique_ptr<Store> store_;
  std::unique_ptr<Files> files_;
};
class SqliteTest : public StoreTest {};

INSTANTIATE_TEST_SUITE_P(Memory, StoreTest, testing::Values(Backend::memory));
INSTANTIATE_TEST_SUITE_P(Sqlite, StoreTest, testing::Values(Backend::sqlite));
INSTANTIATE_TEST_SUITE_P(Sqlite, SqliteTest, testing::Values(Backend::sqlite));

TEST_P(SqliteTest, ASecondProgramIsRefusedAndToldWho) {
  const auto second = SqliteStore::open(dir_);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error(), (Error{"store.locked", std::to_string(::getpid())}));
}

TEST_P(StoreTest, AConflictOfVersionsWritesNothingAtAll) {
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

TEST_P(StoreTest, AReceiptIsFoundByItsNumber) {
  Changes c;
  c.ledger = {LedgerRow{.index = 0, .leaf = "a", .salt = {}, .body = {}, .shown = false, .at = {1}},
              LedgerRow{.index = 0, .leaf = "b", .salt = {}, .body = {}, .shown = false, .at = {1}}};
  c.receipts = {{{"HB-1"}, 1}};
  ASSERT_TRUE(store_->commit(c));
  ASSERT_TRUE(store_->commit(c));
  open();
  EXPECT_EQ(store_->receipt_of({"HB-1"}).value(), std::optional<int64_t>(3))
      << "counted from the end of the ledger before";
  EXPECT_EQ(store_->receipt_of({"HB-2"}).value(), std::nullopt);
}

TEST_P(StoreTest, TheLedgerHasNoGapsAndItsStateIsCompared) {
  Changes c;
  c.ledger = {{0, "a", "s", "b", true, {1}}, {0, "b", "s", "", false, {2}}};
  c.ledger_state = LedgerState{2, "root", "note", "older note", 1};
  EXPECT_EQ(store_->commit(c)->first_ledger_index, 0);
  EXPECT_EQ(store_->commit(c).error().code, "store.ledger-moved");
  EXPECT_EQ(*store_->ledger_size(), 2);
  c.ledger_before = *c.ledger_state;
  EXPECT_EQ(store_->commit(c)->first_ledger_index, 2);
  EXPECT_EQ((*store_->ledger_rows(2, 9)).size(), 2U);
  open();
  EXPECT_EQ(store_->ledger_state().value(), *c.ledger_state);
}

TEST_P(StoreTest, TheSamePostAndTheSameWordOutsideAreStoredOnce) {
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

TEST_P(StoreTest, SearchFindsExactlyTheSubstrings) {
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
    const auto hits = store_->search({{asked}}, {}, 500);
    ASSERT_TRUE(hits) << hits.error().detail;
    for (const auto& p : *hits) found.push_back(p.folded);
    EXPECT_EQ(found, expected) << asked;
  }
}

// Whoever searches for several things, page by page, is told of every post that holds them, and of no other.
TEST_P(StoreTest, ASearchTakesOneWordOfEachList) {
  Changes c;
  for (const char* text : {"食堂 呕吐", "食堂 腹泻", "食堂 演练", "餐厅 腹泻", "a\"b 食堂 吐"})
    c.posts.push_back(post(text));
  ASSERT_TRUE(store_->commit(c));
  const auto found = [&](const WordLists& words, PostId below = {}) {
    std::string out;
    const auto hits = store_->search(words, below, 9);
    if (!hits) return hits.error().code;
    for (const auto& p : *hits) out += std::to_string(p.id.value);
    return out;
  };
  EXPECT_EQ(found({}), "54321");
  EXPECT_EQ(found({{"食堂"}}), "5321");
  EXPECT_EQ(found({{"食堂"}, {"呕吐", "腹泻"}}), "21");
  EXPECT_EQ(found({{"食堂"}, {"吐", "腹泻"}}), "521");
  EXPECT_EQ(found({{"食堂", "餐厅"}}, {4}), "321");
  EXPECT_EQ(found({{"a\"b"}}), "5");
  EXPECT_EQ(found({{"学校"}, {"食堂"}}), "");
}

TEST_P(StoreTest, SeveralIssuesAreReadAtOnce) {
  Changes c;
  c.issue_rows.resize(3);
  for (int64_t i = 0; i < 3; ++i) c.issue_rows[size_t(i)].id = {i + 1};
  ASSERT_TRUE(store_->commit(c));
  EXPECT_EQ(*store_->issue_rows({{3}, {1}, {9}, {3}}), (std::vector<IssueRow>{c.issue_rows[0], c.issue_rows[2]}));
  EXPECT_TRUE(store_->issue_rows({})->empty());
}

TEST_P(StoreTest, WhatWasSearchedForIsKeptNewestFirst) {
  Changes c;
  c.searches = {{0, {5}, {7}, "王", "食堂 呕吐", 3, 0}, {0, {6}, {7}, "王", "腹泻", 0, 4}};
  ASSERT_TRUE(store_->commit(c));
  open();
  EXPECT_EQ(*store_->searches(0, 9),
            (std::vector<SearchRow>{{2, {6}, {7}, "王", "腹泻", 0, 4}, {1, {5}, {7}, "王", "食堂 呕吐", 3, 0}}));
  EXPECT_EQ(store_->searches(1, 9)->size(), 1U);
}

// The auditor asks who looked, over all cases.
TEST_P(StoreTest, WhoWasShownACitizenIsReadAcrossCasesNewestFirst) {
  const auto shown = [](int64_t at, const char* name) {
    return casework::Recorded{{at}, {at}, name, casework::CitizenShown{}};
  };
  Changes c;
  for (const char* number : {"HB-1", "HB-2"}) {
    CaseRow row{};
    row.number = {number};
    c.cases.push_back({{number}, 0, {}, row});
  }
  c.cases[0].events = {shown(10, "甲"), {{15}, {1}, "甲", casework::Accepted{}}, shown(30, "乙")};
  c.cases[1].events = {shown(20, "丙")};
  ASSERT_TRUE(store_->commit(c));
  open();
  EXPECT_EQ(*store_->shown(0, 9),
            (std::vector<ShownRow>{
                {{30}, {30}, "乙", {"HB-1"}}, {{20}, {20}, "丙", {"HB-2"}}, {{10}, {10}, "甲", {"HB-1"}}}));
  EXPECT_EQ(store_->shown(1, 1)->front().name, "丙");
}

// The auditor reads everything that was done, narrowed to a person, a thing, a time, and goes on where a page ended.
TEST_P(StoreTest, TheLogHasAllThatWasDoneNewestFirstAndGoesOnWhereAPageEnded) {
  Changes c;
  for (const char* number : {"HB-1", "HB-2"}) {
    CaseRow row{};
    row.number = {number};
    c.cases.push_back({{number}, 0, {}, row});
  }
  c.cases[0].events = {{{10}, {1}, "甲", casework::Accepted{}}, {{20}, {2}, "乙", casework::CitizenShown{}}};
  c.cases[1].events = {{{20}, {}, "", casework::Accepted{}}, {{20}, {1}, "甲", casework::CitizenShown{}}};
  for (const int64_t id : {9, 10}) {
    IssueRow issue{};
    issue.id = {id};
    c.issue_rows.push_back(issue);
  }
  c.issues.push_back({{9}, 0, {{{20}, {1}, "甲", casework::Dismissed{"不归我们"}}}});
  c.issues.push_back({{10}, 0, {{{20}, {2}, "乙", casework::Dismissed{"重复"}}}});
  const RecordId watch = casework::record_id(casework::RecordKind::watch, 3);
  c.records.push_back(
      {watch, 0, {{{5}, {1}, "甲", casework::WatchEvent{casework::WatchEnded{"过时"}}}}, {watch, "", {5}, {}}});
  c.searches = {{0, {20}, {2}, "乙", "食堂", 3, 0}, {0, {30}, {1}, "甲", "腹泻", 0, 0}};
  ASSERT_TRUE(store_->commit(c));
  open();
  const auto told = [&](LogFilter filter) {
    std::string out;
    const auto rows = store_->log(filter);
    if (!rows) return rows.error().code;
    for (const auto& row : *rows)
      out += (out.empty() ? "" : " ") + std::to_string(row.at.seconds) + ":" +
             (row.about.empty() ? "search" : row.about) + "#" + std::to_string(row.version) + row.name;
    return out;
  };
  EXPECT_EQ(told({}),
            "30:search#2甲 20:HB-2#2甲 20:HB-2#1 20:HB-1#2乙 20:10#1乙 20:9#1甲 20:search#1乙 10:HB-1#1甲 "
            "5:watch/3#1甲");
  std::string paged;
  LogFilter page;
  page.limit = 1;
  for (auto rows = store_->log(page); !rows->empty(); rows = store_->log(page)) {
    paged += std::to_string(rows->front().at.seconds) + rows->front().about + " ";
    page.below = place_of(rows->front());
  }
  EXPECT_EQ(paged, "30 20HB-2 20HB-2 20HB-1 2010 209 20 10HB-1 5watch/3 ");
  EXPECT_EQ(told({.by = {2}}), "20:HB-1#2乙 20:10#1乙 20:search#1乙");
  EXPECT_EQ(told({.kind = LogKind::shown}), "20:HB-2#2甲 20:HB-1#2乙");
  EXPECT_EQ(told({.kind = LogKind::shown, .by = {1}}), "20:HB-2#2甲");
  EXPECT_EQ(told({.kind = LogKind::searches}), "30:search#2甲 20:search#1乙");
  EXPECT_EQ(told({.kind = LogKind::cases, .by = {1}, .about = "HB-1"}), "10:HB-1#1甲");
  EXPECT_EQ(told({.kind = LogKind::issues, .about = "10"}), "20:10#1乙");
  EXPECT_EQ(told({.kind = LogKind::records, .about = "watch/3"}), "5:watch/3#1甲");
  EXPECT_EQ(told({.from = Instant{10}, .before = Instant{20}}), "10:HB-1#1甲");
  EXPECT_EQ(std::get<SearchRow>(store_->log({.limit = 1})->front().what).query, "腹泻");
  EXPECT_EQ(std::get<casework::IssueEvent>(store_->log({.kind = LogKind::issues, .about = "9"})->front().what),
            casework::IssueEvent(casework::Dismissed{"不归我们"}));
}

TEST_P(StoreTest, AWatchCountsWhatItMatchedAndBeginsAnew) {
  const auto kept = [](int64_t number, const char* state) {
    const auto id = casework::record_id(casework::RecordKind::watch, number);
    return RecordAppend{id,
                        0,
                        {{{1}, {7}, "王", casework::WatchEvent{casework::WatchKept{"食堂", "食堂", {"food"}}}}},
                        {id, state, {1}, {}}};
  };
  Changes c;
  c.records = {kept(1, "kept"), kept(2, "ended"), kept(3, "kept")};
  c.posts = {post("停水"), post("路灯"), post("噪声"), post("食堂")};
  c.posts[2].issue = {9};
  c.watch_hits = {{1, {100}, {1}}, {1, {50}, {2}}, {1, {2000}, {3}}, {2, {100}, {1}}, {1, {90'000}, {4}}};
  ASSERT_TRUE(store_->commit(c));
  open();
  EXPECT_EQ(*store_->watch_times(1, {0}), (std::vector<PostTimes>{{{50}, 2}, {{2000}, 1}, {{90'000}, 1}}));
  EXPECT_EQ(*store_->watch_times(1, {60}), (std::vector<PostTimes>{{{100}, 1}, {{2000}, 1}, {{90'000}, 1}}));
  EXPECT_TRUE(store_->watch_times(3, {0})->empty());
  EXPECT_EQ(*store_->watch_counts({2000}, {0}), (std::vector<WatchCount>{{1, 2, 4, {90'000}}}));
  EXPECT_EQ(*store_->watch_counts({2000}, {60}), (std::vector<WatchCount>{{1, 2, 3, {90'000}}}));
  EXPECT_EQ(*store_->watch_issues({60}), (std::vector<WatchIssue>{{1, {7}, 2}, {1, {9}, 1}}));
  Changes again;
  again.watches_anew = {1};
  again.watch_hits = {{1, {3000}, {1}}, {1, {3000}, {1}}};
  ASSERT_TRUE(store_->commit(again));
  EXPECT_EQ(*store_->watch_times(1, {0}), (std::vector<PostTimes>{{{3000}, 1}}));
}

TEST_P(StoreTest, APublishedTileIsNeverWrittenOver) {
  EXPECT_TRUE(files_->write("tile/0/000", "one"));
  EXPECT_TRUE(files_->write("tile/0/000", "one"));
  EXPECT_EQ(files_->write("tile/0/000", "two").error().code, "files.differ");
  EXPECT_TRUE(files_->write("checkpoint", "one"));
  EXPECT_TRUE(files_->write("checkpoint", "two"));
  EXPECT_EQ(*files_->read("checkpoint"), "two");
  EXPECT_EQ(*files_->read("tile/9"), std::nullopt);
  EXPECT_EQ(files_->read("../hearback.db").error().code, "files.path");
}

TEST_P(StoreTest, TheInboxIsFilteredAndNewestFirst) {
  Changes c;
  for (const auto& r : {line("HB-1", 10), line("HB-2", 30), line("HB-3", 30), line("HB-4", 20)})
    c.cases.push_back({r.number, 0, {}, r});
  auto& full = c.cases[0].row;
  full = {{"HB-1"},
          "路灯不亮",
          "何时修好",
          casework::CaseKind::press,
          casework::CaseState::outside,
          casework::Privacy::named,
          {"照明所"},
          {"供水"},
          {5},
          "城北",
          {10},
          {11},
          Instant{50},
          2,
          "accept"};
  c.cases[3].row.state = casework::CaseState::answered;
  c.cases[3].row.unit = {"照明所"};
  c.cases[3].row.issue = {5};
  c.cases[2].row.next_due = Instant{40};
  ASSERT_TRUE(store_->commit(c));
  open();
  EXPECT_EQ(names(store_->cases({})), "HB-3 HB-2 HB-4 HB-1 ");
  EXPECT_EQ(names(store_->cases({.unit = UnitId{"照明所"}, .waits_for = {}, .text = {}})), "HB-4 HB-1 ");
  EXPECT_EQ(names(store_->cases({.unit = UnitId{"照明所"}, .waits_for = {}, .open_only = true, .text = {}})), "HB-1 ");
  EXPECT_EQ(names(store_->cases({.unit = {}, .waits_for = "accept", .text = {}})), "HB-1 ");
  EXPECT_EQ(names(store_->cases({.unit = {}, .waits_for = {}, .text = "灯不"})), "HB-1 ");
  EXPECT_EQ(names(store_->cases({.unit = {}, .waits_for = {}, .text = "时修"})), "HB-1 ");
  EXPECT_EQ(names(store_->cases({.unit = {}, .waits_for = {}, .text = "亮何"})), "")
      << "title and summary are two texts";
  EXPECT_EQ(names(store_->cases({.unit = {}, .waits_for = {}, .text = "%"})), "");
  EXPECT_EQ(names(store_->cases({.unit = {}, .waits_for = {}, .text = {}, .offset = 1, .limit = 2})), "HB-2 HB-4 ");
  EXPECT_EQ(names(store_->cases({.unit = {}, .waits_for = {}, .text = {}, .offset = -1, .limit = -1})), "");
  EXPECT_EQ(*store_->count_cases({.unit = {}, .waits_for = {}, .open_only = true, .text = {}, .offset = 2, .limit = 1}),
            3);
  EXPECT_EQ(*store_->count_cases({}, 3), 3) << "more are not counted";
  EXPECT_EQ(*store_->count_cases({}, 9), 4);
  EXPECT_EQ((*store_->case_row({"HB-1"})).value(), full);
  EXPECT_EQ(*store_->case_row({"HB-9"}), std::nullopt);
  EXPECT_EQ(names(store_->cases_of_issue({5})), "HB-4 HB-1 ");
  EXPECT_EQ(*store_->cases_due({50}, 9), (std::vector<CaseNumber>{{"HB-3"}}));
  EXPECT_EQ(*store_->cases_due({51}, 9), (std::vector<CaseNumber>{{"HB-3"}, {"HB-1"}}));
  EXPECT_EQ(*store_->cases_due({51}, 1), (std::vector<CaseNumber>{{"HB-3"}}));
}

TEST_P(StoreTest, WhoWasNamedIsToldUntilTheyHaveLooked) {
  Changes c;
  for (const char* number : {"HB-1", "HB-2"}) c.cases.push_back({{number}, 0, {}, line(number, 10)});
  c.mentions = {{{7}, {"HB-1"}, 2, {10}, "甲"},
                {{8}, {"HB-1"}, 2, {10}, "甲"},
                {{7}, {"HB-2"}, 3, {20}, "乙"},
                {{7}, {"HB-1"}, 4, {30}, "甲"}};
  ASSERT_TRUE(store_->commit(c));
  open();
  const auto told = [&](int64_t user) {
    std::string out;
    const auto rows = store_->mentions({user}, 9);
    if (!rows) return rows.error().code;
    for (const auto& [mention, row] : *rows)
      out += row.number.value + "#" + std::to_string(mention.version) + mention.by + " ";
    return out;
  };
  EXPECT_EQ(told(7), "HB-1#4甲 HB-2#3乙 HB-1#2甲 ");
  EXPECT_EQ(store_->mentions({7}, 1)->front().first, (MentionRow{{7}, {"HB-1"}, 4, {30}, "甲"}));
  Changes seen;
  seen.mentions_seen = {{{7}, {"HB-1"}}};
  ASSERT_TRUE(store_->commit(seen));
  EXPECT_EQ(told(7), "HB-2#3乙 ");
  EXPECT_EQ(told(8), "HB-1#2甲 ");
}

// A filter that lets one case too many through shows a unit the complaint about itself.
TEST_P(StoreTest, TheInboxHoldsWhatAPersonMayReadAndDo) {
  Changes c;
  for (const auto& r : {line("HB-1", 10), line("HB-2", 20), line("HB-3", 30), line("HB-4", 40)})
    c.cases.push_back({r.number, 0, {}, r});
  const auto set = [&](size_t i, const char* unit, const char* about, const char* waits_for, int64_t updated,
                       std::optional<Instant> due, int64_t late) {
    CaseRow& row = c.cases[i].row;
    row.unit = {unit};
    row.about = {about};
    row.waits_for = waits_for;
    row.updated_at = {updated};
    row.next_due = due;
    if (due) row.next_from = Instant{due->seconds - 5};
    row.late = late;
  };
  set(0, "east", "", "approve", 400, Instant{100}, 0);
  set(1, "office", "east", "accept", 300, Instant{90}, 0);
  set(2, "south", "", "accept", 200, {}, 1);
  set(3, "", "office", "", 100, {}, 0);
  c.cases[1].row.matter = c.cases[2].row.matter = "food";
  c.cases[2].row.state = casework::CaseState::answered;
  c.cases[3].row.state = casework::CaseState::not_ours;
  c.cases[2].row.missed = 1;
  c.cases[0].row.helping = {{"west"}, {"north"}};
  c.cases[0].row.asked = {{"west"}};
  c.cases[1].row.came_from = c.cases[2].row.came_from = "12345";
  c.cases[1].row.their_number = "MC-031", c.cases[2].row.their_number = "MC-032";
  c.cases[1].row.their_due = Instant{500};
  ASSERT_TRUE(store_->commit(c));
  open();
  const auto found = [&](const auto& change) {
    CaseFilter filter{.unit = {}, .waits_for = {}, .text = {}};
    change(filter);
    const auto rows = store_->cases(filter);
    EXPECT_EQ(*store_->count_cases(filter), static_cast<int64_t>(rows->size()));
    return names(rows);
  };
  EXPECT_EQ((*store_->case_row({"HB-1"})).value(), c.cases[0].row);
  EXPECT_EQ(found([](auto& f) { f.units = {{"east"}, {"south"}}; }), "HB-3 HB-1 ");
  EXPECT_EQ(found([](auto& f) { f.units.emplace(); }), "") << "who reads for no unit reads nothing";
  EXPECT_EQ(found([](auto& f) { f.not_about = {{"east"}}; }), "HB-4 HB-3 HB-1 ");
  EXPECT_EQ(found([](auto& f) { f.not_about = {{"east"}, {"office"}}; }), "HB-3 HB-1 ");
  EXPECT_EQ(found([](auto& f) { f.about = {{"east"}, {"north"}}; }), "HB-2 ");
  EXPECT_EQ(found([](auto& f) { f.steps = {{"accept", {"south"}}, {"approve", {"office"}}}; }), "HB-3 ");
  EXPECT_EQ(found([](auto& f) { f.steps.emplace(); }), "");
  EXPECT_EQ(found([](auto& f) { f.units = {{"north"}}; }), "HB-1 ") << "who helps reads it";
  EXPECT_EQ(found([](auto& f) { f.steps = {{"help", {"west"}}, {"accept", {"south"}}}; }), "HB-3 HB-1 ");
  EXPECT_EQ(found([](auto& f) { f.steps = {{"help", {"north"}}, {"help", {"east"}}}; }), "") << "no part is owed there";
  EXPECT_EQ(found([](auto& f) { f.due_from = Instant{91}, f.due_before = Instant{101}; }), "HB-1 ");
  EXPECT_EQ(found([](auto& f) { f.due_before = Instant{100}; }), "HB-2 ");
  EXPECT_EQ(found([](auto& f) { f.late_at = Instant{91}; }), "HB-3 HB-2 ");
  EXPECT_EQ(found([](auto& f) { f.matter = "food"; }), "HB-3 HB-2 ");
  EXPECT_EQ(found([](auto& f) { f.matter = ""; }), "HB-4 HB-1 ");
  EXPECT_EQ((*store_->case_row({"HB-2"})).value(), c.cases[1].row);
  EXPECT_EQ(found([](auto& f) { f.came_from = "12345"; }), "HB-3 HB-2 ");
  EXPECT_EQ(found([](auto& f) { f.came_from = "12345", f.their_number = "MC-031"; }), "HB-2 ");
  EXPECT_EQ(found([](auto& f) { f.came_from = "12315"; }), "");
  EXPECT_EQ(found([](auto& f) { f.text = "MC-03"; }), "HB-3 HB-2 ")
      << "a colleague looks for the number they were told";
  EXPECT_EQ(found([](auto& f) { f.closed = true; }), "HB-4 HB-3 ");
  EXPECT_EQ(found([](auto& f) { f.closed = false; }), "HB-2 HB-1 ");
  EXPECT_EQ(found([](auto& f) { f.open_only = true; }), "HB-3 HB-2 HB-1 ") << "something waits on an answer too";
  EXPECT_EQ(found([](auto& f) { f.opened_from = Instant{20}, f.opened_before = Instant{40}; }), "HB-3 HB-2 ");
  EXPECT_EQ(found([](auto& f) { f.sort = CaseSort::updated; }), "HB-1 HB-2 HB-3 HB-4 ");
  EXPECT_EQ(found([](auto& f) { f.sort = CaseSort::due; }), "HB-3 HB-2 HB-1 HB-4 ");
}

TEST_P(StoreTest, TheBoardIsFilteredAndNewestFirst) {
  const IssueRow full{{1},
                      "停水",
                      Grade::critical,
                      {"城北", "\"江\""},
                      {"no-water"},
                      {"供水"},
                      4,
                      3,
                      2,
                      1,
                      {5},
                      {60},
                      true,
                      true,
                      2,
                      Instant{70},
                      1,
                      Instant{50},
                      Instant{70},
                      2};
  IssueRow quiet, named, decided;
  quiet.id = {2};
  named.id = {3};
  decided.id = {4};
  quiet.last_at = named.last_at = {80};
  named.remit = decided.remit = true;
  named.grade = Grade::serious;
  named.next_due = Instant{90};
  named.wakes_at = Instant{65};  // a ladder's next rung, before the clock
  decided.cases = 1;
  Changes c;
  c.issue_rows = {full, quiet, named, decided};
  ASSERT_TRUE(store_->commit(c));
  open();
  EXPECT_EQ((*store_->issue_row({1})).value(), full);
  EXPECT_EQ(*store_->issue_row({9}), std::nullopt);
  EXPECT_EQ(names(store_->issues({})), (std::vector<int64_t>{3, 1, 4}));
  EXPECT_EQ(names(store_->issues({.remit_only = false, .at_least = {}})), (std::vector<int64_t>{3, 2, 1, 4}));
  EXPECT_EQ(names(store_->issues({.at_least = Grade::serious})), (std::vector<int64_t>{3, 1}));
  EXPECT_EQ(names(store_->issues({.at_least = {}, .undecided_only = true})), (std::vector<int64_t>{3}));
  EXPECT_EQ(names(store_->issues({.at_least = {}, .offset = 1, .limit = 1})), (std::vector<int64_t>{1}));
  EXPECT_EQ(*store_->issues_due({70}, 9), (std::vector<IssueId>{{3}}));
  EXPECT_EQ(*store_->issues_due({71}, 9), (std::vector<IssueId>{{3}, {1}}));
}

TEST_P(StoreTest, SmallerRecordsAreKeptListedAndWaitForTheirClocks) {
  using namespace casework;
  EXPECT_EQ(store_->next_record(RecordKind::proposal)->value, "proposal/1");
  const auto proposed = [](int64_t number, std::string state, std::optional<Instant> due) {
    const RecordId id = record_id(RecordKind::proposal, number);
    const RecordEvent event = ProposalEvent{Proposed{ProposalOf::rulebook, "ab12", "", "新规"}};
    return RecordAppend{id, 0, {{{5}, {7}, "甲", event}}, {id, std::move(state), {5}, due}};
  };
  Changes c;
  c.records = {proposed(1, "open", Instant{70}), proposed(2, "confirmed", {}), proposed(10, "open", Instant{60})};
  ASSERT_TRUE(store_->commit(c));
  open();
  EXPECT_EQ(*store_->record_events({"proposal/1"}), c.records[0].events);
  EXPECT_TRUE(store_->record_events({"proposal/3"})->empty());
  EXPECT_EQ(*store_->records(RecordKind::proposal, "", 0, 9),
            (std::vector<RecordRow>{c.records[2].row, c.records[1].row, c.records[0].row}));
  EXPECT_EQ(*store_->records(RecordKind::proposal, "open", 1, 9), (std::vector<RecordRow>{c.records[0].row}));
  EXPECT_EQ(*store_->records_due({70}, 9), (std::vector<RecordId>{{"proposal/10"}}));
  EXPECT_EQ(*store_->records_due({71}, 9), (std::vector<RecordId>{{"proposal/10"}, {"proposal/1"}}));
  EXPECT_EQ(store_->next_record(RecordKind::proposal)->value, "proposal/11");
  Changes again;
  again.records = {proposed(1, "refused", {})};
  EXPECT_EQ(store_->commit(again).error(), (Error{"store.version", "proposal/1"}));
  again.records = {proposed(3, "open", {})};
  again.records[0].id = {"nothing/1"};
  again.records[0].row.id = {"nothing/1"};
  EXPECT_EQ(store_->commit(again).error().code, "store.broken");
}

TEST_P(StoreTest, WhatIsHeardAndWhatIsDecidedOfAnIssueKeepEachOther) {
  IssueRow row;
  row.id = {7};
  row.title = "停水";
  row.posts = 1;
  row.first_at = row.last_at = {5};
  Changes c;
  c.issue_rows = {row};
  c.issues = {{{7},
               0,
               {{{5}, {}, "", casework::RemitProposed{{"供水"}}}},
               {Grade::critical, {"供水"}, true, true, 2, Instant{70}, 1, Instant{50}}}};
  ASSERT_TRUE(store_->commit(c));
  Changes heard;  // by somebody who has not seen the decision
  row.title = "停水两天";
  row.places = {"城北"};
  row.harms = {"no-water"};
  row.posts = 4;
  row.copies = 3;
  row.voices = 2;
  row.publishers = 1;
  row.last_at = {60};
  heard.issue_rows = {row};
  ASSERT_TRUE(store_->commit(heard));
  open();
  const IssueRow both{{7},  "停水两天", Grade::critical, {"城北"}, {"no-water"}, {"供水"}, 4, 3, 2, 1, {5}, {60}, true,
                      true, 2,          Instant{70},     1,        Instant{50}};
  EXPECT_EQ((*store_->issue_row({7})).value(), both);
}

TEST_P(StoreTest, WhatWasDecidedOnAnIssueIsKeptInOrder) {
  Changes c;
  c.issues = {{{7}, 0, {{{5}, {}, "", casework::RemitProposed{{"供水"}}}}},
              {{7}, 1, {{{6}, {2}, "张三", casework::GradeSet{Grade::critical, "多人送医"}}}}};
  ASSERT_TRUE(store_->commit(c));
  EXPECT_EQ(store_->commit(c).error(), (Error{"store.version", "7"}));
  open();
  EXPECT_EQ(*store_->issue_events({7}),
            (std::vector<casework::IssueRecorded>{c.issues[0].events[0], c.issues[1].events[0]}));
  EXPECT_TRUE(store_->issue_events({8})->empty());
}

TEST_P(StoreTest, PostsComeBackWholeAndMoveBetweenIssues) {
  Post p = post("停水 两天");
  p.id = {12};
  p.url = "https://forum.example/t/1";
  p.title = "停水";
  p.published_at = Instant{3};
  p.noticed_at = {4};
  p.same_text_as = {11};
  p.document = sha256("d");
  p.reply = true;
  p.why = {{"同一处地点", "the same place"}, {"“停水”", ""}};
  Changes c;
  c.posts = {p, post("路灯")};
  ASSERT_EQ(store_->commit(c)->posts, (std::vector<PostId>{{12}, {13}}));
  Changes move;
  move.moved = {{{13}, {8}, {8}}, {{99}, {8}, {8}}};
  ASSERT_TRUE(store_->commit(move));
  open();
  EXPECT_EQ((*store_->post({12})).value(), p);
  EXPECT_EQ(*store_->post({99}), std::nullopt);
  ASSERT_EQ(store_->posts_of_issue({8}, 0, 9)->size(), 1U);
  EXPECT_EQ(store_->posts_of_issue({8}, 0, 9)->front().id, PostId{13});
  EXPECT_TRUE(store_->posts_of_issue({8}, 1, 9)->empty());
  std::vector<int64_t> seen;
  ASSERT_TRUE(store_->each_post([&](const Post& one) { return seen.push_back(one.id.value), true; }));
  EXPECT_EQ(seen, (std::vector<int64_t>{12, 13}));
  ASSERT_TRUE(store_->each_post([&](const Post& one) { return seen.push_back(one.id.value), false; }));
  EXPECT_EQ(seen.size(), 3U);
}

// Parting what was merged finds again what was heard there, also through two merges.
TEST_P(StoreTest, WhatWasMergedKeepsWhereItCameFrom) {
  const auto row = [](int64_t id, int64_t into) {
    IssueRow out;
    out.id = {id};
    out.merged_into = {into};
    out.remit = true;
    return out;
  };
  Changes c;
  for (int64_t issue = 1; issue <= 3; ++issue) {
    Post p = post(std::to_string(issue));
    p.issue = {issue};
    c.posts.push_back(p);
    c.voices.emplace_back(IssueId{issue}, "tag" + std::to_string(issue));
    CaseAppend opened{.number = {"HB-" + std::to_string(issue)}, .expected_version = 0, .events = {}, .row = {}};
    opened.row.number = opened.number;
    opened.row.issue = {issue};
    c.cases.push_back(opened);
  }
  c.issue_rows = {row(1, 0), row(2, 1), row(3, 2)};
  c.merged = {{{3}, {2}}, {{2}, {1}}};
  ASSERT_TRUE(store_->commit(c));
  open();
  EXPECT_EQ(store_->posts_of_issue({1}, 0, 9)->size(), 3U);
  EXPECT_EQ(store_->issues({})->size(), 1U);
  EXPECT_EQ(store_->count_voices({1}), 3);
  EXPECT_EQ(store_->count_voices({2}), 2);
  EXPECT_EQ(store_->cases_of_issue({2})->size(), 2U);
  const auto back = *store_->posts_from({1}, {2});
  ASSERT_EQ(back.size(), 2U);
  EXPECT_EQ(back[0].second, IssueId{2});
  EXPECT_EQ(back[1].second, IssueId{3});
  EXPECT_TRUE(store_->posts_from({2}, {3})->empty());
  Changes said;
  said.ledger = {LedgerRow{.index = 0, .leaf = "a", .salt = {}, .body = {}, .shown = true, .at = {1}}};
  said.statements.emplace_back();
  said.statements[0].issue = {1};
  ASSERT_TRUE(store_->commit(said));
  Changes answered;
  for (int64_t i = 1; i <= 3; ++i) {
    answered.ledger.push_back({0, "b", "", "", true, {i}});
    AnswerRow& answer = answered.answers.emplace_back();
    answer.entry = i - 1;
    answer.number = {"HB-" + std::to_string(i)};
    answer.published_at = {i};
  }
  ASSERT_TRUE(store_->commit(answered));
  const auto words = store_->said_of({{3}, {1}, {9}}).value();
  ASSERT_EQ(words.size(), 3U);
  EXPECT_EQ(words[0].issue, IssueId{3});
  EXPECT_EQ(words[0].statements.size(), 1U) << "as statements_of_issue";
  ASSERT_EQ(words[0].answers.size(), 1U);
  EXPECT_EQ(words[0].answers[0].number.value, "HB-3");
  ASSERT_EQ(words[1].answers.size(), 3U) << "what was merged into it counts";
  EXPECT_EQ(words[1].answers[0].number.value, "HB-3") << "newest first";
  EXPECT_TRUE(words[2].answers.empty() && words[2].statements.empty());
  EXPECT_TRUE(store_->said_of({})->empty());
  EXPECT_EQ(store_->statements_of_issue({3})->size(), 1U) << "what is said of the older is said of the younger";
  EXPECT_EQ(*store_->living({{3}, {1}, {2}, {9}}), (std::vector<IssueId>{{1}, {1}, {1}, {9}}));
  EXPECT_TRUE(store_->living({})->empty());
  EXPECT_EQ(store_->last_issue(), IssueId{3}) << "its number is not given again";
}

// The chart of an issue: every post counted once, at its own time, but never before it could have been noticed.
TEST_P(StoreTest, PostsAreCountedByTheirTimesAndTheirCopies) {
  Changes c;
  const auto add = [&](std::optional<Instant> published, int64_t noticed, int64_t same_text_as, int64_t issue) {
    Post p = post("停水" + std::to_string(c.posts.size()));
    p.published_at = published;
    p.noticed_at = {noticed};
    p.same_text_as = {same_text_as};
    p.issue = {issue};
    c.posts.push_back(p);
  };
  add(Instant{950}, 5000, 0, 7);
  add(Instant{901}, 5000, 1, 7);
  add({}, 1799, 1, 7);
  add({}, 1800, 0, 7);
  add(Instant{9000}, 2000, 4, 7);  // it says it is of the future
  add({}, 1000, 1, 8);
  ASSERT_TRUE(store_->commit(c));
  open();
  EXPECT_EQ(*store_->post_times({7}), (std::vector<PostTimes>{{{901}, 3}, {{1800}, 2}}));
  EXPECT_TRUE(store_->post_times({9})->empty());
  EXPECT_EQ(*store_->copies({7}), (std::vector<std::pair<PostId, int64_t>>{{{1}, 2}, {{4}, 1}}));
  EXPECT_TRUE(store_->copies({9})->empty());
}

TEST_P(StoreTest, APostNumberGivenTwiceWritesNothing) {
  Changes c;
  c.posts = {post("停水")};
  c.posts[0].id = {3};
  ASSERT_TRUE(store_->commit(c));
  c.posts = {post("路灯"), post("噪声")};
  c.posts[1].id = {3};
  EXPECT_EQ(store_->commit(c).error().code, "store.broken");
  EXPECT_EQ(*store_->count_posts(), 1);
  EXPECT_TRUE(store_->search({{"路灯"}}, {}, 9)->empty());
}

TEST_P(StoreTest, AnAnswerStandsAtItsLedgerEntry) {
  Changes c;
  c.ledger = {{0, "leaf", "salt", "body", true, {1}}};
  ASSERT_TRUE(store_->commit(c));
  c.ledger = {{0, "x", "", "", false, {2}}, {0, std::string("\0y", 2), "s", "正文", true, {3}}};
  AnswerRow a{1, {"HB-1"}, casework::Part::first_reply, {2}, "路灯何时修好", "已修好。", {"照明所"}, "城北", {3}};
  c.answers = {a};
  ASSERT_EQ(store_->commit(c)->first_ledger_index, 1);
  a.entry = 2;
  open();
  EXPECT_EQ(store_->answers_beside(2)->front(), a);
  EXPECT_TRUE(store_->answers_beside(1)->empty());
  EXPECT_EQ(*store_->answers_of_case({"HB-1"}), (std::vector<AnswerRow>{a}));
  EXPECT_EQ(*store_->answers({.limit = 9}), (std::vector<AnswerRow>{a}));
  EXPECT_TRUE(store_->answers({.offset = 1, .limit = 9})->empty());
  Changes later;
  later.ledger = {{0, "z", "s", "更正", true, {4}}};
  AnswerRow correction = a;
  correction.part = casework::Part::correction;
  correction.entry = 0;
  correction.supersedes = 2;
  later.answers = {correction};
  ASSERT_TRUE(store_->commit(later));
  correction.entry = 3;
  EXPECT_EQ(*store_->answers({.limit = 9}), (std::vector<AnswerRow>{correction}))
      << "what was corrected stands no longer";
  EXPECT_EQ(*store_->answers_of_case({"HB-1"}), (std::vector<AnswerRow>{correction, a})) << "and is not gone";
  const auto rows = store_->ledger_rows(2, 3);
  ASSERT_EQ(rows->size(), 1U);
  EXPECT_EQ(rows->front(), (LedgerRow{2, std::string("\0y", 2), "s", "正文", true, {3}}));
}

TEST_P(StoreTest, AnswersAreFoundByEveryWordOfAQuestion) {
  Changes c;
  const std::vector<std::string> texts{"hb-1 路灯何时修好 照明所已修好", "hb-2 路灯 改为 led", "hb-3", "hb-4 停水通知"};
  for (size_t i = 0; i < texts.size(); ++i) {
    c.ledger.push_back({0, "leaf", "salt", "body", true, {1}});
    AnswerRow a;
    a.entry = int64_t(i);
    a.folded = texts[i];
    c.answers.push_back(a);
  }
  ASSERT_TRUE(store_->commit(c));
  open();
  const auto found = [&](const AnswerFilter& filter) {
    std::vector<int64_t> entries;
    const auto answers = store_->answers(filter);
    for (const auto& answer : *answers) entries.push_back(answer.entry);
    return entries;
  };
  using Entries = std::vector<int64_t>;
  EXPECT_EQ(found({}), (Entries{3, 2, 1, 0}));
  EXPECT_EQ(found({.words = "路灯"}), (Entries{1, 0}));
  EXPECT_EQ(found({.words = "路灯 修好"}), (Entries{0}));
  EXPECT_EQ(found({.words = "led 改"}), (Entries{1})) << "one character is searched too";
  EXPECT_EQ(found({.words = "hb-3"}), (Entries{2}));
  EXPECT_EQ(found({.words = "\"路灯\" OR NOT *"}), (Entries{})) << "a question is words, never syntax";
  EXPECT_EQ(found({.any_of = {"停水", "修好", "没有"}}), (Entries{3, 0}));
  EXPECT_EQ(found({.words = "路灯", .any_of = {"停水", "修好"}}), (Entries{0}));
  EXPECT_EQ(found({.any_of = {"没有"}}), (Entries{}));
  EXPECT_EQ(found({.words = "路灯", .offset = 1}), (Entries{0}));
  EXPECT_EQ(found({.words = "路灯", .limit = 1}), (Entries{1}));
  EXPECT_EQ(store_->answers({.words = std::string(513, 'a')}).error(), (Error{"search.too-long", "512 bytes"}));
  Changes later;
  later.ledger.push_back({0, "leaf", "salt", "body", true, {1}});
  AnswerRow correction;
  correction.supersedes = 0;
  correction.folded = "hb-1 更正";
  later.answers = {correction};
  ASSERT_TRUE(store_->commit(later));
  EXPECT_EQ(found({.words = "修好"}), (Entries{})) << "what was corrected is not found";
  EXPECT_EQ(found({.words = "更正"}), (Entries{4}));
}

TEST_P(StoreTest, WhoMetAnIssueTooIsCountedBesideWhatWasHeard) {
  Changes c;
  c.issue_rows.resize(2);
  c.issue_rows[0].id = {7}, c.issue_rows[1].id = {8};
  c.met = {{7}, {7}};
  ASSERT_TRUE(store_->commit(c));
  Changes heard;
  heard.issue_rows = c.issue_rows;
  heard.met = {{8}, {99}};
  ASSERT_TRUE(store_->commit(heard));
  open();
  EXPECT_EQ((*store_->issue_row({7}))->met, 2) << "what is heard later does not undo it";
  EXPECT_EQ((*store_->issue_row({8}))->met, 1);
}

TEST_P(StoreTest, AStatementStandsAtItsLedgerEntry) {
  Changes c;
  c.ledger = {{0, "leaf", "salt", "body", true, {1}}};
  ASSERT_TRUE(store_->commit(c));
  StatementRow s{0, {7}, {2}, "关于停水的通报", "今日18时恢复。", {"办公室"}, {3}, "《城市供水条例》"};
  c.statements = {s};
  ASSERT_TRUE(store_->commit(c));
  c.statements[0].draft = {3};
  ASSERT_TRUE(store_->commit(c));
  c.statements[0].issue = {8};
  ASSERT_TRUE(store_->commit(c));
  open();
  s.entry = 1;
  EXPECT_EQ((*store_->statement(1)).value(), s);
  EXPECT_EQ(*store_->statement(0), std::nullopt);
  ASSERT_EQ(store_->statements_of_issue({7})->size(), 2U);
  EXPECT_EQ(store_->statements_of_issue({7})->back(), s);
  EXPECT_EQ(store_->statements(0, 9)->size(), 3U);
  EXPECT_EQ(store_->statements(2, 9)->front(), s);
  EXPECT_TRUE(store_->statements(3, 9)->empty());
}

TEST_P(StoreTest, AWordOutsideIsSaidAgainUntilItIsDelivered) {
  OutboxRow late{{}, "answer/1", "forum", "https://forum.example/t/1", "照明所", "已修好。", Delivery::waiting,
                 0,  {20},       ""};
  OutboxRow soon = late;
  soon.key = "answer/2";
  soon.next_at = {10};
  Changes c;
  c.outbox = {late, soon};
  ASSERT_TRUE(store_->commit(c));
  open();
  late.id = {1};
  soon.id = {2};
  EXPECT_EQ(*store_->outbox_due({20}, 9), (std::vector<OutboxRow>{soon, late}));
  EXPECT_EQ(*store_->outbox_due({19}, 9), (std::vector<OutboxRow>{soon}));
  soon.attempts = 1;
  soon.error = "timeout";
  soon.next_at = {30};
  late.state = Delivery::delivered;
  c.outbox = {soon, late};
  ASSERT_TRUE(store_->commit(c));
  EXPECT_TRUE(store_->outbox_due({29}, 9)->empty());
  EXPECT_EQ(*store_->outbox_due({30}, 9), (std::vector<OutboxRow>{soon}));
}

TEST_P(StoreTest, PeopleSourcesAndSettingsAreWrittenOver) {
  User u{{2}, "zhang", "张三", "$argon2id$", {{casework::Role::responder, {"照明所"}}}, false};
  SourceRow s{{"forum"}, "论坛", {"照明所"}, std::string("\0c", 2), "s", Instant{1}, std::nullopt, "timeout"};
  Citizen z{{"HB-1"}, "$argon2id$", std::string("\0z", 2)};
  Changes c;
  c.users = {u};
  c.sources = {s};
  c.citizens = {z};
  c.evidence = {{{"HB-1"}, 2, std::string("a\0b", 3)}};
  c.settings = {{"salt", std::string("\0v", 2)}};
  ASSERT_TRUE(store_->commit(c));
  c.users[0].disabled = true;
  c.sources[0].last_new = Instant{5};
  c.sources[0].ended_at = Instant{9};
  c.evidence.clear();
  c.citizens[0].sealed = "";
  c.settings[0].second = "w";
  ASSERT_TRUE(store_->commit(c));
  open();
  EXPECT_EQ(*store_->users(), c.users);
  EXPECT_EQ(*store_->sources(), c.sources);
  EXPECT_EQ((*store_->citizen({"HB-1"})).value(), c.citizens[0]);
  EXPECT_EQ((*store_->evidence({"HB-1"}, 2)).value().sealed, std::string("a\0b", 3));
  EXPECT_FALSE((*store_->evidence({"HB-1"}, 1)).has_value());
  Changes again;
  again.evidence = {{{"HB-1"}, 2, "other"}};
  EXPECT_EQ(store_->commit(again).error().code, "store.broken") << "what was added stays";
  EXPECT_EQ((*store_->evidence({"HB-1"}, 2)).value().sealed, std::string("a\0b", 3));
  EXPECT_EQ(*store_->citizen({"HB-2"}), std::nullopt);
  EXPECT_EQ(*store_->setting("salt"), "w");
  EXPECT_EQ(*store_->setting("pepper"), std::nullopt);
  c.users[0].id = {3};
  EXPECT_EQ(store_->commit(c).error().code, "store.broken") << "two people may not share a login";
  EXPECT_EQ(store_->users()->size(), 1U);
}

TEST_P(StoreTest, ADocumentIsNeverWrittenOver) {
  const DocumentRow d{sha256("d"), {"forum"}, "https://forum.example/t/1", {4}, std::string("\0s", 2), "2026-03-03"};
  Changes c;
  c.documents = {d};
  ASSERT_TRUE(store_->commit(c));
  c.documents[0].sealed = "other";
  ASSERT_TRUE(store_->commit(c));
  EXPECT_EQ((*store_->document(d.sha256)).value(), d);
  EXPECT_EQ(*store_->document({}), std::nullopt);
}

TEST_P(StoreTest, AVoiceCountsOnce) {
  const std::string tag("\0voice-1", 8);
  Changes c;
  c.voices = {{{7}, tag}, {{7}, tag}, {{7}, "voice--2"}, {{8}, tag}};
  c.voice_keys = {{{7}, std::string(32, '\0')}};
  ASSERT_TRUE(store_->commit(c));
  ASSERT_TRUE(store_->commit(c));
  EXPECT_EQ(*store_->count_voices({7}), 2);
  EXPECT_EQ(*store_->count_voices({9}), 0);
  EXPECT_TRUE(*store_->has_voice({8}, tag));
  EXPECT_FALSE(*store_->has_voice({8}, "voice--2"));
  EXPECT_EQ(*store_->voice_key({7}), std::string(32, '\0'));
  EXPECT_EQ(*store_->voice_key({8}), std::nullopt);
}

TEST_P(StoreTest, ListsAndQuestionsAreBounded) {
  Changes c;
  for (int i = 0; i < 501; ++i) c.posts.push_back(post("停水 " + std::to_string(i)));
  c.ledger.resize(kLedgerLimit + 1);
  ASSERT_TRUE(store_->commit(c));
  EXPECT_EQ(store_->posts_of_issue({7}, 0, 1'000'000)->size(), 500U);
  EXPECT_EQ(store_->search({{"停水"}}, {}, 1'000'000)->size(), 500U);
  EXPECT_EQ(store_->search({{"停"}}, {}, 1'000'000)->size(), 500U);
  EXPECT_TRUE(store_->search({{"停水"}}, {}, -1)->empty());
  EXPECT_EQ(store_->ledger_rows(0, kLedgerLimit + 1)->size(), size_t{kLedgerLimit});
}

TEST_P(SqliteTest, ADamagedRowIsToldAndNeverShown) {
  Changes c;
  c.cases = {{{"HB-1"}, 0, {{{5}, {2}, "张三", casework::NoteAdded{"已核实"}}}, line("HB-1", 1)}};
  c.issue_rows.resize(1);
  c.issue_rows[0].remit = true;
  c.posts = {post("停水")};
  c.ledger.resize(1);
  c.answers.resize(1);
  c.outbox.resize(1);
  c.users = {{{2}, "zhang", "张三", "", {{casework::Role::responder, {"照明所"}}}, false}};
  ASSERT_TRUE(store_->commit(c));
  const auto damage = [&](const char* sql) {
    store_.reset();
    SqlWork work;
    auto db = Connection::open(dir_ + "/hearback.db", false, work);
    ASSERT_TRUE(db && (*db)->execute(sql)) << sql;
    db->reset();
    open();
  };
  const auto broken = [](const auto& result) { return result ? "read" : result.error().detail; };
  damage("UPDATE cases SET kind=6");
  EXPECT_EQ(broken(store_->cases({})), "kind");
  EXPECT_EQ(broken(store_->case_row({"HB-1"})), "kind");
  damage("UPDATE cases SET kind=0, state=-1");
  EXPECT_EQ(broken(store_->cases({})), "state");
  damage("UPDATE issues SET grade=3");
  EXPECT_EQ(broken(store_->issues({})), "grade");
  for (const char* list : {"", "{}", "[1]", "[\"a\"", "nonsense"}) {
    damage(("UPDATE issues SET grade=0, places='" + std::string(list) + "'").c_str());
    EXPECT_EQ(broken(store_->issues({})), "places") << list;
  }
  damage("UPDATE users SET grants='[\"king\",\"all\"]'");
  EXPECT_EQ(broken(store_->users()), "grants");
  damage("UPDATE users SET grants='[\"responder\"]'");
  EXPECT_EQ(broken(store_->users()), "grants");
  damage("UPDATE posts SET document=x'00'");
  EXPECT_EQ(broken(store_->search({{"停水"}}, {}, 9)), "document");
  EXPECT_EQ(broken(store_->each_post([](const Post&) { return true; })), "document");
  damage("UPDATE answers SET part=4");
  EXPECT_EQ(broken(store_->answers({.limit = 9})), "part");
  damage("UPDATE case_events SET event='[]'");
  EXPECT_EQ(broken(store_->case_events({"HB-1"})), "event.malformed");
}

}  // namespace
}  // namespace hb::store
