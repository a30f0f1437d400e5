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
      break;
  }
  return std::nullopt;
}

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
  Events operator()(const AddNote& c) const {
    if (!in_unit() && !may_dispatch(actor)) return fail("case.not-allowed", "note");
    if (auto ok = written(c.text, kTextLimit, "text"); !ok) return tl::unexpected(ok.error());
    return std::vector<CaseEvent>{NoteAdded{c.text}};
  }
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
    for (const auto& missed : overdue(state.clocks, now)) events.emplace_back(missed);
    for (const auto& clock : state.clocks)
      if (!clock.ended_at) events.push_back(ClockEnded{clock.id, clock.round, ClockOutcome::not_required});
    return events;
  }
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
  auto routed = route(rules, c.facts.places, c.facts.matter, c.facts.about);
  if (!routed) return tl::unexpected(routed.error());

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
  for (const auto& word : state.heard)
    if (word.round < state.redone && word.written_by == actor.user) return fail("case.other-handler");
  for (const auto& earlier : state.drafts)
    if (earlier.round < state.redone && earlier.state == DraftState::published && earlier.author == actor.user)
      return fail("case.other-handler");
  if (!c.note.empty())
    if (auto ok = written(c.note, kTextLimit, "note"); !ok) return tl::unexpected(ok.error());
  const Draft* last = state.current(c.part);
  if (!changes_answer(c.part) && last != nullptr && last->state == DraftState::published)
    return fail("case.wrong-state", "published");
  const Draft* stands = state.standing();
  if (c.part == Part::correction && stands != nullptr && stands->text == c.text && stands->note == c.note)
    return fail("case.same-text");
  return std::vector<CaseEvent>{
      Drafted{DraftId{static_cast<int64_t>(state.drafts.size()) + 1}, c.part, c.text, c.note}};
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
  if (auto ok = after_word(draft.part, events); !ok) return tl::unexpected(ok.error());
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
};

}  // namespace

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
