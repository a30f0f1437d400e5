#pragma once
// Inside of the feed reader: entries as the formats give them, before identity is settled. Not for other rooms.
#include "text/feed.h"

namespace hb::text::feed {

/// `entry.id` is what the feed says, which may be nothing or somebody else's too.
struct Entries {
  std::vector<FeedEntry> list;
  std::vector<std::string> authors;  ///< as many
};

Result<Entries> read_xml(std::string_view utf8, std::string_view url, const Zone& zone);
Result<Entries> read_json(std::string_view utf8, std::string_view url, const Zone& zone);

/// `href` against `base`; `href` itself if that does not work out.
std::string resolve(std::string_view href, std::string_view base);

/// Text or HTML on one line.
std::string one_line(std::string_view text_or_html);

/// Whether the text holds tags or entities, so that it means HTML.
bool looks_like_html(std::string_view text);

}  // namespace hb::text::feed
