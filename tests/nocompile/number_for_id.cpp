// expect: could not convert|cannot convert|no known conversion
#include "base/ids.h"

// A row number that happens to fit is not an id.
bool known(hb::UserId user) { return static_cast<bool>(user); }

#ifdef WRONG
bool misuse(int64_t row) { return known(row); }
#endif
