#pragma once
#include <mutex>

#include "desk/ports.h"
#include "ledger/note.h"
#include "ledger/proof.h"
#include "ledger/tile.h"

/// The one sequencer of the public ledger: turns rows of the store into tiles and a signed checkpoint, in an order that
/// survives kill -9 at any point (conventions: ledger, A8).
namespace hb::desk {

/// The log's tiles as they were published. `files` outlives it. Errors: the files', "ledger.tile-missing" (path).
ledger::TileReader tiles_of(Files& files);

class Log {
 public:
  /// `signer` is named as the log's origin. All references outlive it. `open` and `sequence`: one thread.
  Log(Store& store, Files& files, const ledger::Signer& signer) : store_(store), files_(files), signer_(signer) {}

  /// Must succeed before the first `sequence`: compares rows, the last signed state and the checkpoint file. A
  /// checkpoint file that is ahead of or inconsistent with the record means an old backup was put back: "ledger.fork",
  /// and nothing may be signed. Finishes a publication that was cut off.
  Result<void> open();

  /// Puts all new rows into tiles, signs, and publishes the checkpoint; false if there was nothing new.
  /// Errors: "ledger.not-open", "ledger.fork", the store's and the files'.
  Result<bool> sequence();

  /// Puts a witness's line behind the checkpoint that is published, and with it writes `settings`, what was learnt of
  /// the witness; `enough`: the policy's quorum is reached with it. The line is left out if the log has grown since
  /// `seen`: then false. Any thread. Errors: the store's and the files'.
  Result<bool> cosign(const LedgerState& seen, std::string_view line, bool enough,
                      std::vector<std::pair<std::string, std::string>> settings);

  /// The proof of an entry under a checkpoint, with the body's salt if the body is shown: the last one that enough
  /// witnesses signed if it covers the entry, else the one that is published.
  /// Any thread. Errors: "ledger.not-yet" (no checkpoint covers it).
  Result<ledger::Proof> proof(int64_t index);
  /// The same of a row that was read already.
  Result<ledger::Proof> proof(const LedgerRow& row);

 private:
  Result<void> publish(const LedgerState& state);

  Store& store_;
  Files& files_;
  const ledger::Signer& signer_;
  std::mutex publishing_;  ///< around writing the state and the file that says the same
  bool open_ = false;
};

}  // namespace hb::desk
