#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "text/fold.h"

namespace hb::text {

/// A matter that units answer for, and what speaks for it: a line of business, as rulebooks/remits.toml lists them.
struct Matter {
  std::string id;                  ///< "food": as a unit's `remit` has it
  std::vector<std::string> words;  ///< Han words match anywhere, Latin words whole
  std::vector<std::string> harms;  ///< ids of the harm lexicon

  friend bool operator==(const Matter&, const Matter&) = default;
};

struct MatterGuess {
  std::string id;
  std::vector<std::string> words;  ///< that were found, as listed, in text order
  std::vector<std::string> harms;  ///< that speak for it
};

/// Says which matter a text is about by the words in it. Immutable; safe to share between threads.
class MatterLexicon {
 public:
  MatterLexicon() = default;
  explicit MatterLexicon(const std::vector<Matter>& matters);

  /// Each different word counts once, a harm that was found in the text as two; of words that overlap the longest. None
  /// if nothing speaks for any, or as much for another.
  std::optional<MatterGuess> guess(std::string_view text, std::span<const std::string> harms,
                                   const Simplifier& simplifier = {}) const;

 private:
  struct Word {
    std::u32string folded;
    std::string listed;
    size_t matter;
  };
  std::vector<Matter> matters_;
  std::unordered_map<char32_t, std::vector<Word>> words_;  ///< by first character, longest first
};

}  // namespace hb::text
