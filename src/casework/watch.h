#pragma once
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "casework/case.h"

/// The watch (关注): a saved query over posts, kept by somebody for a unit. It asks for matters: there is no field for
/// an account in the query language, and what would find a person by a number or a mention is refused. Every text it
/// has had stays in its record, for the auditor.
namespace hb::casework {

struct WatchKept {
  std::string name;
  std::string query;
  UnitId unit;
  friend bool operator==(const WatchKept&, const WatchKept&) = default;
};
struct WatchChanged {
  std::string name;
  std::string query;
  friend bool operator==(const WatchChanged&, const WatchChanged&) = default;
};
/// More posts in a day than the week before lets expect.
struct WatchGrew {
  int64_t last_day = 0;
  int64_t week_before = 0;
  friend bool operator==(const WatchGrew&, const WatchGrew&) = default;
};
struct WatchEnded {
  std::string reason;
  friend bool operator==(const WatchEnded&, const WatchEnded&) = default;
};
using WatchEvent = std::variant<WatchKept, WatchChanged, WatchGrew, WatchEnded>;
std::string_view name_of(const WatchEvent& event);

struct Watch {
  std::string name;
  std::string query;
  UnitId unit;
  UserId by;  ///< who began it
  Instant since;
  bool ended = false;
  std::string reason;  ///< why it was ended
  std::optional<Instant> grew_at;
  WatchGrew grew;  ///< with `grew_at`
  int64_t version = 0;
};

struct KeepWatch {
  WatchKept facts;
};
struct ChangeWatch {
  std::string name;
  std::string query;
};
struct EndWatch {
  std::string reason;
};
/// By the desk.
struct TellGrowth {
  WatchGrew numbers;
};
using WatchCommand = std::variant<KeepWatch, ChangeWatch, EndWatch, TellGrowth>;

inline constexpr size_t kWatchNameLimit = 60, kWatchQueryLimit = 4096;  ///< code points

/// Kept, changed and ended by who files what is heard. That the query can be read, and names nobody, is the desk's to
/// check. Errors: "watch.not-allowed", "watch.wrong-state", "route.no-such-unit", "case.empty" / "case.too-long" /
/// "case.not-utf8" (field), "case.reason-required".
Result<std::vector<WatchEvent>> decide(const Watch& state, const WatchCommand& command, const Actor& actor,
                                       const Rules& rules);
void apply(Watch& state, Instant at, UserId by, const WatchEvent& event);

}  // namespace hb::casework
