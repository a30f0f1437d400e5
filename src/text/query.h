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
  std::vector<std::string> source;  ///< all that it goes by: its id, its name
  std::vector<std::string> place;
  std::string grade;
  std::optional<Instant> published_at;
};

/// Whether the post matches, and where: the terms that made it match, in code points of the original, ascending and
/// merged; matches in fields have no span.
struct Match {
  bool hit = false;
  std::vector<Span> spans;  ///< of the text
  std::vector<Span> title;  ///< of the title
};
Match match(const QueryNode& query, const Subject& subject);

/// One post that many queries are asked of. The subject outlives it; one thread at a time.
class Matcher {
 public:
  explicit Matcher(const Subject& subject);
  ~Matcher();
  Match match(const QueryNode& query);

 private:
  class Reader;
  std::unique_ptr<Reader> reader_;
};

/// Words of which a post that matches holds at least one, folded, without blanks.
using OneOf = std::vector<std::u32string>;
/// What every post that matches holds, in title or text: one word of each list. Fewer posts than these hold them do
/// match; an empty answer promises nothing (only NOT or fields were asked for).
std::vector<OneOf> needs(const QueryNode& query);
/// Whether `a` leaves fewer posts than `b`, as far as words tell: its shortest word is longer, or it has fewer.
bool narrower(const OneOf& a, const OneOf& b);

}  // namespace hb::text
