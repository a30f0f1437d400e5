#include "desk/registers.h"

#include <algorithm>

#include "desk/entries.h"

namespace hb::desk {

using namespace casework;

namespace {

constexpr int64_t kMostListed = 500;

RecordStanding standing(const Proposal& state) { return {std::string(name_of(state.state))}; }

bool of_sources(ProposalOf of) { return of == ProposalOf::source || of == ProposalOf::source_removal; }
bool of_accounts(ProposalOf of) { return of == ProposalOf::account || of == ProposalOf::account_withdrawal; }

bool stands(const Rules& rules, const OfficialAccount& account) {
  return std::ranges::find(rules.accounts, account) != rules.accounts.end();
}

}  // namespace

// Changes are kept one after the other, an empty line after each.
Result<std::vector<AccountChange>> account_changes(Store& store) {
  const auto kept = store.setting(kAccountChanges);
  if (!kept) return tl::unexpected(kept.error());
  std::vector<AccountChange> out;
  std::string_view rest = *kept ? std::string_view(**kept) : std::string_view();
  while (!rest.empty()) {
    const size_t end = rest.find("\n\n");
    if (end == std::string_view::npos) return fail("store.broken", std::string(kAccountChanges));
    auto change = parse_account(rest.substr(0, end + 1));
    if (!change) return fail("store.broken", std::string(kAccountChanges));
    out.push_back(*std::move(change));
    rest.remove_prefix(end + 2);
  }
  return out;
}

Result<RecordId> Registers::propose(const Actor& actor, Proposed facts) {
  return begin_record<Proposal, ProposalEvent>(
      w_, RecordKind::proposal, actor,
      [&](const Proposal& state, Instant) { return decide(state, Propose{facts}, actor, *w_.rules); }, standing);
}

Result<AccountChange> Registers::fitting_account(const Proposed& proposed) const {
  const auto change = parse_account(proposed.body);
  if (!change) return change;
  const Rules& rules = *w_.rules;
  if (change->withdrawn) {
    if (std::ranges::find(rules.accounts, change->account.id, &OfficialAccount::id) == rules.accounts.end())
      return fail("account.unknown", change->account.id);
    return change;
  }
  if (auto ok = check(change->account, rules); !ok) return tl::unexpected(ok.error());
  if (stands(rules, change->account)) return fail("account.same", change->account.id);
  return change;
}

Result<SourceRow> Registers::fitting_source(const Proposed& proposed) const {
  const auto rows = w_.store.sources();
  if (!rows) return tl::unexpected(rows.error());
  const auto at = std::ranges::find(*rows, SourceId{proposed.subject}, &SourceRow::id);
  if (proposed.of == ProposalOf::source_removal) {
    if (at == rows->end() || at->ended_at) return fail("source.unknown", proposed.subject);
    SourceRow row = *at;
    row.ended_at = w_.clock.now();
    return row;
  }
  auto row = reader_.read(proposed.body);
  if (!row) return row;
  if (w_.rules->unit(row->unit) == nullptr) return fail("route.no-such-unit", row->unit.value);
  if (at == rows->end()) return row;
  if (!at->ended_at && at->config == row->config) return fail("source.same", row->id.value);
  SourceRow changed = *at;  // what is remembered of it stays
  changed.name = row->name;
  changed.unit = row->unit;
  changed.config = row->config;
  changed.ended_at.reset();
  return changed;
}

Result<RecordId> Registers::propose_account(const Actor& actor, const OfficialAccount& account,
                                            const std::string& reason) {
  const Proposed facts{ProposalOf::account, account.id, to_bytes({account, false}), reason};
  if (const auto fits = fitting_account(facts); !fits) return tl::unexpected(fits.error());
  return propose(actor, facts);
}

Result<RecordId> Registers::propose_withdrawal(const Actor& actor, const std::string& id, const std::string& reason) {
  AccountChange change;
  change.account.id = id;
  change.withdrawn = true;
  const Proposed facts{ProposalOf::account_withdrawal, id, to_bytes(change), reason};
  if (const auto fits = fitting_account(facts); !fits) return tl::unexpected(fits.error());
  return propose(actor, facts);
}

Result<RecordId> Registers::propose_source(const Actor& actor, std::string_view config, const std::string& reason) {
  const auto row = reader_.read(config);
  if (!row) return tl::unexpected(row.error());
  const Proposed facts{ProposalOf::source, row->id.value, row->config, reason};
  if (const auto fits = fitting_source(facts); !fits) return tl::unexpected(fits.error());
  return propose(actor, facts);
}

Result<RecordId> Registers::propose_removal(const Actor& actor, const SourceId& id, const std::string& reason) {
  const Proposed facts{ProposalOf::source_removal, id.value, "", reason};
  if (const auto fits = fitting_source(facts); !fits) return tl::unexpected(fits.error());
  return propose(actor, facts);
}

Result<Proposal> Registers::load(const RecordId& id) const {
  auto state = load_record<Proposal, ProposalEvent>(w_.store, id);
  if (state && (state->version == 0 || !(of_sources(state->proposed.of) || of_accounts(state->proposed.of))))
    return fail("record.unknown", id.value);
  return state;
}

Result<bool> Registers::of_source(const RecordId& id) const {
  const auto state = load(id);
  if (!state) return tl::unexpected(state.error());
  return of_sources(state->proposed.of);
}

Result<void> Registers::confirm(const Actor& actor, const RecordId& id, int64_t seen) {
  const std::lock_guard one_at_a_time(confirming_);
  const auto state = load(id);
  if (!state) return tl::unexpected(state.error());
  if (state->version != seen) return fail("store.version", id.value);
  const auto events = decide(*state, ConfirmProposal{}, actor, *w_.rules);
  if (!events) return tl::unexpected(events.error());
  const Instant now = w_.clock.now();
  Changes changes;
  append_record(id, state->version, *events, actor, now, {std::string(name_of(ProposalState::confirmed))}, changes);
  if (of_sources(state->proposed.of)) {
    auto row = fitting_source(state->proposed);
    if (!row) return tl::unexpected(row.error());
    changes.sources.push_back(std::move(*row));
    const auto done = commit(w_, changes);
    return done ? Result<void>() : tl::unexpected(done.error());
  }
  const auto change = fitting_account(state->proposed);
  if (!change) return tl::unexpected(change.error());
  auto all = account_changes(w_.store);
  if (!all) return tl::unexpected(all.error());
  all->push_back(*change);
  std::string kept;
  for (const AccountChange& one : *all) kept += to_bytes(one) + "\n";
  changes.settings.emplace_back(kAccountChanges, std::move(kept));
  add_account(*change, static_cast<int64_t>(all->size()), now, w_, changes);
  if (const auto done = commit(w_, changes); !done) return tl::unexpected(done.error());
  w_.rules.register_accounts(std::move(*all));
  return {};
}

Result<void> Registers::refuse(const Actor& actor, const RecordId& id, const std::string& reason, int64_t seen) {
  if (const auto there = load(id); !there) return tl::unexpected(there.error());
  const auto done = act_on_record<Proposal, ProposalEvent>(
      w_, id, actor, seen,
      [&](const Proposal& state, Instant) { return decide(state, RefuseProposal{reason}, actor, *w_.rules); },
      standing);
  return done ? Result<void>() : tl::unexpected(done.error());
}

Result<std::vector<RegisterLine>> Registers::proposals(const Actor& actor, bool sources) const {
  const auto rows = w_.store.records(RecordKind::proposal, "", 0, kMostListed);
  if (!rows) return tl::unexpected(rows.error());
  std::vector<RegisterLine> out;
  for (const RecordRow& row : *rows) {
    const auto history = w_.store.record_events(row.id);
    if (!history) return tl::unexpected(history.error());
    auto state = fold_record<Proposal, ProposalEvent>(row.id, *history);
    if (!state) return tl::unexpected(state.error());
    if (!(sources ? of_sources(state->proposed.of) : of_accounts(state->proposed.of))) continue;
    RegisterLine line{
        .id = row.id, .state = std::move(*state), .proposer = history->front().name, .decider = {}, .may = {}};
    if (line.state.state != ProposalState::open) line.decider = history->back().name;
    if (decide(line.state, ConfirmProposal{}, actor, *w_.rules)) line.may.emplace_back("confirm");
    if (decide(line.state, RefuseProposal{"…"}, actor, *w_.rules)) line.may.emplace_back("refuse");
    out.push_back(std::move(line));
  }
  return out;
}

}  // namespace hb::desk
