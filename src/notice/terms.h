#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

namespace hb::notice {

/// What posts are compared by: a pair of neighbouring Han characters (or one that stands alone), a word of a script
/// with blanks without the ending of its number or tense ("tapers", "tapering"; none of grammar), or a number with what
/// it counts ("3名", "147"). A 30-bit hash under a 2-bit kind; two terms that collide only look like one more shared
/// term.
struct Term {
  enum class Kind : uint32_t { han = 0, word = 1, number = 2 };

  uint32_t hash = 0;
  uint32_t at = 0;        ///< code point of its first character in the folded text
  bool named = false;     ///< it stands in a name, as the engine found
  uint32_t everyday = 0;  ///< background_frequency of a Han pair or a word; else 0

  Kind kind() const { return Kind{hash >> 30}; }
};

/// The terms of a folded text, each once, in text order.
struct Terms {
  std::vector<Term> terms;
  uint16_t titled = 0;  ///< the first so many stand in the first line of several: the title
  uint32_t han = 0;     ///< Han characters in the whole text
  uint32_t words = 0;   ///< words and numbers in the whole text

  /// Whether it is a text of words: more of its terms are words than pairs of Han characters.
  bool wordy() const;
};

/// At most this many terms of a text are kept: what matters of a long one stands in its head.
inline constexpr size_t kTermsPerPost = 256;

Terms terms_of(std::u32string_view folded);

}  // namespace hb::notice
