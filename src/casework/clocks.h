#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/condition.h"
#include "base/instant.h"
#include "base/result.h"
#include "casework/calendar.h"

/// Clocks: promises with a start, a length and a calendar. This file knows lengths; what starts and ends a clock is
/// decided by the case, the issue or the directive it belongs to.
namespace hb::casework {

enum class ClockOn : uint8_t {
  case_,
  issue,
  directive,
  help,       ///< one unit's request to another for its part of a case
  follow_up,  ///< something an answer promised; due as promised, and at the latest when the clock's own length is over
};
enum class ClockStart : uint8_t {
  posted,
  noticed,
  opened,
  graded,
  received,
  asked,     ///< help was asked for
  promised,  ///< the answer that promises it was published
  decided,   ///< the statutory decision of the clock `after` was that it goes on
  // These two are due when the word that starts them says, and at the latest when the clock's own length is over.
  published,  ///< a statement that names when the next one follows
  assessed,   ///< an assessment that names when the group meets again
};
enum class ClockEnd : uint8_t {
  replied,
  answered,
  opened_or_dismissed,
  reported,
  acknowledged,
  published,
  accepted,     ///< the unit accepted the dispatch
  decided,      ///< the statutory decision was recorded
  contributed,  ///< the help was given
  done,         ///< what was promised was done
  assessed,     ///< the assessment group met and its record was entered
  closed,       ///< the directive was closed with its outcome
};

/// As in the rulebook: "case", "opened-or-dismissed", …
std::string_view name_of(ClockOn on);
std::string_view name_of(ClockStart start);
std::string_view name_of(ClockEnd end);
std::optional<ClockEnd> clock_end_of(std::string_view name);
inline constexpr size_t kClockOns = 5, kClockStarts = 10, kClockEnds = 12;

/// How long a clock runs.
struct DueRule {
  enum class Kind : uint8_t {
    working,       ///< `length` of working time; a start outside, or at a closing time, moves to the next opening
    working_days,  ///< last closing time of the `days`-th working day after the day of the start
    elapsed,       ///< `length` of wall time, nights and holidays included
    days,          ///< 24:00 local of the `days`-th calendar day after the day of the start
  };
  Kind kind = Kind::elapsed;
  Seconds length{};   ///< working, elapsed; > 0
  int days = 0;       ///< working_days, days; > 0
  bool roll = false;  ///< days only: last closing time of that day if it is worked, else of the next working day

  friend bool operator==(const DueRule&, const DueRule&) = default;
};

/// Who may give more time, and until when at the most, counted from the clock's own start.
struct Extension {
  std::string by;  ///< role
  bool reason_required = true;
  DueRule until;
};

/// Who is told when a clock is in trouble: a role, a group or a unit.
struct Rung {
  enum class Kind : uint8_t { role, group, unit };
  Kind kind = Kind::role;
  std::string id;

  friend bool operator==(const Rung&, const Rung&) = default;
};

/// One [[clock]] of the rulebook.
struct ClockSpec {
  std::string id;
  ClockOn on = ClockOn::case_;
  std::optional<Condition> when;  ///< none: always
  ClockStart starts = ClockStart::opened;
  ClockEnd ends = ClockEnd::answered;
  DueRule due;
  std::vector<Rung> ladder;
  std::optional<Seconds> climb;  ///< a rung that does not acknowledge for so long: the next is told as well
  std::optional<Extension> extension;
  std::vector<std::string> pause_reasons;  ///< ids; empty: cannot be paused
  std::string basis;                       ///< the law that sets it; not empty: a statutory clock, beside the promises
  std::string after;  ///< ClockStart::decided: the statutory clock whose decision starts it; empty otherwise
};

/// A pause [from, to); without `to` it is still open.
struct Pause {
  Instant from;
  std::optional<Instant> to;
};

/// One run of a clock: what has happened to it.
struct ClockRun {
  Instant from;
  std::vector<Pause> pauses{};  ///< in any order, overlapping as they like: their union counts
  bool extended = false;
};

struct Due {
  std::optional<Instant> due{};  ///< none while paused
  bool paused = false;           ///< a pause is open
  bool provisional = false;      ///< a date was looked at in a year whose notice is not out

  friend bool operator==(const Due&, const Due&) = default;
};

/// When the clock is due. Errors: "clock.cannot-pause" (clock id), "clock.cannot-extend" (clock id),
/// "clock.pause-inverted" (the pause), "clock.out-of-range" (a date before kFirstYear or after kLastYear is needed).
Result<Due> due(const ClockSpec& spec, const Calendar& calendar, const ClockRun& run);

}  // namespace hb::casework
