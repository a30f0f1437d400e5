#pragma once
#include <cstdint>
#include <cstdlib>
#include <string_view>

/// What every fuzz target shares: the input as text, and a way to say that a promise of a header was broken.
namespace hb::fuzz {

inline std::string_view text(const uint8_t* data, size_t size) { return {reinterpret_cast<const char*>(data), size}; }

inline void must(bool kept) {
  if (!kept) std::abort();
}

}  // namespace hb::fuzz
