#include "text/feed.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace hb::text {
namespace {

const Zone kChina = fixed_zone(hours(8));

std::vector<FeedEntry> read(const std::string& bytes, const std::string& url = {}) {
  const auto entries = read_feed(bytes, {}, url, kChina);
  EXPECT_TRUE(entries) << (entries ? "" : entries.error().code) << bytes;
  return entries.value_or(std::vector<FeedEntry>{});
}

std::string suite_file(const std::string& name) {
  std::ifstream file(HB_SOURCE_DIR "/tests/data/feeds/" + name, std::ios::binary);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  return std::move(bytes).str();
}

std::string time_of(const std::optional<Instant>& t) { return t ? format_rfc3339(*t, hours(8)) : "none"; }

std::string rss(const std::string& items) {
  return "<rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/' "
         "xmlns:dc='http://purl.org/dc/elements/1.1/'><channel><language>zh-cn</language>" +
         items + "</channel></rss>";
}

TEST(Feed, ReadsRss) {
  const auto entries =
      read(rss("<item><title>三小食堂&lt;b&gt;出事&lt;/b&gt;</title><link>http://a.cn/1</link><guid "
               "isPermaLink='false'>x1</guid><author>zhang@a.cn (张三)</author><dc:creator>张三</dc:creator>"
               "<description>摘要</description><content:encoded><![CDATA[<p>七名学生就医</p><p>已送检</p>]]></"
               "content:encoded><pubDate>Tue, 03 Mar 2026 00:12:00 GMT</pubDate></item>"));
  ASSERT_EQ(entries.size(), 1u);
  EXPECT_EQ(entries[0].id, "x1");
  EXPECT_EQ(entries[0].url, "http://a.cn/1");
  EXPECT_EQ(entries[0].title, "三小食堂出事");
  EXPECT_EQ(entries[0].text, "七名学生就医\n已送检");
  EXPECT_EQ(time_of(entries[0].published_at), "2026-03-03T08:12:00+08:00");
  EXPECT_EQ(entries[0].language, "zh-cn");
}

// Feeds of old editors carry Windows' quotes as control characters or as numbers of them.
TEST(Feed, ReadsWindowsQuotes) {
  const auto entries =
      read(rss("<item><title>don\xC2\x92t</title><description>don&amp;#146;t \xC2\x81</description></item>"));
  ASSERT_EQ(entries.size(), 1u);
  EXPECT_EQ(entries[0].title, "don’t");
  EXPECT_EQ(entries[0].text, "don’t \xC2\x81");
}

TEST(Feed, ReadsTheTimesOfOldFormats) {
  const auto cdf = read("<CHANNEL><ITEM LASTMOD='2004-04-06T23:05:43-05:00'></ITEM></CHANNEL>");
  ASSERT_EQ(cdf.size(), 1u);
  EXPECT_EQ(time_of(cdf[0].updated_at), "2004-04-07T12:05:43+08:00");
  const auto atom = read(
      "<feed version='0.3' xmlns='http://purl.org/atom/ns#'><entry><created>2010-12-01T10:14:55Z</created>"
      "<created>2003-12-31T10:14:55Z</created></entry></feed>");
  ASSERT_EQ(atom.size(), 1u);
  EXPECT_EQ(time_of(atom[0].published_at), "2003-12-31T18:14:55+08:00");
}

TEST(Feed, ReadsAtom) {
  const auto entries = read(
      "<?xml version='1.0' encoding='utf-8'?><feed xmlns='http://www.w3.org/2005/Atom' xml:lang='zh'><entry "
      "xml:base='http://q.cn/a/'><id>tag:q.cn,2026:7</id><title type='html'>退费&amp;lt;问&amp;gt;</title>"
      "<link rel='self' href='self.xml'/><link href='7.html'/><author><name>李四</name></author><content "
      "type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>健身房<b>关门</b>了</div></content>"
      "<published>2026-03-03T08:12:00+08:00</published><updated>2026-03-04T08:12:00+08:00</updated></entry></feed>");
  ASSERT_EQ(entries.size(), 1u);
  EXPECT_EQ(entries[0].id, "tag:q.cn,2026:7");
  EXPECT_EQ(entries[0].url, "http://q.cn/a/7.html");
  EXPECT_EQ(entries[0].title, "退费<问>");
  EXPECT_EQ(entries[0].text, "健身房关门了");
  EXPECT_EQ(time_of(entries[0].updated_at), "2026-03-04T08:12:00+08:00");
  EXPECT_EQ(entries[0].language, "zh");
}

TEST(Feed, ReadsTheSuitesOddities) {
  const struct {
    const char* file;
    std::string FeedEntry::*field;
    const char* value;
  } rows[] = {
      {"item_guid.xml", &FeedEntry::id, "http://guid.example.com/"},
      {"item_guid.xml", &FeedEntry::url, "http://guid.example.com/"},
      {"rdf_item_title.xml", &FeedEntry::title, "Example title"},
      {"rdf_item_title.xml", &FeedEntry::id, "http://example.com/1"},
      {"item_title.xml", &FeedEntry::title, "Example item"},
      {"entry_content_base64.xml", &FeedEntry::text, "Example Atom"},
      {"rss2.0noNSwithModulesLocalNameClash.xml", &FeedEntry::text, "correct description"},
      {"rss_item_link_corrupted_ampersands.xml", &FeedEntry::url, "http://link/get?a=1&b=2"},
      {"example.json", &FeedEntry::text, "This is a second item."},
      {"example.json", &FeedEntry::url, "https://example.org/second-item"},
  };
  for (const auto& row : rows) {
    const auto entries = read(suite_file(row.file));
    ASSERT_FALSE(entries.empty()) << row.file;
    EXPECT_EQ(entries[0].*row.field, row.value) << row.file;
  }
  EXPECT_TRUE(read_feed(suite_file("rss_incomplete_cdata.xml"), {}, {}, kChina));
}

// A guid that repeats would make the second entry look like one already read: a post would be missed.
TEST(Feed, GivesEveryEntryAnIdOfItsOwn) {
  const auto same_guid =
      read(rss("<item><guid>g</guid><link>http://a/1</link></item><item><guid>g</guid><link>http://a/2</link></item>"));
  EXPECT_EQ(same_guid[0].id, "g http://a/1");
  EXPECT_EQ(same_guid[1].id, "g http://a/2");
  const auto same_link =
      read(rss("<item><guid>g</guid><link>http://a/1</link><title>一</title></item><item><guid>g</guid><link>http://a/"
               "1</link><title>二</title></item>"));
  EXPECT_NE(same_link[0].id, same_link[1].id);
  EXPECT_TRUE(same_link[0].id.starts_with("g "));
  EXPECT_EQ(read(rss("<item><link>http://a/1</link></item>"))[0].id, "http://a/1");
  const auto bare = read(rss("<item><title>一</title></item><item><title>二</title></item>"));
  EXPECT_EQ(bare[0].id.size(), 64u);
  EXPECT_NE(bare[0].id, bare[1].id);
  EXPECT_EQ(read(rss("<item><title>一</title></item>"))[0].id, bare[0].id);  // the same at the next poll
}

TEST(Feed, ReadsDatesAsTheyAreWritten) {
  const struct {
    const char* field;
    const char* at;
  } rows[] = {
      {"Tue, 03 Mar 2026 08:12:00 +0800", "2026-03-03T08:12:00+08:00"},
      {"3 Mar 26 08:12 GMT", "2026-03-03T16:12:00+08:00"},
      {"Tuesday, 03-Mar-26 08:12:33 EST", "2026-03-03T21:12:33+08:00"},
      {"Tue Mar  3 08:12:33 2026", "2026-03-03T08:12:33+08:00"},
      {"Mar 3, 2026 8:12 PM", "2026-03-03T20:12:00+08:00"},
      {"2026-03-03T08:12:33.123Z", "2026-03-03T16:12:33+08:00"},
      {"2026-03-03 08:12", "2026-03-03T08:12:00+08:00"},
      {"2026-03-03T08:12+0800", "2026-03-03T08:12:00+08:00"},
      {"20260303T081233", "2026-03-03T08:12:33+08:00"},
      {"2026-03-03", "2026-03-03T00:00:00+08:00"},
      {"2026-03", "2026-03-01T00:00:00+08:00"},
      {"2026/3/3 8:12:00", "2026-03-03T08:12:00+08:00"},
      {"2026年3月3日 8:12", "2026-03-03T08:12:00+08:00"},
      {"Thu, 31 Jun 2026 19:48:21 GMT", "none"},
      {"yesterday", "none"},
      {"", "none"},
      {"99999999999999", "none"},
  };
  for (const auto& row : rows)
    EXPECT_EQ(time_of(read(rss(std::string("<item><title>t</title><pubDate>") + row.field + "</pubDate></item>"))[0]
                          .published_at),
              row.at)
        << row.field;
}

TEST(Feed, MendsWhatIsIllFormed) {
  EXPECT_EQ(read("\n\n <?xml version='1.0'?>" +
                 rss("<item><title>A & B &nbsp;C</title><link>http://a/?x=1&y=2</link></item>"))[0]
                .title,
            "A & B C");
  EXPECT_EQ(read(rss("<item><title>没有关上<link>http://a/1</link></item>")).size(), 1u);
  EXPECT_EQ(read(rss("<item><title>\x01控制\x02字符</title></item>"))[0].title, "控制 字符");
  EXPECT_EQ(read("<rss><channel><item><title>断了</title>")[0].title, "断了");
}

TEST(Feed, RefusesWhatIsDangerousAndSaysSo) {
  const std::string bomb =
      "<?xml version='1.0'?><!DOCTYPE lolz [<!ENTITY a 'ha'><!ENTITY b "
      "'&a;&a;&a;'>]><rss><channel><item><title>&b;</title></item></channel></rss>";
  EXPECT_EQ(read_feed(bomb, {}, {}, kChina).error().code, "feed.internal-subset");
  EXPECT_EQ(read_feed(suite_file("entity_in_doctype.xml"), {}, {}, kChina).error().code, "feed.internal-subset");
  EXPECT_EQ(read_feed("<html><body>404</body></html>", {}, {}, kChina).error().code, "feed.not-a-feed");
  EXPECT_EQ(read_feed("{\"items\":3}", {}, {}, kChina).error().code, "feed.not-a-feed");
  EXPECT_EQ(read_feed("", {}, {}, kChina).error().code, "feed.not-a-feed");
  std::string many;
  for (size_t i = 0; i <= kMaxFeedEntries; ++i) many += "<item/>";
  EXPECT_EQ(read_feed(rss(many), {}, {}, kChina).error().code, "feed.too-many-entries");
  EXPECT_TRUE(read(rss("")).empty());
  // An external file is never fetched: the reference stays unread.
  EXPECT_EQ(read("<!DOCTYPE rss SYSTEM 'file:///etc/passwd'>" + rss("<item><title>x</title></item>"))[0].title, "x");
}

TEST(Feed, ReadsANewsSitemap) {
  const auto entries = read(
      "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' "
      "xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'><url><loc>http://n.cn/1.html</"
      "loc><news:news><news:publication><news:name>明川在线</news:name>"
      "<news:language>zh-cn</news:language></news:publication><news:publication_date>2026-03-03</"
      "news:publication_date><news:title>三小食堂</news:title></news:news></url></urlset>");
  ASSERT_EQ(entries.size(), 1u);
  EXPECT_EQ(entries[0].url, "http://n.cn/1.html");
  EXPECT_EQ(entries[0].title, "三小食堂");
  EXPECT_EQ(entries[0].language, "zh-cn");
}

// A voice is counted by who wrote, so the listener is told; the entries themselves do not say.
TEST(Feed, TellsWhoWroteOnlyWhenAsked) {
  const struct {
    const char *feed, *author;
    bool whole;
  } rows[] = {
      {"<rss><channel><item><title>t</title><author>zhang@a.cn (张三)</author></item></channel></rss>",
       "zhang@a.cn (张三)", false},
      {"<rss xmlns:dc='http://purl.org/dc/elements/1.1/'><channel><item><dc:creator> 张三 </dc:creator>"
       "<author>x</author><description>摘要</description></item></channel></rss>",
       "张三", false},
      {"<feed xmlns='http://www.w3.org/2005/Atom'><entry><author><name>李四</name><uri>http://q.cn/u/4</uri></author>"
       "<content>全文</content></entry></feed>",
       "李四", true},
      {R"({"version":"1","items":[{"id":"1","content_text":"全文","authors":[{"name":"王五"},{"name":"x"}]}]})", "王五",
       true},
      {R"({"version":"1","items":[{"id":"1","summary":"摘要","author":{"name":"王五"}}]})", "王五", false},
      {R"({"version":"1","items":[{"id":"1","authors":[],"author":7}]})", "", false},
  };
  for (const auto& row : rows) {
    std::vector<std::string> authors;
    const auto entries = read_feed(row.feed, {}, {}, kChina, &authors);
    ASSERT_TRUE(entries) << row.feed;
    ASSERT_EQ(entries->size(), 1u) << row.feed;
    EXPECT_EQ(authors, std::vector<std::string>{row.author}) << row.feed;
    EXPECT_EQ((*entries)[0].whole, row.whole) << row.feed;
  }
}

}  // namespace
}  // namespace hb::text
