#pragma once
// Inside of mask.cpp and its four finders: a cursor's helpers over folded text. Not for other rooms.
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "text/mask.h"

namespace hb::text::mask_scan {

using Words = std::initializer_list<std::u32string_view>;

/// A stretch of the folded text.
struct Find {
  Span span;
  MaskKind kind;
};
using Finds = std::vector<Find>;

/// Folded text (lower case, half-width, simplified) with the questions that finders ask. Positions past the end read as
/// '\n'.
struct Scan {
  std::u32string_view text;

  char32_t at(size_t i) const { return i < text.size() ? text[i] : U'\n'; }
  char32_t before(size_t i) const { return i == 0 ? U'\n' : at(i - 1); }
  bool digit(size_t i) const { return at(i) >= '0' && at(i) <= '9'; }
  bool letter(size_t i) const { return at(i) >= 'a' && at(i) <= 'z'; }
  bool alnum(size_t i) const { return digit(i) || letter(i); }
  bool starts(size_t i, std::u32string_view word) const {
    return i <= text.size() && text.substr(i, word.size()) == word;
  }
  /// Length of the longest of the words that starts at i, 0 if none does.
  size_t one_of(size_t i, Words words) const;
  /// Whether one of the words stands on the same line within `window` code points before i.
  bool cue_before(size_t i, size_t window, Words words) const;
  /// Whether one of the words ends at i, but for blanks, colons and 是 为 between.
  bool cue_adjacent(size_t i, Words words) const;
  size_t skip_blanks(size_t i) const;
};

void find_numbers(const Scan& scan, const AllowList& allow, Finds& out);  // phone, id, card
void find_plates(const Scan& scan, Finds& out);
void find_emails(const Scan& scan, Finds& out);
void find_im(const Scan& scan, Finds& out);
void find_doors(const Scan& scan, Finds& out);
void find_handles(const Scan& scan, Finds& out);

}  // namespace hb::text::mask_scan
