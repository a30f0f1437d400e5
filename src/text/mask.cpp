#include "text/mask.h"

#include <algorithm>

#include "base/utf8.h"
#include "text/mask_scan.h"

namespace hb::text {
namespace mask_scan {

size_t Scan::one_of(size_t i, Words words) const {
  size_t best = 0;
  for (const auto word : words)
    if (word.size() > best && starts(i, word)) best = word.size();
  return best;
}

bool Scan::cue_before(size_t i, size_t window, Words words) const {
  size_t first = i > window ? i - window : 0;
  if (const size_t line = text.substr(0, i).rfind('\n'); line != std::u32string_view::npos && line >= first)
    first = line + 1;
  const auto near = text.substr(first, i - first);
  return std::any_of(words.begin(), words.end(),
                     [&](auto word) { return near.find(word) != std::u32string_view::npos; });
}

bool Scan::cue_adjacent(size_t i, Words words) const {
  while (i > 0 && (text[i - 1] == ' ' || text[i - 1] == ':' || text[i - 1] == U'是' || text[i - 1] == U'为' ||
                   text[i - 1] == '(' || text[i - 1] == '.' || text[i - 1] == '#'))
    --i;
  return std::any_of(words.begin(), words.end(), [&](auto word) { return text.substr(0, i).ends_with(word); });
}

size_t Scan::skip_blanks(size_t i) const {
  while (at(i) == ' ') ++i;
  return i;
}

}  // namespace mask_scan

namespace {

std::string only_digits(std::string_view number) {
  std::string out;
  for (const char c : number)
    if (c >= '0' && c <= '9') out += c;
  return out;
}

// "①13800138000": the numeral of a list folds to a digit, but is no part of the number behind it.
void part_list_numerals(std::u32string_view original, Folded& folded) {
  const auto enclosed = [&](size_t i) {
    const char32_t c = original[folded.origin[i].start];
    return (c >= 0x2460 && c <= 0x24FF) || (c >= 0x2776 && c <= 0x2793) || (c >= 0x1F100 && c <= 0x1F10C);
  };
  for (size_t i = 0; i + 1 < folded.text.size(); ++i)
    if (folded.text[i] >= '0' && folded.text[i] <= '9' && enclosed(i) && !enclosed(i + 1)) folded.text[i] = U'、';
}

}  // namespace

std::string_view name(MaskKind kind) {
  switch (kind) {
    case MaskKind::phone:
      return "phone";
    case MaskKind::id:
      return "id";
    case MaskKind::card:
      return "card";
    case MaskKind::plate:
      return "plate";
    case MaskKind::email:
      return "email";
    case MaskKind::im:
      return "im";
    case MaskKind::door:
      return "door";
    case MaskKind::handle:
      return "handle";
  }
  return {};
}

AllowList::AllowList(const std::vector<std::string>& numbers) {
  for (const auto& number : numbers)
    if (auto digits = only_digits(number); !digits.empty()) digits_.insert(std::move(digits));
}

bool AllowList::has(std::string_view number) const {
  const std::string digits = only_digits(number);
  if (digits_.contains(digits)) return true;
  if (digits.starts_with("86") && (digits_.contains(digits.substr(2)) || digits_.contains("0" + digits.substr(2))))
    return true;
  return std::any_of(digits_.begin(), digits_.end(),
                     [&](const std::string& public_number) {  // with an extension behind
                       return public_number.size() >= 10 && digits.size() <= public_number.size() + 5 &&
                              digits.starts_with(public_number);
                     });
}

std::vector<Personal> find_personal(std::string_view text, const AllowList& allow, const Simplifier& simplifier) {
  Folded folded = fold(text, simplifier);
  part_list_numerals(to_utf32(text), folded);
  const mask_scan::Scan scan{folded.text};
  mask_scan::Finds finds;
  // In order of trust: what comes later may not overlap what came earlier.
  find_emails(scan, finds);
  find_numbers(scan, allow, finds);
  find_plates(scan, finds);
  find_im(scan, finds);
  find_doors(scan, finds);
  find_handles(scan, finds);

  std::vector<bool> taken(folded.text.size());
  std::vector<Personal> out;
  for (const auto& [span, kind] : finds) {
    const auto first = taken.begin() + span.start, last = taken.begin() + span.end;
    if (std::find(first, last, true) != last) continue;
    std::fill(first, last, true);
    out.push_back({folded.original(span), kind});
  }
  std::sort(out.begin(), out.end(), [](const Personal& a, const Personal& b) { return a.span < b.span; });
  return out;
}

std::string mask(std::string_view text, const std::vector<Personal>& found) {
  std::string out;
  size_t at = 0;
  uint32_t position = 0;
  const auto advance = [&](uint32_t to) {
    const size_t first = at;
    for (; position < to && at < text.size(); ++position) next_code_point(text, at);
    return text.substr(first, at - first);
  };
  for (const auto& [span, kind] : found) {
    out += advance(span.start);
    advance(span.end);
    (out += "⟦").append(name(kind)) += "⟧";
  }
  return out += text.substr(at);
}

std::string mask(std::string_view text, const AllowList& allow, const Simplifier& simplifier) {
  return mask(text, find_personal(text, allow, simplifier));
}

}  // namespace hb::text
