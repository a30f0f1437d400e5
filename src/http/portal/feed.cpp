#include <algorithm>

#include "http/portal/pages.h"

// Atom (RFC 4287). Ids are tag URIs (RFC 4151) under the ledger's name, so they stay when the site moves.
namespace hb::http {
namespace {

constexpr int64_t kEntries = 30;

struct Item {
  std::string path;
  std::string title;
  std::string text;
  casework::Words author;
  Instant at;
};

std::string authority(std::string_view vkey) { return std::string(vkey.substr(0, vkey.find_first_of("/+:"))); }

}  // namespace

Response feed(const View& view) {
  const auto answers = view.site.store.answers(0, kEntries);
  const auto statements = view.site.store.statements(0, kEntries);
  if (!answers || !statements) return {503, "text/plain; charset=utf-8", {}, view.plain("error.unavailable.title")};
  std::vector<Item> items;
  for (const auto& answer : *answers) {
    if (answer.text.empty()) continue;  // answered privately
    const casework::Unit* unit = view.site.rules->unit(answer.unit);
    items.push_back({"/answers/" + std::to_string(answer.entry), answer_title(view, answer), answer.text,
                     unit == nullptr ? view.site.rules->name : unit->name, answer.published_at});
  }
  for (const auto& statement : *statements)
    items.push_back({"/statements/" + std::to_string(statement.entry), statement.title, statement.text,
                     view.site.rules->name, statement.published_at});
  std::ranges::stable_sort(items, std::ranges::greater{}, &Item::at);
  if (std::ssize(items) > kEntries) items.resize(kEntries);
  const std::string tag = "tag:" + escape(authority(view.site.vkey)) + ",2026:";
  std::string xml =
      "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"" +
      std::string(view.language == Language::en ? "en" : "zh-CN") + "\"><id>" + tag + "/feed.atom</id><title>" +
      view.say("feed.title") + "</title><updated>" + format_rfc3339(items.empty() ? Instant{} : items.front().at) +
      "</updated><author><name>" + escape(name_in_words(view, view.site.rules->name)) +
      "</name></author><link rel=\"self\" href=\"/feed.atom\"/><link href=\"/answers\"/>\n";
  for (const Item& item : items)
    xml += "<entry><id>" + tag + item.path + "</id><title>" + escape(item.title) + "</title><updated>" +
           format_rfc3339(item.at) + "</updated><author><name>" + escape(name_in_words(view, item.author)) +
           "</name></author><link href=\"" + item.path + "\"/><content type=\"text\" xml:lang=\"zh-CN\">" +
           escape(item.text) + "</content></entry>\n";
  return {200, "application/atom+xml; charset=utf-8", {}, xml + "</feed>\n"};
}

}  // namespace hb::http
