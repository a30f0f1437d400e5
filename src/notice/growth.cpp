#include "notice/growth.h"

#include <algorithm>
#include <cmath>

namespace hb::notice {

Growth growth_at(std::span<const int64_t> times, Instant at) {
  const int64_t day = hours(24).count;
  const auto until = [&](int64_t t) { return std::upper_bound(times.begin(), times.end(), t); };
  const auto day_begins = until(at.seconds - day);
  Growth g;
  g.last_day = static_cast<int>(until(at.seconds) - day_begins);
  g.week_before = static_cast<int>(day_begins - until(at.seconds - 8 * day));
  g.ratio = g.last_day / std::max(1.0, g.week_before / 7.0);
  return g;
}

bool unusual(const Growth& growth, double chance) {
  const double successes = growth.week_before + 0.5;
  if (growth.week_before > 2000) {
    const double mean = successes / 7, deviation = std::sqrt(mean * 8 / 7);
    return 0.5 * std::erfc((growth.last_day - 0.5 - mean) / deviation / std::sqrt(2.0)) < chance;
  }
  double probability = std::pow(7.0 / 8, successes), below = 0;
  for (int x = 0; x < growth.last_day; ++x) {
    below += probability;
    probability *= (successes + x) / (x + 1) / 8;
  }
  return 1 - below < chance;
}

}  // namespace hb::notice
