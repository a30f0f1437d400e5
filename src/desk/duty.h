#pragma once
#include <vector>

#include "desk/records.h"

/// Who is on duty at a moment, out of the records of rosters, deputies and absences.
namespace hb::desk {

/// The one register of deputies and absences.
Result<casework::Cover> cover_of(Store& store);
/// The roster of a unit; one with version 0 if it has none.
Result<casework::Roster> roster_of(Store& store, const UnitId& unit);
/// Everybody who may sign in, with the grants they hold themselves.
Result<std::vector<casework::Actor>> staff_of(Store& store);
/// On the roster of the office at that minute.
Result<bool> on_duty_now(Store& store, UserId person, Instant now, const casework::Rules& rules);

}  // namespace hb::desk
