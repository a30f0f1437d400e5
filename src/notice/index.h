#pragma once
#include <array>
#include <cstdint>
#include <deque>
#include <memory>
#include <span>
#include <vector>

#include "notice/terms.h"

namespace hb::notice {

/// Which live posts have a term, newest first. Posts come in the order of their numbers and go from the oldest on;
/// numbers count up from any start and may wrap. Costs 12 bytes a term of a post and 12 to 25 a distinct term.
class TermIndex {
 public:
  TermIndex();

  /// The terms of post `number`, at most kTermsPerPost of them, distinct.
  void add(uint32_t number, std::span<const Term> terms);
  /// Forgets the oldest post that was added and not yet dropped.
  void drop_oldest();

  size_t posts() const { return posts_.size(); }
  /// In how many live posts the term is.
  uint32_t frequency(uint32_t hash) const;

  /// Calls `f(number)` for the newest `limit` live posts with the term, newest first.
  template <class F>
  void newest(uint32_t hash, size_t limit, F f) const {
    const Cell* cell = lookup(hash);
    if (cell == nullptr) return;
    uint32_t position = cell->newest;
    for (size_t left = std::min<size_t>(limit, cell->frequency); left > 0; --left) {
      const Entry& e = entry(position);
      f(e.post);
      position = e.older;
    }
  }

  /// The hashes of a live post's terms, in text order; empty for a post that was not added.
  /// The span holds until the post is dropped.
  struct Place {
    uint32_t position = 0;
    uint32_t count = 0;
  };
  Place last_added() const { return posts_.empty() ? Place{} : posts_.back(); }
  std::span<const uint32_t> terms(Place place) const {
    if (place.count == 0) return {};
    return {block(place.position).hashes.data() + (place.position & kBlockMask), place.count};
  }

 private:
  static constexpr uint32_t kBlockBits = 14, kBlockSize = 1u << kBlockBits, kBlockMask = kBlockSize - 1;
  static constexpr uint32_t kBlockNumbers = 1u << (32 - kBlockBits);  // block numbers wrap here

  struct Entry {
    uint32_t post = 0;
    uint32_t older = 0;  ///< where the next older post with the term stands
  };
  struct Block {
    std::array<uint32_t, kBlockSize> hashes;
    std::array<Entry, kBlockSize> entries;
  };
  struct Cell {
    uint32_t hash = 0;  ///< 0: free
    uint32_t newest = 0;
    uint32_t frequency = 0;
  };

  const Block& block(uint32_t position) const {
    return *blocks_[((position >> kBlockBits) - first_block_) & (kBlockNumbers - 1)];
  }
  const Entry& entry(uint32_t position) const { return block(position).entries[position & kBlockMask]; }
  const Cell* lookup(uint32_t hash) const;
  Cell& lookup_or_insert(uint32_t hash);
  void erase(Cell* cell);
  void grow();

  std::deque<std::unique_ptr<Block>> blocks_;
  uint32_t first_block_ = 0;  // number of blocks_.front()
  uint32_t end_ = 0;          // position behind the last entry
  std::deque<Place> posts_;   // where the terms of each live post stand, oldest first
  std::vector<Cell> cells_;   // open addressing, linear probing, a power of two
  size_t used_ = 0;
};

}  // namespace hb::notice
