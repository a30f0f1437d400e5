#pragma once
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "casework/accounts.h"
#include "desk/records.h"

/// The two registers that take two people: official accounts (官方账号), and what is listened to (来源). One proposes
/// with a reason, another confirms; only then it holds. A change of an account is entered in the ledger.
namespace hb::desk {

/// The changes of the register of accounts so far, as a setting keeps them.
inline constexpr std::string_view kAccountChanges = "accounts";
Result<std::vector<casework::AccountChange>> account_changes(Store& store);

/// Reads what somebody hands in for a source; carried out in app/, since only the listener knows its form. Any thread.
class SourceReader {
 public:
  virtual ~SourceReader() = default;
  /// The row it would be: id, name, unit and config. Errors: the listener's, "source.*" (detail: the key).
  virtual Result<SourceRow> read(std::string_view config) = 0;
};

struct RegisterLine {
  RecordId id;
  casework::Proposal state;
  std::string proposer, decider;  ///< by name; no decider yet: ""
  std::vector<std::string> may;   ///< "confirm", "refuse"
};

/// Any thread. Errors of all that change something: those of casework::decide for a proposal, the store's.
class Registers {
 public:
  Registers(const Wiring& wiring, SourceReader& reader) : w_(wiring), reader_(reader) {}

  /// Errors besides: those of casework::check, "account.same" (it stands so already).
  Result<RecordId> propose_account(const casework::Actor& actor, const casework::OfficialAccount& account,
                                   const std::string& reason);
  /// Errors besides: "account.unknown".
  Result<RecordId> propose_withdrawal(const casework::Actor& actor, const std::string& id, const std::string& reason);
  /// Errors besides: the reader's, "route.no-such-unit", "source.same".
  Result<RecordId> propose_source(const casework::Actor& actor, std::string_view config, const std::string& reason);
  /// Errors besides: "source.unknown".
  Result<RecordId> propose_removal(const casework::Actor& actor, const SourceId& id, const std::string& reason);

  /// An account holds from then on. A source: only between two batches (BetweenBatches), since the listener writes its
  /// rows. Errors besides: "record.unknown", those of the proposal, if it does not fit any more.
  Result<void> confirm(const casework::Actor& actor, const RecordId& id, int64_t seen);
  Result<void> refuse(const casework::Actor& actor, const RecordId& id, const std::string& reason, int64_t seen);
  /// Whether it is about a source.
  Result<bool> of_source(const RecordId& id) const;

  /// Of accounts, or of sources; newest first.
  Result<std::vector<RegisterLine>> proposals(const casework::Actor& actor, bool of_sources) const;

 private:
  Result<casework::Proposal> load(const RecordId& id) const;
  Result<RecordId> propose(const casework::Actor& actor, casework::Proposed facts);
  Result<casework::AccountChange> fitting_account(const casework::Proposed& proposed) const;
  Result<SourceRow> fitting_source(const casework::Proposed& proposed) const;

  Wiring w_;
  SourceReader& reader_;
  std::mutex confirming_;  ///< what was confirmed is read, added to and written as a whole
};

}  // namespace hb::desk
