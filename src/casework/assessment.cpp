#include "casework/assessment.h"

#include <algorithm>

#include "base/pieces.h"
#include "casework/written.h"

namespace hb::casework {
namespace {

template <class List, class Key>
auto numbered(List& list, DraftId id, Key key) -> decltype(&list[0]) {
  const auto at = std::ranges::find(list, id, key);
  return at == list.end() ? nullptr : &*at;
}

DraftId number_of(const PartnerNotice& notice) { return notice.draft.notice; }

}  // namespace

AssessmentGroup assessment_group(const std::vector<UnitId>& units, const std::vector<UnitId>& criticised,
                                 std::span<const Actor> staff, const Rules& rules) {
  AssessmentGroup out;
  const Group* group = rules.group("assessment");
  if (group == nullptr) return out;
  const auto among = [](const UnitId& unit, const std::vector<UnitId>& list) {
    return std::ranges::find(list, unit) != list.end();
  };
  const auto belongs = [&](const Actor& one, Role role) {
    return std::ranges::any_of(one.grants, [&](const Grant& grant) {
      if (grant.role != role) return false;
      if (role == Role::unit_head) return among(grant.unit, units);
      return role != Role::online_spokesperson || grant.unit == office_of(rules);
    });
  };
  for (const Actor& one : staff) {
    if (std::ranges::any_of(one.grants, [&](const Grant& grant) { return among(grant.unit, criticised); })) continue;
    const auto plays = [&](Role role) { return belongs(one, role); };
    if (std::ranges::any_of(group->fixed, plays)) {
      out.fixed.push_back({one.user, one.name});
    } else if (std::ranges::any_of(group->plus, plays)) {
      out.plus.push_back({one.user, one.name});
    }
  }
  return out;
}

Digest facts_hash(std::string_view facts, std::string_view evidence) { return sha256_of({"facts", facts, evidence}); }
Digest partner_hash(const PartnerDrafted& draft) {
  return sha256_of({"partner", draft.agency, draft.matter, draft.where});
}

Result<IssueAssessed> decide(const RecordAssessment& c, Instant noticed, Instant now) {
  if (c.held_at > now || c.held_at < noticed) return fail("issue.time", "held_at");
  IssueAssessed out{c.held_at, {}, c.findings, c.decision, c.next_at};
  bool fixed = false;
  for (const UserId user : c.present) {
    const auto in = [&](const std::vector<Told>& list) {
      const auto at = std::ranges::find(list, user, &Told::user);
      if (at != list.end()) out.present.push_back(*at);
      return at != list.end();
    };
    if (in(c.group.fixed)) {
      fixed = true;
    } else if (!in(c.group.plus)) {
      return fail("issue.group", std::to_string(user.value));
    }
  }
  if (!fixed) return fail("issue.group");
  if (auto ok = written(c.findings, kAssessmentLimit, "findings"); !ok) return tl::unexpected(ok.error());
  if (auto ok = written(c.decision, kAssessmentLimit, "decision"); !ok) return tl::unexpected(ok.error());
  return out;
}

Result<FactsWritten> decide(const std::vector<FactSheet>& sheets, const WriteFacts& c) {
  if (auto ok = written(c.facts, kAssessmentLimit, "facts"); !ok) return tl::unexpected(ok.error());
  if (auto ok = written(c.evidence, kAssessmentLimit, "evidence"); !ok) return tl::unexpected(ok.error());
  return FactsWritten{{static_cast<int64_t>(sheets.size()) + 1}, c.facts, c.evidence};
}

Result<FactsAgreed> decide(const std::vector<FactSheet>& sheets, const AgreeFacts& c, UserId by) {
  const auto* sheet = numbered(sheets, c.sheet, &FactSheet::id);
  if (sheet == nullptr) return fail("issue.no-facts");
  if (sheet->hash != c.hash || sheet != &sheets.back()) return fail("case.text-changed");
  if (sheet->agreed_at) return fail("issue.wrong-state", "agreed");
  if (sheet->author == by) return fail("case.same-person");
  return FactsAgreed{c.sheet, c.hash};
}

Result<PartnerDrafted> decide(const std::vector<PartnerNotice>& notices, const DraftPartnerNotice& c) {
  if (auto ok = written(c.agency, kTitleLimit, "agency"); !ok) return tl::unexpected(ok.error());
  if (auto ok = written(c.matter, kAssessmentLimit, "matter"); !ok) return tl::unexpected(ok.error());
  if (auto ok = written(c.where, kSummaryLimit, "where"); !ok) return tl::unexpected(ok.error());
  return PartnerDrafted{{static_cast<int64_t>(notices.size()) + 1}, c.agency, c.matter, c.where};
}

Result<PartnerSent> decide(const std::vector<PartnerNotice>& notices, const SendPartnerNotice& c, UserId by) {
  const auto* notice = numbered(notices, c.notice, number_of);
  if (notice == nullptr) return fail("issue.no-partner");
  if (notice->hash != c.hash) return fail("case.text-changed");
  if (notice->sent_at) return fail("issue.wrong-state", "sent");
  if (notice->author == by) return fail("case.same-person");
  if (auto ok = written(c.form, kTitleLimit, "form"); !ok) return tl::unexpected(ok.error());
  if (auto ok = written(c.receipt, kSummaryLimit, "receipt"); !ok) return tl::unexpected(ok.error());
  return PartnerSent{c.notice, c.hash, c.form, c.receipt};
}

}  // namespace hb::casework
