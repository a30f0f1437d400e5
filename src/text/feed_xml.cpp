// All XML feeds are read by one walk: whatever stands in an <item>, <entry> or <url> is asked for its local name, and
// the formats agree on what those names mean nearly enough. Namespaces are told apart only where one name means two
// things (a <title> in media: is an image's). What feeds get wrong is mended before libxml2 sees it: blanks before the
// declaration, bare ampersands, control characters; it recovers from the rest. HTML's entities, which no XML parser
// knows, are looked up.
#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <libxml/tree.h>

#include <memory>

#include "base/bytes.h"
#include "base/utf8.h"
#include "text/dates.h"
#include "text/feed_raw.h"
#include "text/html.h"

namespace hb::text::feed {
namespace {

std::string_view view(const xmlChar* s) { return s == nullptr ? std::string_view() : reinterpret_cast<const char*>(s); }

bool has_internal_subset(std::string_view xml) {
  const size_t at = xml.find("<!DOCTYPE");
  if (at == std::string_view::npos) return false;
  bool quoted = false;
  for (size_t i = at; i < xml.size(); ++i) {
    if (xml[i] == '"') quoted = !quoted;
    if (quoted) continue;
    if (xml[i] == '[') return true;
    if (xml[i] == '>') return false;
  }
  return false;
}

std::string mend(std::string_view xml) {
  const size_t first = xml.find('<');
  if (first == std::string_view::npos) return {};
  xml.remove_prefix(first);
  std::string out;
  out.reserve(xml.size() + 64);
  if (xml.starts_with("<?xml")) {  // the charset is settled
    const size_t end = xml.find('>');
    if (end == std::string_view::npos) return {};
    xml.remove_prefix(end + 1);
    out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
  }
  for (size_t i = 0; i < xml.size();) {
    if (xml.substr(i, 9) == "<![CDATA[") {
      const size_t end = std::min(xml.find("]]>", i), xml.size());
      for (; i < end; ++i)
        out += static_cast<unsigned char>(xml[i]) < ' ' && xml[i] != '\n' && xml[i] != '\t' && xml[i] != '\r' ? ' '
                                                                                                              : xml[i];
      continue;
    }
    const char c = xml[i++];
    if (c == '&') {
      size_t end = i;
      while (end < xml.size() && end - i < 32 &&
             (std::isalnum(static_cast<unsigned char>(xml[end])) != 0 || (xml[end] == '#' && end == i)))
        ++end;
      out += end > i && end < xml.size() && xml[end] == ';' ? "&" : "&amp;";
      if (xml.substr(i, 2) == "#X") out += "#x", i += 2;
    } else {
      out += static_cast<unsigned char>(c) < ' ' && c != '\n' && c != '\t' && c != '\r' ? ' ' : c;
    }
  }
  return out;
}

// Characters of the subtree; entities of HTML by their meaning.
void append_text(const xmlNode* node, std::string& out) {
  for (const xmlNode* n = node->children; n != nullptr; n = n->next) {
    if (n->type == XML_TEXT_NODE || n->type == XML_CDATA_SECTION_NODE) {
      out += view(n->content);
    } else if (n->type == XML_ENTITY_REF_NODE) {
      const auto* entity = htmlEntityLookup(n->name);
      if (entity != nullptr) append_utf8(out, entity->value);
    } else if (n->type == XML_ELEMENT_NODE) {
      append_text(n, out);  // depth is the parser's, 256
    }
  }
}

std::string text_of(const xmlNode* node) {
  std::string out;
  append_text(node, out);
  const size_t first = out.find_first_not_of(" \t\r\n");
  return first == std::string::npos ? std::string() : out.substr(first, out.find_last_not_of(" \t\r\n") - first + 1);
}

bool has_elements(const xmlNode* node) {
  for (const xmlNode* n = node->children; n != nullptr; n = n->next)
    if (n->type == XML_ELEMENT_NODE) return true;
  return false;
}

std::string attribute(const xmlNode* node, std::string_view name) {
  for (const xmlAttr* a = node->properties; a != nullptr; a = a->next) {
    auto found = view(a->name);
    if (const size_t colon = found.find(':'); colon != std::string_view::npos) found.remove_prefix(colon + 1);
    if (xmlStrcasecmp(reinterpret_cast<const xmlChar*>(std::string(found).c_str()),
                      reinterpret_cast<const xmlChar*>(std::string(name).c_str())) != 0)
      continue;
    std::string out;
    append_text(reinterpret_cast<const xmlNode*>(a), out);
    return out;
  }
  return {};
}

// "dc:date" → "dc", "date"; names in lower case, as CDF writes capitals. Undeclared prefixes count as declared ones.
struct Named {
  std::string_view space;
  std::string name;
};
Named named(const xmlNode* node) {
  std::string name(view(node->name));
  std::string_view prefix;
  if (const size_t colon = name.find(':'); colon != std::string::npos) {
    prefix = view(node->name).substr(0, colon);
    name.erase(0, colon + 1);
  }
  for (char& c : name)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  if (node->ns == nullptr) return {prefix == "atom" || prefix == "rss" ? std::string_view() : prefix, name};
  const auto uri = view(node->ns->href);
  const auto holds = [&](std::string_view part) { return uri.find(part) != std::string_view::npos; };
  if (holds("purl.org/dc/")) return {"dc", name};
  if (holds("rss/1.0/modules/content")) return {"content", name};
  if (holds("mrss")) return {"media", name};
  if (holds("itunes")) return {"itunes", name};
  if (holds("sitemap-news")) return {"news", name};
  if (holds("xhtml")) return {"xhtml", name};
  const bool core = node->ns->prefix == nullptr || holds("/Atom") || holds("purl.org/atom") || holds("userland.com") ||
                    holds("netscape.com") || holds("tech/rss") || holds("sitemaps.org") || uri.ends_with("/rss/1.0/");
  return {core ? std::string_view() : view(node->ns->prefix), name};
}

// What the node says, as plain text of one line a block. Atom names the type; RSS has HTML in text or says nothing.
std::string prose(const xmlNode* node) {
  const auto type = attribute(node, "type");
  if (type == "xhtml" || type == "application/xhtml+xml" || has_elements(node)) {
    const std::unique_ptr<xmlBuffer, decltype(&xmlBufferFree)> buffer(xmlBufferCreate(), xmlBufferFree);
    std::string markup;
    for (xmlNode* n = node->children; n != nullptr; n = n->next) {
      xmlBufferEmpty(buffer.get());
      xmlNodeDump(buffer.get(), node->doc, n, 0, 0);
      markup += view(xmlBufferContent(buffer.get()));
    }
    return html_to_text(markup);
  }
  auto text = text_of(node);
  const bool binary =
      !type.empty() && type.find('/') != std::string::npos && !type.starts_with("text/") && !type.ends_with("xml");
  if (binary || attribute(node, "mode") == "base64") {  // Atom: anything else is base64
    std::erase_if(text, [](char c) { return static_cast<unsigned char>(c) <= ' '; });
    text = from_base64(text).value_or(std::string());
    if (!valid_utf8(text)) text.clear();
  }
  if (type == "text" || type == "text/plain") return text;
  return looks_like_html(text) ? html_to_text(text) : text;
}

// Atom puts an author's name in an element of its own.
std::string name_in(const xmlNode* node) {
  for (const xmlNode* n = node->children; n != nullptr; n = n->next)
    if (n->type == XML_ELEMENT_NODE && named(n).name == "name") return text_of(n);
  return text_of(node);
}

class XmlReader {
 public:
  XmlReader(std::string_view url, const Zone& zone) : url_(url), zone_(zone) {}

  Entries read(const xmlNode* root) {
    language_ = attribute(root, "lang");
    walk(root, 0);
    return std::move(out_);
  }

 private:
  // What an entry may turn out to mean once all of it is read.
  struct Fields {
    std::string content, summary, media_text, media_title, guid_link, other_link, author;
    std::optional<Instant> created;
  };

  void walk(const xmlNode* node, int depth) {
    constexpr int kDeepest = 8;  // entries stand near the root
    for (const xmlNode* n = node->children; n != nullptr && out_.list.size() <= kMaxFeedEntries; n = n->next) {
      if (n->type != XML_ELEMENT_NODE) continue;
      const auto [space, name] = named(n);
      if (name == "item" || name == "entry" || (name == "url" && has_elements(n))) {
        std::string author;
        out_.list.push_back(entry(n, author));
        out_.authors.push_back(std::move(author));
        if (has_nested(n)) walk(n, depth + 1);
      } else if (name == "language" && language_.empty()) {
        language_ = text_of(n);
      } else if (depth < kDeepest) {
        if (name == "channel" && language_.empty()) language_ = attribute(n, "lang");
        walk(n, depth + 1);
      }
    }
  }

  // An unclosed <item> swallows the ones after it.
  static bool has_nested(const xmlNode* node) {
    for (const xmlNode* n = node->children; n != nullptr; n = n->next)
      if (n->type == XML_ELEMENT_NODE && named(n).name == named(node).name) return true;
    return false;
  }

  std::string base(const xmlNode* node) const {
    const std::unique_ptr<xmlChar, decltype(xmlFree)> found(xmlNodeGetBase(node->doc, node), xmlFree);
    return found ? resolve(view(found.get()), url_) : url_;
  }

  FeedEntry entry(const xmlNode* node, std::string& author) const {
    FeedEntry e;
    Fields fields;
    e.id = attribute(node, "about");
    if (const auto href = attribute(node, "href"); !href.empty()) e.url = resolve(href, base(node));  // CDF
    e.updated_at = parse_date(attribute(node, "lastmod"), zone_);
    e.language = attribute(node, "lang");
    for (const xmlNode* n = node->children; n != nullptr; n = n->next) {
      if (n->type != XML_ELEMENT_NODE) continue;
      read_field(n, e, fields);
    }
    if (!e.published_at) e.published_at = fields.created;
    if (!e.updated_at) e.updated_at = fields.created;
    if (e.url.empty()) e.url = fields.guid_link.empty() ? fields.other_link : fields.guid_link;
    if (e.title.empty()) e.title = fields.media_title;
    e.whole = !fields.content.empty();
    author = std::move(fields.author);
    for (auto* text : {&fields.content, &fields.summary, &fields.media_text})
      if (e.text.empty()) e.text = std::move(*text);
    if (e.language.empty()) e.language = language_;
    return e;
  }

  void read_field(const xmlNode* n, FeedEntry& e, Fields& fields) const {
    const auto [space, name] = named(n);
    const auto longer = [&](std::string& text) {
      if (auto found = prose(n); found.size() > text.size()) text = std::move(found);
    };
    if (space == "media" || space == "itunes") {
      if (name == "title") fields.media_title = one_line(prose(n));
      if (name == "description" || name == "summary") longer(fields.media_text);
      if (name != "group") return;
      for (const xmlNode* k = n->children; k != nullptr; k = k->next)
        if (k->type == XML_ELEMENT_NODE && named(k).space == "media") read_field(k, e, fields);
    } else if (space == "news") {
      if (name == "news") read_news(n, e);
    } else if (space == "content" || space == "xhtml") {
      if (name == "encoded" || name == "body") longer(fields.content);
    } else if (!space.empty() && space != "dc" && space != "dcterms") {
      return;  // another module's, whatever it is called
    } else if (name == "guid" || (name == "id" && space.empty())) {
      e.id = text_of(n);
      if (name == "guid" && attribute(n, "isPermaLink") != "false" && e.id.find("://") != std::string::npos)
        fields.guid_link = e.id;
    } else if (name == "link") {
      read_link(n, e, fields.other_link);
    } else if (name == "loc") {
      e.url = e.id = text_of(n);
    } else if (name == "title") {
      if (e.title.empty() || space.empty()) e.title = one_line(prose(n));
    } else if (name == "content" || name == "body" || name == "fullitem" || name == "content_encoded") {
      longer(fields.content);
    } else if (name == "description" || name == "summary" || name == "abstract") {
      longer(fields.summary);
    } else if (name == "pubdate" || name == "published" || name == "issued") {
      if (const auto at = parse_date(text_of(n), zone_)) e.published_at = at;
    } else if (name == "updated" || name == "modified" || name == "lastmod") {
      if (const auto at = parse_date(text_of(n), zone_)) e.updated_at = at;
    } else if (name == "created" || name == "date") {
      if (const auto at = parse_date(text_of(n), zone_); at && (name == "created" || !fields.created))
        fields.created = at;
    } else if (name == "language") {
      e.language = text_of(n);
    } else if (name == "creator" || (name == "author" && fields.author.empty())) {
      fields.author = one_line(name_in(n));
    }
  }

  void read_link(const xmlNode* node, FeedEntry& e, std::string& other) const {
    const auto href = attribute(node, "href"), rel = attribute(node, "rel");
    const auto target = resolve(href.empty() ? text_of(node) : href, base(node));
    const bool page = rel.empty() || rel == "alternate" || rel.ends_with("/alternate");
    auto& place = page ? e.url : other;
    if (place.empty() || (page && attribute(node, "type") == "text/html" && !href.empty())) place = target;
  }

  void read_news(const xmlNode* node, FeedEntry& e) const {
    for (const xmlNode* n = node->children; n != nullptr; n = n->next) {
      if (n->type != XML_ELEMENT_NODE) continue;
      const auto name = named(n).name;
      if (name == "title") e.title = one_line(text_of(n));
      if (name == "publication_date") e.published_at = parse_date(text_of(n), zone_);
      if (name != "publication") continue;
      for (const xmlNode* k = n->children; k != nullptr; k = k->next)
        if (k->type == XML_ELEMENT_NODE && named(k).name == "language") e.language = text_of(k);
    }
  }

  std::string url_;
  const Zone& zone_;
  std::string language_;
  Entries out_;
};

bool is_feed(std::string_view root) {
  for (const std::string_view name : {"rss", "rdf", "feed", "channel", "urlset", "entry", "item"})
    if (root == name) return true;
  return false;
}

}  // namespace

Result<Entries> read_xml(std::string_view utf8, std::string_view url, const Zone& zone) {
  if (has_internal_subset(utf8)) return fail("feed.internal-subset");
  const std::string xml = mend(utf8);
  const std::unique_ptr<xmlDoc, decltype(&xmlFreeDoc)> doc(
      xmlReadMemory(xml.data(), static_cast<int>(xml.size()), nullptr, "UTF-8",
                    XML_PARSE_RECOVER | XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_COMPACT),
      xmlFreeDoc);
  const xmlNode* root = doc ? xmlDocGetRootElement(doc.get()) : nullptr;
  if (root == nullptr || !is_feed(named(root).name)) return fail("feed.not-a-feed");
  return XmlReader(url, zone).read(root);
}

}  // namespace hb::text::feed
