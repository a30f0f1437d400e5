#pragma once
#include <vector>

#include "casework/clocks.h"

/// What clocks.cpp and explain.cpp share about pauses. Every pause here has an end.
namespace hb::casework {

/// The union: without the empty ones, ascending, apart from each other.
std::vector<Pause> united(std::vector<Pause> pauses);

/// Whether a working day counts: not if all its working intervals lie inside the union.
bool counts(const Calendar& calendar, const Calendar::WorkingDay& day, const std::vector<Pause>& united_pauses);

}  // namespace hb::casework
