#include "app/posts.h"

#include <gtest/gtest.h>

namespace hb::app {
namespace {

TEST(PostReader, ReadsALineAndDropsWhatItDoesNotKnow) {
  PostReader reader;
  const auto post = reader.read(
      R"({"id":"p1","source":"forum","url":"","published_at":"2026-03-03T08:00:00+08:00","text":"食堂","likes":3,"title":null})");
  ASSERT_TRUE(post);
  EXPECT_EQ(post->id, "p1");
  EXPECT_EQ(post->text, "食堂");
  EXPECT_EQ(post->title, "");
  EXPECT_EQ(format_rfc3339(post->published_at), "2026-03-03T00:00:00Z");
}

TEST(PostReader, SaysWhatIsWrongWithoutRepeatingTheContent) {
  struct Row {
    std::string line;
    Error error;
  };
  const std::vector<Row> rows = {
      {"", {"line.not-json", ""}},
      {"吃坏了", {"line.not-json", ""}},
      {"[1]", {"line.not-json", ""}},
      {"{\"id\":\"1\"", {"line.not-json", ""}},
      {"{\"id\":\"\xff\"}", {"line.not-json", ""}},
      {R"({"published_at":"2026-03-03T08:00:00Z","text":"x"})", {"line.missing", "id"}},
      {R"({"id":"1","published_at":"2026-03-03T08:00:00Z"})", {"line.missing", "text"}},
      {R"({"id":7,"published_at":"2026-03-03T08:00:00Z","text":"x"})", {"line.wrong-type", "id"}},
      {R"({"id":"1","published_at":"昨天","text":"x"})", {"line.wrong-time", "published_at"}},
      {std::string(PostReader::kLongestLine + 1, ' '), {"line.too-long", ""}},
  };
  PostReader reader;
  for (const Row& row : rows) {
    const auto post = reader.read(row.line);
    ASSERT_FALSE(post) << row.line.substr(0, 80);
    EXPECT_EQ(post.error(), row.error);
  }
}

}  // namespace
}  // namespace hb::app
