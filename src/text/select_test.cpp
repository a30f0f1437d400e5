#include "text/select.h"

#include <gtest/gtest.h>

namespace hb::text {
namespace {

constexpr std::string_view kForum = R"(<html><body>
<div class="post" id="p1"><a class="who" href="/u/1"> 老王 </a><time datetime="2026-03-03T08:00:00+08:00">今天</time>
  <div class="text"><p>食堂的饭<br>有问题</p><p>孩子拉肚子</p></div></div>
<div class="post" id="p2"><a class="who" href="/u/2">小李</a><div class="text">我也是</div></div>
<div class="advert post"><div class="text">买一送一</div></div>
<div class="post" id="p3"><div class="text">  </div></div>
</body></html>)";

std::vector<Record> records(std::string_view html, const std::string& block, std::vector<Field> fields) {
  const auto found = select(html, block, fields);
  EXPECT_TRUE(found) << found.error().code << " " << found.error().detail;
  return found.value_or(std::vector<Record>{});
}
std::string error(std::string_view html, const std::string& block, std::vector<Field> fields = {}) {
  const auto found = select(html, block, fields);
  return found ? "none" : found.error().code;
}

TEST(Select, ReadsEachBlockByItsOwnPaths) {
  const auto found =
      records(kForum, "//div[@class='post']",
              {{"a[@class='who']"}, {"time/@datetime"}, {"div[@class='text']"}, {"@id"}, {""}, {"count(*)"}});
  ASSERT_EQ(found.size(), 3u);
  EXPECT_EQ(found[0], (Record{"老王", "2026-03-03T08:00:00+08:00", "食堂的饭\n有问题\n孩子拉肚子", "p1", "", "3"}));
  EXPECT_EQ(found[1], (Record{"小李", "", "我也是", "p2", "", "2"}));
  EXPECT_EQ(found[2], (Record{"", "", "", "p3", "", "1"}));
}

TEST(Select, OneLineWhereALineIsAsked) {
  const auto found = records(kForum, "//*[@id='p1']", {{"div", true}, {"string(div/p[2])", true}});
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0], (Record{"食堂的饭 有问题 孩子拉肚子", "孩子拉肚子"}));
}

TEST(Select, AScriptInABlockIsNoText) {
  const auto found = records("<div><script>alert('<p>')</script>好<style>p{}</style></div>", "//div", {{"."}});
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0][0], "好");
}

TEST(Select, APageWithoutBlocksIsEmptyAndNoError) {
  EXPECT_TRUE(records("", "//div", {{"."}}).empty());
  EXPECT_TRUE(records("<p>x", "//div", {{"."}}).empty());
  EXPECT_TRUE(records(std::string_view("\0\0", 2), "//div", {}).empty());
}

TEST(Select, WhatIsNoPathIsNamed) {
  for (const char* bad : {"", "//div[", "][", "//div[@class=", "nosuch:function()", "document('/etc/passwd')",
                          "//a[ nosuch (1)]", "1 +"}) {
    EXPECT_FALSE(valid_path(bad)) << bad;
    EXPECT_EQ(error(kForum, bad), "select.path") << bad;
  }
  EXPECT_FALSE(valid_path(std::string(kLongestPath + 1, 'a')));
  EXPECT_EQ(error(kForum, "count(//div)"), "select.path") << "a number is no block";
  EXPECT_EQ(error(kForum, "//div/@class"), "select.path");
  EXPECT_EQ(error(kForum, "//div[(1) | (2)]"), "select.path");
  for (const char* good :
       {"(//div)[1]", "//a[contains(., '(x(y')]", "ancestor::node()/text()", "//a[not(@x) and (1 or 2)]"})
    EXPECT_TRUE(valid_path(good)) << good;
  EXPECT_TRUE(valid_path("//li[contains(@class,'topic')]/a[1]/@href"));
}

// A page may be written so that a harmless path costs hours; the source says so and the others go on.
TEST(Select, ACostlyPathStops) {
  std::string page;
  for (int i = 0; i < 20000; ++i) page += "<i>x</i>";
  EXPECT_EQ(error(page, "//i[count(//i) > count(preceding::i)]"), "select.costly");
  EXPECT_EQ(error(page, "//i"), "select.too-many");
  EXPECT_EQ(error(page, "//i[position() < 2000]", {{"count(//i)"}}), "select.costly") << "all blocks share the steps";
  std::string deep;
  for (int i = 0; i < 600; ++i) deep += "<div>";
  EXPECT_EQ(error(deep, "//div"), "html.too-deep");
}

}  // namespace
}  // namespace hb::text
