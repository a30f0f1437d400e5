#include "text/matter.h"

#include <algorithm>
#include <set>

#include "base/utf8.h"

namespace hb::text {

MatterLexicon::MatterLexicon(const std::vector<Matter>& matters) : matters_(matters) {
  for (size_t m = 0; m < matters.size(); ++m) {
    for (const auto& word : matters[m].words) {
      auto folded = fold(word).text;
      if (folded.empty()) continue;
      auto& beside = words_[folded.front()];
      beside.push_back({std::move(folded), word, m});
    }
  }
  for (auto& [first, words] : words_)
    std::ranges::stable_sort(words, std::greater(), [](const Word& word) { return word.folded.size(); });
}

std::optional<MatterGuess> MatterLexicon::guess(std::string_view text, std::span<const std::string> harms,
                                                const Simplifier& simplifier) const {
  std::vector<MatterGuess> found(matters_.size());
  std::vector<size_t> weight(matters_.size());
  for (size_t m = 0; m < matters_.size(); ++m) {
    for (const auto& harm : harms) {
      if (std::ranges::find(matters_[m].harms, harm) == matters_[m].harms.end()) continue;
      found[m].harms.push_back(harm);
      weight[m] += 2;
    }
  }
  const std::u32string folded = fold(text, simplifier).text;
  const std::u32string_view all = folded;
  std::set<const Word*> seen;
  for (size_t at = 0; at < all.size();) {
    size_t step = 1;
    if (const auto words = words_.find(all[at]); words != words_.end()) {
      for (const Word& word : words->second) {
        if (!all.substr(at).starts_with(word.folded)) continue;
        const size_t end = at + word.folded.size();
        const auto cuts = [&](size_t i) {  // a Latin word in two
          return i > 0 && i < all.size() && is_word_char(all[i - 1]) && is_word_char(all[i]);
        };
        if (cuts(at) || cuts(end)) continue;
        step = word.folded.size();
        if (seen.insert(&word).second) {
          found[word.matter].words.push_back(word.listed);
          ++weight[word.matter];
        }
        break;
      }
    }
    at += step;
  }
  const auto best = std::ranges::max_element(weight);
  if (best == weight.end() || *best == 0 || std::ranges::count(weight, *best) > 1) return std::nullopt;
  const auto m = static_cast<size_t>(best - weight.begin());
  found[m].id = matters_[m].id;
  return std::move(found[m]);
}

}  // namespace hb::text
