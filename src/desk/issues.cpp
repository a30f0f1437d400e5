#include "desk/issues.h"

#include <algorithm>

#include "desk/duty.h"
#include "desk/entries.h"
#include "desk/portal.h"
#include "desk/reviews.h"
#include "text/mask.h"

namespace hb::desk {

using namespace casework;

Issue fold_issue(IssueId id, Instant noticed_at, const std::vector<IssueRecorded>& history) {
  Issue state;
  state.id = id;
  state.noticed_at = noticed_at;
  for (const auto& recorded : history) apply(state, recorded);
  return state;
}

Result<void> append_issue(const Issue& before, const std::vector<IssueEvent>& events, const Actor& actor, Instant now,
                          const Wiring& wiring, Changes& changes) {
  if (events.empty()) return {};
  Issue after = before;
  IssueAppend append{.id = before.id, .expected_version = before.version, .events = {}};
  append.events.reserve(events.size());
  for (const auto& event : events) {
    append.events.push_back({now, actor.user, actor.name, event});
    if (auto* told = std::get_if<Notified>(&append.events.back().event)) {
      auto to = who_stands(wiring.store, told->rung, now, *wiring.rules);
      if (!to) return tl::unexpected(to.error());
      told->to = std::move(*to);
    }
    apply(after, append.events.back());
    if (const auto* published = std::get_if<StatementPublished>(&event))
      if (auto ok = add_statement(after, *after.statement(published->draft), now, wiring, changes); !ok) return ok;
  }
  append.row = {.grade = after.grade(),
                .unit = after.unit,
                .remit = after.remit,
                .dismissed = after.dismissed,
                .cases = static_cast<int64_t>(after.cases.size()),
                .missed = std::ranges::count(after.clocks, ClockOutcome::missed, &CaseClock::outcome),
                .wakes_at = wakes_at(after.clocks, after.notices, *wiring.rules),
                .unacknowledged = std::ranges::count_if(
                    after.notices, [&](const Notice& one) { return waits(one, after.clocks, after.notices); }),
                .merged_into = after.merged_into};
  if (const CaseClock* next = next_clock(after.clocks)) {
    append.row.next_due = next->due;
    append.row.next_from = next->from;
  }
  changes.issues.push_back(std::move(append));
  return open_reviews(reviews_owed(after, *wiring.rules), now, wiring, changes);
}

namespace {

/// What is written inside and handed on names nobody who spoke.
struct Masked {
  static void mask(std::initializer_list<std::string*> texts) {
    for (std::string* one : texts) *one = text::mask(*one);
  }
  void operator()(DraftPartnerNotice& c) const { mask({&c.matter, &c.where}); }
  void operator()(DraftReport& c) const {
    mask({&c.text.what, &c.text.where, &c.text.how_many, &c.text.known, &c.text.doing});
  }
  void operator()(RecordAssessment& c) const { mask({&c.findings, &c.decision}); }
  void operator()(WriteFacts& c) const { mask({&c.facts, &c.evidence}); }
  template <class Other>
  void operator()(Other&) const {}
};

}  // namespace

Result<Issue> Issues::load(IssueId id) const {
  const auto row = w_.store.issue_row(id);
  if (!row) return tl::unexpected(row.error());
  if (!*row) return fail("issue.unknown", std::to_string(id.value));
  const auto history = w_.store.issue_events(id);
  if (!history) return tl::unexpected(history.error());
  return fold_issue(id, (*row)->first_at, *history);
}

Result<Issue> Issues::act(const Actor& actor, IssueId id, const IssueCommand& command, std::optional<int64_t> seen) {
  for (int tries = 1;; ++tries) {
    const auto state = load(id);
    if (!state) return state;
    if (seen && state->version != *seen) return fail("store.version", std::to_string(id.value));
    const Instant now = w_.clock.now();
    Changes changes;
    auto asked = command;
    if (auto* approve = std::get_if<ApproveReport>(&asked))
      if (auto ok = number(*approve, id, actor, now, changes); !ok) return tl::unexpected(ok.error());
    if (auto* assess = std::get_if<RecordAssessment>(&asked)) {
      const auto row = w_.store.issue_row(id);
      if (!row) return tl::unexpected(row.error());
      const auto cases = w_.store.cases_of_issue(id);
      if (!cases) return tl::unexpected(cases.error());
      auto group = assessment_group(*state, row->value_or(IssueRow{}), *cases);
      if (!group) return tl::unexpected(group.error());
      assess->group = std::move(*group);
    }
    std::visit(Masked{}, asked);
    const auto events = decide(*state, asked, actor, now, *w_.rules);
    if (!events) return tl::unexpected(events.error());
    if (events->empty()) return state;
    if (auto ok = append_issue(*state, *events, actor, now, w_, changes); !ok) return tl::unexpected(ok.error());
    const auto done = commit(w_, changes);
    if (done) return load(id);
    if (done.error().code != "store.version" || tries == kTries) return tl::unexpected(done.error());
  }
}

Result<AssessmentGroup> Issues::assessment_group(const Issue& state, const IssueRow& row,
                                                 const std::vector<CaseRow>& cases) const {
  const auto staff = staff_of(w_.store);
  if (!staff) return tl::unexpected(staff.error());
  std::vector<UnitId> units{state.unit};
  for (const CaseRow& one : cases) {
    units.push_back(one.unit);
    for (const Unit& unit : w_.rules->units)  // whose line of business it is
      if (std::ranges::find(unit.remit, one.matter) != unit.remit.end()) units.push_back(unit.id);
  }
  for (const auto& place : public_places(*w_.rules, row.places))
    for (const Unit& unit : w_.rules->units)
      if (std::ranges::find(unit.places, place) != unit.places.end()) units.push_back(unit.id);
  return casework::assessment_group(units, state.criticised(), *staff, *w_.rules);
}

// The next number in the register of the year, given in the same transaction.
Result<void> Issues::number(ApproveReport& approve, IssueId issue, const Actor& actor, Instant now,
                            Changes& changes) const {
  const Zone& zone = w_.rules->calendar->zone();
  approve.year = static_cast<int>(date::year_month_day(zone.day_at(now)).year());
  const RecordId reports = record_id(RecordKind::reports, approve.year);
  const auto given = load_record<ReportRegister, ReportRegisterEvent>(w_.store, reports);
  if (!given) return tl::unexpected(given.error());
  approve.number = static_cast<int>(given->version) + 1;
  append_record(reports, given->version, std::vector<ReportRegisterEvent>{ReportNumbered{issue, approve.report}}, actor,
                now, {"kept"}, changes);
  return {};
}

Result<int> Issues::tick() {
  const auto due = w_.store.issues_due(w_.clock.now(), 1000);
  if (!due) return tl::unexpected(due.error());
  int missed = 0;
  for (const IssueId id : *due) {
    const auto before = load(id);
    if (!before) return tl::unexpected(before.error());
    const auto after = act(the_desk(), id, Tick{});
    if (!after) return tl::unexpected(after.error());
    missed += static_cast<int>(after->version - before->version);
  }
  return missed;
}

}  // namespace hb::desk
