#include "casework/training.h"

#include <algorithm>
#include <array>

#include "base/named.h"
#include "casework/case.h"
#include "casework/written.h"

namespace hb::casework {
namespace {

constexpr std::array<std::string_view, 2> kKinds{"starter", "further"};

}  // namespace

std::string_view name_of(TrainingKind kind) { return kKinds[static_cast<size_t>(kind)]; }
std::optional<TrainingKind> training_kind_of(std::string_view name) { return by_name(name, TrainingKind::further); }

std::string_view name_of(const TrainingEvent& event) {
  constexpr std::array<std::string_view, 1> kNames{"training-noted"};
  return kNames[event.index()];
}

bool Training::started() const {
  return std::ranges::any_of(courses,
                             [](const TrainingNoted& one) { return one.kind == TrainingKind::starter && one.passed; });
}

Result<std::vector<TrainingEvent>> decide(const Training&, const NoteTraining& command, const Actor& actor, Instant now,
                                          const Rules& rules) {
  if (!allowed(Act::keep_training, actor, {}, rules)) return fail("training.not-allowed");
  if (auto ok = written(command.facts.course, kTitleLimit, "course"); !ok) return tl::unexpected(ok.error());
  if (command.facts.on_day > rules.calendar->zone().day_at(now).time_since_epoch().count()) return fail("training.day");
  return std::vector<TrainingEvent>{command.facts};
}

void apply(Training& state, Instant, UserId, const TrainingEvent& event) {
  ++state.version;
  state.courses.push_back(std::get<TrainingNoted>(event));
}

}  // namespace hb::casework
