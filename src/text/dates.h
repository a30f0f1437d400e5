#pragma once
#include <optional>
#include <string_view>

#include "text/zone.h"

namespace hb::text {

/// Reads a date field as machines write it: RFC 3339 and the looser ISO 8601 (basic form, blanks for "T", hour or
/// minute left out, no zone), RFC 822 and 850 (also with the zone's American letters, two-digit years, without the
/// weekday), C's asctime. A missing zone is `zone`, a missing time midnight. None if it is no date between 1990 and
/// 2100.
std::optional<Instant> parse_date(std::string_view field, const Zone& zone);

/// A date that people read, found in running text.
struct VisibleDate {
  Instant at;
  size_t start = 0;  ///< byte offset of its first character
  size_t end = 0;
  bool has_time = false;
};

/// The first one in the text: 2026-03-03 08:12, 2026/3/3, 2026.03.03, 2026年3月3日 8时12分 (上午/下午/晚上), 3 March
/// 2026, March 3, 2026. Searches at most the first `kMostVisible` bytes.
std::optional<VisibleDate> find_date(std::string_view text, const Zone& zone);
inline constexpr size_t kMostVisible = 64u << 10;

/// A date in a link's path: /2026/03/03/, /20260303/, /2026-03/03/, t20260303_123.html. Midnight in `zone`.
std::optional<Instant> date_in_url(std::string_view url, const Zone& zone);

}  // namespace hb::text
