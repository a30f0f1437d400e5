#pragma once
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "casework/roster.h"

/// The sensitive period (敏感时期): declared by whom, when and why; while it runs, the rosters of its units cover every
/// hour. A gap refuses the declaration, and later every change that would open one.
namespace hb::casework {

struct PeriodDeclared {
  Instant from;
  Instant to;
  std::vector<UnitId> units;  ///< whose rosters cover it; the office is always among them
  std::string reason;
  friend bool operator==(const PeriodDeclared&, const PeriodDeclared&) = default;
};
/// Over before its time, or called off.
struct PeriodLifted {
  std::string reason;
  friend bool operator==(const PeriodLifted&, const PeriodLifted&) = default;
};
using PeriodEvent = std::variant<PeriodDeclared, PeriodLifted>;
std::string_view name_of(const PeriodEvent& event);

struct Period {
  PeriodDeclared declared;
  UserId by;
  Instant at;
  Instant ends;  ///< moved forward if it was lifted
  bool lifted = false;
  std::string lifted_reason;
  int64_t version = 0;

  bool runs(Instant now) const { return version > 0 && declared.from <= now && now < ends; }
};

/// A unit and when nobody covers it.
struct UnitGap {
  UnitId unit;
  Span span;
  friend bool operator==(const UnitGap&, const UnitGap&) = default;
};
/// `rosters`: all there are. A unit without one is a gap from beginning to end.
std::vector<UnitGap> period_gaps(const PeriodDeclared& period, std::span<const Roster> rosters, const Cover& cover,
                                 const Calendar& calendar);
/// "office 2026-03-07T00:00:00+08:00/2026-03-07T08:30:00+08:00", joined by "; ".
std::string in_text(std::span<const UnitGap> gaps, const Zone& zone);

struct DeclarePeriod {
  PeriodDeclared facts;
  std::vector<UnitGap> gaps;  ///< of these facts, as period_gaps finds them; the desk says so
};
struct LiftPeriod {
  std::string reason;
};
using PeriodCommand = std::variant<DeclarePeriod, LiftPeriod>;

inline constexpr Seconds kLongestPeriod = hours(24 * 62);

/// Declared and lifted by the office, its online spokesperson or the spokesperson. Errors: "period.gap" (the gaps,
/// in_text), "period.not-allowed", "period.dates", "period.wrong-state", "route.no-such-unit", "case.reason-required".
Result<std::vector<PeriodEvent>> decide(const Period& state, const PeriodCommand& command, const Actor& actor,
                                        Instant now, const Rules& rules);
void apply(Period& state, Instant at, UserId by, const PeriodEvent& event);

}  // namespace hb::casework
