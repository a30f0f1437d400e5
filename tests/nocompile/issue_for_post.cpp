// expect: could not convert|cannot convert|no known conversion
#include "base/ids.h"

// An issue is not one of its posts.
bool heard(hb::PostId post) { return static_cast<bool>(post); }

#ifdef WRONG
bool misuse(hb::IssueId issue) { return heard(issue); }
#endif
