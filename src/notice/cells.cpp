#include "notice/cells.h"

#include <algorithm>

#include "base/utf8.h"

namespace hb::notice {
namespace {

int64_t hour_of(Instant at) { return (at.seconds >= 0 ? at.seconds : at.seconds - 3599) / 3600; }
size_t slot(int64_t hour) { return static_cast<size_t>((hour % Cell::kHours + Cell::kHours) % Cell::kHours); }

}  // namespace

void Cell::add(Instant at, PostId post) {
  const int64_t hour = hour_of(at);
  if (recent.empty()) newest = hour;
  if (hour <= newest - kHours) return;
  for (newest = std::max(newest, hour - kHours); newest < hour;) hours[slot(++newest)] = 0;
  uint16_t& here = hours[slot(hour)];
  if (here < UINT16_MAX) ++here;
  if (recent.size() == kRecent) recent.erase(recent.begin());
  recent.emplace_back(at.seconds, post);
}

int Cell::posts_in(Instant after, Instant until) const {
  int posts = 0;
  const int64_t last = std::min(hour_of(until), newest);
  for (int64_t h = std::max(hour_of(after) + 1, newest - kHours + 1); h <= last; ++h) posts += hours[slot(h)];
  return posts;
}

Cells::Key Cells::key(std::string_view place, size_t harm) {
  return {std::string(start_of(place, kPlace)), static_cast<uint8_t>(harm)};
}

Cell& Cells::at(const Key& key) {
  if (const auto it = cells_.find(key); it != cells_.end()) return it->second;
  if (cells_.size() == kMost)
    cells_.erase(std::ranges::min_element(cells_, {}, [](const auto& cell) { return cell.second.newest; }));
  return cells_[key];
}

size_t Cells::alive(Instant now) const {
  const int64_t from = hour_of(now) - 8 * 24;
  return static_cast<size_t>(std::ranges::count_if(cells_, [&](const auto& c) { return c.second.newest > from; }));
}

}  // namespace hb::notice
