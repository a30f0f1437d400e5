// On the pipe: one line of JSON; after a question's line, the body as it was fetched.
#include "listen/page_reader.h"

#include <array>
#include <boost/json.hpp>

#include "listen/url.h"

namespace hb::listen {
namespace {

namespace json = boost::json;
using What = PageQuestion::What;

constexpr std::array<std::string_view, 3> kWhat{"posts", "rows", "entries"};

json::value time_or_null(const std::optional<Instant>& t) { return t ? json::value(t->seconds) : json::value(nullptr); }
std::optional<Instant> time_of(const json::value& v) {
  return v.is_null() ? std::nullopt : std::optional(Instant{v.as_int64()});
}
std::string text_of(const json::value& v) { return std::string(v.as_string()); }

}  // namespace

Result<PageAnswer> PlainPageReader::read(const PageQuestion& q) {
  PageAnswer out;
  switch (q.what) {
    case What::posts: {
      auto page = read_posts(q.config, q.response, q.page, q.published_at, zone_);
      if (!page) return tl::unexpected(page.error());
      out.posts = std::move(page->posts);
      out.next = std::move(page->next);
      break;
    }
    case What::rows: {
      auto page = read_rows(q.config, q.response);
      if (!page) return tl::unexpected(page.error());
      out.rows = std::move(page->rows);
      out.next = std::move(page->next);
      break;
    }
    case What::entries: {
      std::vector<std::string> authors;
      auto entries = text::read_feed(q.response.body, q.response.content_type, q.response.url, zone_, &authors);
      if (!entries) return tl::unexpected(entries.error());
      out.entries = std::move(*entries);
      for (const auto& author : authors) out.authors.emplace_back(author);
      break;
    }
  }
  return out;
}

std::string to_bytes(const PageQuestion& q) {
  const json::object head{{"what", kWhat[static_cast<size_t>(q.what)]},
                          {"config", to_bytes(q.config)},
                          {"url", q.response.url},
                          {"content_type", q.response.content_type},
                          {"page", q.page},
                          {"published_at", time_or_null(q.published_at)}};
  return json::serialize(head) + "\n" + q.response.body;
}

Result<PageQuestion> parse_question(std::string_view bytes) try {
  const size_t line = bytes.find('\n');
  if (line == std::string_view::npos) return fail("page.malformed");
  const json::value head = json::parse(bytes.substr(0, line));
  auto config = parse_config(text_of(head.at("config")));
  const auto what = std::ranges::find(kWhat, std::string_view(head.at("what").as_string()));
  if (!config || what == kWhat.end()) return fail("page.malformed");
  PageQuestion q{.what = static_cast<What>(what - kWhat.begin()),
                 .config = std::move(*config),
                 .response = {},
                 .page = head.at("page").as_int64(),
                 .published_at = time_of(head.at("published_at"))};
  q.response.url = text_of(head.at("url"));
  q.response.content_type = text_of(head.at("content_type"));
  q.response.body = bytes.substr(line + 1);
  return q;
} catch (const std::exception&) {  // Boost.JSON's accessors throw
  return fail("page.malformed");
}

std::string to_bytes(const Result<PageAnswer>& answer) {
  if (!answer) return json::serialize(json::object{{"error", answer.error().code}, {"detail", answer.error().detail}});
  json::array posts, rows, entries;
  const auto name = [](const Author& author) {
    return author.with_bytes([](std::string_view v) { return json::string(v); });
  };
  for (const auto& p : answer->posts)
    posts.push_back(json::array{p.url, p.title, p.text, time_or_null(p.published_at), name(p.author), p.reply});
  for (const auto& r : answer->rows) rows.push_back(json::array{r.url, r.mark});
  for (size_t i = 0; i < answer->entries.size(); ++i) {
    const auto& e = answer->entries[i];
    entries.push_back(json::array{e.id, e.url, e.title, e.text, e.whole, time_or_null(e.published_at),
                                  time_or_null(e.updated_at), e.language, name(answer->authors[i])});
  }
  return json::serialize(json::object{
      {"posts", std::move(posts)}, {"rows", std::move(rows)}, {"entries", std::move(entries)}, {"next", answer->next}});
}

Result<PageAnswer> parse_answer(std::string_view bytes) try {
  const json::value told = json::parse(bytes);
  if (const auto* error = told.as_object().if_contains("error"))
    return fail(text_of(*error), text_of(told.at("detail")));
  PageAnswer out;
  for (const auto& p : told.at("posts").as_array())
    out.posts.push_back({.url = text_of(p.at(0)),
                         .title = text_of(p.at(1)),
                         .text = text_of(p.at(2)),
                         .published_at = time_of(p.at(3)),
                         .author = Author(std::string_view(p.at(4).as_string())),
                         .reply = p.at(5).as_int64()});
  for (const auto& r : told.at("rows").as_array()) out.rows.push_back({text_of(r.at(0)), text_of(r.at(1))});
  for (const auto& e : told.at("entries").as_array()) {
    out.entries.push_back({.id = text_of(e.at(0)),
                           .url = text_of(e.at(1)),
                           .title = text_of(e.at(2)),
                           .text = text_of(e.at(3)),
                           .whole = e.at(4).as_bool(),
                           .published_at = time_of(e.at(5)),
                           .updated_at = time_of(e.at(6)),
                           .language = text_of(e.at(7))});
    out.authors.emplace_back(std::string_view(e.at(8).as_string()));
  }
  out.next = text_of(told.at("next"));
  return out;
} catch (const std::exception&) {
  return fail("page.malformed");
}

}  // namespace hb::listen
