#include <algorithm>
#include <boost/json.hpp>

#include "http/guard.h"
#include "http/portal/pages.h"

// Atom (RFC 4287) and JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/), of everything or of one issue. Ids are tag
// URIs (RFC 4151) under the ledger's name, so they stay when the site moves.
namespace hb::http {
namespace {

namespace json = boost::json;

constexpr int64_t kEntries = 30;

struct Item {
  std::string path;
  std::string title;
  std::string text;
  casework::Words author;
  Instant at;
};

struct Feed {
  std::string path;  ///< without its ending: "/feed"
  std::string page;  ///< what it is the feed of
  std::string title;
  std::vector<Item> items;  ///< newest first
};

std::string tag_of(const View& view) {
  const std::string_view vkey = view.site.vkey;
  return "tag:" + std::string(vkey.substr(0, vkey.find_first_of("/+:"))) + ",2026:";
}

std::string language_of(const View& view) { return view.language == Language::en ? "en" : "zh-CN"; }

std::string office(const View& view) { return name_in_words(view, view.site.rules->name); }

void add(const View& view, Feed& feed, const std::vector<desk::AnswerRow>& answers) {
  for (const auto& answer : answers) {
    if (answer.text.empty()) continue;  // answered privately
    const casework::Unit* unit = view.site.rules->unit(answer.unit);
    feed.items.push_back({"/answers/" + std::to_string(answer.entry), answer_title(view, answer), answer.text,
                          unit == nullptr ? view.site.rules->name : unit->name, answer.published_at});
  }
}

void add(const View& view, Feed& feed, const std::vector<desk::StatementRow>& statements) {
  for (const auto& statement : statements)
    feed.items.push_back(
        {statement_path(statement), statement.title, statement.text, view.site.rules->name, statement.published_at});
}

Response atom(const View& view, const Feed& feed) {
  const std::string tag = escape(tag_of(view));
  std::string xml =
      "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"" +
      language_of(view) + "\"><id>" + tag + feed.path + ".atom</id><title>" + escape(feed.title) + "</title><updated>" +
      format_rfc3339(feed.items.empty() ? Instant{} : feed.items.front().at) + "</updated><author><name>" +
      escape(office(view)) + "</name></author><link rel=\"self\" href=\"" + feed.path + ".atom\"/><link href=\"" +
      feed.page + "\"/>\n";
  for (const Item& item : feed.items)
    xml += "<entry><id>" + tag + item.path + "</id><title>" + escape(item.title) + "</title><updated>" +
           format_rfc3339(item.at) + "</updated><author><name>" + escape(name_in_words(view, item.author)) +
           "</name></author><link href=\"" + item.path + "\"/><content type=\"text\" xml:lang=\"zh-CN\">" +
           escape(item.text) + "</content></entry>\n";
  return {200, "application/atom+xml; charset=utf-8", {}, xml + "</feed>\n"};
}

Response json_feed(const View& view, const Feed& feed) {
  const std::string site = address_of(view.request);
  json::array items;
  for (const Item& item : feed.items)
    items.push_back(json::object{{"id", tag_of(view) + item.path},
                                 {"url", site + item.path},
                                 {"title", item.title},
                                 {"content_text", item.text},
                                 {"date_published", format_rfc3339(item.at)},
                                 {"language", "zh-CN"},
                                 {"authors", json::array{json::object{{"name", name_in_words(view, item.author)}}}}});
  const json::object out{{"version", "https://jsonfeed.org/version/1.1"},
                         {"title", feed.title},
                         {"home_page_url", site + feed.page},
                         {"feed_url", site + feed.path + ".json"},
                         {"language", language_of(view)},
                         {"authors", json::array{json::object{{"name", office(view)}}}},
                         {"items", std::move(items)}};
  return {200, "application/feed+json; charset=utf-8", {}, json::serialize(out) + "\n"};
}

Response written(const View& view, Feed feed, FeedForm form) {
  std::ranges::stable_sort(feed.items, std::ranges::greater{}, &Item::at);
  if (std::ssize(feed.items) > kEntries) feed.items.resize(kEntries);
  return form == FeedForm::atom ? atom(view, feed) : json_feed(view, feed);
}

Response unreadable(const View& view) {
  return {503, "text/plain; charset=utf-8", {}, view.plain("error.unavailable.title")};
}

}  // namespace

Response feed(const View& view, FeedForm form) {
  const auto answers = view.site.store.answers({.limit = kEntries});
  const auto statements = view.site.store.statements(0, kEntries);
  if (!answers || !statements) return unreadable(view);
  Feed all{.path = "/feed", .page = "/answers", .title = view.plain("feed.title"), .items = {}};
  add(view, all, *answers);
  add(view, all, *statements);
  return written(view, std::move(all), form);
}

Response issue_feed(const View& view, std::string_view digits, FeedForm form) {
  const auto issue = issue_asked(view, digits);
  if (!issue) return unreadable(view);
  if (auto other = instead_of(view, issue, form == FeedForm::json ? "/feed.json" : "/feed.atom"))
    return *std::move(other);
  auto words = view.site.store.said_of({(*issue)->id});
  if (!words) return unreadable(view);
  auto& [id, statements, answers] = words->front();
  Feed one{.path = "/issues/" + std::to_string((*issue)->id.value) + "/feed",
           .page = "/issues/" + std::to_string((*issue)->id.value),
           .title = view.plain("feed.title") + view.plain("list.colon") + issue_title(view, **issue),
           .items = {}};
  const auto said = answers;  // what was corrected or taken back stands no longer
  std::erase_if(answers,
                [&](const auto& a) { return std::ranges::count(said, a.entry, &desk::AnswerRow::supersedes); });
  add(view, one, statements);
  add(view, one, answers);
  return written(view, std::move(one), form);
}

}  // namespace hb::http
