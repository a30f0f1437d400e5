#pragma once
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/bytes.h"
#include "casework/people.h"
#include "casework/routing.h"

/// The case (事项): the accountable unit of work. A case is the fold of its events; `decide` says which events a
/// command makes, or why it is refused; `apply` adds one event to the state and never fails. Nothing here reads a
/// clock.
namespace hb::casework {

enum class Privacy : uint8_t { named, confidential, anonymous };
enum class Channel : uint8_t { form, staff, issue, import, open311 };
enum class CaseState : uint8_t {
  dispatched,  ///< sent to a unit that has not accepted yet
  handling,    ///< accepted: being looked into
  answered,    ///< the answer is published
  outside,     ///< with a body outside the agency: only date and outcome are tracked
  sent_up,     ///< the supervising leader decides who handles it
  withdrawn,   ///< the citizen took it back
  not_ours,    ///< another body's matter; the citizen is told whose, and how to reach it
};
/// Nothing is owed to the citizen any more, but for what an answer promised.
bool closed(CaseState state);
enum class Part : uint8_t {
  first_reply,
  answer,
  correction,  ///< takes the place of the answer that stands: the whole new text
  retraction,  ///< takes the answer back and says why; the citizen is owed another one
};
enum class DraftState : uint8_t { drafted, approved, published, sent_back, replaced };
enum class ClockOutcome : uint8_t { running, met, missed, not_required };
/// Why a case is looked into once more.
enum class RoundCause : uint8_t { retracted, not_solved };
/// What the citizen says of the answer.
enum class Solved : uint8_t { yes, partly, no };
/// Who reads a note beside its author; the auditor reads all of them.
enum class NoteFor : uint8_t {
  unit,      ///< the author's unit
  handlers,  ///< the unit in charge and those that help it
  readers,   ///< whoever may read the case
};
enum class HelpState : uint8_t {
  asked,    ///< nothing is written yet
  written,  ///< not signed yet
  given,    ///< signed by the head of the unit
  ended,    ///< needed no more
};
/// Why the supervising leader decides: it was returned too often, redone too often, or nobody else may handle it.
enum class UpCause : uint8_t { returns, redos, nobody_else };

std::string_view name_of(Privacy privacy);
std::string_view name_of(Channel channel);
std::string_view name_of(CaseState state);
std::string_view name_of(Part part);
std::string_view name_of(DraftState state);
std::string_view name_of(ClockOutcome outcome);
std::string_view name_of(RoundCause cause);
std::string_view name_of(Solved solved);
std::string_view name_of(UpCause cause);
std::string_view name_of(NoteFor readers);
std::string_view name_of(HelpState state);
std::optional<Privacy> privacy_of(std::string_view name);
std::optional<Channel> channel_of(std::string_view name);
std::optional<Part> part_of(std::string_view name);
std::optional<ClockOutcome> clock_outcome_of(std::string_view name);
std::optional<RoundCause> round_cause_of(std::string_view name);
std::optional<Solved> solved_of(std::string_view name);
std::optional<UpCause> up_cause_of(std::string_view name);
std::optional<NoteFor> note_for_of(std::string_view name);

/// Changes an answer that is out already.
inline bool changes_answer(Part part) { return part == Part::correction || part == Part::retraction; }
/// Once it is published the case is answered.
bool answers(Part part);
/// What is said in the end where a word of this text is published: nothing, if it takes back what was said.
inline std::string_view said_by(Part part, std::string_view text) { return part == Part::retraction ? "" : text; }

/// Bounds of what a person may write, in code points.
inline constexpr int kMostSatisfied = 5;  ///< satisfaction counts from 1
inline constexpr size_t kTitleLimit = 100, kSummaryLimit = 200, kReasonLimit = 1000, kTextLimit = 20000;

/// What an answer says will still be done: a line of its text, and a clock once it is published.
struct Promise {
  std::string what;
  int64_t by_day = 0;  ///< the last local day for it, in days since 1970-01-01
  friend bool operator==(const Promise&, const Promise&) = default;
};
inline constexpr size_t kMostPromises = 10;
/// The lines that they are at the end of the public text; "" for none. In Chinese, as official words are.
std::string in_text(const std::vector<Promise>& promises);

/// One unit's part in another's case: what it found, what shows it, and what it proposes.
struct Contribution {
  std::string findings;
  std::string evidence;
  std::string proposed;
  friend bool operator==(const Contribution&, const Contribution&) = default;
};
/// What the signature binds to: SHA-256 over the parts, each preceded by its length.
Digest contribution_hash(const Contribution& part);

/// What an approval binds to: SHA-256 over part, public text and private note, each preceded by its length, so that no
/// two different drafts agree.
Digest draft_hash(Part part, std::string_view text, std::string_view note);

// ---- events: what happened, never edited. Times are the moment of the command. ----

struct CaseOpened {
  CaseNumber number;
  CaseKind kind = CaseKind::complaint;
  Channel channel = Channel::issue;
  Privacy privacy = Privacy::anonymous;
  bool answer_privately = false;
  std::string title;    ///< ours, for colleagues
  std::string summary;  ///< ours, one line, neutral: what the public may read
  std::vector<std::string> places;
  std::string matter;  ///< a remit of the rulebook, or ""
  UnitId about;        ///< the criticised unit, or none
  IssueId issue;       ///< the issue it answers, or none
  Instant posted_at;
  Instant noticed_at;
  // Of a case that another desk sent over (12315, 12345), kept beside ours.
  std::string came_from{};     ///< an id: "12345"; empty: nowhere else
  std::string their_number{};  ///< its number there
  std::optional<Instant> their_due{};
  friend bool operator==(const CaseOpened&, const CaseOpened&) = default;
};
struct Dispatched {
  UnitId unit;          ///< empty when it goes outside
  std::string outside;  ///< a body outside the agency
  std::vector<RouteLine> why;
  std::string reason;  ///< a person's words; empty when by rule
  friend bool operator==(const Dispatched&, const Dispatched&) = default;
};
struct Accepted {
  friend bool operator==(const Accepted&, const Accepted&) = default;
};
struct Returned {
  std::string reason;
  friend bool operator==(const Returned&, const Returned&) = default;
};
struct Drafted {
  DraftId draft;  ///< 1, 2, … within the case
  Part part = Part::answer;
  std::string text;
  std::string note;                 ///< to the complainant alone; committed, never shown in public
  std::vector<Promise> promises{};  ///< in `text` already, as its last lines
  friend bool operator==(const Drafted&, const Drafted&) = default;
};
struct Approved {
  DraftId draft;
  Digest hash{};
  friend bool operator==(const Approved&, const Approved&) = default;
};
struct SentBack {
  DraftId draft;
  std::string reason;
  friend bool operator==(const SentBack&, const SentBack&) = default;
};
struct Published {
  DraftId draft;
  Digest hash{};
  friend bool operator==(const Published&, const Published&) = default;
};
struct ClockStarted {
  std::string clock;
  int round = 1;
  Instant from;
  std::optional<Instant> due;
  bool provisional = false;
  std::string rules;  ///< version of the rulebook that made it
  /// What ends it by that rulebook; none in events written before this was kept: then the rules in force say.
  std::optional<ClockEnd> ends{};
  friend bool operator==(const ClockStarted&, const ClockStarted&) = default;
};
struct ClockEnded {
  std::string clock;
  int round = 1;
  ClockOutcome outcome = ClockOutcome::met;  ///< met, or not_required; a missed clock that ends stays missed
  friend bool operator==(const ClockEnded&, const ClockEnded&) = default;
};
struct ClockMissed {
  std::string clock;
  int round = 1;
  friend bool operator==(const ClockMissed&, const ClockMissed&) = default;
};
/// Why a clock was missed, in the words of who answers for it. It stays missed.
struct MissExplained {
  std::string clock;
  int round = 1;
  std::string reason;
  friend bool operator==(const MissExplained&, const MissExplained&) = default;
};
struct ClockExtended {
  std::string clock;
  int round = 1;
  std::optional<Instant> due;
  std::string reason;  ///< the citizen sees it
  friend bool operator==(const ClockExtended&, const ClockExtended&) = default;
};
/// From now on its time does not run, for a cause that its rulebook allows.
struct ClockPaused {
  std::string clock;
  int round = 1;
  std::string cause;   ///< of ClockSpec::pause_reasons
  std::string reason;  ///< the citizen sees it
  friend bool operator==(const ClockPaused&, const ClockPaused&) = default;
};
struct ClockResumed {
  std::string clock;
  int round = 1;
  std::optional<Instant> due;
  bool provisional = false;
  friend bool operator==(const ClockResumed&, const ClockResumed&) = default;
};
/// A provisional clock was reckoned anew when a notice of days off arrived. Its length stays that of the version which
/// made it; the days are those of `rules`.
struct ClockRecomputed {
  std::string clock;
  int round = 1;
  std::optional<Instant> due;
  bool provisional = false;
  std::string rules;   ///< version of the rulebook whose calendar was used
  std::string reason;  ///< "calendar 2027": the year whose notice is new
  friend bool operator==(const ClockRecomputed&, const ClockRecomputed&) = default;
};
struct NoteAdded {
  std::string text;
  NoteFor readers = NoteFor::readers;
  UnitId unit{};                  ///< the author's; none in notes written before this was kept
  std::vector<Told> mentioned{};  ///< colleagues whom it is to be shown to
  friend bool operator==(const NoteAdded&, const NoteAdded&) = default;
};
/// A handler was shown the citizen's words and contact; who and when is in the record.
struct CitizenShown {
  friend bool operator==(const CitizenShown&, const CitizenShown&) = default;
};

/// The case is looked into anew by whoever has it; the clocks that follow are of this round.
struct RoundOpened {
  int round = 2;
  RoundCause cause = RoundCause::retracted;
  UnitId about{};  ///< the unit the citizen complains of now, shut out from here on; or none
  friend bool operator==(const RoundOpened&, const RoundOpened&) = default;
};

/// The citizen was asked, once a round, and said so.
struct Surveyed {
  int round = 1;
  Solved solved = Solved::yes;
  int satisfaction = 0;  ///< 1 to kMostSatisfied
  friend bool operator==(const Surveyed&, const Surveyed&) = default;
};
/// It waits in the office for the supervising leader.
struct SentUp {
  UnitId unit;
  UpCause cause = UpCause::returns;
  friend bool operator==(const SentUp&, const SentUp&) = default;
};
struct Withdrawn {
  friend bool operator==(const Withdrawn&, const Withdrawn&) = default;
};

/// What the law asks to be decided within a statutory clock was decided and recorded. It is served as the law says, and
/// is not the answer: the promises to the citizen run on.
struct StatutoryDecided {
  std::string clock;
  bool goes_on = false;  ///< taken up: the clocks that follow on it start
  std::string decision;
  friend bool operator==(const StatutoryDecided&, const StatutoryDecided&) = default;
};

/// A file that shows what was found. Its bytes lie here, sealed under the key of the case, or where `kept_at` says; the
/// hash holds it to what it was.
struct EvidenceAdded {
  int evidence = 0;  ///< 1, 2, … within the case
  std::string title;
  std::string type;  ///< "image/jpeg"
  int64_t bytes = 0;
  Digest sha256{};
  std::string kept_at;  ///< "" : here
  UnitId unit;          ///< whose it is
  friend bool operator==(const EvidenceAdded&, const EvidenceAdded&) = default;
};

/// A first reply went out in the words of an approved template; who sent it is its author.
struct TemplateSent {
  DraftId draft;
  int64_t of = 0;          ///< number of the template
  std::string text;        ///< its fields filled in
  Digest template_hash{};  ///< of the text that was approved
  UserId approver;         ///< of the template
  std::string approver_name;
  friend bool operator==(const TemplateSent&, const TemplateSent&) = default;
};

/// It is another body's matter. The citizen is told all three.
struct FoundNotOurs {
  std::string whose;
  std::string reach;  ///< how to reach that body
  std::string reason;
  friend bool operator==(const FoundNotOurs&, const FoundNotOurs&) = default;
};

/// A unit is asked for its part; a clock of the rulebook (`on = "help"`) runs for it.
struct HelpAsked {
  int help = 0;  ///< 1, 2, … within the case
  UnitId unit;
  std::string what;
  friend bool operator==(const HelpAsked&, const HelpAsked&) = default;
};
struct HelpWritten {
  int help = 0;
  Contribution part;
  friend bool operator==(const HelpWritten&, const HelpWritten&) = default;
};
/// By the head of the unit that helps.
struct HelpGiven {
  int help = 0;
  Digest hash{};
  friend bool operator==(const HelpGiven&, const HelpGiven&) = default;
};
struct HelpEnded {
  int help = 0;
  std::string reason;
  friend bool operator==(const HelpEnded&, const HelpEnded&) = default;
};
/// What an answer promised was done. That it was, and when, is public; `done` is for colleagues.
struct PromiseKept {
  int follow_up = 0;
  std::string done;
  friend bool operator==(const PromiseKept&, const PromiseKept&) = default;
};

/// From here on it is handled with another case about the same matter, by whoever has that; number, clocks and survey
/// stay the citizen's own.
struct MergedInto {
  CaseNumber parent;
  std::string reason;
  friend bool operator==(const MergedInto&, const MergedInto&) = default;
};
/// It goes its own way again.
struct Unmerged {
  CaseNumber parent;
  std::string reason;
  friend bool operator==(const Unmerged&, const Unmerged&) = default;
};
/// The same as the parent's record has it.
struct ChildTaken {
  CaseNumber child;
  friend bool operator==(const ChildTaken&, const ChildTaken&) = default;
};
struct ChildLeft {
  CaseNumber child;
  friend bool operator==(const ChildLeft&, const ChildLeft&) = default;
};
/// An official word of the parent, which is this case's too.
struct ParentSpoke {
  CaseNumber parent;
  DraftId draft;  ///< of the parent's
  Part part = Part::answer;
  UserId written_by;
  friend bool operator==(const ParentSpoke&, const ParentSpoke&) = default;
};

using CaseEvent =
    std::variant<CaseOpened, Dispatched, Accepted, Returned, Drafted, Approved, SentBack, Published, ClockStarted,
                 ClockEnded, ClockMissed, ClockExtended, ClockPaused, ClockResumed, ClockRecomputed, NoteAdded,
                 CitizenShown, RoundOpened, Surveyed, SentUp, Withdrawn, MergedInto, Unmerged, ChildTaken, ChildLeft,
                 ParentSpoke, FoundNotOurs, HelpAsked, HelpWritten, HelpGiven, HelpEnded, PromiseKept, TemplateSent,
                 EvidenceAdded, StatutoryDecided, MissExplained>;

/// "case-opened", "dispatched", …: the name of the event in the record, the API and the timeline.
std::string_view name_of(const CaseEvent& event);

/// An event with its circumstances, as it stands in the record.
struct Recorded {
  Instant at;
  UserId by;         ///< 0: the desk
  std::string name;  ///< of the person then
  CaseEvent event;
  friend bool operator==(const Recorded&, const Recorded&) = default;
};

// ---- state ----

struct Draft {
  DraftId id;
  Part part = Part::answer;
  DraftState state = DraftState::drafted;
  std::string text;
  std::string note;
  Digest hash{};
  UserId author;
  UserId approver;
  UserId publisher;
  std::string sent_back;  ///< the reason, if it was
  Instant at;
  std::optional<Instant> published_at;
  int round = 1;
  std::vector<Promise> promises{};
  std::optional<Digest> template_hash{};  ///< of the approved template that it is made of

  /// The text without the lines of its promises: what its author wrote.
  std::string written() const;
};

/// One unit's part that was asked for.
struct Help {
  UnitId unit;
  std::string what;
  HelpState state = HelpState::asked;
  Instant asked_at;
  std::string asked_by;  ///< as called then
  Contribution part{};
  Digest hash{};             ///< of `part`, once it is written
  std::string written_by{};  ///< as called then
  std::string signed_by{};
  std::optional<Instant> ended_at{};  ///< given, or needed no more
  std::string reason{};               ///< why it was needed no more

  bool owed() const { return state == HelpState::asked || state == HelpState::written; }
};

/// A promise of a published answer.
struct FollowUp {
  DraftId draft;
  Promise promise;
  std::optional<Instant> kept_at{};
  std::string done{};
  bool void_ = false;  ///< the answer was taken back
};
struct Evidence {
  EvidenceAdded facts;
  Instant at;
  std::string by;  ///< as called then
};
inline constexpr size_t kMostEvidence = 100;
inline constexpr int64_t kEvidenceLimit = 1 << 20;  ///< bytes that are kept here

/// A clock of a request for help or of a promise is called after its number: "help#2". Its length stands in the
/// rulebook under what is before the sign; a promise has its day itself.
std::string numbered_clock(std::string_view id, int number);

/// An official word that was said in the case it is, or was, merged into.
struct HeardWord {
  CaseNumber parent;
  DraftId draft;
  Part part = Part::answer;
  UserId written_by;
  int round = 1;
  Instant at;
};

/// A time in which a clock did not run; without `to` it still does not.
struct ClockPause {
  Instant from;
  std::optional<Instant> to{};
  std::string cause{};
  std::string reason{};
};
struct CaseClock {
  std::string id;
  int round = 1;
  Instant from;
  std::optional<Instant> due;
  bool provisional = false;
  bool extended = false;
  std::string extension_reason;
  std::optional<Instant> ended_at;
  ClockOutcome outcome = ClockOutcome::running;
  std::string rules;               ///< version that made it: its length, its extension
  std::optional<ClockEnd> ends{};  ///< as ClockStarted::ends
  std::string calendar;            ///< version whose calendar it was last reckoned by; "": that of `rules`
  std::vector<ClockPause> pauses{};
  std::string why_missed{};  ///< as MissExplained; "": nobody said

  bool paused() const { return !ended_at && !pauses.empty() && !pauses.back().to; }
};
/// What ends it: as the version that made it said, else the rules in force; none if neither says.
std::optional<ClockEnd> end_of(const CaseClock& clock, const Rules& rules);
/// What has happened to it, as `due` and `explain` ask for it.
ClockRun run_of(const CaseClock& clock);

/// How clock events move a list of clocks; shared by cases and issues. An event for a clock that is not there is
/// dropped.
void start_clock(std::vector<CaseClock>& clocks, const ClockStarted& e);
void end_clock(std::vector<CaseClock>& clocks, const ClockEnded& e, Instant at);
void miss_clock(std::vector<CaseClock>& clocks, const ClockMissed& e);
void explain_miss(std::vector<CaseClock>& clocks, const MissExplained& e);
void recompute_clock(std::vector<CaseClock>& clocks, const ClockRecomputed& e);
/// The running clock that is due first; null if none runs.
const CaseClock* next_clock(const std::vector<CaseClock>& clocks);
/// Promises that are broken and not made good yet.
int64_t late(const std::vector<CaseClock>& clocks);
/// Clocks that are past due and still run.
std::vector<ClockMissed> overdue(const std::vector<CaseClock>& clocks, Instant now);
/// What ends the clocks that wait for `end`: late ones are missed first.
struct ClockEnding {
  std::vector<ClockMissed> missed;
  std::vector<ClockEnded> ended;
};
ClockEnding endings(const std::vector<CaseClock>& clocks, ClockEnd end, Instant now, const Rules& rules);
/// The running clocks that are provisional and come out differently by the calendar of `rules`. `made_by` are the
/// rulebooks that made them; a clock whose rulebook is not among them stays as it is.
using RulesVersions = std::vector<std::shared_ptr<const Rules>>;
std::vector<ClockRecomputed> recomputed(const std::vector<CaseClock>& clocks, const RulesVersions& made_by,
                                        const Rules& rules);

struct Case {
  CaseOpened opened;
  Instant opened_at;
  CaseState state = CaseState::dispatched;
  UnitId unit;  ///< in charge
  std::string outside;
  int round = 1;
  std::optional<RoundCause> cause;  ///< of this round; none in the first
  int returns = 0;
  int redos = 0;     ///< rounds opened because it was not solved
  int redone = 1;    ///< the last of them: who answered before it does not write in it
  int surveyed = 0;  ///< the last round of which the citizen was asked
  std::vector<Draft> drafts;
  std::vector<CaseClock> clocks;
  CaseNumber parent;                 ///< the case it is handled with, or none
  std::vector<CaseNumber> children;  ///< those that are handled with it
  std::vector<HeardWord> heard;      ///< the parents' official words
  std::vector<Help> helps;           ///< the first is number 1
  std::vector<FollowUp> follow_ups;  ///< likewise
  std::vector<Evidence> evidence;    ///< likewise
  std::optional<FoundNotOurs> not_ours;
  int64_t version = 0;  ///< events so far

  /// The clock of that id in this round; null if it has none.
  const CaseClock* clock(std::string_view id) const;
  /// Of a request for help (contributed) or a promise (done), whatever round it is of; null if it has none.
  const CaseClock* clock(ClockEnd of, int number) const;
  const Draft* draft(DraftId id) const;
  /// The newest draft of the part in this round that is not replaced; null if there is none.
  const Draft* current(Part part) const;
  /// The published answer or correction that stands; null if there is none or it was taken back. `before`: the one that
  /// stood when that draft was written (0: now).
  const Draft* standing(DraftId before = {}) const;
};

// ---- commands ----

struct OpenCase {
  CaseOpened facts;
  std::vector<UnitId> short_of_people{};  ///< found by the desk: while they are, the office handles in their place
};
struct Accept {};
struct ReturnDispatch {
  std::string reason;
};
struct DispatchTo {
  UnitId unit;
  std::string reason;
};
struct WriteDraft {
  Part part = Part::answer;
  std::string text;
  std::string note;
  std::vector<Promise> promises{};  ///< of an answer or a correction: what follows, and by when
};
struct Approve {
  DraftId draft;
  Digest hash{};  ///< of exactly what the approver read
};
struct SendBack {
  DraftId draft;
  std::string reason;
};
struct Publish {
  DraftId draft;
  Digest hash{};
};
struct Extend {
  std::string clock;
  std::string reason;
};
/// Only for a cause that the clock's rulebook lists. Pauses and resumes: who approves for the unit in charge.
struct PauseClock {
  std::string clock;
  std::string cause;
  std::string reason;
};
struct ResumeClock {
  std::string clock;
};
struct AddNote {
  std::string text;
  NoteFor readers = NoteFor::readers;
  std::vector<Actor> mentioned{};  ///< each with their grants; who may not read the note: "case.mention" (the name)
};
inline constexpr size_t kMostMentioned = 10;  ///< more: "case.mention"
/// By who approves for the unit in charge; of an issue, for its unit, or who publishes statements; of a directive, who
/// closes it. Once.
struct ExplainMiss {
  std::string clock;
  int round = 1;
  std::string reason;
};
/// By who approves for the unit in charge, while the case is handled or answered.
struct RecordDecision {
  std::string clock;
  bool goes_on = false;
  std::string decision;
};
/// By who handles the case, helps with it, or dispatches; its number and unit are given here.
struct AddEvidence {
  EvidenceAdded facts;
};
/// Who sends and the template's approver are the two people behind it. Only the number and what was seen are asked for;
/// the rest is found by the desk.
struct SendTemplate {
  int64_t of = 0;
  Digest seen{};       ///< hash of the template's text that was shown
  std::string text{};  ///< filled in; "" if nothing approved is there
  Digest hash{};       ///< of the text that is approved
  UnitId unit{};       ///< its owner: the unit in charge, or the office for all
  UserId approver{};
  std::string approver_name{};
};
/// By the head of the unit in charge, or whoever dispatches; of a case that was sent up, by the supervising leader.
struct SayNotOurs {
  std::string whose;
  std::string reach;
  std::string reason;
};
/// By those who write or approve for the unit in charge, or whoever dispatches. Not of the criticised unit.
struct AskHelp {
  UnitId unit;
  std::string what;
};
/// By whoever works in the unit that was asked; again, until it is signed.
struct WriteHelp {
  int help = 0;
  Contribution part;
};
/// By its head; it binds to what they read.
struct SignHelp {
  int help = 0;
  Digest hash{};
};
/// It is needed no more: by whoever may ask.
struct EndHelp {
  int help = 0;
  std::string reason;
};
/// What was promised is done: by the head of the unit in charge.
struct KeepPromise {
  int follow_up = 0;
  std::string done;
};
/// The record that the citizen's words were shown comes before the showing: desk::Cases::show_citizen.
struct ShowCitizen {};
/// The citizen, and nobody else, says whether it was solved. "No" has it looked into once more by somebody else.
struct RateAnswer {
  Solved solved = Solved::yes;
  int satisfaction = 0;
  bool of_unit = false;       ///< it is the unit that the citizen complains of: another one takes it
  bool others_there = false;  ///< somebody of the unit who did not answer before may write
};
/// The citizen, and nobody else, takes the case back.
struct Withdraw {};
/// What of another case decides whether this one may be merged into it; found by the desk.
struct MergeTarget {
  CaseNumber number;
  CaseState state = CaseState::handling;
  UnitId unit;
  UnitId about;
  bool answered_privately = false;
  bool merged = false;  ///< it is itself merged into another
};
/// Handle this case with that one. Done by who dispatches, or by whoever works in the units of both.
struct Merge {
  MergeTarget into;
  std::string reason;
};
/// Undo it, as long as the parent has not answered for it.
struct Unmerge {
  std::string reason;
};
// What follows from an act in the other case; the desk writes it with that act, in the name of whoever acted.
struct TakeChild {
  CaseNumber child;
};
struct LetChildGo {
  CaseNumber child;
};
struct FollowWord {
  ParentSpoke word;
};
struct FollowDispatch {
  UnitId unit;
  std::string reason;
};
/// The parent is no more one for others: its citizen took it back or wants it looked into once more, or it went
/// outside. What it answered stays answered here.
struct LoseParent {
  std::string reason;
};
/// Time has passed: clocks that are due and unmet are missed. Only the desk says so.
struct Tick {};
/// Another calendar holds: provisional clocks are reckoned anew. Only the desk says so.
struct Recompute {
  RulesVersions made_by;
};

using CaseCommand =
    std::variant<OpenCase, Accept, ReturnDispatch, DispatchTo, WriteDraft, Approve, SendBack, Publish, Extend,
                 PauseClock, ResumeClock, AddNote, ShowCitizen, RateAnswer, Withdraw, Merge, Unmerge, TakeChild,
                 LetChildGo, FollowWord, FollowDispatch, LoseParent, Tick, Recompute, SayNotOurs, AskHelp, WriteHelp,
                 SignHelp, EndHelp, KeepPromise, SendTemplate, AddEvidence, RecordDecision, ExplainMiss>;

/// What the command makes of the case, in order; empty when there is nothing to do (only Tick).
/// `state` is a default Case with version 0 for OpenCase, and the folded case for all others.
/// Errors name why: "case.not-allowed" (role), "case.conflict" (the criticised unit), "case.wrong-state",
/// "case.text-changed" (approved hash is not the draft's), "case.same-person" (two parts by one person),
/// "case.not-approved", "case.no-draft", "case.empty" / "case.too-long" (field), "case.reason-required",
/// "case.other-handler" (who answered before does not write in a round that the citizen asked for), "case.rated"
/// (twice), "case.rating" (satisfaction out of bounds), "case.same-text" (a correction that corrects nothing),
/// "case.merged" (detail: the parent, where it is done), "case.cannot-merge" (detail: "self", "state", "about",
/// "private", "merged", "children"), "case.no-clock", "case.about-required" (about staff, and no unit named),
/// "case.evidence" (too many, or no place where it is kept), "case.no-template", "case.no-help", "case.own-unit" (help
/// asked of the unit in charge), "case.no-promise", "case.promises" (too many, or on a word that makes none),
/// "case.promise-day" (gone by, or later than the rulebook lets promises run), "clock.*" (besides those of `due`:
/// "clock.not-missed", "clock.explained"), "route.*".
Result<std::vector<CaseEvent>> decide(const Case& state, const CaseCommand& command, const Actor& actor, Instant now,
                                      const Rules& rules);

/// For whatever has clocks. Errors: "clock.not-missed", "clock.explained", "case.reason-required", "case.too-long".
Result<MissExplained> decide(const std::vector<CaseClock>& clocks, const ExplainMiss& command);

/// Adds one recorded event.
void apply(Case& state, const Recorded& recorded);

/// Whether this reader of the case is shown its evidence: who handles it or helps, who dispatches, the auditor.
bool may_read_evidence(const Case& state, const Actor& actor);
/// Whether this reader of the case is shown what is for its citizen alone: an answer in private, and private notes. Who
/// only helps is not.
bool may_read_private(const Case& state, const Actor& actor, const Rules& rules);
/// Whether the note is for this reader of the case.
bool may_read_note(const Case& state, const NoteAdded& note, const Actor& actor);

}  // namespace hb::casework
