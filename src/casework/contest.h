#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "casework/figures.h"
#include "casework/people.h"

/// A figure that a unit contests (异议): with a reason, on the record. The figure stays as it was reckoned; that it is
/// contested, and what came of it, stands beside it in public.
namespace hb::casework {

enum class ContestState : uint8_t {
  open,
  upheld,    ///< the unit is right: the figure misleads, and the page says so
  rejected,  ///< the figure is right
};
std::string_view name_of(ContestState state);
std::optional<ContestState> contest_state_of(std::string_view name);

struct FigureContested {
  UnitId unit;
  std::string month;  ///< "2026-03"
  Figure figure = Figure::received;
  std::string value, of;  ///< as the unit saw it
  std::string reason;
  friend bool operator==(const FigureContested&, const FigureContested&) = default;
};
struct ContestAnswered {
  bool upheld = false;
  std::string answer;
  friend bool operator==(const ContestAnswered&, const ContestAnswered&) = default;
};
using ContestEvent = std::variant<FigureContested, ContestAnswered>;
std::string_view name_of(const ContestEvent& event);

struct Contest {
  FigureContested contested;
  ContestState state = ContestState::open;
  Instant at;
  std::string answer;
  int64_t version = 0;
};

struct ContestFigure {
  FigureContested facts;
};
struct AnswerContest {
  bool upheld = false;
  std::string answer;
};
using ContestCommand = std::variant<ContestFigure, AnswerContest>;

/// Contested by who approves for the unit; answered by the auditor. Errors: "contest.not-allowed",
/// "contest.wrong-state", "route.no-such-unit", "case.empty" / "case.too-long" / "case.not-utf8" (field),
/// "case.reason-required".
Result<std::vector<ContestEvent>> decide(const Contest& state, const ContestCommand& command, const Actor& actor,
                                         const Rules& rules);
void apply(Contest& state, Instant at, UserId by, const ContestEvent& event);

}  // namespace hb::casework
