#pragma once
#include <string>
#include <vector>

#include "desk/cases.h"

/// The first steps of a new desk, from nothing to its first case. Each is told from the record, so none can be ticked
/// that was not done; only that somebody wants to see no more of it is kept.
namespace hb::desk {

struct GuideStep {
  std::string id;  ///< "people", "roster", "source", "account", "case"
  bool done = false;
  int64_t left = 0;  ///< of "people": what is missing by the rules; of "source", "account": proposals that wait
};

struct Guide {
  bool shown = false;  ///< something is left to do, nobody put it away, and this person can do it
  std::vector<GuideStep> steps;
};

/// For who proposes sources and accounts (the office, administrators); to others it is not shown, and has no steps.
Result<Guide> guide(const Wiring& wiring, const casework::Actor& actor);
/// Nobody is shown it again. Errors: "guide.not-allowed", the store's.
Result<void> put_guide_away(const Wiring& wiring, const casework::Actor& actor);

}  // namespace hb::desk
