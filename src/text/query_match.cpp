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

void append(std::vector<Span>& to, const std::vector<Span>& more) { to.insert(to.end(), more.begin(), more.end()); }

void add(std::vector<Span>& to, const std::vector<Occurrence>& found, const Folded& in) {
  for (const auto& occurrence : found)
    for (const auto leaf : occurrence.leaves) to.push_back(in.original(leaf));
}

std::vector<Span> merged(std::vector<Span> spans) {
  std::sort(spans.begin(), spans.end());
  std::vector<Span> out;
  for (const Span span : spans) {
    if (!out.empty() && span.start < out.back().end)
      out.back().end = std::max(out.back().end, span.end);
    else
      out.push_back(span);
  }
  return out;
}

// The pieces of a term between blanks: where it stands across a line's end, each stands by itself.
OneOf pieces(const QueryNode& term) {
  OneOf out;
  std::u32string_view rest = term.folded;
  while (!rest.empty()) {
    const size_t end = std::min(rest.find(U' '), rest.size());
    if (end > 0) out.emplace_back(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return out;
}

}  // namespace

class Matcher::Reader {
 public:
  explicit Reader(const Subject& subject)
      : subject_(subject), title_(subject.title, /*is_title=*/true), text_(subject.text, /*is_title=*/false) {}

  // Appends the spans of what made it true.
  bool holds(const QueryNode& node, Match& to) {
    switch (node.kind) {
      case Kind::all: {
        Match found;
        for (const auto& child : node.children)
          if (!holds(child, found)) return false;
        append(to.spans, found.spans);
        append(to.title, found.title);
        return true;
      }
      case Kind::any: {
        bool hit = false;
        for (const auto& child : node.children) hit = holds(child, to) || hit;
        return hit;
      }
      case Kind::none: {
        Match unused;
        return !holds(node.children[0], unused);
      }
      case Kind::term:
      case Kind::phrase:
        if (node.field != QueryField::any && node.field != QueryField::title) return field_holds(node);
        return positions_hold(node, to);
      case Kind::near:
      case Kind::before:
        return positions_hold(node, to);
    }
    return false;
  }

 private:
  bool positions_hold(const QueryNode& node, Match& to) {
    const auto in_text = text_.find(node), in_title = title_.find(node);
    add(to.spans, in_text, subject_.text);
    add(to.title, in_title, subject_.title);
    return !in_text.empty() || !in_title.empty();
  }

  bool field_holds(const QueryNode& node) const {
    const auto equals = [&](const std::string& value) {
      const auto folded = fold(value).text;
      return node.prefix ? folded.starts_with(node.folded) : folded == node.folded;
    };
    switch (node.field) {
      case QueryField::source:
        return std::any_of(subject_.source.begin(), subject_.source.end(), equals);
      case QueryField::grade:
        return equals(subject_.grade);
      case QueryField::place:
        return std::any_of(subject_.place.begin(), subject_.place.end(), [&](const std::string& place) {
          return fold(place).text.find(node.folded) != std::u32string::npos;
        });
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

Matcher::Matcher(const Subject& subject) : reader_(std::make_unique<Reader>(subject)) {}
Matcher::~Matcher() = default;

Match Matcher::match(const QueryNode& query) {
  Match found;
  if (!reader_->holds(query, found)) return {};
  return {.hit = true, .spans = merged(std::move(found.spans)), .title = merged(std::move(found.title))};
}

Match match(const QueryNode& query, const Subject& subject) { return Matcher(subject).match(query); }

bool narrower(const OneOf& a, const OneOf& b) {
  const auto shortest = [](const OneOf& words) {
    return std::min_element(words.begin(), words.end(),
                            [](const auto& x, const auto& y) { return x.size() < y.size(); })
        ->size();
  };
  return std::pair(shortest(b), a.size()) < std::pair(shortest(a), b.size());
}

std::vector<OneOf> needs(const QueryNode& query) {
  std::vector<OneOf> out;
  switch (query.kind) {
    case Kind::term:
    case Kind::phrase:
      if (query.field == QueryField::any || query.field == QueryField::title)
        for (auto& piece : pieces(query)) out.push_back({std::move(piece)});
      return out;
    case Kind::all:
    case Kind::near:
    case Kind::before:
      for (const auto& child : query.children)
        for (auto& list : needs(child)) out.push_back(std::move(list));
      return out;
    case Kind::any: {
      OneOf either;
      for (const auto& child : query.children) {
        const auto lists = needs(child);
        if (lists.empty()) return {};
        const auto& best = *std::min_element(lists.begin(), lists.end(), narrower);
        either.insert(either.end(), best.begin(), best.end());
      }
      out.push_back(std::move(either));
      return out;
    }
    case Kind::none:
      return out;
  }
  return out;
}

}  // namespace hb::text
