#include "casework/proposal.h"

#include <array>

#include "base/named.h"
#include "casework/written.h"

namespace hb::casework {
namespace {

constexpr std::array<std::string_view, 5> kProposals{"rulebook", "account", "account-withdrawal", "source",
                                                     "source-removal"};
constexpr std::array<std::string_view, 3> kStates{"open", "confirmed", "refused"};

using Events = Result<std::vector<ProposalEvent>>;

bool may_propose(const Actor& actor, const Rules& rules) { return allowed(Act::propose, actor, {}, rules); }

bool may_confirm(ProposalOf of, const Actor& actor, const Rules& rules) {
  switch (of) {
    case ProposalOf::rulebook:
    case ProposalOf::account:
    case ProposalOf::account_withdrawal:
      return allowed(Act::confirm_rules, actor, {}, rules);
    case ProposalOf::source:
    case ProposalOf::source_removal:
      return allowed(Act::confirm_source, actor, {}, rules);
  }
  return false;
}

struct Decider {
  const Proposal& state;
  const Actor& actor;
  const Rules& rules;

  Result<void> undecided() const {
    if (state.version == 0 || state.state != ProposalState::open)
      return fail("proposal.wrong-state", std::string(name_of(state.state)));
    return {};
  }

  Events operator()(const Propose& c) const {
    if (state.version != 0) return fail("proposal.wrong-state", "proposed");
    if (!may_propose(actor, rules)) return fail("proposal.not-allowed", "propose");
    if (auto ok = written(c.facts.subject, kTitleBound, "subject"); !ok) return tl::unexpected(ok.error());
    if (!c.facts.body.empty())
      if (auto ok = written(c.facts.body, kProposalLimit, "body"); !ok) return tl::unexpected(ok.error());
    if (auto ok = reason_given(c.facts.reason); !ok) return tl::unexpected(ok.error());
    return std::vector<ProposalEvent>{c.facts};
  }
  Events operator()(const ConfirmProposal&) const {
    if (auto ok = undecided(); !ok) return tl::unexpected(ok.error());
    if (actor.user == state.proposer) return fail("proposal.same-person");
    if (!may_confirm(state.proposed.of, actor, rules)) return fail("proposal.not-allowed", "confirm");
    return std::vector<ProposalEvent>{ProposalConfirmed{}};
  }
  Events operator()(const RefuseProposal& c) const {
    if (auto ok = undecided(); !ok) return tl::unexpected(ok.error());
    if (actor.user != state.proposer && !may_confirm(state.proposed.of, actor, rules))
      return fail("proposal.not-allowed", "refuse");
    if (auto ok = reason_given(c.reason); !ok) return tl::unexpected(ok.error());
    return std::vector<ProposalEvent>{ProposalRefused{c.reason}};
  }

  static constexpr size_t kTitleBound = 200;
};

}  // namespace

std::string_view name_of(ProposalOf of) { return kProposals[static_cast<size_t>(of)]; }
std::string_view name_of(ProposalState state) { return kStates[static_cast<size_t>(state)]; }
std::optional<ProposalOf> proposal_of(std::string_view name) { return by_name(name, ProposalOf::source_removal); }

std::string_view name_of(const ProposalEvent& event) {
  constexpr std::array<std::string_view, 3> kNames{"proposed", "proposal-confirmed", "proposal-refused"};
  return kNames[event.index()];
}

Result<std::vector<ProposalEvent>> decide(const Proposal& state, const ProposalCommand& command, const Actor& actor,
                                          const Rules& rules) {
  return std::visit(Decider{state, actor, rules}, command);
}

void apply(Proposal& state, Instant at, UserId by, const ProposalEvent& event) {
  ++state.version;
  if (const auto* proposed = std::get_if<Proposed>(&event)) {
    state.proposed = *proposed;
    state.proposer = by;
    state.at = at;
    state.state = ProposalState::open;
    return;
  }
  state.decider = by;
  if (const auto* refused = std::get_if<ProposalRefused>(&event)) {
    state.state = ProposalState::refused;
    state.refused = refused->reason;
  } else {
    state.state = ProposalState::confirmed;
  }
}

}  // namespace hb::casework
