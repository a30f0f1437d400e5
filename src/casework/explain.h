#pragma once
#include <string>
#include <vector>

#include "base/language.h"
#include "casework/clocks.h"

/// How a clock came to its due time, first as data, then in words.
namespace hb::casework {

/// One step. Which fields a kind uses stands beside it; the others are zero.
struct ExplainLine {
  enum class Kind : uint8_t {
    starts,        ///< at `from`
    moved,         ///< at `from`, outside working hours or in a pause, so at `to`
    worked,        ///< `from`–`to` of the day `first` counts `amount`; `day_kind` of the day
    paused,        ///< `from`–`to` does not count
    still_paused,  ///< since `from`, without an end
    closed,        ///< the days `first`–`last` are not worked; listed_off if a notice says so of any, else weekend
    counted,       ///< `first` is working day number `count`; `day_kind` of the day
    not_counted,   ///< `first` does not count: paused through all its working hours
    summed,        ///< many lines at once, `first`–`last`: `amount` of working time or `count` working days
    elapsed,       ///< `amount` of wall time
    calendar_day,  ///< `first` is calendar day number `count`
    rolled,        ///< `first` is not worked, so `last`
    unextended,    ///< due at `to` without the extension
    extended,      ///< the extension reaches to `to`
    due,           ///< due at `to`
    provisional,   ///< a date was needed in a year whose notice is not out
  };
  Kind kind = Kind::starts;
  Day first{};
  Day last{};
  Instant from{};
  Instant to{};
  Seconds amount{};
  int64_t count = 0;
  DayKind day_kind = DayKind::weekday;
};

/// How `due` gets there, in at most kMostExplainLines lines: a long middle is summed. Errors as `due`.
Result<std::vector<ExplainLine>> explain(const ClockSpec& spec, const Calendar& calendar, const ClockRun& run);
inline constexpr size_t kMostExplainLines = 120;

/// The line in words, with times of that zone: "2026-02-14 周六（调休上班）09:00–11:00，计 2 小时",
/// "Sat 2026-02-14 (make-up working day) 09:00–11:00 counts 2 h".
std::string in_words(const ExplainLine& line, const Zone& zone, Language language);
/// "2026年3月9日": a day as official words have it, which are in Chinese.
std::string day_in_words(Day day);
/// "2026年3月9日18时", "2026年3月9日18时30分": a moment as they have it, in that zone.
std::string moment_in_words(Instant at, const Zone& zone);
/// How the clock of something an answer promised was reckoned.
std::string promise_in_words(Language language);
/// Of one whose start names when it is due: ClockStart::published or ::assessed.
std::string named_in_words(ClockStart starts, Language language);

}  // namespace hb::casework
