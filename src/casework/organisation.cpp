#include "casework/organisation.h"

#include <algorithm>
#include <array>

namespace hb::casework {
namespace {

constexpr std::array<std::string_view, kRoles> kRoleNames = {
    "monitor", "responder", "unit-head",    "supervising-leader", "spokesperson", "online-spokesperson",
    "office",  "auditor",   "administrator"};

template <class T, class Id>
const T* find(const std::vector<T>& all, const Id& id) {
  auto it = std::ranges::find(all, id, &T::id);
  return it == all.end() ? nullptr : &*it;
}

}  // namespace

std::string_view name_of(Role role) { return kRoleNames[static_cast<size_t>(role)]; }

std::optional<Role> role_of(std::string_view name) {
  auto it = std::ranges::find(kRoleNames, name);
  if (it == kRoleNames.end()) return std::nullopt;
  return static_cast<Role>(it - kRoleNames.begin());
}

std::string_view name_of(UnitKind kind) {
  switch (kind) {
    case UnitKind::office:
      return "office";
    case UnitKind::department:
      return "department";
    case UnitKind::branch:
      return "branch";
  }
  return {};
}

std::string_view name_of(BranchSize size) {
  switch (size) {
    case BranchSize::large:
      return "large";
    case BranchSize::medium:
      return "medium";
    case BranchSize::small:
      return "small";
  }
  return {};
}

const Unit* Rules::unit(const UnitId& unit_id) const { return find(units, unit_id); }
const Group* Rules::group(std::string_view group_id) const { return find(groups, group_id); }
const ClockSpec* Rules::clock(std::string_view clock_id) const { return find(clocks, clock_id); }

}  // namespace hb::casework
