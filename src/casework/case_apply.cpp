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
    for (auto& draft : state.drafts)  // the words of one unit are not those of the next
      if (draft.state != DraftState::published) draft.state = DraftState::replaced;
  }
  void operator()(const Accepted&) const { state.state = CaseState::handling; }
  void operator()(const Returned&) const { ++state.returns; }
  void operator()(const Drafted& e) const {
    for (auto& draft : state.drafts)
      if (draft.part == e.part && draft.state != DraftState::published) draft.state = DraftState::replaced;
    state.drafts.push_back({.id = e.draft,
                            .part = e.part,
                            .state = DraftState::drafted,
                            .text = e.text,
                            .note = e.note,
                            .hash = draft_hash(e.part, e.text, e.note),
                            .author = record.by,
                            .approver = {},
                            .publisher = {},
                            .sent_back = {},
                            .at = record.at,
                            .published_at = {}});
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
    if (draft->part == Part::answer) state.state = CaseState::answered;
  }
  void operator()(const ClockStarted& e) const { start_clock(state.clocks, e); }
  void operator()(const ClockEnded& e) const { end_clock(state.clocks, e, record.at); }
  void operator()(const ClockMissed& e) const { miss_clock(state.clocks, e); }
  void operator()(const ClockExtended& e) const {
    if (CaseClock* clock = clock_of(state.clocks, e.clock, e.round)) {
      clock->due = e.due;
      clock->extended = true;
      clock->extension_reason = e.reason;
    }
  }
  void operator()(const NoteAdded&) const {}
  void operator()(const CitizenShown&) const {}
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
                    .rules = e.rules});
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

std::vector<ClockMissed> overdue(const std::vector<CaseClock>& clocks, Instant now) {
  std::vector<ClockMissed> out;
  for (const auto& clock : clocks)
    if (clock.outcome == ClockOutcome::running && !clock.ended_at && clock.due && *clock.due < now)
      out.push_back({clock.id, clock.round});
  return out;
}

ClockEnding endings(const std::vector<CaseClock>& clocks, ClockEnd end, Instant now, const Rules& rules) {
  ClockEnding out;
  for (const auto& clock : clocks) {
    const ClockSpec* spec = rules.clock(clock.id);
    if (clock.ended_at || spec == nullptr || spec->ends != end) continue;
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
