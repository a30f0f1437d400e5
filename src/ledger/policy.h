#pragma once
#include <optional>
#include <string>
#include <vector>

#include "ledger/note.h"

/// Whose signatures make a checkpoint valid: logs, witnesses, and how many of them (c2sp.org/tlog-policy).
namespace hb::ledger {

inline constexpr size_t kPolicyLimit = 64 * 1024;  ///< bytes

struct Policy {
  /// A witness (it has a key), or a group of earlier signers (it has members).
  struct Signer {
    std::string name;  ///< within the file only
    std::optional<VerifierKey> key;
    std::string url{};            ///< of a witness: where checkpoints are handed in, as the file has it, or ""
    uint64_t needs = 1;           ///< of the members
    std::vector<size_t> members;  ///< positions in `signers`, all smaller than the group's own
  };
  std::vector<VerifierKey> logs;  ///< any one of them suffices; may be empty
  std::vector<Signer> signers;
  std::optional<size_t> quorum;  ///< position in `signers`; none: `quorum none`
};

/// Lines `log VKEY [URL]`, `witness NAME VKEY [URL]`, `group NAME all|any|N MEMBER…`, exactly one `quorum NAME|none`,
/// blank lines and `#` comments. A name is defined before it is used and stands in one group at most, so that a witness
/// counts once. Errors: "policy.malformed" ("line 3: what").
Result<Policy> parse_policy(std::string_view text);

/// Whether the witnesses whose lines the note carries reach the quorum. Errors: "note.bad-signature" (a known witness's
/// line is there and wrong).
Result<bool> witnessed(const Note& note, const Policy& policy);

}  // namespace hb::ledger
