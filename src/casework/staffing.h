#pragma once
#include <span>
#include <string>
#include <vector>

#include "casework/cover.h"

/// Whether the people are there whom the rules ask for: numbers, deputies, and different people for every official
/// word. Where these cannot be found, the case goes to the office; it is no ground for an exception.
namespace hb::casework {

enum class Lack : uint8_t {
  too_few,           ///< of a role in a unit, by `[staffing]`
  too_many,          ///< as above
  no_deputy,         ///< somebody holds a role that has deputies, and no deputy is named
  different_people,  ///< an official word cannot find its different people among those who are there
};
std::string_view name_of(Lack lack);

struct Lacking {
  Lack lack = Lack::too_few;
  UnitId unit;
  Role role = Role::monitor;  ///< not for different_people
  int has = 0;                ///< too_few, too_many: how many there are, and should be
  int at_least = 0;
  int at_most = 0;
  std::string word;  ///< different_people: "first-reply", "answer", "statement"
  friend bool operator==(const Lacking&, const Lacking&) = default;
};

/// The units that have the different people of an answer, but not among those who are there at that moment.
std::vector<UnitId> short_of_people(const Rules& rules, std::span<const Actor> staff, const Cover& cover, Instant at);

/// `staff`: everybody with the grants they hold themselves. Numbers count who holds a role, away or not; for different
/// people only those count who are there at that moment, as deputies too. In the order of the rules' units.
std::vector<Lacking> lacking(const Rules& rules, std::span<const Actor> staff, const Cover& cover, Instant at);

}  // namespace hb::casework
