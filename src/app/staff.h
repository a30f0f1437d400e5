#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "casework/people.h"

/// How the command line speaks of members of staff.
namespace hb::app {

inline constexpr size_t kShortestPassword = 12;  ///< bytes

/// "responder@south"; none if the role or the unit is unknown.
std::optional<casework::Grant> grant_of(std::string_view text, const casework::Rules& rules);

/// One line from standard input; on a terminal the prompt is shown and what is typed is not.
std::string read_password(const std::string& prompt);

}  // namespace hb::app
