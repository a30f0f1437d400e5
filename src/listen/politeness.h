#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/instant.h"
#include "listen/robots.h"

/// When a source is due, and when its host may be asked. Nothing here sleeps or reads a clock: `now` is an argument, so
/// that real and virtual time pass alike.
namespace hb::listen {

/// How a visit to a source went.
enum class Visit : uint8_t {
  fresh,      ///< read; `Outcome::items` and `known` say how much was new
  unchanged,  ///< the site says so (304), or the same bytes came
  hard,       ///< will likely fail again: refused, forbidden, unreadable
  soft,       ///< not found, too many requests, the server's own error, a timeout
  temporary,  ///< a name that could not be looked up
};

struct Outcome {
  Visit visit = Visit::fresh;
  int64_t items = 0;  ///< entries or topics on the page
  int64_t known = 0;  ///< of these, seen unchanged before
  Seconds retry_after{};
};

/// How a source fares: kept with it, so that a restart forgets nothing.
struct Pace {
  Seconds interval{};     ///< between visits at present; 0 before the first
  double failures = 0;    ///< in a row: hard 1, soft 0.5, temporary 0.25
  int64_t visits = 0;     ///< so far
  int64_t few_known = 0;  ///< good visits in a row on which less than a third was known
  Instant next_due{};     ///< 0: at once

  friend bool operator==(const Pace&, const Pace&) = default;
};

inline constexpr Seconds kShortestInterval = minutes(2);
inline constexpr Seconds kLongestWait = hours(24);
inline constexpr int64_t kUnconditionalEvery = 10;

/// The pace after a visit. `rhythm` is what was promised for the source (1 minute to 24 hours): the interval never
/// grows past it, but halves, down to kShortestInterval, when two visits in a row find less than a third of the entries
/// known (posts may have been missed), and goes back by a sixth of the rhythm when more than two thirds are. A failure
/// waits the interval times the failures so far, at least the interval, at most kLongestWait; a longer Retry-After is
/// kept to, up to kLongestWait. Silence and failure never end the visits.
Pace next(Pace pace, const Outcome& outcome, Seconds rhythm, Instant now);

/// Whether this visit should ask without validators, because some servers say "not modified" when they should not.
bool unconditional(const Pace& pace);

/// The class of a failed visit, by the fetcher's error code or by the HTTP status (of 400 and above).
Visit failure_of(std::string_view code);
Visit failure_of(int status);

/// Reads a Retry-After header, seconds or an HTTP date, as seconds from `now`; 0 for none, the past, or nonsense; at
/// most kLongestWait.
Seconds retry_after(std::string_view header, Instant now);

/// What is remembered of hosts (by scheme and Url::authority) while the program runs: the gap between two requests, and
/// what their robots.txt allows. One thread, which makes one request at a time: so each host has at most one open.
class Hosts {
 public:
  static constexpr Seconds kGap{2};
  static constexpr Seconds kRobotsLast = hours(24);
  static constexpr Seconds kUnreachableLast = minutes(30);  ///< after a robots.txt that could not be got

  /// The earliest time at which the host of `url` may be asked.
  Instant free_at(std::string_view url) const;
  /// A request is made now; the next one waits kGap, or `hold` if that is longer.
  void asked(std::string_view url, Instant now, Seconds hold = kGap);

  /// What the host's robots.txt says of the URL; none if it must be fetched (again) first.
  std::optional<bool> allows(std::string_view url, Instant now) const;
  /// An answer to robots.txt (RFC 9309, 2.3.1), or 0 for no answer: 2xx is read; 4xx allows all; the rest, 429
  /// included, disallows all, so that the host is not asked for kUnreachableLast; then false comes back.
  bool robots(std::string_view url, int status, std::string_view body, Instant now);

 private:
  struct Host {
    Instant free{};
    Robots robots;
    Instant robots_until{};
  };
  std::map<std::string, Host, std::less<>> hosts_;
};

}  // namespace hb::listen
