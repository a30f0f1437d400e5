#include "casework/clocks.h"

#include <gtest/gtest.h>

#include <random>
#include <set>

#include "casework/explain.h"
#include "tests/support/slow_clock.h"

namespace hb::casework {
namespace {

constexpr int64_t kDay = 86400;

Day day(int y, unsigned m, unsigned d) { return date::local_days{date::year{y} / m / d}; }
Instant at(std::string_view text) { return parse_rfc3339(text).value(); }

Holidays china_2026() {
  HolidayNotice n;
  auto off = [&](unsigned m, unsigned first, unsigned last) {
    for (unsigned d = first; d <= last; ++d) n.off.push_back(day(2026, m, d));
  };
  off(1, 1, 3), off(2, 15, 23), off(4, 4, 6), off(5, 1, 5), off(6, 19, 21), off(9, 25, 27), off(10, 1, 7);
  n.on = {day(2026, 1, 4), day(2026, 2, 14), day(2026, 2, 28), day(2026, 5, 9), day(2026, 9, 20), day(2026, 10, 10)};
  return {{2026, n}};
}

const std::vector<OpeningHours> kHours = {{hours(9), hours(12)}, {hours(13), hours(17)}};

Calendar calendar(const char* zone, std::vector<OpeningHours> open = kHours, Holidays holidays = china_2026()) {
  return {Zone(*date::locate_zone(zone)), std::move(open), holidays};
}

const Calendar& shanghai() {
  static const Calendar c = calendar("Asia/Shanghai");
  return c;
}

ClockSpec working(Seconds length) {
  ClockSpec s;
  s.id = "working";
  s.due = {.kind = DueRule::Kind::working, .length = length};
  s.pause_reasons = {"evidence"};
  return s;
}

ClockSpec working_days(int n) {
  ClockSpec s = working({});
  s.due = {.kind = DueRule::Kind::working_days, .days = n};
  return s;
}

ClockSpec elapsed(Seconds length) {
  ClockSpec s;
  s.due = {.kind = DueRule::Kind::elapsed, .length = length};
  return s;
}

ClockSpec days(int n, bool roll = false) {
  ClockSpec s;
  s.due = {.kind = DueRule::Kind::days, .days = n, .roll = roll};
  return s;
}

ClockSpec until_days(ClockSpec s, int n) {
  s.extension = Extension{.by = "unit-head", .until = {.kind = DueRule::Kind::days, .days = n}};
  return s;
}

std::string due_text(const ClockSpec& spec, const Calendar& c, const ClockRun& run) {
  auto d = due(spec, c, run);
  if (!d) return d.error().code;
  if (!d->due) return "paused";
  return format_rfc3339(*d->due, c.zone().offset_at(*d->due));
}

struct Row {
  const char* name;
  ClockSpec spec;
  const char* from;  // without offset: Shanghai's
  const char* due;
  std::vector<std::pair<const char*, const char*>> pauses = {};
  bool extended = false;
};

Instant local(const char* text) { return at(std::string(text) + "+08:00"); }

TEST(Clocks, a_person_waits_exactly_as_long_as_the_vectors_say) {
  const std::vector<Row> rows = {
      {"V1 make-up Saturday", working(hours(3)), "2026-02-13T16:00:00", "2026-02-14T11:00:00"},
      {"V2 across the nine days", working(hours(3)), "2026-02-14T16:30:00", "2026-02-24T11:30:00"},
      {"V3 night and Mid-Autumn", working(hours(3)), "2026-09-24T23:10:00", "2026-09-28T12:00:00"},
      {"V4 lunch", working(hours(3)), "2026-03-11T12:30:00", "2026-03-11T16:00:00"},
      {"V5 start at closing", working(hours(3)), "2026-03-11T17:00:00", "2026-03-12T12:00:00"},
      {"V6 one second left", working(hours(3)), "2026-03-11T16:59:59", "2026-03-12T11:59:59"},
      {"V7 ends at closing", working(hours(3)), "2026-03-13T14:00:00", "2026-03-13T17:00:00"},
      {"V8 weekend", working(hours(3)), "2026-03-14T10:00:00", "2026-03-16T12:00:00"},
      {"start at lunch's closing", working(hours(1)), "2026-03-11T12:00:00", "2026-03-11T14:00:00"},
      {"start at opening", working(hours(1)), "2026-03-11T13:00:00", "2026-03-11T14:00:00"},
      {"ends at lunch's closing", working(hours(3)), "2026-03-11T09:00:00", "2026-03-11T12:00:00"},
      {"one second past lunch's closing", working(hours(3)), "2026-03-11T09:00:01", "2026-03-11T13:00:01"},
      {"D1 working Sunday", working_days(3), "2026-09-18T10:00:00", "2026-09-22T17:00:00"},
      {"D2 3 days", working_days(3), "2026-09-30T15:00:00", "2026-10-10T17:00:00"},
      {"D2 10 days", working_days(10), "2026-09-30T15:00:00", "2026-10-20T17:00:00"},
      {"D3 before the festival", working_days(3), "2026-02-13T09:00:00", "2026-02-25T17:00:00"},
      {"D4 in the holiday", working_days(3), "2026-10-03T09:00:00", "2026-10-10T17:00:00"},
      {"at the last second of a day", working_days(1), "2026-03-10T23:59:59", "2026-03-11T17:00:00"},
      {"at the first second of a day", working_days(1), "2026-03-11T00:00:00", "2026-03-12T17:00:00"},
      {"E1 extended, earlier", until_days(working_days(3), 10), "2026-02-13T09:00:00", "2026-02-25T17:00:00", {}, true},
      {"extended, later", until_days(working_days(3), 10), "2026-03-10T10:00:00", "2026-03-21T00:00:00", {}, true},
      {"may be extended, is not", until_days(working_days(3), 10), "2026-03-10T10:00:00", "2026-03-13T17:00:00"},
      {"D5 a whole day paused",
       working_days(3),
       "2026-03-10T10:00:00",
       "2026-03-16T17:00:00",
       {{"2026-03-11T09:00:00", "2026-03-11T17:00:00"}}},
      {"D6 half an hour short of it",
       working_days(3),
       "2026-03-10T10:00:00",
       "2026-03-13T17:00:00",
       {{"2026-03-11T09:30:00", "2026-03-11T17:00:00"}}},
      {"a day covered by two pauses that leave lunch out",
       working_days(3),
       "2026-03-10T10:00:00",
       "2026-03-16T17:00:00",
       {{"2026-03-11T13:00:00", "2026-03-11T17:00:00"}, {"2026-03-11T09:00:00", "2026-03-11T12:00:00"}}},
      {"a pause on the day of the start changes nothing",
       working_days(3),
       "2026-03-10T10:00:00",
       "2026-03-13T17:00:00",
       {{"2026-03-10T09:00:00", "2026-03-10T17:00:00"}}},
      {"P1 over night",
       working(hours(3)),
       "2026-03-10T10:00:00",
       "2026-03-11T12:00:00",
       {{"2026-03-10T11:00:00", "2026-03-11T10:00:00"}}},
      {"P2 over the weekend",
       working(hours(3)),
       "2026-03-13T15:00:00",
       "2026-03-16T11:00:00",
       {{"2026-03-13T16:00:00", "2026-03-16T09:00:00"}}},
      {"start inside a pause",
       working(hours(1)),
       "2026-03-10T10:00:00",
       "2026-03-10T11:30:00",
       {{"2026-03-10T09:30:00", "2026-03-10T10:30:00"}}},
      {"start at the beginning of a pause",
       working(hours(1)),
       "2026-03-10T10:00:00",
       "2026-03-10T11:30:00",
       {{"2026-03-10T10:00:00", "2026-03-10T10:30:00"}}},
      {"due exactly when the pause begins",
       working(hours(1)),
       "2026-03-10T10:00:00",
       "2026-03-10T11:00:00",
       {{"2026-03-10T11:00:00", "2026-03-12T11:00:00"}}},
      {"a pause from closing to opening",
       working(hours(1)),
       "2026-03-10T16:30:00",
       "2026-03-11T09:30:00",
       {{"2026-03-10T17:00:00", "2026-03-11T09:00:00"}}},
      {"overlapping, unsorted, double and empty pauses are one",
       working(hours(3)),
       "2026-03-10T10:00:00",
       "2026-03-10T16:30:00",
       {{"2026-03-10T11:00:00", "2026-03-10T14:00:00"},
        {"2026-03-10T10:30:00", "2026-03-10T11:30:00"},
        {"2026-03-10T11:00:00", "2026-03-10T14:00:00"},
        {"2026-03-10T15:00:00", "2026-03-10T15:00:00"}}},
      {"a pause that ended before the start",
       working(hours(1)),
       "2026-03-10T10:00:00",
       "2026-03-10T11:00:00",
       {{"2026-03-09T09:00:00", "2026-03-10T10:00:00"}}},
      {"pauses do not move `until`",
       until_days(working_days(1), 10),
       "2026-03-10T10:00:00",
       "2026-03-21T00:00:00",
       {{"2026-03-11T00:00:00", "2026-03-13T00:00:00"}},
       true},
      {"elapsed", elapsed(hours(4)), "2026-02-15T23:00:00", "2026-02-16T03:00:00"},
      {"days end at 24:00", days(10), "2026-02-13T09:00:00", "2026-02-24T00:00:00"},
      {"roll to the end of the holiday", days(3, true), "2026-02-13T09:00:00", "2026-02-24T17:00:00"},
      {"roll onto a make-up Saturday", days(1, true), "2026-02-13T09:00:00", "2026-02-14T17:00:00"},
      {"summer time of 1988", working(hours(3)), "1988-07-01T08:00:00", "1988-07-01T12:00:00"},
  };
  for (const Row& row : rows) {
    ClockRun run{.from = local(row.from), .extended = row.extended};
    for (const auto& [from, to] : row.pauses) run.pauses.push_back({local(from), local(to)});
    std::string expected = format_rfc3339(local(row.due), hours(8));
    if (std::string_view(row.name) == "summer time of 1988") expected = "1988-07-01T12:00:00+09:00";
    EXPECT_EQ(due_text(row.spec, shanghai(), run), expected) << row.name;
  }
}

TEST(Clocks, refuses_what_the_rulebook_does_not_allow) {
  const Instant t = local("2026-03-10T10:00:00");
  const Pause pause{t, t + hours(1)};
  ClockSpec no_pause = working(hours(3));
  no_pause.pause_reasons.clear();
  ClockSpec reasons_but_wall_time = elapsed(hours(4));
  reasons_but_wall_time.pause_reasons = {"evidence"};
  EXPECT_EQ(due_text(no_pause, shanghai(), {.from = t, .pauses = {pause}}), "clock.cannot-pause");
  EXPECT_EQ(due_text(reasons_but_wall_time, shanghai(), {.from = t, .pauses = {pause}}), "clock.cannot-pause");
  EXPECT_EQ(due_text(days(3), shanghai(), {.from = t, .pauses = {{t, t}}}), "clock.cannot-pause");
  EXPECT_EQ(due_text(working(hours(3)), shanghai(), {.from = t, .extended = true}), "clock.cannot-extend");
  EXPECT_EQ(due_text(working(hours(3)), shanghai(), {.from = t, .pauses = {{t, t - Seconds{1}}}}),
            "clock.pause-inverted");
  EXPECT_EQ(due_text(working(hours(3)), shanghai(), {.from = at("1850-01-01T00:00:00Z")}), "clock.out-of-range");
  EXPECT_EQ(due_text(elapsed(hours(4)), shanghai(), {.from = at("2199-12-31T15:00:00Z")}), "clock.out-of-range");
  EXPECT_EQ(due_text(working(hours(4)), shanghai(), {.from = at("2199-12-31T08:00:00Z")}), "clock.out-of-range");
  EXPECT_EQ(due_text(working_days(4), shanghai(), {.from = at("2199-12-30T08:00:00Z")}), "clock.out-of-range");
  EXPECT_EQ(due_text(days(4), shanghai(), {.from = at("2199-12-30T08:00:00Z")}), "clock.out-of-range");
}

TEST(Clocks, an_open_pause_leaves_no_due_time) {
  const Instant t = local("2026-03-10T10:00:00");
  auto d = due(working(hours(3)), shanghai(), {.from = t, .pauses = {{t + hours(1), std::nullopt}}});
  ASSERT_TRUE(d);
  EXPECT_EQ(*d, (Due{.paused = true}));
}

TEST(Clocks, says_when_a_date_may_still_change) {
  struct {
    ClockSpec spec;
    const char* from;
    bool provisional;
  } rows[] = {
      {working(hours(3)), "2026-12-31T14:00:00", false},  // ends at the last closing of the known year
      {working(hours(3)), "2026-12-31T14:00:01", true},   {working(hours(3)), "2025-12-31T18:00:00", true},
      {working(hours(3)), "2026-01-01T00:00:00", false},  {working_days(1), "2025-12-31T10:00:00", false},
      {working_days(1), "2026-12-31T10:00:00", true},     {days(3), "2026-12-31T10:00:00", false},
      {days(1, true), "2026-12-31T10:00:00", true},       {days(1, true), "2026-12-30T10:00:00", false},
      {elapsed(hours(24)), "2026-12-31T10:00:00", false},
  };
  for (const auto& row : rows) {
    auto d = due(row.spec, shanghai(), {.from = local(row.from)});
    ASSERT_TRUE(d) << row.from;
    EXPECT_EQ(d->provisional, row.provisional) << row.from;
  }
  auto extended =
      due(until_days(working(hours(1)), 3), shanghai(), {.from = local("2026-12-31T10:00:00"), .extended = true});
  EXPECT_FALSE(extended->provisional) << "calendar days look at no notice";
}

TEST(Clocks, wall_time_goes_through_summer_time) {
  const Calendar ny = calendar("America/New_York");
  EXPECT_EQ(due_text(elapsed(hours(4)), ny, {.from = at("2026-03-08T00:30:00-05:00")}), "2026-03-08T05:30:00-04:00");
  EXPECT_EQ(due_text(elapsed(hours(4)), ny, {.from = at("2026-11-01T00:30:00-04:00")}), "2026-11-01T03:30:00-05:00");
}

TEST(Clocks, follows_the_rules_of_summer_time_past_the_end_of_the_tables) {
  const Calendar ny = calendar("America/New_York");
  EXPECT_EQ(due_text(working(hours(1)), ny, {.from = at("2050-07-06T12:00:00Z")}), "2050-07-06T10:00:00-04:00");
  EXPECT_EQ(due_text(working(hours(1)), ny, {.from = at("2050-01-06T12:00:00Z")}), "2050-01-06T10:00:00-05:00");
  EXPECT_EQ(due_text(days(1), calendar("Australia/Lord_Howe"), {.from = at("2060-06-01T00:00:00Z")}),
            "2060-06-03T00:00:00+10:30");
}

// The dates of Alaveteli's spec/models/holiday_spec.rb: 20 working days, and 20 calendar days that roll.
TEST(Clocks, agrees_with_a_freedom_of_information_site) {
  Holidays uk;
  uk[2007].off = {day(2007, 12, 25), day(2007, 12, 26)};
  uk[2008].off = {day(2008, 1, 1), day(2008, 3, 17), day(2008, 3, 21), day(2008, 12, 25), day(2008, 12, 26)};
  uk[2009].off = {day(2009, 1, 1), day(2009, 3, 17), day(2009, 4, 10), day(2009, 4, 13)};
  const Calendar london = calendar("Europe/London", {{hours(0), hours(24)}}, uk);
  struct {
    ClockSpec spec;
    const char* from;
    Day last;
  } rows[] = {
      {working_days(20), "2008-10-01", day(2008, 10, 29)}, {working_days(20), "2007-02-01", day(2007, 3, 1)},
      {working_days(20), "2008-02-01", day(2008, 2, 29)},  {working_days(20), "2009-03-12", day(2009, 4, 14)},
      {working_days(20), "2009-03-13", day(2009, 4, 15)},  {working_days(20), "2009-03-14", day(2009, 4, 15)},
      {working_days(20), "2009-03-15", day(2009, 4, 15)},  {working_days(20), "2009-03-16", day(2009, 4, 16)},
      {days(20, true), "2008-10-01", day(2008, 10, 21)},   {days(20, true), "2008-10-04", day(2008, 10, 24)},
      {days(20, true), "2008-10-05", day(2008, 10, 27)},   {days(20, true), "2008-10-06", day(2008, 10, 27)},
      {days(20, true), "2008-12-04", day(2008, 12, 24)},   {days(20, true), "2008-12-05", day(2008, 12, 29)},
  };
  for (const auto& row : rows) {
    auto d = due(row.spec, london, {.from = at(std::string(row.from) + "T12:00:00Z")});
    ASSERT_TRUE(d);
    EXPECT_EQ(london.zone().day_at(*d->due - Seconds{1}), row.last) << row.from;
  }
}

TEST(Clocks, agrees_with_counting_the_seconds) {
  std::mt19937_64 random(20260303);
  auto pick = [&](int64_t least, int64_t most) { return std::uniform_int_distribution(least, most)(random); };
  for (const char* name : {"Asia/Shanghai", "America/New_York", "Europe/London", "Australia/Lord_Howe"}) {
    for (int round = 0; round < 12; ++round) {
      std::vector<OpeningHours> open;
      const int64_t n = pick(1, 3);
      std::set<int64_t> bounds;
      while (bounds.size() < static_cast<size_t>(2 * n)) bounds.insert(pick(0, 96) * 900);
      for (auto b = bounds.begin(); b != bounds.end(); ++b) {
        const Seconds from{*b};
        open.push_back({from, {*++b}});
      }
      Holidays holidays;
      const int first_year = static_cast<int>(pick(1985, 2030));
      for (int y = first_year; y < first_year + 3; ++y) {
        if (pick(0, 3) == 0) continue;
        for (int i = 0; i < 20; ++i) holidays[y].off.push_back(day(y, 1, 1) + date::days{pick(-2, 366)});
        for (int i = 0; i < 10; ++i) holidays[y].on.push_back(day(y, 1, 1) + date::days{pick(-2, 366)});
      }
      const Calendar c = calendar(name, open, holidays);
      const tests::SlowClock slow{date::locate_zone(name), open, holidays};
      const int64_t begin = day(first_year, 1, 1).time_since_epoch().count() * kDay;
      for (int question = 0; question < 60; ++question) {
        ClockSpec spec;
        switch (pick(0, 3)) {
          case 0:
            spec = working(minutes(pick(1, 600)));
            break;
          case 1:
            spec = working_days(static_cast<int>(pick(1, 5)));
            break;
          case 2:
            spec = elapsed(minutes(pick(1, 3000)));
            break;
          case 3:
            spec = days(static_cast<int>(pick(1, 15)), pick(0, 1) == 1);
            break;
        }
        const DueRule untils[] = {working(hours(pick(1, 20))).due,
                                  days(static_cast<int>(pick(1, 9)), pick(0, 1) == 1).due};
        spec.extension = Extension{.by = "unit-head", .until = untils[pick(0, 1)]};
        // Half of the questions start within a day of a change of the clocks, if the zone has one.
        int64_t from = begin + pick(-3 * kDay, 1098 * kDay);
        if (pick(0, 1) == 0) {
          auto info = slow.zone->get_info(date::sys_seconds{std::chrono::seconds{from}});
          if (info.end.time_since_epoch().count() < begin + 1098 * kDay)
            from = info.end.time_since_epoch().count() + pick(-kDay, kDay);
        }
        if (pick(0, 2) == 0) from -= from % 900;
        ClockRun run{.from = {from}, .extended = pick(0, 3) == 0};
        if (!spec.pause_reasons.empty()) {
          for (int64_t p = pick(0, 3); p > 0; --p) {
            const int64_t grain = pick(0, 1) == 0 ? 900 : 1;
            const int64_t begins = (from + pick(-kDay, 3 * kDay)) / grain * grain;
            run.pauses.push_back({{begins}, Instant{begins + pick(0, kDay) / grain * grain}});
          }
        }
        auto fast = due(spec, c, run);
        ASSERT_TRUE(fast) << fast.error().code;
        const auto truth = slow.due(spec, run);
        ASSERT_EQ(fast->due->seconds, truth.due)
            << name << " from " << format_rfc3339(run.from) << " round " << round << " question " << question;
        ASSERT_EQ(fast->provisional, truth.provisional) << name << " from " << format_rfc3339(run.from);

        int64_t told = 0;
        int64_t days_told = 0;
        const std::vector<ExplainLine> lines = explain(spec, c, run).value();
        for (const ExplainLine& l : lines) {
          if (l.kind == ExplainLine::Kind::worked || l.kind == ExplainLine::Kind::summed) told += l.amount.count;
          if (l.kind == ExplainLine::Kind::counted) ++days_told;
        }
        ASSERT_EQ(told, spec.due.length.count * (spec.due.kind == DueRule::Kind::working ? 1 : 0));
        ASSERT_EQ(days_told, spec.due.kind == DueRule::Kind::working_days ? spec.due.days : 0);
      }
    }
  }
}

std::vector<std::string> told(const ClockSpec& spec, const ClockRun& run, Language language) {
  std::vector<std::string> out;
  const std::vector<ExplainLine> lines = explain(spec, shanghai(), run).value();
  for (const ExplainLine& line : lines) out.push_back(in_words(line, shanghai().zone(), language));
  return out;
}

TEST(Clocks, tells_a_person_how_a_due_time_came_about) {
  using Told = std::vector<std::string>;
  EXPECT_EQ(told(working(hours(3)), {.from = local("2026-02-13T16:00:00")}, Language::zh),
            (Told{"2026-02-13 周五 16:00 起算", "2026-02-13 周五 16:00–17:00，计 1 小时",
                  "2026-02-14 周六（调休上班） 09:00–11:00，计 2 小时", "2026-02-14 周六 11:00 到期"}));
  EXPECT_EQ(told(working(hours(3)), {.from = local("2026-02-14T16:30:00")}, Language::en),
            (Told{"starts Sat 2026-02-14 16:30", "Sat 2026-02-14 (make-up working day) 16:30–17:00 counts 30 min",
                  "Sun 2026-02-15 to Mon 2026-02-23: public holiday, not counted",
                  "Tue 2026-02-24 09:00–11:30 counts 2 h 30 min", "due Tue 2026-02-24 11:30"}));
  const Instant friday = local("2026-03-13T15:00:00");
  EXPECT_EQ(told(working(hours(3)), {.from = friday, .pauses = {{friday + hours(1), local("2026-03-16T09:00:00")}}},
                 Language::en),
            (Told{"starts Fri 2026-03-13 15:00", "Fri 2026-03-13 15:00–16:00 counts 1 h",
                  "paused Fri 2026-03-13 16:00 to Mon 2026-03-16 09:00",
                  "Sat 2026-03-14 to Sun 2026-03-15: weekend, not counted", "Mon 2026-03-16 09:00–11:00 counts 2 h",
                  "due Mon 2026-03-16 11:00"}));
  EXPECT_EQ(
      told(until_days(working_days(1), 10), {.from = local("2026-12-31T18:00:00"), .extended = true}, Language::zh),
      (Told{"2026-12-31 周四 18:00 起算", "2027-01-01 周五，第 1 个工作日", "不延期时 2027-01-01 周五 17:00 到期",
            "延期最迟至 2027-01-10 周日 24:00，两者取较晚的", "2027-01-10 周日 24:00 到期",
            "所涉年份的放假通知尚未录入，到期时间待定，通知录入后重新计算"}));
  EXPECT_EQ(told(days(1, true), {.from = local("2026-03-13T18:00:00")}, Language::en),
            (Told{"starts Fri 2026-03-13 18:00", "Sat 2026-03-14: calendar day 1",
                  "Sat 2026-03-14 is not a working day: moved to Mon 2026-03-16", "due Mon 2026-03-16 17:00"}));
  EXPECT_EQ(told(elapsed(hours(1)), {.from = local("2150-01-01T00:00:00")}, Language::zh).back(),
            "2150-01-01 周四 01:00 到期");
  EXPECT_EQ(told(working(hours(1)), {.from = local("2026-03-11T12:30:00")}, Language::zh)[0],
            "2026-03-11 周三 12:30 不在计时时段，自 2026-03-11 周三 13:00 起算");
}

TEST(Clocks, a_long_story_stays_short_enough_to_read) {
  EXPECT_LE(told(working(hours(7000)), {.from = local("2026-03-11T12:30:00")}, Language::zh).size(), kMostExplainLines);
  EXPECT_LE(told(working_days(2000), {.from = local("2026-03-11T12:30:00")}, Language::en).size(), kMostExplainLines);
}

}  // namespace
}  // namespace hb::casework
