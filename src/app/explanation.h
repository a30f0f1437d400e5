#pragma once
#include <string>

#include "base/language.h"
#include "desk/staff.h"

/// A case or an issue told from its record, as its page tells it: who did what, when and why, under which version of
/// the rulebook, and how each clock was reckoned, line by line. Plain text.
namespace hb::app {

std::string explain_case(const desk::CaseView& view, const casework::Rules& rules, Language language);
std::string explain_issue(const desk::IssueView& view, const casework::Rules& rules, Language language);

}  // namespace hb::app
