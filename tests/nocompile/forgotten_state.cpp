// expect: enumeration value .*outside.* not handled
#include "casework/case.h"

// A state that is added shows every place that must decide about it.
bool open(hb::casework::CaseState state) {
  using enum hb::casework::CaseState;
  switch (state) {
    case dispatched:
    case handling:
    case sent_up:
      return true;
    case answered:
    case withdrawn:
    case not_ours:
      return false;
#ifndef WRONG
    case outside:
      return false;
#endif
  }
  return false;
}
