#include "casework/calendar.h"

#include <algorithm>

namespace hb::casework {
namespace {

constexpr Day first_day() { return date::local_days{date::year{kFirstYear} / 1 / 1}; }
constexpr Day end_day() { return date::local_days{date::year{kLastYear + 1} / 1 / 1}; }

int year_of(Day day) { return static_cast<int>(date::year_month_day{day}.year()); }

DayKind by_week(Day day) {
  unsigned iso = date::weekday{day}.iso_encoding();
  return iso >= 6 ? DayKind::weekend : DayKind::weekday;
}

}  // namespace

Calendar::Calendar(Zone zone, std::vector<OpeningHours> hours, const Holidays& holidays)
    : zone_(std::move(zone)), hours_(std::move(hours)) {
  kinds_.reserve((end_day() - first_day()).count());
  for (Day d = first_day(); d < end_day(); d += date::days{1}) kinds_.push_back(by_week(d));
  auto mark = [this](const std::vector<Day>& days, DayKind kind) {
    for (Day d : days) {
      if (in_range(d)) kinds_[(d - first_day()).count()] = kind;
    }
  };
  for (const auto& [year, notice] : holidays) mark(notice.off, DayKind::listed_off);
  for (const auto& [year, notice] : holidays) mark(notice.on, DayKind::listed_on);
  for (const auto& [year, notice] : holidays) years_with_notice_.push_back(year);
  lay_out();
}

void Calendar::lay_out() {
  int64_t total = 0;
  before_.push_back(0);
  for (Day d = first_day(); d < end_day(); d += date::days{1}) {
    if (!worked(kind(d))) continue;
    const size_t first = intervals_.size();
    for (const OpeningHours& h : hours_) {
      // Where the clock on the wall is put forward, two intervals may come to touch or one may vanish.
      Instant open = zone_.at(d, h.from);
      if (!intervals_.empty()) open = std::max(open, intervals_.back().close);
      Instant close = zone_.at(d, h.to);
      if (close <= open) continue;
      intervals_.push_back({open, close});
      before_.push_back(total += (close - open).count);
      day_of_.push_back(d);
    }
    if (intervals_.size() > first) days_.push_back({d, first, intervals_.size()});
  }
}

bool Calendar::in_range(Day day) const { return day >= first_day() && day < end_day(); }

DayKind Calendar::kind(Day day) const { return in_range(day) ? kinds_[(day - first_day()).count()] : by_week(day); }

bool Calendar::provisional(Day first, Day last) const {
  for (int y = year_of(first); y <= year_of(last); ++y) {
    if (!std::ranges::binary_search(years_with_notice_, y)) return true;
  }
  return false;
}

size_t Calendar::interval_after(Instant t) const {
  return std::ranges::upper_bound(intervals_, t, {}, &WorkingInterval::close) - intervals_.begin();
}

Day Calendar::day_of(size_t i) const { return day_of_[i]; }

Seconds Calendar::worked_until(Instant t) const {
  size_t i = interval_after(t);
  if (i == intervals_.size() || t <= intervals_[i].open) return {before_[i]};
  return {before_[i] + (t - intervals_[i].open).count};
}

std::optional<std::pair<Instant, size_t>> Calendar::when_worked(Seconds amount) const {
  auto end = std::ranges::lower_bound(before_, amount.count);
  if (end == before_.end()) return std::nullopt;
  size_t i = end - before_.begin() - 1;
  return std::pair{intervals_[i].open + Seconds{amount.count - before_[i]}, i};
}

size_t Calendar::working_day_from(Day day) const {
  return std::ranges::lower_bound(days_, day, {}, &WorkingDay::day) - days_.begin();
}

}  // namespace hb::casework
