#pragma once
#include <string>
#include <vector>

#include "casework/case.h"
#include "casework/telling.h"

/// What is agreed about an issue inside, and what other agencies are told of it: the assessment (研判), the fact sheet
/// (口径) and the partner notice. None of them has a place for a person who spoke.
namespace hb::casework {

/// Who belongs to the assessment group of an issue: the two that are always there, and X.
struct AssessmentGroup {
  std::vector<Told> fixed, plus;
};
/// Of the rulebook's group "assessment": `fixed` and `plus` are roles; a unit head belongs to it for one of `units`, an
/// online spokesperson for the office. Nobody of a unit that is `criticised`. Empty if the rulebook has no such group.
AssessmentGroup assessment_group(const std::vector<UnitId>& units, const std::vector<UnitId>& criticised,
                                 std::span<const Actor> staff, const Rules& rules);

/// The group met.
struct IssueAssessed {
  Instant held_at;
  std::vector<Told> present;
  std::string findings;
  std::string decision;
  std::optional<Instant> next_at{};  ///< when it meets again; none: it has said its last
  friend bool operator==(const IssueAssessed&, const IssueAssessed&) = default;
};
struct Assessment {
  IssueAssessed record;
  Instant at;
  std::string by;  ///< who entered it, as called then
};
struct RecordAssessment {
  Instant held_at;
  std::vector<UserId> present;
  std::string findings;
  std::string decision;
  AssessmentGroup group{};  ///< found by the desk
  std::optional<Instant> next_at{};
};

/// A version of the fact sheet: what all replies on the issue are drafted from.
struct FactsWritten {
  DraftId sheet;  ///< 1, 2, … within the issue
  std::string facts;
  std::string evidence;
  friend bool operator==(const FactsWritten&, const FactsWritten&) = default;
};
struct FactsAgreed {
  DraftId sheet;
  Digest hash{};
  friend bool operator==(const FactsAgreed&, const FactsAgreed&) = default;
};
struct FactSheet {
  DraftId id;
  std::string facts, evidence;
  Digest hash{};
  UserId author;
  std::string author_name;
  Instant at;
  std::string agreed_by{};  ///< as called then
  std::optional<Instant> agreed_at{};
};
struct WriteFacts {
  std::string facts;
  std::string evidence;
};
struct AgreeFacts {
  DraftId sheet;
  Digest hash{};  ///< of exactly what was read
};

/// A notice to another agency: the matter and the place.
struct PartnerDrafted {
  DraftId notice;  ///< 1, 2, … within the issue
  std::string agency;
  std::string matter;
  std::string where;
  friend bool operator==(const PartnerDrafted&, const PartnerDrafted&) = default;
};
struct PartnerSent {
  DraftId notice;
  Digest hash{};
  std::string form;
  std::string receipt;
  friend bool operator==(const PartnerSent&, const PartnerSent&) = default;
};
struct PartnerNotice {
  PartnerDrafted draft;
  Digest hash{};
  UserId author;
  std::string author_name;
  Instant at;
  std::string form{}, receipt{}, sent_by{};
  std::optional<Instant> sent_at{};
};
struct DraftPartnerNotice {
  std::string agency;
  std::string matter;  ///< masked by the desk
  std::string where;
};
struct SendPartnerNotice {
  DraftId notice;
  Digest hash{};  ///< of exactly what was read
  std::string form;
  std::string receipt;
};

/// SHA-256 over what people agree to, each piece preceded by its length.
Digest facts_hash(std::string_view facts, std::string_view evidence);
Digest partner_hash(const PartnerDrafted& draft);

inline constexpr size_t kAssessmentLimit = 4000;  ///< of each text, in code points

/// What a command makes of them; whether the actor may at all, the issue decides. Errors: "issue.time" (`held_at` after
/// `now` or before the issue), "issue.group" (nobody present, somebody who is not of the group, or none of its fixed
/// members), "issue.no-facts", "issue.no-partner", "issue.wrong-state", "case.text-changed", "case.same-person",
/// "case.empty" / "case.too-long" / "case.not-utf8" (field).
Result<IssueAssessed> decide(const RecordAssessment& c, Instant noticed, Instant now);
Result<FactsWritten> decide(const std::vector<FactSheet>& sheets, const WriteFacts& c);
Result<FactsAgreed> decide(const std::vector<FactSheet>& sheets, const AgreeFacts& c, UserId by);
Result<PartnerDrafted> decide(const std::vector<PartnerNotice>& notices, const DraftPartnerNotice& c);
Result<PartnerSent> decide(const std::vector<PartnerNotice>& notices, const SendPartnerNotice& c, UserId by);

}  // namespace hb::casework
