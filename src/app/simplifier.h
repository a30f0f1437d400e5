#pragma once
#include "text/fold.h"

namespace hb::app {

/// Traditional → simplified by OpenCC's dictionaries, opened here once (about 30 ms); nothing is opened later.
/// Without the dictionaries on the machine it throws std::runtime_error that names the file.
text::Simplifier open_simplifier();

}  // namespace hb::app
