#include "app/posts.h"

#include <simdjson.h>

namespace hb::app {

struct PostReader::Parser {
  simdjson::dom::parser json;
};

PostReader::PostReader() : parser_(std::make_unique<Parser>()) {}
PostReader::PostReader(PostReader&&) noexcept = default;
PostReader::~PostReader() = default;

Result<PostLine> PostReader::read(std::string_view line) {
  if (line.size() > kLongestLine) return fail("line.too-long");
  simdjson::dom::object object;
  if (parser_->json.parse(line.data(), line.size()).get_object().get(object) != simdjson::SUCCESS)
    return fail("line.not-json");

  std::optional<Error> error;
  const auto text = [&](std::string_view key, bool required) -> std::string {
    simdjson::dom::element value;
    if (object.at_key(key).get(value) != simdjson::SUCCESS || value.is_null()) {
      if (required && !error) error = Error{"line.missing", std::string(key)};
      return {};
    }
    std::string_view found;
    if (value.get_string().get(found) != simdjson::SUCCESS && !error)
      error = Error{"line.wrong-type", std::string(key)};
    return std::string(found);
  };
  PostLine post;
  post.id = text("id", true);
  post.source = text("source", false);
  post.url = text("url", false);
  post.title = text("title", false);
  post.text = text("text", true);
  post.author = text("author", false);
  post.place = text("place", false);
  const auto published_at = parse_rfc3339(text("published_at", true));
  if (error) return tl::unexpected(*error);
  if (!published_at) return fail("line.wrong-time", "published_at");
  post.published_at = *published_at;
  return post;
}

}  // namespace hb::app
