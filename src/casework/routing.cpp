#include "casework/routing.h"

#include <algorithm>

#include "base/named.h"
#include "casework/people.h"

namespace hb::casework {

std::string_view name_of(RouteReason reason) {
  switch (reason) {
    case RouteReason::one_clear_place:
      return "one-clear-place";
    case RouteReason::no_place:
      return "no-place";
    case RouteReason::several_places:
      return "several-places";
    case RouteReason::remit:
      return "remit";
    case RouteReason::no_remit:
      return "no-remit";
    case RouteReason::conflict_of_unit:
      return "conflict-of-unit";
    case RouteReason::short_of_people:
      return "short-of-people";
  }
  return {};
}

std::optional<RouteReason> route_reason_of(std::string_view name) {
  return by_name(name, RouteReason::short_of_people);
}

namespace {

Result<Route> by_place_and_matter(const Rules& rules, std::span<const std::string> places, std::string_view matter) {
  Route out;
  std::vector<UnitId> units;
  std::string listed;
  for (const auto& place : places) {
    listed += (listed.empty() ? "" : "、") + place;
    const UnitId unit = unit_of_place(rules, place);
    if (unit && std::ranges::find(units, unit) == units.end()) units.push_back(unit);
  }
  if (units.size() == 1) {
    out.unit = units.front();
    out.why.push_back({RouteReason::one_clear_place, listed});
    return out;
  }
  out.why.push_back(units.empty() ? RouteLine{RouteReason::no_place, ""}
                                  : RouteLine{RouteReason::several_places, listed});
  out.unit = department_of(rules, matter);
  if (out.unit) {
    out.why.push_back({RouteReason::remit, std::string(matter)});
    return out;
  }
  out.unit = office_of(rules);
  if (!out.unit) return fail("route.no-office");
  out.why.push_back({RouteReason::no_remit, std::string(matter)});
  return out;
}

}  // namespace

UnitId unit_of_place(const Rules& rules, std::string_view place) {
  const auto answers_for = [&](std::string_view name) {
    const auto it = std::ranges::find_if(
        rules.units, [&](const Unit& unit) { return std::ranges::find(unit.places, name) != unit.places.end(); });
    return it == rules.units.end() ? UnitId{} : it->id;
  };
  for (const auto& own : rules.places)
    if (own.id == place || own.name.zh == place) return own.unit ? own.unit : answers_for(own.in);
  return answers_for(place);
}

UnitId department_of(const Rules& rules, std::string_view matter) {
  const auto has_it = [&](const Unit& unit) {
    return unit.kind == UnitKind::department && std::ranges::find(unit.remit, matter) != unit.remit.end();
  };
  const auto it = std::ranges::find_if(rules.units, has_it);
  return it == rules.units.end() ? UnitId{} : it->id;
}

Result<Route> route(const Rules& rules, std::span<const std::string> places, std::string_view matter,
                    const UnitId& about) {
  auto plain = by_place_and_matter(rules, places, matter);
  if (!plain || !about) return plain;
  const Unit* criticised = rules.unit(about);
  if (criticised == nullptr) return fail("route.no-such-unit", about.value);
  std::optional<ConflictHandler> handler;
  switch (criticised->kind) {
    case UnitKind::department:
      handler = rules.conflict.department;
      break;
    case UnitKind::branch:
      handler = rules.conflict.branch;
      break;
    case UnitKind::office:
      handler = rules.conflict.office;
      break;
  }
  if (!handler || handler->unit == about) return fail("route.no-conflict-handler", about.value);
  Route out{.unit = handler->unit, .outside = handler->outside, .why = {}};
  out.why.push_back({RouteReason::conflict_of_unit, about.value});
  return out;
}

}  // namespace hb::casework
