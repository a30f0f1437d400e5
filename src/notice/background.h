#pragma once
#include <cstdint>
#include <string_view>

namespace hb::notice {

/// A Han character as a number from 1 to kLetters - 1: one each for the 20,992 of the first block (U+4E00 on); the rest
/// share what is left.
uint16_t letter_of(char32_t c);
inline constexpr uint32_t kLetters = 23170;  // the largest whose square fits 29 bits

/// What is known of two neighbouring Han characters, by their letter_of, before any post was heard.
struct PairSense {
  /// In how many of kBackgroundPosts short texts they stand together. From titles people searched for
  /// (background_table.inc, made by tools/background.py; MIT licence, see there), and for pairs it does not know a
  /// guess from whether they are characters of grammar (的, 了, 我 …).
  uint32_t frequency = 0;
  bool place = false;   ///< they stand so in the name of a division, a country or a city abroad (place_pairs.inc)
  bool plea = false;    ///< or are a word with which people turn to an office
  bool person = false;  ///< the first is a surname and the second no character of grammar
};
PairSense sense_of(uint16_t first, uint16_t second);

/// In how many of kBackgroundPosts short texts the character stands, by the pairs of the same titles.
uint32_t background_frequency(uint16_t letter);

/// How common a folded word of a script with blanks is, in the same measure: for the words of English that say little
/// by themselves; 0 for all others.
uint32_t background_frequency(std::u32string_view word);

extern const uint32_t kBackgroundPosts;

}  // namespace hb::notice
