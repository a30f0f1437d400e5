#include "desk/colleagues.h"

#include <algorithm>

#include "base/ascii.h"
#include "desk/duty.h"

namespace hb::desk {

using namespace casework;

Result<std::vector<Colleague>> Colleagues::suggest(const Actor& actor, const CaseNumber& number, NoteFor readers,
                                                   const std::string& typed) const {
  const Rules& rules = *w_.rules;
  const auto state = Cases(w_).load(number);
  if (!state) return tl::unexpected(state.error());
  const auto staff = staff_of(w_.store);
  if (!staff) return tl::unexpected(staff.error());

  const std::string wanted = lower(typed);
  const auto fits = [&](const std::string& name) {
    if (lower(name).find(wanted) != std::string::npos) return true;
    const auto keys = pinyin_.of(name);
    return keys.initials.starts_with(wanted) || keys.whole.starts_with(wanted);
  };
  const Instant now = w_.clock.now();
  std::vector<Colleague> by_name, by_unit;
  for (const Actor& person : *staff) {
    if (person.user == actor.user || !decide(*state, AddNote{"…", readers, {person}}, actor, now, rules)) continue;
    Colleague one{person.user, person.name, {}};
    bool of_unit = false;
    for (const Grant& grant : person.grants) {
      if (std::ranges::find(one.units, grant.unit) != one.units.end()) continue;
      one.units.push_back(grant.unit);
      const Unit* unit = rules.unit(grant.unit);
      of_unit = of_unit || (unit != nullptr && (fits(unit->name.zh) || fits(unit->name.en)));
    }
    if (fits(person.name))
      by_name.push_back(std::move(one));
    else if (of_unit)
      by_unit.push_back(std::move(one));
  }
  std::ranges::move(by_unit, std::back_inserter(by_name));
  by_name.resize(std::min(by_name.size(), kMost));
  return by_name;
}

Result<std::vector<Actor>> Colleagues::named(const std::vector<Actor>& asked) const {
  std::vector<Actor> out;
  if (asked.empty()) return out;
  const auto staff = staff_of(w_.store);
  if (!staff) return tl::unexpected(staff.error());
  for (const Actor& one : asked) {
    const auto at = std::ranges::find(*staff, one.user, &Actor::user);
    if (at == staff->end()) return fail("case.mention", std::to_string(one.user.value));
    out.push_back(*at);
  }
  return out;
}

}  // namespace hb::desk
