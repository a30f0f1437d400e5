#include "listen/pages.h"

#include <algorithm>
#include <unordered_set>

#include "listen/url.h"
#include "text/charset.h"
#include "text/dates.h"
#include "text/html.h"
#include "text/select.h"

namespace hb::listen {
namespace {

struct Frame {
  std::string title, next;
};

// What stands once on a page. A next page is one elsewhere: "#" and the page itself are none.
Result<Frame> read_frame(const Selectors& s, const std::string& html, const std::string& url) {
  if (s.title.empty() && s.next.empty()) return Frame{};
  const text::Field fields[] = {{s.title, true}, {s.next, true}};
  const auto records = text::select(html, "/*", fields);
  if (!records) return tl::unexpected(records.error());
  Frame frame;
  if (records->empty()) return frame;
  frame.title = (*records)[0][0];
  const std::string& href = (*records)[0][1];
  if (const auto next = resolve(url, href); !href.empty() && next && *next != url) frame.next = *next;
  return frame;
}

std::optional<Instant> time_of(const std::string& field, const text::Zone& zone) {
  if (const auto at = text::parse_date(field, zone)) return at;
  const auto visible = text::find_date(field, zone);
  return visible ? std::optional(visible->at) : std::nullopt;
}

// The block's own anchor tells two replies of the same words apart.
std::string with_anchor(const std::string& url, const std::string& anchor) {
  const bool plain = !anchor.empty() && anchor.size() <= 64 && std::all_of(anchor.begin(), anchor.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
  });
  return url.empty() || !plain ? url : url + "#" + anchor;
}

}  // namespace

Result<PostsPage> read_posts(const SourceConfig& config, const desk::Response& response, int64_t page,
                             std::optional<Instant> published_at, const text::Zone& zone) {
  const auto decoded = text::decode(response.body, response.content_type);
  if (!decoded) return tl::unexpected(decoded.error());
  const Selectors& s = config.selectors;
  auto frame = read_frame(s, decoded->text, response.url);
  if (!frame) return tl::unexpected(frame.error());
  PostsPage out{.posts = {}, .next = std::move(frame->next)};
  const std::string url = without_account(response.url);
  const auto add = [&](std::string words, std::optional<Instant> at, std::string_view author,
                       const std::string& anchor) {
    if (words.empty()) return;
    const int64_t reply = static_cast<int64_t>(out.posts.size()) + (page > 1 ? 1 : 0);
    out.posts.push_back({.url = reply == 0 ? url : with_anchor(url, anchor),
                         .title = frame->title,
                         .text = std::move(words),
                         .published_at = at || reply > 0 ? at : published_at,
                         .author = Author(author),
                         .reply = reply});
  };

  if (s.post.empty() || frame->title.empty()) {
    auto read = text::read_page(decoded->text, response.url, zone);
    if (!read) return tl::unexpected(read.error());
    if (frame->title.empty()) frame->title = std::move(read->title);
    if (s.post.empty()) {
      add(std::move(read->text), read->published_at, {}, {});
      for (auto& post : read->posts) add(std::move(post.text), post.published_at, {}, {});
      return out;
    }
  }
  const text::Field fields[] = {{s.author, true}, {s.time, true}, {s.text}, {"@id", true}};
  auto records = text::select(decoded->text, s.post, fields);
  if (!records) return tl::unexpected(records.error());
  for (auto& record : *records) add(std::move(record[2]), time_of(record[1], zone), record[0], record[3]);
  return out;
}

Result<RowsPage> read_rows(const SourceConfig& config, const desk::Response& response) {
  const auto decoded = text::decode(response.body, response.content_type);
  if (!decoded) return tl::unexpected(decoded.error());
  const Selectors& s = config.selectors;
  auto frame = read_frame(s, decoded->text, response.url);
  if (!frame) return tl::unexpected(frame.error());
  RowsPage out{.rows = {}, .next = std::move(frame->next)};
  std::unordered_set<std::string> seen;
  const auto add = [&](const std::string& href, std::string mark) {
    auto url = resolve(response.url, href);
    if (href.empty() || !url || *url == response.url) return;
    const auto parts = parse_url(*url);
    if (!config.topics.empty() && !matches(config.topics, parts->path + parts->query)) return;
    if (seen.insert(*url).second) out.rows.push_back({std::move(*url), std::move(mark)});
  };
  if (s.row.empty()) {
    const auto links = text::read_links(decoded->text);
    if (!links) return tl::unexpected(links.error());
    for (const auto& link : *links) add(link.href, {});
  } else {
    const text::Field fields[] = {{s.link, true}, {s.mark, true}};
    auto records = text::select(decoded->text, s.row, fields);
    if (!records) return tl::unexpected(records.error());
    for (auto& record : *records) add(record[0], std::move(record[1]));
  }
  if (out.rows.empty()) return fail("list.empty", without_account(response.url));
  return out;
}

}  // namespace hb::listen
