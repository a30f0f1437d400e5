#include "store/sqlite/grams.h"

#include <fmt/format.h>

#include <algorithm>

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

Question question(const std::vector<std::vector<std::string>>& lists) {
  Question out;
  for (const auto& words : lists) {
    if (std::ranges::any_of(words, [](const auto& word) { return count_code_points(word) < 2; })) {
      out.read_for.push_back(words);
      continue;
    }
    std::string either;
    for (const auto& word : words) either += (either.empty() ? "\"" : " OR \"") + grams(word) + "\"";
    out.match += (out.match.empty() ? "(" : " AND (") + either + ")";
  }
  return out;
}

}  // namespace hb::store
