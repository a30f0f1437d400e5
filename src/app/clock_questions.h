#pragma once
#include <string>
#include <string_view>

#include "base/language.h"
#include "casework/organisation.h"

namespace hb::app {

/// One line of `hearback rulebook due`.
struct ClockAnswer {
  std::string json;  ///< `{"due","provisional","explain":[…]}`, while paused with `"paused":true`; or `{"error"}`
  bool error = false;
};

/// Answers `{"clock","from","pauses"?:[[from,to|null],…],"extended"?:true}`, at most 1 MiB and 10,000 pauses; other
/// keys are ignored. Times are RFC 3339, the due time with the offset of the rulebook's zone.
ClockAnswer answer_clock_question(std::string_view line, const casework::Rules& rules, Language language);

}  // namespace hb::app
