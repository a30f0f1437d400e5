#pragma once
#include <date/tz.h>

#include <string>
#include <vector>

#include "base/instant.h"

namespace hb::casework {

/// A calendar date, counted in days of nobody's zone.
using Day = date::local_days;

/// The years that clocks may touch; a clock that would leave them is an error.
inline constexpr int kFirstYear = 1900;
inline constexpr int kLastYear = 2199;

/// A time zone, read once from the tz database so that no later call opens a file. Immutable: any thread may ask.
/// Past 2037, where the database's tables end, a year follows the rules of the latest earlier year that begins on
/// the same weekday with the same February; a zone that has no summer time in 2037 has none later.
class Zone {
 public:
  /// `zone` is only read during the call.
  explicit Zone(const date::time_zone& zone);

  const std::string& name() const { return name_; }

  /// What is added to UTC at that moment to get local time. Before 1900: as at the beginning of 1900.
  Seconds offset_at(Instant t) const;

  /// The local date at that moment.
  Day day_at(Instant t) const;

  /// The moment `since_midnight` (0 to 24 h) of a local date on the clock on the wall. A time that does not exist
  /// there moves one hour later (again, until it exists); of a time that comes twice, the first, in summer time, is
  /// meant.
  Instant at(Day day, Seconds since_midnight) const;

 private:
  struct Span {
    int64_t begin;   ///< seconds since the epoch
    int64_t offset;  ///< seconds east of UTC until the next span
  };
  const Span& span_at(int64_t t) const;

  std::string name_;
  std::vector<Span> spans_;  ///< ascending; the first begins before 1900
};

}  // namespace hb::casework
