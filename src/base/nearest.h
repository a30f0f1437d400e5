#pragma once
#include <span>
#include <string>
#include <string_view>

namespace hb {

/// The known name a mistyped one most likely means, or "": at most a third of the longer one's letters (and always one)
/// wrong, missing, added or swapped with their neighbour. Words past 64 bytes resemble nothing.
std::string nearest(std::string_view word, std::span<const std::string_view> known);

}  // namespace hb
