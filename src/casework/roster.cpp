// A roster is laid out in two steps: the rotations say who has a day's hours, then the overlays (overrides and agreed
// swaps, in the order they came to hold) cut these apart. An overlay takes its span from whoever has it, or from one
// person only; it covers its span even where the rotation has nobody.

#include "casework/roster.h"

#include <algorithm>
#include <map>

#include "casework/case.h"
#include "casework/written.h"

namespace hb::casework {
namespace {

using Events = std::vector<RosterEvent>;
constexpr int64_t kFirstDate = -25567, kLastDate = 84006;  // 1900-01-01 to 2199-12-31: where the calendar reaches

bool heads_or_plans(const Actor& actor, const UnitId& unit, const Rules& rules) {
  return may_keep_roster(actor, unit, rules);
}

struct Decider {
  const Roster& state;
  const Actor& actor;
  Instant now;
  const Rules& rules;

  Result<Events> operator()(const OpenRoster& c) const {
    if (state.version != 0) return fail("roster.wrong-state", "there");
    if (rules.unit(c.unit) == nullptr) return fail("route.no-such-unit", c.unit.value);
    if (!heads_or_plans(actor, c.unit, rules)) return fail("roster.not-allowed", "roster");
    return Events{RosterOpened{c.unit}};
  }
  Result<Events> operator()(const SetRotation& c) const {
    if (auto ok = may_set(); !ok) return tl::unexpected(ok.error());
    const RotationSet& r = c.rotation;
    if (r.rotation < 1 || r.rotation > most_rotation() + 1) return fail("roster.unknown", std::to_string(r.rotation));
    if (r.first < kFirstDate || r.first > kLastDate) return fail("roster.dates", "first");
    if (r.last != 0 && (r.last < r.first || r.last > kLastDate)) return fail("roster.dates", "last");
    if (r.days_each < 1 || r.days_each > kLongestTurn) return fail("roster.dates", "days_each");
    if (r.from.count < 0 || r.from >= hours(24) || r.to <= r.from || r.to > hours(48) ||
        r.to.count - r.from.count > hours(24).count)
      return fail("roster.hours");
    if (r.people.size() > kMostInRotation) return fail("roster.people");
    if (std::ranges::any_of(r.people, [](UserId person) { return !person; })) return fail("roster.people");
    // What has been is not rewritten: a setting counts from today on at the earliest, unless it is the first.
    const int64_t today = rules.calendar->zone().day_at(now).time_since_epoch().count();
    if (r.rotation <= most_rotation() && r.first < today) return fail("roster.dates", "first");
    return Events{r};
  }
  Result<Events> operator()(const OverrideDuty& c) const {
    if (auto ok = may_set(); !ok) return tl::unexpected(ok.error());
    if (c.override_.to <= c.override_.from || c.override_.to <= now ||
        c.override_.to - c.override_.from > kLongestOverlay)
      return fail("roster.dates", "to");
    if (!c.override_.person) return fail("roster.people");
    if (auto ok = reason_given(c.override_.reason); !ok) return tl::unexpected(ok.error());
    return Events{c.override_};
  }
  Result<Events> operator()(const AskSwap& c) const {
    if (state.version == 0) return fail("roster.wrong-state", "not-there");
    SwapAsked asked = c.swap;
    if (!asked.other || asked.other == actor.user) return fail("roster.people");
    if (auto ok = both_have(asked, actor.user); !ok) return tl::unexpected(ok.error());
    asked.swap = static_cast<int64_t>(state.swaps.size()) + 1;
    return Events{asked};
  }
  Result<Events> operator()(const AnswerSwap& c) const {
    const auto swap = std::ranges::find(state.swaps, c.swap, [](const Swap& one) { return one.asked.swap; });
    if (swap == state.swaps.end()) return fail("roster.unknown", std::to_string(c.swap));
    if (actor.user != swap->asked.other && (c.agree || actor.user != swap->asker))
      return fail("roster.not-allowed", "swap");
    if (swap->agreed) return fail("roster.wrong-state", *swap->agreed ? "agreed" : "declined");
    if (!c.agree) return Events{SwapDeclined{c.swap}};
    if (auto ok = both_have(swap->asked, swap->asker); !ok) return tl::unexpected(ok.error());
    return Events{SwapAgreed{c.swap}};
  }
  Result<Events> operator()(const WriteHandover& c) const {
    if (state.version == 0) return fail("roster.wrong-state", "not-there");
    if (!works_in(actor, state.unit) && !heads_or_plans(actor, state.unit, rules))
      return fail("roster.not-allowed", "handover");
    if (auto ok = written(c.text, kReasonLimit, "text"); !ok) return tl::unexpected(ok.error());
    return Events{HandoverWritten{c.text}};
  }

  Result<void> may_set() const {
    if (state.version == 0) return fail("roster.wrong-state", "not-there");
    if (!heads_or_plans(actor, state.unit, rules)) return fail("roster.not-allowed", "roster");
    return {};
  }
  int64_t most_rotation() const {
    int64_t most = 0;
    for (const auto& one : state.rotations) most = std::max(most, one.set.rotation);
    return most;
  }
  Result<void> both_have(const SwapAsked& asked, UserId asker) const {
    const auto ahead = [&](Instant from, Instant to) {
      return now <= from && from < to && to - from <= kLongestOverlay;
    };
    if (!ahead(asked.give_from, asked.give_to)) return fail("roster.dates", "give");
    if (!ahead(asked.take_from, asked.take_to)) return fail("roster.dates", "take");
    if (!has_any(asker, asked.give_from, asked.give_to)) return fail("roster.not-on-duty", "give");
    if (!has_any(asked.other, asked.take_from, asked.take_to)) return fail("roster.not-on-duty", "take");
    return {};
  }
  bool has_any(UserId person, Instant from, Instant to) const {
    return std::ranges::any_of(shifts(state, from, to, *rules.calendar),
                               [&](const Shift& one) { return one.person == person && !one.cancelled; });
  }
};

struct Applier {
  Roster& state;
  Instant at;
  UserId by;

  void operator()(const RosterOpened& e) const { state.unit = e.unit; }
  void operator()(const RotationSet& e) const {
    int revision = 0;
    for (auto& one : state.rotations) {
      if (one.set.rotation != e.rotation) continue;
      ++revision;
      if (one.ends != 0 && one.ends <= e.first) continue;
      one.ends = e.first;
      one.ended = at;
    }
    state.rotations.push_back({e, 0, {}, at, revision});
  }
  void operator()(const DutyOverridden& e) const { lay(e.from, e.to, e.person, {}); }
  void operator()(const SwapAsked& e) const { state.swaps.push_back({e, by, {}}); }
  void operator()(const SwapAgreed& e) const {
    for (Swap& swap : state.swaps) {
      if (swap.asked.swap != e.swap) continue;
      swap.agreed = true;
      lay(swap.asked.give_from, swap.asked.give_to, swap.asked.other, swap.asker);
      lay(swap.asked.take_from, swap.asked.take_to, swap.asker, swap.asked.other);
    }
  }
  void operator()(const SwapDeclined& e) const {
    for (Swap& swap : state.swaps)
      if (swap.asked.swap == e.swap) swap.agreed = false;
  }
  void operator()(const HandoverWritten& e) const { state.notes.push_back({at, by, e.text}); }

  void lay(Instant from, Instant to, UserId person, UserId only) const {
    state.overlays.push_back({from, to, person, only, static_cast<int64_t>(state.overlays.size()) + 1, at});
  }
};

/// A shift while overlays cut it: what was and the pieces that are left of it.
struct Piece {
  std::string uid;
  UserId person;
  Span was;
  std::vector<Span> left;
  int sequence = 0;
  Instant changed;
};

bool cut(std::vector<Span>& left, const Span& out) {
  std::vector<Span> kept;
  bool touched = false;
  for (const Span& one : left) {
    const Span both{std::max(one.from, out.from), std::min(one.to, out.to)};
    if (both.to <= both.from) {
      kept.push_back(one);
      continue;
    }
    touched = true;
    if (one.from < both.from) kept.push_back({one.from, both.from});
    if (both.to < one.to) kept.push_back({both.to, one.to});
  }
  left = std::move(kept);
  return touched;
}

std::vector<Span> merged(std::vector<Span> spans) {
  std::ranges::sort(spans, {}, &Span::from);
  std::vector<Span> out;
  for (const Span& one : spans) {
    if (one.to <= one.from) continue;
    if (!out.empty() && one.from <= out.back().to) {
      out.back().to = std::max(out.back().to, one.to);
    } else {
      out.push_back(one);
    }
  }
  return out;
}

int64_t local_date(const Calendar& calendar, Instant at) {
  return calendar.zone().day_at(at).time_since_epoch().count();
}
Day date_of(int64_t days) { return Day{date::days{days}}; }

void lay_rotation(const Roster::Rotation& rotation, Span window, const Calendar& calendar, std::vector<Piece>& out) {
  const RotationSet& set = rotation.set;
  if (set.people.empty()) return;
  const int64_t first = std::max(set.first, local_date(calendar, window.from) - 2);
  int64_t last = std::min(local_date(calendar, window.to) + 1, kLastDate);
  if (set.last != 0) last = std::min(last, set.last);
  for (int64_t day = first; day <= last; ++day) {
    if (set.working_days && !worked(calendar.kind(date_of(day)))) continue;
    const auto turn = static_cast<size_t>((day - set.first) / set.days_each) % set.people.size();
    const auto at = [&](Seconds wall) {  // a wall time past midnight is one of the next day
      const bool next = wall >= hours(24);
      return calendar.zone().at(date_of(next ? day + 1 : day), next ? Seconds{wall.count - hours(24).count} : wall);
    };
    const Span hours_of{at(set.from), at(set.to)};
    const bool gone = rotation.ends != 0 && rotation.ends <= day;  // a later setting has the day
    out.push_back({.uid = "r" + std::to_string(set.rotation) + "-" + std::to_string(day),
                   .person = set.people[turn],
                   .was = hours_of,
                   .left = gone ? std::vector<Span>{} : std::vector<Span>{hours_of},
                   .sequence = rotation.revision + (gone ? 1 : 0),
                   .changed = gone ? rotation.ended : rotation.since});
  }
}

/// The window, with all of every overlay that reaches into it: a swap's span is laid out whole or not at all.
Span with_overlays(const Roster& roster, Span window) {
  for (bool grown = true; grown;) {
    grown = false;
    for (const Overlay& over : roster.overlays) {
      if (over.to <= window.from || window.to <= over.from) continue;
      const Span both{std::min(window.from, over.from), std::max(window.to, over.to)};
      grown = grown || both != window;
      window = both;
    }
  }
  return window;
}

/// A day that a later setting gave to the same person again is no cancelled shift of theirs. Of several cancelled ones
/// the last counts.
void drop_replaced(std::vector<Piece>& pieces) {
  std::map<std::pair<std::string, UserId>, size_t> last;
  for (size_t i = 0; i < pieces.size(); ++i) last[{pieces[i].uid, pieces[i].person}] = i;
  std::vector<Piece> kept;
  kept.reserve(last.size());
  for (size_t i = 0; i < pieces.size(); ++i)
    if (last.at({pieces[i].uid, pieces[i].person}) == i) kept.push_back(std::move(pieces[i]));
  pieces = std::move(kept);
}

}  // namespace

std::string_view name_of(const RosterEvent& event) {
  static constexpr std::string_view kNames[] = {"roster-opened", "rotation-set",  "duty-overridden", "swap-asked",
                                                "swap-agreed",   "swap-declined", "handover-written"};
  static_assert(std::size(kNames) == std::variant_size_v<RosterEvent>);
  return kNames[event.index()];
}

Result<std::vector<RosterEvent>> decide(const Roster& state, const RosterCommand& command, const Actor& actor,
                                        Instant now, const Rules& rules) {
  return std::visit(Decider{state, actor, now, rules}, command);
}

void apply(Roster& state, Instant at, UserId by, const RosterEvent& event) {
  std::visit(Applier{state, at, by}, event);
  ++state.version;
}

std::vector<Shift> shifts(const Roster& roster, Instant from, Instant to, const Calendar& calendar) {
  if (to <= from) return {};
  const Span window = with_overlays(roster, {from, to});
  std::vector<Piece> pieces;
  for (const auto& rotation : roster.rotations) lay_rotation(rotation, window, calendar, pieces);
  drop_replaced(pieces);
  for (const Overlay& over : roster.overlays) {
    std::vector<Span> taken;
    for (Piece& piece : pieces) {
      if (over.only && piece.person != over.only) continue;
      const auto before = piece.left;
      if (!cut(piece.left, {over.from, over.to})) continue;
      ++piece.sequence;
      piece.changed = over.since;
      for (const Span& one : before) taken.push_back({std::max(one.from, over.from), std::min(one.to, over.to)});
    }
    // An override stands also where nobody was; a swap gives only what the other had.
    const auto has = over.only ? merged(std::move(taken)) : std::vector<Span>{{over.from, over.to}};
    if (has.empty()) continue;
    pieces.push_back({.uid = "o" + std::to_string(over.id),
                      .person = over.person,
                      .was = {over.from, over.to},
                      .left = has,
                      .sequence = 0,
                      .changed = over.since});
  }
  std::vector<Shift> out;
  const auto add = [&](const Piece& piece, const std::string& uid, Span span, bool cancelled) {
    if (span.from < to && from < span.to)
      out.push_back({uid, piece.person, span.from, span.to, cancelled, piece.sequence, piece.changed});
  };
  for (const Piece& piece : pieces) {
    if (piece.left.empty()) add(piece, piece.uid, piece.was, /*cancelled=*/true);
    for (size_t i = 0; i < piece.left.size(); ++i)
      add(piece, i == 0 ? piece.uid : piece.uid + "-" + std::to_string(i + 1), piece.left[i], /*cancelled=*/false);
  }
  std::ranges::stable_sort(out, {}, &Shift::from);
  return out;
}

std::vector<UserId> on_duty(const Roster& roster, const Cover& cover, Instant at, const Calendar& calendar) {
  std::vector<UserId> out;
  for (const Shift& one : shifts(roster, at, at + Seconds{1}, calendar))
    if (!one.cancelled && !cover.is_away(one.person, at) && std::ranges::find(out, one.person) == out.end())
      out.push_back(one.person);
  return out;
}

std::vector<Span> gaps(const Roster& roster, const Cover& cover, Instant from, Instant to, const Calendar& calendar) {
  std::vector<Span> open{{from, to}};
  for (const Shift& one : shifts(roster, from, to, calendar)) {
    if (one.cancelled) continue;
    std::vector<Span> covered{{one.from, one.to}};
    for (const Away& away : cover.away)
      if (away.person == one.person) cut(covered, {away.from, away.to});
    for (const Span& span : covered) cut(open, span);
  }
  return open;
}

std::optional<UserId> OnDuty::first() const {
  if (!people.empty()) return people.front();
  return deputy ? deputy : head;
}

OnDuty who_is_on_duty(const Roster* roster, const UnitId& unit, Role role, std::span<const Actor> staff,
                      const Cover& cover, Instant at, const Calendar& calendar) {
  OnDuty out;
  if (roster != nullptr) out.people = on_duty(*roster, cover, at, calendar);
  const auto named = [&](UserId person) { return std::ranges::find(out.people, person) != out.people.end(); };
  if (const Deputy* deputy = cover.deputy_of(role, unit, at);
      deputy != nullptr && !cover.is_away(deputy->named.deputy, at) && !named(deputy->named.deputy))
    out.deputy = deputy->named.deputy;
  for (const Actor& one : staff) {
    if (!one.has(role, unit) || cover.is_away(one.user, at) || named(one.user) || out.deputy == one.user) continue;
    out.head = one.user;
    break;
  }
  return out;
}

}  // namespace hb::casework
