#pragma once
#include <boost/json.hpp>
#include <string>
#include <vector>

#include "casework/people.h"

/// Short lists inside one column, as JSON.
namespace hb::store {

inline std::string to_list(const std::vector<std::string>& items) {
  return boost::json::serialize(boost::json::value_from(items));
}
inline std::vector<std::string> from_list(const std::string& text) {
  return boost::json::value_to<std::vector<std::string>>(boost::json::parse(text));
}
/// Role, unit, role, unit, …
inline std::string to_list(const std::vector<casework::Grant>& grants) {
  std::vector<std::string> items;
  for (const auto& g : grants) {
    items.emplace_back(casework::name_of(g.role));
    items.push_back(g.unit.value);
  }
  return to_list(items);
}
inline std::vector<casework::Grant> grants_from(const std::string& text) {
  const auto items = from_list(text);
  std::vector<casework::Grant> grants;
  for (size_t i = 0; i + 1 < items.size(); i += 2) {
    if (const auto role = casework::role_of(items[i])) grants.push_back({*role, {items[i + 1]}});
  }
  return grants;
}

}  // namespace hb::store
