#include "store/sqlite/grams.h"

#include <fmt/format.h>

#include "base/utf8.h"

namespace hb::store {

std::string grams(std::string_view folded) {
  const std::u32string text = to_utf32(folded);
  std::string out;
  for (size_t i = 1; i < text.size(); ++i) {
    fmt::format_to(std::back_inserter(out), "{}{:x}z{:x}", out.empty() ? "" : " ", static_cast<uint32_t>(text[i - 1]),
                   static_cast<uint32_t>(text[i]));
  }
  return out;
}

Question question(std::string_view folded_words) {
  Question out;
  while (!folded_words.empty()) {
    const size_t end = std::min(folded_words.find(' '), folded_words.size());
    const std::string_view word = folded_words.substr(0, end);
    folded_words.remove_prefix(std::min(end + 1, folded_words.size()));
    if (word.empty()) continue;
    if (count_code_points(word) == 1) {
      out.single.emplace_back(word);
    } else {
      out.match += (out.match.empty() ? "\"" : " AND \"") + grams(word) + "\"";
    }
  }
  return out;
}

}  // namespace hb::store
