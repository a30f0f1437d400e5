// A thread is a run of siblings made alike (same element, same class or id but for digits) of which nearly each shows a
// time that stands alone. Where in such a block the words are, and where the name, is not asked of the names sites
// give: over all blocks of the run, the inner element (again by its signature) that never holds the time and carries
// the most text is the body. An author's name is the same kind of element in every block too, but it carries less. A
// list of teasers is made alike as well; it gives itself away by a linked headline in each block.
#include "text/html_posts.h"

#include <algorithm>
#include <map>
#include <set>

#include "text/dates.h"
#include "text/html_main.h"
#include "text/html_meta.h"

namespace hb::text::html {
namespace {

// Element, first class and id without digits: "div.post#post_".
std::string signature(const Tree& tree, uint32_t i) {
  std::string out(tree.name(i));
  for (const char* name : {"class", "id"}) {
    const auto value = tree.attribute(i, name);
    out += '.';
    for (const char c : value.substr(0, value.find(' ')))
      if (c < '0' || c > '9') out += c;
  }
  return out;
}

// The node that shows when this block was written: <time>, or a short text that is little but a date. 0 if there is
// none.
uint32_t own_time(const Tree& tree, uint32_t i) {
  constexpr size_t kBeside = 40;
  for (uint32_t k = i; k < tree.nodes[i].end; ++k) {
    if (tree.nodes[k].tag == Tag::time) return k;
    if (tree.nodes[k].tag == Tag::text) {
      const auto text = tree.text(k);
      if (text.size() > kMostVisible || text.find_first_of("0123456789") == std::string_view::npos) continue;
      const auto seen = find_date(text, fixed_zone({}));
      if (seen && text.size() - (seen->end - seen->start) < kBeside + (seen->has_time ? kBeside : 0)) return k;
    } else if (const auto title = tree.attribute(k, "title");
               !title.empty() && title.size() < kBeside && find_date(title, fixed_zone({}))) {
      return k;
    }
  }
  return 0;
}

struct Run {
  std::vector<uint32_t> blocks, times;
  uint32_t chars = 0;  // not linked
};

// The signature of the element that holds the words in each block; empty if there is none.
std::string body_signature(const Tree& tree, const Run& run) {
  struct Column {
    size_t blocks = 0, chars = 0;
    bool dated = false;
  };
  std::map<std::string, Column> columns;
  for (size_t b = 0; b < run.blocks.size(); ++b) {
    std::set<std::string> here;
    const uint32_t block = run.blocks[b];
    for (uint32_t k = block + 1; k < tree.nodes[block].end; ++k) {
      const Node& n = tree.nodes[k];
      if (n.removed || n.tag == Tag::text || n.tag == Tag::a || (n.chars == 0 && here.size() > 64)) continue;
      auto& column = columns[signature(tree, k)];
      column.dated = column.dated || (run.times[b] >= k && run.times[b] < n.end);
      column.chars += n.chars - n.linked;
      if (here.insert(signature(tree, k)).second) ++column.blocks;
    }
  }
  size_t most = 0;
  for (const auto& [name, column] : columns)
    if (!column.dated && column.blocks * 5 >= run.blocks.size() * 4) most = std::max(most, column.chars);
  std::string best;
  size_t best_chars = 0;
  for (const auto& [name, column] : columns) {
    if (column.dated || column.blocks * 5 < run.blocks.size() * 4 || column.chars * 20 < most * 19) continue;
    // of nested ones the inner has the fewest characters; of equals the one that says what it is
    const bool telling = name.find("content") != std::string::npos || name.find("message") != std::string::npos ||
                         name.find("text") != std::string::npos;
    if (best.empty() || column.chars < best_chars || (column.chars == best_chars && telling)) {
      best = name;
      best_chars = column.chars;
    }
  }
  return most == 0 ? std::string() : best;
}

bool is_teaser_list(const Tree& tree, const Run& run) {
  size_t teasers = 0;
  for (const uint32_t block : run.blocks)
    for (uint32_t k = block; k < tree.nodes[block].end; ++k) {
      const Tag tag = tree.nodes[k].tag;
      if ((tag == Tag::h1 || tag == Tag::h2 || tag == Tag::h3 || tag == Tag::heading) &&
          tree.nodes[k].linked * 2 > tree.nodes[k].chars && tree.nodes[k].chars > 12) {
        ++teasers;
        break;
      }
    }
  return teasers * 2 > run.blocks.size();
}

// "来自 | 举报 | 3楼 | 回复": nothing but a forum's tools.
bool is_tool_row(std::string_view line) {
  bool any = false;
  while (!line.empty()) {
    const size_t end = std::min(line.find_first_of(" |"), line.size());
    auto word = line.substr(0, end);
    line.remove_prefix(std::min(end + 1, line.size()));
    if (word.empty()) continue;
    any = true;
    const auto is = [&](auto... tools) { return ((word == tools) || ...); };
    if (is("来自", "举报", "回复", "引用", "打赏", "点赞", "赞", "分享", "收藏", "楼主", "沙发", "板凳", "只看该作者",
           "评论"))
      continue;
    const size_t digits = word.find_first_not_of("0123456789");
    if (digits == 0 || digits == std::string_view::npos || (word.substr(digits) != "楼" && word.substr(digits) != "#"))
      return false;
  }
  return any;
}

// Lines that forums put into a post: edit marks, floors, tools.
std::string without_marks(const std::string& text) {
  std::string out;
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.find('\n', at), text.size());
    const auto line = std::string_view(text).substr(at, end - at);
    at = end + 1;
    const auto seen = find_date(line, fixed_zone({}));
    const bool mark = line.starts_with("本帖最后由") || line.starts_with("[ 本帖最后由") || is_tool_row(line) ||
                      (seen && line.size() < seen->end - seen->start + 40);
    if (mark) continue;
    if (!out.empty()) out += '\n';
    out += line;
  }
  return out;
}

}  // namespace

Thread find_thread(const Tree& tree, const Zone& zone) {
  constexpr uint32_t kLeastBlock = 8;
  const Words comment_words = {"comment", "reply", "replies", "pinglun", "discuss", "respons", "huifu", "answer"};
  Run best;
  for (uint32_t parent = 0; parent < tree.nodes.size(); ++parent) {
    const Node& up = tree.nodes[parent];
    if (up.removed || up.tag == Tag::text || up.chars < kLeastBlock * 2 || up.tag == Tag::head) continue;
    std::map<std::string, std::vector<uint32_t>> alike;
    for (uint32_t k = parent + 1; k < up.end; k = tree.nodes[k].end)
      if (!tree.nodes[k].removed && tree.nodes[k].tag != Tag::text && tree.nodes[k].chars >= kLeastBlock &&
          tree.nodes[k].tag != Tag::a)
        alike[signature(tree, k)].push_back(k);
    for (const auto& [name, blocks] : alike) {
      const Tag tag = tree.nodes[blocks[0]].tag;
      if (tag == Tag::p || tag == Tag::blockquote || tag == Tag::script || tag == Tag::hidden) continue;
      const bool alone = hinted(tree.hints(blocks[0]), {"comment", "reply", "pinglun"}) &&
                         tree.nodes[blocks[0]].chars * 3 < tree.nodes[0].chars;
      if (blocks.size() < (alone ? 1u : 2u)) continue;
      Run run;
      for (const uint32_t block : blocks) run.chars += tree.nodes[block].chars - tree.nodes[block].linked;
      if (run.chars * 10 < best.chars * 9) continue;  // the inner one of two that hold the same
      for (const uint32_t block : blocks)
        if (const uint32_t time = own_time(tree, block); time != 0) {
          run.blocks.push_back(block);
          run.times.push_back(time);
        }
      if (run.blocks.size() * 10 < blocks.size() * 7 || is_teaser_list(tree, run)) continue;
      best = std::move(run);
    }
  }
  Thread thread;
  if (best.blocks.empty()) return thread;
  const std::string body = body_signature(tree, best);
  if (body.empty()) return thread;
  for (size_t b = 0; b < best.blocks.size() && thread.posts.size() < kMaxPosts; ++b) {
    const uint32_t block = best.blocks[b];
    uint32_t at = 0;
    for (uint32_t k = block + 1; k < tree.nodes[block].end && at == 0; ++k)
      if (tree.nodes[k].tag != Tag::text && !tree.nodes[k].removed && signature(tree, k) == body) at = k;
    if (at == 0) continue;
    thread.chars += tree.nodes[at].chars;
    thread.posts.push_back({without_marks(lines(tree, at)), time_within(tree, best.times[b], zone)});
    if (!thread.posts.back().published_at) thread.posts.back().published_at = time_within(tree, block, zone);
  }
  thread.first = best.blocks.front();
  thread.last = tree.nodes[best.blocks.back()].end;
  thread.comments = hinted(tree.hints(thread.first), comment_words) ||
                    hinted(tree.hints(tree.nodes[thread.first].parent), comment_words);
  return thread;
}

}  // namespace hb::text::html
