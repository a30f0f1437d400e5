#pragma once
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "casework/case.h"

/// What people and rules did with an issue (议题): its grade, its clocks, and how it ended. Which posts it holds is the
/// notice room's business; this is the desk's side of it, event-sourced like a case.
namespace hb::casework {

struct GradeProposed {
  Grade grade = Grade::routine;
  std::vector<std::string> reasons;  ///< "harm:hospitalised", "voices 52 >= 50"
  friend bool operator==(const GradeProposed&, const GradeProposed&) = default;
};
struct GradeSet {
  Grade grade = Grade::routine;
  std::string reason;
  friend bool operator==(const GradeSet&, const GradeSet&) = default;
};
struct RemitProposed {
  UnitId unit;  ///< empty: only a harm was found
  friend bool operator==(const RemitProposed&, const RemitProposed&) = default;
};
struct Dismissed {
  std::string reason;
  friend bool operator==(const Dismissed&, const Dismissed&) = default;
};
struct CaseLinked {
  CaseNumber number;
  friend bool operator==(const CaseLinked&, const CaseLinked&) = default;
};

using IssueEvent =
    std::variant<GradeProposed, GradeSet, RemitProposed, Dismissed, CaseLinked, ClockStarted, ClockEnded, ClockMissed>;
std::string_view name_of(const IssueEvent& event);

struct IssueRecorded {
  Instant at;
  UserId by;
  std::string name;
  IssueEvent event;
  friend bool operator==(const IssueRecorded&, const IssueRecorded&) = default;
};

struct Issue {
  IssueId id;
  Instant noticed_at;
  Grade proposed = Grade::routine;
  std::optional<Grade> set;  ///< by a person
  std::vector<std::string> reasons;
  bool remit = false;  ///< a unit or a harm was proposed
  UnitId unit;
  bool dismissed = false;
  std::vector<CaseNumber> cases;
  std::vector<CaseClock> clocks;
  int64_t version = 0;

  Grade grade() const { return set.value_or(proposed); }
};

struct ProposeGrade {
  Grade grade = Grade::routine;
  std::vector<std::string> reasons;
};
struct ProposeRemit {
  UnitId unit;
};
struct SetGrade {
  Grade grade = Grade::routine;
  std::string reason;
};
struct Dismiss {
  std::string reason;
};
struct LinkCase {
  CaseNumber number;
};

using IssueCommand = std::variant<ProposeGrade, ProposeRemit, SetGrade, Dismiss, LinkCase, Tick>;

/// As for a case. A proposal that changes nothing makes no event. Proposals, links and ticks are the desk's; a person
/// sets and dismisses. Errors: "issue.not-allowed", "issue.wrong-state", "case.reason-required", "case.too-long",
/// "clock.*".
Result<std::vector<IssueEvent>> decide(const Issue& state, const IssueCommand& command, const Actor& actor, Instant now,
                                       const Rules& rules);
void apply(Issue& state, const IssueRecorded& recorded);

}  // namespace hb::casework
