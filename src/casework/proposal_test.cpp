#include "casework/proposal.h"

#include <gtest/gtest.h>

#include "casework/record.h"

namespace hb::casework {
namespace {

Rules rules() {
  Rules out;
  Unit office;
  office.id = {"office"};
  office.kind = UnitKind::office;
  out.units = {office};
  return out;
}
Actor person(int64_t id, Role role) { return {{id}, "某人", {{role, {"office"}}}}; }

std::string tried(const Proposal& state, const ProposalCommand& command, const Actor& actor) {
  const auto events = decide(state, command, actor, rules());
  return events ? std::string(name_of(events->front())) : events.error().code;
}
Proposal open(ProposalOf of, int64_t by) {
  Proposal state;
  apply(state, {1}, {by}, Proposed{of, "x", "{}", "需要"});
  return state;
}

// Whoever may do it alone could put a false account on the public register, or change the rules unseen.
TEST(Proposal, TakesTwoPeopleOfTheRightRoles) {
  struct Row {
    ProposalOf of;
    Role role;
    const char* proposes;
    const char* confirms;
  };
  const Row rows[] = {
      {ProposalOf::account, Role::administrator, "proposed", "proposal.not-allowed"},
      {ProposalOf::account, Role::office, "proposed", "proposal.not-allowed"},
      {ProposalOf::account, Role::spokesperson, "proposal.not-allowed", "proposal-confirmed"},
      {ProposalOf::account_withdrawal, Role::online_spokesperson, "proposal.not-allowed", "proposal-confirmed"},
      {ProposalOf::rulebook, Role::administrator, "proposed", "proposal.not-allowed"},
      {ProposalOf::rulebook, Role::spokesperson, "proposal.not-allowed", "proposal-confirmed"},
      {ProposalOf::rulebook, Role::auditor, "proposal.not-allowed", "proposal.not-allowed"},
      {ProposalOf::source, Role::administrator, "proposed", "proposal-confirmed"},
      {ProposalOf::source, Role::office, "proposed", "proposal-confirmed"},
      {ProposalOf::source_removal, Role::spokesperson, "proposal.not-allowed", "proposal-confirmed"},
      {ProposalOf::source, Role::monitor, "proposal.not-allowed", "proposal.not-allowed"},
      {ProposalOf::source, Role::unit_head, "proposal.not-allowed", "proposal.not-allowed"},
  };
  for (const Row& row : rows) {
    const std::string who = std::string(name_of(row.of)) + " " + std::string(name_of(row.role));
    EXPECT_EQ(tried({}, Propose{{row.of, "x", "", "需要"}}, person(1, row.role)), row.proposes) << who;
    EXPECT_EQ(tried(open(row.of, 2), ConfirmProposal{}, person(1, row.role)), row.confirms) << who;
    EXPECT_EQ(tried(open(row.of, 1), ConfirmProposal{}, person(1, row.role)), "proposal.same-person") << who;
  }
}

TEST(Proposal, IsDecidedOnce) {
  const Actor leader = person(1, Role::spokesperson);
  EXPECT_EQ(tried({}, ConfirmProposal{}, leader), "proposal.wrong-state");
  EXPECT_EQ(tried(open(ProposalOf::account, 2), RefuseProposal{""}, leader), "case.reason-required");
  EXPECT_EQ(tried(open(ProposalOf::account, 2), RefuseProposal{"不对"}, person(3, Role::monitor)),
            "proposal.not-allowed");
  EXPECT_EQ(tried(open(ProposalOf::account, 2), RefuseProposal{"收回"}, person(2, Role::office)), "proposal-refused");
  for (const ProposalEvent& end : {ProposalEvent{ProposalConfirmed{}}, ProposalEvent{ProposalRefused{"不对"}}}) {
    Proposal state = open(ProposalOf::account, 2);
    apply(state, {2}, {1}, end);
    EXPECT_EQ(tried(state, ConfirmProposal{}, leader), "proposal.wrong-state");
    EXPECT_EQ(tried(state, RefuseProposal{"不对"}, leader), "proposal.wrong-state");
    EXPECT_EQ(tried(state, Propose{{ProposalOf::account, "x", "", "需要"}}, person(2, Role::office)),
              "proposal.wrong-state");
  }
}

TEST(Proposal, SaysWhatAndWhy) {
  const Actor admin = person(1, Role::administrator);
  EXPECT_EQ(tried({}, Propose{{ProposalOf::source, "", "", "需要"}}, admin), "case.empty");
  EXPECT_EQ(tried({}, Propose{{ProposalOf::source, "x", "", ""}}, admin), "case.reason-required");
  EXPECT_EQ(tried({}, Propose{{ProposalOf::source, "x", std::string(kProposalLimit + 1, 'a'), "需要"}}, admin),
            "case.too-long");
}

TEST(Record, IdsSayKindAndNumber) {
  EXPECT_EQ(record_id(RecordKind::proposal, 12).value, "proposal/12");
  EXPECT_EQ(parts_of({"proposal/12"}), (std::pair{RecordKind::proposal, int64_t{12}}));
  for (const char* bad : {"", "proposal", "proposal/", "proposal/0", "proposal/-1", "proposal/1x", "other/1", "/1"})
    EXPECT_FALSE(parts_of({bad})) << bad;
}

}  // namespace
}  // namespace hb::casework
