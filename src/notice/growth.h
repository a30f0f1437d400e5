#pragma once
#include <cstdint>
#include <span>

#include "base/instant.h"

namespace hb::notice {

/// How an issue's posting stands at a moment against the week before it.
struct Growth {
  int last_day = 0;     ///< posts in the 24 h that end at the moment
  int week_before = 0;  ///< posts in the 7 days before those
  double ratio = 0;     ///< last_day over the mean day of the week before, that mean counted as at least 1

  friend bool operator==(const Growth&, const Growth&) = default;
};

/// `times` ascending, in seconds as Instant counts them; days without a post count as days.
Growth growth_at(std::span<const int64_t> times, Instant at);

/// Whether so many posts in a day are too many to be the steady posting of the week before.
///
/// In the manner of EARS C2 (seven-day baseline, zero days counted) but exact for small counts: with S posts in the
/// seven days, a steady (Poisson) day has X posts by the negative binomial law with S + 1/2 successes at 7/8 (Jeffreys'
/// prior); unusual is P(X >= last_day) < `chance`. Past 2,000 posts a week the normal law stands in for it.
bool unusual(const Growth& growth, double chance);

}  // namespace hb::notice
