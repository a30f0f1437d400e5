#include "text/place.h"

#include <algorithm>
#include <tuple>

namespace hb::text {

PlaceIndex::PlaceIndex(std::vector<NamedPlace> places, const Simplifier& simplifier) : places_(std::move(places)) {
  for (uint32_t i = 0; i < places_.size(); ++i)
    if (auto name = fold(places_[i].name, simplifier).text; name.size() >= 2) names_.push_back({std::move(name), i});
  std::sort(names_.begin(), names_.end(),
            [](const Entry& a, const Entry& b) { return std::tie(a.name, a.place) < std::tie(b.name, b.place); });
}

std::vector<FoundPlace> PlaceIndex::find(const Folded& folded) const {
  std::vector<FoundPlace> out;
  const auto& text = folded.text;
  for (uint32_t i = 0; i < text.size();) {
    // Narrow the sorted names by one character at a time; the last that ended on the way is the longest.
    auto low = names_.begin(), high = names_.end(), found = names_.end();
    uint32_t end = i;
    for (uint32_t k = 0; i + k < text.size() && low != high; ++k) {
      const char32_t c = text[i + k];
      low = std::lower_bound(low, high, c,
                             [k](const Entry& e, char32_t wanted) { return e.name.size() <= k || e.name[k] < wanted; });
      high = std::upper_bound(low, high, c,
                              [k](char32_t wanted, const Entry& e) { return e.name.size() > k && wanted < e.name[k]; });
      if (low == high || low->name.size() != k + 1) continue;
      found = low;
      end = i + k + 1;
    }
    for (auto entry = found; entry != names_.end() && entry->name == found->name; ++entry)
      out.push_back({folded.original({i, end}), &places_[entry->place]});
    i = std::max(end, i + 1);
  }
  return out;
}

}  // namespace hb::text
