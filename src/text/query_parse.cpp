#include <algorithm>

#include "base/utf8.h"
#include "text/dates.h"
#include "text/query.h"

namespace hb::text {
namespace {

using Kind = QueryNode::Kind;

struct Token {
  enum class Type { word, quoted, open, close, op_or, op_and, op_not, near, before, end };
  Type type = Type::end;
  std::u32string text;  // word, quoted: what it says; else as written
  uint32_t offset = 0;
  uint32_t distance = 0;
  QueryField field = QueryField::any;
  uint32_t value_offset = 0;  // of what stands behind "field:"
};

struct Failure {
  QueryError error;
};

[[noreturn]] void raise(size_t offset, Expected expected, std::u32string_view found) {
  constexpr size_t kShown = 40;
  throw Failure{{static_cast<uint32_t>(offset), expected, to_utf8(found.substr(0, kShown))}};
}

bool is_blank(char32_t c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == 0x3000 || c == 0xA0; }
bool is_open(char32_t c) { return c == '(' || c == U'（'; }
bool is_close(char32_t c) { return c == ')' || c == U'）'; }
bool is_quote(char32_t c) { return c == '"' || c == U'“' || c == U'”' || c == U'＂'; }

class Lexer {
 public:
  explicit Lexer(std::u32string_view in) : in_(in) {}

  std::vector<Token> run() {
    std::vector<Token> out;
    do out.push_back(next());
    while (out.back().type != Token::Type::end);
    return out;
  }

 private:
  Token next() {
    while (at_ < in_.size() && is_blank(in_[at_])) ++at_;
    Token t;
    t.offset = t.value_offset = static_cast<uint32_t>(at_);
    if (at_ == in_.size()) return t;
    if (is_open(in_[at_])) return single(t, Token::Type::open);
    if (is_close(in_[at_])) return single(t, Token::Type::close);
    if (is_quote(in_[at_])) return quoted(t);
    const size_t first = at_;
    while (at_ < in_.size() && !is_blank(in_[at_]) && !is_open(in_[at_]) && !is_close(in_[at_]) && !is_quote(in_[at_]))
      ++at_;
    t.type = Token::Type::word;
    t.text = in_.substr(first, at_ - first);
    if (t.text == U"OR") t.type = Token::Type::op_or;
    if (t.text == U"AND") t.type = Token::Type::op_and;
    if (t.text == U"NOT") t.type = Token::Type::op_not;
    if (t.text == U"NEAR" || t.text.starts_with(U"NEAR/")) distance(t, Token::Type::near, 4);
    if (t.text == U"BEFORE" || t.text.starts_with(U"BEFORE/")) distance(t, Token::Type::before, 6);
    if (t.type == Token::Type::word) field(t);
    return t;
  }

  Token single(Token t, Token::Type type) {
    t.type = type;
    t.text = in_.substr(at_++, 1);
    return t;
  }

  Token quoted(Token t) {
    const size_t first = ++at_;
    while (at_ < in_.size() && !is_quote(in_[at_])) ++at_;
    if (at_ == in_.size()) raise(at_, Expected::closing_quote, {});
    t.type = Token::Type::quoted;
    t.text = in_.substr(first, at_++ - first);
    return t;
  }

  void distance(Token& t, Token::Type type, size_t name) {
    t.type = type;
    const auto digits = std::u32string_view(t.text).substr(std::min(name + 1, t.text.size()));
    uint32_t n = 0;
    for (const char32_t c : digits) {
      if (c < '0' || c > '9' || n > kMaxDistance) raise(t.offset + name + 1, Expected::distance, digits);
      n = n * 10 + (c - '0');
    }
    if (digits.empty() || n > kMaxDistance)
      raise(t.offset + std::min(name + 1, t.text.size()), Expected::distance, digits);
    t.distance = n;
  }

  // "title:食堂", `title:"三小 食堂"`. A colon after anything else than Latin letters is part of the term.
  void field(Token& t) {
    const size_t colon = t.text.find_first_of(U":：");
    if (colon == std::u32string::npos || colon == 0) return;
    const auto name = t.text.substr(0, colon);
    if (!std::all_of(name.begin(), name.end(),
                     [](char32_t c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }))
      return;
    static constexpr std::pair<std::u32string_view, QueryField> kFields[] = {
        {U"title", QueryField::title}, {U"source", QueryField::source}, {U"place", QueryField::place},
        {U"grade", QueryField::grade}, {U"after", QueryField::after},   {U"before", QueryField::before}};
    const auto* known =
        std::find_if(std::begin(kFields), std::end(kFields), [&](const auto& f) { return f.first == name; });
    if (known == std::end(kFields)) raise(t.offset, Expected::field, name);
    t.field = known->second;
    t.value_offset = t.offset + static_cast<uint32_t>(colon) + 1;
    t.text.erase(0, colon + 1);
    if (!t.text.empty()) return;
    if (at_ >= in_.size() || !is_quote(in_[at_]))
      raise(at_, Expected::term, at_ < in_.size() ? in_.substr(at_, 1) : std::u32string_view());
    const Token value = quoted(Token{});
    t.type = Token::Type::quoted;
    t.text = value.text;
  }

  std::u32string_view in_;
  size_t at_ = 0;
};

class Parser {
 public:
  Parser(std::vector<Token> tokens, const Zone& zone, const Simplifier& simplifier)
      : tokens_(std::move(tokens)), zone_(zone), simplifier_(simplifier) {}

  QueryNode run() {
    auto query = any(0);
    if (peek().type != Token::Type::end) raise(peek().offset, Expected::operand, peek().text);
    return query;
  }

 private:
  using Type = Token::Type;
  const Token& peek() const { return tokens_[at_]; }

  QueryNode any(size_t depth) {
    if (depth > kMaxQueryDepth) raise(peek().offset, Expected::shorter, peek().text);
    QueryNode node = all(depth);
    if (peek().type != Type::op_or) return node;
    QueryNode out{.kind = Kind::any, .children = {std::move(node)}};
    while (peek().type == Type::op_or) {
      ++at_;
      out.children.push_back(all(depth));
    }
    return out;
  }

  QueryNode all(size_t depth) {
    QueryNode node = negated(depth);
    std::vector<QueryNode> more;
    for (;;) {
      const Type type = peek().type;
      if (type == Type::op_and)
        ++at_;
      else if (type != Type::word && type != Type::quoted && type != Type::open && type != Type::op_not)
        break;
      more.push_back(negated(depth));
    }
    if (more.empty()) return node;
    more.insert(more.begin(), std::move(node));
    return {.kind = Kind::all, .children = std::move(more)};
  }

  QueryNode negated(size_t depth) {
    bool negative = false;
    for (; peek().type == Type::op_not; ++at_) negative = !negative;
    QueryNode node = near(depth);
    if (!negative) return node;
    return {.kind = Kind::none, .children = {std::move(node)}};
  }

  QueryNode near(size_t depth) {
    size_t first = at_;
    QueryNode left = primary(depth);
    size_t levels = depth;
    while (peek().type == Type::near || peek().type == Type::before) {
      const Token op = tokens_[at_++];
      if (++levels > kMaxQueryDepth) raise(op.offset, Expected::shorter, op.text);
      if (!has_positions(left)) raise(tokens_[first].offset, Expected::nearby_words, tokens_[first].text);
      first = at_;
      QueryNode right = primary(depth);
      if (!has_positions(right)) raise(tokens_[first].offset, Expected::nearby_words, tokens_[first].text);
      std::vector<QueryNode> both;
      both.push_back(std::move(left));
      both.push_back(std::move(right));
      left = {.kind = op.type == Type::near ? Kind::near : Kind::before,
              .children = std::move(both),
              .distance = op.distance};
    }
    return left;
  }

  static bool has_positions(const QueryNode& node) {
    switch (node.kind) {
      case Kind::term:
      case Kind::phrase:
        return node.field == QueryField::any || node.field == QueryField::title;
      case Kind::near:
      case Kind::before:
        return true;
      case Kind::any:
        return std::all_of(node.children.begin(), node.children.end(), has_positions);
      case Kind::all:
      case Kind::none:
        return false;
    }
    return false;
  }

  QueryNode primary(size_t depth) {
    const Token& t = peek();
    switch (t.type) {
      case Type::open: {
        ++at_;
        QueryNode inner = any(depth + 1);
        if (peek().type != Type::close) raise(peek().offset, Expected::closing_bracket, peek().text);
        ++at_;
        return inner;
      }
      case Type::word:
      case Type::quoted:
        return term(tokens_[at_++]);
      case Type::close:
      case Type::op_or:
      case Type::op_and:
      case Type::op_not:
      case Type::near:
      case Type::before:
      case Type::end:
        raise(t.offset, Expected::term, t.text);
    }
    raise(t.offset, Expected::term, t.text);
  }

  QueryNode term(const Token& t) {
    if (++terms_ > kMaxQueryTerms) raise(t.offset, Expected::shorter, t.text);
    QueryNode node{.kind = t.type == Type::quoted ? Kind::phrase : Kind::term, .field = t.field, .written = t.text};
    std::u32string_view body = t.text;
    if (node.kind == Kind::term && body.ends_with(U'*')) {
      body.remove_suffix(1);
      node.prefix = true;
    }
    node.folded = fold(to_utf8(body), simplifier_).text;
    std::replace(node.folded.begin(), node.folded.end(), U'\n', U' ');
    const bool empty = std::none_of(node.folded.begin(), node.folded.end(), [](char32_t c) { return c != ' '; });
    if (empty || (node.prefix && !is_word_char(node.folded.back()))) raise(t.value_offset, Expected::term, t.text);
    if (t.field == QueryField::after || t.field == QueryField::before) {
      node.moment = parse_date(to_utf8(t.text), zone_);
      if (!node.moment) raise(t.value_offset, Expected::date, t.text);
    }
    if (t.field == QueryField::grade && node.folded != U"routine" && node.folded != U"serious" &&
        node.folded != U"critical")
      raise(t.value_offset, Expected::grade, t.text);
    return node;
  }

  std::vector<Token> tokens_;
  const Zone& zone_;
  const Simplifier& simplifier_;
  size_t at_ = 0, terms_ = 0;
};

}  // namespace

Result<QueryNode, QueryError> parse_query(std::string_view expression, const Zone& zone, const Simplifier& simplifier) {
  const auto wide = to_utf32(expression);
  if (wide.size() > kMaxQueryLength)
    return tl::unexpected(QueryError{static_cast<uint32_t>(kMaxQueryLength), Expected::shorter, {}});
  try {
    return Parser(Lexer(wide).run(), zone, simplifier).run();
  } catch (const Failure& failure) {
    return tl::unexpected(failure.error);
  }
}

}  // namespace hb::text
