#include "notice/growth.h"

#include <algorithm>
#include <cmath>

namespace hb::notice {
namespace {

constexpr int64_t kHour = 3600, kDay = 24 * kHour, kWeek = 7 * kDay;
constexpr Instant kBeginning{-kWeek * 1'000'000};  // long before any post
constexpr std::array<int, 2> kSpans = {24, 6};     // hours

int64_t hour_of(Instant at) { return at.seconds >= 0 ? at.seconds / kHour : -((-at.seconds + kHour - 1) / kHour); }
size_t in_week(int64_t hour) { return static_cast<size_t>((hour % kWeekHours + kWeekHours) % kWeekHours); }

/// P(X >= posts) by the law of rise_at.
double chance_of(int posts, int week_before, double share) {
  const double successes = week_before + 0.5;
  if (week_before > 2000) {
    const double mean = successes * share, deviation = std::sqrt(mean * (1 + share));
    return 0.5 * std::erfc((posts - 0.5 - mean) / deviation / std::sqrt(2.0));
  }
  const double failure = share / (1 + share);
  double probability = std::pow(1 / (1 + share), successes), below = 0;
  for (int x = 0; x < posts; ++x) {
    below += probability;
    probability *= (successes + x) / (x + 1) * failure;
  }
  return 1 - below;
}

}  // namespace

Growth growth_at(std::span<const int64_t> times, Instant at) {
  const auto until = [&](int64_t t) { return std::upper_bound(times.begin(), times.end(), t); };
  const auto day_begins = until(at.seconds - kDay);
  Growth g;
  g.last_day = static_cast<int>(until(at.seconds) - day_begins);
  g.week_before = static_cast<int>(day_begins - until(at.seconds - kDay - kWeek));
  g.ratio = g.last_day / std::max(1.0, g.week_before / 7.0);
  return g;
}

void Rhythm::add(Instant at) {
  const int64_t hour = hour_of(at);
  if (state_.first == 0) state_.first = state_.newest = hour, state_.week[in_week(hour)].seen = 1;
  // A silence of more than kMostWeeks says nothing more.
  state_.newest = std::max(state_.newest, hour - int64_t{kMostWeeks} * kWeekHours);
  while (state_.newest < hour) {
    Hour& next = state_.week[in_week(++state_.newest)];
    if (++next.seen > kMostWeeks) next.seen /= 2, next.posts /= 2;
  }
  if (hour >= state_.first && hour + 24 > state_.newest) ++state_.week[in_week(hour)].posts;
}

double Rhythm::share(Instant at, int hours) const {
  double posts = 0, seen = 0;
  std::array<Hour, 24> day{};
  for (size_t h = 0; h < kWeekHours; ++h) {
    const Hour& hour = state_.week[h];
    posts += hour.posts, seen += hour.seen;
    day[h % 24].posts += hour.posts, day[h % 24].seen += hour.seen;
  }
  const double mean = std::max(posts, 1.0) / std::max(seen, 1.0);
  const auto weight = [&](size_t h) {
    const Hour &hour = state_.week[h], &daily = day[h % 24];
    const double prior = (kPriorPosts + daily.posts) / (kPriorPosts + daily.seen * mean);
    return (kPriorPosts * prior + hour.posts) / (kPriorPosts + hour.seen * mean);
  };
  double all = 0, span = 0;
  for (size_t h = 0; h < kWeekHours; ++h) all += weight(h);
  const int64_t last = hour_of(at);
  for (int i = 0; i < std::min(hours, kWeekHours); ++i) span += weight(in_week(last - i));
  return span / all;
}

std::optional<Rise> rise_at(const PostsIn& posts_in, Instant at, const Rhythm& rhythm, int least, double chance,
                            Instant since) {
  std::optional<Rise> found;
  double smallest = chance / kSpans.size();
  for (const int span : kSpans) {
    const Instant from = at - hours(span);
    if (from < since + hours(24)) continue;
    Rise rise;
    rise.hours = span;
    rise.posts = posts_in(from, at);
    if (rise.posts < least) continue;
    rise.week_before = posts_in(from - Seconds{kWeek}, from);
    rise.yesterday = posts_in(from - Seconds{kDay}, at - Seconds{kDay});
    rise.week_ago = posts_in(from - Seconds{kWeek}, at - Seconds{kWeek});
    if (rise.posts <= 2 * std::max(rise.yesterday, rise.week_ago)) continue;
    const int64_t heard = std::min<int64_t>(kWeekHours, (from - since).count / kHour);
    const double share =
        rhythm.share(at, span) / (heard < kWeekHours ? rhythm.share(from, static_cast<int>(heard)) : 1);
    rise.expected = (rise.week_before + 0.5) * share;
    const double p = chance_of(rise.posts, rise.week_before, share);
    if (p >= smallest) continue;
    smallest = p;
    found = rise;
  }
  return found;
}

std::optional<Rise> rise_at(std::span<const int64_t> times, Instant at, const Rhythm& rhythm, int least,
                            double chance) {
  const auto until = [&](Instant t) { return std::upper_bound(times.begin(), times.end(), t.seconds); };
  return rise_at([&](Instant after, Instant t) { return static_cast<int>(until(t) - until(after)); }, at, rhythm, least,
                 chance, kBeginning);
}

void Reached::climb(int before, int now) {
  for (int k = before + 1; k <= std::min(now, kMost); ++k) state_.groups[static_cast<size_t>(k)] += kOne;
}

void Reached::pass(Seconds time) {
  constexpr int64_t kForgotten = 100 * kWeek;
  int64_t left = std::min(time.count, kForgotten);
  while (left > 0) {
    const int64_t step = std::min(left, kWeek - state_.week);
    state_.seconds += step;
    state_.week += step;
    left -= step;
    if (state_.week < kWeek) continue;
    state_.week = 0;
    state_.seconds -= state_.seconds / 4;
    for (uint64_t& n : state_.groups) n -= n / 4;
  }
}

int Reached::least(double false_a_week, int most, int own) const {
  const double weeks = 1 + static_cast<double>(state_.seconds) / kWeek;
  for (int k = kLeast; k < std::min(most, kMost / 2); ++k) {
    const uint64_t here = state_.groups[static_cast<size_t>(k)];
    const uint64_t went_on = state_.groups[2 * static_cast<size_t>(k)] + (k <= own && own < 2 * k ? kOne : 0);
    const double nothing = std::exp2(4 - k) + static_cast<double>(here > went_on ? here - went_on : 0) / kOne;
    if (nothing <= false_a_week * weeks) return k;
  }
  return most;
}

}  // namespace hb::notice
