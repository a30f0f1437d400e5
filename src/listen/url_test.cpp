#include "listen/url.h"

#include <gtest/gtest.h>

namespace hb::listen {
namespace {

TEST(Url, IsReadAsItWillBeFetched) {
  const struct {
    const char *written, *read;
  } rows[] = {
      {"http://Example.COM", "http://example.com/"},
      {" https://example.com:443/a/../b?x=1#top\n", "https://example.com/b?x=1"},
      {"http://example.com:8080/", "http://example.com:8080/"},
      {"http://2130706433/", "http://127.0.0.1/"},
      {"http://0x7f.1/", "http://127.0.0.1/"},
      {"http://017700000001/", "http://127.0.0.1/"},
      {"http://127.1/", "http://127.0.0.1/"},
      {"http://例子.测试/帖子", "http://xn--fsqu00a.xn--0zwm56d/%e5%b8%96%e5%ad%90"},
      {"http://[::1]:80/", "http://[::1]/"},
  };
  for (const auto& row : rows) {
    const auto url = parse_url(row.written);
    ASSERT_TRUE(url) << row.written;
    EXPECT_EQ(to_text(*url), row.read);
  }
}

TEST(Url, RefusesWhatIsNoWebAddress) {
  for (const char* bad : {"", "example.com/a", "/a", "ftp://example.com/", "file:///etc/passwd",
                          "gopher://example.com/", "javascript:alert(1)", "data:text/html,x", "mailto:a@b.c", "http://",
                          "http://user@example.com/", "http://user:pw@example.com/", "http://exa mple.com/",
                          "http://example.com:99999/", "dict://127.0.0.1:11211/", "ldap://127.0.0.1/"})
    EXPECT_FALSE(parse_url(bad)) << bad;
  EXPECT_FALSE(parse_url("http://example.com/" + std::string(kLongestUrl, 'a')));
  EXPECT_FALSE(parse_url(std::string_view("http://example.com/\0/x", 22)));
}

TEST(Url, LinksAreResolvedAgainstTheirPage) {
  const char* base = "http://bbs.example.com/forum/list.php?fid=2";
  EXPECT_EQ(resolve(base, "thread-1.html").value(), "http://bbs.example.com/forum/thread-1.html");
  EXPECT_EQ(resolve(base, "/t/1").value(), "http://bbs.example.com/t/1");
  EXPECT_EQ(resolve(base, "//cdn.example.com/x").value(), "http://cdn.example.com/x");
  EXPECT_EQ(resolve(base, "?fid=3").value(), "http://bbs.example.com/forum/list.php?fid=3");
  EXPECT_EQ(resolve(base, "https://other.example/").value(), "https://other.example/");
  for (const char* bad : {"javascript:void(0)", "mailto:x@example.com", "file:///etc/passwd"})
    EXPECT_FALSE(resolve(base, bad)) << bad;
}

// 2.2: a private person's page must not become a source, however the link is dressed up.
TEST(Url, APersonsPageIsKnown) {
  for (const char* person : {"https://weibo.com/u/1234567890",
                             "https://weibo.com/1234567890",
                             "https://weibo.com/1234567890/AbCd",
                             "https://m.weibo.cn/u/1234567890",
                             "https://weibo.com/n/张三",
                             "https://bbs.example.com/space-uid-12.html",
                             "https://bbs.example.com/home.php?mod=space&uid=12",
                             "https://bbs.example.com/space.php?uid=12",
                             "https://www.zhihu.com/people/zhang-san",
                             "https://mastodon.example/@zhang",
                             "https://mastodon.example/@zhang.rss",
                             "https://example.com/users/zhang.rss",
                             "https://example.com/user/zhang",
                             "https://example.com/%75ser/zhang",
                             "https://example.com/U/zhang",
                             "https://news.example.com/author/zhang/feed",
                             "https://example.com/~zhang/",
                             "https://tieba.baidu.com/home/main?un=zhang",
                             "https://space.bilibili.com/123",
                             "https://x.com/zhang",
                             "https://bridge.example/weibo/user/123",
                             "https://example.com/feed?author=zhang",
                             "https://example.com/search?q=a&uid=3",
                             "https://blog.csdn.net/zhang/rss/list",
                             "https://bbs.example.com/forum.php?mod=viewthread&tid=5&authorid=7"})
    EXPECT_TRUE(names_person(person)) << person;
}

TEST(Url, AMattersPageIsNoPerson) {
  for (const char* matter :
       {"https://bbs.example.com/forum-2-1.html", "https://bbs.example.com/thread-100-1-1.html",
        "https://bbs.example.com/forum.php?mod=viewthread&tid=5", "https://weibo.com/hot/search",
        "https://x.com/search?q=%E9%A3%9F%E5%A0%82", "https://news.example.com/2026/0303/1.html",
        "https://example.com/feed.atom", "https://example.com/c/food/5.json",
        "https://example.com/?uid=", "https://example.com/unit/3", "https://gov.example.cn/userguide"}) {
    EXPECT_FALSE(names_person(matter)) << matter;
    EXPECT_EQ(without_account(matter), matter);
  }
}

TEST(Url, ALinkLosesTheAccountAndKeepsTheThread) {
  const struct {
    const char *link, *kept;
  } rows[] = {
      {"https://bbs.example.com/forum.php?mod=viewthread&tid=5&authorid=7",
       "https://bbs.example.com/forum.php?mod=viewthread&tid=5"},
      {"https://bbs.example.com/t/5?uid=9&page=2#p3", "https://bbs.example.com/t/5?page=2"},
      {"https://example.com/a?UserName=zhang", "https://example.com/a"},
      {"https://example.com/a?%75id=9", "https://example.com/a"},
      {"https://example.com/a#uid-9", "https://example.com/a"},
      {"https://mastodon.example/@zhang/110", ""},
      {"https://weibo.com/1234567890/AbCd", ""},
      {"https://bbs.example.com/home.php?mod=space&uid=12", ""},
      {"https://bbs.example.com/u/zhang/posts", ""},
      {"javascript:alert(1)", ""},
      {"", ""},
  };
  for (const auto& row : rows) EXPECT_EQ(without_account(row.link), row.kept) << row.link;
}

}  // namespace
}  // namespace hb::listen
