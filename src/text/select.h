#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

/// Reading a page by a source's own description of it, where the general reader (text/html.h) cannot know: the rows of
/// a list, who wrote which post.
namespace hb::text {

/// A field of a record: an XPath 1.0 expression asked from the block's element.
struct Field {
  std::string path;       ///< empty: the field is empty
  bool one_line = false;  ///< whether line ends become blanks
};

/// What the fields of one block said, in their order. An element gives its text, one line a block as in text/html.h; an
/// attribute its value; a number or string itself; of several nodes the first counts.
using Record = std::vector<std::string>;

inline constexpr size_t kMaxRecords = 2000;
inline constexpr size_t kLongestPath = 500;

/// Records of the page (UTF-8), one for each node that `block` selects, in document order. Bounds and errors of
/// text/html.h; "select.path" with the expression if one is no XPath of at most kLongestPath bytes; "select.costly" if
/// the expressions take more than a bounded number of steps on this page; "select.too-many" past kMaxRecords blocks.
Result<std::vector<Record>> select(std::string_view html, const std::string& block, std::span<const Field> fields);

/// Whether `select` would take the expression.
bool valid_path(const std::string& path);

}  // namespace hb::text
