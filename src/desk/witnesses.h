#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "desk/cases.h"
#include "desk/fetcher.h"
#include "desk/log.h"
#include "ledger/policy.h"

/// The witnesses of the public ledger, from the log's side: after every checkpoint each is asked to sign that it grew
/// out of the last one it saw, so that nobody can be shown another ledger (conventions: ledger, A7).
namespace hb::desk {

inline constexpr std::string_view kWitnessPolicy = "ledger.policy";  ///< setting: the policy's bytes
inline constexpr size_t kMostWitnesses = 15;    ///< with our own line 16, which every verifier must take (signed-note)
inline constexpr Seconds kBetweenAsking = {5};  ///< of one witness, at least
inline constexpr Seconds kFirstAgain = {10};    ///< after a failure; twice as long each time
inline constexpr Seconds kLongestAgain = hours(1);

/// What is known of a witness.
struct WitnessState {
  std::string name;  ///< in the policy
  std::string vkey;  ///< who it is, whatever it is called
  int64_t size = 0;  ///< the checkpoint it signed last
  std::optional<Instant> signed_at{};
  int failures = 0;     ///< in a row
  Instant next_at{};    ///< not asked before
  std::string error{};  ///< of the last failure, at most 200 bytes
  friend bool operator==(const WitnessState&, const WitnessState&) = default;
};

/// Of the witnesses of the policy that is in force, in its order. Errors: the store's, "policy.malformed".
Result<std::vector<WitnessState>> witnesses_of(Store& store);

/// A policy that holds from now on, said by two people; it stands in the public ledger as an entry of kind `key`, its
/// text for everybody to read. `allow`: addresses outside the public internet, "ADDR:PORT", at which a witness may be
/// asked. Errors: "policy.malformed" (what), "policy.witness" (what is missing of which), "policy.log" (another log's
/// key), the store's.
Result<void> adopt_policy(std::string_view text, const std::vector<std::string>& allow, std::string_view vkey,
                          const Wiring& wiring);

class Witnesses {
 public:
  /// The references outlive it. One thread, which is not the sequencer's: an answer may take half a minute.
  Witnesses(Store& store, Files& files, Log& log, Poster& poster, const Clock& clock)
      : store_(store), files_(files), log_(log), poster_(poster), clock_(clock) {}

  /// Asks every witness that has not signed the published checkpoint and whose time has come; how many signed. What
  /// goes wrong with one is kept beside it and holds up no other; it is asked again later, for ever. A witness that
  /// holds more than we have ("witness.ahead") saw entries that this record has lost. Errors: the store's, the files'.
  Result<int> ask();

 private:
  Result<std::string> ask_one(const ledger::Policy::Signer& witness, const LedgerState& state, WitnessState& known);

  Store& store_;
  Files& files_;
  Log& log_;
  Poster& poster_;
  const Clock& clock_;
};

}  // namespace hb::desk
