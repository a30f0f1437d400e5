// expect: no match for .operator\+.|invalid operands
#include "base/instant.h"

// Two moments have a distance, not a sum; a length of time has a unit.
hb::Instant later(hb::Instant t) { return t + hb::hours(3); }

#ifdef WRONG
hb::Instant misuse(hb::Instant a, hb::Instant b) { return a + b; }
#endif
