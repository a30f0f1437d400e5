#include "text/feed.h"

#include <libxml/uri.h>

#include <map>
#include <memory>

#include "base/bytes.h"
#include "text/charset.h"
#include "text/feed_raw.h"
#include "text/html.h"

namespace hb::text {
namespace feed {

std::string resolve(std::string_view href, std::string_view base) {
  if (href.empty() || base.empty()) return std::string(href);
  const std::unique_ptr<xmlChar, decltype(xmlFree)> joined(
      xmlBuildURI(reinterpret_cast<const xmlChar*>(std::string(href).c_str()),
                  reinterpret_cast<const xmlChar*>(std::string(base).c_str())),
      xmlFree);
  return joined ? reinterpret_cast<const char*>(joined.get()) : std::string(href);
}

bool looks_like_html(std::string_view text) {
  for (size_t i = 0; i + 1 < text.size(); ++i) {
    const auto next = static_cast<unsigned char>(text[i + 1]);
    if (text[i] == '<' && (std::isalpha(next) != 0 || next == '/' || next == '!')) return true;
    if (text[i] == '&' && (std::isalpha(next) != 0 || next == '#') &&
        text.substr(i, 12).find(';') != std::string_view::npos)
      return true;
  }
  return false;
}

std::string one_line(std::string_view text_or_html) {
  const std::string plain = looks_like_html(text_or_html) ? html_to_text(text_or_html) : std::string(text_or_html);
  std::string out;
  for (const char c : plain) {
    const bool blank = static_cast<unsigned char>(c) <= ' ';
    if (blank && (out.empty() || out.back() == ' ')) continue;
    out += blank ? ' ' : c;
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

}  // namespace feed

namespace {

std::string content_hash(const FeedEntry& entry) {
  return to_hex(view(Sha256().add(entry.title).add("\n").add(entry.text).digest()));
}

// Gives each entry an id of its own, the plainest that is; exact repeats are counted.
std::vector<FeedEntry> settle(std::vector<FeedEntry> entries) {
  const auto key = [](const FeedEntry& e, int level) {
    if (e.id.empty())
      return level == 0 && !e.url.empty()   ? e.url
             : level <= 1 && !e.url.empty() ? e.url + " " + content_hash(e)
                                            : content_hash(e);
    return level == 0 ? e.id : level == 1 && !e.url.empty() ? e.id + " " + e.url : e.id + " " + content_hash(e);
  };
  std::vector<int> level(entries.size(), 0);
  for (int round = 0; round < 2; ++round) {
    std::map<std::string, size_t> uses;
    for (size_t i = 0; i < entries.size(); ++i) ++uses[key(entries[i], level[i])];
    for (size_t i = 0; i < entries.size(); ++i)
      if (uses[key(entries[i], level[i])] > 1) ++level[i];
  }
  std::map<std::string, size_t> repeats;
  for (size_t i = 0; i < entries.size(); ++i) {
    auto id = key(entries[i], level[i]);
    const size_t n = ++repeats[id];
    if (n > 1) id += " " + std::to_string(n);
    entries[i].id = std::move(id);
  }
  return entries;
}

}  // namespace

Result<std::vector<FeedEntry>> read_feed(std::string_view bytes, std::string_view content_type, std::string_view url,
                                         const Zone& zone, std::vector<std::string>* authors) {
  const auto decoded = decode(bytes, content_type);
  if (!decoded) return tl::unexpected(decoded.error());
  const size_t first = decoded->text.find_first_not_of(" \t\r\n");
  const bool json = first != std::string::npos && decoded->text[first] == '{';
  auto entries = json ? feed::read_json(decoded->text, url, zone) : feed::read_xml(decoded->text, url, zone);
  if (!entries) return tl::unexpected(entries.error());
  if (entries->list.size() > kMaxFeedEntries)
    return fail("feed.too-many-entries", std::to_string(entries->list.size()));
  for (auto& entry : entries->list) {
    entry.title = without_c1(std::move(entry.title));
    entry.text = without_c1(std::move(entry.text));
  }
  if (authors != nullptr) *authors = std::move(entries->authors);
  return settle(std::move(entries->list));
}

}  // namespace hb::text
