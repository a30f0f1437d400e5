#include "casework/zone.h"

#include <algorithm>
#include <limits>

namespace hb::casework {
namespace {

constexpr int kTableEnd = 2037;  // the last year that compiled tz files spell out
constexpr int64_t kDay = 86400;

constexpr int64_t new_year(int y) { return date::sys_days{date::year{y} / 1 / 1}.time_since_epoch().count() * kDay; }

// The latest year of the table that begins on the same weekday and has the same February as `y`.
int model_of(int y) {
  auto weekday = [](int year) { return date::weekday{date::sys_days{date::year{year} / 1 / 1}}; };
  int model = kTableEnd;
  while (weekday(model) != weekday(y) || date::year{model}.is_leap() != date::year{y}.is_leap()) --model;
  return model;
}

}  // namespace

Zone::Zone(const date::time_zone& zone) : name_(zone.name()) {
  auto add = [this](int64_t begin, int64_t offset) {
    if (spans_.empty() || spans_.back().offset != offset) spans_.push_back({begin, offset});
  };
  for (int64_t t = new_year(kFirstYear) - 2 * kDay; t < new_year(kTableEnd + 1);) {
    date::sys_info info = zone.get_info(date::sys_seconds{std::chrono::seconds{t}});
    add(t, info.offset.count());
    t = info.end.time_since_epoch().count();
  }
  const std::vector<Span> table = spans_;
  if (table.back().begin >= new_year(kTableEnd)) {
    for (int y = kTableEnd + 1; y <= kLastYear + 1; ++y) {
      int model = model_of(y);
      for (const Span& s : table) {
        if (s.begin >= new_year(model) && s.begin < new_year(model + 1))
          add(s.begin - new_year(model) + new_year(y), s.offset);
      }
    }
  }
  spans_.front().begin = std::numeric_limits<int64_t>::min();
}

const Zone::Span& Zone::span_at(int64_t t) const {
  return *std::prev(std::ranges::upper_bound(spans_, t, {}, &Span::begin));
}

Seconds Zone::offset_at(Instant t) const { return {span_at(t.seconds).offset}; }

Day Zone::day_at(Instant t) const {
  int64_t local = t.seconds + span_at(t.seconds).offset;
  return Day{date::days{static_cast<int>(local / kDay - (local % kDay < 0 ? 1 : 0))}};
}

Instant Zone::at(Day day, Seconds since_midnight) const {
  const int64_t midnight = int64_t{day.time_since_epoch().count()} * kDay;
  for (int64_t local = midnight + since_midnight.count;; local += 3600) {
    // No zone is more than 26 h from UTC, so the spans that may hold this local time begin within two days of it.
    for (const Span* s = &span_at(local - 2 * kDay); s != spans_.data() + spans_.size() && s->begin <= local + 2 * kDay;
         ++s) {
      int64_t t = local - s->offset;
      bool last = s + 1 == spans_.data() + spans_.size();
      if (t >= s->begin && (last || t < (s + 1)->begin)) return {t};
    }
  }
}

}  // namespace hb::casework
