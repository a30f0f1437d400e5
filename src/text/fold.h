#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace hb::text {

/// A stretch of code points [start, end).
struct Span {
  uint32_t start = 0;
  uint32_t end = 0;

  friend auto operator<=>(const Span&, const Span&) = default;
};

/// Traditional → simplified Chinese by a converter that the caller opened (OpenCC's t2s; `app` owns the dictionaries).
/// Default-constructed it changes nothing. Safe to share between threads if the converter is.
class Simplifier {
 public:
  using Convert = std::function<std::string(const std::string&)>;

  Simplifier() = default;
  /// Asks the converter once which single characters it changes; only runs with one of these are given to it later.
  explicit Simplifier(Convert convert);

  bool changes(char32_t c) const;
  std::u32string operator()(std::u32string_view han_run) const;

 private:
  Convert convert_;
  std::vector<bool> changes_;  // by code point from kFirst
};

/// Text made comparable, with the way back to what was written.
struct Folded {
  std::u32string text;
  std::vector<Span> origin;  ///< as long as `text`: the code points of the original that each one came from
  uint32_t original_length = 0;

  /// The stretch of the original that folded[start, end) came from; empty spans map to an empty one.
  Span original(Span folded) const;
};

/// Folds UTF-8 text: NFKC, case and width folded, invisible characters dropped (Unicode NFKC_Casefold), traditional
/// characters simplified, decoration (stars, boxes, emoji, keycaps, struck-through marks) dropped, or a blank between
/// two letters; blanks collapse to one, line ends stay as one '\n'; "食 物 中 毒" closes up to "食物中毒". Ill-formed
/// bytes count as one code point each and fold to U+FFFD. Linear in time and memory (about 12 bytes a code point).
Folded fold(std::string_view text, const Simplifier& simplifier = {});

/// Only the folded text, as UTF-8.
std::string fold_to_utf8(std::string_view text, const Simplifier& simplifier = {});

/// A letter or digit of a script that writes words with blanks between them: what a "Latin word" is made of.
bool is_word_char(char32_t c);

}  // namespace hb::text
