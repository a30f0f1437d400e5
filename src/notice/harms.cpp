#include "notice/harms.h"

#include <algorithm>
#include <span>

#include "base/utf8.h"

namespace hb::notice {
namespace {

/// Deny what follows, with nothing but filler between.
constexpr std::u32string_view kNegators[] = {U"没有", U"没", U"未",      U"无", U"并非", U"不是", U"不",
                                             U"否认", U"免", U"without", U"no", U"not",  U"never"};
/// May stand between a negator and what it denies.
constexpr std::u32string_view kFiller[] = {U"出现", U"发生", U"造成", U"导致", U"引起", U"需要", U"任何", U"一个",
                                           U"一名", U"一人", U"孩子", U"学生", U"同学", U"老人", U"人员", U"有",
                                           U"人",   U"被",   U"送",   U"去",   U"要",   U"用",   U"再",   U"因此",
                                           U"因",   U"再次", U" ",    U"any",  U"been", U"one",  U"was"};
/// Only suppose what follows in the same clause.
constexpr std::u32string_view kSupposing[] = {U"如果", U"要是", U"万一",   U"假如", U"会不会", U"怕",    U"担心",
                                              U"差点", U"险些", U"防止",   U"避免", U"预防",   U"以免",  U"小心",
                                              U"警惕", U"别",   U"有没有", U"是否", U"if ",    U"might "};
constexpr size_t kSupposingReach = 8;
constexpr size_t kNegationReach = 4;     // of a harm's own negations, before and after
constexpr size_t kLongestNegation = 16;  // of them; a longer one may not be seen whole
constexpr std::u32string_view kClauseEnds = U",，。.!！?？;；:：\n…、";

bool ends_with_any(std::u32string_view s, std::span<const std::u32string_view> list, size_t& length) {
  length = 0;
  for (const auto item : list)
    if (s.ends_with(item)) length = std::max(length, item.size());
  return length > 0;
}

bool denied(std::u32string_view before) {
  for (size_t length = 0;;) {
    if (ends_with_any(before, kNegators, length))
      return !before.substr(0, before.size() - length).ends_with(U"不得") && !before.ends_with(U"不得不");
    if (!ends_with_any(before, kFiller, length)) return false;
    before.remove_suffix(length);
  }
}

bool supposed(std::u32string_view before) {
  const auto near = before.substr(before.size() - std::min(before.size(), kSupposingReach));
  return std::any_of(std::begin(kSupposing), std::end(kSupposing),
                     [&](std::u32string_view w) { return near.find(w) != std::u32string_view::npos; });
}

/// Whether a stretch is not a part of a longer Latin word.
bool whole(std::u32string_view s, text::Span w) {
  const auto joins = [&](size_t i) { return text::is_word_char(s[i]) && text::is_word_char(s[i + 1]); };
  return !(w.start > 0 && joins(w.start - 1)) && !(w.end < s.size() && joins(w.end - 1));
}

}  // namespace

HarmFinder::HarmFinder(const std::vector<Harm>& harms) {
  for (size_t harm = 0; harm < std::min(harms.size(), kMaxHarms); ++harm) {
    negations_.emplace_back();
    for (const std::string& phrase : harms[harm].negations)
      if (auto folded = text::fold(phrase).text; !folded.empty()) negations_.back().push_back(std::move(folded));
    for (const std::string& word : harms[harm].words)
      if (auto folded = text::fold(word).text; !folded.empty()) words_[folded[0]].push_back({folded, word, harm});
  }
  for (auto& [first, list] : words_)
    std::stable_sort(list.begin(), list.end(), [](auto& a, auto& b) { return a.text.size() > b.text.size(); });
}

std::vector<HarmHit> HarmFinder::find(std::u32string_view s) const {
  std::vector<HarmHit> hits;
  for (size_t i = 0; i < s.size();) {
    size_t step = 1;
    const auto list = words_.find(s[i]);
    if (list != words_.end())
      for (const Word& w : list->second) {
        const text::Span span{static_cast<uint32_t>(i), static_cast<uint32_t>(i + w.text.size())};
        if (w.text.size() < step || s.substr(i, w.text.size()) != w.text || !whole(s, span)) continue;
        step = w.text.size();
        const bool known = std::any_of(hits.begin(), hits.end(),
                                       [&](const HarmHit& h) { return h.harm == w.harm && h.word == w.word; });
        if (!known && !voided(s, span, w.harm)) hits.push_back({w.harm, span, w.word});
      }
    i += step;
  }
  return hits;
}

bool HarmFinder::voided(std::u32string_view s, text::Span word, size_t harm) const {
  size_t clause = word.start, clause_end = word.end;
  while (clause > 0 && kClauseEnds.find(s[clause - 1]) == std::u32string_view::npos) --clause;
  while (clause_end < s.size() && kClauseEnds.find(s[clause_end]) == std::u32string_view::npos) ++clause_end;
  const size_t first = std::max(clause, word.start - std::min<size_t>(word.start, kNegationReach + kLongestNegation));
  const auto near = s.substr(first, std::min<size_t>(clause_end, word.end + kNegationReach + kLongestNegation) - first);
  for (const auto& phrase : negations_[harm])
    for (size_t at = near.find(phrase); at != std::u32string_view::npos; at = near.find(phrase, at + 1))
      if (first + at + phrase.size() + kNegationReach >= word.start && first + at <= word.end + kNegationReach)
        return true;
  const auto before = s.substr(clause, word.start - clause);
  return denied(before) || supposed(before);
}

}  // namespace hb::notice
