// expect: invalid initialization of reference|cannot convert|no known conversion
#include "base/ids.h"

// A case's number sent where a unit is asked for would show one unit's cases to another.
bool handles(const hb::UnitId& unit) { return static_cast<bool>(unit); }

#ifdef WRONG
bool misuse(const hb::CaseNumber& number) { return handles(number); }
#endif
