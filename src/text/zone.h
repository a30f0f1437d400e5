#pragma once
#include <cstdint>
#include <functional>

#include "base/instant.h"

namespace hb::text {

/// What moment a wall clock shows: takes seconds from 1970-01-01 00:00 of that wall. Texts often give times without a
/// zone; the caller knows where the source lives. A real zone's rules (date-tz) are wrapped by the caller.
using Zone = std::function<Instant(int64_t wall_seconds)>;

/// A zone that never changes its offset: `fixed_zone(hours(8))` for China.
inline Zone fixed_zone(Seconds offset) {
  return [offset](int64_t wall) { return Instant{wall - offset.count}; };
}

}  // namespace hb::text
