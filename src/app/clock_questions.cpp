#include "app/clock_questions.h"

#include <fmt/format.h>

#include <boost/json.hpp>

#include "base/utf8.h"
#include "casework/explain.h"

namespace hb::app {
namespace {

namespace json = boost::json;

constexpr size_t kLongestLine = 1 << 20;
constexpr size_t kMostPauses = 10000;

/// What the command line says of an error of a clock question; `detail` is the piece it is about.
std::string sentence(const Error& e) {
  const std::pair<std::string_view, std::string_view> sentences[] = {
      {"clock.unknown", "no such clock in this rulebook"},
      {"clock.cannot-pause", "this clock cannot be paused"},
      {"clock.cannot-extend", "this clock cannot be extended"},
      {"clock.pause-inverted", "a pause ends before it begins"},
      {"clock.out-of-range", "the clock leaves the years 1900 to 2199"},
      {"time.malformed", "not an RFC 3339 time"},
      {"question.malformed", "expected {\"clock\",\"from\",\"pauses\"?,\"extended\"?}"},
  };
  for (const auto& [code, text] : sentences) {
    if (code == e.code) return e.detail.empty() ? std::string(text) : fmt::format("{}: {}", text, e.detail);
  }
  return e.detail.empty() ? e.code : fmt::format("{}: {}", e.code, e.detail);
}

Result<Instant> instant_of(const json::value& value) {
  if (!value.is_string()) return fail("time.malformed", std::string(start_of(json::serialize(value), 64)));
  return parse_rfc3339(value.as_string());
}

struct Question {
  const casework::ClockSpec* clock;
  casework::ClockRun run;
};

Result<Question> parse_question(std::string_view line, const casework::Rules& rules) {
  if (line.size() > kLongestLine) return fail("question.malformed", "the line is longer than 1 MiB");
  json::error_code error;
  const json::value value = json::parse({line.data(), line.size()}, error);
  if (error) return fail("question.malformed", error.message());
  const json::object* object = value.if_object();
  if (!object) return fail("question.malformed", "not an object");

  const json::value* clock = object->if_contains("clock");
  if (!clock || !clock->is_string()) return fail("question.malformed", "clock");
  const std::string id(clock->as_string());
  Question question{rules.clock(id), {}};
  if (!question.clock) return fail("clock.unknown", std::string(start_of(id, 64)));

  const json::value* from = object->if_contains("from");
  if (!from) return fail("question.malformed", "from");
  auto start = instant_of(*from);
  if (!start) return tl::unexpected(start.error());
  question.run.from = *start;

  if (const json::value* pauses = object->if_contains("pauses"); pauses && !pauses->is_null()) {
    if (!pauses->is_array() || pauses->as_array().size() > kMostPauses) return fail("question.malformed", "pauses");
    for (const json::value& item : pauses->as_array()) {
      const json::array* pair = item.if_array();
      if (!pair || pair->size() != 2) return fail("question.malformed", "pauses");
      auto begin = instant_of(pair->at(0));
      if (!begin) return tl::unexpected(begin.error());
      casework::Pause pause{*begin, std::nullopt};
      if (!pair->at(1).is_null()) {
        auto end = instant_of(pair->at(1));
        if (!end) return tl::unexpected(end.error());
        pause.to = *end;
      }
      question.run.pauses.push_back(pause);
    }
  }
  if (const json::value* extended = object->if_contains("extended"); extended && !extended->is_null()) {
    if (!extended->is_bool()) return fail("question.malformed", "extended");
    question.run.extended = extended->as_bool();
  }
  return question;
}

/// With a numeric offset also at UTC, and the offset in whole minutes: local mean times of a century ago had seconds.
std::string local_time(Instant t, const casework::Zone& zone) {
  std::string text = format_rfc3339(t, minutes(zone.offset_at(t).count / 60));
  if (text.ends_with('Z')) text.replace(text.size() - 1, 1, "+00:00");
  return text;
}

json::object answer(std::string_view line, const casework::Rules& rules, Language language) {
  const auto question = parse_question(line, rules);
  if (!question) return {{"error", sentence(question.error())}};
  const casework::Calendar& calendar = *rules.calendar;
  const auto due = casework::due(*question->clock, calendar, question->run);
  if (!due) return {{"error", sentence(due.error())}};
  json::object out;
  out["due"] = due->due ? json::value(local_time(*due->due, calendar.zone())) : json::value(nullptr);
  if (due->paused) out["paused"] = true;
  out["provisional"] = due->provisional;
  json::array lines;
  if (const auto story = casework::explain(*question->clock, calendar, question->run)) {
    for (const casework::ExplainLine& l : *story) lines.emplace_back(casework::in_words(l, calendar.zone(), language));
  }
  out["explain"] = std::move(lines);
  return out;
}

}  // namespace

ClockAnswer answer_clock_question(std::string_view line, const casework::Rules& rules, Language language) {
  const json::object out = answer(line, rules, language);
  return {json::serialize(out), out.contains("error")};
}

}  // namespace hb::app
