#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/instant.h"
#include "base/result.h"

namespace hb::app {

/// One line of a posts.jsonl: `{"id","source","url","published_at","title"?,"text","author"?,"place"?}`; unknown keys
/// are dropped. `author` is for the voice tag and must go no further.
struct PostLine {
  std::string id, source, url, title, text, author, place;
  Instant published_at;
};

/// Reads such lines, one after the other. One thread.
class PostReader {
 public:
  PostReader();
  PostReader(PostReader&&) noexcept;
  ~PostReader();

  /// A line of at most kLongestLine bytes, without its line end. Errors, none of which carries the content:
  /// "line.too-long", "line.not-json", "line.missing" and "line.wrong-type" (detail: the key), "line.wrong-time".
  Result<PostLine> read(std::string_view line);
  static constexpr size_t kLongestLine = size_t{4} << 20;

 private:
  struct Parser;
  std::unique_ptr<Parser> parser_;
};

}  // namespace hb::app
