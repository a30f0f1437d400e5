#include "ledger/tree.h"

#include <bit>

namespace hb::ledger {
namespace {

constexpr std::string_view kLeafPrefix("\0", 1);
constexpr std::string_view kNodePrefix("\1", 1);

// The largest power of two smaller than n (n > 1).
uint64_t split(uint64_t n) { return std::bit_floor(n - 1); }

// MTH(D[begin:end]) from full subtrees. `begin` is always a multiple of the largest power of two in the range.
Result<Digest> range_hash(uint64_t begin, uint64_t end, const HashReader& read) {
  const uint64_t n = end - begin;
  if (std::has_single_bit(n) && (begin & (n - 1)) == 0) {
    const auto level = static_cast<unsigned>(std::countr_zero(n));
    return read(level, begin >> level);
  }
  const uint64_t k = split(n);
  const auto left = range_hash(begin, begin + k, read);
  if (!left) return left;
  const auto right = range_hash(begin + k, end, read);
  if (!right) return right;
  return node_hash(*left, *right);
}

Result<void> path(uint64_t index, uint64_t begin, uint64_t end, const HashReader& read, std::vector<Digest>& out) {
  if (end - begin == 1) return {};
  const uint64_t middle = begin + split(end - begin);
  const bool left = index < middle;
  if (auto ok = left ? path(index, begin, middle, read, out) : path(index, middle, end, read, out); !ok) return ok;
  const auto sibling = left ? range_hash(middle, end, read) : range_hash(begin, middle, read);
  if (!sibling) return tl::unexpected(sibling.error());
  out.push_back(*sibling);
  return {};
}

Result<void> subproof(uint64_t first, uint64_t begin, uint64_t end, bool whole, const HashReader& read,
                      std::vector<Digest>& out) {
  const auto push = [&](uint64_t from, uint64_t to) -> Result<void> {
    const auto hash = range_hash(from, to, read);
    if (!hash) return tl::unexpected(hash.error());
    out.push_back(*hash);
    return {};
  };
  if (first == end - begin) return whole ? Result<void>{} : push(begin, end);
  const uint64_t k = split(end - begin);
  if (first <= k) {
    if (auto ok = subproof(first, begin, begin + k, whole, read, out); !ok) return ok;
    return push(begin + k, end);
  }
  if (auto ok = subproof(first - k, begin + k, end, false, read, out); !ok) return ok;
  return push(begin, begin + k);
}

// One step up: where the node stands decides on which side the sibling goes.
struct Climb {
  uint64_t fn, sn;
  bool sibling_left() const { return (fn & 1) != 0 || fn == sn; }
  void skip() {
    while ((fn & 1) == 0 && fn != 0) {
      fn >>= 1;
      sn >>= 1;
    }
  }
  void up() {
    fn >>= 1;
    sn >>= 1;
  }
};

}  // namespace

Digest leaf_hash(std::string_view entry) { return Sha256().add(kLeafPrefix).add(entry).digest(); }

Digest node_hash(const Digest& left, const Digest& right) {
  return Sha256().add(kNodePrefix).add(view(left)).add(view(right)).digest();
}

void Frontier::append(const Digest& leaf) {
  roots_.push_back(leaf);
  for (uint64_t n = size_; (n & 1) != 0; n >>= 1) {
    const Digest right = roots_.back();
    roots_.pop_back();
    roots_.back() = node_hash(roots_.back(), right);
  }
  ++size_;
}

Digest Frontier::root() const {
  if (roots_.empty()) return sha256("");
  Digest out = roots_.back();
  for (size_t i = roots_.size() - 1; i-- > 0;) out = node_hash(roots_[i], out);
  return out;
}

Result<Digest> tree_root(uint64_t size, const HashReader& read) {
  return size == 0 ? Result<Digest>(sha256("")) : range_hash(0, size, read);
}

Result<std::vector<Digest>> inclusion_proof(uint64_t index, uint64_t size, const HashReader& read) {
  if (index >= size) return fail("ledger.out-of-range");
  std::vector<Digest> out;
  if (auto ok = path(index, 0, size, read, out); !ok) return tl::unexpected(ok.error());
  return out;
}

Result<std::vector<Digest>> consistency_proof(uint64_t first, uint64_t second, const HashReader& read) {
  if (first == 0 || first > second) return fail("ledger.out-of-range");
  std::vector<Digest> out;
  if (auto ok = subproof(first, 0, second, true, read, out); !ok) return tl::unexpected(ok.error());
  return out;
}

bool verify_inclusion(uint64_t index, uint64_t size, const Digest& leaf, std::span<const Digest> proof,
                      const Digest& root) {
  if (index >= size) return false;
  Climb at{index, size - 1};
  Digest r = leaf;
  for (const Digest& p : proof) {
    if (at.sn == 0) return false;
    if (at.sibling_left()) {
      r = node_hash(p, r);
      at.skip();
    } else {
      r = node_hash(r, p);
    }
    at.up();
  }
  return at.sn == 0 && r == root;
}

bool verify_consistency(uint64_t first, uint64_t second, const Digest& first_root, const Digest& second_root,
                        std::span<const Digest> proof) {
  if (first == 0 || first > second) return false;
  if (first == second) return proof.empty() && first_root == second_root;
  std::vector<Digest> nodes(proof.begin(), proof.end());
  if (std::has_single_bit(first)) nodes.insert(nodes.begin(), first_root);
  if (nodes.empty()) return false;
  Climb at{first - 1, second - 1};
  while ((at.fn & 1) != 0) at.up();
  Digest fr = nodes.front(), sr = nodes.front();
  for (size_t i = 1; i < nodes.size(); ++i) {
    if (at.sn == 0) return false;
    if (at.sibling_left()) {
      fr = node_hash(nodes[i], fr);
      sr = node_hash(nodes[i], sr);
      at.skip();
    } else {
      sr = node_hash(sr, nodes[i]);
    }
    at.up();
  }
  return fr == first_root && sr == second_root && at.sn == 0;
}

}  // namespace hb::ledger
