#include "notice/terms.h"

#include <algorithm>
#include <array>

#include "base/utf8.h"
#include "notice/background.h"
#include "text/fold.h"

namespace hb::notice {
namespace {

uint32_t mix(uint32_t hash, char32_t c) {
  const uint64_t x = (uint64_t{hash} << 32 | c) * 0x9e3779b97f4a7c15u;
  return static_cast<uint32_t>((x ^ (x >> 29)) * 0xbf58476d1ce4e5b9u >> 32);
}

constexpr uint32_t kBits = (1u << 29) - 1;
static_assert(kLetters * kLetters <= kBits);

// A bijection of 29 bits and its inverse: neighbouring characters must not stand in neighbouring cells of a table.
constexpr uint32_t kSpread = 0x0C1B3A55, kGather = [] {
  uint32_t inverse = 1;
  for (int i = 0; i < 5; ++i) inverse *= 2 - kSpread * inverse;
  return inverse;
}();
constexpr uint32_t spread(uint32_t x) {
  x = x * kSpread & kBits;
  x ^= x >> 15;
  return x * kSpread & kBits;
}
constexpr uint32_t gather(uint32_t x) {
  x = x * kGather & kBits;
  x ^= x >> 15;
  return x * kGather & kBits;
}
static_assert(gather(spread(271828182)) == 271828182);

/// Never 0, which the index keeps for an empty cell.
uint32_t tagged(uint32_t hash, Term::Kind kind) { return std::max(hash >> 3, 1u) | static_cast<uint32_t>(kind) << 29; }

uint32_t of_letters(uint16_t first, uint16_t second, Term::Kind kind) {
  return spread(uint32_t{first} * kLetters + second) | static_cast<uint32_t>(kind) << 29;
}

/// A set of at most kTermsPerPost hashes, kept on the stack.
class Seen {
 public:
  /// Whether it was new.
  bool add(uint32_t hash) {
    for (size_t i = hash & kMask;; i = (i + 1) & kMask) {
      if (used_[i] == hash + 1) return false;
      if (used_[i] == 0) {
        used_[i] = hash + 1;
        return true;
      }
    }
  }

 private:
  static constexpr size_t kMask = 1023;
  std::array<uint32_t, kMask + 1> used_{};
};

/// A word of English without the ending of its number or tense; other words lose at most what looks like one.
std::u32string_view stem(std::u32string_view word) {
  const auto drop = [&](std::u32string_view ending, size_t least) {
    const bool ends = word.size() >= least && word.ends_with(ending);
    if (ends) word.remove_suffix(ending.size());
    return ends;
  };
  if (!word.ends_with(U"ss") && !word.ends_with(U"us")) drop(word.ends_with(U"ies") ? U"es" : U"s", 5);
  if (!drop(U"ing", 6)) drop(U"ed", 6);
  drop(U"e", 5);
  return word;
}

bool is_digit(char32_t c) { return c >= U'0' && c <= U'9'; }

}  // namespace

LetterPair letters_of(uint32_t hash) {
  const Term::Kind kind = Term::kind_of(hash);
  if (kind == Term::Kind::word || kind == Term::Kind::number) return {};
  const uint32_t both = gather(hash & kBits);
  return {static_cast<uint16_t>(both / kLetters), static_cast<uint16_t>(both % kLetters)};
}

Terms terms_of(std::u32string_view s) {
  Terms out;
  Seen seen;
  const auto put = [&](uint32_t hash, size_t at, uint32_t everyday = 0) {
    if (out.terms.size() == kTermsPerPost || !seen.add(hash)) return false;
    out.terms.push_back({hash, static_cast<uint32_t>(at), false, everyday});
    return true;
  };
  std::bitset<kLetters> noted;
  const auto note = [&](uint16_t letter) {
    if (!noted[letter]) out.letters.push_back(letter);
    noted.set(letter);
  };
  out.terms.reserve(std::min(s.size(), kTermsPerPost));
  for (size_t i = 0; i < s.size();) {
    if (is_han(s[i])) {
      const size_t begin = i;
      while (i < s.size() && is_han(s[i])) ++i;
      out.han += static_cast<uint32_t>(i - begin);
      uint16_t letter = letter_of(s[begin]);
      if (i - begin == 1 && put(of_letters(letter, 0, Term::Kind::han), begin)) note(letter);
      for (size_t k = begin; k + 1 < i; ++k) {
        const uint16_t next = letter_of(s[k + 1]);
        const PairSense sense = sense_of(letter, next);
        const Term::Kind kind = sense.place ? Term::Kind::place : sense.person ? Term::Kind::person : Term::Kind::han;
        if (put(of_letters(letter, next, kind), k, sense.frequency)) {
          note(letter), note(next);
          out.pleas += sense.plea ? 1 : 0;
        }
        letter = next;
      }
    } else if (text::is_word_char(s[i])) {
      const size_t begin = i;
      bool digits = true;
      for (; i < s.size() && text::is_word_char(s[i]) && !is_han(s[i]); ++i) digits = digits && is_digit(s[i]);
      ++out.words;
      const std::u32string_view word = s.substr(begin, i - begin);
      const uint32_t everyday = digits ? 0 : background_frequency(word);
      if (everyday == kBackgroundPosts) continue;
      uint32_t hash = 2;
      for (const char32_t c : digits ? word : stem(word)) hash = mix(hash, c);
      if (digits && word.size() < 3 && i < s.size() && is_han(s[i])) hash = mix(hash, s[i]);
      put(tagged(hash, digits ? Term::Kind::number : Term::Kind::word), begin, everyday);
    } else {
      if (s[i] == '\n' && out.titled == 0) out.titled = static_cast<uint16_t>(out.terms.size());
      ++i;
    }
  }
  return out;
}

bool Terms::wordy() const {
  ptrdiff_t of_words = 0, of_han = 0;
  for (const Term& t : terms) {
    const Term::Kind kind = t.kind();
    of_words += kind == Term::Kind::word;
    of_han += kind != Term::Kind::word && kind != Term::Kind::number;
  }
  return of_words > of_han;
}

}  // namespace hb::notice
