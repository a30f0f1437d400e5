// 2.2: it listens to matters, not to people.

#include <gtest/gtest.h>

#include <filesystem>

#include "http/site.h"
#include "listen/source.h"
#include "listen/url.h"
#include "store/sqlite/store.h"
#include "tests/never/sources.h"
#include "tests/support/desk_world.h"
#include "text/query.h"

namespace hb::never {
namespace {

const std::string kAuthor = "起床困难户Zzyzx77";

TEST(NeverPeople, TheNameOfWhoWroteAPostIsInNoByteOfTheDataAndOnNoPage) {
  std::string dir = testing::TempDir() + "hb-never-XXXXXX";
  ASSERT_TRUE(::mkdtemp(dir.data()));
  test::DeskWorld w;  // for its rulebook, clock and chance
  auto store = store::SqliteStore::open(dir).value();
  const desk::Wiring wiring{*store, w.clock, w.random, w.wiring.rules, "mingchuan.example/market"};
  desk::Hearing hearing(wiring, w.book.notice, w.allow);
  ASSERT_TRUE(hearing.load());
  const std::string title = "回复 @" + kAuthor + "：学校食堂";
  const std::string texts[] = {"东城第三小学午饭后孩子住院输液，@" + kAuthor + " 说的就是这件事",
                               "东城第三小学食堂，孩子上吐下泻送医院了，同班还有两个"};
  std::vector<desk::Incoming> batch;
  for (const std::string& text : texts)
    batch.push_back({.source = "forum",
                     .publisher = "",
                     .url = "http://forum.example/t/1",
                     .published_at = Instant{1772687000},
                     .title = title,
                     .text = text,
                     .author = kAuthor});
  ASSERT_TRUE(hearing.hear(batch));
  ASSERT_EQ(store->issue_row(store->post({1}).value()->issue).value()->voices, 1) << "the voice was counted";

  desk::Cases cases(wiring);
  desk::Portal portal(*store, w.vault, w.clock, w.log, w.wiring.rules, w.wiring.simplifier);
  desk::OpenData open_data(
      *store, w.wiring.rules,
      {[](casework::CaseState) { return std::string(); }, [](std::string_view) { return std::string(); }});
  ASSERT_TRUE(open_data.step(w.clock.now()));
  for (const auto& [name, bytes] : open_data.latest()->files) EXPECT_EQ(bytes.find(kAuthor), std::string::npos) << name;
  const auto site = http::make_site({.store = *store,
                                     .files = w.files,
                                     .cases = cases,
                                     .vault = w.vault,
                                     .portal = portal,
                                     .open_data = open_data,
                                     .clock = w.clock,
                                     .rules = w.wiring.rules,
                                     .harms = {},
                                     .vkey = "key",
                                     .zh = {},
                                     .en = {},
                                     .asset = [](std::string_view) { return std::optional<std::string>(); }});
  for (const char* path :
       {"/", "/issues", "/answers", "/statements", "/sources", "/feed.atom", "/feed.json", "/performance", "/data"}) {
    http::Request request;
    request.method = "GET";
    request.path = path;
    const auto response = site(request);
    EXPECT_EQ(response.status, 200) << path;
    EXPECT_EQ(response.body.find(kAuthor), std::string::npos) << path;
  }
  int files = 0;
  size_t bytes = 0;
  for (const auto& file : std::filesystem::recursive_directory_iterator(dir)) {
    if (!file.is_regular_file()) continue;
    ++files;
    const std::string content = bytes_of(file.path());
    bytes += content.size();
    for (const std::string& name : {kAuthor, std::string("起床困难户"), std::string("Zzyzx77"), std::string("zzyzx77")})
      EXPECT_EQ(content.find(name), std::string::npos) << file.path() << " has " << name;
  }
  EXPECT_GE(files, 2) << "the database and its log";
  EXPECT_GT(bytes, 10'000u);
  store.reset();
  std::filesystem::remove_all(dir);
}

TEST(NeverPeople, TheTagsOfTwoIssuesCannotBeCompared) {
  test::DeskWorld w;
  ASSERT_TRUE(w.hearing.load());
  const std::pair<const char*, const char*> matters[] = {
      {"东城第三小学午饭后孩子住院输液", "http://forum.example/1"},
      {"西湾区健身房关门跑路，卡里的钱退不了", "http://forum.example/2"}};
  for (const auto& [text, url] : matters) {
    const desk::Incoming in{.source = "forum",
                            .publisher = "",
                            .url = url,
                            .published_at = {},
                            .title = "",
                            .text = text,
                            .author = kAuthor};
    ASSERT_TRUE(w.hearing.hear({&in, 1}));
  }
  const IssueId first = w.store.post({1}).value()->issue, second = w.store.post({2}).value()->issue;
  ASSERT_NE(first, second);
  const auto key = w.store.voice_key(first).value(), other = w.store.voice_key(second).value();
  ASSERT_TRUE(key && other);
  EXPECT_NE(*key, *other);
  const std::string tag(view(hmac_sha256(*key, kAuthor)).substr(0, 8));
  EXPECT_TRUE(w.store.has_voice(first, tag).value());
  EXPECT_FALSE(w.store.has_voice(second, tag).value());
}

TEST(NeverPeople, AQueryCannotAskForAPerson) {
  const text::Zone zone = text::fixed_zone(hours(8));
  for (const char* field : {"author", "user", "account", "by", "from", "name", "uid", "voice", "poster"}) {
    const auto parsed = text::parse_query(std::string(field) + ":张三", zone);
    ASSERT_FALSE(parsed) << field;
    EXPECT_EQ(parsed.error().expected, text::Expected::field) << field;
  }
  EXPECT_TRUE(text::parse_query("source:forum", zone)) << "a field that is one";
}

TEST(NeverPeople, AnAccountOrAProfileCannotBeASource) {
  listen::SourceConfig config;
  config.id = {"forum"};
  config.name = "论坛";
  config.unit = {"east"};
  config.url = "https://forum.example/board/7.xml";
  EXPECT_TRUE(listen::validate_source(config).empty());
  for (const char* url :
       {"https://weibo.com/u/1234567890", "https://forum.example/user/zhang/feed", "https://forum.example/people/zhang",
        "https://forum.example/@zhang", "https://blog.example/author/zhang/rss",
        "https://forum.example/home.php?mod=space&uid=7", "https://www.zhihu.com/people/zhang/answers"}) {
    config.url = url;
    const auto findings = listen::validate_source(config);
    EXPECT_TRUE(std::ranges::any_of(findings, [](const auto& f) { return f.code == "source.person"; })) << url;
    EXPECT_EQ(listen::without_account(url).find("zhang"), std::string::npos) << url;
  }
}

// api/openapi.yaml: `author` is who drafted an official word; nothing there is about who wrote a post.
TEST(NeverPeople, TheInterfaceHasNoParameterAndNoFieldForWhoWroteAPost) {
  const std::string api = bytes_of(HB_SOURCE_DIR "/api/openapi.yaml");
  ASSERT_GT(api.size(), 1000u);
  const std::vector<std::string> words = {"account", "nick",   "nickname", "poster",  "handle",   "avatar",
                                          "profile", "author", "uid",      "user-id", "voice-tag"};
  // A name is what stands before a colon or after `name:`; descriptions and summaries are sentences.
  std::string schema;
  int names = 0;
  size_t at = 0;
  while (at < api.size()) {
    const size_t end = std::min(api.find('\n', at), api.size());
    const std::string line = api.substr(at, end - at);
    at = end + 1;
    if (line.starts_with("    ") && line.size() > 4 && line[4] != ' ' && line[4] != '-')
      schema = line.substr(4, line.find(':') - 4);
    std::string bare;  // without quoted sentences and descriptions
    for (size_t i = 0; i < line.size(); ++i) {
      if (line.compare(i, 12, "description:") == 0 || line.compare(i, 8, "summary:") == 0) {
        const size_t stop = line.find_first_of("}", i);
        i = stop == std::string::npos ? line.size() : stop;
        continue;
      }
      bare += line[i];
    }
    for (size_t colon = bare.find(':'); colon != std::string::npos; colon = bare.find(':', colon + 1)) {
      size_t start = colon;
      while (start > 0 && (std::isalnum(static_cast<unsigned char>(bare[start - 1])) || bare[start - 1] == '_'))
        --start;
      std::string name = bare.substr(start, colon - start);
      if (name == "name") {
        const size_t from = bare.find_first_not_of(" '", colon + 1);
        if (from != std::string::npos) name = bare.substr(from, bare.find_first_of(",}' ", from) - from);
      }
      ++names;
      const std::string word = speaks_of(name, words);
      const bool official =
          word == "author" && (schema == "Draft" || schema == "Statement" || schema == "StatementDraft");
      EXPECT_TRUE(word.empty() || official) << schema << ": " << line;
    }
  }
  EXPECT_GT(names, 200);
}

}  // namespace
}  // namespace hb::never
