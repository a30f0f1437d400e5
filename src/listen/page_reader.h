#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "desk/ports.h"
#include "listen/pages.h"
#include "text/feed.h"

/// Reading what strangers wrote, where it can be killed: the question and the answer are plain structs that go through
/// a pipe, so that whoever reads may be another process (app/page_process.h).
namespace hb::listen {

struct PageQuestion {
  enum class What : uint8_t { posts, rows, entries };
  What what = What::posts;
  SourceConfig config;
  desk::Response response;  ///< `url`, `content_type` and `body` are read, no other field
  int64_t page = 1;         ///< of a topic
  std::optional<Instant> published_at{};
};

/// What was asked for is filled in, and `next` of posts and rows.
struct PageAnswer {
  std::vector<HeardPost> posts;
  std::vector<TopicRow> rows;
  std::vector<text::FeedEntry> entries;
  std::vector<Author> authors;  ///< of the entries, in their order
  std::string next;
};

class PageReader {
 public:
  virtual ~PageReader() = default;
  /// Errors: the readers' of pages.h and text/feed.h, and those of the process, if there is one.
  virtual Result<PageAnswer> read(const PageQuestion& question) = 0;
};

/// In this process. `zone` is where times without one are meant.
class PlainPageReader final : public PageReader {
 public:
  explicit PlainPageReader(text::Zone zone) : zone_(std::move(zone)) {}
  Result<PageAnswer> read(const PageQuestion& question) override;

 private:
  text::Zone zone_;
};

/// As bytes for the pipe, and back to the same. Errors: "page.malformed".
std::string to_bytes(const PageQuestion& question);
std::string to_bytes(const Result<PageAnswer>& answer);
Result<PageQuestion> parse_question(std::string_view bytes);
Result<PageAnswer> parse_answer(std::string_view bytes);

}  // namespace hb::listen
