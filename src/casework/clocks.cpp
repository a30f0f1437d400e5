#include "casework/clocks.h"

#include <algorithm>

#include "base/named.h"
#include "casework/pauses.h"

namespace hb::casework {
namespace {

/// A due time and the dates whose notices were needed for it.
struct Reached {
  Instant due;
  bool provisional = false;
};

tl::unexpected<Error> out_of_range(const ClockSpec& spec) { return fail("clock.out-of-range", spec.id); }

std::optional<Reached> after_working(Seconds length, const Calendar& calendar, Instant from,
                                     const std::vector<Pause>& pauses) {
  int64_t done = calendar.worked_until(from).count;
  int64_t left = length.count;
  for (const Pause& p : pauses) {
    if (*p.to <= from) continue;
    // Worked up to the pause, at which the time left may just run out: the due time then stands at its beginning.
    int64_t until_pause = std::max(done, calendar.worked_until(p.from).count);
    if (until_pause - done >= left) break;
    left -= until_pause - done;
    done = calendar.worked_until(*p.to).count;
  }
  auto when = calendar.when_worked({done + left});
  if (!when) return std::nullopt;
  return Reached{when->first, calendar.provisional(calendar.zone().day_at(from), calendar.day_of(when->second))};
}

std::optional<Reached> after_working_days(int n, const Calendar& calendar, Instant from,
                                          const std::vector<Pause>& pauses) {
  const auto& days = calendar.working_days();
  const Day next = calendar.zone().day_at(from) + date::days{1};
  size_t i = calendar.working_day_from(next);
  if (pauses.empty()) {
    i += n - 1;
  } else {
    for (; i < days.size(); ++i) {
      if (counts(calendar, days[i], pauses) && --n == 0) break;
    }
  }
  if (i >= days.size()) return std::nullopt;
  return Reached{calendar.intervals()[days[i].last - 1].close, calendar.provisional(next, days[i].day)};
}

std::optional<Reached> after_days(const DueRule& rule, const Calendar& calendar, Instant from) {
  const Day day = calendar.zone().day_at(from) + date::days{rule.days};
  if (!calendar.in_range(day)) return std::nullopt;
  if (!rule.roll) return Reached{calendar.zone().at(day, hours(24))};
  size_t i = calendar.working_day_from(day);
  if (i == calendar.working_days().size()) return std::nullopt;
  const auto& rolled = calendar.working_days()[i];
  return Reached{calendar.intervals()[rolled.last - 1].close, calendar.provisional(day, rolled.day)};
}

std::optional<Reached> reach(const DueRule& rule, const Calendar& calendar, Instant from,
                             const std::vector<Pause>& pauses) {
  switch (rule.kind) {
    case DueRule::Kind::working:
      return after_working(rule.length, calendar, from, pauses);
    case DueRule::Kind::working_days:
      return after_working_days(rule.days, calendar, from, pauses);
    case DueRule::Kind::elapsed:
      return Reached{from + rule.length};
    case DueRule::Kind::days:
      return after_days(rule, calendar, from);
  }
  return std::nullopt;
}

Result<void> check(const ClockSpec& spec, const Calendar& calendar, const ClockRun& run) {
  const bool pausable = spec.due.kind == DueRule::Kind::working || spec.due.kind == DueRule::Kind::working_days;
  if (!run.pauses.empty() && (spec.pause_reasons.empty() || !pausable)) return fail("clock.cannot-pause", spec.id);
  if (run.extended && !spec.extension) return fail("clock.cannot-extend", spec.id);
  for (const Pause& p : run.pauses) {
    if (p.to && *p.to < p.from)
      return fail("clock.pause-inverted", format_rfc3339(p.from) + " – " + format_rfc3339(*p.to));
  }
  if (!calendar.in_range(calendar.zone().day_at(run.from))) return out_of_range(spec);
  return {};
}

}  // namespace

std::string_view name_of(ClockOn on) {
  switch (on) {
    case ClockOn::case_:
      return "case";
    case ClockOn::issue:
      return "issue";
    case ClockOn::directive:
      return "directive";
    case ClockOn::help:
      return "help";
    case ClockOn::follow_up:
      return "follow-up";
  }
  return {};
}

std::string_view name_of(ClockStart start) {
  switch (start) {
    case ClockStart::posted:
      return "posted";
    case ClockStart::noticed:
      return "noticed";
    case ClockStart::opened:
      return "opened";
    case ClockStart::graded:
      return "graded";
    case ClockStart::received:
      return "received";
    case ClockStart::asked:
      return "asked";
    case ClockStart::promised:
      return "promised";
    case ClockStart::decided:
      return "decided";
    case ClockStart::published:
      return "published";
    case ClockStart::assessed:
      return "assessed";
  }
  return {};
}

std::string_view name_of(ClockEnd end) {
  switch (end) {
    case ClockEnd::replied:
      return "replied";
    case ClockEnd::answered:
      return "answered";
    case ClockEnd::opened_or_dismissed:
      return "opened-or-dismissed";
    case ClockEnd::reported:
      return "reported";
    case ClockEnd::acknowledged:
      return "acknowledged";
    case ClockEnd::published:
      return "published";
    case ClockEnd::accepted:
      return "accepted";
    case ClockEnd::decided:
      return "decided";
    case ClockEnd::contributed:
      return "contributed";
    case ClockEnd::done:
      return "done";
    case ClockEnd::assessed:
      return "assessed";
    case ClockEnd::closed:
      return "closed";
  }
  return {};
}

std::optional<ClockEnd> clock_end_of(std::string_view name) { return by_name(name, ClockEnd::closed); }

Result<Due> due(const ClockSpec& spec, const Calendar& calendar, const ClockRun& run) {
  if (auto ok = check(spec, calendar, run); !ok) return tl::unexpected(ok.error());
  if (std::ranges::any_of(run.pauses, [](const Pause& p) { return !p.to; })) return Due{.paused = true};
  auto reached = reach(spec.due, calendar, run.from, united(run.pauses));
  if (!reached) return out_of_range(spec);
  if (run.extended) {
    auto until = reach(spec.extension->until, calendar, run.from, {});
    if (!until) return out_of_range(spec);
    reached = Reached{std::max(reached->due, until->due), reached->provisional || until->provisional};
  }
  // What was found among the calendar's own hours cannot lie outside it.
  const bool among_hours = spec.due.kind == DueRule::Kind::working || spec.due.kind == DueRule::Kind::working_days;
  if ((!among_hours || run.extended) && !calendar.in_range(calendar.zone().day_at(reached->due - Seconds{1})))
    return out_of_range(spec);
  return Due{.due = reached->due, .provisional = reached->provisional};
}

}  // namespace hb::casework
