#pragma once
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "casework/staffing.h"
#include "desk/records.h"

/// The use cases of duty: rosters, deputies and absences, sensitive periods; and who is on duty at a moment.
namespace hb::desk {

/// The one register of deputies and absences.
Result<casework::Cover> cover_of(Store& store);
/// The roster of a unit; one with version 0 if it has none.
Result<casework::Roster> roster_of(Store& store, const UnitId& unit);
/// Everybody who may sign in, with the grants they hold themselves.
Result<std::vector<casework::Actor>> staff_of(Store& store);
/// Who stands on a rung at that minute.
Result<std::vector<casework::Told>> who_stands(Store& store, const casework::Rung& rung, Instant now,
                                               const casework::Rules& rules);
/// On the roster of the office at that minute.
Result<bool> on_duty_now(Store& store, UserId person, Instant now, const casework::Rules& rules);

/// A shift, and of which unit's roster.
struct ShiftOf {
  UnitId unit;
  casework::Shift shift;
};

struct PeriodLine {
  RecordId id;
  casework::Period state;
};

/// A command on the register of cover, with people by number.
struct DeputyAsked {
  UserId principal;
  UserId deputy;
  casework::Role role = casework::Role::unit_head;
  UnitId unit;
  Instant from;
  Instant to;
  std::string handover;
};
struct AwayAsked {
  UserId person;
  Instant from;
  Instant to;
};
using CoverAsked = std::variant<DeputyAsked, casework::EndDeputy, AwayAsked, casework::EndAway>;

/// Any thread. While a sensitive period is declared, a change that leaves an hour of it uncovered is "period.gap",
/// naming what it would open.
class Duty {
 public:
  explicit Duty(const Wiring& wiring) : w_(wiring) {}

  /// The first rotation opens the roster. `seen` as in Cases::act, 0 if there is none. Errors: those of
  /// casework::decide, "roster.people" (somebody who does not work in the unit), "period.gap", "store.version".
  Result<void> act(const casework::Actor& actor, const UnitId& unit, const casework::RosterCommand& command,
                   int64_t seen);
  /// Errors besides: "cover.unknown" (nobody of that number).
  Result<void> act(const casework::Actor& actor, const CoverAsked& asked, int64_t seen);

  /// Of all rosters, those of the person that touch [from, to); the cancelled ones too, so that calendars drop them.
  Result<std::vector<ShiftOf>> shifts_of(UserId person, Instant from, Instant to) const;

  /// The office is added to the units. Errors: those of casework::decide.
  Result<RecordId> declare(const casework::Actor& actor, casework::PeriodDeclared facts);
  /// Errors besides: "record.unknown".
  Result<void> lift(const casework::Actor& actor, const RecordId& id, const std::string& reason);
  /// Newest first.
  Result<std::vector<PeriodLine>> periods() const;

 private:
  Result<std::vector<casework::Roster>> rosters() const;
  /// Hours of the periods that are not over which nobody covers.
  Result<std::vector<casework::UnitGap>> open_hours(const std::vector<casework::Roster>& rosters,
                                                    const casework::Cover& cover, Instant now) const;
  Wiring w_;
  std::mutex deciding_;  ///< whether a change leaves an hour open hangs on several records
};

}  // namespace hb::desk
