#pragma once
#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>

#include "base/instant.h"

namespace hb::notice {

/// How an issue's posting stands at a moment against the week before it: what a condition calls `growth`.
struct Growth {
  int last_day = 0;     ///< posts in the 24 h that end at the moment
  int week_before = 0;  ///< posts in the 7 days before those
  double ratio = 0;     ///< last_day over the mean day of the week before, that mean counted as at least 1

  friend bool operator==(const Growth&, const Growth&) = default;
};

/// `times` ascending, in seconds as Instant counts them; days without a post count as days.
Growth growth_at(std::span<const int64_t> times, Instant at);

inline constexpr int kWeekHours = 168;

/// How much is posted in each hour of the week, against the mean hour: a quiet night and a busy Monday morning are not
/// the same expectation. Learnt from the stream. Until an hour of the week is known, the same hour of all days stands
/// in for it, and until that is known all hours count alike; either counts as kPriorPosts posts in the hour. At 1,000
/// posts a day the hours of the day are half learnt in half a day and those of the week in half a week, at 24 a day in
/// 3 and 20 weeks. Of more than kMostWeeks weeks the older ones fade. Hours are those of UTC; nothing here asks when a
/// day begins.
class Rhythm {
 public:
  static constexpr uint32_t kPriorPosts = 20, kMostWeeks = 26;

  /// A post at that time. The newest one moves time on; one from more than a day before it is not counted.
  void add(Instant at);
  /// Of all that is posted in a week, the share of the `hours` whole hours that end with the hour of `at`; at most
  /// kWeekHours of them.
  double share(Instant at, int hours) const;

  struct Hour {
    uint32_t posts = 0, seen = 0;  ///< posts in this hour of the week, and in how many such hours
    friend bool operator==(const Hour&, const Hour&) = default;
  };
  /// What a snapshot keeps.
  struct State {
    std::array<Hour, kWeekHours> week{};
    int64_t first = 0, newest = 0;  ///< hours since 1970; 0: none
    friend bool operator==(const State&, const State&) = default;
  };
  const State& state() const { return state_; }
  void restore(const State& state) { state_ = state; }
  /// The hour of the first post.
  Instant began() const { return {state_.first * 3600}; }

 private:
  State state_;
};

/// Posting that is more than steady, with the numbers that say so.
struct Rise {
  int hours = 0;        ///< the span: so many hours up to the moment
  int posts = 0;        ///< in it
  int week_before = 0;  ///< in the 7 days before it
  int yesterday = 0;    ///< in the same hours of yesterday
  int week_ago = 0;     ///< and of the same day a week ago
  double expected = 0;  ///< in it, by the week before and the rhythm

  friend bool operator==(const Rise&, const Rise&) = default;
};

/// The rise at a moment, if there is one.
///
/// In the manner of EARS C2 (seven-day baseline, zero days counted) but exact for small counts: with S posts in the
/// seven days before the span, and a share s of the week's posts falling into hours such as its own, steady (Poisson)
/// posting has X posts in it by the negative binomial law with S + 1/2 successes at 1 / (1 + s) (Jeffreys' prior).
/// Asked of the last 24 h and of the last 6 h; a rise is at least `least` posts with P(X >= posts) < chance / 2, and
/// more than twice what the same hours had yesterday and a week ago: what comes every day or every Monday is no rise.
/// Past 2,000 posts a week the normal law stands in. Of two spans the less likely one is told.
///
/// `posts_in` answers how many posts there are after one moment and up to another. Nobody listened before `since`: of a
/// baseline that is not whole its share of the week counts, and one of less than a day tells nothing.
using PostsIn = std::function<int(Instant after, Instant until)>;
std::optional<Rise> rise_at(const PostsIn& posts_in, Instant at, const Rhythm& rhythm, int least, double chance,
                            Instant since);
/// The same of `times`, ascending, as if somebody had always listened.
std::optional<Rise> rise_at(std::span<const int64_t> times, Instant at, const Rhythm& rhythm, int least, double chance);

/// What it takes to alarm so that no more than so many alarms a week come to nothing, learnt from the stream itself: a
/// group that reached k posts in a day and stopped before 2k would have been a false alarm at k. Before the stream has
/// shown anything, one week counts as seen in which two groups of three came to nothing, one of four, half a one of
/// five. What was seen fades by a quarter each week.
class Reached {
 public:
  static constexpr int kLeast = 3;           ///< fewer posts are never a rise
  static constexpr int kMost = 64;           ///< larger groups are not told apart
  static constexpr uint64_t kOne = 1 << 10;  ///< one group, as it is kept

  /// A group has come from `before` posts in a day to `now`.
  void climb(int before, int now);
  /// Time has moved on by so much.
  void pass(Seconds time);
  /// From how many posts on alarms keep to the budget; at most `most`. Asked for a group that climbed to `own`, which
  /// is not counted against itself.
  int least(double false_a_week, int most, int own = 0) const;

  struct State {
    std::array<uint64_t, kMost + 1> groups{};  ///< by what they reached, in kOne-ths
    int64_t seconds = 0;                       ///< seen, faded like the groups
    int64_t week = 0;                          ///< of these, since they last faded
    friend bool operator==(const State&, const State&) = default;
  };
  const State& state() const { return state_; }
  void restore(const State& state) { state_ = state; }

 private:
  State state_;
};

}  // namespace hb::notice
