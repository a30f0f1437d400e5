#pragma once
#include "desk/cases.h"

/// The use cases of an issue: what the rules propose and what people decide about it.
namespace hb::desk {

class Issues {
 public:
  explicit Issues(const Wiring& wiring) : w_(wiring) {}

  /// `seen` as in Cases::act. The group of RecordAssessment is found here; reports, assessments, fact sheets and
  /// partner notices are masked. One transaction: the events, and for a published statement its ledger row, its public
  /// row and its delivery. Errors: "issue.unknown", those of casework::decide, "store.version" when the issue moved
  /// three times meanwhile.
  Result<casework::Issue> act(const casework::Actor& actor, IssueId id, const casework::IssueCommand& command,
                              std::optional<int64_t> seen = {});
  Result<casework::Issue> load(IssueId id) const;
  /// Who belongs to its assessment group now: of its unit, those of its cases and of
  /// their matters, and the branches of its places.
  Result<casework::AssessmentGroup> assessment_group(const casework::Issue& state, const IssueRow& row,
                                                     const std::vector<CaseRow>& cases) const;
  /// As Cases::tick.
  Result<int> tick();

 private:
  Result<void> number(casework::ApproveReport& approve, IssueId issue, const casework::Actor& actor, Instant now,
                      Changes& changes) const;
  Wiring w_;
};

/// Folds an issue's history; `noticed_at` is the time of its first post's storing.
casework::Issue fold_issue(IssueId id, Instant noticed_at, const std::vector<casework::IssueRecorded>& history);

/// Adds the events of one decision to a change: the append, with what is decided of the board's line; and what a
/// published statement brings with it. Nothing for no events.
Result<void> append_issue(const casework::Issue& before, const std::vector<casework::IssueEvent>& events,
                          const casework::Actor& actor, Instant now, const Wiring& wiring, Changes& changes);

}  // namespace hb::desk
