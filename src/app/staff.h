#pragma once
#include <optional>
#include <string>
#include <string_view>

#include <vector>

#include "casework/people.h"
#include "desk/cases.h"

/// How the command line speaks of members of staff.
namespace hb::app {

inline constexpr size_t kShortestPassword = 12;  ///< bytes

/// "responder@south"; none if the role or the unit is unknown.
std::optional<casework::Grant> grant_of(std::string_view text, const casework::Rules& rules);

/// One line from standard input; on a terminal the prompt is shown and what is typed is not.
std::string read_password(const std::string& prompt);

/// Whether these are two different members of staff who both type their passwords, in this order.
bool two_say_so(desk::Store& store, desk::Vault& vault, const std::vector<std::string>& logins);

}  // namespace hb::app
