// 2.7: public sources, politely.

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "listen/curl_fetcher.h"
#include "listen/page_reader.h"
#include "listen/poll.h"
#include "tests/never/sources.h"
#include "tests/support/stub_server.h"

namespace hb::never {
namespace {

using namespace listen;
using test::http_answer;
using test::StubRequest;
using test::StubServer;
using test::StubWrite;

/// A site in memory that remembers what was asked of it, and when.
struct FakeSite : desk::Fetcher {
  std::map<std::string, std::function<Result<desk::Response>(const desk::Request&)>> pages;
  std::vector<std::pair<Instant, std::string>> asked;
  Instant now;
  Result<desk::Response> fetch(const desk::Request& request) override {
    asked.emplace_back(now, request.url);
    const auto at = pages.find(request.url);
    if (at == pages.end()) return desk::Response{.status = 404, .url = request.url};
    return at->second(request);
  }
  void page(const std::string& url, const std::string& body, const std::string& type = "text/html; charset=utf-8") {
    pages[url] = [=](const desk::Request&) {
      return desk::Response{.status = 200, .url = url, .content_type = type, .body = body};
    };
  }
  int count(const std::string& url) const {
    return static_cast<int>(std::ranges::count(asked, url, &std::pair<Instant, std::string>::second));
  }
};

const std::string kList = "http://forum.example/board";

SourceConfig board() {
  SourceConfig config;
  config.id = {"forum"};
  config.name = "论坛";
  config.unit = {"east"};
  config.kind = SourceKind::list;
  config.url = kList;
  config.topics = "/t/*";
  return config;
}

struct World {
  FakeSite site;
  Hosts hosts;
  PlainPageReader reader{text::fixed_zone(hours(8))};
  SourceState state;
  Instant now{1772600000};
  std::vector<std::string> why;

  /// Steps for so long, a second at a time.
  void run(const SourceConfig& config, int64_t seconds) {
    for (int64_t i = 0; i < seconds; ++i) {
      site.now = now;
      auto step = poll(config, std::move(state), hosts, site, reader, now);
      state = std::move(step.state);
      if (step.why != "waits") why.push_back(step.why);
      now = now + Seconds{1};
    }
  }
};

std::string list_of(int topics) {
  std::string html = "<html><body>";
  for (int i = 0; i < topics; ++i)
    html += "<p><a href=\"/t/" + std::to_string(i) + "\">第" + std::to_string(i) + "个帖子的标题在这里</a></p>";
  return html + "</body></html>";
}

TEST(NeverRude, WhatRobotsTxtForbidsIsNeverAskedFor) {
  World w;
  w.site.page("http://forum.example/robots.txt", "User-agent: Hearback\nDisallow: /board\n", "text/plain");
  w.site.page(kList, list_of(3));
  w.run(board(), 3600);
  EXPECT_EQ(w.site.count("http://forum.example/robots.txt"), 1);
  EXPECT_EQ(w.site.count(kList), 0);
  EXPECT_EQ(w.state.last_error, "robots.disallowed");

  World topics;  // the list is open, its topics are not
  topics.site.page("http://forum.example/robots.txt", "User-agent: *\nDisallow: /t/\n", "text/plain");
  topics.site.page(kList, list_of(3));
  topics.run(board(), 3600);
  EXPECT_GE(topics.site.count(kList), 1);
  for (const auto& [at, url] : topics.site.asked) EXPECT_EQ(url.find("/t/"), std::string::npos) << url;

  World silent;  // what its robots.txt says is not known
  silent.site.pages["http://forum.example/robots.txt"] = [](const desk::Request& r) {
    return desk::Response{.status = 503, .url = r.url};
  };
  silent.site.page(kList, list_of(3));
  silent.run(board(), 3600);
  EXPECT_EQ(silent.site.count(kList), 0);
}

TEST(NeverRude, AHostIsAskedOneThingAtATimeWithAGapBetween) {
  World w;
  w.site.page("http://forum.example/robots.txt", "", "text/plain");
  w.site.page(kList, list_of(20));
  for (int i = 0; i < 20; ++i)
    w.site.page("http://forum.example/t/" + std::to_string(i), "<html><body><p>码头的秤不准。</p></body></html>");
  w.run(board(), 300);
  ASSERT_GT(w.site.asked.size(), 20u);
  for (size_t i = 1; i < w.site.asked.size(); ++i)
    EXPECT_GE((w.site.asked[i].first - w.site.asked[i - 1].first).count, Hosts::kGap.count) << w.site.asked[i].second;
  EXPECT_GE(Hosts::kGap.count, 2);
}

TEST(NeverRude, AHostThatAsksForPatienceGetsIt) {
  World w;
  w.site.page("http://forum.example/robots.txt", "", "text/plain");
  w.site.pages[kList] = [](const desk::Request& r) {
    return desk::Response{.status = 429, .url = r.url, .retry_after = "3600"};
  };
  w.run(board(), 3000);
  EXPECT_EQ(w.site.count(kList), 1);
}

// A login or a challenge meant for people ends the visit; nothing tries to get round it.
TEST(NeverRude, ALoginOrAChallengeIsTheEndOfTheVisit) {
  for (const int status : {401, 403, 0}) {
    World w;
    w.site.page("http://forum.example/robots.txt", "", "text/plain");
    w.site.pages[kList] = [=](const desk::Request& r) -> Result<desk::Response> {
      EXPECT_TRUE(r.etag.empty());
      if (status == 0) return fail("fetch.blocked", r.url);
      return desk::Response{.status = status, .url = r.url, .body = "<form action=/login>"};
    };
    w.run(board(), 1500);
    EXPECT_EQ(w.site.count(kList), 1) << status;
    EXPECT_EQ(w.state.last_error, status == 0 ? "fetch.blocked" : "http.status");
    for (const auto& [at, url] : w.site.asked) EXPECT_EQ(url.find("login"), std::string::npos);
  }
}

TEST(NeverRude, WeSayWhoWeAreAndHoldNoKeyToAnyDoor) {
  StubServer site([](const StubRequest& request, const StubWrite& write) {
    if (request.target == "/private")
      write(http_answer(401, "WWW-Authenticate: Basic realm=x\r\nSet-Cookie: sid=1\r\n", "who?"));
    else
      write(http_answer(200, "Content-Type: text/html\r\nSet-Cookie: sid=1\r\n", "<p>hello</p>"));
  });
  CurlFetcher fetcher({.contact = "https://agency.example/hearback"});
  for (const char* page : {"/", "/private", "/"})
    (void)fetcher.fetch({.url = site.url(page), .allow = {site.endpoint()}});
  const auto requests = site.requests();
  ASSERT_EQ(requests.size(), 3u) << "nothing is asked twice";
  for (const auto& request : requests) {
    EXPECT_NE(request.headers.find("User-Agent: Hearback/"), std::string::npos) << request.headers;
    EXPECT_NE(request.headers.find("agency.example/hearback"), std::string::npos) << request.headers;
    for (const char* disguise : {"Cookie", "Authorization", "Mozilla", "Chrome", "Referer", "X-Forwarded-For"})
      EXPECT_EQ(request.headers.find(disguise), std::string::npos) << request.headers;
  }
  EXPECT_EQ(
      fetcher.fetch({.url = "http://me:secret@" + site.endpoint() + "/", .allow = {site.endpoint()}}).error().code,
      "fetch.url");

  const auto config = boost::json::parse(to_bytes(board())).as_object();
  EXPECT_GT(config.size(), 5u);
  for (const auto& [key, value] : config)
    EXPECT_EQ(speaks_of(std::string_view(key), {"cookie", "password", "login", "user", "proxy", "token", "session",
                                                "agent", "secret", "header", "captcha"}),
              "")
        << std::string_view(key);
}

}  // namespace
}  // namespace hb::never
