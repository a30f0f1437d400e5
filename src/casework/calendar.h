#pragma once
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "casework/zone.h"

namespace hb::casework {

/// Opening hours of every working day, from midnight on the wall: 09:00–12:00 is {9 h, 12 h}; the end may be 24 h.
struct OpeningHours {
  Seconds from;
  Seconds to;

  friend bool operator==(const OpeningHours&, const OpeningHours&) = default;
};

/// One year's notice of days off and make-up working days. A listed date counts wherever it stands, also outside the
/// year.
struct HolidayNotice {
  std::string source;     ///< link to the notice
  std::string published;  ///< date, "" if unknown
  std::vector<Day> off;
  std::vector<Day> on;
};

/// All notices by year.
using Holidays = std::map<int, HolidayNotice>;

/// Why a date is or is not a working day: listed `on` > listed `off` > Monday to Friday.
enum class DayKind : uint8_t { weekday, weekend, listed_off, listed_on };
constexpr bool worked(DayKind kind) { return kind == DayKind::weekday || kind == DayKind::listed_on; }

/// Hours open in a row, in UTC: [open, close).
struct WorkingInterval {
  Instant open;
  Instant close;
};

/// Which days are worked and when, for the years kFirstYear to kLastYear. Everything is laid out once, so that a
/// question costs a binary search however far it reaches (about 4 MB and 5 ms for two intervals a day).
/// Immutable: any thread may ask.
class Calendar {
 public:
  /// `hours` is not empty, sorted, without overlaps and inside the day (the rulebook room checks this).
  Calendar(Zone zone, std::vector<OpeningHours> hours, const Holidays& holidays);

  const Zone& zone() const { return zone_; }
  const std::vector<OpeningHours>& hours() const { return hours_; }

  DayKind kind(Day day) const;

  /// Whether the date lies in the years kFirstYear to kLastYear.
  bool in_range(Day day) const;

  /// Whether a date from `first` to `last`, both included, lies in a year whose notice is missing, so that it may
  /// change.
  bool provisional(Day first, Day last) const;

  /// The years whose notice is here, ascending.
  const std::vector<int>& years_with_notice() const { return years_with_notice_; }

  /// The working intervals, ascending, without overlaps.
  const std::vector<WorkingInterval>& intervals() const { return intervals_; }
  /// Index of the first interval that closes after `t`; intervals().size() past the last.
  size_t interval_after(Instant t) const;
  /// The date whose hours interval `i` belongs to.
  Day day_of(size_t i) const;

  /// Working time between the calendar's beginning and `t`.
  Seconds worked_until(Instant t) const;
  /// The earliest moment at which that much has been worked (so a closing time rather than the next opening), and the
  /// interval it lies in; none past the calendar's end. `amount` > 0.
  std::optional<std::pair<Instant, size_t>> when_worked(Seconds amount) const;

  /// The working days, ascending: those with at least one interval, as ranges [first, last) of interval indexes.
  struct WorkingDay {
    Day day;
    size_t first;
    size_t last;
  };
  const std::vector<WorkingDay>& working_days() const { return days_; }
  /// Index of the first working day on or after `day`; working_days().size() past the last.
  size_t working_day_from(Day day) const;

 private:
  void lay_out();

  Zone zone_;
  std::vector<OpeningHours> hours_;
  std::vector<DayKind> kinds_;          ///< of each day of the range
  std::vector<int> years_with_notice_;  ///< ascending
  std::vector<WorkingInterval> intervals_;
  std::vector<int64_t> before_;  ///< seconds worked before interval i; one more at the end
  std::vector<Day> day_of_;      ///< of each interval
  std::vector<WorkingDay> days_;
};

}  // namespace hb::casework
