#include "app/post_file.h"

#include <gtest/gtest.h>

#include <filesystem>

namespace hb::app {
namespace {

struct PostFileTest : testing::Test {
  ~PostFileTest() override { std::filesystem::remove_all(dir); }
  std::string file(const std::string& name, std::string_view bytes) {
    std::filesystem::create_directories(dir);
    std::ofstream(dir / name, std::ios::binary) << bytes;
    return (dir / name).string();
  }
  // Every record as "line text" or "line error detail".
  static std::vector<std::string> told(PostFile& posts) {
    std::vector<std::string> out;
    while (const auto record = posts.next())
      out.push_back(
          std::to_string(record->line) + " " +
          (record->post ? record->post->text : record->post.error().code + " " + record->post.error().detail));
    return out;
  }
  std::filesystem::path dir = std::filesystem::temp_directory_path() / ("hb-post-file-" + std::to_string(::getpid()));
};

using Told = std::vector<std::string>;

TEST_F(PostFileTest, LinesAreNumberedAsAnEditorNumbersThem) {
  auto posts =
      PostFile::open(file("a.jsonl",
                          "\xEF\xBB\xBF{\"id\":\"1\",\"published_at\":\"2026-03-03T08:00:00Z\",\"text\":\"一\"}\r\n"
                          "\n"
                          "{\"id\":\"2\",\"published_at\":\"2026-03-03T08:00:00Z\",\"text\":\"二\"}"));
  ASSERT_TRUE(posts);
  EXPECT_EQ(told(*posts), (Told{"1 一", "2 line.not-json ", "3 二"}));
  EXPECT_EQ(posts->bytes_read(), posts->bytes());
}

TEST_F(PostFileTest, ALineWithoutEndIsRejectedAndTheNextIsRead) {
  auto posts = PostFile::open(
      file("a.jsonl", std::string(PostReader::kLongestLine + 100, 'x') +
                          "\n{\"id\":\"2\",\"published_at\":\"2026-03-03T08:00:00Z\",\"text\":\"二\"}\n"));
  ASSERT_TRUE(posts);
  EXPECT_EQ(told(*posts), (Told{"1 line.too-long ", "2 二"}));
}

TEST_F(PostFileTest, ATableIsReadByTheNamesOfItsColumns) {
  auto posts = PostFile::open(file("a.csv",
                                   "likes,text,id,published_at\r\n"
                                   "3,\"两行,\n\"\"引号\"\"\",p1,2026-03-03T08:00:00+08:00\r\n"
                                   "\r\n"
                                   ",食堂,p2,2026-03-03T08:00:00+08:00\r\n"));
  ASSERT_TRUE(posts);
  EXPECT_EQ(told(*posts), (Told{"2 两行,\n\"引号\"", "5 食堂"}));
}

TEST_F(PostFileTest, ABadRowOfATableIsToldAndTheRestGoesOn) {
  auto posts = PostFile::open(file("a.csv",
                                   "id,published_at,text\n"
                                   "1,2026-03-03T08:00:00Z\n"
                                   "2,昨天,食堂\n"
                                   "3,2026-03-03T08:00:00Z,\n"
                                   "4,2026-03-03T08:00:00Z,食\"堂\n"
                                   "5,2026-03-03T08:00:00Z,\xff\n"
                                   "6,2026-03-03T08:00:00Z,好\n"
                                   "7,2026-03-03T08:00:00Z,\"食堂\n"));
  ASSERT_TRUE(posts);
  EXPECT_EQ(told(*posts), (Told{"2 csv.columns ", "3 line.wrong-time published_at", "4 line.missing text",
                                "5 csv.quote ", "6 csv.not-utf8 ", "7 好", "8 csv.quote "}));
}

TEST_F(PostFileTest, AFileThatIsNoneOrLacksAColumnIsRefused) {
  EXPECT_EQ(PostFile::open("/nowhere").error().code, "file.unreadable");
  EXPECT_EQ(PostFile::open("/tmp").error().code, "file.unreadable");
  EXPECT_EQ(PostFile::open(file("a.csv", "")).error().code, "csv.missing");
  EXPECT_EQ(PostFile::open(file("a.csv", "id,text\n")).error(), (Error{"csv.missing", "published_at"}));
}

}  // namespace
}  // namespace hb::app
