#pragma once
#include <memory>

#include "text/gazetteer.h"

namespace hb::app {

/// The administrative divisions that ship in the binary (about 40 ms, 20 MB; read once, then shared).
std::shared_ptr<const text::Gazetteer> regions();

}  // namespace hb::app
