#include "casework/telling.h"

#include <algorithm>
#include <array>

#include "base/named.h"

namespace hb::casework {
namespace {

constexpr std::array<std::string_view, 4> kWhys{"clock", "missed", "report", "spread"};
constexpr std::array<std::string_view, 3> kKinds{"role", "group", "unit"};

bool about(const Notice& notice, std::string_view clock, int round) {
  return notice.told.clock == clock && notice.told.round == round;
}

bool in_group(const Group& group, const Actor& actor) {
  const auto plays = [&](Role role) { return actor.has(role); };
  return (group.chair && plays(*group.chair)) || std::ranges::any_of(group.members, plays) ||
         std::ranges::any_of(group.fixed, plays) || std::ranges::any_of(group.plus, plays);
}

bool on_rung(const Rung& rung, const Actor& actor, const Rules& rules) {
  switch (rung.kind) {
    case Rung::Kind::role: {
      const auto role = role_of(rung.id);
      return role && actor.has(*role);
    }
    case Rung::Kind::group: {
      const Group* group = rules.group(rung.id);
      return group != nullptr && in_group(*group, actor);
    }
    case Rung::Kind::unit:
      return works_in(actor, {rung.id});
  }
  return false;
}

std::vector<Rung> ladder_of(std::string_view clock, const Rules& rules) {
  const ClockSpec* spec = rules.clock(clock);
  if (spec == nullptr) return {};
  if (!spec->ladder.empty() || spec->ends != ClockEnd::acknowledged) return spec->ladder;
  const UnitId office = office_of(rules);
  return office ? std::vector<Rung>{{Rung::Kind::unit, office.value}} : std::vector<Rung>{};
}

/// The next rung of a running clock and when it is told.
struct Step {
  Notified told;
  Instant at;
};
std::optional<Step> step(const CaseClock& clock, const std::vector<Notice>& notices, const Rules& rules) {
  const ClockSpec* spec = rules.clock(clock.id);
  if (clock.ended_at || clock.outcome != ClockOutcome::running || spec == nullptr || !spec->climb) return {};
  std::optional<Instant> last;
  for (const Notice& notice : notices) {
    if (!about(notice, clock.id, clock.round)) continue;
    if (notice.acknowledged_at) return {};
    if (!last || notice.at > *last) last = notice.at;
  }
  if (!last) return {};
  const auto next = std::ranges::find_if(spec->ladder, [&](const Rung& rung) {
    return std::ranges::none_of(
        notices, [&](const Notice& n) { return about(n, clock.id, clock.round) && n.told.rung == rung; });
  });
  if (next == spec->ladder.end()) return {};
  return Step{{.why = TellWhy::clock, .clock = clock.id, .round = clock.round, .rung = *next}, *last + *spec->climb};
}

}  // namespace

std::string_view name_of(TellWhy why) { return kWhys[static_cast<size_t>(why)]; }
std::optional<TellWhy> tell_why_of(std::string_view name) { return by_name(name, TellWhy::spread); }
std::string_view name_of(Rung::Kind kind) { return kKinds[static_cast<size_t>(kind)]; }
std::optional<Rung::Kind> rung_kind_of(std::string_view name) { return by_name(name, Rung::Kind::unit); }

void apply(std::vector<Notice>& notices, const Notified& e, Instant at) { notices.push_back({.told = e, .at = at}); }

void apply(std::vector<Notice>& notices, const Acknowledged& e, Instant at, const std::string& by) {
  const auto notice = std::ranges::find_if(notices, [&](const Notice& one) { return one.told.notice == e.notice; });
  if (notice == notices.end()) return;
  notice->acknowledged_at = at;
  notice->by = by;
  notice->leading = e.leading;
}

bool leads(const Actor& actor, const Rules& rules) {
  const Group* group = rules.group(kLeadingGroup);
  return group == nullptr ? actor.has(Role::spokesperson) : in_group(*group, actor);
}

bool answers_for(const Notified& notice, const Actor& actor, const Rules& rules) {
  return std::ranges::find(notice.to, actor.user, &Told::user) != notice.to.end() || on_rung(notice.rung, actor, rules);
}

std::vector<Told> who_stands(const Rung& rung, std::span<const Actor> staff, const Roster* roster, const Cover& cover,
                             Instant at, const Rules& rules) {
  std::vector<Told> out;
  const auto take = [&](UserId person) {
    const auto one = std::ranges::find(staff, person, &Actor::user);
    if (one != staff.end()) out.push_back({one->user, one->name});
  };
  if (rung.kind == Rung::Kind::unit) {
    const OnDuty duty = who_is_on_duty(roster, {rung.id}, Role::unit_head, staff, cover, at, *rules.calendar);
    for (const UserId person : duty.people) take(person);
    if (const auto first = duty.first(); out.empty() && first) take(*first);
    if (!out.empty()) return out;
  }
  for (const Actor& one : staff)
    if (on_rung(rung, one, rules) && !cover.is_away(one.user, at)) out.push_back({one.user, one.name});
  return out;
}

std::vector<Notified> told_at_start(const ClockStarted& started, const Rules& rules) {
  const auto ladder = ladder_of(started.clock, rules);
  if (ladder.empty()) return {};
  return {{.why = TellWhy::clock, .clock = started.clock, .round = started.round, .rung = ladder.front()}};
}

std::vector<Notified> told_at_miss(const ClockMissed& missed, const Rules& rules) {
  std::vector<Notified> out;
  for (Rung& rung : ladder_of(missed.clock, rules))
    out.push_back({.why = TellWhy::missed, .clock = missed.clock, .round = missed.round, .rung = std::move(rung)});
  return out;
}

std::vector<Notified> climbs(const std::vector<CaseClock>& clocks, const std::vector<Notice>& notices, Instant now,
                             const Rules& rules) {
  std::vector<Notified> out;
  for (const CaseClock& clock : clocks)
    if (auto next = step(clock, notices, rules); next && next->at <= now) out.push_back(std::move(next->told));
  return out;
}

std::optional<Instant> wakes_at(const std::vector<CaseClock>& clocks, const std::vector<Notice>& notices,
                                const Rules& rules) {
  std::optional<Instant> first;
  if (const CaseClock* next = next_clock(clocks)) first = next->due;
  for (const CaseClock& clock : clocks)
    if (const auto next = step(clock, notices, rules); next && (!first || next->at < *first)) first = next->at;
  return first;
}

bool waits(const Notice& notice, const std::vector<CaseClock>& clocks, const std::vector<Notice>& notices) {
  if (notice.acknowledged_at) return false;
  const Notified& told = notice.told;
  if (told.clock.empty()) return true;
  const auto clock = std::ranges::find_if(
      clocks, [&](const CaseClock& one) { return one.id == told.clock && one.round == told.round; });
  if (clock == clocks.end() || clock->ended_at) return false;
  // That it was missed is told to every rung; it stands for what the rung was told before.
  return told.why == TellWhy::missed || std::ranges::none_of(notices, [&](const Notice& other) {
           return other.told.why == TellWhy::missed && about(other, told.clock, told.round) &&
                  other.told.rung == told.rung;
         });
}

}  // namespace hb::casework
