#include "casework/cover.h"

#include <algorithm>

#include "casework/case.h"
#include "casework/written.h"

namespace hb::casework {
namespace {

using Events = std::vector<CoverEvent>;

bool heads(const Actor& actor, const Actor& person) {
  return std::ranges::any_of(person.grants, [&](const Grant& grant) { return actor.has(Role::unit_head, grant.unit); });
}

bool has_deputies(Role role, const Rules& rules) {
  return std::ranges::find(rules.deputies, role) != rules.deputies.end();
}
bool names_for(const Actor& actor, UserId principal, const UnitId& unit, const Rules& rules) {
  return actor.user == principal || may_keep_roster(actor, unit, rules);
}
bool has_ended(const Deputy& deputy, Instant now) { return deputy.ended || deputy.named.to <= now; }
bool ends(const Actor& actor, const DeputyNamed& named, const Rules& rules) {
  return actor.user == named.deputy || names_for(actor, named.principal, named.unit, rules);
}
bool ends(const Actor& actor, const Away& away, const Rules& rules) {
  return actor.user == away.person || may_keep_roster(actor, {}, rules);
}

struct Decider {
  const Cover& state;
  const Actor& actor;
  Instant now;
  const Rules& rules;

  Result<Events> operator()(const NameDeputy& c) const {
    if (!names_for(actor, c.principal.user, c.unit, rules)) return fail("cover.not-allowed", "deputy");
    if (!has_deputies(c.role, rules)) return fail("cover.no-such-role", std::string(name_of(c.role)));
    if (!c.principal.has(c.role, c.unit)) return fail("cover.not-the-holder", std::string(name_of(c.role)));
    if (c.deputy.user == c.principal.user || !c.deputy.user) return fail("cover.same-person");
    if (!works_in(c.deputy, c.unit) && !works_in(c.deputy, office_of(rules)))
      return fail("cover.not-of-unit", c.unit.value);
    if (c.to <= c.from || c.to <= now) return fail("cover.dates");
    if (auto ok = written(c.handover, kReasonLimit, "handover"); !ok) return tl::unexpected(ok.error());
    for (const Deputy& other : state.deputies) {
      const DeputyNamed& named = other.named;
      if (named.role == c.role && named.unit == c.unit && named.principal == c.principal.user &&
          std::max(named.from, c.from) < std::min(named.to, c.to))
        return fail("cover.overlap", std::to_string(named.id));
    }
    return Events{DeputyNamed{static_cast<int64_t>(state.deputies.size()) + 1, c.principal.user, c.deputy.user, c.role,
                              c.unit, c.from, c.to, c.handover}};
  }
  Result<Events> operator()(const EndDeputy& c) const {
    const auto at = std::ranges::find(state.deputies, c.id, [](const Deputy& d) { return d.named.id; });
    if (at == state.deputies.end()) return fail("cover.unknown", std::to_string(c.id));
    const DeputyNamed& named = at->named;
    if (!ends(actor, named, rules)) return fail("cover.not-allowed", "deputy");
    if (has_ended(*at, now)) return fail("cover.wrong-state", "ended");
    if (auto ok = written(c.handback, kReasonLimit, "handback"); !ok) return tl::unexpected(ok.error());
    return Events{DeputyEnded{c.id, c.handback}};
  }
  Result<Events> operator()(const NoteAway& c) const {
    if (!c.person.user) return fail("cover.unknown", "person");
    if (!may_note_away(actor, c.person, rules)) return fail("cover.not-allowed", "away");
    if (c.to <= c.from || c.to <= now) return fail("cover.dates");
    return Events{AwayNoted{static_cast<int64_t>(state.away.size()) + 1, c.person.user, c.from, c.to}};
  }
  Result<Events> operator()(const EndAway& c) const {
    const auto at = std::ranges::find(state.away, c.id, &Away::id);
    if (at == state.away.end()) return fail("cover.unknown", std::to_string(c.id));
    if (!ends(actor, *at, rules)) return fail("cover.not-allowed", "away");
    if (at->to <= now) return fail("cover.wrong-state", "ended");
    return Events{AwayEnded{c.id}};
  }
};

}  // namespace

bool may_name_deputy(const Actor& actor, UserId principal, Role role, const UnitId& unit, const Rules& rules) {
  return has_deputies(role, rules) && names_for(actor, principal, unit, rules);
}
bool may_note_away(const Actor& actor, const Actor& person, const Rules& rules) {
  return actor.user == person.user || may_keep_roster(actor, {}, rules) || heads(actor, person);
}
bool may_end(const Actor& actor, const Deputy& deputy, Instant now, const Rules& rules) {
  return !has_ended(deputy, now) && ends(actor, deputy.named, rules);
}
bool may_end(const Actor& actor, const Away& away, Instant now, const Rules& rules) {
  return now < away.to && ends(actor, away, rules);
}

std::string_view name_of(const CoverEvent& event) {
  static constexpr std::string_view kNames[] = {"deputy-named", "deputy-ended", "away-noted", "away-ended"};
  static_assert(std::size(kNames) == std::variant_size_v<CoverEvent>);
  return kNames[event.index()];
}

bool Cover::is_away(UserId person, Instant at) const {
  return std::ranges::any_of(away,
                             [&](const Away& one) { return one.person == person && one.from <= at && at < one.to; });
}

const Deputy* Cover::deputy_of(Role role, const UnitId& unit, Instant at) const {
  const auto it = std::ranges::find_if(deputies, [&](const Deputy& one) {
    return one.named.role == role && one.named.unit == unit && one.named.from <= at && at < one.named.to;
  });
  return it == deputies.end() ? nullptr : &*it;
}

Result<std::vector<CoverEvent>> decide(const Cover& state, const CoverCommand& command, const Actor& actor, Instant now,
                                       const Rules& rules) {
  return std::visit(Decider{state, actor, now, rules}, command);
}

void apply(Cover& state, Instant at, UserId, const CoverEvent& event) {
  ++state.version;
  if (const auto* named = std::get_if<DeputyNamed>(&event)) {
    state.deputies.push_back({*named, "", false});
  } else if (const auto* ended = std::get_if<DeputyEnded>(&event)) {
    for (Deputy& one : state.deputies) {
      if (one.named.id != ended->id) continue;
      one.named.to = std::min(one.named.to, at);
      one.handback = ended->handback;
      one.ended = true;
    }
  } else if (const auto* noted = std::get_if<AwayNoted>(&event)) {
    state.away.push_back({noted->id, noted->person, noted->from, noted->to});
  } else if (const auto* back = std::get_if<AwayEnded>(&event)) {
    for (Away& one : state.away)
      if (one.id == back->id) one.to = std::min(one.to, at);
  }
}

std::vector<Grant> acting(const Cover& cover, UserId person, Instant at) {
  std::vector<Grant> out;
  for (const Deputy& one : cover.deputies)
    if (one.named.deputy == person && one.named.from <= at && at < one.named.to)
      out.push_back({one.named.role, one.named.unit});
  return out;
}

std::vector<Actor> present(std::span<const Actor> staff, const Cover& cover, Instant at) {
  std::vector<Actor> out;
  out.reserve(staff.size());
  for (const Actor& one : staff) {
    if (cover.is_away(one.user, at)) continue;
    out.push_back(one);
    for (Grant& grant : acting(cover, one.user, at)) out.back().grants.push_back(std::move(grant));
  }
  return out;
}

}  // namespace hb::casework
