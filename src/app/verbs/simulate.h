#pragma once
#include <string>

#include "base/language.h"

namespace hb::app {

/// `rulebook simulate FILE --data DIR`: prints what the recorded past comes to by the rulebook in force and by FILE.
/// The exit code.
int simulate(const std::string& file, const std::string& data, Language language, bool json);

}  // namespace hb::app
