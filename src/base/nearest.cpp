#include "base/nearest.h"

#include <algorithm>
#include <vector>

namespace hb {
namespace {

// Optimal string alignment distance.
size_t distance(std::string_view a, std::string_view b) {
  std::vector<size_t> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    before.swap(last);
    last.swap(row);
  }
  return last[b.size()];
}

}  // namespace

std::string nearest(std::string_view word, std::span<const std::string_view> known) {
  constexpr size_t kLongest = 64;
  if (word.empty() || word.size() > kLongest) return {};
  size_t best = kLongest + 1;
  std::string_view found;
  for (std::string_view name : known) {
    if (name.size() > kLongest) continue;
    const size_t most = std::max<size_t>(1, std::max(word.size(), name.size()) / 3);
    if (const size_t d = distance(word, name); d <= most && d < best) {
      best = d;
      found = name;
    }
  }
  return std::string(found);
}

}  // namespace hb
