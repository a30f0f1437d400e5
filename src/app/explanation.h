#pragma once
#include <string>

#include "base/language.h"
#include "desk/staff.h"

/// A case, an issue or a post told from its record, as its page tells it: who did what, when and why, under which
/// version of the rulebook, and how each clock was reckoned, line by line. Plain text.
namespace hb::app {

std::string explain_case(const desk::CaseView& view, const casework::Rules& rules, Language language);
std::string explain_issue(const desk::IssueView& view, const casework::Rules& rules, Language language);
/// Why it is in its issue, as it was decided when it was heard.
std::string explain_post(const desk::Post& post, const casework::Rules& rules, Language language);

}  // namespace hb::app
