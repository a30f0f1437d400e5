#include <boost/json.hpp>

#include "text/dates.h"
#include "text/feed_raw.h"
#include "text/html.h"

namespace hb::text::feed {

Result<Entries> read_json(std::string_view utf8, std::string_view url, const Zone& zone) {
  namespace json = boost::json;
  boost::system::error_code error;
  json::parse_options options;
  options.max_depth = 32;
  const auto document = json::parse({utf8.data(), utf8.size()}, error, {}, options);
  const auto* feed = error ? nullptr : document.if_object();
  const auto* items = feed == nullptr ? nullptr : feed->if_contains("items");
  if (items == nullptr || !items->is_array()) return fail("feed.not-a-feed");
  const auto text = [](const json::object& from, const char* key) -> std::string {
    const auto* value = from.if_contains(key);
    if (value == nullptr) return {};
    if (value->is_string()) return {value->as_string().begin(), value->as_string().end()};
    return value->is_number() ? json::serialize(*value) : std::string();
  };
  Entries out;
  for (const auto& item : items->as_array()) {
    const auto* from = item.if_object();
    if (from == nullptr) continue;
    FeedEntry entry;
    entry.id = text(*from, "id");
    const auto link = text(*from, "url");
    entry.url = resolve(link.empty() ? text(*from, "external_url") : link, url);
    entry.title = one_line(text(*from, "title"));
    entry.text = text(*from, "content_text");
    if (entry.text.empty()) entry.text = html_to_text(text(*from, "content_html"));
    entry.whole = !entry.text.empty();
    if (entry.text.empty()) entry.text = text(*from, "summary");
    entry.published_at = parse_date(text(*from, "date_published"), zone);
    entry.updated_at = parse_date(text(*from, "date_modified"), zone);
    entry.language = text(*from, "language");
    if (entry.language.empty()) entry.language = text(*feed, "language");
    const auto* authors = from->if_contains("authors");  // 1.1; "author" in 1.0
    if (authors != nullptr && authors->is_array() && !authors->as_array().empty()) authors = &authors->as_array()[0];
    const auto* author = authors != nullptr ? authors : from->if_contains("author");
    out.authors.push_back(author != nullptr && author->is_object() ? text(author->as_object(), "name") : std::string());
    out.list.push_back(std::move(entry));
  }
  return out;
}

}  // namespace hb::text::feed
