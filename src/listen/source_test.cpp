#include "listen/source.h"

#include <gtest/gtest.h>

namespace hb::listen {
namespace {

// Whoever writes one by hand leaves out what goes without saying, and is told of a slip of the pen.
TEST(Source, AConfigurationLeavesOutWhatHasADefaultAndNothingElse) {
  const std::string least =
      R"("id":"paper","name":"报纸","kind":"feed","url":"https://a.example/feed","unit":"office")";
  const auto read = [&](const std::string& more) { return parse_config("{" + least + more + "}"); };
  const auto config = read("");
  ASSERT_TRUE(config) << config.error().detail;
  EXPECT_EQ(config->rhythm, minutes(30));
  EXPECT_EQ(config->pages, 1);
  EXPECT_EQ(parse_config(to_bytes(*config)).value(), *config);
  EXPECT_EQ(read(R"(,"selectors":{"row":"//li"})")->selectors.row, "//li");
  const auto wrong = [&](const std::string& more) { return read(more).error().detail; };
  EXPECT_EQ(wrong(R"(,"rhythm":1800)"), "rhythm");
  EXPECT_EQ(wrong(R"(,"pages":"many")"), "pages");
  EXPECT_EQ(wrong(R"(,"selectors":{"rows":"//li"})"), "selectors.rows");
  EXPECT_EQ(wrong(R"(,"allow":"all")"), "allow");
  for (const char* key : {"id", "name", "kind", "url", "unit"}) {
    std::string without = least;
    without.replace(without.find(std::string("\"") + key), 2, "\"x");
    EXPECT_FALSE(parse_config("{" + without + "}")) << key;
  }
}

constexpr int64_t kDay = 86400;
Instant on(int64_t day, int64_t hour = 12) { return {day * kDay + hour * 3600}; }

/// A source that brought `posts(day)` a day at noon, from day 1000 until `last`.
template <class Posts>
SourceState heard(int64_t last, Posts posts) {
  SourceState state;
  count_news(state, 300, on(1000));
  for (int64_t day = 1001; day <= last; ++day) {
    if (posts(day) == 0) continue;
    count_news(state, posts(day), on(day));
    state.last_new = on(day);
  }
  return state;
}

// A dead feed looks like a quiet town; a quiet town must not look like a dead feed.
TEST(Source, SilenceIsSeenAgainstWhatTheSourceIsLike) {
  const auto busy = heard(1030, [](int64_t) { return 20; });
  EXPECT_EQ(busy.days.size(), 30u) << "the backlog of the first visit is no news";
  EXPECT_FALSE(silent_since(busy, on(1031, 11))) << "less than a day";
  EXPECT_EQ(silent_since(busy, on(1031, 13)), on(1030));
  const auto slow = heard(1030, [](int64_t) { return 1; });
  EXPECT_FALSE(silent_since(slow, on(1036)));
  EXPECT_EQ(silent_since(slow, on(1037)), on(1030)) << "seven days at one a day";
  EXPECT_FALSE(silent_since(heard(1010, [](int64_t) { return 20; }), on(1013))) << "not known for long enough";
  EXPECT_FALSE(silent_since(SourceState{}, on(1030)));
}

TEST(Source, SilenceOfASourceThatComesInBurstsTakesLonger) {
  const auto bursts = heard(1028, [](int64_t day) { return day % 4 == 0 ? 20 : 0; });  // five a day, on average
  EXPECT_FALSE(silent_since(bursts, on(1031)));
  EXPECT_TRUE(silent_since(bursts, on(1040)));
}

// An office that publishes from Monday to Friday is not dead on Sunday.
TEST(Source, SilenceIsConfirmedByTheWeekBefore) {
  const int64_t friday = 1026 / 7 * 7 + 4;
  const auto week = heard(friday, [](int64_t day) { return day % 7 < 5 ? 20 : 0; });
  EXPECT_FALSE(silent_since(week, on(friday + 2, 20))) << "the weekend";
  EXPECT_TRUE(silent_since(week, on(friday + 3, 20))) << "Monday brought nothing";
}

TEST(Source, WhatIsCountedComesBackFromItsBytes) {
  const auto state = heard(1060, [](int64_t day) { return day % 3; });
  EXPECT_LE(state.days.size(), static_cast<size_t>(kDaysOfNews));
  EXPECT_EQ(parse_state(to_bytes(state)).value(), state);
  std::string before = to_bytes(state);
  const size_t at = before.find(",\"counted_since\"");
  before.erase(at, before.rfind('}') - at);
  EXPECT_TRUE(parse_state(before)) << "a state written before this was counted";
}

}  // namespace
}  // namespace hb::listen
