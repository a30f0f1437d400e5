#pragma once
// Inside of the HTML reader: the page as one array in document order. Not for other rooms.
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

struct _xmlDoc;   // NOLINT(bugprone-reserved-identifier): names of libxml2
struct _xmlNode;  // NOLINT(bugprone-reserved-identifier)

namespace hb::text::html {

/// What the reader distinguishes; `other` is any inline element.
enum class Tag : uint8_t {
  text,
  other,
  block,
  a,
  article,
  aside,
  blockquote,
  body,
  br,
  dd,
  div,
  dl,
  dt,
  figcaption,
  figure,
  footer,
  form,
  h1,
  h2,
  h3,
  heading,
  head,
  header,
  hidden,
  hr,
  html,
  li,
  link,
  list,
  main,
  meta,
  nav,
  p,
  pre,
  script,
  section,
  span,
  strong,
  table,
  td,
  time,
  title,
  tr
};

/// A node and where its subtree ends: node i owns [i, end). Text nodes own only themselves.
struct Node {
  Tag tag{};
  bool removed = false;
  uint32_t parent = 0;
  uint32_t end = 0;
  const _xmlNode* source = nullptr;
  // Sums over what is not removed, set by Tree::measure:
  uint32_t chars = 0;   ///< characters but for blanks; a Han character counts as kHanWeight
  uint32_t linked = 0;  ///< of these, inside links
  uint32_t marks = 0;   ///< commas and full stops
  uint32_t own = 0;     ///< characters whose nearest block is this node
  uint32_t own_linked = 0;
  uint32_t own_marks = 0;
};

/// A Han character says as much as this many Latin letters.
inline constexpr uint32_t kHanWeight = 3;

bool is_block(Tag tag);

class Tree {
 public:
  /// Errors as read_page's.
  static Result<Tree> parse(std::string_view utf8);

  std::vector<Node> nodes;  ///< nodes[0] is <html>

  std::string_view text(uint32_t i) const;
  std::string attribute(uint32_t i, const char* name) const;
  /// Class, id and role of an element, lower case, with a blank on both sides of each.
  const std::string& hints(uint32_t i) const { return hints_[i]; }
  std::string_view name(uint32_t i) const;

  void remove(uint32_t i);
  /// Counts anew, leaving out what is removed.
  void measure();
  /// Text of the subtree on one line, blanks collapsed.
  std::string line(uint32_t i, size_t most = 4096) const;

 private:
  std::shared_ptr<_xmlDoc> doc_;
  std::vector<std::string> hints_;
};

/// The subtree as text, one line a block; with `skip_removed` false also what was removed. Links' targets go to
/// `links`.
std::string lines(const Tree& tree, uint32_t i, std::vector<std::string>* links = nullptr);

}  // namespace hb::text::html
