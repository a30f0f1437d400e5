#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "text/fold.h"

namespace hb::notice {

/// The most harms a lexicon may list; past it they are not looked for (the rulebook refuses such a list).
inline constexpr size_t kMaxHarms = 64;

/// One kind of public harm, as rulebooks/harms.toml lists them.
struct Harm {
  std::string id;                  ///< "hospitalised": what a condition calls `harm:hospitalised`
  std::string zh, en;              ///< its name for people
  std::vector<std::string> words;  ///< what a post says when it happened: "住院", "food poisoning"
  /// Phrases that void a word they cover, or stand within 4 characters of in one clause: "住院部".
  std::vector<std::string> negations;

  friend bool operator==(const Harm&, const Harm&) = default;
};

/// A harm that a text speaks of as having happened.
struct HarmHit {
  size_t harm = 0;   ///< which of the lexicon
  text::Span span;   ///< code points of the folded text
  std::string word;  ///< the listed word found

  friend bool operator==(const HarmHit&, const HarmHit&) = default;
};

/// Finds the harms of a lexicon in folded text. Immutable; safe to share between threads.
///
/// A word counts unless its own clause denies it or only supposes it: a negator with nothing but filler between
/// ("没有一个孩子住院"), a supposing word at most eight characters before ("怕孩子住院", "如果…"), or one of the harm's
/// own `negations`. Commas and line ends close a clause, so "没人管，孩子住院了" is a harm; so is "不得不住院". When in
/// doubt a word counts: to miss a child in hospital is worse than to ask a person once too often. Latin words match
/// whole, case folded; Han words match anywhere.
class HarmFinder {
 public:
  HarmFinder() = default;
  /// Words are folded here; an empty one is ignored.
  explicit HarmFinder(const std::vector<Harm>& harms);

  /// In text order; of words that overlap the longest, and each (harm, word) once. Linear in the text but for words
  /// that share their first character.
  std::vector<HarmHit> find(std::u32string_view folded) const;

 private:
  struct Word {
    std::u32string text;  // folded
    std::string word;     // as listed
    size_t harm;
  };
  bool voided(std::u32string_view folded, text::Span word, size_t harm) const;

  std::vector<std::vector<std::u32string>> negations_;     // by harm
  std::unordered_map<char32_t, std::vector<Word>> words_;  // by first character, longest first
};

}  // namespace hb::notice
