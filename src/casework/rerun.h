#pragma once
#include <utility>
#include <vector>

#include "casework/issue.h"

/// The recorded past under other rules: what people did, at the moments they did it, decided anew. Who they were is not
/// asked again: whoever acted is taken to have played whatever part these rules ask for, wherever the case then was.
/// Pure; the same arguments give the same result, and under the rules that were in force it gives the past.
namespace hb::casework {

template <class State>
struct Rerun {
  State state;
  int64_t left_out = 0;  ///< things people did that these rules have no place for
};

/// `until`: the moment the past ends; clocks due by then are missed. A case that these rules would not have opened is
/// left out whole: version 0.
Rerun<Case> rerun(const std::vector<Recorded>& history, const Rules& rules, Instant until);

/// What the rules of noticing said of an issue, and when; in order.
using GradesOverTime = std::vector<std::pair<Instant, ProposeGrade>>;
/// `grades` take the place of the recorded proposals. Ladders are climbed as time passes, by nobody: who stood on a
/// rung is not known any more.
Rerun<Issue> rerun(const Issue& begun, const std::vector<IssueRecorded>& history, const GradesOverTime& grades,
                   const Rules& rules, Instant until);

}  // namespace hb::casework
