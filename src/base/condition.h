#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace hb {

/// Possible public harm of an issue: proposed by rule, set by a person. Later is graver, so grades compare.
enum class Grade : uint8_t { routine, serious, critical };

/// "routine", "serious", "critical".
std::string_view name_of(Grade g);
std::optional<Grade> grade_of(std::string_view name);

/// A number of an issue that a condition may ask for.
enum class Measure : uint8_t {
  voices,      ///< independent voices so far
  publishers,  ///< independent publishers, copies and one owner's outlets counted once
  growth,      ///< posts of the last 24 h over the mean day of the 7 days before, that mean counted as at least 1
  waiting,     ///< working hours without a reply
  repeat,      ///< earlier issues at the same premises in 90 days
};
inline constexpr size_t kMeasures = 5;

std::string_view name_of(Measure m);
std::optional<Measure> measure_of(std::string_view name);

/// What a condition is asked about. The harms are ids of rulebooks/harms.toml; the span must outlive the question.
struct Facts {
  std::span<const std::string> harms;
  bool remit = false;  ///< a unit or a harm was proposed
  Grade grade = Grade::routine;
  std::array<double, kMeasures> measures{};  ///< by Measure
};

/// One test of a condition, and, once it held, one reason: "voices 52 >= 50".
struct Test {
  enum class Kind : uint8_t { harm, remit, grade, measure };
  Kind kind = Kind::remit;
  std::string harm{};                 ///< Kind::harm: the id
  Grade grade = Grade::routine;       ///< Kind::grade: at least this
  Measure measure = Measure::voices;  ///< Kind::measure
  double at_least = 0;                ///< Kind::measure: at least this

  friend bool operator==(const Test&, const Test&) = default;
};

/// `harm:ID`, `remit`, `grade >= GRADE` or `NAME >= NUMBER`, joined by `and`/`or`, `and` binding tighter:
/// any of the alternatives, each of which is all of its tests.
struct Condition {
  std::vector<std::vector<Test>> any;

  friend bool operator==(const Condition&, const Condition&) = default;
};

/// Where a condition stops making sense.
struct ConditionError {
  size_t offset = 0;     ///< in bytes of the text
  std::string expected;  ///< in words: "NAME >= NUMBER"
  std::string found;     ///< the word there, or "" at the end
  std::string nearest;   ///< the nearest name that exists, or ""
};

/// Reads a condition of at most 1,000 bytes.
Result<Condition, ConditionError> parse_condition(std::string_view text);

/// The text of it again, in its plainest form; `parse_condition` reads it back to the same condition.
std::string to_text(const Condition& c);

/// A test that held, with what was found.
struct Reason {
  Test test;
  Grade grade = Grade::routine;  ///< Kind::grade: the grade found
  double found = 0;              ///< Kind::measure: the number found

  friend bool operator==(const Reason&, const Reason&) = default;
};

/// The reasons of the first alternative that holds; none if the condition does not hold.
std::optional<std::vector<Reason>> evaluate(const Condition& c, const Facts& facts);

/// "harm:ill", "remit", "grade critical >= serious", "voices 52 >= 50".
std::string to_text(const Reason& r);

}  // namespace hb
