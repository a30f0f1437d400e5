#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "text/fold.h"
#include "text/zone.h"

namespace hb::text {

/// The watch query language, loosest first: `a OR b` · `a AND b` or `a b` · `NOT a` · `a NEAR/n b`, `a BEFORE/n b` · a
/// term, a "phrase", `( )`, `field:term`. Operators are upper case. There is no field for an author, and there will be
/// none.
///
/// A term is found where its folded characters stand in the folded text: Han anywhere ("食堂" in "三小食堂里"), Latin
/// words whole, `word*` by prefix. A phrase is found where all its characters stand in a row. n counts Han characters
/// and Latin words between the two; NEAR takes any order, BEFORE the written one, both need words, phrases, or such
/// joined by OR. `title:x` looks in the title only, a bare term in title and text, each for itself. `source:` and
/// `grade:` are equal to the whole value, `place:` is part of it; `after:` takes the day or moment itself and later,
/// `before:` what is earlier. A post without the field does not match it.
enum class QueryField { any, title, source, place, grade, after, before };

/// A node of a parsed query; a tree of at most kMaxQueryDepth levels and kMaxQueryTerms terms.
struct QueryNode {
  enum class Kind { all, any, none, near, before, term, phrase };
  Kind kind = Kind::term;
  std::vector<QueryNode> children{};   ///< all, any: two or more; none: one; near, before: two
  uint32_t distance = 0;               ///< near, before
  QueryField field = QueryField::any;  ///< term, phrase
  std::u32string written{};            ///< term, phrase: as the user wrote it
  std::u32string folded{};             ///< what is searched, without the `*`
  bool prefix = false;                 ///< the term ended in `*`
  std::optional<Instant> moment{};     ///< after, before
};

/// What the parser wanted at `offset` (code points of the expression) and what stood there ("" at the end).
enum class Expected {
  term,
  closing_bracket,
  closing_quote,
  operand,
  distance,
  date,
  grade,
  field,
  nearby_words,
  shorter
};
struct QueryError {
  uint32_t offset = 0;
  Expected expected = Expected::term;
  std::string found;
};

inline constexpr size_t kMaxQueryLength = 4096;  ///< code points
inline constexpr size_t kMaxQueryDepth = 64;
inline constexpr size_t kMaxQueryTerms = 256;
inline constexpr uint32_t kMaxDistance = 100;

/// Parses; days in after: and before: start at midnight in `zone`.
Result<QueryNode, QueryError> parse_query(std::string_view expression, const Zone& zone,
                                          const Simplifier& simplifier = {});

/// A post made ready for queries. Grade and place only where it has them.
struct Subject {
  Folded title, text;
  std::string source, place, grade;
  std::optional<Instant> published_at;
};

/// Whether the post matches, and where: the terms that made it match, in code points of the original text, ascending
/// and merged (matches in the title and in fields have no span).
struct Match {
  bool hit = false;
  std::vector<Span> spans;
};
Match match(const QueryNode& query, const Subject& subject);

}  // namespace hb::text
