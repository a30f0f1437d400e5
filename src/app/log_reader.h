#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "app/log_files.h"
#include "ledger/note.h"
#include "ledger/policy.h"

/// Reads a public log as an outsider does and says whether it holds.
namespace hb::app {

struct Problem {
  std::optional<uint64_t> entry;
  std::string what;  ///< for a person, in English
};
inline constexpr size_t kProblemLimit = 100;  ///< how many are listed; one is enough to fail

struct VerifyOptions {
  std::vector<ledger::VerifierKey> keys;    ///< one of these logs must have signed; none: what the log says, at vkey
  ledger::Policy policy;                    ///< which witnesses must have signed; its logs are not looked at
  std::optional<ledger::Checkpoint> known;  ///< what was seen before: the log must have grown out of it
  std::optional<uint64_t> entry;            ///< its shown body is checked too
  std::function<void(uint64_t done, uint64_t of)> progress;
};

enum class BodyState : uint8_t { not_asked, shown, erased, not_public };

struct Verified {
  ledger::Checkpoint checkpoint;
  std::string note;  ///< the checkpoint as it was published
  std::vector<Problem> problems;
  BodyState body = BodyState::not_asked;
  bool ok() const { return problems.empty(); }
};

/// Checks the signatures, fetches every bundle and tile, rebuilds the tree from the entries and compares all of it.
/// What is missing or wrong is a problem; errors mean there is nothing to judge: "log.unreadable" (why).
/// Holds one bundle, and one tile a level.
Result<Verified> verify_log(const LogFiles& files, const VerifyOptions& options);

/// Entries [from, to) of a log of `size`, read from the bundles. Errors: "log.unreadable" (why).
Result<std::vector<std::string>> read_entries(const LogFiles& files, uint64_t size, uint64_t from, uint64_t to);

}  // namespace hb::app
