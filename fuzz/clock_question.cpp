// Any line as a clock question: always one answer of one line.
#include <date/tz.h>

#include "app/clock_questions.h"
#include "fuzz/input.h"
#include "rulebook/rulebook.h"

namespace {

hb::rulebook::Rulebook make_rulebook() {
  constexpr std::string_view kText = R"(
schema = 1
id = "x"
name = { zh = "x" }
timezone = "Australia/Lord_Howe"
calendar = { file = "x", hours = ["01:45-02:15", "09:00-12:00", "13:00-24:00"] }
unit = [{ id = "x", kind = "office", name = { zh = "x" } }]
clock = [
  { id = "w", on = "case", starts = "posted", due = { working = "3h" }, pause_reasons = ["p"], extension = { by = "unit-head", until = { working_days = 2 } } },
  { id = "wd", on = "case", starts = "posted", due = { working_days = 3 }, pause_reasons = ["p"], extension = { by = "unit-head", until = { days = 10 } } },
  { id = "e", on = "case", starts = "posted", due = { elapsed = "4h" } },
  { id = "d", on = "case", starts = "posted", due = { days = 10, roll = "next-working-day" } },
]
)";
  return hb::rulebook::parse(kText, "f",
                             {.read =
                                  [](const std::string&) {
                                    return std::optional<std::string>(
                                        "{\"years\":{\"2026\":{\"off\":[\"2026-04-05\"],\"on\":[\"2026-10-04\"]}}}");
                                  },
                              .zone = [](std::string_view name) { return date::locate_zone(name); },
                              .harms = ""})
      .value();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const hb::rulebook::Rulebook book = make_rulebook();
  const auto answer = hb::app::answer_clock_question(hb::fuzz::text(data, size), book.rules, hb::Language::en);
  hb::fuzz::must(!answer.json.empty() && answer.json.find('\n') == std::string::npos);
  return 0;
}
