#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "text/zone.h"

namespace hb::text {

/// One entry of a feed; never with its author.
struct FeedEntry {
  std::string id;      ///< the same for the same entry at every poll, and one entry's alone within a feed
  std::string url;     ///< absolute if the feed's own address or base allows
  std::string title;   ///< one line of plain text
  std::string text;    ///< plain text, one line a block: the full content if the feed has it, else the summary
  bool whole = false;  ///< whether `text` is the full content
  std::optional<Instant> published_at;
  std::optional<Instant> updated_at;
  std::string language;  ///< the entry's, else the feed's, as declared; may be empty
};

inline constexpr size_t kMaxFeedEntries = 2000;

/// Reads RSS 0.9x to 2.0, RDF, Atom 0.3 and 1.0, CDF, news sitemaps and JSON Feed 1.x from bytes in any charset
/// (text/charset.h), mending what is ill-formed. `url` is the feed's own address, for relative links; `zone` is where
/// times without one are meant. Identity: the entry's own id; if several entries share it, the id and the link, then
/// the id and a hash of title and text; without an id the link, then that hash. Exact repeats are counted: "… 2".
/// `authors`, if given, gets who wrote each entry, as the feed names them and in the entries' order, "" if it does not:
/// for the voice tag, in memory only. Errors: "charset.too-long"; "feed.internal-subset" (a DTD inside the document is
/// refused, entities are never expanded); "feed.not-a-feed"; "feed.too-many-entries". A feed without entries is an
/// empty list.
Result<std::vector<FeedEntry>> read_feed(std::string_view bytes, std::string_view content_type, std::string_view url,
                                         const Zone& zone, std::vector<std::string>* authors = nullptr);

}  // namespace hb::text
