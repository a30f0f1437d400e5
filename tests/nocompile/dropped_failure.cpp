// expect: ignoring return value|nodiscard
#include "base/result.h"

// A failure that is made is returned.
hb::Result<int> refuse() { return hb::fail("case.text-changed", "7K4Q"); }

#ifdef WRONG
void misuse() { hb::fail("case.text-changed", "7K4Q"); }
#endif
