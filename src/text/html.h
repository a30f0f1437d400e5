#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "text/zone.h"

namespace hb::text {

/// One reply in a forum topic, or one comment under an article; never with a name.
struct PagePost {
  std::string text;  ///< one line a block
  std::optional<Instant> published_at;
};

/// What a person reads on a page.
struct Page {
  std::string title;  ///< without the site's name
  std::string text;   ///< UTF-8, one line a block (paragraph, list item, table row); of a forum topic the first post
  std::optional<Instant> published_at;
  std::string language;  ///< BCP 47 as the page declares it, else "zh" if its text is mostly Han; may be empty
  std::vector<PagePost> posts;
  std::vector<std::string> links;  ///< href of links inside the text, as written, in order
};

/// What stands on a page about its own links: for list pages.
struct PageLink {
  std::string href;  ///< as written; resolving it against the page's URL is the fetcher's
  std::string text;
};

inline constexpr size_t kMaxOpenTags = 512;      ///< deeper nesting is refused before parsing
inline constexpr size_t kMaxPageNodes = 400000;  ///< tags and texts
inline constexpr size_t kMaxPosts = 2000;

/// HTML in UTF-8 → main text. Title, author line, navigation, related links and comments are not in the text. `url`
/// only helps to date the page; `zone` is where times without one are meant. Errors: "html.too-deep", "html.too-large",
/// "html.unreadable". A page without any text is an empty Page. Cost is linear in the input; nothing is fetched or
/// opened. Any thread.
Result<Page> read_page(std::string_view html, std::string_view url, const Zone& zone);

/// All links of the page with their texts, in order, at most kMaxPageNodes. Same bounds and errors.
Result<std::vector<PageLink>> read_links(std::string_view html);

/// The readable text of a fragment, one line a block: for the HTML inside feeds. Never fails: what is too deep or too
/// large comes back with its tags cut out.
std::string html_to_text(std::string_view fragment);

}  // namespace hb::text
