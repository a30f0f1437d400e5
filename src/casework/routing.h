#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "casework/organisation.h"

/// Who handles a matter: place and matter decide (DESIGN.md section 5, Routing), and nobody judges themselves.
namespace hb::casework {

/// Why a unit was chosen, in the order it was considered.
enum class RouteReason : uint8_t {
  one_clear_place,   ///< `piece` is the place; its branch handles
  no_place,          ///< no place was named; the department of the matter handles
  several_places,    ///< `piece` lists them; the department of the matter handles
  remit,             ///< `piece` is the matter of the department
  no_remit,          ///< no department has the matter; the office handles
  conflict_of_unit,  ///< the unit `piece` is what the case is about; it is shut out
  short_of_people,   ///< who is there in the unit `piece` cannot be the different people of an answer
};

/// "one-clear-place", …
std::string_view name_of(RouteReason reason);
std::optional<RouteReason> route_reason_of(std::string_view name);

struct RouteLine {
  RouteReason reason = RouteReason::no_place;
  std::string piece;

  friend bool operator==(const RouteLine&, const RouteLine&) = default;
};

struct Route {
  UnitId unit;          ///< empty only if `outside` is set
  std::string outside;  ///< a body outside the agency; the desk then tracks date and outcome only
  std::vector<RouteLine> why;
};

/// The unit answering for a place: a rulebook's own place, or a district or town some unit lists. Empty: nobody.
UnitId unit_of_place(const Rules& rules, std::string_view place);

/// The department with that remit; of several the first. Empty: none has it.
UnitId department_of(const Rules& rules, std::string_view matter);

/// `places` are names as the rulebook spells them; `matter` is a remit or ""; `about` is the criticised unit or "".
/// Errors: "route.no-office" when a fallback is needed and the rulebook has no office; "route.no-conflict-handler"
/// (the unit) when a case is about staff whose kind of unit `[conflict]` does not name.
Result<Route> route(const Rules& rules, std::span<const std::string> places, std::string_view matter,
                    const UnitId& about);

}  // namespace hb::casework
