#pragma once
#include <string>

#include "casework/issue.h"
#include "tests/support/small_agency.h"

namespace hb::tests {

inline constexpr Instant kNow{1773201600};

/// One issue that commands are given to, decided and applied like the desk does.
struct IssueDesk {
  casework::Rules r = small_agency();
  casework::Issue state;
  Instant now = kNow;

  /// "ok", "nothing" where no event came of it, or the error's code.
  std::string code(const casework::IssueCommand& command, const casework::Actor& actor) {
    const auto events = decide(state, command, actor, now, r);
    if (!events) return events.error().code;
    for (const auto& event : *events) apply(state, {now, actor.user, actor.name, event});
    return events->empty() ? "nothing" : "ok";
  }
};

}  // namespace hb::tests
