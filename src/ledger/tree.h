#pragma once
#include <functional>
#include <span>
#include <vector>

#include "base/bytes.h"

/// The Merkle tree of RFC 6962 section 2.1 (= RFC 9162 section 2.1) over SHA-256.
namespace hb::ledger {

Digest leaf_hash(std::string_view entry);                   ///< SHA-256(0x00 ‖ entry)
Digest node_hash(const Digest& left, const Digest& right);  ///< SHA-256(0x01 ‖ left ‖ right)

/// A tree that only grows: the roots of the full subtrees that make up its size, largest first. Appending and asking
/// for the root cost O(log size).
class Frontier {
 public:
  void append(const Digest& leaf);
  uint64_t size() const { return size_; }
  Digest root() const;  ///< SHA-256("") for the empty tree

 private:
  uint64_t size_ = 0;
  std::vector<Digest> roots_;
};

/// Reads the hash of the full subtree at `level` (0: leaves) and `index`, covering leaves [index·2^level,
/// (index+1)·2^level).
using HashReader = std::function<Result<Digest>(unsigned level, uint64_t index)>;

/// MTH(D[size]) from full subtrees; SHA-256("") for size 0. Errors: the reader's.
Result<Digest> tree_root(uint64_t size, const HashReader& read);
/// PATH(index, D[size]), the sibling first. Errors: "ledger.out-of-range"; the reader's.
Result<std::vector<Digest>> inclusion_proof(uint64_t index, uint64_t size, const HashReader& read);
/// PROOF(first, D[second]), 0 < first <= second. Errors as above.
Result<std::vector<Digest>> consistency_proof(uint64_t first, uint64_t second, const HashReader& read);

/// RFC 9162 section 2.1.3.2.
bool verify_inclusion(uint64_t index, uint64_t size, const Digest& leaf, std::span<const Digest> proof,
                      const Digest& root);
/// RFC 9162 section 2.1.4.2; a first size of 0 is refused, whatever the proof, as transparency-dev/merkle does.
bool verify_consistency(uint64_t first, uint64_t second, const Digest& first_root, const Digest& second_root,
                        std::span<const Digest> proof);

}  // namespace hb::ledger
