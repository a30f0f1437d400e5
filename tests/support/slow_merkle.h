#pragma once
#include <vector>

#include "ledger/tree.h"

/// RFC 6962 section 2.1 word for word, recursively, with no thought for speed: the slow truth.
namespace hb::slow {

inline Digest root(const std::vector<Digest>& leaves, size_t begin, size_t end) {
  if (begin == end) return sha256("");
  if (end - begin == 1) return leaves[begin];
  size_t k = 1;
  while (k * 2 < end - begin) k *= 2;
  return ledger::node_hash(root(leaves, begin, begin + k), root(leaves, begin + k, end));
}

}  // namespace hb::slow
