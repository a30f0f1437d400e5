#include "casework/pauses.h"

#include <algorithm>

namespace hb::casework {

std::vector<Pause> united(std::vector<Pause> pauses) {
  std::erase_if(pauses, [](const Pause& p) { return p.from == *p.to; });
  std::ranges::sort(pauses, {}, &Pause::from);
  std::vector<Pause> out;
  for (const Pause& p : pauses) {
    if (!out.empty() && p.from <= *out.back().to) {
      out.back().to = std::max(*out.back().to, *p.to);
    } else {
      out.push_back(p);
    }
  }
  return out;
}

bool counts(const Calendar& calendar, const Calendar::WorkingDay& day, const std::vector<Pause>& united_pauses) {
  auto covered = [&](const WorkingInterval& w) {
    auto after = std::ranges::upper_bound(united_pauses, w.open, {}, &Pause::from);
    return after != united_pauses.begin() && *std::prev(after)->to >= w.close;
  };
  for (size_t i = day.first; i < day.last; ++i) {
    if (!covered(calendar.intervals()[i])) return true;
  }
  return false;
}

}  // namespace hb::casework
