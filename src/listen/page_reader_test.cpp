#include "listen/page_reader.h"

#include <gtest/gtest.h>

namespace hb::listen {
namespace {

std::string name(const Author& author) {
  return author.with_bytes([](std::string_view bytes) { return std::string(bytes); });
}

TEST(PageReader, AQuestionComesThroughThePipeAsItWas) {
  PageQuestion q{.what = PageQuestion::What::rows,
                 .config = {.id = SourceId{"board"},
                            .name = "市民留言板",
                            .kind = SourceKind::list,
                            .url = "http://x/",
                            .unit = {"east"}},
                 .response = {},
                 .page = 3,
                 .published_at = Instant{1772496000}};
  q.response.url = "http://x/?p=3";
  q.response.content_type = "text/html; charset=gb18030";
  q.response.body = std::string("a\n\0\xff\xb2\xe2\n", 7);
  const auto back = parse_question(to_bytes(q));
  ASSERT_TRUE(back);
  EXPECT_EQ(back->what, q.what);
  EXPECT_EQ(back->config, q.config);
  EXPECT_EQ(back->response.url, q.response.url);
  EXPECT_EQ(back->response.content_type, q.response.content_type);
  EXPECT_EQ(back->response.body, q.response.body);
  EXPECT_EQ(back->page, 3);
  EXPECT_EQ(back->published_at, q.published_at);
}

TEST(PageReader, AnAnswerComesBackAsItWas) {
  PageAnswer a;
  a.posts.push_back({.url = "http://x/1#p2",
                     .title = "食堂",
                     .text = "孩子\n住院了",
                     .published_at = Instant{5},
                     .author = Author("某人"),
                     .reply = 2});
  a.rows.push_back({"http://x/2", "12"});
  a.entries.push_back({.id = "e",
                       .url = "http://x/3",
                       .title = "t",
                       .text = "w",
                       .whole = true,
                       .published_at = std::nullopt,
                       .updated_at = Instant{7},
                       .language = "zh"});
  a.authors.emplace_back("记者");
  a.next = "http://x/4";
  const auto back = parse_answer(to_bytes(Result<PageAnswer>(std::move(a))));
  ASSERT_TRUE(back);
  ASSERT_EQ(back->posts.size(), 1U);
  EXPECT_EQ(back->posts[0].url, "http://x/1#p2");
  EXPECT_EQ(back->posts[0].title, "食堂");
  EXPECT_EQ(back->posts[0].text, "孩子\n住院了");
  EXPECT_EQ(back->posts[0].published_at, Instant{5});
  EXPECT_EQ(name(back->posts[0].author), "某人");
  EXPECT_EQ(back->posts[0].reply, 2);
  ASSERT_EQ(back->rows.size(), 1U);
  EXPECT_EQ(back->rows[0].url + back->rows[0].mark, "http://x/212");
  ASSERT_EQ(back->entries.size(), 1U);
  EXPECT_EQ(back->entries[0].id + back->entries[0].url + back->entries[0].title + back->entries[0].text,
            "ehttp://x/3tw");
  EXPECT_TRUE(back->entries[0].whole);
  EXPECT_EQ(back->entries[0].published_at, std::nullopt);
  EXPECT_EQ(back->entries[0].updated_at, Instant{7});
  EXPECT_EQ(back->entries[0].language, "zh");
  EXPECT_EQ(name(back->authors[0]), "记者");
  EXPECT_EQ(back->next, "http://x/4");

  const auto refused = parse_answer(to_bytes(Result<PageAnswer>(fail("html.too-deep", "600"))));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code + refused.error().detail, "html.too-deep600");
}

TEST(PageReader, WhatIsNoQuestionOrAnswerIsNamed) {
  for (const auto* bytes : {"", "\n", "{}\n", "[]\n", "{\"what\":\"posts\",\"config\":\"{}\"}\nbody", "not json\nbody"})
    EXPECT_EQ(parse_question(bytes).error().code, "page.malformed") << bytes;
  for (const auto* bytes : {"", "{}", "[]", "7", R"({"posts":[[1]],"rows":[],"entries":[],"next":""})"})
    EXPECT_EQ(parse_answer(bytes).error().code, "page.malformed") << bytes;
}

}  // namespace
}  // namespace hb::listen
