#include "casework/report.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "base/pieces.h"
#include "casework/written.h"

namespace hb::casework {
namespace {

Result<const Report*> report_of(const std::vector<Report>& reports, DraftId id) {
  const auto at = std::ranges::find(reports, id, &Report::id);
  if (at == reports.end()) return fail("issue.no-report");
  return &*at;
}

Report* to_change(std::vector<Report>& reports, DraftId id) {
  const auto at = std::ranges::find(reports, id, &Report::id);
  return at == reports.end() ? nullptr : &*at;
}

tl::unexpected<Error> wrong(DraftState state) { return fail("issue.wrong-state", std::string(name_of(state))); }

}  // namespace

std::string_view name_of(const ReportRegisterEvent&) { return "report-numbered"; }
void apply(ReportRegister& state, Instant, UserId, const ReportRegisterEvent&) { ++state.version; }

Digest report_hash(const ReportText& text) {
  return sha256_of({"report", text.what, text.where, text.how_many, text.known, text.doing});
}

Result<ReportDrafted> decide(const std::vector<Report>& reports, const DraftReport& c) {
  if (std::ranges::find(reports, DraftState::approved, &Report::state) != reports.end())
    return wrong(DraftState::approved);
  const std::pair<const std::string&, const char*> parts[] = {{c.text.what, "what"},
                                                              {c.text.where, "where"},
                                                              {c.text.how_many, "how_many"},
                                                              {c.text.known, "known"},
                                                              {c.text.doing, "doing"}};
  for (const auto& [text, field] : parts)
    if (auto ok = written(text, kReportLimit, field); !ok) return tl::unexpected(ok.error());
  return ReportDrafted{{static_cast<int64_t>(reports.size()) + 1}, c.text};
}

Result<ReportApproved> decide(const std::vector<Report>& reports, const ApproveReport& c, UserId by) {
  const auto report = report_of(reports, c.report);
  if (!report) return tl::unexpected(report.error());
  if ((*report)->state == DraftState::replaced || (*report)->hash != c.hash) return fail("case.text-changed");
  if ((*report)->state != DraftState::drafted) return wrong((*report)->state);
  if ((*report)->author == by) return fail("case.same-person");
  if (c.year < 1 || c.number < 1) return fail("issue.no-number");
  return ReportApproved{c.report, c.hash, c.year, c.number};
}

Result<ReportSentBack> decide(const std::vector<Report>& reports, const SendBackReport& c) {
  const auto report = report_of(reports, c.report);
  if (!report) return tl::unexpected(report.error());
  if ((*report)->state != DraftState::drafted && (*report)->state != DraftState::approved)
    return wrong((*report)->state);
  if (auto ok = reason_given(c.reason); !ok) return tl::unexpected(ok.error());
  return ReportSentBack{c.report, c.reason};
}

Result<ReportHandedOver> decide(const std::vector<Report>& reports, const HandOverReport& c, Instant now) {
  const auto report = report_of(reports, c.report);
  if (!report) return tl::unexpected(report.error());
  if ((*report)->state == DraftState::drafted) return fail("case.not-approved");
  if ((*report)->state != DraftState::approved) return wrong((*report)->state);
  if (auto ok = written(c.authority, kTitleLimit, "authority"); !ok) return tl::unexpected(ok.error());
  if (auto ok = written(c.form, kTitleLimit, "form"); !ok) return tl::unexpected(ok.error());
  if (auto ok = written(c.receipt, kSummaryLimit, "receipt"); !ok) return tl::unexpected(ok.error());
  if (c.at > now || c.at < *(*report)->approved_at) return fail("issue.time", "at");
  return ReportHandedOver{c.report, c.authority, c.form, c.receipt, c.at};
}

void apply(std::vector<Report>& reports, const ReportDrafted& e, UserId by, Instant at) {
  for (Report& report : reports)
    if (report.state != DraftState::published) report.state = DraftState::replaced;
  reports.push_back({.id = e.report, .text = e.text, .hash = report_hash(e.text), .author = by, .at = at});
}

void apply(std::vector<Report>& reports, const ReportApproved& e, UserId by, Instant at) {
  if (Report* report = to_change(reports, e.report)) {
    report->state = DraftState::approved;
    report->approver = by;
    report->approved_at = at;
    report->year = e.year;
    report->number = e.number;
  }
}

void apply(std::vector<Report>& reports, const ReportSentBack& e) {
  if (Report* report = to_change(reports, e.report)) {
    report->state = DraftState::sent_back;
    report->sent_back = e.reason;
  }
}

void apply(std::vector<Report>& reports, const ReportHandedOver& e) {
  if (Report* report = to_change(reports, e.report)) {
    report->state = DraftState::published;
    report->authority = e.authority;
    report->form = e.form;
    report->receipt = e.receipt;
    report->handed_over_at = e.at;
  }
}

}  // namespace hb::casework
