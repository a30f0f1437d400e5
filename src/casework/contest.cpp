#include "casework/contest.h"

#include <array>

#include "base/named.h"
#include "casework/written.h"

namespace hb::casework {
namespace {

using Events = Result<std::vector<ContestEvent>>;

struct Decider {
  const Contest& state;
  const Actor& actor;
  const Rules& rules;

  Events operator()(const ContestFigure& c) const {
    if (state.version != 0) return fail("contest.wrong-state", std::string(name_of(state.state)));
    if (rules.unit(c.facts.unit) == nullptr) return fail("route.no-such-unit", c.facts.unit.value);
    if (!may_approve(actor, c.facts.unit)) return fail("contest.not-allowed", "contest");
    if (auto ok = reason_given(c.facts.reason); !ok) return tl::unexpected(ok.error());
    return std::vector<ContestEvent>{c.facts};
  }
  Events operator()(const AnswerContest& c) const {
    if (state.version == 0 || state.state != ContestState::open)
      return fail("contest.wrong-state", std::string(name_of(state.state)));
    if (!allowed(Act::audit, actor, {}, rules)) return fail("contest.not-allowed", "answer");
    if (auto ok = written(c.answer, kReasonLimit, "answer"); !ok) return tl::unexpected(ok.error());
    return std::vector<ContestEvent>{ContestAnswered{c.upheld, c.answer}};
  }
};

}  // namespace

std::string_view name_of(ContestState state) {
  constexpr std::array<std::string_view, 3> kNames{"open", "upheld", "rejected"};
  return kNames[static_cast<size_t>(state)];
}

std::optional<ContestState> contest_state_of(std::string_view name) { return by_name(name, ContestState::rejected); }

std::string_view name_of(const ContestEvent& event) {
  constexpr std::array<std::string_view, 2> kNames{"figure-contested", "contest-answered"};
  return kNames[event.index()];
}

Result<std::vector<ContestEvent>> decide(const Contest& state, const ContestCommand& command, const Actor& actor,
                                         const Rules& rules) {
  return std::visit(Decider{state, actor, rules}, command);
}

void apply(Contest& state, Instant at, UserId, const ContestEvent& event) {
  ++state.version;
  if (const auto* contested = std::get_if<FigureContested>(&event)) {
    state.contested = *contested;
    state.at = at;
  } else if (const auto* answered = std::get_if<ContestAnswered>(&event)) {
    state.state = answered->upheld ? ContestState::upheld : ContestState::rejected;
    state.answer = answered->answer;
  }
}

}  // namespace hb::casework
