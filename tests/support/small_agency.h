#pragma once
#include <date/tz.h>

#include <memory>

#include "casework/people.h"

/// An agency of three units in plain structs, for tests of the pure rooms that need no rulebook.
namespace hb::tests {

/// Office, one department ("food") and one branch ("east"); open nine to five; heads and online spokespersons have
/// deputies.
inline casework::Rules small_agency(const char* zone = "Asia/Shanghai") {
  using namespace casework;
  Rules out;
  out.version = "v1";
  out.calendar = std::make_shared<const Calendar>(
      Zone(*date::locate_zone(zone)), std::vector<OpeningHours>{{hours(9), hours(17)}}, Holidays{{2026, {}}});
  for (const auto& [id, kind] :
       {std::pair{"office", UnitKind::office}, {"food", UnitKind::department}, {"east", UnitKind::branch}}) {
    Unit unit;
    unit.id = {id};
    unit.kind = kind;
    out.units.push_back(unit);
  }
  out.deputies = {Role::unit_head, Role::online_spokesperson};
  return out;
}

inline casework::Actor colleague(int64_t id, casework::Role role, const char* unit = "office") {
  return {{id}, "某人", {{role, {unit}}}};
}

}  // namespace hb::tests
