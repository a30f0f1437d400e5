#pragma once
// Inside of the HTML reader: posts of a topic and comments under an article. Not for other rooms.
#include "text/html.h"
#include "text/html_tree.h"

namespace hb::text::html {

struct Thread {
  std::vector<PagePost> posts;   ///< in page order; empty if the page has no thread
  uint32_t first = 0, last = 0;  ///< the stretch of nodes they stand in
  uint32_t chars = 0;            ///< of the posts' bodies
  bool comments = false;         ///< named as comments or replies: they stand beside a main text
};

/// Finds repeated sibling blocks that each have a time of their own and text in the same place. Needs a measured tree
/// with scripts removed but nothing else.
Thread find_thread(const Tree& tree, const Zone& zone);

}  // namespace hb::text::html
