#pragma once
// Inside of the HTML reader: title, time and language of a page. Not for other rooms.
#include <optional>

#include "text/dates.h"
#include "text/html_tree.h"

namespace hb::text::html {

/// The headline: the heading that <title> repeats, else og:title, else <title> without the site's name.
std::string find_title(const Tree& tree);

/// When it was published: meta, JSON-LD, <time>, then the first date near the headline, then the link. A bare day
/// counts less than a day with a time.
std::optional<Instant> find_time(const Tree& tree, std::string_view url, const Zone& zone);

/// The time that stands in the subtree: <time datetime>, a title or data attribute, then visible text.
std::optional<Instant> time_within(const Tree& tree, uint32_t i, const Zone& zone);

/// The text that JSON-LD says the article has (schema.org `articleBody`), or "": pages that a script builds have it
/// there alone.
std::string find_body(const Tree& tree);
/// `body`, a line a block, if it says thrice as much as the `text` that was found on the page; else `text`.
std::string longer_by_far(std::string text, std::string_view body, std::string_view title);

/// What <html lang> or a meta says; else "zh" if the text is mostly Han.
std::string find_language(const Tree& tree, std::string_view text);

/// The text without lines that are about the article, not of it: its title again, the author's and source's line,
/// "share", "上一篇".
std::string without_furniture(std::string_view text, std::string_view title);

}  // namespace hb::text::html
