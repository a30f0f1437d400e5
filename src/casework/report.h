#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/bytes.h"
#include "casework/case.h"

/// The report (专报): what the bureau writes about one issue to the higher authority. Written and approved by the
/// people who make statements, numbered within its year, handed over with a receipt. It says what happened and where;
/// it has no place for a person.
namespace hb::casework {

inline constexpr size_t kReportLimit = 4000;  ///< of each part, in code points

struct ReportText {
  std::string what;
  std::string where;
  std::string how_many;
  std::string known;  ///< what is known so far
  std::string doing;  ///< what is being done
  friend bool operator==(const ReportText&, const ReportText&) = default;
};
/// What the approval binds to: SHA-256 over the parts, each preceded by its length.
Digest report_hash(const ReportText& text);

struct ReportDrafted {
  DraftId report;  ///< 1, 2, … within the issue
  ReportText text;
  friend bool operator==(const ReportDrafted&, const ReportDrafted&) = default;
};
struct ReportApproved {
  DraftId report;
  Digest hash{};
  int year = 0;
  int number = 0;  ///< 1, 2, … within the year
  friend bool operator==(const ReportApproved&, const ReportApproved&) = default;
};
struct ReportSentBack {
  DraftId report;
  std::string reason;
  friend bool operator==(const ReportSentBack&, const ReportSentBack&) = default;
};
struct ReportHandedOver {
  DraftId report;
  std::string authority;  ///< to whom
  std::string form;       ///< how: on paper, by the government network
  std::string receipt;    ///< what they gave for it
  Instant at;             ///< when
  friend bool operator==(const ReportHandedOver&, const ReportHandedOver&) = default;
};

/// In the register of a year's reports: the next number is given.
struct ReportNumbered {
  IssueId issue;
  DraftId report;
  friend bool operator==(const ReportNumbered&, const ReportNumbered&) = default;
};
using ReportRegisterEvent = std::variant<ReportNumbered>;
std::string_view name_of(const ReportRegisterEvent& event);
struct ReportRegister {
  int64_t version = 0;  ///< the last number given
};
void apply(ReportRegister& state, Instant at, UserId by, const ReportRegisterEvent& event);

struct Report {
  DraftId id;
  DraftState state = DraftState::drafted;  ///< published: handed over
  ReportText text;
  Digest hash{};
  UserId author;
  UserId approver{};
  int year = 0;  ///< with `number`, once approved; a number once given is never given again
  int number = 0;
  std::string sent_back{};  ///< the reason, if it was
  std::string authority{}, form{}, receipt{};
  Instant at;
  std::optional<Instant> approved_at{};
  std::optional<Instant> handed_over_at{};
};

struct DraftReport {
  ReportText text;
};
/// The desk gives the next number of the year; a person does not.
struct ApproveReport {
  DraftId report;
  Digest hash{};  ///< of exactly what the approver read
  int year = 0;
  int number = 0;
};
struct SendBackReport {
  DraftId report;
  std::string reason;
};
struct HandOverReport {
  DraftId report;
  std::string authority;
  std::string form;
  std::string receipt;
  Instant at;
};

/// What a command makes of the reports of one issue; whether `by` may at all, the issue decides. Two people: who wrote
/// it does not approve it. While an approved one waits to be handed over, none is drafted: it is sent back first.
/// Errors: "issue.no-report", "issue.no-number", "issue.wrong-state" (the state), "issue.time" (`at` before the
/// approval or after `now`), "case.text-changed", "case.not-approved", "case.same-person", "case.reason-required",
/// "case.empty" / "case.too-long" / "case.not-utf8" (field).
Result<ReportDrafted> decide(const std::vector<Report>& reports, const DraftReport& c);
Result<ReportApproved> decide(const std::vector<Report>& reports, const ApproveReport& c, UserId by);
Result<ReportSentBack> decide(const std::vector<Report>& reports, const SendBackReport& c);
Result<ReportHandedOver> decide(const std::vector<Report>& reports, const HandOverReport& c, Instant now);

void apply(std::vector<Report>& reports, const ReportDrafted& e, UserId by, Instant at);
void apply(std::vector<Report>& reports, const ReportApproved& e, UserId by, Instant at);
void apply(std::vector<Report>& reports, const ReportSentBack& e);
void apply(std::vector<Report>& reports, const ReportHandedOver& e);

}  // namespace hb::casework
