#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "desk/ports.h"
#include "listen/poll.h"
#include "text/zone.h"

/// From fetched bytes to posts and links, by the source's selectors or, without them, the general readers of text/.
/// Pure.
namespace hb::listen {

/// The texts of a topic, an article or a single page.
struct PostsPage {
  std::vector<HeardPost> posts;
  std::string next;  ///< link to the topic's next page, absolute; empty if there is none
};

/// `page` is which page of the topic this is: only the first page's first post opens the topic. `published_at` is for a
/// first post that does not say. Posts without text are left out. Errors: the readers'.
Result<PostsPage> read_posts(const SourceConfig& config, const desk::Response& response, int64_t page,
                             std::optional<Instant> published_at, const text::Zone& zone);

struct TopicRow {
  std::string url;
  std::string mark;  ///< changes when the topic does; empty if the source has no selector for it
};
struct RowsPage {
  std::vector<TopicRow> rows;  ///< in page order, each link once
  std::string next;
};

/// The topics of a list page. Errors: the readers'; "list.empty" if it has none, because then the page has changed or
/// is not what it was.
Result<RowsPage> read_rows(const SourceConfig& config, const desk::Response& response);

}  // namespace hb::listen
