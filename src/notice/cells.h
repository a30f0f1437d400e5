#pragma once
#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/ids.h"
#include "base/instant.h"

namespace hb::notice {

/// How many independent posts named a harm at a place, by the hour, over the last eight days: a harm may grow in a
/// district though no single issue does. Zero hours count as hours. The place "" is everywhere.
struct Cell {
  static constexpr int kHours = 8 * 24 + 6;  ///< what rise_at looks back to from an hour, and a little over
  static constexpr size_t kRecent = 64;

  int64_t newest = 0;                              ///< hours since 1970, of its newest post
  std::array<uint16_t, kHours> hours{};            ///< a ring: hour h stands at h % kHours
  std::vector<std::pair<int64_t, PostId>> recent;  ///< time in seconds and post, as they came; the last kRecent
  Instant alarmed;

  void add(Instant at, PostId post);
  /// Posts in the whole hours after `after` and up to the hour of `until`.
  int posts_in(Instant after, Instant until) const;
};

/// All cells. At most kMost of at most 1.6 KB each, so 6.5 MB; past it the one that has been silent longest goes.
class Cells {
 public:
  using Key = std::pair<std::string, uint8_t>;  ///< the place, cut to kPlace bytes; which of Options::harms
  static constexpr size_t kMost = 4096, kPlace = 64;

  static Key key(std::string_view place, size_t harm);
  Cell& at(const Key& key);
  /// Those with a post within the last eight days.
  size_t alive(Instant now) const;

  const std::map<Key, Cell>& all() const { return cells_; }
  void restore(std::map<Key, Cell> cells) { cells_ = std::move(cells); }

 private:
  std::map<Key, Cell> cells_;
};

}  // namespace hb::notice
