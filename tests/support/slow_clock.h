#pragma once
#include <date/tz.h>

#include <algorithm>
#include <optional>
#include <vector>

#include "casework/clocks.h"

/// The slow truth that clocks are held against: resolves every date when it meets it, asks date-tz about every hour,
/// and counts working time one second after the other. Shares no arithmetic with casework/.
namespace hb::tests {

struct SlowClock {
  const date::time_zone* zone;
  std::vector<casework::OpeningHours> hours;
  casework::Holidays holidays;

  struct Answer {
    int64_t due;
    bool provisional;
  };

  Answer due(const casework::ClockSpec& spec, const casework::ClockRun& run) const {
    Answer answer = length(spec.due, run.from.seconds, run.pauses);
    if (run.extended) {
      Answer until = length(spec.extension->until, run.from.seconds, {});
      answer.due = std::max(answer.due, until.due);
      answer.provisional |= until.provisional;
    }
    return answer;
  }

 private:
  using Day = date::local_days;

  int64_t utc(Day day, int64_t second) const {
    auto info = zone->get_info(date::local_seconds{day} + std::chrono::seconds{second});
    if (info.result == date::local_info::nonexistent) return utc(day, second + 3600);
    return (date::local_seconds{day} + std::chrono::seconds{second} - info.first.offset).time_since_epoch().count();
  }

  Day local_day(int64_t t) const {
    return date::floor<date::days>(zone->to_local(date::sys_seconds{std::chrono::seconds{t}}));
  }

  bool works(Day day) const {
    bool off = false;
    for (const auto& [year, notice] : holidays) {
      if (std::ranges::find(notice.on, day) != notice.on.end()) return true;
      off |= std::ranges::find(notice.off, day) != notice.off.end();
    }
    date::weekday w{day};
    return !off && w != date::Saturday && w != date::Sunday;
  }

  bool unknown(Day day) const { return !holidays.contains(static_cast<int>(date::year_month_day{day}.year())); }

  static bool paused(int64_t second, const std::vector<casework::Pause>& pauses) {
    return std::ranges::any_of(pauses,
                               [&](const auto& p) { return p.from.seconds <= second && second < p.to->seconds; });
  }

  int64_t last_closing(Day day) const {
    int64_t last = 0;
    for (const auto& h : hours) last = std::max(last, utc(day, h.to.count));
    return last;
  }

  // Every second of every interval of the day, in order, each once.
  std::vector<int64_t> seconds(Day day) const {
    std::vector<int64_t> all;
    for (const auto& h : hours)
      for (int64_t t = utc(day, h.from.count); t < utc(day, h.to.count); ++t)
        if (all.empty() || t > all.back()) all.push_back(t);
    return all;
  }

  Answer length(const casework::DueRule& rule, int64_t from, const std::vector<casework::Pause>& pauses) const {
    Day day = local_day(from);
    bool provisional = false;
    switch (rule.kind) {
      case casework::DueRule::Kind::elapsed:
        return {from + rule.length.count, false};
      case casework::DueRule::Kind::working: {
        int64_t left = rule.length.count;
        for (;; day += date::days{1}) {
          provisional |= unknown(day);
          if (!works(day)) continue;
          for (int64_t t : seconds(day)) {
            if (t < from || paused(t, pauses)) continue;
            if (--left == 0) return {t + 1, provisional};
          }
        }
      }
      case casework::DueRule::Kind::working_days: {
        for (int left = rule.days;;) {
          day += date::days{1};
          provisional |= unknown(day);
          if (!works(day)) continue;
          bool whole = true;
          if (pauses.empty()) {
            whole = false;
          } else {
            for (int64_t t : seconds(day)) whole = whole && paused(t, pauses);
          }
          if (!whole && --left == 0) return {last_closing(day), provisional};
        }
      }
      case casework::DueRule::Kind::days: {
        day += date::days{rule.days};
        if (!rule.roll) return {utc(day, 86400), false};
        for (;; day += date::days{1}) {
          provisional |= unknown(day);
          if (works(day)) return {last_closing(day), provisional};
        }
      }
    }
    return {};
  }
};

}  // namespace hb::tests
