#pragma once
#include <optional>
#include <string>
#include <vector>

#include "ledger/note.h"
#include "ledger/tree.h"

/// The proof a citizen keeps, a `.tlog-proof` file (c2sp.org/tlog-proof): entry, path and signed checkpoint in one.
namespace hb::ledger {

struct Proof {
  std::optional<std::string> extra;  ///< not authenticated; ours holds the salt of the body
  uint64_t index = 0;
  std::vector<Digest> path;  ///< the sibling first
  std::string checkpoint;    ///< the signed note, as it was published
};

std::string format_proof(const Proof& proof);
/// At most 64 hashes of exactly 32 bytes. Errors: "proof.malformed" (what).
Result<Proof> parse_proof(std::string_view text);

/// Checks signature, origin (the key's name) and path of an entry. Errors: "note.*", "checkpoint.*", "proof.unsigned"
/// (no line of the key), "proof.wrong-log" (origin), "proof.wrong" (the path does not lead to the root).
Result<Checkpoint> verify_proof(const Proof& proof, std::string_view entry, const VerifierKey& key);

}  // namespace hb::ledger
