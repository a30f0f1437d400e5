#include "store/sqlite/grams.h"

#include <fmt/format.h>

#include "base/utf8.h"
#include "store/bounds.h"

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

Result<Question> question(std::string_view folded_words) {
  const auto words = words_of(folded_words);
  if (!words) return tl::unexpected(words.error());
  Question out;
  for (const std::string_view word : *words) {
    if (count_code_points(word) == 1) {
      out.single.emplace_back(word);
    } else {
      out.match += (out.match.empty() ? "\"" : " AND \"") + grams(word) + "\"";
    }
  }
  return out;
}

}  // namespace hb::store
