#pragma once
#include <cstdint>
#include <string_view>

namespace hb::notice {

/// How common two neighbouring Han characters are in everyday Chinese before any post was heard: in how many of
/// `kBackgroundPosts` short texts they stand together. From titles people searched for (background_table.inc, made by
/// tools/background.py; MIT licence, see there), and for pairs it does not know a guess from whether they are
/// characters of grammar (的, 了, 我 …).
uint32_t background_frequency(char32_t first, char32_t second);

/// How common a folded word of a script with blanks is, in the same measure: for the words of English that say little
/// by themselves; 0 for all others.
uint32_t background_frequency(std::u32string_view word);

extern const uint32_t kBackgroundPosts;

}  // namespace hb::notice
