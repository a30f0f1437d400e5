#include "rulebook/holidays.h"

#include <gtest/gtest.h>

#include "tests/support/rulebooks.h"

namespace hb::rulebook {
namespace {

using casework::Day;
using casework::DayKind;

Day day(int y, unsigned m, unsigned d) { return date::local_days{date::year{y} / m / d}; }

TEST(Holidays, the_shipped_notices_say_which_days_are_worked) {
  Findings findings;
  const auto holidays = parse_holidays(tests::source_file("rulebooks/calendars/cn.json").value(), "cn.json", findings);
  ASSERT_TRUE(findings.empty()) << to_text(findings.front());
  EXPECT_EQ(holidays.begin()->first, 2007);
  EXPECT_EQ(holidays.rbegin()->first, 2026);
  EXPECT_EQ(holidays.size(), 20);
  const casework::Calendar c(casework::Zone(*date::locate_zone("Asia/Shanghai")), {{hours(9), hours(17)}}, holidays);
  const std::pair<Day, DayKind> rows[] = {
      {day(2026, 2, 14), DayKind::listed_on},   {day(2026, 2, 15), DayKind::listed_off},
      {day(2026, 2, 23), DayKind::listed_off},  {day(2026, 2, 24), DayKind::weekday},
      {day(2026, 2, 28), DayKind::listed_on},   {day(2026, 9, 20), DayKind::listed_on},
      {day(2026, 3, 14), DayKind::weekend},     {day(2006, 12, 30), DayKind::listed_on},  // by the notice of 2007
      {day(2007, 12, 30), DayKind::listed_off},                                           // by the notice of 2008
  };
  for (const auto& [d, kind] : rows) EXPECT_EQ(c.kind(d), kind) << date::year_month_day{d};
  for (const auto& [year, notice] : holidays) EXPECT_TRUE(notice.source.starts_with("http")) << year;
}

TEST(Holidays, listed_on_beats_listed_off) {
  Findings findings;
  const auto h = parse_holidays(
      R"({"years":{"2026":{"on":["2026-05-02"]},"2025":{"off":["2026-05-02","2026-05-04"]}}})", "x", findings);
  ASSERT_TRUE(findings.empty());
  const casework::Calendar c(casework::Zone(*date::locate_zone("Asia/Shanghai")), {{hours(9), hours(17)}}, h);
  EXPECT_EQ(c.kind(day(2026, 5, 2)), DayKind::listed_on);
  EXPECT_EQ(c.kind(day(2026, 5, 4)), DayKind::listed_off);
}

TEST(Holidays, says_where_a_calendar_file_is_wrong) {
  struct {
    const char* text;
    int line;
    const char* key;
    const char* found;
  } rows[] = {
      {"", 1, "", "incomplete JSON"},
      {"{\n\"years\": {\n,", 3, "", "syntax error"},
      {"{} x", 1, "", "extra data"},
      {"[]", 1, "years", "nothing"},
      {"{\"years\": []}", 1, "years", "nothing"},
      {"{\"years\":{\n\"26\": {}}}", 2, "years", "\"26\""},
      {"{\"years\":{\n\"2026\": []}}", 2, "years.2026", "[]"},
      {"{\"years\":{\"2026\":{\n\"of\": []}}}", 2, "years.2026.of", "\"of\""},
      {"{\"years\":{\"2026\":{\n\"off\": \"x\"}}}", 1, "years.2026.off", "\"x\""},
      {"{\"years\":{\"2026\":{\"off\":[\n\"2026-01-01\",\n\"2026-02-29\"]}}}", 3, "years.2026.off", "\"2026-02-29\""},
      {"{\"years\":{\"2026\":{\"on\":[\n\"2026-1-1\"]}}}", 2, "years.2026.on", "\"2026-1-1\""},
      {"{\"years\":{\"2026\":{\"on\":[20260101]}}}", 1, "years.2026.on", "20260101"},
      {"{\"years\":{\"2026\":{\"source\":1}}}", 1, "years.2026.source", "1"},
      {"{\"years\":{\"2026\":{\"published\":\"soon\"}}}", 1, "years.2026.published", "\"soon\""},
  };
  for (const auto& row : rows) {
    Findings findings;
    (void)parse_holidays(row.text, "cn.json", findings);
    ASSERT_EQ(findings.size(), 1) << row.text;
    EXPECT_EQ(findings[0].line, row.line) << row.text;
    EXPECT_EQ(findings[0].key, row.key) << row.text;
    EXPECT_EQ(findings[0].found, row.found) << row.text;
  }
  Findings findings;
  (void)parse_holidays(std::string((4 << 20) + 1, ' '), "cn.json", findings);
  EXPECT_EQ(findings.size(), 1);
}

}  // namespace
}  // namespace hb::rulebook
