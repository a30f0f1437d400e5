#pragma once
#include <bitset>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "notice/background.h"

namespace hb::notice {

/// What posts are compared by: a pair of neighbouring Han characters (or one that stands alone), a word of a script
/// with blanks without the ending of its number or tense ("tapers", "tapering"; none of grammar), or a number with what
/// it counts ("3名", "147"). 29 bits under a 3-bit kind: of Han, the characters themselves (letters_of); of the others
/// a hash, and two that collide only look like one more shared term.
struct Term {
  /// `place` and `person` are pairs of Han characters that stand in names of divisions and countries, or begin with a
  /// surname: told by the pair alone, whatever stands around it.
  enum class Kind : uint32_t { han = 0, word = 1, number = 2, place = 3, person = 4 };

  uint32_t hash = 0;
  uint32_t at = 0;        ///< code point of its first character in the folded text
  bool named = false;     ///< it stands in a name, as the engine found
  uint32_t everyday = 0;  ///< background_frequency of a Han pair or a word; else 0

  Kind kind() const { return kind_of(hash); }
  static Kind kind_of(uint32_t hash) { return Kind{hash >> 29}; }
};

inline constexpr size_t kTermKinds = 5;
inline constexpr uint32_t kLargestTerm = ((static_cast<uint32_t>(Term::Kind::person) + 1) << 29) - 1;

/// The Han characters of a term by their letter_of: both 0 for a word or a number, `second` 0 for one that stands
/// alone.
struct LetterPair {
  uint16_t first = 0, second = 0;
};
LetterPair letters_of(uint32_t hash);

/// Calls `f(letter)` for each Han character of the terms, each once, in their order.
template <class F>
void each_letter(std::span<const uint32_t> hashes, F f) {
  std::bitset<kLetters> seen;
  for (const uint32_t hash : hashes)
    for (const auto [first, second] = letters_of(hash); const uint16_t letter : {first, second})
      if (letter != 0 && !seen[letter]) {
        seen.set(letter);
        f(letter);
      }
}

/// The terms of a folded text, each once, in text order.
struct Terms {
  std::vector<Term> terms;
  uint16_t titled = 0;            ///< the first so many stand in the first line of several: the title
  uint32_t han = 0;               ///< Han characters in the whole text
  uint32_t words = 0;             ///< words and numbers in the whole text
  std::vector<uint16_t> letters;  ///< the Han characters of `terms`, each once, in text order
  uint32_t pleas = 0;  ///< of `terms`: words with which people turn to an office (您好, 投诉, 业主 …)

  /// Whether it is a text of words: more of its terms are words than pairs of Han characters.
  bool wordy() const;
};

/// At most this many terms of a text are kept: what matters of a long one stands in its head.
inline constexpr size_t kTermsPerPost = 256;

Terms terms_of(std::u32string_view folded);

}  // namespace hb::notice
