#include "desk/issues.h"

#include <algorithm>

#include "desk/entries.h"

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
  for (const auto& event : events) {
    append.events.push_back({now, actor.user, actor.name, event});
    apply(after, append.events.back());
    if (const auto* published = std::get_if<StatementPublished>(&event))
      if (auto ok = add_statement(after, *after.statement(published->draft), now, wiring, changes); !ok) return ok;
  }
  append.row = {.grade = after.grade(),
                .unit = after.unit,
                .remit = after.remit,
                .dismissed = after.dismissed,
                .cases = static_cast<int64_t>(after.cases.size()),
                .missed = std::ranges::count(after.clocks, ClockOutcome::missed, &CaseClock::outcome)};
  if (const CaseClock* next = next_clock(after.clocks)) {
    append.row.next_due = next->due;
    append.row.next_from = next->from;
  }
  changes.issues.push_back(std::move(append));
  return {};
}

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
    const auto events = decide(*state, command, actor, now, *w_.rules);
    if (!events) return tl::unexpected(events.error());
    if (events->empty()) return state;
    Changes changes;
    if (auto ok = append_issue(*state, *events, actor, now, w_, changes); !ok) return tl::unexpected(ok.error());
    const auto done = commit(w_, changes);
    if (done) return load(id);
    if (done.error().code != "store.version" || tries == kTries) return tl::unexpected(done.error());
  }
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
