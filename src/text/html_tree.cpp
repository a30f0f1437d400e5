#include "text/html_tree.h"

#include <libxml/HTMLparser.h>
#include <libxml/tree.h>

#include <algorithm>
#include <array>
#include <unordered_map>

#include "base/ascii.h"
#include "base/utf8.h"
#include "text/html.h"

namespace hb::text::html {
namespace {

Tag tag_of(std::string_view name) {
  static const std::unordered_map<std::string_view, Tag> kTags{{"a", Tag::a},
                                                               {"article", Tag::article},
                                                               {"aside", Tag::aside},
                                                               {"blockquote", Tag::blockquote},
                                                               {"body", Tag::body},
                                                               {"br", Tag::br},
                                                               {"dd", Tag::dd},
                                                               {"div", Tag::div},
                                                               {"dl", Tag::dl},
                                                               {"dt", Tag::dt},
                                                               {"figcaption", Tag::figcaption},
                                                               {"figure", Tag::figure},
                                                               {"footer", Tag::footer},
                                                               {"form", Tag::form},
                                                               {"h1", Tag::h1},
                                                               {"h2", Tag::h2},
                                                               {"h3", Tag::h3},
                                                               {"h4", Tag::heading},
                                                               {"h5", Tag::heading},
                                                               {"h6", Tag::heading},
                                                               {"head", Tag::head},
                                                               {"header", Tag::header},
                                                               {"hr", Tag::hr},
                                                               {"html", Tag::html},
                                                               {"li", Tag::li},
                                                               {"link", Tag::link},
                                                               {"ul", Tag::list},
                                                               {"ol", Tag::list},
                                                               {"main", Tag::main},
                                                               {"meta", Tag::meta},
                                                               {"nav", Tag::nav},
                                                               {"p", Tag::p},
                                                               {"pre", Tag::pre},
                                                               {"script", Tag::script},
                                                               {"section", Tag::section},
                                                               {"span", Tag::span},
                                                               {"strong", Tag::strong},
                                                               {"b", Tag::strong},
                                                               {"table", Tag::table},
                                                               {"td", Tag::td},
                                                               {"th", Tag::td},
                                                               {"time", Tag::time},
                                                               {"title", Tag::title},
                                                               {"tr", Tag::tr},
                                                               {"tbody", Tag::block},
                                                               {"thead", Tag::block},
                                                               {"tfoot", Tag::block},
                                                               {"caption", Tag::block},
                                                               {"address", Tag::block},
                                                               {"center", Tag::block},
                                                               {"details", Tag::block},
                                                               {"summary", Tag::block},
                                                               {"fieldset", Tag::block},
                                                               {"hgroup", Tag::block},
                                                               {"style", Tag::hidden},
                                                               {"noscript", Tag::hidden},
                                                               {"svg", Tag::hidden},
                                                               {"canvas", Tag::hidden},
                                                               {"audio", Tag::hidden},
                                                               {"video", Tag::hidden},
                                                               {"button", Tag::hidden},
                                                               {"select", Tag::hidden},
                                                               {"textarea", Tag::hidden},
                                                               {"template", Tag::hidden},
                                                               {"math", Tag::other},
                                                               {"option", Tag::hidden},
                                                               {"map", Tag::hidden},
                                                               {"dialog", Tag::hidden},
                                                               {"marquee", Tag::other}};
  const auto found = kTags.find(name);
  return found == kTags.end() ? Tag::other : found->second;
}

// Refuses, before any memory is spent, what would nest too deep. Elements whose end tag may be left out do not count.
Result<size_t> check_depth(std::string_view html) {
  static constexpr std::array<std::string_view, 36> kUncounted{
      "area",   "base",     "br",   "col",  "embed", "hr", "img", "input",    "link", "meta",  "param", "source",
      "track",  "wbr",      "p",    "li",   "dt",    "dd", "tr",  "td",       "th",   "thead", "tbody", "tfoot",
      "option", "optgroup", "html", "head", "body",  "rp", "rt",  "colgroup", "font", "b",     "i",     "o:p"};
  size_t open = 0, tags = 0;
  for (size_t at = html.find('<'); at != std::string_view::npos; at = html.find('<', at + 1)) {
    ++tags;
    size_t i = at + 1;
    const bool closing = i < html.size() && html[i] == '/';
    if (closing) ++i;
    std::string name;
    while (i < html.size() && name.size() < 12 && (std::isalnum(static_cast<unsigned char>(html[i])) || html[i] == ':'))
      name += static_cast<char>(std::tolower(static_cast<unsigned char>(html[i++])));
    if (name.empty() || std::find(kUncounted.begin(), kUncounted.end(), name) != kUncounted.end()) continue;
    if (closing) {
      open -= open > 0 ? 1 : 0;
    } else if (name == "script" || name == "style") {
      const size_t end = html.find("</", i);
      at = end == std::string_view::npos ? html.size() : end;
    } else {
      const size_t end = html.find('>', i);
      if (end != std::string_view::npos && html[end - 1] == '/') continue;
      if (++open > kMaxOpenTags) return fail("html.too-deep", std::to_string(at));
    }
    if (at >= html.size()) break;
  }
  return tags;
}

std::string value(const xmlAttr* attribute) {
  std::string out;
  for (const xmlNode* t = attribute->children; t != nullptr; t = t->next)
    if (t->content != nullptr) out += reinterpret_cast<const char*>(t->content);
  return out;
}

std::string_view name_of(const xmlAttr* attribute) { return reinterpret_cast<const char*>(attribute->name); }

std::string value(const xmlNode* node, std::string_view name) {  // the parser has made names lower case
  for (const xmlAttr* a = node->properties; a != nullptr; a = a->next)
    if (name_of(a) == name) return value(a);
  return {};
}

std::string hints_of(const xmlNode* node) {
  std::string out;
  for (const xmlAttr* a = node->properties; a != nullptr; a = a->next) {
    const auto name = name_of(a);
    const bool tells = name == "class" || name == "id" || name == "role" || name == "itemprop" || name == "itemtype" ||
                       name == "data-testid" || name == "data-component";
    if (!tells) continue;
    if (const auto v = value(a); !v.empty()) out += " " + lower(v) + " ";
  }
  return out;
}

struct Count {
  uint32_t chars = 0, marks = 0;
};

Count count(std::string_view s) {
  Count n;
  for (size_t at = 0; at < s.size();) {
    const auto byte = static_cast<unsigned char>(s[at]);
    if (byte < 0x80) {
      ++at;
      if (byte > ' ') ++n.chars;
      if (byte == ',' || byte == '.') ++n.marks;
      continue;
    }
    const char32_t c = next_code_point(s, at);
    if (c == 0xA0 || c == 0x3000 || c == 0x200B || c == 0xFEFF) continue;
    if (c == U'，' || c == U'。' || c == U'、' || c == U'；' || c == U'！' || c == U'？') ++n.marks;
    n.chars += is_han(c) ? kHanWeight : 1;
  }
  return n;
}

void append_collapsed(std::string& out, std::string_view s) {
  for (size_t i = 0; i < s.size(); ++i) {
    const auto c = static_cast<unsigned char>(s[i]);
    const bool wide =
        s.substr(i, 3) == "\xE3\x80\x80" || s.substr(i, 3) == "\xEF\xBB\xBF" || s.substr(i, 3) == "\xE2\x80\x8B";
    if (c <= ' ' || s.substr(i, 2) == "\xC2\xA0" || wide) {
      if (!out.empty() && out.back() != ' ' && out.back() != '\n') out += ' ';
      i += c <= ' ' ? 0 : wide ? 2 : 1;
    } else {
      out += s[i];
    }
  }
}

}  // namespace

bool is_block(Tag tag) {
  switch (tag) {
    case Tag::text:
    case Tag::other:
    case Tag::a:
    case Tag::br:
    case Tag::span:
    case Tag::strong:
    case Tag::time:
    case Tag::link:
    case Tag::meta:
    case Tag::script:
    case Tag::hidden:
    case Tag::title:
      return false;
    case Tag::block:
    case Tag::article:
    case Tag::aside:
    case Tag::blockquote:
    case Tag::body:
    case Tag::dd:
    case Tag::div:
    case Tag::dl:
    case Tag::dt:
    case Tag::figcaption:
    case Tag::figure:
    case Tag::footer:
    case Tag::form:
    case Tag::h1:
    case Tag::h2:
    case Tag::h3:
    case Tag::heading:
    case Tag::head:
    case Tag::header:
    case Tag::hr:
    case Tag::html:
    case Tag::li:
    case Tag::list:
    case Tag::main:
    case Tag::nav:
    case Tag::p:
    case Tag::pre:
    case Tag::section:
    case Tag::table:
    case Tag::td:
    case Tag::tr:
      return true;
  }
  return false;
}

Result<Tree> Tree::parse(std::string_view utf8) {
  const auto tags = check_depth(utf8);
  if (!tags) return tl::unexpected(tags.error());
  if (*tags > kMaxPageNodes) return fail("html.too-large", std::to_string(*tags));
  std::string clean;  // libxml2 stops at a zero byte
  if (utf8.find('\0') != std::string_view::npos) {
    clean.assign(utf8);
    std::replace(clean.begin(), clean.end(), '\0', ' ');
    utf8 = clean;
  }
  Tree tree;
  tree.doc_ = std::shared_ptr<xmlDoc>(htmlReadMemory(utf8.data(), static_cast<int>(utf8.size()), nullptr, "UTF-8",
                                                     HTML_PARSE_RECOVER | HTML_PARSE_NONET | HTML_PARSE_NOERROR |
                                                         HTML_PARSE_NOWARNING | HTML_PARSE_COMPACT),
                                      [](xmlDoc* doc) { xmlFreeDoc(doc); });
  const xmlNode* root = tree.doc_ ? xmlDocGetRootElement(tree.doc_.get()) : nullptr;
  if (root == nullptr) {
    tree.nodes.push_back(Node{.tag = Tag::html, .end = 1});
    tree.hints_.emplace_back();
    return tree;
  }
  std::vector<uint32_t> open;  // the elements around `n`
  const auto close = [&] {
    tree.nodes[open.back()].end = static_cast<uint32_t>(tree.nodes.size());
    open.pop_back();
  };
  for (const xmlNode* n = root; n != nullptr;) {
    const bool element = n->type == XML_ELEMENT_NODE;
    if (element || n->type == XML_TEXT_NODE || n->type == XML_CDATA_SECTION_NODE) {
      const auto at = static_cast<uint32_t>(tree.nodes.size());
      const Tag tag = element ? tag_of(reinterpret_cast<const char*>(n->name)) : Tag::text;
      tree.nodes.push_back(Node{.tag = tag, .parent = open.empty() ? 0 : open.back(), .end = at + 1, .source = n});
      tree.hints_.push_back(element && n->properties != nullptr ? hints_of(n) : std::string());
      if (element && n->children != nullptr) {
        open.push_back(at);
        n = n->children;
        continue;
      }
    }
    while (n != root && n->next == nullptr) {
      n = n->parent;
      close();
    }
    n = n == root ? nullptr : n->next;
  }
  return tree;
}

std::string_view Tree::text(uint32_t i) const {
  const auto* content = nodes[i].tag == Tag::text ? nodes[i].source->content : nullptr;
  return content == nullptr ? std::string_view() : reinterpret_cast<const char*>(content);
}

std::string Tree::attribute(uint32_t i, const char* name) const {
  return nodes[i].tag == Tag::text || nodes[i].source == nullptr ? std::string() : value(nodes[i].source, name);
}

std::string_view Tree::name(uint32_t i) const {
  return nodes[i].tag == Tag::text || nodes[i].source == nullptr ? std::string_view()
                                                                 : reinterpret_cast<const char*>(nodes[i].source->name);
}

void Tree::remove(uint32_t i) {
  for (uint32_t k = i; k < nodes[i].end; ++k) nodes[k].removed = true;
}

void Tree::measure() {
  std::vector<uint32_t> block(nodes.size());  // the nearest block around, or the node itself
  std::vector<bool> linked(nodes.size());
  for (uint32_t i = 0; i < nodes.size(); ++i) {
    Node& n = nodes[i];
    n.chars = n.linked = n.marks = n.own = n.own_linked = n.own_marks = 0;
    block[i] = is_block(n.tag) ? i : block[n.parent];
    linked[i] = n.tag == Tag::a || linked[n.parent];
    if (n.tag != Tag::text || n.removed) continue;
    const Count found = count(text(i));
    n.chars = found.chars;
    n.marks = found.marks;
    n.linked = linked[i] ? found.chars : 0;
    Node& around = nodes[block[i]];
    around.own += n.chars;
    around.own_marks += n.marks;
    around.own_linked += n.linked;
  }
  for (auto i = static_cast<uint32_t>(nodes.size()); i-- > 1;) {
    Node& up = nodes[nodes[i].parent];
    up.chars += nodes[i].chars;
    up.linked += nodes[i].linked;
    up.marks += nodes[i].marks;
  }
}

std::string Tree::line(uint32_t i, size_t most) const {
  std::string out;
  for (uint32_t k = i; k < nodes[i].end && out.size() < most; ++k) {
    if (nodes[k].tag == Tag::script || nodes[k].tag == Tag::hidden) {
      k = nodes[k].end - 1;
      continue;
    }
    if ((is_block(nodes[k].tag) || nodes[k].tag == Tag::br) && !out.empty() && out.back() != ' ') out += ' ';
    append_collapsed(out, text(k));
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

std::string lines(const Tree& tree, uint32_t i, std::vector<std::string>* links) {
  std::string out;
  const auto trim = [&] {
    while (!out.empty() && out.back() == ' ') out.pop_back();
  };
  const auto break_line = [&] {
    trim();
    if (!out.empty() && out.back() != '\n') out += '\n';
  };
  std::vector<uint32_t> closing;  // ends of open blocks
  uint32_t preformatted = 0;      // inside <pre> up to here
  for (uint32_t k = i; k < tree.nodes[i].end; ++k) {
    while (!closing.empty() && closing.back() <= k) {
      break_line();
      closing.pop_back();
    }
    const Node& n = tree.nodes[k];
    if (n.removed || n.tag == Tag::script || n.tag == Tag::hidden || n.tag == Tag::head) {
      if (n.tag != Tag::text) k = n.end - 1;
      continue;
    }
    if (n.tag == Tag::text) {
      if (k < preformatted)
        out += tree.text(k);
      else
        append_collapsed(out, tree.text(k));
    } else if (n.tag == Tag::br) {
      break_line();
    } else if (n.tag == Tag::td) {  // the cells of a row share its line
      trim();
      if (!out.empty() && out.back() != '\n') out += ' ';
    } else if (is_block(n.tag)) {
      bool in_cell = false;  // a paragraph alone in a cell does not break the row
      if (n.tag == Tag::p || n.tag == Tag::div)
        in_cell = tree.nodes[n.parent].tag == Tag::td && tree.nodes[n.parent].chars == n.chars;
      if (!in_cell) {
        break_line();
        closing.push_back(n.end);
      }
      if (n.tag == Tag::pre) preformatted = n.end;
    } else if (n.tag == Tag::a && links != nullptr) {
      if (auto href = tree.attribute(k, "href"); !href.empty() && href[0] != '#') links->push_back(std::move(href));
    }
  }
  break_line();
  if (!out.empty()) out.pop_back();
  return out;
}

}  // namespace hb::text::html
