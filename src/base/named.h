#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

namespace hb {

/// The value of that name, of an enum that counts from 0 to `last` without a gap and whose values `name_of` calls.
template <class Enum>
std::optional<Enum> by_name(std::string_view name, Enum last) {
  for (uint8_t i = 0; i <= static_cast<uint8_t>(last); ++i)
    if (name_of(static_cast<Enum>(i)) == name) return static_cast<Enum>(i);
  return std::nullopt;
}

}  // namespace hb
