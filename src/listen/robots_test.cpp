#include "listen/robots.h"

#include <gtest/gtest.h>

namespace hb::listen {
namespace {

TEST(Robots, PatternsMatchAsTheRfcSays) {
  const struct {
    const char *pattern, *path;
    bool match;
  } rows[] = {
      {"/", "/anything", true},
      {"/fish", "/fish.html", true},
      {"/fish", "/Fish", false},
      {"/fish/", "/fish", false},
      {"/*.php", "/a/b.php?x=1", true},
      {"/*.php$", "/a/b.php?x=1", false},
      {"/*.php$", "/a/b.php", true},
      {"/*.php$", "/b.php/c.php", true},
      {"/a*b*c", "/axxbyyc", true},
      {"/a*b*c", "/axxcyyb", false},
      {"*", "", true},
      {"$", "/", false},
      {"/$", "/", true},
      {"/$", "/x", false},
      {"/**", "/x", true},
      {"/a$b", "/a$b", true},
      {"/*a*a*a*a*a*a*a*a$", "/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", false},
  };
  for (const auto& row : rows) EXPECT_EQ(matches(row.pattern, row.path), row.match) << row.pattern << " " << row.path;
}

// What a site's owner wrote, and whether the page may be fetched.
TEST(Robots, TheSitesWishIsRead) {
  const struct {
    const char *robots, *path;
    bool allowed;
  } rows[] = {
      {"", "/a", true},
      {"User-agent: *\nDisallow:", "/a", true},
      {"User-agent: *\nDisallow: /", "/a", false},
      {"User-agent: *\nDisallow: /", "/robots.txt", true},
      {"user-AGENT : * \r\ndisallow : /x # not here\r\n", "/x/1", false},
      {"\xEF\xBB\xBFUser-agent: *\nDisallow: /x", "/x", false},
      {"User-agent: *\rDisallow: /x\r", "/x", false},
      // Our own group, and only that one, whatever its place and its case.
      {"User-agent: *\nDisallow: /\nUser-agent: hearback\nAllow: /", "/a", true},
      {"User-agent: HEARBACK\nDisallow: /a\nUser-agent: *\nDisallow: /b", "/b", true},
      {"User-agent: Hearback/0.1\nDisallow: /a", "/a", false},
      {"User-agent: Hearbacks\nDisallow: /", "/a", true},
      {"User-agent: Hear\nDisallow: /", "/a", true},
      {"User-agent: Googlebot\nDisallow: /", "/a", true},
      {"User-agent: Hearback\nUser-agent: Other\nDisallow: /a", "/a", false},
      {"User-agent: Hearback\nDisallow: /a\nUser-agent: x\nDisallow: /z\nUser-agent: Hearback\nDisallow: /b", "/b",
       false},
      {"User-agent: Hearback\nCrawl-delay: 1\nDisallow: /a", "/a", false},
      {"User-agent: Hearback\nUser-agent: *\n\nDisallow: /a", "/a", false},
      {"User-agent: *\nDisallow: /\nUser-agent: Hearback\n", "/a", true},
      // The longest rule wins, whatever the order; Allow wins a tie.
      {"User-agent: *\nAllow: /p\nDisallow: /", "/page", true},
      {"User-agent: *\nAllow: /folder\nDisallow: /folder", "/folder/page", true},
      {"User-agent: *\nDisallow: /folder\nAllow: /folder", "/folder/page", true},
      {"User-agent: *\nAllow: /page\nDisallow: /*.htm", "/page.htm", false},
      {"User-agent: *\nAllow: /$\nDisallow: /", "/", true},
      {"User-agent: *\nAllow: /$\nDisallow: /", "/page.htm", false},
      {"User-agent: *\nDisallow: /list?p=", "/list?p=2", false},
      // One character, two ways to write it.
      {"User-agent: *\nDisallow: /\xE9\xA3\x9F\xE5\xA0\x82", "/%e9%a3%9f%E5%A0%82/1", false},
      {"User-agent: *\nDisallow: /%7Ejoe", "/~joe", false},
      {"User-agent: *\nDisallow: /a%2Fb", "/a/b", true},
      // Nonsense is passed over.
      {"<html><body>404 not found: sorry</body></html>", "/a", true},
      {"Disallow: /", "/a", true},
      {"User-agent: *\nDisallow /x\n: \n:::\nDisallow: /y", "/y", false},
  };
  for (const auto& row : rows)
    EXPECT_EQ(Robots::parse(row.robots).allows(row.path), row.allowed) << row.robots << " " << row.path;
}

TEST(Robots, FiveHundredKibibytesAreReadAndNoMore) {
  const std::string head = "User-agent: *\n";
  const std::string inside = head + std::string(500 * 1024 - 100, '#') + "\nDisallow: /x\n";
  EXPECT_FALSE(Robots::parse(inside).allows("/x"));
  const std::string outside = head + std::string(kMostRobotsBytes, '#') + "\nDisallow: /x\n";
  EXPECT_TRUE(Robots::parse(outside).allows("/x"));
  EXPECT_TRUE(Robots().allows("/x"));
}

}  // namespace
}  // namespace hb::listen
