#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "casework/people.h"

/// The register of training (培训): what a member of staff was taught, and whether they passed. One record a person.
namespace hb::casework {

enum class TrainingKind : uint8_t {
  starter,  ///< the course that comes before the first official word
  further,
};
std::string_view name_of(TrainingKind kind);
std::optional<TrainingKind> training_kind_of(std::string_view name);

struct TrainingNoted {
  TrainingKind kind = TrainingKind::starter;
  std::string course;
  int64_t on_day = 0;  ///< the local day it ended, in days since 1970-01-01
  bool passed = false;
  friend bool operator==(const TrainingNoted&, const TrainingNoted&) = default;
};
using TrainingEvent = std::variant<TrainingNoted>;
std::string_view name_of(const TrainingEvent& event);

struct Training {
  std::vector<TrainingNoted> courses;  ///< in the order they were entered
  int64_t version = 0;

  bool started() const;  ///< passed the starter course
};

struct NoteTraining {
  TrainingNoted facts;
};

/// Kept by the office. Errors: "training.not-allowed", "training.day" (ahead), "case.empty" / "case.too-long" /
/// "case.not-utf8" (field).
Result<std::vector<TrainingEvent>> decide(const Training& state, const NoteTraining& command, const Actor& actor,
                                          Instant now, const Rules& rules);
void apply(Training& state, Instant at, UserId by, const TrainingEvent& event);

}  // namespace hb::casework
