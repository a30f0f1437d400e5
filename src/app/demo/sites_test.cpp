// The sites are heard by the real fetcher and the real readers: what people wrote must come back whole.
#include "app/demo/sites.h"

#include <gtest/gtest.h>

#include <set>

#include "app/demo/virtual_clock.h"
#include "app/system.h"
#include "base/bytes.h"
#include "listen/curl_fetcher.h"
#include "listen/page_reader.h"
#include "listen/poll.h"
#include "outbox/forum.h"
#include "tests/support/desk_world.h"
#include "text/charset.h"

namespace hb::app::demo {
namespace {

std::filesystem::path fresh_dir(const char* name) {
  const auto dir = std::filesystem::temp_directory_path() / ("hb-" + std::string(name) + std::to_string(::getpid()));
  std::filesystem::remove_all(dir);
  std::filesystem::create_directories(dir);
  return dir;
}

class CitySites : public testing::Test {
 protected:
  CitySites() { start(); }
  ~CitySites() override { std::filesystem::remove_all(dir); }
  void start() {
    sites.reset();
    home = Home::load(dir / "demo.json", random).value();
    sites = Sites::start(city, clock, home, dir, book.rules.accounts).value();
    ASSERT_TRUE(home.save(dir / "demo.json"));
  }
  desk::Response get(const std::string& url) {
    return fetcher.fetch({.url = url, .allow = {url.substr(7, url.find('/', 7) - 7)}}).value();
  }
  // Everything the source has at the clock's time, as a listener hears it.
  std::vector<listen::HeardPost> hear(const listen::SourceConfig& source) {
    std::vector<listen::HeardPost> heard;
    listen::SourceState state;
    listen::PlainPageReader reader(text::fixed_zone(kCityOffset));
    for (Instant now = clock.at; now < clock.at + hours(1);) {
      auto step = listen::poll(source, state, hosts, fetcher, reader, now);
      EXPECT_EQ(step.state.last_error, "") << source.id.value << step.state.last_error_detail;
      state = std::move(step.state);
      for (auto& post : step.posts) heard.push_back(std::move(post));
      if (state.queue.empty() && step.why == "fetched") break;
      now = std::max(now + Seconds{1}, listen::next_at(source, state, hosts));
    }
    return heard;
  }
  outbox::Forum channel() {
    return outbox::Forum({.site = sites->forum(),
                          .reply = sites->forum() + "api/reply",
                          .secret = home.forum_secret,
                          .allow = {sites->forum_endpoint()}});
  }

  std::filesystem::path dir = fresh_dir("sites");
  City city = load_city();
  rulebook::Rulebook book = load_rulebook(HB_SOURCE_DIR "/rulebooks/mingchuan.toml").value();
  test::HandClock clock;
  SystemRandom random;
  Home home;
  listen::CurlFetcher fetcher{{.contact = "https://mingchuan.example/"}};
  listen::Hosts hosts;
  std::unique_ptr<Sites> sites;
};

std::string squeezed(std::string text) {
  std::erase_if(text, [](char c) { return c == ' ' || c == '\n'; });
  return text;
}

TEST_F(CitySites, EveryPostOfTheDayIsHeardWholeUnderItsLink) {
  clock.at = kWeekBegins + hours(16);
  std::map<std::string, const CityPost*> by_link;
  std::map<std::string, int> expected;
  for (const auto& post : city.posts)
    if (post.at <= clock.at) by_link[sites->link_of(post)] = &post, ++expected[post.site];
  std::map<std::string, int> found;
  for (const auto& source : sites->sources()) {
    EXPECT_TRUE(listen::validate_source(source).empty()) << source.id.value;
    for (const auto& heard : hear(source)) {
      ASSERT_TRUE(by_link.contains(heard.url)) << heard.url << "\n" << heard.text;
      const CityPost& post = *by_link[heard.url];
      EXPECT_EQ(squeezed(heard.text), squeezed(post.text)) << post.id;
      EXPECT_EQ(heard.published_at, post.at) << post.id;
      EXPECT_TRUE(post.reply || heard.title == post.title) << post.id << heard.title;
      EXPECT_TRUE(post.site == "news" || !heard.author.empty()) << post.id;
      ++found[post.site];
    }
  }
  EXPECT_EQ(found["forum"], expected["forum"]);
  // A feed shows its newest thirty.
  EXPECT_EQ(found["news"], expected["news"]);
  EXPECT_EQ(found["qa"], expected["qa"]);
}

TEST_F(CitySites, NothingShowsBeforeItIsPublished) {
  clock.at = kWeekBegins;
  const auto& post = *std::ranges::find(city.posts, "p0005", &CityPost::id);
  EXPECT_EQ(get(sites->link_of(post)).status, 404);
  clock.at = post.at;
  EXPECT_EQ(get(sites->link_of(post)).status, 200);
  EXPECT_EQ(get(sites->forum() + "forum-3-1.html").content_type, "text/html");
}

TEST_F(CitySites, AnOfficialReplyStandsOnceUnderTheAccountAndSurvivesARestart) {
  const auto& post = *std::ranges::find(city.posts, "p0005", &CityPost::id);
  clock.at = post.at + hours(1);
  desk::OutboxRow row;
  row.key = "answer/1/forum";
  row.target = sites->link_of(post);
  row.account = "forum-south";
  row.body = "已受理。\n请保留小票。";
  const auto link = channel().send(row);
  ASSERT_TRUE(link) << link.error().code << link.error().detail;
  EXPECT_EQ(channel().send(row), link);
  const auto ports = home.ports;
  start();
  EXPECT_EQ(home.ports, ports);
  EXPECT_EQ(channel().send(row), link);
  const std::string page = text::decode(get(*link).body, "text/html")->text;
  const size_t at = page.find("南港市场监管</span><span class=\"badge\">官方账号");
  EXPECT_NE(at, std::string::npos);
  EXPECT_EQ(page.find("南港市场监管</span>", at + 1), std::string::npos);
}

TEST_F(CitySites, TheDoorIsClosedToWhoHasNoSecretOrNoTopicOrNoAccount) {
  const auto& post = *std::ranges::find(city.posts, "p0005", &CityPost::id);
  clock.at = post.at;
  desk::OutboxRow row;
  row.key = "k";
  row.target = sites->link_of(post);
  row.account = "forum-south";
  row.body = "已受理。";
  const auto status = [&](const desk::OutboxRow& r) {
    const auto sent = channel().send(r);
    return sent ? "sent" : sent.error().detail;
  };
  auto bad = row;
  bad.target = sites->forum() + "thread-9-1-1.html";
  EXPECT_EQ(status(bad), "404");
  bad = row;
  bad.account = "热心市民";
  EXPECT_EQ(status(bad), "422");
  bad = row;
  bad.body = "";
  EXPECT_EQ(status(bad), "422");
  home.forum_secret[0] = home.forum_secret[0] == 'a' ? 'b' : 'a';
  EXPECT_EQ(status(row), "401");
  EXPECT_FALSE(std::filesystem::exists(dir / "demo-forum.jsonl"));
}

TEST(DemoClock, GoesOnWhereItStoodAndNeverBack) {
  const auto dir = fresh_dir("clock");
  {
    const auto clock = VirtualClock::open(dir / "clock", kWeekBegins).value();
    EXPECT_EQ(clock->now(), kWeekBegins);
    clock->set(kWeekEnds);
    clock->set(kWeekBegins);
    EXPECT_EQ(clock->now(), kWeekEnds);
  }
  const auto clock = VirtualClock::open(dir / "clock", kWeekBegins).value();
  EXPECT_EQ(clock->now(), kWeekEnds);
  clock->run();
  EXPECT_GE(clock->now(), kWeekEnds);
  std::filesystem::remove_all(dir);
}

}  // namespace
}  // namespace hb::app::demo
