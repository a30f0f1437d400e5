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

/// Never 0, which the index keeps for an empty cell.
uint32_t tagged(uint32_t hash, Term::Kind kind) { return std::max(hash >> 2, 1u) | static_cast<uint32_t>(kind) << 30; }

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

Terms terms_of(std::u32string_view s) {
  Terms out;
  Seen seen;
  const auto put = [&](uint32_t hash, Term::Kind kind, size_t at, uint32_t everyday = 0) {
    if (out.terms.size() == kTermsPerPost) return;
    const uint32_t h = tagged(hash, kind);
    if (seen.add(h)) out.terms.push_back({h, static_cast<uint32_t>(at), false, everyday});
  };
  out.terms.reserve(std::min(s.size(), kTermsPerPost));
  for (size_t i = 0; i < s.size();) {
    if (is_han(s[i])) {
      const size_t begin = i;
      while (i < s.size() && is_han(s[i])) ++i;
      out.han += static_cast<uint32_t>(i - begin);
      if (i - begin == 1) put(mix(1, s[begin]), Term::Kind::han, begin);
      for (size_t k = begin; k + 1 < i; ++k)
        put(mix(mix(1, s[k]), s[k + 1]), Term::Kind::han, k, background_frequency(s[k], s[k + 1]));
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
      put(hash, digits ? Term::Kind::number : Term::Kind::word, begin, everyday);
    } else {
      if (s[i] == '\n' && out.titled == 0) out.titled = static_cast<uint16_t>(out.terms.size());
      ++i;
    }
  }
  return out;
}

bool Terms::wordy() const {
  const auto count = [&](Term::Kind kind) {
    return std::count_if(terms.begin(), terms.end(), [&](const Term& t) { return t.kind() == kind; });
  };
  return count(Term::Kind::word) > count(Term::Kind::han);
}

}  // namespace hb::notice
