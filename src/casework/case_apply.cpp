#include <algorithm>

#include "casework/case.h"

namespace hb::casework {
namespace {

CaseClock* clock_of(std::vector<CaseClock>& clocks, const std::string& id, int round) {
  const auto it = std::ranges::find_if(clocks, [&](const auto& c) { return c.id == id && c.round == round; });
  return it == clocks.end() ? nullptr : &*it;
}

Draft* draft_of(Case& state, DraftId id) {
  const auto it = std::ranges::find(state.drafts, id, &Draft::id);
  return it == state.drafts.end() ? nullptr : &*it;
}

struct Applier {
  Case& state;
  const Recorded& record;

  void operator()(const CaseOpened& e) const {
    state.opened = e;
    state.opened_at = record.at;
  }
  void operator()(const Dispatched& e) const {
    state.unit = e.unit;
    state.outside = e.outside;
    state.state = e.unit ? CaseState::dispatched : CaseState::outside;
    if (!e.unit) state.children.clear();
    for (auto& draft : state.drafts)  // the words of one unit are not those of the next
      if (draft.state != DraftState::published) draft.state = DraftState::replaced;
  }
  void operator()(const Accepted&) const { state.state = CaseState::handling; }
  void operator()(const Returned&) const { ++state.returns; }
  void operator()(const Drafted& e) const { add_draft(e.draft, e.part, e.text, e.note).promises = e.promises; }
  void operator()(const TemplateSent& e) const {
    Draft& draft = add_draft(e.draft, Part::first_reply, e.text, "");
    draft.state = DraftState::approved;
    draft.approver = e.approver;
    draft.template_hash = e.template_hash;
  }
  Draft& add_draft(DraftId id, Part part, const std::string& text, const std::string& note) const {
    for (auto& draft : state.drafts)
      if (draft.part == part && draft.state != DraftState::published) draft.state = DraftState::replaced;
    return state.drafts.emplace_back(Draft{.id = id,
                                           .part = part,
                                           .text = text,
                                           .note = note,
                                           .hash = draft_hash(part, text, note),
                                           .author = record.by,
                                           .approver = {},
                                           .publisher = {},
                                           .sent_back = {},
                                           .at = record.at,
                                           .published_at = {},
                                           .round = state.round});
  }
  void operator()(const Approved& e) const {
    if (Draft* draft = draft_of(state, e.draft)) {
      draft->state = DraftState::approved;
      draft->approver = record.by;
    }
  }
  void operator()(const SentBack& e) const {
    if (Draft* draft = draft_of(state, e.draft)) {
      draft->state = DraftState::sent_back;
      draft->sent_back = e.reason;
    }
  }
  void operator()(const Published& e) const {
    Draft* draft = draft_of(state, e.draft);
    if (draft == nullptr) return;
    draft->state = DraftState::published;
    draft->publisher = record.by;
    draft->published_at = record.at;
    if (draft->part == Part::answer) {
      state.state = CaseState::answered;
      end_helps();
    }
    if (draft->part == Part::retraction) void_promises();
    for (const Promise& promise : draft->promises)
      state.follow_ups.push_back({.draft = draft->id, .promise = promise, .kept_at = {}, .done = {}});
    if (draft->part == Part::first_reply) return;
    for (auto& other : state.drafts)  // written on an answer that stands no longer
      if (changes_answer(other.part) && other.state != DraftState::published) other.state = DraftState::replaced;
  }
  void operator()(const ClockStarted& e) const { start_clock(state.clocks, e); }
  void operator()(const ClockEnded& e) const { end_clock(state.clocks, e, record.at); }
  void operator()(const ClockMissed& e) const { miss_clock(state.clocks, e); }
  void operator()(const MissExplained& e) const { explain_miss(state.clocks, e); }
  void operator()(const ClockExtended& e) const {
    if (CaseClock* clock = clock_of(state.clocks, e.clock, e.round)) {
      clock->due = e.due;
      clock->extended = true;
      clock->extension_reason = e.reason;
    }
  }
  void operator()(const ClockPaused& e) const {
    if (CaseClock* clock = clock_of(state.clocks, e.clock, e.round)) {
      clock->due.reset();
      clock->pauses.push_back({.from = record.at, .to = {}, .cause = e.cause, .reason = e.reason});
    }
  }
  void operator()(const ClockResumed& e) const {
    CaseClock* clock = clock_of(state.clocks, e.clock, e.round);
    if (clock == nullptr || !clock->paused()) return;
    clock->due = e.due;
    clock->provisional = e.provisional;
    clock->pauses.back().to = record.at;
  }
  void operator()(const ClockRecomputed& e) const { recompute_clock(state.clocks, e); }
  void operator()(const NoteAdded&) const {}
  void operator()(const CitizenShown&) const {}
  void operator()(const RoundOpened& e) const {
    state.round = e.round;
    state.cause = e.cause;
    state.state = CaseState::handling;
    if (e.about) state.opened.about = e.about;
    if (e.cause != RoundCause::not_solved) return;
    state.parent = {};  // the citizen wants this one looked into
    state.children.clear();
    ++state.redos;
    state.redone = e.round;
  }
  void operator()(const Surveyed& e) const { state.surveyed = e.round; }
  void operator()(const SentUp& e) const {
    state.unit = e.unit;
    state.state = CaseState::sent_up;
  }
  void operator()(const Withdrawn&) const {
    state.state = CaseState::withdrawn;
    state.parent = {};
    state.children.clear();
    end_helps();
  }
  void operator()(const FoundNotOurs& e) const {
    state.state = CaseState::not_ours;
    state.not_ours = e;
    state.children.clear();
    end_helps();
  }
  void operator()(const HelpAsked& e) const {
    state.helps.push_back({.unit = e.unit, .what = e.what, .asked_at = record.at, .asked_by = record.name});
  }
  void operator()(const HelpWritten& e) const {
    if (Help* help = help_of(e.help)) {
      help->state = HelpState::written;
      help->part = e.part;
      help->hash = contribution_hash(e.part);
      help->written_by = record.name;
    }
  }
  void operator()(const HelpGiven& e) const {
    if (Help* help = help_of(e.help)) {
      help->state = HelpState::given;
      help->signed_by = record.name;
      help->ended_at = record.at;
    }
  }
  void operator()(const HelpEnded& e) const {
    if (Help* help = help_of(e.help)) {
      help->state = HelpState::ended;
      help->reason = e.reason;
      help->ended_at = record.at;
    }
  }
  void operator()(const StatutoryDecided&) const {}
  void operator()(const EvidenceAdded& e) const { state.evidence.push_back({e, record.at, record.name}); }
  void operator()(const PromiseKept& e) const {
    if (e.follow_up < 1 || e.follow_up > std::ssize(state.follow_ups)) return;
    FollowUp& promise = state.follow_ups[static_cast<size_t>(e.follow_up) - 1];
    promise.kept_at = record.at;
    promise.done = e.done;
  }
  Help* help_of(int help) const {
    return help < 1 || help > std::ssize(state.helps) ? nullptr : &state.helps[static_cast<size_t>(help) - 1];
  }
  void end_helps() const {
    for (Help& help : state.helps) {
      if (!help.owed()) continue;
      help.state = HelpState::ended;
      help.ended_at = record.at;
    }
  }
  void void_promises() const {
    for (FollowUp& promise : state.follow_ups)
      if (!promise.kept_at) promise.void_ = true;
  }
  void operator()(const MergedInto& e) const { state.parent = e.parent; }
  void operator()(const Unmerged&) const { state.parent = {}; }
  void operator()(const ChildTaken& e) const { state.children.push_back(e.child); }
  void operator()(const ChildLeft& e) const { std::erase(state.children, e.child); }
  void operator()(const ParentSpoke& e) const {
    state.heard.push_back({e.parent, e.draft, e.part, e.written_by, state.round, record.at});
    if (e.part == Part::answer) state.state = CaseState::answered;
  }
};

}  // namespace

void start_clock(std::vector<CaseClock>& clocks, const ClockStarted& e) {
  clocks.push_back({.id = e.clock,
                    .round = e.round,
                    .from = e.from,
                    .due = e.due,
                    .provisional = e.provisional,
                    .extended = false,
                    .extension_reason = {},
                    .ended_at = {},
                    .outcome = ClockOutcome::running,
                    .rules = e.rules,
                    .ends = e.ends,
                    .calendar = {},
                    .pauses = {},
                    .why_missed = {}});
}

void end_clock(std::vector<CaseClock>& clocks, const ClockEnded& e, Instant at) {
  if (CaseClock* clock = clock_of(clocks, e.clock, e.round)) {
    clock->ended_at = at;
    if (clock->outcome == ClockOutcome::running) clock->outcome = e.outcome;
  }
}

void miss_clock(std::vector<CaseClock>& clocks, const ClockMissed& e) {
  if (CaseClock* clock = clock_of(clocks, e.clock, e.round)) clock->outcome = ClockOutcome::missed;
}

void explain_miss(std::vector<CaseClock>& clocks, const MissExplained& e) {
  if (CaseClock* clock = clock_of(clocks, e.clock, e.round)) clock->why_missed = e.reason;
}

void recompute_clock(std::vector<CaseClock>& clocks, const ClockRecomputed& e) {
  if (CaseClock* clock = clock_of(clocks, e.clock, e.round)) {
    clock->due = e.due;
    clock->provisional = e.provisional;
    clock->calendar = e.rules;
  }
}

ClockRun run_of(const CaseClock& clock) {
  ClockRun run{.from = clock.from, .pauses = {}, .extended = clock.extended};
  for (const auto& pause : clock.pauses) run.pauses.push_back({pause.from, pause.to});
  return run;
}

std::vector<ClockRecomputed> recomputed(const std::vector<CaseClock>& clocks, const RulesVersions& made_by,
                                        const Rules& rules) {
  const auto version = [&](const std::string& name) -> const Rules* {
    const auto at = std::ranges::find_if(made_by, [&](const auto& one) { return one->version == name; });
    return at == made_by.end() ? nullptr : at->get();
  };
  std::vector<ClockRecomputed> out;
  for (const auto& clock : clocks) {
    if (!clock.provisional || clock.ended_at || clock.outcome != ClockOutcome::running) continue;
    const Rules* maker = version(clock.rules);
    const Rules* reckoned = version(clock.calendar.empty() ? clock.rules : clock.calendar);
    const ClockSpec* spec = maker == nullptr ? nullptr : maker->clock(clock.id);
    if (spec == nullptr || reckoned == nullptr) continue;
    const auto anew = due(*spec, *rules.calendar, run_of(clock));
    if (!anew || (anew->due == clock.due && anew->provisional == clock.provisional)) continue;
    std::string reason = "calendar";
    for (const int year : rules.calendar->years_with_notice())
      if (!std::ranges::binary_search(reckoned->calendar->years_with_notice(), year))
        reason += " " + std::to_string(year);
    out.push_back({clock.id, clock.round, anew->due, anew->provisional, rules.version, std::move(reason)});
  }
  return out;
}

std::vector<ClockMissed> overdue(const std::vector<CaseClock>& clocks, Instant now) {
  std::vector<ClockMissed> out;
  for (const auto& clock : clocks)
    if (clock.outcome == ClockOutcome::running && !clock.ended_at && clock.due && *clock.due < now)
      out.push_back({clock.id, clock.round});
  return out;
}

std::optional<ClockEnd> end_of(const CaseClock& clock, const Rules& rules) {
  if (clock.ends) return clock.ends;
  const ClockSpec* spec = rules.clock(clock.id);
  return spec == nullptr ? std::nullopt : std::optional(spec->ends);
}

ClockEnding endings(const std::vector<CaseClock>& clocks, ClockEnd end, Instant now, const Rules& rules) {
  ClockEnding out;
  for (const auto& clock : clocks) {
    if (clock.ended_at || end_of(clock, rules) != end) continue;
    if (clock.outcome == ClockOutcome::running && clock.due && *clock.due < now)
      out.missed.push_back({clock.id, clock.round});
    out.ended.push_back({clock.id, clock.round, ClockOutcome::met});
  }
  return out;
}

void apply(Case& state, const Recorded& recorded) {
  std::visit(Applier{state, recorded}, recorded.event);
  ++state.version;
}

}  // namespace hb::casework
