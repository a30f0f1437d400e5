#pragma once
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/language.h"
#include "desk/cases.h"
#include "notice/growth.h"
#include "notice/options.h"
#include "text/mask.h"
#include "text/query.h"
#include "text/watch_set.h"

/// Searches and watches over posts, by the language of text/query.h. They ask for matters: what would find a person
/// (a number, a mention) is refused, and every text anybody searched for, or watched, is there for the auditor
/// (DESIGN.md section 2.2).
namespace hb::desk {

/// Where a query is wrong: it cannot be read, or it would find a person.
struct QueryWrong {
  uint32_t offset = 0;  ///< code points of the query
  std::string expected;
  std::string found;
};
/// What the zone of the rulebook makes of a day in a query; `zone` outlives it.
text::Zone wall_of(const casework::Zone& zone);
Result<text::QueryNode, QueryWrong> read_query(const Wiring& wiring, std::string_view query, Language language);

inline constexpr int64_t kMostExamined = 20'000;  ///< posts a search looks at, the newest first
inline constexpr int64_t kMostWatches = 5'000;    ///< kept at once
inline constexpr int kWatchDays = 30;             ///< of which the list tells how many posts were matched

struct SearchAsked {
  std::string query;
  PostId below;  ///< go on after this one; none: from the newest
  int days = 0;  ///< noticed in the last so many; 0: whenever
  int64_t limit = 20;
};
struct SearchHit {
  Post post;
  text::Match marks;
};
struct SearchFound {
  std::optional<QueryWrong> wrong{};  ///< then nothing else is filled
  std::string words;                  ///< how the query is read
  std::vector<SearchHit> hits;        ///< newest first
  int64_t posts = 0, copies = 0;      ///< that match; copies are among the posts
  bool whole = true;                  ///< all that could match were looked at; else the newest kMostExamined
  PostId more;                        ///< ask again below this one; none: there are no more
};

struct WatchLine {
  RecordId id;
  casework::Watch state;
  std::string by;                             ///< who began it, by name
  std::string words;                          ///< how its query is read
  int64_t day = 0, span = 0;                  ///< posts of the last 24 h, and of kWatchDays; copies once
  std::optional<Instant> last{};              ///< of the newest of them
  bool growing = false;                       ///< it alarmed within the last 24 h
  std::optional<int64_t> places{}, voices{};  ///< at most so many; only of one that is put before the auditor
};

/// Any thread.
class Watches {
 public:
  explicit Watches(const Wiring& wiring) : w_(wiring) {}

  /// The search is on record before it is answered; a further page (`below`) of what this person searched for lately is
  /// the same search. Errors: the store's.
  Result<SearchFound> search(const casework::Actor& actor, const SearchAsked& asked, Language language) const;
  /// What a watch matches; `asked.query` is taken from it. Errors: "record.unknown".
  Result<SearchFound> posts_of(const RecordId& id, SearchAsked asked, Language language) const;

  /// Those that are kept, newest first. Which are after so few places and voices that they are put before the auditor
  /// only the auditor is told.
  Result<std::vector<WatchLine>> list(const casework::Actor& actor, Language language) const;
  Result<WatchLine> line(const RecordId& id, Language language) const;
  /// What was searched for, and every query a watch was given, newest first; for the auditor: "search.not-allowed".
  Result<std::vector<SearchRow>> log(const casework::Actor& actor, int64_t offset, int64_t limit) const;

 private:
  Result<SearchFound> find(const text::QueryNode& query, const SearchAsked& asked, Language language) const;
  Result<WatchLine> read(const RecordId& id, Instant now, Language language) const;
  Result<void> count(std::vector<WatchLine>& lines, Instant now) const;
  Result<void> tell_narrow(std::vector<WatchLine>& lines, Instant now) const;

  Wiring w_;
};

/// The watches that new posts are asked of, kept by the hearing: one thread at a time.
class Watching {
 public:
  Watching(const Wiring& wiring, const notice::Options& options);
  ~Watching();

  /// Reads the watches that are kept. Errors: the store's.
  Result<void> load();

  /// Adds to the change what the new posts match, and an alarm where a watch grows as an issue without a harm would
  /// alarm by growth_min_posts (notice/options.h), once in 24 h. `issues`: the lines of their issues, as the change
  /// writes them; `rhythm`: of all that is heard.
  Result<void> note(std::span<const Post> posts, std::span<const IssueRow> issues, const notice::Rhythm& rhythm,
                    Instant now, Changes& changes) const;

  /// A new watch (no `id`), or what is done to one; posts of the last kWatchDays are asked too. `seen` as in
  /// Cases::act. Errors: those of casework::decide, "watch.query" (detail: what is wrong, in Chinese),
  /// "watch.too-many", "record.unknown", the store's.
  Result<RecordId> act(const casework::Actor& actor, const std::optional<RecordId>& id,
                       const casework::WatchCommand& command, std::optional<int64_t> seen);

 private:
  struct Held {
    int64_t number;
    text::QueryNode query;
  };
  void build();
  Result<void> fill(int64_t number, const text::QueryNode& query, Instant now, Changes& changes) const;

  Wiring w_;
  notice::Options options_;
  std::vector<Held> held_;
  std::map<std::string, std::string> sources_;  ///< names by id
  std::unique_ptr<text::WatchSet> set_;
};

}  // namespace hb::desk
