#include "notice/index.h"

#include <algorithm>

namespace hb::notice {

TermIndex::TermIndex() : cells_(1024) {}

void TermIndex::add(uint32_t number, std::span<const Term> terms) {
  const auto count = static_cast<uint32_t>(terms.size());
  if ((end_ & kBlockMask) + count > kBlockSize) end_ = (end_ | kBlockMask) + 1;  // a post stands in one block
  posts_.push_back({end_, count});
  if (count == 0) return;
  if (blocks_.empty()) first_block_ = end_ >> kBlockBits;
  if ((((end_ >> kBlockBits) - first_block_) & (kBlockNumbers - 1)) == blocks_.size())
    blocks_.push_back(std::make_unique<Block>());
  Block& to = *blocks_.back();
  for (const Term& term : terms) {
    Cell& cell = lookup_or_insert(term.hash);
    to.hashes[end_ & kBlockMask] = term.hash;
    to.entries[end_ & kBlockMask] = {number, cell.newest};
    cell.newest = end_;
    ++cell.frequency;
    ++end_;
  }
}

void TermIndex::drop_oldest() {
  const Place oldest = posts_.front();
  for (const uint32_t hash : terms(oldest)) {
    Cell* cell = const_cast<Cell*>(lookup(hash));
    if (--cell->frequency == 0) erase(cell);
  }
  posts_.pop_front();
  const auto in_use = std::find_if(posts_.begin(), posts_.end(), [](const Place& p) { return p.count > 0; });
  const uint32_t keep = in_use == posts_.end() ? end_ : in_use->position;
  while (!blocks_.empty() && first_block_ != keep >> kBlockBits) {
    blocks_.pop_front();
    first_block_ = (first_block_ + 1) & (kBlockNumbers - 1);
  }
}

uint32_t TermIndex::frequency(uint32_t hash) const {
  const Cell* cell = lookup(hash);
  return cell == nullptr ? 0 : cell->frequency;
}

const TermIndex::Cell* TermIndex::lookup(uint32_t hash) const {
  const size_t mask = cells_.size() - 1;
  for (size_t i = hash & mask; cells_[i].hash != 0; i = (i + 1) & mask)
    if (cells_[i].hash == hash) return &cells_[i];
  return nullptr;
}

TermIndex::Cell& TermIndex::lookup_or_insert(uint32_t hash) {
  if ((used_ + 1) * 4 > cells_.size() * 3) grow();
  const size_t mask = cells_.size() - 1;
  size_t i = hash & mask;
  while (cells_[i].hash != 0 && cells_[i].hash != hash) i = (i + 1) & mask;
  if (cells_[i].hash == 0) {
    cells_[i] = {hash, 0, 0};
    ++used_;
  }
  return cells_[i];
}

void TermIndex::erase(Cell* cell) {
  const size_t mask = cells_.size() - 1;
  size_t hole = static_cast<size_t>(cell - cells_.data());
  for (size_t i = (hole + 1) & mask; cells_[i].hash != 0; i = (i + 1) & mask) {
    const size_t home = cells_[i].hash & mask;
    if (((i - home) & mask) < ((i - hole) & mask)) continue;
    cells_[hole] = cells_[i];
    hole = i;
  }
  cells_[hole] = {};
  --used_;
}

void TermIndex::grow() {
  std::vector<Cell> old(cells_.size() * 2);
  old.swap(cells_);
  const size_t mask = cells_.size() - 1;
  for (const Cell& cell : old) {
    if (cell.hash == 0) continue;
    size_t i = cell.hash & mask;
    while (cells_[i].hash != 0) i = (i + 1) & mask;
    cells_[i] = cell;
  }
}

}  // namespace hb::notice
