#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace hb::store {

/// The neighbouring pairs of characters of a text as words of hexadecimal digits, so that a phrase of pairs is exactly
/// a substring, in every script.
std::string grams(std::string_view folded);

/// A question taken apart: `match` is the full-text question for all words of two characters and more ("" if none),
/// `single` the words of one.
struct Question {
  std::string match;
  std::vector<std::string> single;
};
/// Errors: "search.too-long".
Result<Question> question(std::string_view folded_words);

}  // namespace hb::store
