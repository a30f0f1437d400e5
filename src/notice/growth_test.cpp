#include "notice/growth.h"

#include <gtest/gtest.h>

#include <random>

namespace hb::notice {
namespace {

constexpr int64_t kDay = 86400;

TEST(Growth, counts_the_last_day_against_the_mean_day_of_the_week_before) {
  struct Row {
    std::vector<int64_t> times;
    int64_t at;
    Growth growth;
  };
  const std::vector<Row> rows = {
      {{}, 100, {0, 0, 0}},
      {{100}, 100, {1, 0, 1}},
      {{100, 101}, 100, {1, 0, 1}},                            // later ones do not count
      {{0, kDay}, kDay, {1, 1, 1}},                            // exactly 24 h ago is the day before
      {{1, kDay}, kDay, {2, 0, 2}},                            //
      {{0, 8 * kDay}, 8 * kDay, {1, 0, 1}},                    // exactly 8 days ago is out
      {{1, 2, 3, 4, 5, 6, 7, 8 * kDay}, 8 * kDay, {1, 7, 1}},  // a mean of one
      {{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 8 * kDay}, 8 * kDay, {1, 14, 0.5}},
  };
  for (const Row& row : rows) EXPECT_EQ(growth_at(row.times, {row.at}), row.growth) << row.at;
}

TEST(Growth, few_posts_after_silence_are_no_alarm_and_many_are) {
  EXPECT_FALSE(unusual({1, 0, 1}, 0.001));
  EXPECT_TRUE(unusual({10, 0, 10}, 0.001));
  EXPECT_FALSE(unusual({10, 70, 1}, 0.001));
  EXPECT_TRUE(unusual({30, 70, 3}, 0.001));
  EXPECT_FALSE(unusual({1000, 7000, 1}, 0.001));
  EXPECT_TRUE(unusual({1200, 7000, 1.2}, 0.001));
}

// What the office would lose: trust in alarms that ring on ordinary days.
TEST(Growth, steady_posting_alarms_no_oftener_than_promised) {
  std::mt19937_64 random(20260303);
  for (const double rate : {0.2, 1.0, 4.0, 20.0}) {
    std::poisson_distribution<int> day(rate);
    constexpr int kDays = 100000;
    int alarms = 0;
    for (int i = 0; i < kDays; ++i) {
      Growth g;
      for (int d = 0; d < 7; ++d) g.week_before += day(random);
      g.last_day = day(random);
      alarms += unusual(g, 0.001) ? 1 : 0;
    }
    EXPECT_LE(alarms, 130) << rate;  // 100 promised; three deviations of chance
  }
}

}  // namespace
}  // namespace hb::notice
