#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.h"
#include "base/instant.h"
#include "base/result.h"
#include "listen/politeness.h"

namespace hb::listen {

enum class SourceKind : uint8_t {
  feed,  ///< RSS, Atom, JSON Feed; entries with only a summary are followed to their page
  list,  ///< an HTML list of topics or articles, each followed when it is new or its mark has changed
  page,  ///< one page, read again when it changes
};

/// "feed", "list", "page".
std::string_view name_of(SourceKind kind);

/// How a source's pages are built, as XPath 1.0 (text/select.h); what is left empty the general reader finds by itself.
struct Selectors {
  std::string row{};   ///< list: one topic's row
  std::string link{};  ///< list, from the row: the topic's link ("a[1]/@href")
  std::string mark{};  ///< list, from the row: what changes when somebody replies (number of replies, time of the last)
  std::string next{};  ///< list and topic pages, from the page's root: the link to the next page
  std::string post{};  ///< topic and article pages: the block of one post
  std::string author{};  ///< from the post; for the voice tag only
  std::string time{};    ///< from the post
  std::string text{};    ///< from the post
  std::string title{};   ///< from the page's root

  friend bool operator==(const Selectors&, const Selectors&) = default;
};

/// One place we listen to, as two people added it.
struct SourceConfig {
  SourceId id;
  std::string name;
  SourceKind kind = SourceKind::feed;
  std::string url;
  UnitId unit;                       ///< who answers for it
  Seconds rhythm = minutes(30);      ///< between visits at the most: 1 minute to 24 hours
  std::string publisher{};           ///< outlets of one owner give one name; empty: the source itself
  std::vector<std::string> allow{};  ///< "ADDR:PORT" outside the public internet, or at another port
  std::string topics{};              ///< list without `row`: the pattern of topic links' paths, "/thread-*" (`*`, `$`)
  int64_t pages = 1;                 ///< list and topic pages followed by `next`, at most kMostPages
  Selectors selectors{};

  friend bool operator==(const SourceConfig&, const SourceConfig&) = default;
};

inline constexpr int64_t kMostPages = 20;

/// What is wrong with a source's configuration.
struct SourceFinding {
  std::string key;     ///< "selectors.row"
  std::string code;    ///< "source.person", "source.missing", "source.url", "source.listing", "source.path", …
  std::string detail;  ///< the offending piece
};

/// All of it, in the order of the fields; empty if it may be used. "source.person": a private person's account cannot
/// be a source.
std::vector<SourceFinding> validate_source(const SourceConfig& config);

// ---------------------------------------------------------------- what is remembered

/// A page still to be got.
struct Pending {
  enum class What : uint8_t { source, topic };
  What what = What::source;  ///< the source's own page, or a further page of its list
  std::string url{};
  uint64_t item = 0;  ///< topic: the Item it belongs to
  int64_t page = 1;   ///< of the list or topic; 1 is its first
  int64_t tries = 0;
  int64_t hops = 0;                       ///< redirects to other places so far
  std::optional<Instant> published_at{};  ///< as the feed says, if the page should not

  friend bool operator==(const Pending&, const Pending&) = default;
};

/// An entry or topic met before, by hashes only.
struct Item {
  uint64_t id = 0;       ///< of its id or link
  uint64_t mark = 0;     ///< of what changes when it does
  std::string resume{};  ///< topic: the page where it went on last time, if not its first

  friend bool operator==(const Item&, const Item&) = default;
};

/// How much was new on a day, counted from 1970-01-01 in UTC. Days with nothing are left out.
struct DayOfNews {
  int64_t day = 0;
  int64_t posts = 0;
  friend bool operator==(const DayOfNews&, const DayOfNews&) = default;
};

/// Everything remembered between two visits; stored with the source, and never a text or a name of a person in it.
struct SourceState {
  Pace pace;
  std::string etag{}, last_modified{};  ///< of the source's own page
  std::string body_hash{};              ///< hexadecimal
  std::vector<Pending> queue{};         ///< got before the source is visited again
  std::vector<Item> items{};            ///< those on the page last seen, then some older ones
  std::optional<Instant> last_success{}, last_new{};
  std::string last_error{};  ///< a code, "fetch.timeout"; empty after a good visit
  std::string last_error_detail{};
  int64_t counted_since = 0;      ///< the day of the first visit, whose backlog is not counted; 0: not visited
  std::vector<DayOfNews> days{};  ///< after it, ascending, the last kDaysOfNews

  friend bool operator==(const SourceState&, const SourceState&) = default;
};

inline constexpr int64_t kDaysOfNews = 36;

/// Something was visited and `fresh` posts were new.
void count_news(SourceState& state, int64_t fresh, Instant now);

/// Since when a source has been silent as it never is: none while it is not, or while less than 14 days are known. A
/// source brings so many posts a day with so much spread (negative binomial, from the last 28 days); it is silent once
/// nothing new for as long, a day at least, would happen by chance less than once in 1,000 times, and a week before
/// there was news at the same days.
std::optional<Instant> silent_since(const SourceState& state, Instant now);

/// As bytes for the store, JSON; read back to the same. A configuration may leave out what has a default, and has no
/// key that is not one. No bytes are the state of a source not visited yet. Errors: "source.malformed" with the key.
std::string to_bytes(const SourceConfig& config);
std::string to_bytes(const SourceState& state);
Result<SourceConfig> parse_config(std::string_view bytes);
Result<SourceState> parse_state(std::string_view bytes);

}  // namespace hb::listen
