#include "desk/rulebooks.h"

#include <algorithm>
#include <charconv>

#include "desk/entries.h"
#include "desk/issues.h"
#include "desk/rules.h"

namespace hb::desk {

using namespace casework;

namespace {

constexpr std::string_view kRecomputed = "rulebook.recomputed";  // the version for which clocks were reckoned anew
constexpr int64_t kRecomputeStep = 500;
constexpr int64_t kMostListed = 100;

RecordStanding standing(const Proposal& state) { return {std::string(name_of(state.state)), std::nullopt}; }

// The name of whoever made the first, or the last, event.
std::string name_in(const std::vector<RecordRecorded>& history, bool last) {
  if (history.empty()) return {};
  return last ? history.back().name : history.front().name;
}

std::optional<Instant> due_if_begun(const Rules& rules, std::string_view clock, Instant now) {
  const ClockSpec* spec = rules.clock(clock);
  if (spec == nullptr) return std::nullopt;
  const auto reckoned = due(*spec, *rules.calendar, {now});
  return reckoned ? reckoned->due : std::nullopt;
}

// A line each: version, seconds since 1970, the proposal's id or "-".
std::string format(const std::vector<RulebookVersion>& versions) {
  std::string out;
  for (const auto& one : versions)
    out += one.version + " " + std::to_string(one.since.seconds) + " " +
           (one.proposal.value.empty() ? "-" : one.proposal.value) + "\n";
  return out;
}

std::string_view take_word(std::string_view& text, char end) {
  const std::string_view word = text.substr(0, text.find(end));
  text.remove_prefix(std::min(text.size(), word.size() + 1));
  return word;
}

}  // namespace

std::string rulebook_setting(std::string_view version) { return "rulebook/" + std::string(version); }

Result<std::vector<RulebookVersion>> rulebook_versions(Store& store) {
  const auto setting = store.setting(kRulebookVersions);
  if (!setting) return tl::unexpected(setting.error());
  std::vector<RulebookVersion> out;
  std::string_view rest = *setting ? std::string_view(**setting) : std::string_view();
  while (!rest.empty()) {
    std::string_view line = take_word(rest, '\n');
    RulebookVersion one;
    one.version = take_word(line, ' ');
    const std::string_view since = take_word(line, ' ');
    const auto [end, error] = std::from_chars(since.data(), since.data() + since.size(), one.since.seconds);
    if (error != std::errc() || one.version.empty()) return fail("store.broken", std::string(kRulebookVersions));
    if (line != "-") one.proposal.value = line;
    out.push_back(std::move(one));
  }
  return out;
}

void keep_rulebook(std::vector<RulebookVersion> before, RulebookVersion next, std::string bytes, Changes& changes) {
  changes.settings.emplace_back(rulebook_setting(next.version), std::move(bytes));
  before.push_back(std::move(next));
  changes.settings.emplace_back(kRulebookVersions, format(before));
}

Result<std::string> Rulebooks::packed(std::string_view version) const {
  auto kept = w_.store.setting(rulebook_setting(version));
  if (!kept) return tl::unexpected(kept.error());
  if (!*kept) return fail("rulebook.unknown", std::string(version));
  return **std::move(kept);
}

Result<RulebookRead> Rulebooks::read(std::string_view version) const {
  const auto bytes = packed(version);
  if (!bytes) return tl::unexpected(bytes.error());
  auto read = reader_.unpack(*bytes);
  if (!read) return fail("rulebook.wrong", read.error().front().text);
  return *std::move(read);
}

Result<std::string> Rulebooks::words(std::string_view version, Language language) const {
  const auto bytes = packed(version);
  if (!bytes) return tl::unexpected(bytes.error());
  return reader_.in_words(*bytes, language);
}

Result<std::string> Rulebooks::difference(std::string_view version, Language language) const {
  const auto versions = rulebook_versions(w_.store);
  if (!versions) return tl::unexpected(versions.error());
  const auto at = std::ranges::find(*versions, version, &RulebookVersion::version);
  if (at == versions->end()) return fail("rulebook.unknown", std::string(version));
  if (at == versions->begin()) return std::string();
  const auto before = packed(std::prev(at)->version);
  const auto after = packed(version);
  if (!before) return tl::unexpected(before.error());
  if (!after) return tl::unexpected(after.error());
  return reader_.differences(*before, *after, language);
}

Result<std::vector<UnitId>> Rulebooks::orphaned(const Rules& next) const {
  std::vector<UnitId> out;
  for (const Unit& unit : w_.rules->units) {
    if (next.unit(unit.id) != nullptr) continue;
    CaseFilter filter;
    filter.unit = unit.id;
    filter.closed = false;
    const auto open = w_.store.count_cases(filter);
    if (!open) return tl::unexpected(open.error());
    if (*open > 0) out.push_back(unit.id);
  }
  return out;
}

Result<RulebookChecked> Rulebooks::compared(const RulebookRead& next, Language language) const {
  RulebookChecked out;
  out.version = next.rules->version;
  const Rules& now_rules = *w_.rules;
  const auto in_force = packed(now_rules.version);
  if (!in_force) return tl::unexpected(in_force.error());
  out.difference = reader_.differences(*in_force, next.packed, language);
  const Instant now = w_.clock.now();
  std::vector<std::string> clocks;
  for (const Rules* rules : {&now_rules, next.rules.get()})
    for (const ClockSpec& spec : rules->clocks)
      if (std::ranges::find(clocks, spec.id) == clocks.end()) clocks.push_back(spec.id);
  for (const auto& clock : clocks) {
    const DueBeside beside{clock, due_if_begun(now_rules, clock, now), due_if_begun(*next.rules, clock, now)};
    if (beside.now != beside.then) out.dues.push_back(beside);
  }
  auto units = orphaned(*next.rules);
  if (!units) return tl::unexpected(units.error());
  out.orphaned = std::move(*units);
  return out;
}

Result<RulebookChecked> Rulebooks::check(const RulebookText& text, Language language) const {
  const auto in_force = packed(w_.rules->version);
  if (!in_force) return tl::unexpected(in_force.error());
  const auto read = reader_.read(text, *in_force);
  if (read) return compared(*read, language);
  return RulebookChecked{.findings = read.error(), .version = {}, .difference = {}, .dues = {}, .orphaned = {}};
}

Result<void> Rulebooks::adoptable(const RulebookRead& next) const {
  if (next.rules->version == w_.rules->version) return fail("rulebook.same");
  if (next.rules->id != w_.rules->id) return fail("rulebook.other-agency", next.rules->id);
  const auto units = orphaned(*next.rules);
  if (!units) return tl::unexpected(units.error());
  if (!units->empty()) return fail("rulebook.unit-in-use", units->front().value);
  return {};
}

Result<RecordId> Rulebooks::propose(const Actor& actor, const RulebookText& text, const std::string& reason) {
  const auto in_force = packed(w_.rules->version);
  if (!in_force) return tl::unexpected(in_force.error());
  const auto read = reader_.read(text, *in_force);
  if (!read) return fail("rulebook.wrong", read.error().front().text);
  if (const auto ok = adoptable(*read); !ok) return tl::unexpected(ok.error());
  return begin_record<Proposal, ProposalEvent>(
      w_, RecordKind::proposal, actor,
      [&](const Proposal& state, Instant) {
        return decide(state, Propose{{ProposalOf::rulebook, read->rules->version, read->packed, reason}}, actor,
                      *w_.rules);
      },
      standing);
}

Result<void> Rulebooks::confirm(const Actor& actor, const RecordId& id, int64_t seen) {
  const std::lock_guard one_at_a_time(adopting_);
  auto state = load_record<Proposal, ProposalEvent>(w_.store, id);
  if (!state) return tl::unexpected(state.error());
  if (state->version == 0 || state->proposed.of != ProposalOf::rulebook) return fail("record.unknown", id.value);
  if (state->version != seen) return fail("store.version", id.value);
  const auto events = decide(*state, ConfirmProposal{}, actor, *w_.rules);
  if (!events) return tl::unexpected(events.error());
  const auto read = reader_.unpack(state->proposed.body);
  if (!read) return fail("rulebook.wrong", read.error().front().text);
  if (const auto ok = adoptable(*read); !ok) return ok;
  auto versions = rulebook_versions(w_.store);
  if (!versions) return tl::unexpected(versions.error());
  const Instant now = w_.clock.now();
  Changes changes;
  append_record(id, state->version, *events, actor, now, {std::string(name_of(ProposalState::confirmed))}, changes);
  add_rulebook(read->toml, static_cast<int64_t>(versions->size()) + 1, now, w_, changes);
  keep_rulebook(*std::move(versions), {read->rules->version, now, id}, read->packed, changes);
  if (const auto done = commit(w_, changes); !done) return tl::unexpected(done.error());
  w_.rules.adopt(read->rules);
  adopted_(*read);
  return {};
}

Result<void> Rulebooks::refuse(const Actor& actor, const RecordId& id, const std::string& reason, int64_t seen) {
  const auto done = act_on_record<Proposal, ProposalEvent>(
      w_, id, actor, seen,
      [&](const Proposal& state, Instant) { return decide(state, RefuseProposal{reason}, actor, *w_.rules); },
      standing);
  if (!done) return tl::unexpected(done.error());
  return {};
}

Result<std::vector<RulebookProposalLine>> Rulebooks::proposals() const {
  const auto rows = w_.store.records(RecordKind::proposal, "", 0, kMostListed);
  if (!rows) return tl::unexpected(rows.error());
  std::vector<RulebookProposalLine> out;
  for (const RecordRow& row : *rows) {
    const auto history = w_.store.record_events(row.id);
    if (!history) return tl::unexpected(history.error());
    auto state = fold_record<Proposal, ProposalEvent>(row.id, *history);
    if (!state) return tl::unexpected(state.error());
    if (state->proposed.of != ProposalOf::rulebook) continue;
    out.push_back({row.id, *std::move(state), name_in(*history, /*last=*/false)});
  }
  return out;
}

Result<RulebookProposalView> Rulebooks::proposal(const Actor& actor, const RecordId& id, Language language) const {
  const auto history = w_.store.record_events(id);
  if (!history) return tl::unexpected(history.error());
  auto state = fold_record<Proposal, ProposalEvent>(id, *history);
  if (!state) return tl::unexpected(state.error());
  if (state->version == 0 || state->proposed.of != ProposalOf::rulebook) return fail("record.unknown", id.value);
  RulebookProposalView view;
  const auto tried = [&](const ProposalCommand& command) {
    return decide(*state, command, actor, *w_.rules).has_value();
  };
  if (tried(ConfirmProposal{})) view.may.emplace_back("confirm");
  if (tried(RefuseProposal{"…"})) view.may.emplace_back("refuse");
  if (const auto read = reader_.unpack(state->proposed.body)) {
    auto checked = compared(*read, language);
    if (!checked) return tl::unexpected(checked.error());
    view.checked = *std::move(checked);
    view.toml = read->toml;
  } else {
    view.checked.findings = read.error();
  }
  if (state->state != ProposalState::open) view.decider = name_in(*history, /*last=*/true);
  view.line = {id, *std::move(state), name_in(*history, /*last=*/false)};
  return view;
}

// Everything is looked at, also what is closed: pages of the open ones would move while people close cases. What has no
// running clock is not read.
Result<bool> Rulebooks::recompute() {
  const std::string version = w_.rules->version;
  if (recomputed_ == version) return false;
  if (recomputing_ != version) {
    const auto done = w_.store.setting(kRecomputed);
    if (!done) return tl::unexpected(done.error());
    const auto versions = rulebook_versions(w_.store);
    if (!versions) return tl::unexpected(versions.error());
    if (done->value_or("") == version || versions->size() < 2) {
      recomputed_ = version;
      return false;
    }
    recomputing_ = version;
    recompute_done_ = 0;
  }
  const Recompute command{w_.rules.versions()};
  CaseFilter filter;
  filter.offset = recompute_done_;
  filter.limit = kRecomputeStep;
  const auto rows = w_.store.cases(filter);
  if (!rows) return tl::unexpected(rows.error());
  Cases cases(w_);
  for (const CaseRow& row : *rows)
    if (row.next_due)
      if (const auto done = cases.act(the_desk(), row.number, command); !done) return tl::unexpected(done.error());
  recompute_done_ += std::ssize(*rows);
  if (std::ssize(*rows) == kRecomputeStep) return true;
  Issues issues(w_);
  for (IssueFilter some{.remit_only = false, .at_least = {}, .limit = kRecomputeStep};; some.offset += kRecomputeStep) {
    const auto board = w_.store.issues(some);
    if (!board) return tl::unexpected(board.error());
    for (const IssueRow& row : *board)
      if (row.next_due)
        if (const auto done = issues.act(the_desk(), row.id, command); !done) return tl::unexpected(done.error());
    if (std::ssize(*board) < kRecomputeStep) break;
  }
  Changes changes;
  changes.settings.emplace_back(kRecomputed, version);
  if (const auto done = commit(w_, changes); !done) return tl::unexpected(done.error());
  recomputed_ = version;
  return false;
}

}  // namespace hb::desk
