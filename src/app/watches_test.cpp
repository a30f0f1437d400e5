// Searches and watches, over posts that were really heard.

#include "desk/watches.h"

#include <gtest/gtest.h>

#include "tests/support/desk_world.h"
#include "text/query_words.h"

namespace hb::app {
namespace {

using namespace casework;
using test::DeskWorld;

struct Watched : testing::Test {
  void SetUp() override {
    desk::Changes changes;
    changes.sources.push_back({{"forum"}, "明川论坛", {"office"}, "", "", {}, {}, ""});
    ASSERT_TRUE(w.store.commit(changes));
    ASSERT_TRUE(w.hearing.load());
  }
  void hear(const std::string& text, const std::string& author = "甲") {
    const std::string url = "http://forum.example/t/" + std::to_string(++threads);
    const desk::Incoming in{.source = "forum",
                            .publisher = "",
                            .url = url,
                            .published_at = w.clock.at,
                            .title = "",
                            .text = text,
                            .author = author};
    const auto heard = w.hearing.hear({&in, 1});
    ASSERT_TRUE(heard) << heard.error().code;
  }
  desk::SearchFound search(const std::string& query, int64_t limit = 20, PostId below = {}) {
    const auto found =
        watches.search(monitor, {.query = query, .below = below, .days = 0, .limit = limit}, Language::zh);
    EXPECT_TRUE(found) << found.error().code;
    return found.value_or(desk::SearchFound{});
  }
  RecordId keep(const std::string& query) {
    const auto id = w.hearing.watching().act(monitor, {}, KeepWatch{{"关注", query, {"food"}}}, {});
    EXPECT_TRUE(id) << id.error().code;
    return id.value_or(RecordId{});
  }
  desk::WatchLine first_line(const Actor& actor) {
    auto lines = watches.list(actor, Language::zh);
    EXPECT_TRUE(lines && !lines->empty());
    return lines && !lines->empty() ? lines->front() : desk::WatchLine{};
  }

  DeskWorld w;
  desk::Watches watches{w.wiring};
  Actor monitor = DeskWorld::person(1, Role::monitor, "food");
  Actor auditor = DeskWorld::person(2, Role::auditor, "office");
  int threads = 0;
};

// Whoever searches is told of every post that `hearback query run` would find, and of no other.
TEST_F(Watched, ASearchFindsWhatTheQuerySaysAndNothingElse) {
  const char* const texts[] = {"东城第三小学食堂午饭后学生呕吐",
                               "南港区水产市场扣秤，缺斤少两",
                               "食堂演练，没有人呕吐",
                               "望江码头海鲜不新鲜，吃了腹泻",
                               "The canteen made them sick",
                               "网店 iPhone 手机是假货",
                               "清河区菜市场扣秤",
                               "南港区菜场称不准"};
  for (const char* text : texts) hear(text), w.clock.at = w.clock.at + minutes(30);
  for (const char* query :
       {"食堂", "食堂 呕吐", "食堂 NOT 演练", "NOT 食堂", "呕吐 OR 腹泻", "扣 place:望江", "source:明川论坛 扣秤",
        "source:forum", "source:别处", "canteen NEAR/2 sick", "can*", "grade:routine", "grade:critical", "扣 NEAR/3 两",
        "\"made them\"", "市场 (扣秤 OR 称不准)", "after:2026-03-03", "before:2026-03-03", "秤"}) {
    const auto parsed = text::parse_query(query, desk::wall_of(w.wiring.rules->calendar->zone()), w.wiring.simplifier);
    ASSERT_TRUE(parsed) << query;
    std::vector<desk::Post> posts;
    ASSERT_TRUE(w.store.each_post([&](const desk::Post& post) {
      posts.push_back(post);
      return true;
    }));
    std::vector<PostId> expected, found;
    for (const auto& post : posts) {
      const auto row = w.store.issue_row(post.issue).value();
      const text::Subject subject{.title = text::fold(post.title, w.wiring.simplifier),
                                  .text = text::fold(post.text, w.wiring.simplifier),
                                  .source = {"forum", "明川论坛"},
                                  .place = row->places,
                                  .grade = std::string(name_of(row->grade)),
                                  .published_at = post.published_at};
      if (text::match(*parsed, subject).hit) expected.insert(expected.begin(), post.id);
    }
    const auto all = search(query);
    for (const auto& hit : all.hits) found.push_back(hit.post.id);
    EXPECT_EQ(found, expected) << query;
    EXPECT_EQ(all.posts, static_cast<int64_t>(expected.size())) << query;
    EXPECT_TRUE(all.whole);
    std::vector<PostId> paged;
    for (PostId below{};;) {
      const auto page = search(query, 2, below);
      for (const auto& hit : page.hits) paged.push_back(hit.post.id);
      if (!page.more) break;
      below = page.more;
    }
    EXPECT_EQ(paged, expected) << query << ", by pages";
  }
}

// Nobody can be searched for, and the auditor sees who tried (DESIGN.md section 2.2).
TEST_F(Watched, APersonCannotBeSearchedForNorWatched) {
  hear("食堂午饭后学生呕吐");
  const struct {
    const char* query;
    const char* kind;
    const char* logged;
  } rows[] = {
      {"13800138000", "phone", "⟦phone⟧"},   {"食堂 OR １３８ ００１３ ８０００", "phone", "食堂 OR ⟦phone⟧"},
      {"@起床困难户", "handle", "⟦handle⟧"}, {"someone@example.com", "email", "⟦email⟧"},
      {"110101199003078515", "id", "⟦id⟧"},
  };
  for (const auto& row : rows) {
    const auto found = search(row.query);
    ASSERT_TRUE(found.wrong) << row.query;
    EXPECT_EQ(found.wrong->found, row.kind);
    EXPECT_TRUE(found.hits.empty());
    const auto log = watches.log(auditor, 0, 1);
    ASSERT_TRUE(log && !log->empty());
    EXPECT_EQ(log->front().query, row.logged);
    EXPECT_EQ(w.hearing.watching().act(monitor, {}, KeepWatch{{"关注", row.query, {"food"}}}, {}).error().code,
              "watch.query");
  }
  EXPECT_TRUE(watches.list(monitor, Language::zh)->empty());
}

TEST_F(Watched, WhatWasSearchedForIsForTheAuditor) {
  hear("食堂午饭后学生呕吐");
  search("食堂");
  search("食堂 AND");       // cannot be read: a slip of the pen
  search("食堂", 20, {1});  // a further page
  const auto log = watches.log(auditor, 0, 9);
  ASSERT_TRUE(log);
  ASSERT_EQ(log->size(), 1u);
  EXPECT_EQ(log->front().query, "食堂");
  EXPECT_EQ(log->front().name, "甲");
  EXPECT_EQ(log->front().posts, 1);
  EXPECT_EQ(watches.log(monitor, 0, 9).error().code, "search.not-allowed");
  search("呕吐", 20, {2});
  EXPECT_EQ(watches.log(auditor, 0, 9)->size(), 2u) << "a page of nothing that was searched for is a search";
}

TEST_F(Watched, AWatchIsAskedOfOldPostsAndOfNewOnesAndCopiesCountOnce) {
  hear("东城第三小学食堂午饭后学生呕吐，家长都在医院等着");
  hear("水产市场扣秤");
  const auto id = keep("食堂 呕吐");
  EXPECT_EQ(first_line(monitor).span, 1);
  hear("城西职业学院食堂晚饭以后有人呕吐");
  hear("东城第三小学食堂午饭后学生呕吐，家长都在医院等着", "乙");
  hear("路灯坏了");
  const auto line = first_line(monitor);
  EXPECT_EQ(line.span, 2);
  EXPECT_EQ(line.day, 2);
  EXPECT_EQ(line.words, "含“食堂”，并且含“呕吐”");
  const auto found = watches.posts_of(id, {}, Language::zh);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->posts, 3);
  EXPECT_EQ(found->copies, 1);
}

TEST_F(Watched, AChangedWatchCountsAnewAndAnEndedOneNoMore) {
  hear("食堂午饭后学生呕吐");
  hear("水产市场扣秤");
  auto& watching = w.hearing.watching();
  const auto id = keep("食堂");
  ASSERT_TRUE(watching.act(monitor, id, ChangeWatch{"关注", "扣秤 OR 食堂"}, 1));
  EXPECT_EQ(first_line(monitor).span, 2);
  hear("菜市场又扣秤了，少了二两");
  EXPECT_EQ(first_line(monitor).span, 3);
  EXPECT_EQ(watching.act(monitor, id, EndWatch{"过时"}, 1).error().code, "store.version");
  ASSERT_TRUE(watching.act(monitor, id, EndWatch{"过时"}, 2));
  const auto log = watches.log(auditor, 0, 9);
  ASSERT_EQ(log->size(), 2u) << "every query it was given stays with the auditor";
  EXPECT_EQ(log->at(0).query, "扣秤 OR 食堂");
  EXPECT_EQ(log->at(1), (desk::SearchRow{1, w.clock.at, {1}, "甲", "食堂", 1, 1}));
  hear("称不准，扣秤三两");
  EXPECT_TRUE(watches.list(monitor, Language::zh)->empty());
  EXPECT_EQ(watching.act(monitor, RecordId{"watch/9"}, EndWatch{"过时"}, {}).error().code, "record.unknown");
}

TEST_F(Watched, ARestartGoesOnWatching) {
  keep("食堂");
  desk::Hearing restarted(w.wiring, w.book.notice, w.allow);
  ASSERT_TRUE(restarted.load());
  const desk::Incoming in{.source = "forum",
                          .publisher = "",
                          .url = "http://forum.example/t/77",
                          .published_at = w.clock.at,
                          .title = "",
                          .text = "食堂午饭后学生呕吐",
                          .author = "甲"};
  ASSERT_TRUE(restarted.hear({&in, 1}));
  EXPECT_EQ(first_line(monitor).span, 1);
}

// A quiet watch that suddenly fills is told of once a day, with its numbers.
TEST_F(Watched, GrowthIsToldOnceADay) {
  keep("扣秤");
  const char* const markets[] = {"东门", "西门", "南门", "北门", "河口", "新村",
                                 "老街", "码头", "桥头", "车站", "公园", "学府"};
  int heard = 0;
  for (const char* market : markets) {
    EXPECT_EQ(first_line(monitor).growing, heard >= w.book.notice.growth_min_posts) << heard;
    const std::string number = std::to_string(++heard);
    hear(std::string(market) + "菜市场买菜扣秤，" + number + "号摊少了" + number + "两");
    w.clock.at = w.clock.at + minutes(10);
  }
  const auto line = first_line(monitor);
  EXPECT_EQ(line.state.grew, (WatchGrew{w.book.notice.growth_min_posts, 0}));
  EXPECT_EQ(line.state.version, 2) << "told once";
  w.clock.at = w.clock.at + hours(25);
  EXPECT_FALSE(first_line(monitor).growing);
}

// One author here and there, in one place: such a watch may be after a person.
TEST_F(Watched, AWatchOfFewPlacesAndVoicesIsPutBeforeTheAuditorOnly) {
  keep("扣秤");
  hear("望江码头海鲜摊扣秤，少了二两", "甲");
  EXPECT_EQ(first_line(auditor).places, 1);
  EXPECT_EQ(first_line(auditor).voices, 1);
  EXPECT_FALSE(first_line(monitor).places);
  hear("明湖小区买菜扣秤，短了半斤", "乙");
  EXPECT_FALSE(first_line(auditor).places) << "two places are enough by the rulebook";
}

}  // namespace
}  // namespace hb::app
