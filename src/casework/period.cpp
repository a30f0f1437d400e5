#include "casework/period.h"

#include <algorithm>

#include "casework/written.h"

namespace hb::casework {
namespace {

using Events = std::vector<PeriodEvent>;

struct Decider {
  const Period& state;
  const Actor& actor;
  Instant now;
  const Rules& rules;

  Result<Events> operator()(const DeclarePeriod& c) const {
    if (state.version != 0) return fail("period.wrong-state", "declared");
    if (!may_declare_period(actor, rules)) return fail("period.not-allowed", "declare");
    PeriodDeclared facts = c.facts;
    if (facts.to <= facts.from || facts.to <= now || facts.to - facts.from > kLongestPeriod)
      return fail("period.dates");
    for (const UnitId& unit : facts.units)
      if (rules.unit(unit) == nullptr) return fail("route.no-such-unit", unit.value);
    if (auto ok = reason_given(facts.reason); !ok) return tl::unexpected(ok.error());
    if (!c.gaps.empty()) return fail("period.gap", in_text(c.gaps, rules.calendar->zone()));
    const UnitId office = office_of(rules);
    if (std::ranges::find(facts.units, office) == facts.units.end()) return fail("route.no-such-unit", office.value);
    return Events{std::move(facts)};
  }
  Result<Events> operator()(const LiftPeriod& c) const {
    if (state.version == 0) return fail("period.wrong-state", "not-declared");
    if (!may_declare_period(actor, rules)) return fail("period.not-allowed", "lift");
    if (state.lifted || state.ends <= now) return fail("period.wrong-state", "over");
    if (auto ok = reason_given(c.reason); !ok) return tl::unexpected(ok.error());
    return Events{PeriodLifted{c.reason}};
  }
};

}  // namespace

std::string_view name_of(const PeriodEvent& event) {
  static constexpr std::string_view kNames[] = {"period-declared", "period-lifted"};
  static_assert(std::size(kNames) == std::variant_size_v<PeriodEvent>);
  return kNames[event.index()];
}

std::vector<UnitGap> period_gaps(const PeriodDeclared& period, std::span<const Roster> rosters, const Cover& cover,
                                 const Calendar& calendar) {
  std::vector<UnitGap> out;
  for (const UnitId& unit : period.units) {
    const auto roster = std::ranges::find(rosters, unit, &Roster::unit);
    const auto open = roster == rosters.end() ? std::vector<Span>{{period.from, period.to}}
                                              : gaps(*roster, cover, period.from, period.to, calendar);
    for (const Span& span : open) out.push_back({unit, span});
  }
  return out;
}

std::string in_text(std::span<const UnitGap> gaps, const Zone& zone) {
  std::string out;
  for (const UnitGap& gap : gaps) {
    if (!out.empty()) out += "; ";
    out += gap.unit.value + " " + format_rfc3339(gap.span.from, zone.offset_at(gap.span.from)) + "/" +
           format_rfc3339(gap.span.to, zone.offset_at(gap.span.to));
  }
  return out;
}

Result<std::vector<PeriodEvent>> decide(const Period& state, const PeriodCommand& command, const Actor& actor,
                                        Instant now, const Rules& rules) {
  return std::visit(Decider{state, actor, now, rules}, command);
}

void apply(Period& state, Instant at, UserId by, const PeriodEvent& event) {
  ++state.version;
  if (const auto* declared = std::get_if<PeriodDeclared>(&event)) {
    state.declared = *declared;
    state.by = by;
    state.at = at;
    state.ends = declared->to;
  } else if (const auto* lifted = std::get_if<PeriodLifted>(&event)) {
    state.ends = std::min(state.ends, at);
    state.lifted = true;
    state.lifted_reason = lifted->reason;
  }
}

}  // namespace hb::casework
