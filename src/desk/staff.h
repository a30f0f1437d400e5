#pragma once
#include <string>
#include <utility>
#include <vector>

#include "base/language.h"
#include "desk/cases.h"
#include "desk/issues.h"

/// What a member of staff sees, put together so that the API only has to write it down. Whatever a person may not read
/// is not in it: not in a list, not in a count, and asked for by number it is "unknown".
namespace hb::desk {

struct ClockLine {
  casework::CaseClock clock;
  bool may_extend = false;  ///< this person may now
  bool may_resume = false;
  bool may_decide = false;                 ///< record the statutory decision
  bool may_explain = false;                ///< say why it was missed
  std::vector<std::string> may_pause_for;  ///< the causes
  std::vector<std::string> explain;        ///< how it was computed (explain_clock)
};

/// One event of the record. `facts` are names and values that it says besides; times in them are RFC 3339 of the zone.
struct HistoryLine {
  Instant at;
  std::string event;
  std::string by;  ///< a colleague's name; "" is the desk itself
  std::vector<std::pair<std::string, std::string>> facts;
};

/// Who wrote, approved and published a text, by name, and where it stands in the ledger.
struct Signed {
  std::string author, approver, publisher;
  std::optional<int64_t> entry;
};

struct CaseView {
  CaseRow row;
  casework::Case state;
  bool has_citizen = false;       ///< a citizen's own words are kept
  std::vector<std::string> may;   ///< what this person may do now: "accept", "return", … as in the API
  std::vector<ClockLine> clocks;  ///< of `state.clocks`
  std::vector<Signed> drafts;     ///< of `state.drafts`, in their order
  std::vector<HistoryLine> history;
  std::vector<casework::RouteLine> route;  ///< why it was sent to its unit, if rules did
  /// Open cases it may be about the same matter as, if this person may merge it: of the same issue, or of the same
  /// remit and place within 30 days. At most 5, newest first.
  std::vector<CaseRow> similar;
  bool shows_evidence = false;  ///< this person may open what is kept
  /// Of `state.helps`: what this person may do with each: "write-help", "sign-help", "end-help".
  std::vector<std::vector<std::string>> may_help;
};

/// One notice, and what it is to this person.
struct NoticeLine {
  casework::Notice notice;
  bool waits = false;  ///< for an acknowledgement
  bool may_acknowledge = false;
};

struct IssueView {
  IssueRow row;
  casework::Issue state;
  std::vector<std::string> may;
  std::vector<ClockLine> clocks;
  std::vector<CaseRow> linked;     ///< those that this person may read
  std::vector<Signed> statements;  ///< of `state.statements`
  std::vector<Signed> reports;     ///< of `state.reports`; who handed it over is its publisher
  std::vector<NoticeLine> notices;
  casework::AssessmentGroup group;  ///< who assesses it
  std::vector<HistoryLine> history;
  std::vector<std::pair<std::string, int64_t>> days;  ///< "2026-03-05" and its posts, without gaps
};
inline constexpr size_t kMostDays = 366;  ///< of an issue's chart: the newest

/// What the inbox is asked for.
struct InboxQuestion {
  enum class Clock : uint8_t { any, soon, overdue };
  std::optional<UnitId> unit;
  std::string waits_for;
  bool mine = false;  ///< what waits for a step that this person may take
  bool open_only = false;
  Clock clock = Clock::any;
  std::string text;
  std::optional<Instant> opened_from{}, opened_before{};
  CaseSort sort = CaseSort::updated;
  int64_t offset = 0;
  int64_t limit = 50;
};
inline constexpr Seconds kSoon = hours(3);  ///< a clock that ends within it is "soon"

inline constexpr int64_t kMostCounted = 1'000;
inline constexpr size_t kMostQuestions = 40;

/// Counts are of kMostCounted + 1 cases at most: that many stand for "more".
struct Inbox {
  std::vector<CaseRow> items;
  int64_t total = 0;                                                           ///< that match
  int64_t all = 0, mine = 0, soon = 0, overdue = 0, approve = 0, publish = 0;  ///< of all open ones
};

/// Any thread. Errors are "case.unknown", "issue.unknown" and the store's.
class Staff {
 public:
  explicit Staff(const Wiring& wiring) : w_(wiring), cases_(wiring), issues_(wiring) {}

  Result<Inbox> inbox(const casework::Actor& actor, const InboxQuestion& question) const;
  Result<CaseView> case_view(const casework::Actor& actor, const CaseNumber& number, Language language) const;
  /// Whether the case is there for this person: nothing, or "case.unknown".
  Result<void> may_read(const casework::Actor& actor, const CaseNumber& number) const;

  /// How many cases each question finds, at most kMostCounted + 1 (it is more, then). At most kMostQuestions.
  Result<std::vector<int64_t>> counts(const casework::Actor& actor, const std::vector<InboxQuestion>& questions) const;

  /// Where this person was named in a note and has not looked since; newest first, at most 50.
  Result<std::vector<std::pair<MentionRow, CaseRow>>> mentions(const casework::Actor& actor) const;
  /// This person has looked at the case.
  Result<void> seen(const casework::Actor& actor, const CaseNumber& number) const;

  /// Newest first; `cases` counts only those that are not about the person's unit.
  Result<std::vector<IssueRow>> board(const casework::Actor& actor, const IssueFilter& filter) const;
  Result<IssueView> issue_view(const casework::Actor& actor, IssueId id, Language language) const;
  /// When an issue was first said and first noticed: what a case opened from it starts from.
  Result<std::pair<Instant, Instant>> began(IssueId id) const;

 private:
  Result<std::vector<CaseRow>> similar(const casework::Actor& actor, const casework::Case& state) const;
  ClockLine line_of(const casework::CaseClock& clock, Language language) const;

  Wiring w_;
  Cases cases_;
  Issues issues_;
};

}  // namespace hb::desk
