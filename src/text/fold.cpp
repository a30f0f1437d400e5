#include "text/fold.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <utility>

#include "base/utf8.h"

namespace hb::text {
namespace {

constexpr char32_t kFirst = 0x3400, kLast = 0x9FFF;  // where OpenCC's single characters lie, but for rare extensions

const icu::Normalizer2& casefold() {
  UErrorCode error = U_ZERO_ERROR;
  static const icu::Normalizer2* const instance = icu::Normalizer2::getNFKCCasefoldInstance(error);
  return *instance;
}

// Marks laid over a character (struck through, boxed, circled) and joiners: dropped without a trace.
bool is_overlay(char32_t c) {
  return (c >= 0x0334 && c <= 0x0338) || (c >= 0x20D0 && c <= 0x20F0) || c == 0x200D || (c >= 0xE0000 && c <= 0xE0FFF);
}

// Ornament that carries no word: arrows, drawn shapes, dingbats, emoji.
bool is_ornament(char32_t c) {
  return (c >= 0x2190 && c <= 0x21FF) || (c >= 0x2500 && c <= 0x27BF) || (c >= 0x2B00 && c <= 0x2BFF) ||
         (c >= 0x1F000 && c <= 0x1FAFF) || c == 0x203B || c == 0xFFFC;
}

bool is_line_end(char32_t c) { return c == '\n' || c == '\r' || c == 0x2028 || c == 0x2029 || c == 0x85; }
bool is_blank(char32_t c) {
  return c == ' ' || c == '\t' || (c > 0x7F && u_isUWhiteSpace(static_cast<UChar32>(c))) || (c < 0x20 && c != 0);
}

class Folder {
 public:
  Folder(std::u32string_view in, const Simplifier& simplifier) : in_(in), simplifier_(simplifier) {
    out_.text.reserve(in.size());
    out_.origin.reserve(in.size());
    out_.original_length = static_cast<uint32_t>(in.size());
  }

  Folded run() {
    for (size_t at = 0; at < in_.size();) at = step(at);
    if (!out_.text.empty() && out_.text.back() == ' ') pop();
    close_up_spaced_han();
    simplify();
    return std::move(out_);
  }

 private:
  size_t step(size_t at) {
    const char32_t c = in_[at];
    const Span here{static_cast<uint32_t>(at), static_cast<uint32_t>(at + 1)};
    const bool alone = at + 1 >= in_.size() || in_[at + 1] < 0x300 || is_han(in_[at + 1]);
    if (c >= 0x4E00 && c <= 0x9FFF) {
      push(c, here);
      return at + 1;
    }
    if (c < 0x80 && alone) {
      push(c >= 'A' && c <= 'Z' ? c + 32 : c, here);
      return at + 1;
    }
    size_t end = at + 1;
    constexpr size_t kLongest = 32;  // marks piled on one letter past this are cut into pieces
    while (end < in_.size() && end - at < kLongest && !casefold().hasBoundaryBefore(static_cast<UChar32>(in_[end])))
      ++end;
    const Span piece{here.start, static_cast<uint32_t>(end)};
    icu::UnicodeString source;
    for (size_t i = at; i < end; ++i) {
      ornament_ = ornament_ || is_ornament(in_[i]);
      if (!is_ornament(in_[i]) && !is_overlay(in_[i])) source.append(static_cast<UChar32>(in_[i]));
    }
    if (source.isEmpty() && !is_ornament(in_[at]) && !out_.origin.empty()) out_.origin.back().end = piece.end;
    UErrorCode error = U_ZERO_ERROR;
    const icu::UnicodeString folded = casefold().normalize(source, error);
    for (int32_t i = 0; i < folded.length(); i = folded.moveIndex32(i, 1))
      push(static_cast<char32_t>(folded.char32At(i)), piece);
    return end;
  }

  void push(char32_t c, Span from) {
    if (is_ornament(c) || is_overlay(c)) return;
    const char32_t last = out_.text.empty() ? U'\n' : out_.text.back();
    if (is_line_end(c)) {
      if (last == ' ') pop();
      if (!out_.text.empty() && out_.text.back() != '\n') append('\n', from);
    } else if (is_blank(c)) {
      if (last != ' ' && last != '\n') append(' ', from);
    } else {
      if (ornament_ && is_word_char(last) && is_word_char(c)) append(' ', {from.start, from.start});
      append(c, from);
    }
    ornament_ = false;
  }

  void append(char32_t c, Span from) {
    out_.text += c;
    out_.origin.push_back(from);
  }
  void pop() {
    out_.text.pop_back();
    out_.origin.pop_back();
  }

  // Drops the blanks of "食 物 中 毒": single Han characters with a blank on both sides, three or more in a row.
  void close_up_spaced_han() {
    const auto& t = out_.text;
    size_t kept = 0;
    for (size_t i = 0; i < t.size();) {
      size_t end = i;
      if (is_han(t[i]) && (i == 0 || !is_han(t[i - 1]))) {
        while (end + 2 < t.size() && t[end + 1] == ' ' && is_han(t[end + 2]) &&
               (end + 3 >= t.size() || !is_han(t[end + 3])))
          end += 2;
      }
      const bool spaced = end - i >= 4;
      for (const size_t last = end + 1; i < last; ++i) {
        if (spaced && t[i] == ' ') continue;
        out_.origin[kept] = out_.origin[i];
        out_.text[kept++] = out_.text[i];
      }
    }
    out_.text.resize(kept);
    out_.origin.resize(kept);
  }

  void simplify() {
    if (std::none_of(out_.text.begin(), out_.text.end(), [&](char32_t c) { return simplifier_.changes(c); })) return;
    const auto text = std::exchange(out_.text, {});
    const auto origin = std::exchange(out_.origin, {});
    out_.text.reserve(text.size());
    out_.origin.reserve(text.size());
    for (size_t i = 0; i < text.size();) {
      size_t end = i;
      bool any = false;
      for (; end < text.size() && is_han(text[end]); ++end) any = any || simplifier_.changes(text[end]);
      if (!any) end = std::max(end, i + 1);
      const auto run = any ? simplifier_(std::u32string_view(text).substr(i, end - i)) : text.substr(i, end - i);
      const bool one_to_one = run.size() == end - i;  // else every character points at the whole run
      for (size_t k = 0; k < run.size(); ++k)
        append(run[k], one_to_one ? origin[i + k] : Span{origin[i].start, origin[end - 1].end});
      i = end;
    }
  }

  std::u32string_view in_;
  const Simplifier& simplifier_;
  Folded out_;
  bool ornament_ = false;
};

}  // namespace

Simplifier::Simplifier(Convert convert) : convert_(std::move(convert)), changes_(kLast - kFirst + 1) {
  std::u32string all;
  for (char32_t c = kFirst; c <= kLast; ++c) (all += c) += '\n';
  const auto converted = to_utf32(convert_(to_utf8(all)));
  size_t at = 0;
  for (char32_t c = kFirst; c <= kLast; ++c) {
    const size_t end = converted.find('\n', at);
    if (end == std::u32string::npos) break;
    changes_[c - kFirst] = std::u32string_view(converted).substr(at, end - at) != std::u32string_view(&c, 1);
    at = end + 1;
  }
}

bool Simplifier::changes(char32_t c) const {
  return c >= kFirst && c <= kLast && !changes_.empty() && changes_[c - kFirst];
}

std::u32string Simplifier::operator()(std::u32string_view han_run) const {
  return to_utf32(convert_(to_utf8(han_run)));
}

Span Folded::original(Span folded) const {
  if (folded.start >= folded.end || folded.end > text.size()) {
    const uint32_t at = folded.start < origin.size() ? origin[folded.start].start : original_length;
    return {at, at};
  }
  return {origin[folded.start].start, origin[folded.end - 1].end};
}

Folded fold(std::string_view text, const Simplifier& simplifier) { return Folder(to_utf32(text), simplifier).run(); }

std::string fold_to_utf8(std::string_view text, const Simplifier& simplifier) {
  return to_utf8(fold(text, simplifier).text);
}

bool is_word_char(char32_t c) {
  if (c < 0x80) return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  return !is_han(c) && u_isalnum(static_cast<UChar32>(c));
}

}  // namespace hb::text
