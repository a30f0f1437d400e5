#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace hb::store {

/// The neighbouring pairs of characters of a text as words of hexadecimal digits, so that a phrase of pairs is exactly
/// a substring, in every script.
std::string grams(std::string_view folded);

/// A question taken apart: `match` is the full-text question for the lists whose words all have two characters and more
/// ("" if there are none), `read_for` are the others.
struct Question {
  std::string match;
  std::vector<std::vector<std::string>> read_for;
};
Question question(const std::vector<std::vector<std::string>>& lists);

}  // namespace hb::store
