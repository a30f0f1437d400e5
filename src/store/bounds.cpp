#include "store/bounds.h"

#include <algorithm>

namespace hb::store {

int64_t bounded(int64_t limit) { return std::clamp<int64_t>(limit, 0, kListLimit); }

Result<std::vector<std::string_view>> words_of(std::string_view question) {
  constexpr size_t kBytes = 512, kWords = 16;
  if (question.size() > kBytes) return fail("search.too-long", "512 bytes");
  std::vector<std::string_view> words;
  while (!question.empty()) {
    const size_t end = std::min(question.find(' '), question.size());
    if (end > 0) words.push_back(question.substr(0, end));
    question.remove_prefix(std::min(end + 1, question.size()));
  }
  if (words.size() > kWords) return fail("search.too-long", "16 words");
  return words;
}

bool holds_one_of_each(std::string_view text, const std::vector<std::vector<std::string>>& lists) {
  return std::ranges::all_of(lists, [&](const auto& words) {
    return std::ranges::any_of(words, [&](const std::string& word) { return text.find(word) != text.npos; });
  });
}

bool safe_path(std::string_view path) {
  constexpr std::string_view kPlain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./";
  return !path.empty() && path.size() <= 200 && path.front() != '/' && path.back() != '/' &&
         path.find_first_not_of(kPlain) == std::string_view::npos && path.find("..") == std::string_view::npos;
}

}  // namespace hb::store
