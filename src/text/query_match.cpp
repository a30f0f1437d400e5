// A term's occurrences are found as literals in the folded text, with Latin words kept whole at both ends. Nearness is
// decided on occurrences: each has a hull (what it spans) and leaves (the terms in it, for the highlight); NEAR joins
// two hulls whose gap has at most n tokens, counted by prefix sums over the text. Both texts of a post are asked for
// themselves.
#include <algorithm>

#include "base/utf8.h"
#include "text/query.h"

namespace hb::text {
namespace {

using Kind = QueryNode::Kind;

constexpr size_t kMostOccurrences = 10000;  // a term in one text; more add nothing to a highlight

struct Occurrence {
  Span hull;
  std::vector<Span> leaves;
};

class Searcher {
 public:
  Searcher(const Folded& folded, bool is_title) : text_(folded.text), is_title_(is_title) {
    std::replace(text_.begin(), text_.end(), U'\n', U' ');
  }

  std::vector<Occurrence> find(const QueryNode& node) {
    switch (node.kind) {
      case Kind::term:
      case Kind::phrase:
        return literal(node);
      case Kind::any: {
        std::vector<Occurrence> out;
        for (const auto& child : node.children) {
          auto found = find(child);
          out.insert(out.end(), std::make_move_iterator(found.begin()), std::make_move_iterator(found.end()));
        }
        std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.hull < b.hull; });
        return out;
      }
      case Kind::near:
      case Kind::before:
        return close(find(node.children[0]), find(node.children[1]), node.distance, node.kind == Kind::near);
      case Kind::all:
      case Kind::none:
        return {};
    }
    return {};
  }

 private:
  std::vector<Occurrence> literal(const QueryNode& node) const {
    std::vector<Occurrence> out;
    if (node.field == QueryField::title && !is_title_) return out;
    const std::u32string& needle = node.folded;
    const std::u32string_view text = text_;
    for (size_t at = text.find(needle); at != std::u32string_view::npos && out.size() < kMostOccurrences;
         at = text.find(needle, at + 1)) {
      size_t end = at + needle.size();
      if (at > 0 && is_word_char(needle.front()) && is_word_char(text[at - 1])) continue;
      if (is_word_char(needle.back()) && end < text.size() && is_word_char(text[end])) {
        if (!node.prefix) continue;
        while (end < text.size() && is_word_char(text[end])) ++end;
      }
      const Span span{static_cast<uint32_t>(at), static_cast<uint32_t>(end)};
      out.push_back({span, {span}});
    }
    return out;
  }

  // Tokens that begin before each position: a Han character is one, a run of word characters is one.
  const std::vector<uint32_t>& tokens() {
    if (!tokens_.empty()) return tokens_;
    tokens_.push_back(0);
    for (size_t i = 0; i < text_.size(); ++i) {
      const bool begins = is_han(text_[i]) || (is_word_char(text_[i]) && (i == 0 || !is_word_char(text_[i - 1])));
      tokens_.push_back(tokens_.back() + (begins ? 1 : 0));
    }
    return tokens_;
  }

  std::vector<Occurrence> close(const std::vector<Occurrence>& left, const std::vector<Occurrence>& right,
                                uint32_t distance, bool any_order) {
    std::vector<Occurrence> out;
    if (left.empty() || right.empty()) return out;
    const auto& count = tokens();
    const auto follows = [&](const Span& a, const Span& b) {
      return a.end <= b.start && count[b.start] - count[a.end] <= distance;
    };
    uint32_t longest = 0;
    for (const auto& b : right) longest = std::max(longest, b.hull.end - b.hull.start);
    for (const auto& a : left) {
      // The earliest start that a hull near enough can have.
      const uint32_t reach = count[a.hull.start] > distance ? count[a.hull.start] - distance : 0;
      const auto nearest_end =
          static_cast<uint32_t>(std::lower_bound(count.begin(), count.end(), reach) - count.begin());
      const uint32_t earliest = !any_order ? a.hull.end : nearest_end > longest ? nearest_end - longest : 0;
      auto b = std::lower_bound(right.begin(), right.end(), earliest,
                                [](const Occurrence& o, uint32_t start) { return o.hull.start < start; });
      for (; b != right.end() && (b->hull.start < a.hull.end || count[b->hull.start] - count[a.hull.end] <= distance);
           ++b) {
        if (!follows(a.hull, b->hull) && !(any_order && follows(b->hull, a.hull))) continue;
        Occurrence both{{std::min(a.hull.start, b->hull.start), std::max(a.hull.end, b->hull.end)}, a.leaves};
        both.leaves.insert(both.leaves.end(), b->leaves.begin(), b->leaves.end());
        out.push_back(std::move(both));
        if (out.size() == kMostOccurrences) break;
      }
      if (out.size() == kMostOccurrences) break;
    }
    std::sort(out.begin(), out.end(), [](const auto& x, const auto& y) { return x.hull < y.hull; });
    return out;
  }

  std::u32string text_;  // a line's end reads as a blank
  bool is_title_;
  std::vector<uint32_t> tokens_;
};

class Matcher {
 public:
  explicit Matcher(const Subject& subject)
      : subject_(subject), title_(subject.title, /*is_title=*/true), text_(subject.text, /*is_title=*/false) {}

  // Appends the spans of what made it true.
  bool holds(const QueryNode& node, std::vector<Span>& spans) {
    switch (node.kind) {
      case Kind::all: {
        std::vector<Span> found;
        for (const auto& child : node.children)
          if (!holds(child, found)) return false;
        spans.insert(spans.end(), found.begin(), found.end());
        return true;
      }
      case Kind::any: {
        bool hit = false;
        for (const auto& child : node.children) hit = holds(child, spans) || hit;
        return hit;
      }
      case Kind::none: {
        std::vector<Span> unused;
        return !holds(node.children[0], unused);
      }
      case Kind::term:
      case Kind::phrase:
        if (node.field != QueryField::any && node.field != QueryField::title) return field_holds(node);
        return positions_hold(node, spans);
      case Kind::near:
      case Kind::before:
        return positions_hold(node, spans);
    }
    return false;
  }

 private:
  bool positions_hold(const QueryNode& node, std::vector<Span>& spans) {
    const auto found = text_.find(node);
    for (const auto& occurrence : found)
      for (const auto leaf : occurrence.leaves) spans.push_back(subject_.text.original(leaf));
    return !found.empty() || !title_.find(node).empty();
  }

  bool field_holds(const QueryNode& node) const {
    const auto equals = [&](const std::string& value) {
      const auto folded = fold(value).text;
      return node.prefix ? folded.starts_with(node.folded) : folded == node.folded;
    };
    switch (node.field) {
      case QueryField::source:
        return equals(subject_.source);
      case QueryField::grade:
        return equals(subject_.grade);
      case QueryField::place:
        return fold(subject_.place).text.find(node.folded) != std::u32string::npos;
      case QueryField::after:
        return subject_.published_at && *subject_.published_at >= *node.moment;
      case QueryField::before:
        return subject_.published_at && *subject_.published_at < *node.moment;
      case QueryField::any:
      case QueryField::title:
        return false;
    }
    return false;
  }

  const Subject& subject_;
  Searcher title_, text_;
};

}  // namespace

Match match(const QueryNode& query, const Subject& subject) {
  Match out;
  std::vector<Span> spans;
  out.hit = Matcher(subject).holds(query, spans);
  if (!out.hit) return out;
  std::sort(spans.begin(), spans.end());
  for (const Span span : spans) {
    if (!out.spans.empty() && span.start < out.spans.back().end)
      out.spans.back().end = std::max(out.spans.back().end, span.end);
    else
      out.spans.push_back(span);
  }
  return out;
}

}  // namespace hb::text
