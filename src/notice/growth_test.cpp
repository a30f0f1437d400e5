#include "notice/growth.h"

#include <gtest/gtest.h>

#include <algorithm>
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

std::vector<int64_t> at_days(std::initializer_list<std::pair<int, double>> posts_at) {
  std::vector<int64_t> times;
  for (const auto& [posts, day] : posts_at)
    for (int i = 0; i < posts; ++i) times.push_back(static_cast<int64_t>(day * kDay) + i);
  std::sort(times.begin(), times.end());
  return times;
}

const Instant kNow{20 * kDay};

TEST(Rise, few_posts_after_silence_are_none_and_many_are) {
  const Rhythm flat;
  const auto rise = [&](std::initializer_list<std::pair<int, double>> posts_at) {
    return rise_at(at_days(posts_at), kNow, flat, Reached::kLeast, 0.001);
  };
  EXPECT_FALSE(rise({{2, 19.9}})) << "fewer than kLeast";
  EXPECT_TRUE(rise({{3, 19.9}}));
  EXPECT_FALSE(rise({{1, 19.1}, {1, 19.4}, {1, 19.9}})) << "three in a day, but not in a few hours";
  EXPECT_TRUE(rise({{10, 19.5}}));
  EXPECT_FALSE(rise({{10, 13.5}, {10, 14.5}, {10, 15.5}, {10, 16.5}, {10, 17.5}, {10, 18.5}, {12, 19.5}}));
  EXPECT_TRUE(rise({{5, 14.5}, {5, 15.5}, {5, 16.5}, {5, 17.5}, {20, 19.5}}));
}

TEST(Rise, tells_its_arithmetic) {
  const auto rise = rise_at(at_days({{2, 15.5}, {1, 18.9}, {8, 19.9}}), kNow, {}, 3, 0.001);
  ASSERT_TRUE(rise);
  EXPECT_EQ(rise->hours, 6);
  EXPECT_EQ(rise->posts, 8);
  EXPECT_EQ(rise->week_before, 3);
  EXPECT_EQ(rise->yesterday, 1);
  EXPECT_EQ(rise->week_ago, 0);
  EXPECT_NEAR(rise->expected, 3.5 * 6 / 168, 1e-9);
}

// The first days of listening: whatever is heard is new.
TEST(Rise, what_was_not_listened_to_is_no_silence) {
  const auto times = at_days({{4, 18.5}, {9, 19.5}});
  const PostsIn posts_in = [&](Instant after, Instant until) {
    return static_cast<int>(
        std::count_if(times.begin(), times.end(), [&](int64_t t) { return t > after.seconds && t <= until.seconds; }));
  };
  EXPECT_TRUE(rise_at(posts_in, kNow, {}, 3, 0.001, {0}));
  EXPECT_FALSE(rise_at(posts_in, kNow, {}, 3, 0.001, {18 * kDay}));
  EXPECT_FALSE(rise_at(posts_in, kNow, {}, 3, 0.5, {19 * kDay}));
}

// What the office would lose: its patience with the same alarm every Monday.
TEST(Rise, what_was_there_yesterday_or_a_week_ago_at_the_same_hours_is_none) {
  const auto rise = [](std::initializer_list<std::pair<int, double>> posts_at) {
    return rise_at(at_days(posts_at), kNow, {}, 3, 0.001);
  };
  EXPECT_TRUE(rise({{9, 19.9}}));
  EXPECT_FALSE(rise({{5, 18.9}, {9, 19.9}}));
  EXPECT_FALSE(rise({{5, 12.9}, {9, 19.9}}));
  EXPECT_TRUE(rise({{5, 11.9}, {9, 19.9}})) << "eight days ago";
  EXPECT_TRUE(rise({{4, 12.9}, {9, 19.9}})) << "more than twice as many";
}

// What the office would lose: trust in alarms that ring on ordinary days.
TEST(Rise, steady_posting_alarms_no_oftener_than_promised) {
  std::mt19937_64 random(20260303);
  for (const double a_day : {0.2, 1.0, 4.0, 20.0}) {
    std::poisson_distribution<int> hour(a_day / 24);
    constexpr int kDays = 40000;
    std::vector<int64_t> times;
    int alarms = 0;
    for (int day = 0; day < kDays; ++day) {
      for (int h = 0; h < 24; ++h)
        for (int n = hour(random); n > 0; --n) times.push_back(day * kDay + h * 3600);
      const auto from = std::lower_bound(times.begin(), times.end(), (day - 9) * kDay);
      alarms += rise_at({from, times.end()}, {(day + 1) * kDay - 1}, {}, 3, 0.001) ? 1 : 0;
    }
    EXPECT_LE(alarms, 60) << a_day;  // 40 promised; three deviations of chance
  }
}

TEST(Rhythm, is_flat_until_something_is_seen_and_learns_the_hours_of_the_week) {
  Rhythm rhythm;
  EXPECT_NEAR(rhythm.share(kNow, 24), 1.0 / 7, 1e-9);
  // Four weeks in which only 8 to 20 o'clock has posts, and none on the seventh day.
  for (int hour = 0; hour < 28 * 24; ++hour)
    for (int i = 0; i < (hour / 24 % 7 != 6 && hour % 24 >= 8 && hour % 24 < 20 ? 40 : 0); ++i)
      rhythm.add({hour * 3600 + i});
  const auto share = [&](int day, int hour, int hours) { return rhythm.share({day * kDay + hour * 3600}, hours); };
  EXPECT_LT(share(29, 5, 6), 0.1 * share(29, 15, 6)) << "a night and a day";
  EXPECT_LT(share(34, 23, 24), 0.3 * share(33, 23, 24)) << "the seventh day and the sixth";
  EXPECT_NEAR(share(34, 23, 168), 1, 1e-9);
}

TEST(Rhythm, a_quiet_hour_makes_of_few_posts_what_a_busy_one_does_not) {
  Rhythm rhythm;
  for (int hour = 0; hour < 28 * 24; ++hour)
    for (int i = 0; i < (hour % 24 >= 8 && hour % 24 < 20 ? 40 : 1); ++i) rhythm.add({hour * 3600 + i});
  const auto posts = [&](int64_t now) {
    std::vector<int64_t> times;  // seven a week so far, then five more
    for (int day = 1; day <= 7; ++day) times.push_back(now - day * kDay - 12 * 3600);
    std::sort(times.begin(), times.end());
    times.insert(times.end(), 5, now - 60);
    return times;
  };
  const int64_t night = 28 * kDay + 5 * 3600, noon = 28 * kDay + 13 * 3600;
  EXPECT_TRUE(rise_at(posts(night), {night}, rhythm, 3, 1e-4));
  EXPECT_FALSE(rise_at(posts(noon), {noon}, rhythm, 3, 1e-4));
}

TEST(Rhythm, fades_and_does_not_count_a_backlog) {
  Rhythm rhythm;
  rhythm.add({100 * kDay});
  for (int i = 0; i < 1000; ++i) rhythm.add({50 * kDay});
  EXPECT_NEAR(rhythm.share({50 * kDay}, 24), 1.0 / 7, 0.01);
  rhythm.add({4000 * kDay});
  for (const Rhythm::Hour& hour : rhythm.state().week) EXPECT_LE(hour.seen, Rhythm::kMostWeeks);
}

TEST(Reached, begins_with_what_is_taken_for_seen) {
  const Reached reached;
  EXPECT_EQ(reached.least(2, 10), 3);
  EXPECT_EQ(reached.least(1, 10), 4);
  EXPECT_EQ(reached.least(0.5, 10), 5);
  EXPECT_EQ(reached.least(0.5, 4), 4) << "never more than asked";
  EXPECT_EQ(reached.least(0, 10), 10);
  Reached one;
  one.climb(0, 4);
  EXPECT_EQ(one.least(1, 10, 4), 4) << "not against itself";
  EXPECT_EQ(one.least(1, 10), 5);
}

TEST(Reached, groups_that_come_to_nothing_ask_for_more_and_those_that_grow_do_not) {
  Reached fizzling, growing;
  for (int day = 0; day < 28; ++day) {
    for (Reached* one : {&fizzling, &growing}) one->pass(hours(24));
    for (int i = 0; i < 3; ++i) fizzling.climb(0, 4);
    for (int i = 0; i < 3; ++i) growing.climb(0, 20);
  }
  EXPECT_EQ(fizzling.least(1, 10), 5) << "twenty-one a week stop at four";
  EXPECT_EQ(growing.least(1, 10), 3) << "whatever is told of them is true";
  fizzling.pass(hours(365 * 24));
  EXPECT_EQ(fizzling.least(1, 10), 3) << "long ago";
}

}  // namespace
}  // namespace hb::notice
