#include "desk/places.h"

#include <algorithm>
#include <map>

#include "casework/routing.h"

namespace hb::desk {
namespace {

using text::Division;
using text::PlaceLevel;

constexpr size_t kCityDigits = 4;

// The start of the codes of the city that more than half of the units' places are in; empty: no such city.
std::string home_city(const casework::Rules& rules, const text::Gazetteer& gazetteer) {
  std::map<std::string, int> held;
  int named = 0;
  for (const auto& unit : rules.units)
    for (const auto& place : unit.places) {
      std::vector<std::string> cities;
      for (const auto* division : gazetteer.by_name(place))
        if (division->level >= PlaceLevel::district) cities.push_back(division->code.substr(0, kCityDigits));
      std::sort(cities.begin(), cities.end());
      cities.erase(std::unique(cities.begin(), cities.end()), cities.end());
      for (const auto& city : cities) ++held[city];
      ++named;
    }
  const auto most =
      std::max_element(held.begin(), held.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
  return most == held.end() || most->second * 2 <= named ? std::string() : most->first;
}

PlaceLevel level_by_name(const std::string& name) {
  for (const auto* kind : {"镇", "乡", "街道", "苏木"})
    if (name.ends_with(kind)) return PlaceLevel::town;
  return PlaceLevel::district;
}

}  // namespace

std::vector<text::NamedPlace> named_places(const casework::Rules& rules, const text::Gazetteer& gazetteer) {
  std::vector<text::NamedPlace> out;
  const auto home = home_city(rules, gazetteer);
  for (const auto& place : rules.places) {
    const auto unit = casework::unit_of_place(rules, place.id);
    out.push_back({place.name.zh, place.id, PlaceLevel::own, unit.value});
    if (!place.name.en.empty()) out.push_back({place.name.en, place.id, PlaceLevel::own, unit.value});
    for (const auto& alias : place.aliases) out.push_back({alias, place.id, PlaceLevel::own, unit.value});
  }
  for (const auto& unit : rules.units)
    for (const auto& place : unit.places) {
      if (const auto* division = gazetteer.by_code(place)) {
        out.push_back({division->name, division->code, division->level, unit.id.value});
        continue;
      }
      const Division* known = nullptr;
      if (!home.empty())
        for (const auto* division : gazetteer.by_name(place))
          if (division->level >= PlaceLevel::district && division->code.starts_with(home)) known = division;
      out.push_back(known != nullptr ? text::NamedPlace{place, known->code, known->level, unit.id.value}
                                     : text::NamedPlace{place, place, level_by_name(place), unit.id.value});
    }
  return out;
}

}  // namespace hb::desk
