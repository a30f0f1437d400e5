#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "ledger/entry.h"
#include "ledger/note.h"

/// Reads a public log as an outsider does, from a site or a mirror on disk, and says whether it holds.
namespace hb::app {

/// Fetches a file below the log's prefix; none if it is not there. Errors: "log.unreadable" (why).
using LogFiles = std::function<Result<std::optional<std::string>>(const std::string& path)>;

/// Opens what the user typed: a folder, or a site or log prefix ("/ledger" is tried first). Errors: "log.unreadable".
Result<LogFiles> open_log(const std::string& where);

struct Problem {
  std::optional<uint64_t> entry;
  std::string what;  ///< for a person, in English
};

/// Who must have signed: the log itself, and witnesses by a policy (c2sp.org/tlog-policy).
struct Policy {
  std::optional<ledger::VerifierKey> log;
  struct Group {
    std::string name;
    uint64_t needs = 1;
    std::vector<std::string> members;
  };
  std::vector<std::pair<std::string, ledger::VerifierKey>> witnesses;
  std::vector<Group> groups;
  std::string quorum = "none";
};
/// Errors: "policy.malformed" (line number and text).
Result<Policy> parse_policy(std::string_view text);

struct VerifyOptions {
  std::optional<ledger::VerifierKey> key;  ///< none: the log's own word, /vkey
  Policy policy;
  std::optional<ledger::Checkpoint> known;  ///< what was seen before
  std::optional<uint64_t> entry;            ///< its body is checked too
  std::function<void(uint64_t done, uint64_t of)> progress;
};

struct Verified {
  ledger::Checkpoint checkpoint;
  std::vector<Problem> problems;
  std::optional<std::string> body;  ///< of the entry asked for, when it is public
  std::string body_state;           ///< "shown", "erased", "not-public"; "" when none was asked for
  bool ok() const { return problems.empty(); }
};

/// Fetches every bundle and tile, rebuilds the tree, compares all of it. Holds one tile a level in memory.
/// Errors: "log.unreadable" when there is nothing to judge.
Result<Verified> verify_log(const LogFiles& files, const VerifyOptions& options);

/// Entries [from, to) of a log of `size`, read from the bundles.
Result<std::vector<std::string>> read_entries(const LogFiles& files, uint64_t size, uint64_t from, uint64_t to);

}  // namespace hb::app
