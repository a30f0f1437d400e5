#include "casework/people.h"

#include <algorithm>

namespace hb::casework {

bool Actor::has(Role role, const UnitId& unit) const {
  return std::ranges::find(grants, Grant{role, unit}) != grants.end();
}

bool Actor::has(Role role) const { return std::ranges::find(grants, role, &Grant::role) != grants.end(); }

bool works_in(const Actor& actor, const UnitId& unit) {
  return unit && std::ranges::any_of(actor.grants, [&](const Grant& grant) {
           return grant.unit == unit && grant.role != Role::auditor && grant.role != Role::administrator;
         });
}

Actor the_desk() { return {.user = {}, .name = "", .grants = {}}; }

UnitId office_of(const Rules& rules) {
  const auto it = std::ranges::find(rules.units, UnitKind::office, &Unit::kind);
  return it == rules.units.end() ? UnitId{} : it->id;
}

bool may_draft(const Actor& actor, const UnitId& handling, const Rules& rules) {
  return actor.has(Role::responder, handling) || (handling == office_of(rules) && actor.has(Role::office, handling));
}

bool may_approve(const Actor& actor, const UnitId& handling) { return actor.has(Role::unit_head, handling); }

bool may_publish(const Actor& actor, const UnitId& handling, const Rules& rules) {
  const Unit* unit = rules.unit(handling);
  const bool branch = unit != nullptr && unit->kind == UnitKind::branch;
  return actor.has(Role::online_spokesperson, branch ? handling : office_of(rules));
}

bool may_draft_statement(const Actor& actor, const UnitId& unit, const Rules& rules) {
  return actor.has(Role::office) || std::ranges::any_of(actor.grants, [&](const Grant& grant) {
           if (grant.role != Role::responder) return false;
           const Unit* own = rules.unit(grant.unit);
           return grant.unit == unit || (own != nullptr && own->kind != UnitKind::branch);
         });
}

bool may_approve_statement(const Actor& actor) { return actor.has(Role::spokesperson); }

bool may_publish_statement(const Actor& actor, const Rules& rules) {
  return actor.has(Role::online_spokesperson, office_of(rules));
}

Reading reading(const Actor& actor, const Rules& rules) {
  if (actor.has(Role::auditor)) return {.all = true, .units = {}, .not_about = {}};
  Reading out{.all = actor.has(Role::office) || actor.has(Role::spokesperson) || actor.has(Role::supervising_leader) ||
                     actor.has(Role::online_spokesperson, office_of(rules)),
              .units = {},
              .not_about = {}};
  for (const Grant& grant : actor.grants) {
    out.not_about.push_back(grant.unit);
    if (grant.role != Role::administrator) out.units.push_back(grant.unit);
  }
  return out;
}

bool may_read(const Reading& reading, const UnitId& handling, const UnitId& about) {
  if (about && std::ranges::find(reading.not_about, about) != reading.not_about.end()) return false;
  return reading.all || std::ranges::find(reading.units, handling) != reading.units.end();
}

bool may_see_citizen(const Actor& actor, const UnitId& handling, const Rules& rules) {
  return handling && (may_draft(actor, handling, rules) || actor.has(Role::unit_head, handling));
}

bool may_dispatch(const Actor& actor) { return actor.has(Role::office); }

bool may_file(const Actor& actor) { return actor.has(Role::monitor) || actor.has(Role::office); }

}  // namespace hb::casework
