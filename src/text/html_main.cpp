// Finding the main text. The idea is Readability's (Arc90, Mozilla): every block with some text of its own votes for
// the containers around it, more for commas and length, less the further out; the share of linked text takes votes
// away, and the names that authors give their elements add or take some. What differs: votes are counted on an array in
// document order, a Han character weighs three, text directly in a <div> (with <br> for paragraphs, as Chinese sites
// write) votes as a paragraph does, and a short notice needs no minimum. Afterwards what is inside the winner but does
// not read like text (lists of links, sharing rows, lone captions) is removed. It errs on pages that are lists of
// teasers, where there is no main text.
#include "text/html_main.h"

#include <algorithm>
#include <cmath>

namespace hb::text::html {
namespace {

const Words kUnlikely = {
    "-ad-",       " ad-",         "ad-slot",      "adsense",     "advert",        " ads ",
    "banner",     "breadcrumb",   "combx",        "cookie",      "consent",       "disclaimer",
    "disqus",     "extra",        "footer",       "gdpr",        "masthead",      "menu",
    "modal",      "nav",          "newsletter",   "outbrain",    "pager",         "pagination",
    "paywall",    "popup",        "popular",      "promo",       "recirc",        "recommend",
    "related",    "rail",         "share",        "sharing",     "shoutbox",      "sidebar",
    "skyscraper", "social",       "sponsor",      "subscribe",   "subscription",  "signup",
    "sign-up",    "taboola",      "tags",         "toolbar",     "tooltip",       "trending",
    "most-read",  "mostread",     "most-popular", "read-more",   "readmore",      "more-stories",
    "also-like",  "next-article", "up-next",      "crumb",       "topbar",        "toplink",
    "copyright",  "bottom-bar",   "site-header",  "page-header", "legends",       "feedback",
    "rating",     "widget",       "teaser",       "byline",      "author",        "dateline",
    "timestamp",  "credit",       "caption",      "print-only",  "screen-reader", "visually-hidden",
    "sr-only",    "hidden-print", "infobox",      "jump-to",     "skip-",         "bdshare",
    "fenxiang",   "xiangguan",    "tuijian",      "daohang",     "weizhi",        "location-nav"};
const Words kComments = {"comment", "replies", "reply", "pinglun", "discussion", "responses"};
const Words kLikely = {
    "article-body", "articlebody",  "article_body",  "article-content", "article__body",   "article__content",
    "story-body",   "storybody",    "story-content", "entry-content",   "post-content",    "post-body",
    "postbody",     "main-content", "maincontent",   "content-body",    "body-content",    "body-copy",
    "article-text", "articletext",  "story-text",    "rich-text",       "richtext",        "trs_editor",
    "ucapcontent",  "zoom",         "textcontent",   "newscontent",     "article_content", "post_content",
    "news_content", "con_text",     "view-content",  "page-content",    "blog-content",    "wp_articlecontent"};
const Words kGood = {"article", "body", "content", "entry", "hentry", "main",  "page",
                     "post",    "text", "blog",    "story", "zoom",   "detail"};
const Words kBad = {"hidden", "banner",   "combx",   "comment",    "contact",  "foot",     "footer",  "footnote",
                    "gdpr",   "masthead", "media",   "meta",       "outbrain", "promo",    "related", "scroll",
                    "share",  "shoutbox", "sidebar", "skyscraper", "sponsor",  "shopping", "tags",    "widget",
                    "list",   "nav",      "menu",    "teaser",     "card"};

bool holds(Tag tag) {  // can hold the main text
  switch (tag) {
    case Tag::article:
    case Tag::block:
    case Tag::blockquote:
    case Tag::body:
    case Tag::dd:
    case Tag::div:
    case Tag::form:
    case Tag::main:
    case Tag::section:
    case Tag::td:
    case Tag::table:
    case Tag::tr:
    case Tag::p:
    case Tag::pre:
    case Tag::span:
    case Tag::dl:
    case Tag::other:
    case Tag::list:
    case Tag::li:
      return true;
    case Tag::text:
    case Tag::a:
    case Tag::aside:
    case Tag::br:
    case Tag::dt:
    case Tag::figcaption:
    case Tag::figure:
    case Tag::footer:
    case Tag::h1:
    case Tag::h2:
    case Tag::h3:
    case Tag::heading:
    case Tag::head:
    case Tag::header:
    case Tag::hidden:
    case Tag::hr:
    case Tag::html:
    case Tag::link:
    case Tag::meta:
    case Tag::nav:
    case Tag::script:
    case Tag::strong:
    case Tag::time:
    case Tag::title:
      return false;
  }
  return false;
}

double link_share(const Node& n) { return n.chars == 0 ? 0 : static_cast<double>(n.linked) / n.chars; }

bool invisible(const Tree& tree, uint32_t i) {
  if (tree.nodes[i].source == nullptr) return false;
  const auto style = tree.attribute(i, "style");
  if (style.find("display:none") != std::string::npos || style.find("display: none") != std::string::npos ||
      style.find("visibility:hidden") != std::string::npos)
    return true;
  return tree.attribute(i, "aria-hidden") == "true" || !tree.attribute(i, "hidden").empty();
}

double base_score(const Tree& tree, uint32_t i) {
  const Tag tag = tree.nodes[i].tag;
  double score = tag == Tag::div || tag == Tag::article || tag == Tag::main || tag == Tag::section ? 5
                 : tag == Tag::td || tag == Tag::pre || tag == Tag::blockquote                     ? 3
                 : tag == Tag::list || tag == Tag::li || tag == Tag::dl || tag == Tag::form        ? -3
                                                                                                   : 0;
  const auto& hints = tree.hints(i);
  if (hints.empty()) return score;
  if (hinted(hints, kLikely)) score += 40;
  if (hinted(hints, kGood)) score += 25;
  if (hinted(hints, kBad)) score -= 25;
  return score;
}

// Inside the winner: does this block read like text of the article?
bool belongs(const Tree& tree, uint32_t i) {
  const Node& n = tree.nodes[i];
  const double share = link_share(n);
  const bool likely = hinted(tree.hints(i), kLikely);
  if (n.tag == Tag::list || n.tag == Tag::table || n.tag == Tag::div || n.tag == Tag::section || n.tag == Tag::dl ||
      n.tag == Tag::block) {
    if (n.chars == 0 || likely) return true;
    if (share > 0.5) return false;
    if (share > 0.3 && n.chars < 400) return false;
  }
  return true;
}

// Whether a word of the hints starts with one of these: "rail" is in "right-rail", not in "layout--adrail".
bool named(const std::string& hints, Words words) {
  const auto starts_word = [&](std::string_view w) {
    for (size_t at = hints.find(w); at != std::string::npos; at = hints.find(w, at + 1))
      if (at == 0 || std::isalnum(static_cast<unsigned char>(hints[at - 1])) == 0 ||
          std::isalnum(static_cast<unsigned char>(w.front())) == 0)
        return true;
    return false;
  };
  return !hints.empty() && std::any_of(words.begin(), words.end(), starts_word);
}

// Removes every outermost element for which `drops` holds, and measures.
template <class Drops>
void remove_where(Tree& tree, Drops&& drops) {
  for (uint32_t i = 1; i < tree.nodes.size(); ++i) {
    if (!tree.nodes[i].removed && tree.nodes[i].tag != Tag::text && drops(i)) tree.remove(i);
    if (tree.nodes[i].removed) i = tree.nodes[i].end - 1;
  }
  tree.measure();
}

// How much running text each subtree holds.
std::vector<uint32_t> running_text(const Tree& tree) {
  constexpr uint32_t kSentence = 60;
  std::vector<uint32_t> running(tree.nodes.size());
  for (auto i = static_cast<uint32_t>(tree.nodes.size()); i-- > 0;) {
    const Node& n = tree.nodes[i];
    if (n.own >= kSentence && n.own_linked * 2 < n.own) running[i] += n.own;
    if (i > 0) running[n.parent] += running[i];
  }
  return running;
}

// Element and first class.
std::string make_of(const Tree& tree, uint32_t i) {
  const auto classes = tree.attribute(i, "class");
  return std::string(tree.name(i)) + "." + classes.substr(0, classes.find(' '));
}

// The ancestor whose children made alike hold clearly more running text than `top`, else `top`.
uint32_t gather_sections(const Tree& tree, uint32_t top) {
  constexpr uint32_t kSection = 300;
  const auto& nodes = tree.nodes;
  const auto running = running_text(tree);
  uint32_t best = top;
  for (uint32_t child = top, up = nodes[top].parent; child != 0 && nodes[up].tag != Tag::html;
       child = up, up = nodes[up].parent) {
    const auto make = make_of(tree, child);
    if (make.ends_with('.') || nodes[child].tag == Tag::body) continue;
    uint32_t gained = 0;
    for (uint32_t k = up + 1; k < nodes[up].end; k = nodes[k].end)
      if (k != child && !nodes[k].removed && running[k] > kSection && make_of(tree, k) == make) gained += running[k];
    if (gained * 4 > running[best] && link_share(nodes[up]) < 0.2) best = up;
  }
  return best;
}

// A site's imprint: licence numbers and rights, which Chinese sites must show, in a block of little else.
bool imprint(const Tree& tree, uint32_t i) {
  constexpr uint32_t kLongest = 450, kLongestText = 300;
  const Node& n = tree.nodes[i];
  if (n.own == 0 || n.chars > kLongest || n.own_linked * 2 > n.own || !is_block(n.tag)) return false;
  for (uint32_t k = i + 1; k < n.end; ++k) {
    const auto text = tree.text(k);
    if (text.size() > kLongestText) continue;
    for (const std::string_view mark :
         {"ICP备", "ICP证", "公网安备", "许可证编号", "版权所有", "網站標識碼", "网站标识码"})
      if (text.find(mark) != std::string_view::npos) return true;
  }
  return false;
}

}  // namespace

uint32_t running_chars(const Tree& tree) { return running_text(tree)[0]; }

bool hinted(const std::string& hints, Words words) {
  return !hints.empty() && std::any_of(words.begin(), words.end(),
                                       [&](std::string_view w) { return hints.find(w) != std::string::npos; });
}

void strip(Tree& tree) {
  remove_where(tree, [&](uint32_t i) { return tree.nodes[i].tag == Tag::script || tree.nodes[i].tag == Tag::hidden; });
}

void prune(Tree& tree) {
  auto& nodes = tree.nodes;
  constexpr uint32_t kEnough = 600;         // an article that may stand below longer comments
  const auto running = running_text(tree);  // what has most of the page's is kept whatever its name
  const double all = std::max<uint32_t>(1, running[0]);
  remove_where(tree, [&](uint32_t i) {
    const Tag tag = nodes[i].tag;
    if (tag == Tag::body || tag == Tag::html) return false;
    const double share = running[i] / all;
    if (share > 0.4 && !(share < 0.9 && tag != Tag::article && tag != Tag::main && running[0] - running[i] > kEnough &&
                         named(tree.hints(i), kComments)))
      return false;
    if (tag == Tag::nav || tag == Tag::aside || tag == Tag::footer || tag == Tag::figcaption || tag == Tag::figure ||
        invisible(tree, i))
      return true;
    if (tag == Tag::main || tag == Tag::article || hinted(tree.hints(i), kLikely)) return false;
    return named(tree.hints(i), kUnlikely) || named(tree.hints(i), kComments) ||
           hinted(tree.hints(i), {" complementary ", " navigation ", " contentinfo "}) ||
           (i > nodes.size() / 2 && imprint(tree, i));
  });
}

uint32_t find_main(Tree& tree) {
  auto& nodes = tree.nodes;
  constexpr uint32_t kParagraph = 25;
  std::vector<double> score(nodes.size(), 0);
  std::vector<bool> scored(nodes.size());
  for (uint32_t i = 1; i < nodes.size(); ++i) {
    const Node& n = nodes[i];
    if (n.removed || n.own < kParagraph || !is_block(n.tag)) continue;
    if (n.tag == Tag::h1 || n.tag == Tag::h2 || n.tag == Tag::h3 || n.tag == Tag::heading) continue;
    const double free = n.own == 0 ? 0 : 1.0 - static_cast<double>(n.own_linked) / n.own;
    const double vote = (1 + n.own_marks + std::min(n.own / 100.0, 3.0)) * free;
    uint32_t up =
        n.tag == Tag::p || n.tag == Tag::li || n.tag == Tag::pre || n.tag == Tag::blockquote || n.tag == Tag::dd
            ? n.parent
            : i;
    for (int level = 0; level < 5; ++level) {
      if (!scored[up] && holds(nodes[up].tag)) score[up] = base_score(tree, up);
      scored[up] = scored[up] || holds(nodes[up].tag);
      score[up] += vote / (level == 0 ? 1 : level == 1 ? 2 : level * 3);
      if (up == 0) break;
      up = nodes[up].parent;
    }
  }
  uint32_t top = 0;
  double best = 0;
  for (uint32_t i = 1; i < nodes.size(); ++i) {
    if (!scored[i]) continue;
    score[i] *= 1 - link_share(nodes[i]);
    if (score[i] > best) {
      best = score[i];
      top = i;
    }
  }
  if (top == 0) return 0;
  // An only child's parent sees siblings that the child cannot.
  while (nodes[top].parent != 0 && nodes[nodes[top].parent].tag != Tag::body &&
         nodes[nodes[top].parent].chars == nodes[top].chars)
    top = nodes[top].parent;
  // Sites cut an article into sections: siblings made alike that each hold running text belong together.
  top = gather_sections(tree, top);
  // Siblings that read alike belong to it.
  const uint32_t parent = nodes[top].parent;
  if (parent != 0 && nodes[top].tag != Tag::body) {
    const double threshold = std::max(10.0, best * 0.2);
    bool joined = false;
    std::vector<uint32_t> others;
    for (uint32_t k = parent + 1; k < nodes[parent].end; k = nodes[k].end) {
      if (k == top || nodes[k].removed) continue;
      bool joins = false;
      if (scored[k] && score[k] >= threshold) joins = true;
      if (nodes[k].tag == Tag::p && nodes[k].chars > 80 && link_share(nodes[k]) < 0.25) joins = true;
      if (joins)
        joined = true;
      else
        others.push_back(k);
    }
    if (joined) {
      for (const uint32_t k : others) tree.remove(k);
      top = parent;
    }
  }
  for (uint32_t i = top + 1; i < nodes[top].end; ++i) {
    if (nodes[i].removed || belongs(tree, i)) continue;
    const uint32_t end = nodes[i].end;
    tree.remove(i);
    i = end - 1;
  }
  tree.measure();
  return top;
}

}  // namespace hb::text::html
