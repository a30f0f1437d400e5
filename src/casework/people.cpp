#include "casework/people.h"

#include <algorithm>

namespace hb::casework {
namespace {

using enum Role;

// The one table: who may what. A role is listed where it must be held.
constexpr Permission kPermissions[] = {
    {Act::work, monitor, Where::unit},
    {Act::work, responder, Where::unit},
    {Act::work, unit_head, Where::unit},
    {Act::work, supervising_leader, Where::unit},
    {Act::work, spokesperson, Where::unit},
    {Act::work, online_spokesperson, Where::unit},
    {Act::work, office, Where::unit},
    {Act::draft, responder, Where::unit},
    {Act::draft, office, Where::unit_if_office},
    {Act::approve, unit_head, Where::unit},
    {Act::publish, online_spokesperson, Where::speaking_unit},
    {Act::draft_statement, responder, Where::unit_or_no_branch},
    {Act::draft_statement, office, Where::anywhere},
    {Act::approve_statement, spokesperson, Where::anywhere},
    {Act::publish_statement, online_spokesperson, Where::office},
    {Act::read_all, supervising_leader, Where::anywhere},
    {Act::read_all, spokesperson, Where::anywhere},
    {Act::read_all, online_spokesperson, Where::office},
    {Act::read_all, office, Where::anywhere},
    {Act::read_all, auditor, Where::anywhere},
    {Act::read_unit, monitor, Where::unit},
    {Act::read_unit, responder, Where::unit},
    {Act::read_unit, unit_head, Where::unit},
    {Act::read_unit, supervising_leader, Where::unit},
    {Act::read_unit, spokesperson, Where::unit},
    {Act::read_unit, online_spokesperson, Where::unit},
    {Act::read_unit, office, Where::unit},
    {Act::read_unit, auditor, Where::unit},
    {Act::see_citizen, responder, Where::unit},
    {Act::see_citizen, unit_head, Where::unit},
    {Act::see_citizen, office, Where::unit_if_office},
    {Act::dispatch, office, Where::anywhere},
    {Act::decide, supervising_leader, Where::anywhere},
    {Act::decide, spokesperson, Where::anywhere},
    {Act::file, monitor, Where::anywhere},
    {Act::file, office, Where::anywhere},
    {Act::grade, monitor, Where::anywhere},
    {Act::grade, spokesperson, Where::anywhere},
    {Act::grade, online_spokesperson, Where::anywhere},
    {Act::grade, office, Where::anywhere},
    {Act::answer_directive, spokesperson, Where::anywhere},
    {Act::answer_directive, online_spokesperson, Where::office},
    {Act::answer_directive, office, Where::anywhere},
    {Act::keep_roster, unit_head, Where::unit},
    {Act::keep_roster, office, Where::anywhere},
    {Act::declare_period, spokesperson, Where::anywhere},
    {Act::declare_period, online_spokesperson, Where::office},
    {Act::declare_period, office, Where::anywhere},
    {Act::propose, office, Where::anywhere},
    {Act::propose, administrator, Where::anywhere},
    {Act::confirm_rules, spokesperson, Where::anywhere},
    {Act::confirm_rules, online_spokesperson, Where::office},
    {Act::confirm_source, spokesperson, Where::anywhere},
    {Act::confirm_source, online_spokesperson, Where::office},
    {Act::confirm_source, office, Where::anywhere},
    {Act::confirm_source, administrator, Where::anywhere},
    {Act::read_people, unit_head, Where::anywhere},
    {Act::read_people, supervising_leader, Where::anywhere},
    {Act::read_people, spokesperson, Where::anywhere},
    {Act::read_people, online_spokesperson, Where::anywhere},
    {Act::read_people, office, Where::anywhere},
    {Act::read_people, auditor, Where::anywhere},
    {Act::read_people, administrator, Where::anywhere},
    {Act::read_searches, auditor, Where::anywhere},
    {Act::audit, auditor, Where::anywhere},
    {Act::keep_training, office, Where::anywhere},
};

constexpr std::string_view kActNames[] = {"work",
                                          "draft",
                                          "approve",
                                          "publish",
                                          "draft-statement",
                                          "approve-statement",
                                          "publish-statement",
                                          "read-all",
                                          "read-unit",
                                          "see-citizen",
                                          "dispatch",
                                          "decide",
                                          "file",
                                          "grade",
                                          "answer-directive",
                                          "keep-roster",
                                          "declare-period",
                                          "propose",
                                          "confirm-rules",
                                          "confirm-source",
                                          "read-people",
                                          "read-searches",
                                          "audit",
                                          "keep-training"};
static_assert(std::size(kActNames) == kActs);

/// For the acts whose lines ask for nothing of the organisation.
const Rules kNoRules;

bool fits(Where where, const UnitId& held, const UnitId& unit, const Rules& rules) {
  switch (where) {
    case Where::anywhere:
      return true;
    case Where::unit:
      return held && held == unit;
    case Where::office:
      return held && held == office_of(rules);
    case Where::unit_if_office:
      return held && held == unit && unit == office_of(rules);
    case Where::speaking_unit: {
      const Unit* about = rules.unit(unit);
      return held && held == (about != nullptr && about->kind == UnitKind::branch ? unit : office_of(rules));
    }
    case Where::unit_or_no_branch: {
      const Unit* own = rules.unit(held);
      return held == unit || (own != nullptr && own->kind != UnitKind::branch);
    }
  }
  return false;
}

}  // namespace

std::string_view name_of(Act act) { return kActNames[static_cast<size_t>(act)]; }
std::string_view name_of(Where where) {
  constexpr std::string_view kNames[] = {"anywhere",       "unit",          "office",
                                         "unit-if-office", "speaking-unit", "unit-or-no-branch"};
  return kNames[static_cast<size_t>(where)];
}
std::span<const Permission> permissions() { return kPermissions; }

bool allowed(Act act, const Actor& actor, const UnitId& unit, const Rules& rules) {
  return std::ranges::any_of(actor.grants, [&](const Grant& grant) {
    return std::ranges::any_of(kPermissions, [&](const Permission& line) {
      return line.act == act && line.role == grant.role && fits(line.where, grant.unit, unit, rules);
    });
  });
}

bool Actor::has(Role role, const UnitId& unit) const {
  return std::ranges::find(grants, Grant{role, unit}) != grants.end();
}

bool Actor::has(Role role) const { return std::ranges::find(grants, role, &Grant::role) != grants.end(); }

bool works_in(const Actor& actor, const UnitId& unit) { return allowed(Act::work, actor, unit, kNoRules); }

Actor the_desk() { return {.user = {}, .name = "", .grants = {}}; }
Actor the_citizen() { return {.user = {}, .name = {}, .grants = {}, .citizen = true}; }

UnitId office_of(const Rules& rules) {
  const auto it = std::ranges::find(rules.units, UnitKind::office, &Unit::kind);
  return it == rules.units.end() ? UnitId{} : it->id;
}

bool may_draft(const Actor& actor, const UnitId& handling, const Rules& rules) {
  return allowed(Act::draft, actor, handling, rules);
}
bool may_approve(const Actor& actor, const UnitId& handling) {
  return allowed(Act::approve, actor, handling, kNoRules);
}
bool may_publish(const Actor& actor, const UnitId& handling, const Rules& rules) {
  return allowed(Act::publish, actor, handling, rules);
}
bool may_draft_statement(const Actor& actor, const UnitId& unit, const Rules& rules) {
  return allowed(Act::draft_statement, actor, unit, rules);
}
bool may_approve_statement(const Actor& actor) { return allowed(Act::approve_statement, actor, {}, kNoRules); }
bool may_publish_statement(const Actor& actor, const Rules& rules) {
  return allowed(Act::publish_statement, actor, {}, rules);
}

Reading reading(const Actor& actor, const Rules& rules) {
  Reading out{.all = allowed(Act::read_all, actor, {}, rules), .units = {}, .not_about = {}};
  if (actor.has(Role::auditor)) return out;  // reads what is about their own unit too
  for (const Grant& grant : actor.grants) {
    out.not_about.push_back(grant.unit);
    if (allowed(Act::read_unit, {actor.user, "", {grant}}, grant.unit, rules)) out.units.push_back(grant.unit);
  }
  return out;
}

bool may_read(const Reading& reading, const UnitId& handling, const UnitId& about, std::span<const UnitId> helping) {
  const auto among = [](const UnitId& unit, const std::vector<UnitId>& units) {
    return std::ranges::find(units, unit) != units.end();
  };
  if (about && among(about, reading.not_about)) return false;
  return reading.all || among(handling, reading.units) ||
         std::ranges::any_of(helping, [&](const UnitId& unit) { return among(unit, reading.units); });
}

bool may_see_citizen(const Actor& actor, const UnitId& handling, const Rules& rules) {
  return allowed(Act::see_citizen, actor, handling, rules);
}
bool may_dispatch(const Actor& actor) { return allowed(Act::dispatch, actor, {}, kNoRules); }
bool may_decide(const Actor& actor) { return allowed(Act::decide, actor, {}, kNoRules); }
bool may_file(const Actor& actor) { return allowed(Act::file, actor, {}, kNoRules); }
bool may_grade(const Actor& actor) { return allowed(Act::grade, actor, {}, kNoRules); }
bool may_answer_directive(const Actor& actor, const Rules& rules) {
  return allowed(Act::answer_directive, actor, {}, rules);
}
bool may_keep_roster(const Actor& actor, const UnitId& unit, const Rules& rules) {
  return allowed(Act::keep_roster, actor, unit, rules);
}
bool may_declare_period(const Actor& actor, const Rules& rules) {
  return allowed(Act::declare_period, actor, {}, rules);
}

}  // namespace hb::casework
