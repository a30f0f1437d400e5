#include "desk/directives.h"

#include <algorithm>

#include "desk/duty.h"
#include "desk/history.h"
#include "desk/reviews.h"
#include "text/mask.h"

namespace hb::desk {

using namespace casework;

namespace {

constexpr int64_t kMostListed = 500;
constexpr int64_t kMostTicked = 1000;

// Who stands on each rung at this minute is written into what tells them.
Result<std::vector<DirectiveEvent>> with_names(Result<std::vector<DirectiveEvent>> events, Store& store, Instant now,
                                               const Rules& rules) {
  if (!events) return events;
  for (auto& event : *events) {
    auto* told = std::get_if<DirectiveTold>(&event);
    if (told == nullptr) continue;
    auto to = who_stands(store, told->notice.rung, now, rules);
    if (!to) return tl::unexpected(to.error());
    told->notice.to = std::move(*to);
  }
  return events;
}

/// When time has something to do for it: a clock is due, or the next rung is told.
auto standing_by(const Rules& rules) {
  return [&rules](const Directive& state) {
    return RecordStanding{std::string(name_of(state.state)), wakes_at(state.clocks, state.notices, rules)};
  };
}

bool over(const Directive& state) {
  return state.state == DirectiveState::closed || state.state == DirectiveState::not_here;
}

bool may_read(const Directive& state, const Actor& actor, const Rules& rules) {
  return allowed(Act::read_all, actor, {}, rules) || may_file(actor) || actor.user == state.handler ||
         (state.unit && works_in(actor, state.unit));
}

Result<Directive> act_on(const Wiring& w, const RecordId& id, const Actor& actor, std::optional<int64_t> seen,
                         const DirectiveCommand& command) {
  return act_on_record<Directive, DirectiveEvent>(
      w, id, actor, seen,
      [&](const Directive& state, Instant now) {
        return with_names(decide(state, command, actor, now, *w.rules), w.store, now, *w.rules);
      },
      standing_by(*w.rules),
      [&](const Directive& state, Instant now, Changes& changes) {
        return open_reviews(reviews_owed(state, parts_of(id)->second, *w.rules), now, w, changes);
      });
}

}  // namespace

Result<RecordId> Directives::receive(const Actor& actor, DirectiveReceived facts) {
  facts.text = text::mask(facts.text);
  return begin_record<Directive, DirectiveEvent>(
      w_, RecordKind::directive, actor,
      [&](const Directive& state, Instant now) {
        return with_names(decide(state, ReceiveDirective{facts}, actor, now, *w_.rules), w_.store, now, *w_.rules);
      },
      standing_by(*w_.rules));
}

Result<void> Directives::act(const Actor& actor, const RecordId& id, DirectiveCommand command, int64_t seen) {
  const auto before = load_record<Directive, DirectiveEvent>(w_.store, id);
  if (!before) return tl::unexpected(before.error());
  const auto on_duty = on_duty_now(w_.store, actor.user, w_.clock.now(), *w_.rules);
  if (!on_duty) return tl::unexpected(on_duty.error());
  if (before->version == 0 || !(*on_duty || may_read(*before, actor, *w_.rules)))
    return fail("record.unknown", id.value);
  if (auto* begin = std::get_if<BeginDirective>(&command)) {
    const auto staff = staff_of(w_.store);
    if (!staff) return tl::unexpected(staff.error());
    const auto handler = std::ranges::find(*staff, begin->handler, &Actor::user);
    if (handler == staff->end() || !works_in(*handler, begin->unit)) return fail("directive.no-handler");
    begin->handler_name = handler->name;
    begin->on_duty = *on_duty;
  }
  const auto done = act_on(w_, id, actor, seen, command);
  if (!done) return tl::unexpected(done.error());
  return {};
}

Result<std::vector<DirectiveLine>> Directives::list(const Actor& actor, bool open_only) const {
  const auto rows = w_.store.records(RecordKind::directive, "", 0, kMostListed);
  if (!rows) return tl::unexpected(rows.error());
  const auto on_duty = on_duty_now(w_.store, actor.user, w_.clock.now(), *w_.rules);
  if (!on_duty) return tl::unexpected(on_duty.error());
  std::vector<DirectiveLine> out;
  for (const RecordRow& row : *rows) {
    auto state = load_record<Directive, DirectiveEvent>(w_.store, row.id);
    if (!state) return tl::unexpected(state.error());
    if (!*on_duty && !may_read(*state, actor, *w_.rules)) continue;
    if (!open_only || !over(*state)) out.push_back({row.id, std::move(*state)});
  }
  return out;
}

Result<DirectiveView> Directives::view(const Actor& actor, const RecordId& id, Language language) const {
  const auto history = w_.store.record_events(id);
  if (!history) return tl::unexpected(history.error());
  const auto state = fold_record<Directive, DirectiveEvent>(id, *history);
  if (!state) return tl::unexpected(state.error());
  const Instant now = w_.clock.now();
  const auto on_duty = on_duty_now(w_.store, actor.user, now, *w_.rules);
  if (!on_duty) return tl::unexpected(on_duty.error());
  if (state->version == 0 || !(*on_duty || may_read(*state, actor, *w_.rules))) return fail("record.unknown", id.value);

  DirectiveView view{.line = {id, *state}, .reader = "", .may = {}, .clocks = {}, .notices = {}, .history = {}};
  const auto tried = [&](const DirectiveCommand& command) {
    return decide(*state, command, actor, now, *w_.rules).has_value();
  };
  const UnitId office = office_of(*w_.rules);
  if (tried(BeginDirective{actor.user, "…", office, "…", *on_duty})) view.may.emplace_back("begin");
  if (tried(HandleDirective{"…", {}, {}})) view.may.emplace_back("handle");
  if (tried(CloseDirective{"…"})) view.may.emplace_back("close");
  if (tried(RefuseDirective{"2.1", "…"})) view.may.emplace_back("refuse");
  view.clocks.reserve(state->clocks.size());
  for (const CaseClock& clock : state->clocks)
    view.clocks.push_back({.clock = clock,
                           .may_extend = false,
                           .may_resume = false,
                           .may_decide = false,
                           .may_explain = false,
                           .may_pause_for = {},
                           .explain = explain_clock(clock, w_.rules, language)});
  for (const Notice& notice : state->notices)
    view.notices.push_back({.notice = notice, .waits = waits(notice, state->clocks, state->notices)});
  view.history.reserve(history->size());
  for (const RecordRecorded& recorded : *history) {
    const auto* event = std::get_if<DirectiveEvent>(&recorded.event);
    if (event == nullptr) continue;
    if (std::holds_alternative<DirectiveBegun>(*event)) view.reader = recorded.name;
    view.history.push_back(history_line(recorded.at, recorded.name, *event, w_.rules->calendar->zone()));
  }
  return view;
}

Result<int> Directives::tick() {
  const auto due = w_.store.records_due(w_.clock.now(), kMostTicked);
  if (!due) return tl::unexpected(due.error());
  int missed = 0;
  for (const RecordId& id : *due) {
    const auto parts = parts_of(id);
    if (!parts || parts->first != RecordKind::directive) continue;
    const auto before = load_record<Directive, DirectiveEvent>(w_.store, id);
    if (!before) return tl::unexpected(before.error());
    const auto after = act_on(w_, id, the_desk(), {}, Tick{});
    if (!after) return tl::unexpected(after.error());
    const auto late = [](const Directive& state) {
      return std::ranges::count(state.clocks, ClockOutcome::missed, &CaseClock::outcome);
    };
    missed += static_cast<int>(late(*after) - late(*before));
  }
  return missed;
}

Result<std::optional<Instant>> Directives::next_due() const {
  constexpr Instant kEndOfTime{INT64_MAX};
  const auto due = w_.store.records_due(kEndOfTime, kMostTicked);
  if (!due) return tl::unexpected(due.error());
  for (const RecordId& id : *due) {  // the earliest first
    const auto parts = parts_of(id);
    if (!parts || parts->first != RecordKind::directive) continue;
    const auto state = load_record<Directive, DirectiveEvent>(w_.store, id);
    if (!state) return tl::unexpected(state.error());
    return wakes_at(state->clocks, state->notices, *w_.rules);
  }
  return std::nullopt;
}

}  // namespace hb::desk
