#include "casework/explain.h"

#include <algorithm>

#include "casework/pauses.h"

// Retells what clocks.cpp computed: the end of the walk is the due time found there, so the two cannot disagree on the
// result, and a test holds that the amounts told add up to the length of the clock.

namespace hb::casework {
namespace {

using Kind = ExplainLine::Kind;
using Lines = std::vector<ExplainLine>;

constexpr date::days kOneDay{1};

void add_closed(Lines& lines, const Calendar& calendar, Day first, Day last) {
  if (first > last) return;
  ExplainLine line{.kind = Kind::closed, .first = first, .last = last, .day_kind = DayKind::weekend};
  for (Day d = first; d <= last; d += kOneDay) {
    if (calendar.kind(d) == DayKind::listed_off) line.day_kind = DayKind::listed_off;
  }
  lines.push_back(line);
}

// `pauses` is the union. The walk goes interval by interval and cuts the pauses out.
void add_working(Lines& lines, const Calendar& calendar, Instant from, const std::vector<Pause>& pauses, Instant due) {
  const auto& intervals = calendar.intervals();
  auto pause = std::ranges::find_if(pauses, [&](const Pause& p) { return *p.to > from; });
  const size_t start_line = lines.size() - 1;
  std::optional<Instant> started;
  Instant resumed = from;
  Day told = calendar.zone().day_at(from);  // days before this one are told
  for (size_t i = calendar.interval_after(from); i < intervals.size() && intervals[i].open < due; ++i) {
    const Day day = calendar.day_of(i);
    add_closed(lines, calendar, worked(calendar.kind(told)) ? told + kOneDay : told, day - kOneDay);
    told = day;
    const Instant end = std::min(intervals[i].close, due);
    for (Instant t = std::max(intervals[i].open, resumed); t < end;) {
      if (pause != pauses.end() && pause->from <= t) {
        lines.push_back({.kind = Kind::paused, .from = pause->from, .to = *pause->to});
        resumed = *pause->to;
        t = std::max(t, resumed);
        ++pause;
        continue;
      }
      const Instant stop = pause == pauses.end() ? end : std::min(end, pause->from);
      if (!started) started = t;
      lines.push_back({.kind = Kind::worked,
                       .first = day,
                       .from = t,
                       .to = stop,
                       .amount = stop - t,
                       .day_kind = calendar.kind(day)});
      t = stop;
    }
  }
  if (started && *started != from) {
    lines[start_line].kind = Kind::moved;
    lines[start_line].to = *started;
  }
}

void add_working_days(Lines& lines, const Calendar& calendar, Instant from, const std::vector<Pause>& pauses,
                      Instant due) {
  const auto& days = calendar.working_days();
  Day next = calendar.zone().day_at(from) + kOneDay;
  int64_t count = 0;
  for (size_t i = calendar.working_day_from(next); i < days.size(); ++i) {
    if (calendar.intervals()[days[i].first].open >= due) break;
    add_closed(lines, calendar, next, days[i].day - kOneDay);
    next = days[i].day + kOneDay;
    if (counts(calendar, days[i], pauses)) {
      lines.push_back(
          {.kind = Kind::counted, .first = days[i].day, .count = ++count, .day_kind = calendar.kind(days[i].day)});
    } else {
      lines.push_back({.kind = Kind::not_counted, .first = days[i].day});
    }
  }
}

void add_days(Lines& lines, const DueRule& rule, const Calendar& calendar, Instant from, Instant due) {
  const Day day = calendar.zone().day_at(from) + date::days{rule.days};
  lines.push_back({.kind = Kind::calendar_day, .first = day, .count = rule.days});
  if (!rule.roll) return;
  const Day rolled = calendar.day_of(calendar.interval_after(due - Seconds{1}));
  if (rolled != day) lines.push_back({.kind = Kind::rolled, .first = day, .last = rolled});
}

void shorten(Lines& lines) {
  constexpr size_t kHead = 80;
  constexpr size_t kTail = kMostExplainLines - 10 - kHead;  // up to nine more lines follow
  if (lines.size() <= kHead + 1 + kTail) return;
  ExplainLine sum{.kind = Kind::summed};
  const auto end = lines.end() - kTail;
  for (auto line = lines.begin() + kHead; line != end; ++line) {
    if (line->kind == Kind::paused) continue;
    if (sum.first == Day{}) sum.first = line->first;
    sum.last = std::max(line->first, line->last);
    sum.amount = {sum.amount.count + line->amount.count};
    if (line->kind == Kind::counted) ++sum.count;
  }
  lines.erase(lines.begin() + kHead + 1, end);
  lines[kHead] = sum;
}

}  // namespace

Result<std::vector<ExplainLine>> explain(const ClockSpec& spec, const Calendar& calendar, const ClockRun& run) {
  auto result = due(spec, calendar, run);
  if (!result) return tl::unexpected(result.error());
  Lines lines{{.kind = Kind::starts, .from = run.from}};
  if (result->paused) {
    auto open = std::ranges::find_if(run.pauses, [](const Pause& p) { return !p.to; });
    lines.push_back({.kind = Kind::still_paused, .from = open->from});
    return lines;
  }
  const std::vector<Pause> pauses = united(run.pauses);
  ClockRun plain = run;
  plain.extended = false;
  auto unextended = due(spec, calendar, plain);
  if (!unextended) return tl::unexpected(unextended.error());
  const Instant end = *unextended->due;
  switch (spec.due.kind) {
    case DueRule::Kind::working:
      add_working(lines, calendar, run.from, pauses, end);
      break;
    case DueRule::Kind::working_days:
      add_working_days(lines, calendar, run.from, pauses, end);
      break;
    case DueRule::Kind::elapsed:
      lines.push_back({.kind = Kind::elapsed, .amount = spec.due.length});
      break;
    case DueRule::Kind::days:
      add_days(lines, spec.due, calendar, run.from, end);
      break;
  }
  shorten(lines);
  if (run.extended) {
    ClockSpec until = spec;
    until.due = spec.extension->until;
    auto reached = due(until, calendar, {.from = run.from});
    if (!reached) return tl::unexpected(reached.error());
    lines.push_back({.kind = Kind::unextended, .to = end});
    lines.push_back({.kind = Kind::extended, .to = *reached->due});
  }
  lines.push_back({.kind = Kind::due, .to = *result->due});
  if (result->provisional) lines.push_back({.kind = Kind::provisional});
  return lines;
}

}  // namespace hb::casework
