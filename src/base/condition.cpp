#include "base/condition.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <limits>

#include "base/ascii.h"
#include "base/named.h"
#include "base/nearest.h"

namespace hb {
namespace {

constexpr std::array<std::string_view, 3> kGrades = {"routine", "serious", "critical"};
constexpr std::array<std::string_view, kMeasures> kMeasureNames = {"voices", "publishers", "growth", "waiting",
                                                                   "repeat"};
constexpr size_t kLongest = 1000;

struct Word {
  std::string_view text;  ///< empty at the end
  size_t offset;
};

/// Hands out blank-separated words; `>=` is one also without blanks.
class Words {
 public:
  explicit Words(std::string_view text) : text_(text) {}

  Word peek() const {
    size_t at = text_.find_first_not_of(" \t\r\n", at_);
    if (at == std::string_view::npos) return {{}, text_.size()};
    if (text_.substr(at, 2) == ">=") return {text_.substr(at, 2), at};
    size_t end = at;
    while (end < text_.size() && std::string_view(" \t\r\n").find(text_[end]) == std::string_view::npos &&
           text_.substr(end, 2) != ">=")
      ++end;
    return {text_.substr(at, end - at), at};
  }

  Word next() {
    Word w = peek();
    at_ = w.offset + w.text.size();
    return w;
  }

 private:
  std::string_view text_;
  size_t at_ = 0;
};

tl::unexpected<ConditionError> wrong(const Word& word, std::string expected, std::string nearest_name = {}) {
  return tl::unexpected(
      ConditionError{word.offset, std::move(expected), std::string(word.text), std::move(nearest_name)});
}

Result<Test, ConditionError> parse_test(Words& words) {
  const Word word = words.next();
  if (word.text == "remit") return Test{.kind = Test::Kind::remit};
  if (word.text.starts_with("harm:")) {
    const std::string_view id = word.text.substr(5);
    if (!is_plain_id(id)) return wrong(word, "harm:ID");
    return Test{.kind = Test::Kind::harm, .harm = std::string(id)};
  }
  const auto measure = measure_of(word.text);
  if (word.text != "grade" && !measure) {
    std::vector<std::string_view> known(kMeasureNames.begin(), kMeasureNames.end());
    known.insert(known.end(), {"grade", "remit", "harm:"});
    return wrong(word, "harm:ID, remit, grade >= GRADE or NAME >= NUMBER", nearest(word.text, known));
  }
  if (const Word op = words.next(); op.text != ">=") return wrong(op, ">=");
  const Word value = words.next();
  if (!measure) {
    const auto grade = grade_of(value.text);
    if (!grade) return wrong(value, "routine, serious or critical", nearest(value.text, kGrades));
    return Test{.kind = Test::Kind::grade, .grade = *grade};
  }
  double number = 0;
  const char* end = value.text.data() + value.text.size();
  const auto read = std::from_chars(value.text.data(), end, number, std::chars_format::fixed);
  if (value.text.empty() || read.ec != std::errc{} || read.ptr != end || number < 0 ||
      number > std::numeric_limits<int32_t>::max())
    return wrong(value, "a number from 0");
  return Test{.kind = Test::Kind::measure, .measure = *measure, .at_least = number};
}

std::string to_text(const Test& t) {
  switch (t.kind) {
    case Test::Kind::harm:
      return "harm:" + t.harm;
    case Test::Kind::remit:
      return "remit";
    case Test::Kind::grade:
      return fmt::format("grade >= {}", name_of(t.grade));
    case Test::Kind::measure:
      return fmt::format("{} >= {}", name_of(t.measure), t.at_least);
  }
  return {};
}

std::optional<Reason> holds(const Test& t, const Facts& facts) {
  Reason reason{.test = t};
  bool held = false;
  switch (t.kind) {
    case Test::Kind::harm:
      held = std::ranges::find(facts.harms, t.harm) != facts.harms.end();
      break;
    case Test::Kind::remit:
      held = facts.remit;
      break;
    case Test::Kind::grade:
      reason.grade = facts.grade;
      held = facts.grade >= t.grade;
      break;
    case Test::Kind::measure:
      reason.found = facts.measures[static_cast<size_t>(t.measure)];
      held = reason.found >= t.at_least;
      break;
  }
  if (!held) return std::nullopt;
  return reason;
}

}  // namespace

std::string_view name_of(Grade g) { return kGrades[static_cast<size_t>(g)]; }
std::optional<Grade> grade_of(std::string_view name) { return by_name(name, Grade::critical); }
std::string_view name_of(Measure m) { return kMeasureNames[static_cast<size_t>(m)]; }
std::optional<Measure> measure_of(std::string_view name) { return by_name(name, Measure::repeat); }

Result<Condition, ConditionError> parse_condition(std::string_view text) {
  if (text.size() > kLongest) return tl::unexpected(ConditionError{kLongest, "at most 1000 bytes", {}, {}});
  Words words(text);
  Condition c{{{}}};
  while (true) {
    auto test = parse_test(words);
    if (!test) return tl::unexpected(test.error());
    c.any.back().push_back(*std::move(test));
    const Word joint = words.next();
    if (joint.text.empty()) return c;
    if (joint.text == "or") {
      c.any.emplace_back();
    } else if (joint.text != "and") {
      return wrong(joint, "and, or, or the end");
    }
  }
}

std::string to_text(const Condition& c) {
  std::string out;
  for (const auto& all : c.any) {
    if (!out.empty()) out += " or ";
    for (const Test& t : all) out += (&t == &all.front() ? "" : " and ") + to_text(t);
  }
  return out;
}

std::optional<std::vector<Reason>> evaluate(const Condition& c, const Facts& facts) {
  for (const auto& all : c.any) {
    std::vector<Reason> reasons;
    for (const Test& t : all) {
      auto reason = holds(t, facts);
      if (!reason) break;
      reasons.push_back(*std::move(reason));
    }
    if (reasons.size() == all.size()) return reasons;
  }
  return std::nullopt;
}

std::string to_text(const Reason& r) {
  switch (r.test.kind) {
    case Test::Kind::harm:
    case Test::Kind::remit:
      return to_text(r.test);
    case Test::Kind::grade:
      return fmt::format("grade {} >= {}", name_of(r.grade), name_of(r.test.grade));
    case Test::Kind::measure:
      return fmt::format("{} {:.4g} >= {}", name_of(r.test.measure), r.found, r.test.at_least);
  }
  return {};
}

}  // namespace hb
