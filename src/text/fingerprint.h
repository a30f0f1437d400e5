#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

#include "text/fold.h"

namespace hb::text {

/// Equal for texts that say the same characters in the same order, whatever the blanks, punctuation and marks between:
/// a 64-bit hash (not cryptographic) over the Han characters, letters and digits of a folded text. 0 only for a text
/// without any.
uint64_t text_key(const Folded& folded);

/// What near-copies share: the MinHash (bottom-k, one hash) of the text's character 4-grams: the `kSketchSize` smallest
/// distinct hashes, ascending; fewer when the text has fewer 4-grams, none under four characters. Blanks and
/// punctuation do not count.
std::vector<uint32_t> sketch(const Folded& folded);
inline constexpr size_t kSketchSize = 64;

/// Estimates the Jaccard resemblance of the two texts' 4-gram sets from their sketches, 0 to 1; exact when both texts
/// have at most kSketchSize 4-grams (but for collisions). 0 if one is empty.
double resemblance(const std::vector<uint32_t>& a, const std::vector<uint32_t>& b);

}  // namespace hb::text
