// Who may do what to a case, and what comes of it. One function a command; each reads top to bottom as its rule:
// is the actor allowed, is the case in the right state, is what they wrote complete, then the events.
//
// Two rules hold for every command and stand first: the criticised unit never acts on its case (conflict of interest),
// and nobody plays two of the parts author, approver, publisher of one text. An approval carries the hash of what the
// approver read; an edit makes a new draft, so the old approval has nothing left to bind to.

#include <algorithm>

#include "casework/case.h"
#include "casework/written.h"

namespace hb::casework {
namespace {

using Events = Result<std::vector<CaseEvent>>;

// What `when` of a case's clock can ask about.
Facts facts_of(const CaseOpened& opened) {
  Facts facts;
  facts.remit = !opened.matter.empty();
  return facts;
}

// When a clock of the first round starts; none if something later starts it.
std::optional<Instant> start_of(ClockStart start, const CaseOpened& facts, Instant now) {
  switch (start) {
    case ClockStart::posted:
      return facts.posted_at;
    case ClockStart::noticed:
      return facts.noticed_at;
    case ClockStart::opened:
    case ClockStart::received:
      return now;
    case ClockStart::graded:  // an issue is graded, a case is not
    case ClockStart::asked:
    case ClockStart::promised:
    case ClockStart::decided:
    case ClockStart::published:
    case ClockStart::assessed:
      break;
  }
  return std::nullopt;
}

// 24:00 of a local day.
Instant end_of_day(const Zone& zone, int64_t day) { return zone.at(Day(date::days(day)), hours(24)); }

struct Decider {
  const Case& state;
  const Actor& actor;
  Instant now;
  const Rules& rules;

  Events operator()(const OpenCase& c) const;
  Events operator()(const Accept&) const {
    if (state.state != CaseState::dispatched) return fail("case.wrong-state", std::string(name_of(state.state)));
    if (!in_unit()) return fail("case.not-allowed", "accept");
    std::vector<CaseEvent> events{Accepted{}};
    end_clocks(ClockEnd::accepted, events);
    return events;
  }
  Events operator()(const ReturnDispatch& c) const;
  Events operator()(const DispatchTo& c) const;
  Events operator()(const WriteDraft& c) const;
  Events operator()(const Approve& c) const;
  Events operator()(const SendBack& c) const;
  Events operator()(const Publish& c) const;
  Events operator()(const Extend& c) const;
  Events operator()(const PauseClock& c) const;
  Events operator()(const ResumeClock& c) const;
  Events operator()(const AddNote& c) const;
  Events operator()(const ShowCitizen&) const {
    if (!may_see_citizen(actor, state.unit, rules)) return fail("case.not-allowed", "citizen");
    return std::vector<CaseEvent>{CitizenShown{}};
  }
  Events operator()(const RateAnswer& c) const;
  Events operator()(const Withdraw&) const {
    if (!actor.citizen) return fail("case.not-allowed", "withdraw");
    if (closed(state.state) || state.state == CaseState::outside)
      return fail("case.wrong-state", std::string(name_of(state.state)));
    std::vector<CaseEvent> events{Withdrawn{}};
    require_no_more(events, not_promised);  // what an answer said in the open is owed still
    return events;
  }
  Events operator()(const SayNotOurs& c) const;
  Events operator()(const AskHelp& c) const;
  Events operator()(const WriteHelp& c) const;
  Events operator()(const SignHelp& c) const;
  Events operator()(const EndHelp& c) const;
  Events operator()(const KeepPromise& c) const;
  Events operator()(const SendTemplate& c) const;
  Events operator()(const AddEvidence& c) const;
  Events operator()(const RecordDecision& c) const;
  Events operator()(const ExplainMiss& c) const;
  Events operator()(const Merge& c) const;
  Events operator()(const Unmerge& c) const {
    if (!state.parent) return fail("case.wrong-state", "not merged");
    if (!may_dispatch(actor) && !in_unit()) return fail("case.not-allowed", "unmerge");
    if (closed(state.state)) return fail("case.wrong-state", std::string(name_of(state.state)));
    if (auto ok = reason_given(c.reason); !ok) return tl::unexpected(ok.error());
    return std::vector<CaseEvent>{Unmerged{state.parent, c.reason}};
  }
  // What follows from an act in the other case is done by whoever acted there, never by the desk alone.
  bool may_follow() const {
    return actor.citizen || in_unit() || may_dispatch(actor) || may_decide(actor) ||
           may_publish(actor, state.unit, rules);
  }
  Events operator()(const TakeChild& c) const {
    if (!may_follow()) return fail("case.not-allowed", "merge");
    return std::vector<CaseEvent>{ChildTaken{c.child}};
  }
  Events operator()(const LetChildGo& c) const {
    if (!may_follow()) return fail("case.not-allowed", "unmerge");
    if (std::ranges::find(state.children, c.child) == state.children.end()) return std::vector<CaseEvent>{};
    return std::vector<CaseEvent>{ChildLeft{c.child}};
  }
  Events operator()(const FollowWord& c) const;
  Events operator()(const FollowDispatch& c) const {
    if (!may_follow()) return fail("case.not-allowed", "dispatch");
    if (!state.parent || closed(state.state) || state.unit == c.unit) return std::vector<CaseEvent>{};
    return std::vector<CaseEvent>{Dispatched{c.unit, "", {}, c.reason}, Accepted{}};
  }
  Events operator()(const LoseParent& c) const {
    if (!may_follow()) return fail("case.not-allowed", "unmerge");
    if (!state.parent) return std::vector<CaseEvent>{};
    return std::vector<CaseEvent>{Unmerged{state.parent, c.reason}};
  }
  Events operator()(const Tick&) const {
    const auto missed = overdue(state.clocks, now);
    return std::vector<CaseEvent>(missed.begin(), missed.end());
  }
  Events operator()(const Recompute& c) const {
    if (actor.user) return fail("case.not-allowed", "recompute");
    const auto anew = recomputed(state.clocks, c.made_by, rules);
    return std::vector<CaseEvent>(anew.begin(), anew.end());
  }

  bool in_unit() const { return works_in(actor, state.unit); }
  // Replies and answers are written while the case is looked into, what changes an answer while it stands.
  Result<void> writable(Part part) const {
    if (state.state != (changes_answer(part) ? CaseState::answered : CaseState::handling))
      return fail("case.wrong-state", std::string(name_of(state.state)));
    return {};
  }
  Result<const Draft*> draft_to_act_on(DraftId id, const Digest& hash, DraftState wanted) const;
  void end_clocks(ClockEnd end, std::vector<CaseEvent>& events) const;
  static bool not_promised(const CaseClock& clock) { return clock.ends != ClockEnd::done; }
  template <class Which>
  void require_no_more(std::vector<CaseEvent>& events, Which which) const {
    for (const auto& clock : state.clocks)
      if (which(clock)) end_clock(&clock, ClockOutcome::not_required, events);
  }
  void end_clock(const CaseClock* clock, ClockOutcome outcome, std::vector<CaseEvent>& events) const {
    if (clock == nullptr || clock->ended_at) return;
    if (clock->due && *clock->due < now && clock->outcome == ClockOutcome::running)
      events.push_back(ClockMissed{clock->id, clock->round});
    events.push_back(ClockEnded{clock->id, clock->round, outcome});
  }
  // Works for it, or for one that helps it; which one: empty if for none.
  UnitId handling_unit() const {
    if (in_unit()) return state.unit;
    for (const Help& help : state.helps)
      if (works_in(actor, help.unit)) return help.unit;
    return {};
  }
  bool may_ask_help() const {
    return may_draft(actor, state.unit, rules) || may_approve(actor, state.unit) || may_dispatch(actor);
  }
  const ClockSpec* spec_on(ClockOn on) const {
    const auto it = std::ranges::find(rules.clocks, on, &ClockSpec::on);
    return it == rules.clocks.end() ? nullptr : &*it;
  }
  // In a round that the citizen asked for: answered for an earlier one.
  bool answered_before() const {
    return std::ranges::any_of(
               state.heard,
               [&](const HeardWord& word) { return word.round < state.redone && word.written_by == actor.user; }) ||
           std::ranges::any_of(state.drafts, [&](const Draft& earlier) {
             return earlier.round < state.redone && earlier.state == DraftState::published &&
                    earlier.author == actor.user;
           });
  }
  Result<const Help*> help_to_act_on(int help) const;
  Result<void> promised(const WriteDraft& c) const;
  Events published(const Draft& draft, std::vector<CaseEvent> events) const;
  Result<void> after_word(Part part, std::vector<CaseEvent>& events) const;
  Result<void> start_clock(const ClockSpec& spec, const CaseOpened& facts, int round, Instant from,
                           std::vector<CaseEvent>& events) const;
};

Events Decider::operator()(const OpenCase& c) const {
  if (state.version != 0) return fail("case.wrong-state", "opened");
  if (actor.user && !may_file(actor)) return fail("case.not-allowed", "open");
  if (auto ok = written(c.facts.title, kTitleLimit, "title"); !ok) return tl::unexpected(ok.error());
  if (!c.facts.summary.empty())
    if (auto ok = written(c.facts.summary, kSummaryLimit, "summary"); !ok) return tl::unexpected(ok.error());
  if (c.facts.kind == CaseKind::about_staff && !c.facts.about) return fail("case.about-required");
  if (c.facts.posted_at > now || c.facts.noticed_at > now) return fail("case.time-ahead");
  if (c.facts.came_from.empty() != c.facts.their_number.empty()) return fail("case.empty", "their_number");
  if (!c.facts.came_from.empty()) {
    if (auto ok = written(c.facts.came_from, kTitleLimit, "came_from"); !ok) return tl::unexpected(ok.error());
    if (auto ok = written(c.facts.their_number, kTitleLimit, "their_number"); !ok) return tl::unexpected(ok.error());
  }
  auto routed = route(rules, c.facts.places, c.facts.matter, c.facts.about);
  if (!routed) return tl::unexpected(routed.error());
  const UnitId office = office_of(rules);
  const auto is_short = [&](const UnitId& unit) {
    return std::ranges::find(c.short_of_people, unit) != c.short_of_people.end();
  };
  if (is_short(routed->unit) && office && office != c.facts.about && !is_short(office)) {
    routed->why.push_back({RouteReason::short_of_people, routed->unit.value});
    routed->unit = office;
  }

  std::vector<CaseEvent> events{c.facts, Dispatched{routed->unit, routed->outside, routed->why, ""}};
  for (const auto& spec : rules.clocks) {
    const auto from = start_of(spec.starts, c.facts, now);
    if (!from) continue;
    if (auto ok = start_clock(spec, c.facts, 1, *from, events); !ok) return tl::unexpected(ok.error());
  }
  return events;
}

// One clock, if the kind has it and its condition holds.
Result<void> Decider::start_clock(const ClockSpec& spec, const CaseOpened& facts, int round, Instant from,
                                  std::vector<CaseEvent>& events) const {
  if (!rules.runs(facts.kind, spec) || (spec.when && !evaluate(*spec.when, facts_of(facts)))) return {};
  const auto when = due(spec, *rules.calendar, {from, {}, false});
  if (!when) return tl::unexpected(when.error());
  events.push_back(ClockStarted{spec.id, round, from, when->due, when->provisional, rules.version, spec.ends});
  return {};
}

Events Decider::operator()(const ReturnDispatch& c) const {
  if (state.state != CaseState::dispatched) return fail("case.wrong-state", std::string(name_of(state.state)));
  if (!in_unit()) return fail("case.not-allowed", "return");
  if (auto ok = reason_given(c.reason); !ok) return tl::unexpected(ok.error());
  const UnitId office = office_of(rules);
  if (!office) return fail("route.no-office");
  if (rules.routing.returns && state.returns >= *rules.routing.returns)
    return std::vector<CaseEvent>{Returned{c.reason}, SentUp{office, UpCause::returns}};
  return std::vector<CaseEvent>{Returned{c.reason}, Dispatched{office, "", {}, c.reason}};
}

Events Decider::operator()(const DispatchTo& c) const {
  const bool up = state.state == CaseState::sent_up;
  if (!up && state.state != CaseState::dispatched && state.state != CaseState::handling)
    return fail("case.wrong-state", std::string(name_of(state.state)));
  if (!(up ? may_decide(actor) : may_dispatch(actor))) return fail("case.not-allowed", "dispatch");
  if (rules.unit(c.unit) == nullptr) return fail("route.no-such-unit", c.unit.value);
  if (c.unit == state.opened.about) return fail("case.conflict", c.unit.value);
  if (auto ok = reason_given(c.reason); !ok) return tl::unexpected(ok.error());
  return std::vector<CaseEvent>{Dispatched{c.unit, "", {}, c.reason}};
}

Events Decider::operator()(const WriteDraft& c) const {
  if (auto ok = writable(c.part); !ok) return tl::unexpected(ok.error());
  if (!may_draft(actor, state.unit, rules)) return fail("case.not-allowed", "draft");
  if (auto ok = written(c.text, kTextLimit, "text"); !ok) return tl::unexpected(ok.error());
  if (answered_before()) return fail("case.other-handler");
  if (!c.note.empty())
    if (auto ok = written(c.note, kTextLimit, "note"); !ok) return tl::unexpected(ok.error());
  const Draft* last = state.current(c.part);
  if (!changes_answer(c.part) && last != nullptr && last->state == DraftState::published)
    return fail("case.wrong-state", "published");
  if (auto ok = promised(c); !ok) return tl::unexpected(ok.error());
  const std::string text = c.text + in_text(c.promises);
  const Draft* stands = state.standing();
  if (c.part == Part::correction && stands != nullptr && stands->text == text && stands->note == c.note)
    return fail("case.same-text");
  return std::vector<CaseEvent>{
      Drafted{DraftId{static_cast<int64_t>(state.drafts.size()) + 1}, c.part, text, c.note, c.promises}};
}

// A promise is a line, made of what is left to do and its day; how far ahead the rulebook lets it lie is the length of
// its clock.
Result<void> Decider::promised(const WriteDraft& c) const {
  constexpr int64_t kFarthest = 3660;  // days, where the rulebook says nothing: so that no clock leaves its years
  if (c.promises.empty()) return {};
  if (!answers(c.part) || c.promises.size() > kMostPromises) return fail("case.promises");
  const Zone& zone = rules.calendar->zone();
  const int64_t today = zone.day_at(now).time_since_epoch().count();
  std::optional<Instant> latest;
  if (const ClockSpec* spec = spec_on(ClockOn::follow_up)) {
    const auto when = due(*spec, *rules.calendar, {now, {}, false});
    if (!when) return tl::unexpected(when.error());
    latest = when->due;
  }
  for (const Promise& promise : c.promises) {
    if (auto ok = written(promise.what, kSummaryLimit, "promises"); !ok) return ok;
    if (promise.what.find('\n') != std::string::npos) return fail("case.promises");
    if (promise.by_day < today || promise.by_day > today + kFarthest ||
        (latest && end_of_day(zone, promise.by_day) > *latest))
      return fail("case.promise-day");
  }
  return {};
}

// A round that the citizen asked for: in another unit if it is the unit they complain of, in the same one by another
// handler if there is one, else in the office; past the limit, or when there is nobody left, the supervising leader
// says.
Events Decider::operator()(const RateAnswer& c) const {
  if (!actor.citizen) return fail("case.not-allowed", "rate");
  if (state.state != CaseState::answered) return fail("case.wrong-state", std::string(name_of(state.state)));
  if (state.surveyed == state.round) return fail("case.rated");
  if (c.satisfaction < 1 || c.satisfaction > kMostSatisfied) return fail("case.rating");
  std::vector<CaseEvent> events{Surveyed{state.round, c.solved, c.satisfaction}};
  if (c.solved != Solved::no) return events;

  const UnitId office = office_of(rules);
  if (!office) return fail("route.no-office");
  const int round = state.round + 1;
  const bool shut_out = c.of_unit && !state.opened.about;
  events.push_back(RoundOpened{round, RoundCause::not_solved, shut_out ? state.unit : UnitId{}});
  const auto elsewhere = shut_out ? route(rules, state.opened.places, state.opened.matter, state.unit)
                                  : fail("route.no-conflict-handler", state.unit.value);
  if (rules.routing.redos && state.redos >= *rules.routing.redos) {
    events.push_back(SentUp{office, UpCause::redos});
  } else if (c.of_unit && elsewhere) {
    events.push_back(Dispatched{elsewhere->unit, elsewhere->outside, elsewhere->why, ""});
  } else if (!c.of_unit && c.others_there) {
    events.push_back(Dispatched{state.unit, "", {}, ""});
  } else if (!c.of_unit && state.unit != office) {
    events.push_back(Dispatched{office, "", {}, ""});
  } else {
    events.push_back(SentUp{office, UpCause::nobody_else});
  }
  for (const auto& spec : rules.clocks) {
    if (!start_of(spec.starts, state.opened, now)) continue;
    if (auto ok = start_clock(spec, state.opened, round, now, events); !ok) return tl::unexpected(ok.error());
  }
  return events;
}

Result<const Draft*> Decider::draft_to_act_on(DraftId id, const Digest& hash, DraftState wanted) const {
  const Draft* draft = state.draft(id);
  if (draft == nullptr) return fail("case.no-draft");
  if (auto ok = writable(draft->part); !ok) return tl::unexpected(ok.error());
  if (draft->state == DraftState::replaced || draft->hash != hash) return fail("case.text-changed");
  if (draft->state != wanted)
    return wanted == DraftState::approved ? fail("case.not-approved")
                                          : fail("case.wrong-state", std::string(name_of(draft->state)));
  return draft;
}

Events Decider::operator()(const Approve& c) const {
  if (!may_approve(actor, state.unit)) return fail("case.not-allowed", "approve");
  const auto draft = draft_to_act_on(c.draft, c.hash, DraftState::drafted);
  if (!draft) return tl::unexpected(draft.error());
  if ((*draft)->author == actor.user) return fail("case.same-person");
  std::vector<CaseEvent> events{Approved{c.draft, c.hash}};
  if ((*draft)->part == Part::first_reply)
    return published(**draft, std::move(events));  // two people: sent on approval
  return events;
}

Events Decider::operator()(const SendBack& c) const {
  if (!may_approve(actor, state.unit)) return fail("case.not-allowed", "send-back");
  const Draft* draft = state.draft(c.draft);
  if (draft == nullptr) return fail("case.no-draft");
  if (auto ok = writable(draft->part); !ok) return tl::unexpected(ok.error());
  if (draft->state != DraftState::drafted && draft->state != DraftState::approved)
    return fail("case.wrong-state", std::string(name_of(draft->state)));
  if (auto ok = reason_given(c.reason); !ok) return tl::unexpected(ok.error());
  return std::vector<CaseEvent>{SentBack{c.draft, c.reason}};
}

Events Decider::operator()(const Publish& c) const {
  if (!may_publish(actor, state.unit, rules)) return fail("case.not-allowed", "publish");
  const auto draft = draft_to_act_on(c.draft, c.hash, DraftState::approved);
  if (!draft) return tl::unexpected(draft.error());
  if ((*draft)->author == actor.user || (*draft)->approver == actor.user) return fail("case.same-person");
  return published(**draft, {});
}

Events Decider::published(const Draft& draft, std::vector<CaseEvent> events) const {
  events.push_back(Published{draft.id, draft.hash});
  if (draft.part == Part::answer || draft.part == Part::retraction)
    require_no_more(events,
                    [&](const CaseClock& clock) {  // nobody's part is waited for; what is taken back is not owed
                      return clock.ends == (draft.part == Part::answer ? ClockEnd::contributed : ClockEnd::done);
                    });
  if (auto ok = after_word(draft.part, events); !ok) return tl::unexpected(ok.error());
  const ClockSpec* spec = spec_on(ClockOn::follow_up);
  auto number = static_cast<int>(state.follow_ups.size());
  for (const Promise& promise : draft.promises)
    events.push_back(ClockStarted{numbered_clock(spec == nullptr ? "follow-up" : std::string_view(spec->id), ++number),
                                  state.round, now, end_of_day(rules.calendar->zone(), promise.by_day), false,
                                  rules.version, ClockEnd::done});
  return events;
}

Events Decider::operator()(const SendTemplate& c) const {
  if (auto ok = writable(Part::first_reply); !ok) return tl::unexpected(ok.error());
  if (!may_draft(actor, state.unit, rules)) return fail("case.not-allowed", "send-template");
  if (c.text.empty() || (c.unit != state.unit && c.unit != office_of(rules))) return fail("case.no-template");
  if (c.seen != c.hash) return fail("case.text-changed");
  if (answered_before()) return fail("case.other-handler");
  if (const Draft* last = state.current(Part::first_reply); last != nullptr && last->state == DraftState::published)
    return fail("case.wrong-state", "published");
  if (actor.user == c.approver) return fail("case.same-person");
  Draft draft;
  draft.id = {static_cast<int64_t>(state.drafts.size()) + 1};
  draft.part = Part::first_reply;
  draft.hash = draft_hash(draft.part, c.text, "");
  return published(draft, {TemplateSent{draft.id, c.of, c.text, c.hash, c.approver, c.approver_name}});
}

Events Decider::operator()(const RecordDecision& c) const {
  const ClockSpec* spec = rules.clock(c.clock);
  if (spec == nullptr || spec->ends != ClockEnd::decided) return fail("clock.no-decision", c.clock);
  if (!may_approve(actor, state.unit)) return fail("case.not-allowed", "record-decision");
  if (state.state != CaseState::handling && state.state != CaseState::answered)
    return fail("case.wrong-state", std::string(name_of(state.state)));
  const CaseClock* clock = state.clock(c.clock);
  if (clock == nullptr) return fail("case.no-clock", c.clock);
  if (clock->ended_at) return fail("case.wrong-state", std::string(name_of(clock->outcome)));
  if (auto ok = written(c.decision, kReasonLimit, "decision"); !ok) return tl::unexpected(ok.error());
  std::vector<CaseEvent> events{StatutoryDecided{c.clock, c.goes_on, c.decision}};
  end_clock(clock, ClockOutcome::met, events);
  if (!c.goes_on) return events;
  for (const auto& next : rules.clocks) {
    if (next.starts != ClockStart::decided || next.after != c.clock) continue;
    if (auto ok = start_clock(next, state.opened, state.round, now, events); !ok) return tl::unexpected(ok.error());
  }
  return events;
}

Events Decider::operator()(const ExplainMiss& c) const {
  if (!may_approve(actor, state.unit)) return fail("case.not-allowed", "explain-miss");
  const auto explained = decide(state.clocks, c);
  if (!explained) return tl::unexpected(explained.error());
  return std::vector<CaseEvent>{*explained};
}

Events Decider::operator()(const AddEvidence& c) const {
  const UnitId handles = handling_unit();
  if (!handles && !may_dispatch(actor)) return fail("case.not-allowed", "evidence");
  if (auto ok = written(c.facts.title, kTitleLimit, "title"); !ok) return tl::unexpected(ok.error());
  if (!c.facts.kept_at.empty())
    if (auto ok = written(c.facts.kept_at, kSummaryLimit, "kept_at"); !ok) return tl::unexpected(ok.error());
  if (state.evidence.size() >= kMostEvidence || c.facts.bytes < 1 ||
      (c.facts.kept_at.empty() && c.facts.bytes > kEvidenceLimit))
    return fail("case.evidence");
  EvidenceAdded facts = c.facts;
  facts.evidence = static_cast<int>(state.evidence.size()) + 1;
  facts.unit = handles ? handles : office_of(rules);
  return std::vector<CaseEvent>{facts};
}

Events Decider::operator()(const AddNote& c) const {
  const UnitId handles = handling_unit();
  if (!handles && !may_dispatch(actor)) return fail("case.not-allowed", "note");
  if (auto ok = written(c.text, kTextLimit, "text"); !ok) return tl::unexpected(ok.error());
  if (c.mentioned.size() > kMostMentioned) return fail("case.mention", std::to_string(kMostMentioned));
  NoteAdded note{c.text, c.readers, handles ? handles : office_of(rules)};
  std::vector<UnitId> helping;
  for (const Help& help : state.helps)
    if (help.state != HelpState::ended) helping.push_back(help.unit);
  for (const Actor& person : c.mentioned) {
    const bool reads = may_read(reading(person, rules), state.unit, state.opened.about, helping);
    if (!reads || !may_read_note(state, note, person)) return fail("case.mention", person.name);
    note.mentioned.push_back({person.user, person.name});
  }
  return std::vector<CaseEvent>{std::move(note)};
}

Events Decider::operator()(const SayNotOurs& c) const {
  const bool up = state.state == CaseState::sent_up;
  if (!up && state.state != CaseState::dispatched && state.state != CaseState::handling)
    return fail("case.wrong-state", std::string(name_of(state.state)));
  if (!(up ? may_decide(actor) : may_approve(actor, state.unit) || may_dispatch(actor)))
    return fail("case.not-allowed", "not-ours");
  if (auto ok = written(c.whose, kTitleLimit, "whose"); !ok) return tl::unexpected(ok.error());
  if (auto ok = written(c.reach, kSummaryLimit, "reach"); !ok) return tl::unexpected(ok.error());
  if (auto ok = reason_given(c.reason); !ok) return tl::unexpected(ok.error());
  std::vector<CaseEvent> events{FoundNotOurs{c.whose, c.reach, c.reason}};
  require_no_more(events, not_promised);
  return events;
}

Events Decider::operator()(const AskHelp& c) const {
  if (state.state != CaseState::handling) return fail("case.wrong-state", std::string(name_of(state.state)));
  if (!may_ask_help()) return fail("case.not-allowed", "ask-help");
  if (rules.unit(c.unit) == nullptr) return fail("route.no-such-unit", c.unit.value);
  if (c.unit == state.opened.about) return fail("case.conflict", c.unit.value);
  if (c.unit == state.unit) return fail("case.own-unit", c.unit.value);
  if (auto ok = written(c.what, kReasonLimit, "what"); !ok) return tl::unexpected(ok.error());
  const auto number = static_cast<int>(state.helps.size()) + 1;
  std::vector<CaseEvent> events{HelpAsked{number, c.unit, c.what}};
  if (const ClockSpec* spec = spec_on(ClockOn::help)) {
    const auto when = due(*spec, *rules.calendar, {now, {}, false});
    if (!when) return tl::unexpected(when.error());
    events.push_back(ClockStarted{numbered_clock(spec->id, number), state.round, now, when->due, when->provisional,
                                  rules.version, spec->ends});
  }
  return events;
}

Result<const Help*> Decider::help_to_act_on(int help) const {
  if (help < 1 || help > std::ssize(state.helps)) return fail("case.no-help");
  const Help& one = state.helps[static_cast<size_t>(help) - 1];
  if (!one.owed()) return fail("case.wrong-state", std::string(name_of(one.state)));
  return &one;
}

Events Decider::operator()(const WriteHelp& c) const {
  const auto help = help_to_act_on(c.help);
  if (!help) return tl::unexpected(help.error());
  if (!works_in(actor, (*help)->unit)) return fail("case.not-allowed", "write-help");
  if (auto ok = written(c.part.findings, kTextLimit, "findings"); !ok) return tl::unexpected(ok.error());
  for (const auto& [text, field] : {std::pair<const std::string&, const char*>{c.part.evidence, "evidence"},
                                    std::pair<const std::string&, const char*>{c.part.proposed, "proposed"}})
    if (!text.empty())
      if (auto ok = written(text, kTextLimit, field); !ok) return tl::unexpected(ok.error());
  return std::vector<CaseEvent>{HelpWritten{c.help, c.part}};
}

Events Decider::operator()(const SignHelp& c) const {
  const auto help = help_to_act_on(c.help);
  if (!help) return tl::unexpected(help.error());
  if (!may_approve(actor, (*help)->unit)) return fail("case.not-allowed", "sign-help");
  if ((*help)->state != HelpState::written) return fail("case.wrong-state", std::string(name_of((*help)->state)));
  if ((*help)->hash != c.hash) return fail("case.text-changed");
  std::vector<CaseEvent> events{HelpGiven{c.help, c.hash}};
  end_clock(state.clock(ClockEnd::contributed, c.help), ClockOutcome::met, events);
  return events;
}

Events Decider::operator()(const EndHelp& c) const {
  const auto help = help_to_act_on(c.help);
  if (!help) return tl::unexpected(help.error());
  if (!may_ask_help()) return fail("case.not-allowed", "end-help");
  if (auto ok = reason_given(c.reason); !ok) return tl::unexpected(ok.error());
  std::vector<CaseEvent> events{HelpEnded{c.help, c.reason}};
  end_clock(state.clock(ClockEnd::contributed, c.help), ClockOutcome::not_required, events);
  return events;
}

Events Decider::operator()(const KeepPromise& c) const {
  if (c.follow_up < 1 || c.follow_up > std::ssize(state.follow_ups)) return fail("case.no-promise");
  const FollowUp& promise = state.follow_ups[static_cast<size_t>(c.follow_up) - 1];
  if (!may_approve(actor, state.unit)) return fail("case.not-allowed", "keep-promise");
  if (promise.kept_at || promise.void_) return fail("case.wrong-state", promise.kept_at ? "kept" : "not-required");
  if (auto ok = written(c.done, kReasonLimit, "done"); !ok) return tl::unexpected(ok.error());
  std::vector<CaseEvent> events{PromiseKept{c.follow_up, c.done}};
  end_clock(state.clock(ClockEnd::done, c.follow_up), ClockOutcome::met, events);
  return events;
}

// What an official word does to the clocks.
Result<void> Decider::after_word(Part part, std::vector<CaseEvent>& events) const {
  end_clocks(ClockEnd::replied, events);  // an answer is also the first word, if none went before it
  if (part == Part::answer) end_clocks(ClockEnd::answered, events);
  if (part != Part::retraction) return {};
  // What was promised is owed again, from now; the citizen has had a word just now.
  const int round = state.round + 1;
  events.push_back(RoundOpened{round, RoundCause::retracted});
  for (const auto& spec : rules.clocks) {
    if (spec.ends != ClockEnd::answered || !start_of(spec.starts, state.opened, now)) continue;
    if (auto ok = start_clock(spec, state.opened, round, now, events); !ok) return ok;
  }
  return {};
}

void Decider::end_clocks(ClockEnd end, std::vector<CaseEvent>& events) const {
  const auto ending = endings(state.clocks, end, now, rules);
  events.insert(events.end(), ending.missed.begin(), ending.missed.end());
  events.insert(events.end(), ending.ended.begin(), ending.ended.end());
}

// Two citizens about one matter are answered together. Only like goes with like: what is answered privately, or is
// about one of our own units, is nobody else's to read or to handle.
Events Decider::operator()(const Merge& c) const {
  const auto under_way = [](CaseState s) { return s == CaseState::dispatched || s == CaseState::handling; };
  if (!may_dispatch(actor) && !(in_unit() && works_in(actor, c.into.unit))) return fail("case.not-allowed", "merge");
  if (!under_way(state.state)) return fail("case.wrong-state", std::string(name_of(state.state)));
  if (c.into.number == state.opened.number) return fail("case.cannot-merge", "self");
  if (!under_way(c.into.state)) return fail("case.cannot-merge", "state");
  if (c.into.about != state.opened.about) return fail("case.cannot-merge", "about");
  if (c.into.answered_privately || state.opened.answer_privately) return fail("case.cannot-merge", "private");
  if (c.into.merged) return fail("case.cannot-merge", "merged");
  if (!state.children.empty()) return fail("case.cannot-merge", "children");
  if (auto ok = reason_given(c.reason); !ok) return tl::unexpected(ok.error());
  std::vector<CaseEvent> events{MergedInto{c.into.number, c.reason}};
  if (state.unit != c.into.unit) events.push_back(Dispatched{c.into.unit, "", {}, c.reason});
  if (state.unit != c.into.unit || state.state == CaseState::dispatched) {
    events.push_back(Accepted{});
    end_clocks(ClockEnd::accepted, events);
  }
  return events;
}

Events Decider::operator()(const FollowWord& c) const {
  if (!may_follow()) return fail("case.not-allowed", "publish");
  if (state.parent != c.word.parent) return std::vector<CaseEvent>{};
  if (state.state == CaseState::answered && !changes_answer(c.word.part)) return std::vector<CaseEvent>{};
  std::vector<CaseEvent> events{c.word};
  if (auto ok = after_word(c.word.part, events); !ok) return tl::unexpected(ok.error());
  return events;
}

Events Decider::operator()(const Extend& c) const {
  const ClockSpec* spec = rules.clock(c.clock);
  if (spec == nullptr || !spec->extension) return fail("clock.cannot-extend", c.clock);
  const auto role = role_of(spec->extension->by);
  if (!role || !actor.has(*role, state.unit)) return fail("case.not-allowed", "extend");
  const CaseClock* clock = state.clock(c.clock);
  if (clock == nullptr) return fail("case.no-clock", c.clock);
  if (clock->outcome != ClockOutcome::running || clock->extended || (clock->due && *clock->due < now))
    return fail("case.wrong-state", clock->extended ? "extended" : std::string(name_of(clock->outcome)));
  if (spec->extension->reason_required)
    if (auto ok = reason_given(c.reason); !ok) return tl::unexpected(ok.error());
  ClockRun run = run_of(*clock);
  run.extended = true;
  const auto later = due(*spec, *rules.calendar, run);
  if (!later) return tl::unexpected(later.error());
  return std::vector<CaseEvent>{ClockExtended{c.clock, state.round, later->due, c.reason}};
}

Events Decider::operator()(const PauseClock& c) const {
  const ClockSpec* spec = rules.clock(c.clock);
  if (spec == nullptr || std::ranges::find(spec->pause_reasons, c.cause) == spec->pause_reasons.end())
    return fail("clock.cannot-pause", c.clock);
  if (!may_approve(actor, state.unit)) return fail("case.not-allowed", "pause");
  const CaseClock* clock = state.clock(c.clock);
  if (clock == nullptr) return fail("case.no-clock", c.clock);
  if (clock->paused()) return fail("case.wrong-state", "paused");
  if (clock->outcome != ClockOutcome::running || clock->ended_at || (clock->due && *clock->due < now))
    return fail("case.wrong-state", std::string(name_of(clock->outcome)));
  if (auto ok = reason_given(c.reason); !ok) return tl::unexpected(ok.error());
  ClockRun run = run_of(*clock);
  run.pauses.push_back({now, {}});
  if (const auto held = due(*spec, *rules.calendar, run); !held) return tl::unexpected(held.error());
  return std::vector<CaseEvent>{ClockPaused{c.clock, state.round, c.cause, c.reason}};
}

Events Decider::operator()(const ResumeClock& c) const {
  const ClockSpec* spec = rules.clock(c.clock);
  const CaseClock* clock = state.clock(c.clock);
  if (spec == nullptr || clock == nullptr) return fail("case.no-clock", c.clock);
  if (!may_approve(actor, state.unit)) return fail("case.not-allowed", "pause");
  if (!clock->paused()) return fail("case.wrong-state", std::string(name_of(clock->outcome)));
  ClockRun run = run_of(*clock);
  run.pauses.back().to = now;
  const auto goes_on = due(*spec, *rules.calendar, run);
  if (!goes_on) return tl::unexpected(goes_on.error());
  return std::vector<CaseEvent>{ClockResumed{c.clock, state.round, goes_on->due, goes_on->provisional}};
}

// What is done in the parent while a case is merged into it.
struct DoneInParent {
  template <class Command>
  bool operator()(const Command&) const {
    return false;
  }
  bool operator()(const Accept&) const { return true; }
  bool operator()(const ReturnDispatch&) const { return true; }
  bool operator()(const DispatchTo&) const { return true; }
  bool operator()(const WriteDraft&) const { return true; }
  bool operator()(const Approve&) const { return true; }
  bool operator()(const SendBack&) const { return true; }
  bool operator()(const Publish&) const { return true; }
  bool operator()(const Merge&) const { return true; }
  bool operator()(const SayNotOurs&) const { return true; }
  bool operator()(const AskHelp&) const { return true; }
  bool operator()(const SendTemplate&) const { return true; }
};

}  // namespace

Result<MissExplained> decide(const std::vector<CaseClock>& clocks, const ExplainMiss& c) {
  const auto clock =
      std::ranges::find_if(clocks, [&](const CaseClock& one) { return one.id == c.clock && one.round == c.round; });
  if (clock == clocks.end() || clock->outcome != ClockOutcome::missed) return fail("clock.not-missed", c.clock);
  if (!clock->why_missed.empty()) return fail("clock.explained", c.clock);
  if (auto ok = reason_given(c.reason); !ok) return tl::unexpected(ok.error());
  return MissExplained{c.clock, c.round, c.reason};
}

Result<std::vector<CaseEvent>> decide(const Case& state, const CaseCommand& command, const Actor& actor, Instant now,
                                      const Rules& rules) {
  if (state.version == 0 && !std::holds_alternative<OpenCase>(command)) return fail("case.wrong-state", "not-opened");
  const auto* open = std::get_if<OpenCase>(&command);
  const UnitId& about = open != nullptr ? open->facts.about : state.opened.about;
  if (about && std::ranges::find(actor.grants, about, &Grant::unit) != actor.grants.end())
    return fail("case.conflict", about.value);
  if (state.parent && std::visit(DoneInParent{}, command)) return fail("case.merged", state.parent.value);
  return std::visit(Decider{state, actor, now, rules}, command);
}

}  // namespace hb::casework
