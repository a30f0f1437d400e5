#include "notice/cells.h"

#include <gtest/gtest.h>

#include <random>

namespace hb::notice {
namespace {

TEST(Cell, counts_by_the_hour_as_a_list_of_all_posts_would) {
  std::mt19937 random(11);
  for (int round = 0; round < 20; ++round) {
    Cell cell;
    std::vector<int64_t> hours;
    int64_t newest = 1000;
    for (int i = 0; i < 400; ++i) {
      // Mostly onward, sometimes late, now and then after a long silence.
      newest += random() % 20 == 0 ? static_cast<int64_t>(random() % 300) : static_cast<int64_t>(random() % 2);
      const int64_t hour = random() % 5 == 0 ? newest - static_cast<int64_t>(random() % 250) : newest;
      if (hour > newest - Cell::kHours) hours.push_back(hour);
      cell.add({hour * 3600 + 17}, {i + 1});
      newest = std::max(newest, hour);
      ASSERT_LE(cell.recent.size(), Cell::kRecent);
    }
    newest = cell.newest;
    for (int64_t after = newest - Cell::kHours; after <= newest; after += 7)
      for (int64_t until = after; until <= newest + 2; until += 5)
        ASSERT_EQ(cell.posts_in({after * 3600 + 3599}, {until * 3600 + 3599}),
                  std::count_if(hours.begin(), hours.end(), [&](int64_t h) { return h > after && h <= until; }));
  }
}

TEST(Cells, past_the_bound_the_one_that_was_silent_longest_goes) {
  Cells cells;
  for (size_t i = 0; i < Cells::kMost; ++i)
    cells.at(Cells::key("区" + std::to_string(i), 1)).add({static_cast<int64_t>(i + 1) * 3600}, {1});
  cells.at(Cells::key("区0", 1)).add({100'000 * 3600}, {2});
  cells.at(Cells::key("新区", 1));
  EXPECT_EQ(cells.all().size(), Cells::kMost);
  EXPECT_TRUE(cells.all().contains(Cells::key("区0", 1)));
  EXPECT_FALSE(cells.all().contains(Cells::key("区1", 1)));
  EXPECT_LE(Cells::key(std::string(1000, 'x'), 1).first.size(), Cells::kPlace);
}

}  // namespace
}  // namespace hb::notice
