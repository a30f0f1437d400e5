#include "desk/duty.h"

#include <algorithm>

namespace hb::desk {

using namespace casework;

namespace {

constexpr int64_t kMostRecords = 500;

RecordStanding standing(const Roster& state) { return {state.unit.value}; }  // found by its unit
RecordStanding standing(const Cover&) { return {"kept"}; }
RecordStanding standing(const Period& state) { return {state.lifted ? "lifted" : "declared"}; }

/// Whatever is uncovered after a change and was covered before it.
Result<void> nothing_opened(std::vector<UnitGap> after, const std::vector<UnitGap>& before, const Zone& zone) {
  std::erase_if(after, [&](const UnitGap& gap) {
    return std::ranges::any_of(before, [&](const UnitGap& old) {
      return old.unit == gap.unit && old.span.from <= gap.span.from && gap.span.to <= old.span.to;
    });
  });
  if (!after.empty()) return fail("period.gap", in_text(after, zone));
  return {};
}

/// The people a command puts on duty.
std::vector<UserId> named_in(const RosterCommand& command) {
  if (const auto* set = std::get_if<SetRotation>(&command)) return set->rotation.people;
  if (const auto* over = std::get_if<OverrideDuty>(&command)) return {over->override_.person};
  return {};
}

Result<Actor> person_of(const std::vector<Actor>& staff, UserId id) {
  const auto at = std::ranges::find(staff, id, &Actor::user);
  if (at == staff.end()) return fail("cover.unknown", "person");
  return *at;
}

Result<CoverCommand> command_of(const CoverAsked& asked, const std::vector<Actor>& staff) {
  if (const auto* deputy = std::get_if<DeputyAsked>(&asked)) {
    auto principal = person_of(staff, deputy->principal);
    if (!principal) return tl::unexpected(principal.error());
    auto other = person_of(staff, deputy->deputy);
    if (!other) return tl::unexpected(other.error());
    return NameDeputy{std::move(*principal), std::move(*other), deputy->role,    deputy->unit,
                      deputy->from,          deputy->to,        deputy->handover};
  }
  if (const auto* away = std::get_if<AwayAsked>(&asked)) {
    auto person = person_of(staff, away->person);
    if (!person) return tl::unexpected(person.error());
    return NoteAway{std::move(*person), away->from, away->to};
  }
  if (const auto* ended = std::get_if<EndDeputy>(&asked)) return *ended;
  return std::get<EndAway>(asked);
}

}  // namespace

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

Result<std::vector<Told>> who_stands(Store& store, const Rung& rung, Instant now, const Rules& rules) {
  const auto staff = staff_of(store);
  if (!staff) return tl::unexpected(staff.error());
  const auto cover = cover_of(store);
  if (!cover) return tl::unexpected(cover.error());
  const auto roster = rung.kind == Rung::Kind::unit ? roster_of(store, {rung.id}) : Result<Roster>(Roster{});
  if (!roster) return tl::unexpected(roster.error());
  return casework::who_stands(rung, *staff, &*roster, *cover, now, rules);
}

Result<bool> on_duty_now(Store& store, UserId person, Instant now, const Rules& rules) {
  const auto roster = roster_of(store, office_of(rules));
  if (!roster) return tl::unexpected(roster.error());
  const auto cover = cover_of(store);
  if (!cover) return tl::unexpected(cover.error());
  const auto people = on_duty(*roster, *cover, now, *rules.calendar);
  return std::ranges::find(people, person) != people.end();
}

Result<std::vector<Roster>> Duty::rosters() const {
  const auto rows = w_.store.records(RecordKind::roster, "", 0, kMostRecords);
  if (!rows) return tl::unexpected(rows.error());
  std::vector<Roster> out;
  out.reserve(rows->size());
  for (const RecordRow& row : *rows) {
    auto roster = load_record<Roster, RosterEvent>(w_.store, row.id);
    if (!roster) return tl::unexpected(roster.error());
    out.push_back(std::move(*roster));
  }
  return out;
}

Result<std::vector<PeriodLine>> Duty::periods() const {
  const auto rows = w_.store.records(RecordKind::period, "", 0, kMostRecords);
  if (!rows) return tl::unexpected(rows.error());
  std::vector<PeriodLine> out;
  out.reserve(rows->size());
  for (const RecordRow& row : *rows) {
    auto period = load_record<Period, PeriodEvent>(w_.store, row.id);
    if (!period) return tl::unexpected(period.error());
    out.push_back({row.id, std::move(*period)});
  }
  return out;
}

Result<std::vector<UnitGap>> Duty::open_hours(const std::vector<Roster>& rosters, const Cover& cover,
                                              Instant now) const {
  const auto declared = periods();
  if (!declared) return tl::unexpected(declared.error());
  std::vector<UnitGap> out;
  for (const PeriodLine& line : *declared) {
    PeriodDeclared rest = line.state.declared;
    rest.from = std::max(rest.from, now);
    rest.to = line.state.ends;
    if (rest.to <= rest.from) continue;
    for (UnitGap& gap : period_gaps(rest, rosters, cover, *w_.rules->calendar)) out.push_back(std::move(gap));
  }
  return out;
}

Result<void> Duty::act(const Actor& actor, const UnitId& unit, const RosterCommand& command, int64_t seen) {
  const std::lock_guard one_by_one(deciding_);
  const auto staff = staff_of(w_.store);
  if (!staff) return tl::unexpected(staff.error());
  for (const UserId id : named_in(command)) {
    const auto person = std::ranges::find(*staff, id, &Actor::user);
    if (person == staff->end() || !works_in(*person, unit)) return fail("roster.people", std::to_string(id.value));
  }
  if (std::holds_alternative<WriteHandover>(command) && !works_in(actor, unit))
    return fail("roster.not-allowed", "note");

  const auto rows = w_.store.records(RecordKind::roster, unit.value, 0, 1);
  if (!rows) return tl::unexpected(rows.error());
  const auto id = rows->empty() ? w_.store.next_record(RecordKind::roster) : Result<RecordId>(rows->front().id);
  if (!id) return tl::unexpected(id.error());
  const auto done = act_on_record<Roster, RosterEvent>(
      w_, *id, actor, std::nullopt,
      [&](const Roster& state, Instant now) -> Result<std::vector<RosterEvent>> {
        if (state.version != seen) return fail("store.version", unit.value);
        const auto cover = cover_of(w_.store);
        if (!cover) return tl::unexpected(cover.error());
        auto all = rosters();
        if (!all) return tl::unexpected(all.error());
        const auto before = open_hours(*all, *cover, now);
        if (!before) return tl::unexpected(before.error());

        Roster after = state;
        std::vector<RosterEvent> events;
        const auto take = [&](const RosterCommand& one) -> Result<void> {
          const auto made = decide(after, one, actor, now, *w_.rules);
          if (!made) return tl::unexpected(made.error());
          for (const RosterEvent& event : *made) {
            apply(after, now, actor.user, event);
            events.push_back(event);
          }
          return {};
        };
        if (state.version == 0)
          if (auto ok = take(OpenRoster{unit}); !ok) return tl::unexpected(ok.error());
        if (auto ok = take(command); !ok) return tl::unexpected(ok.error());

        std::erase_if(*all, [&](const Roster& one) { return one.unit == unit; });
        all->push_back(after);
        auto open = open_hours(*all, *cover, now);
        if (!open) return tl::unexpected(open.error());
        if (auto ok = nothing_opened(std::move(*open), *before, w_.rules->calendar->zone()); !ok)
          return tl::unexpected(ok.error());
        return events;
      },
      [](const Roster& state) { return standing(state); });
  if (!done) return tl::unexpected(done.error());
  return {};
}

Result<void> Duty::act(const Actor& actor, const CoverAsked& asked, int64_t seen) {
  const std::lock_guard one_by_one(deciding_);
  const auto staff = staff_of(w_.store);
  if (!staff) return tl::unexpected(staff.error());
  const auto command = command_of(asked, *staff);
  if (!command) return tl::unexpected(command.error());
  const auto done = act_on_record<Cover, CoverEvent>(
      w_, record_id(RecordKind::cover, 1), actor, std::nullopt,
      [&](const Cover& state, Instant now) -> Result<std::vector<CoverEvent>> {
        if (state.version != seen) return fail("store.version", "cover");
        auto events = decide(state, *command, actor, now, *w_.rules);
        if (!events) return events;
        const auto all = rosters();
        if (!all) return tl::unexpected(all.error());
        Cover after = state;
        for (const CoverEvent& event : *events) apply(after, now, actor.user, event);
        const auto before = open_hours(*all, state, now);
        if (!before) return tl::unexpected(before.error());
        auto open = open_hours(*all, after, now);
        if (!open) return tl::unexpected(open.error());
        if (auto ok = nothing_opened(std::move(*open), *before, w_.rules->calendar->zone()); !ok)
          return tl::unexpected(ok.error());
        return events;
      },
      [](const Cover& state) { return standing(state); });
  if (!done) return tl::unexpected(done.error());
  return {};
}

Result<std::vector<ShiftOf>> Duty::shifts_of(UserId person, Instant from, Instant to) const {
  std::vector<ShiftOf> out;
  for (const Unit& unit : w_.rules->units) {
    const auto roster = roster_of(w_.store, unit.id);
    if (!roster) return tl::unexpected(roster.error());
    for (auto& shift : shifts(*roster, from, to, *w_.rules->calendar))
      if (shift.person == person) out.push_back({unit.id, std::move(shift)});
  }
  return out;
}

Result<RecordId> Duty::declare(const Actor& actor, PeriodDeclared facts) {
  const std::lock_guard one_by_one(deciding_);
  const UnitId office = office_of(*w_.rules);
  if (std::ranges::find(facts.units, office) == facts.units.end()) facts.units.insert(facts.units.begin(), office);
  return begin_record<Period, PeriodEvent>(
      w_, RecordKind::period, actor,
      [&](const Period& state, Instant now) -> Result<std::vector<PeriodEvent>> {
        // A span that cannot be a period is refused as such, before anybody lays out its rosters.
        if (facts.to <= facts.from || facts.to - facts.from > kLongestPeriod) return fail("period.dates");
        const auto all = rosters();
        if (!all) return tl::unexpected(all.error());
        const auto cover = cover_of(w_.store);
        if (!cover) return tl::unexpected(cover.error());
        return decide(state, DeclarePeriod{facts, period_gaps(facts, *all, *cover, *w_.rules->calendar)}, actor, now,
                      *w_.rules);
      },
      [](const Period& state) { return standing(state); });
}

Result<void> Duty::lift(const Actor& actor, const RecordId& id, const std::string& reason) {
  const auto done = act_on_record<Period, PeriodEvent>(
      w_, id, actor, std::nullopt,
      [&](const Period& state, Instant now) -> Result<std::vector<PeriodEvent>> {
        if (state.version == 0) return fail("record.unknown", id.value);
        return decide(state, LiftPeriod{reason}, actor, now, *w_.rules);
      },
      [](const Period& state) { return standing(state); });
  if (!done) return tl::unexpected(done.error());
  return {};
}

}  // namespace hb::desk
