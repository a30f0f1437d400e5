#pragma once
#include <cstdint>

namespace hb {

/// The languages a person may be addressed in.
enum class Language : uint8_t { zh, en };

}  // namespace hb
