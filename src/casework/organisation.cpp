#include "casework/organisation.h"

#include <algorithm>
#include <array>

#include "base/named.h"

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

std::optional<Role> role_of(std::string_view name) { return by_name(name, Role::administrator); }

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

std::string_view name_of(Rate::Of of) {
  switch (of) {
    case Rate::Of::on_time:
      return "on-time";
    case Rate::Of::solved:
      return "solved";
    case Rate::Of::satisfied:
      return "satisfied";
    case Rate::Of::redone:
      return "redone";
  }
  return {};
}

const Unit* Rules::unit(const UnitId& unit_id) const { return find(units, unit_id); }
const Group* Rules::group(std::string_view group_id) const { return find(groups, group_id); }
const ClockSpec* Rules::clock(std::string_view clock_id) const {
  return find(clocks, clock_id.substr(0, clock_id.find('#')));
}

const KindSpec* Rules::kind(CaseKind which) const {
  const auto it = std::ranges::find(kinds, which, &KindSpec::kind);
  return it == kinds.end() ? nullptr : &*it;
}

bool Rules::runs(CaseKind which, const ClockSpec& spec) const {
  if (spec.on != ClockOn::case_) return false;
  const KindSpec* of = kind(which);
  const auto named = [&](const std::vector<std::string>& ids) { return std::ranges::find(ids, spec.id) != ids.end(); };
  if (!spec.basis.empty()) return of != nullptr && named(of->statutory);
  return of == nullptr || !of->clocks || named(*of->clocks);
}

bool Rules::may_be_anonymous(CaseKind which) const {
  const KindSpec* of = kind(which);
  return of == nullptr || of->anonymous;
}

}  // namespace hb::casework
