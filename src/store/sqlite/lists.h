#pragma once
#include <boost/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "casework/people.h"

/// Short lists inside one column, as JSON.
namespace hb::store {

inline std::string to_list(const std::vector<std::string>& items) {
  return boost::json::serialize(boost::json::value_from(items));
}
inline std::string ids_of(const std::vector<UnitId>& units) {
  std::vector<std::string> ids;
  ids.reserve(units.size());
  for (const auto& unit : units) ids.push_back(unit.value);
  return to_list(ids);
}
/// None if the text is not a list of texts.
inline std::optional<std::vector<std::string>> from_list(const std::string& text) {
  boost::system::error_code ec;
  const auto parsed = boost::json::parse(text, ec);
  const auto* list = ec ? nullptr : parsed.if_array();
  if (!list) return std::nullopt;
  std::vector<std::string> items;
  for (const auto& item : *list) {
    const auto* s = item.if_string();
    if (!s) return std::nullopt;
    items.emplace_back(s->data(), s->size());
  }
  return items;
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
inline std::optional<std::vector<casework::Grant>> grants_from(const std::string& text) {
  const auto items = from_list(text);
  if (!items || items->size() % 2 != 0) return std::nullopt;
  std::vector<casework::Grant> grants;
  for (size_t i = 0; i < items->size(); i += 2) {
    const auto role = casework::role_of((*items)[i]);
    if (!role) return std::nullopt;
    grants.push_back({*role, {(*items)[i + 1]}});
  }
  return grants;
}

/// Chinese, English, Chinese, English, …
inline std::string to_list(const std::vector<casework::Words>& sentences) {
  std::vector<std::string> items;
  for (const auto& one : sentences) {
    items.push_back(one.zh);
    items.push_back(one.en);
  }
  return to_list(items);
}
inline std::optional<std::vector<casework::Words>> words_from(const std::string& text) {
  const auto items = from_list(text);
  if (!items || items->size() % 2 != 0) return std::nullopt;
  std::vector<casework::Words> sentences;
  for (size_t i = 0; i < items->size(); i += 2) sentences.push_back({(*items)[i], (*items)[i + 1]});
  return sentences;
}

}  // namespace hb::store
