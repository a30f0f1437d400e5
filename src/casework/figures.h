#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "casework/case.h"

/// What a unit has done in a month, in numbers that anybody can reckon again from the open data
/// (assets/recompute.py does; docs/open-data.md says each formula in words). A month is "2026-03".
namespace hb::casework {

/// A case as figures see it.
struct CaseFact {
  UnitId unit;        ///< who has it now
  std::string month;  ///< in which it was opened
  CaseState state = CaseState::dispatched;
  int returns = 0;
  int redos = 0;
  std::optional<int64_t> discovery_minutes{};  ///< from the first post to its being noticed; none if nobody posted
};
/// A clock of a case that was promised to the citizen.
struct ClockFact {
  UnitId unit;        ///< who has the case now
  std::string month;  ///< in which it was due
  ClockEnd ends = ClockEnd::answered;
  ClockOutcome outcome = ClockOutcome::running;
  std::optional<int64_t> took_minutes{};  ///< real time from start to end, pauses included; none while it runs
};
/// What the citizens of a unit said in a month, one of these for both. Fewer than kFewest are never shown, nor counted
/// into what all units have together.
struct RatingFact {
  UnitId unit;
  std::string month;  ///< in which they said so
  int64_t said = 0;
  int64_t solved = 0;  ///< "yes"
  int64_t stars = 0;   ///< sum of the satisfaction, each 1 to kMostSatisfied
};

/// A cell that counts fewer cases is shown as "<5", and in the month that runs not at all.
inline constexpr int64_t kFewest = 5;

/// The figures, in the order they are told.
enum class Figure : uint8_t {
  received,          ///< cases opened
  answered,          ///< of them answered; withdrawn ones, those outside and other bodies' matters left out: percent
  not_ours,          ///< of them those that were said to be another body's matter
  reply_on_time,     ///< of first replies that were due: percent
  answer_on_time,    ///< of answers that were due: percent
  answer_median,     ///< minutes to the answer, of those that were given
  answer_p90,        ///< the same, which nine of ten did not exceed
  promise_on_time,   ///< of what answers promised and was due: percent
  discovery_median,  ///< minutes from the first post to noticing it
  discovery_p90,
  returned,      ///< times a dispatch was returned
  redone,        ///< rounds that citizens asked for
  solved,        ///< of the citizens who said, those who said "yes": percent
  satisfaction,  ///< mean of 1 to 5
};
inline constexpr int kFigures = 14;
std::string_view name_of(Figure figure);
std::optional<Figure> figure_of(std::string_view name);

/// What a value is.
enum class FigureKind : uint8_t { count, percent, minutes, stars };
FigureKind kind_of(Figure figure);
std::string_view name_of(FigureKind kind);

struct FigureRow {
  std::string month;
  UnitId unit;  ///< empty: all units together
  Figure figure = Figure::received;
  std::string value;  ///< "87.5", "42"; "<5" if it counts too few
  std::string of;     ///< what it is out of: "8"; "<5"
  friend bool operator==(const FigureRow&, const FigureRow&) = default;
};

/// The same facts in any order give the same rows: by month, unit (all together first) and figure. A rate without a
/// denominator has no row. Percentages and means have one decimal, halves up; a median or 90th percentile is the value
/// at place ⌈n·p⌉. `running`: the month that is not over.
std::vector<FigureRow> figures(const std::vector<CaseFact>& cases, const std::vector<ClockFact>& clocks,
                               const std::vector<RatingFact>& ratings, std::string_view running);

}  // namespace hb::casework
