#include "casework/case.h"

#include <algorithm>

#include "base/named.h"
#include "base/pieces.h"
#include "casework/explain.h"

namespace hb::casework {

// Names stand in the order of their enums and variants.
std::string_view name_of(CaseKind kind) {
  switch (kind) {
    case CaseKind::complaint:
      return "complaint";
    case CaseKind::tip_off:
      return "tip-off";
    case CaseKind::question:
      return "question";
    case CaseKind::suggestion:
      return "suggestion";
    case CaseKind::about_staff:
      return "about-staff";
    case CaseKind::press:
      return "press";
  }
  return {};
}

std::string_view name_of(Privacy privacy) {
  switch (privacy) {
    case Privacy::named:
      return "named";
    case Privacy::confidential:
      return "confidential";
    case Privacy::anonymous:
      return "anonymous";
  }
  return {};
}

std::string_view name_of(Channel channel) {
  switch (channel) {
    case Channel::form:
      return "form";
    case Channel::staff:
      return "staff";
    case Channel::issue:
      return "issue";
    case Channel::import:
      return "import";
    case Channel::open311:
      return "open311";
  }
  return {};
}

std::string_view name_of(CaseState state) {
  switch (state) {
    case CaseState::dispatched:
      return "dispatched";
    case CaseState::handling:
      return "handling";
    case CaseState::answered:
      return "answered";
    case CaseState::outside:
      return "outside";
    case CaseState::sent_up:
      return "sent-up";
    case CaseState::withdrawn:
      return "withdrawn";
    case CaseState::not_ours:
      return "not-ours";
  }
  return {};
}

std::string_view name_of(Part part) {
  switch (part) {
    case Part::first_reply:
      return "first-reply";
    case Part::answer:
      return "answer";
    case Part::correction:
      return "correction";
    case Part::retraction:
      return "retraction";
  }
  return {};
}

std::string_view name_of(DraftState state) {
  switch (state) {
    case DraftState::drafted:
      return "drafted";
    case DraftState::approved:
      return "approved";
    case DraftState::published:
      return "published";
    case DraftState::sent_back:
      return "sent-back";
    case DraftState::replaced:
      return "replaced";
  }
  return {};
}

std::string_view name_of(ClockOutcome outcome) {
  switch (outcome) {
    case ClockOutcome::running:
      return "running";
    case ClockOutcome::met:
      return "met";
    case ClockOutcome::missed:
      return "missed";
    case ClockOutcome::not_required:
      return "not-required";
  }
  return {};
}

std::string_view name_of(RoundCause cause) {
  switch (cause) {
    case RoundCause::retracted:
      return "retracted";
    case RoundCause::not_solved:
      return "not-solved";
  }
  return {};
}

std::string_view name_of(Solved solved) {
  switch (solved) {
    case Solved::yes:
      return "yes";
    case Solved::partly:
      return "partly";
    case Solved::no:
      return "no";
  }
  return {};
}

std::string_view name_of(UpCause cause) {
  switch (cause) {
    case UpCause::returns:
      return "returns";
    case UpCause::redos:
      return "redos";
    case UpCause::nobody_else:
      return "nobody-else";
  }
  return {};
}

std::string_view name_of(NoteFor readers) {
  switch (readers) {
    case NoteFor::unit:
      return "unit";
    case NoteFor::handlers:
      return "handlers";
    case NoteFor::readers:
      return "readers";
  }
  return {};
}

std::string_view name_of(HelpState state) {
  switch (state) {
    case HelpState::asked:
      return "asked";
    case HelpState::written:
      return "written";
    case HelpState::given:
      return "given";
    case HelpState::ended:
      return "ended";
  }
  return {};
}

std::optional<CaseKind> case_kind_of(std::string_view name) { return by_name(name, CaseKind::press); }
std::optional<Privacy> privacy_of(std::string_view name) { return by_name(name, Privacy::anonymous); }
std::optional<Channel> channel_of(std::string_view name) { return by_name(name, Channel::open311); }
std::optional<Part> part_of(std::string_view name) { return by_name(name, Part::retraction); }
std::optional<ClockOutcome> clock_outcome_of(std::string_view name) {
  return by_name(name, ClockOutcome::not_required);
}
std::optional<RoundCause> round_cause_of(std::string_view name) { return by_name(name, RoundCause::not_solved); }
std::optional<Solved> solved_of(std::string_view name) { return by_name(name, Solved::no); }
std::optional<UpCause> up_cause_of(std::string_view name) { return by_name(name, UpCause::nobody_else); }
std::optional<NoteFor> note_for_of(std::string_view name) { return by_name(name, NoteFor::readers); }

std::string_view name_of(const CaseEvent& event) {
  static constexpr std::string_view kNames[] = {
      "case-opened",  "dispatched",    "accepted",         "returned",       "drafted",           "approved",
      "sent-back",    "published",     "clock-started",    "clock-ended",    "clock-missed",      "clock-extended",
      "clock-paused", "clock-resumed", "clock-recomputed", "note-added",     "citizen-shown",     "round-opened",
      "surveyed",     "sent-up",       "withdrawn",        "merged-into",    "unmerged",          "child-taken",
      "child-left",   "parent-spoke",  "not-ours",         "help-asked",     "help-written",      "help-given",
      "help-ended",   "promise-kept",  "template-sent",    "evidence-added", "statutory-decided", "miss-explained"};
  static_assert(std::size(kNames) == std::variant_size_v<CaseEvent>);
  return kNames[event.index()];
}

Digest draft_hash(Part part, std::string_view text, std::string_view note) {
  return sha256_of({name_of(part), text, note});
}

Digest contribution_hash(const Contribution& part) {
  return sha256_of({"contribution", part.findings, part.evidence, part.proposed});
}

std::string in_text(const std::vector<Promise>& promises) {
  std::string out;
  for (size_t i = 0; i < promises.size(); ++i) {
    out += (i == 0 ? "\n\n承诺事项：\n" : "\n") + std::to_string(i + 1) + ". " + promises[i].what + "（" +
           day_in_words(Day(date::days(promises[i].by_day))) + "前）";
  }
  return out;
}

std::string Draft::written() const { return text.substr(0, text.size() - in_text(promises).size()); }

std::string numbered_clock(std::string_view id, int number) { return std::string(id) + '#' + std::to_string(number); }

bool may_read_evidence(const Case& state, const Actor& actor) {
  return may_dispatch(actor) || may_read_note(state, {"", NoteFor::handlers, {}}, actor);
}

bool may_read_private(const Case& state, const Actor& actor, const Rules& rules) {
  return works_in(actor, state.unit) || reading(actor, rules).all;
}

bool may_read_note(const Case& state, const NoteAdded& note, const Actor& actor) {
  if (actor.has(Role::auditor)) return true;
  switch (note.readers) {
    case NoteFor::unit:
      return works_in(actor, note.unit);
    case NoteFor::handlers:
      return works_in(actor, note.unit) || works_in(actor, state.unit) ||
             std::ranges::any_of(state.helps, [&](const Help& help) { return works_in(actor, help.unit); });
    case NoteFor::readers:
      return true;
  }
  return false;
}

bool closed(CaseState state) {
  switch (state) {
    case CaseState::answered:
    case CaseState::withdrawn:
    case CaseState::not_ours:
      return true;
    case CaseState::dispatched:
    case CaseState::handling:
    case CaseState::outside:
    case CaseState::sent_up:
      return false;
  }
  return false;
}

bool answers(Part part) {
  switch (part) {
    case Part::answer:
    case Part::correction:
      return true;
    case Part::first_reply:
    case Part::retraction:
      return false;
  }
  return false;
}

const Draft* Case::draft(DraftId id) const {
  const auto it = std::ranges::find(drafts, id, &Draft::id);
  return it == drafts.end() ? nullptr : &*it;
}

const Draft* Case::current(Part part) const {
  for (auto it = drafts.rbegin(); it != drafts.rend(); ++it)
    if (it->part == part && it->round == round && it->state != DraftState::replaced) return &*it;
  return nullptr;
}

// Words that change an answer are drafted on what stands and void each other when one is published, so the order of
// drafts is the order of publication.
const Draft* Case::standing(DraftId before) const {
  for (auto it = drafts.rbegin(); it != drafts.rend(); ++it) {
    if (it->state != DraftState::published || it->part == Part::first_reply) continue;
    if (before && it->id >= before) continue;
    return answers(it->part) ? &*it : nullptr;
  }
  return nullptr;
}

const CaseClock* Case::clock(std::string_view id) const {
  const auto it =
      std::ranges::find_if(clocks, [&](const CaseClock& run) { return run.id == id && run.round == round; });
  return it == clocks.end() ? nullptr : &*it;
}

const CaseClock* Case::clock(ClockEnd of, int number) const {
  const auto it = std::ranges::find_if(
      clocks, [&](const CaseClock& run) { return run.ends == of && run.id.ends_with(numbered_clock("", number)); });
  return it == clocks.end() ? nullptr : &*it;
}

const CaseClock* next_clock(const std::vector<CaseClock>& clocks) {
  const CaseClock* next = nullptr;
  for (const auto& clock : clocks)
    if (clock.outcome == ClockOutcome::running && clock.due && (next == nullptr || *clock.due < *next->due))
      next = &clock;
  return next;
}

int64_t late(const std::vector<CaseClock>& clocks) {
  return std::ranges::count_if(
      clocks, [](const CaseClock& clock) { return clock.outcome == ClockOutcome::missed && !clock.ended_at; });
}

}  // namespace hb::casework
