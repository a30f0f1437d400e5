#include "desk/duty.h"

#include <algorithm>

namespace hb::desk {

using namespace casework;

Result<Cover> cover_of(Store& store) { return load_record<Cover, CoverEvent>(store, record_id(RecordKind::cover, 1)); }

Result<Roster> roster_of(Store& store, const UnitId& unit) {
  const auto rows = store.records(RecordKind::roster, unit.value, 0, 1);
  if (!rows) return tl::unexpected(rows.error());
  if (rows->empty()) return Roster{};
  return load_record<Roster, RosterEvent>(store, rows->front().id);
}

Result<std::vector<Actor>> staff_of(Store& store) {
  const auto users = store.users();
  if (!users) return tl::unexpected(users.error());
  std::vector<Actor> out;
  out.reserve(users->size());
  for (const User& user : *users)
    if (!user.disabled) out.push_back({user.id, user.name, user.grants});
  return out;
}

Result<bool> on_duty_now(Store& store, UserId person, Instant now, const Rules& rules) {
  const auto roster = roster_of(store, office_of(rules));
  if (!roster) return tl::unexpected(roster.error());
  const auto cover = cover_of(store);
  if (!cover) return tl::unexpected(cover.error());
  const auto people = on_duty(*roster, *cover, now, *rules.calendar);
  return std::ranges::find(people, person) != people.end();
}

}  // namespace hb::desk
