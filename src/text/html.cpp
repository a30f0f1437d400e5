#include "text/html.h"

#include <algorithm>

#include "base/utf8.h"
#include "text/charset.h"
#include "text/dates.h"
#include "text/html_main.h"
#include "text/html_meta.h"
#include "text/html_posts.h"
#include "text/html_tree.h"

namespace hb::text {
namespace {

using html::Tag;
using html::Tree;

// Reads the main text of a page that is no topic.
void read_article(Tree& tree, Page& page) {
  html::prune(tree);
  if (const uint32_t main = html::find_main(tree); main != 0)
    page.text = html::without_furniture(html::lines(tree, main, &page.links), page.title);
}

// Whether the page says nothing but its thread, so that what looks like comments is the topic itself.
bool is_all(const Tree& tree, const html::Thread& thread) {
  constexpr uint32_t kNotice = 150;
  Tree rest = tree;
  html::prune(rest);
  for (uint32_t i = thread.first; i < thread.last; i = rest.nodes[i].end) rest.remove(i);
  for (uint32_t i = 0; i < rest.nodes.size(); ++i) {
    const Tag tag = rest.nodes[i].tag;
    if (tag == Tag::h1 || tag == Tag::h2 || tag == Tag::h3) rest.remove(i);
  }
  rest.measure();
  return html::running_chars(rest) < kNotice;
}

}  // namespace

Result<Page> read_page(std::string_view source, std::string_view url, const Zone& zone) {
  auto parsed = Tree::parse(source);
  if (!parsed) return tl::unexpected(parsed.error());
  Tree& tree = *parsed;
  Page page;
  tree.measure();
  page.title = html::find_title(tree);
  page.published_at = html::find_time(tree, url, zone);
  const std::string body = html::find_body(tree);
  html::strip(tree);
  auto thread = html::find_thread(tree, zone);
  const bool topic = thread.posts.size() >= 2 && thread.chars * 2 > html::running_chars(tree) &&
                     (!thread.comments || is_all(tree, thread));
  if (topic) {
    page.text = std::move(thread.posts.front().text);
    if (thread.posts.front().published_at) page.published_at = thread.posts.front().published_at;
    page.posts.assign(std::make_move_iterator(thread.posts.begin() + 1), std::make_move_iterator(thread.posts.end()));
  } else {
    if (thread.comments) {
      for (uint32_t i = thread.first; i < thread.last; i = tree.nodes[i].end) tree.remove(i);
      tree.measure();
      page.posts = std::move(thread.posts);
    }
    read_article(tree, page);
    page.text = html::longer_by_far(std::move(page.text), body, page.title);
  }
  page.title = without_c1(std::move(page.title));
  page.text = without_c1(std::move(page.text));
  for (auto& post : page.posts) post.text = without_c1(std::move(post.text));
  page.language = html::find_language(tree, page.text);
  return page;
}

Result<std::vector<PageLink>> read_links(std::string_view source) {
  auto tree = Tree::parse(source);
  if (!tree) return tl::unexpected(tree.error());
  std::vector<PageLink> links;
  for (uint32_t i = 0; i < tree->nodes.size(); ++i) {
    if (tree->nodes[i].tag != Tag::a) continue;
    if (auto href = tree->attribute(i, "href"); !href.empty()) links.push_back({std::move(href), tree->line(i, 1024)});
  }
  return links;
}

std::string html_to_text(std::string_view fragment) {
  if (auto tree = Tree::parse(fragment)) {
    html::strip(*tree);
    return html::lines(*tree, 0);
  }
  std::string out;
  bool inside = false;
  for (const char c : fragment) {
    if (c == '<')
      inside = true;
    else if (c == '>')
      inside = false;
    else if (!inside)
      out += c;
  }
  return out;
}

}  // namespace hb::text
