#pragma once
#include <compare>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

#include "base/result.h"

namespace hb {

/// A length of time in whole seconds.
struct Seconds {
  int64_t count = 0;

  friend auto operator<=>(const Seconds&, const Seconds&) = default;
};
constexpr Seconds minutes(int64_t n) { return {n * 60}; }
constexpr Seconds hours(int64_t n) { return {n * 3600}; }

/// A moment, in whole seconds since 1970-01-01T00:00:00Z (leap seconds not counted, as POSIX does).
/// Zones belong to the display: nothing here knows one.
struct Instant {
  int64_t seconds = 0;

  friend auto operator<=>(const Instant&, const Instant&) = default;
  friend constexpr Instant operator+(Instant t, Seconds d) { return {t.seconds + d.count}; }
  friend constexpr Instant operator-(Instant t, Seconds d) { return {t.seconds - d.count}; }
  friend constexpr Seconds operator-(Instant a, Instant b) { return {a.seconds - b.seconds}; }
};
inline constexpr Instant kEndOfTime{std::numeric_limits<int64_t>::max()};

/// Reads RFC 3339 ("2026-03-03T08:00:00+08:00", "…Z"; fractions are cut; "T" may be "t" or a blank).
/// Errors: "time.malformed" with the text. Years 0001–9999.
Result<Instant> parse_rfc3339(std::string_view text);

/// "2026-03-03T00:00:00Z"; with an offset "2026-03-03T08:00:00+08:00". `offset` counts from UTC, in whole minutes.
std::string format_rfc3339(Instant t, Seconds offset = {});

}  // namespace hb
