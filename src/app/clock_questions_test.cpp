#include "app/clock_questions.h"

#include <gtest/gtest.h>

#include "tests/support/rulebooks.h"

namespace hb::app {
namespace {

const casework::Rules& rules() {
  static const rulebook::Rulebook book = [] {
    std::string text = tests::source_file("rulebooks/municipal-market-regulator.toml").value();
    text +=
        "[[clock]]\nid = \"pausable\"\non = \"case\"\nstarts = \"opened\"\ndue = { working = \"3h\" }\n"
        "pause_reasons = [\"evidence\"]\n";
    return rulebook::parse(text, "rules.toml", tests::surroundings()).value();
  }();
  return book.rules;
}

TEST(ClockQuestions, every_line_gets_an_answer) {
  const std::pair<const char*, const char*> rows[] = {
      {R"({"clock":"first-reply","from":"2026-03-11T12:30:00+08:00"})",
       R"({"due":"2026-03-11T16:00:00+08:00","provisional":false,"explain":["Wed 2026-03-11 12:30 is outside counted hours: starts Wed 2026-03-11 13:00","Wed 2026-03-11 13:00–16:00 counts 3 h","due Wed 2026-03-11 16:00"]})"},
      {R"({"clock":"report-critical","from":"2026-03-11T04:30:00.25Z","extended":false,"pauses":[],"note":1})",
       R"({"due":"2026-03-11T14:30:00+08:00","provisional":false,"explain":["starts Wed 2026-03-11 12:30","2 h of wall time, nights and holidays included","due Wed 2026-03-11 14:30"]})"},
      {R"({"clock":"pausable","from":"2026-03-10T10:00:00+08:00","pauses":[["2026-03-10T11:00:00+08:00",null]]})",
       R"({"due":null,"paused":true,"provisional":false,"explain":["starts Tue 2026-03-10 10:00","paused since Tue 2026-03-10 11:00: no due time until it resumes"]})"},
      {"", R"({"error":"expected {\"clock\",\"from\",\"pauses\"?,\"extended\"?}: incomplete JSON"})"},
      {"[]", R"({"error":"expected {\"clock\",\"from\",\"pauses\"?,\"extended\"?}: not an object"})"},
      {R"({"from":"2026-03-11T12:30:00Z"})",
       R"({"error":"expected {\"clock\",\"from\",\"pauses\"?,\"extended\"?}: clock"})"},
      {R"({"clock":"pausable"})", R"({"error":"expected {\"clock\",\"from\",\"pauses\"?,\"extended\"?}: from"})"},
      {R"({"clock":"late","from":"2026-03-11T12:30:00Z"})", R"({"error":"no such clock in this rulebook: late"})"},
      {R"({"clock":"食食食食食食食食食食食食食食食食食食食食食食食食","from":"2026-03-11T12:30:00Z"})",
       R"({"error":"no such clock in this rulebook: 食食食食食食食食食食食食食食食食食食食食食"})"},
      {R"({"clock":"pausable","from":"2026-03-11 12:30"})", R"({"error":"not an RFC 3339 time: 2026-03-11 12:30"})"},
      {R"({"clock":"pausable","from":7})", R"({"error":"not an RFC 3339 time: 7"})"},
      {R"({"clock":"pausable","from":"2026-03-11T12:30:00Z","extended":true})",
       R"({"error":"this clock cannot be extended: pausable"})"},
      {R"({"clock":"pausable","from":"2026-03-11T12:30:00Z","extended":1})",
       R"({"error":"expected {\"clock\",\"from\",\"pauses\"?,\"extended\"?}: extended"})"},
      {R"({"clock":"first-reply","from":"2026-03-11T12:30:00Z","pauses":[["2026-03-11T12:30:00Z",null]]})",
       R"({"error":"this clock cannot be paused: first-reply"})"},
      {R"({"clock":"pausable","from":"2026-03-11T12:30:00Z","pauses":[["2026-03-11T12:30:00Z"]]})",
       R"({"error":"expected {\"clock\",\"from\",\"pauses\"?,\"extended\"?}: pauses"})"},
      {R"({"clock":"pausable","from":"2026-03-11T12:30:00Z","pauses":[["2026-03-11T12:30:00Z","2026-03-11T12:29:59Z"]]})",
       R"({"error":"a pause ends before it begins: 2026-03-11T12:30:00Z – 2026-03-11T12:29:59Z"})"},
  };
  for (const auto& [question, answer] : rows) {
    const ClockAnswer got = answer_clock_question(question, rules(), Language::en);
    EXPECT_EQ(got.json, answer) << question;
    EXPECT_EQ(got.error, got.json.starts_with("{\"error\"")) << question;
  }
  EXPECT_TRUE(answer_clock_question(std::string((1 << 20) + 1, ' '), rules(), Language::en).error);
}

}  // namespace
}  // namespace hb::app
