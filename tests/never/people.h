#pragma once
#include <vector>

#include "casework/people.h"

inline constexpr int kAllHats = 3;

/// The people of the demo city's units: every role in every unit, some who wear two hats, and last kAllHats people who
/// wear them all: only that parts must differ holds those back.
namespace hb::never {

inline std::vector<casework::Actor> everybody(const casework::Rules& rules) {
  std::vector<casework::Actor> out;
  int64_t id = 0;
  for (const auto& unit : rules.units)
    for (size_t role = 0; role < casework::kRoles; ++role)
      out.push_back({{++id}, "某", {{static_cast<casework::Role>(role), unit.id}}});
  for (const auto& unit : rules.units)
    for (const casework::Role role : {casework::Role::unit_head, casework::Role::online_spokesperson,
                                      casework::Role::spokesperson, casework::Role::office})
      out.push_back({{++id}, "某", {{casework::Role::responder, unit.id}, {role, unit.id}}});
  for (int i = 0; i < kAllHats; ++i) {
    casework::Actor all{{++id}, "某", {}};
    for (const auto& unit : rules.units)
      for (size_t role = 0; role < casework::kRoles; ++role)
        all.grants.push_back({static_cast<casework::Role>(role), unit.id});
    out.push_back(all);
  }
  return out;
}

}  // namespace hb::never
