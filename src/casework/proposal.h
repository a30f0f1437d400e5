#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "casework/people.h"

/// What takes two people: one proposes, another confirms; only then it holds. The desk carries out what was confirmed
/// (puts the account on the register, adopts the rulebook) in the transaction of the confirmation.
namespace hb::casework {

enum class ProposalOf : uint8_t {
  rulebook,            ///< adopt a version; subject: the version, body: why in words
  account,             ///< put an official account on the public register, or write over it by its id
  account_withdrawal,  ///< take it off
  source,              ///< listen to a place
  source_removal,      ///< stop listening to it
};
std::string_view name_of(ProposalOf of);
std::optional<ProposalOf> proposal_of(std::string_view name);

enum class ProposalState : uint8_t { open, confirmed, refused };
std::string_view name_of(ProposalState state);

struct Proposed {
  ProposalOf of = ProposalOf::rulebook;
  std::string subject;  ///< id of what changes: a version, an account's id, a source's id
  std::string body;     ///< what it shall be, in the form of the room that reads it; the confirmer is shown it whole
  std::string reason;
  friend bool operator==(const Proposed&, const Proposed&) = default;
};
struct ProposalConfirmed {
  friend bool operator==(const ProposalConfirmed&, const ProposalConfirmed&) = default;
};
struct ProposalRefused {
  std::string reason;
  friend bool operator==(const ProposalRefused&, const ProposalRefused&) = default;
};
using ProposalEvent = std::variant<Proposed, ProposalConfirmed, ProposalRefused>;
std::string_view name_of(const ProposalEvent& event);

struct Proposal {
  Proposed proposed;
  UserId proposer;
  Instant at;
  ProposalState state = ProposalState::open;
  UserId decider;  ///< who confirmed or refused
  std::string refused;
  int64_t version = 0;
};

struct Propose {
  Proposed facts;
};
struct ConfirmProposal {};
struct RefuseProposal {
  std::string reason;
};
using ProposalCommand = std::variant<Propose, ConfirmProposal, RefuseProposal>;

/// Bound of a proposal's body, in code points.
inline constexpr size_t kProposalLimit = 200'000;

/// Proposed by an administrator or the office; confirmed or refused by another of them or, for a rulebook and an
/// account, by the spokesperson or the bureau's online spokesperson only; never by the proposer. The proposer may
/// refuse their own: that takes it back. Errors: "proposal.not-allowed", "proposal.same-person",
/// "proposal.wrong-state", "case.empty"/"case.too-long" (field), "case.reason-required".
Result<std::vector<ProposalEvent>> decide(const Proposal& state, const ProposalCommand& command, const Actor& actor,
                                          const Rules& rules);
void apply(Proposal& state, Instant at, UserId by, const ProposalEvent& event);

}  // namespace hb::casework
