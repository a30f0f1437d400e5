#include "app/page_process.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <thread>

#include "text/charset.h"

namespace hb::app {
namespace {

listen::PageQuestion article(std::string body, std::string type = "text/html; charset=utf-8") {
  listen::PageQuestion q{.what = listen::PageQuestion::What::posts,
                         .config = {.id = SourceId{"news"},
                                    .name = "n",
                                    .kind = listen::SourceKind::page,
                                    .url = "http://x/",
                                    .unit = {"east"}},
                         .response = {}};
  q.response.url = "http://x/";
  q.response.content_type = std::move(type);
  q.response.body = std::move(body);
  return q;
}

constexpr const char* kPage =
    "<html><head><title>通报</title></head><body><p>2026年3月3日 "
    "08:30</p><p>我局已对该校食堂立案调查，结果将向社会公布。</p></body></html>";

// A program of one line, as /bin/sh runs it.
PageProcess shell(const std::string& line, Seconds patience = Seconds{10}) {
  return PageProcess({"/bin/sh", "-c", line}, patience);
}

TEST(PageProcess, ReadsAsThisProcessWould) {
  PageProcess apart({HB_BINARY, "page-reader", "Asia/Shanghai"});
  listen::PlainPageReader here(text::fixed_zone(hours(8)));
  for (int twice = 0; twice < 2; ++twice) {
    const auto there = apart.read(article(kPage)), plain = here.read(article(kPage));
    ASSERT_TRUE(there && plain) << (there ? "" : there.error().code + there.error().detail);
    ASSERT_EQ(there->posts.size(), 1U);
    EXPECT_EQ(there->posts[0].text, plain->posts.at(0).text);
    EXPECT_EQ(there->posts[0].published_at, plain->posts.at(0).published_at);
    EXPECT_TRUE(there->posts[0].published_at);
  }
  // Converters are there though it may open nothing any more.
  const std::string gb =
      "<html><body><p>"
      "\xce\xd2\xbe\xd6\xd2\xd1\xb6\xd4\xb8\xc3\xd0\xa3\xca\xb3\xcc\xc3\xc1\xa2\xb0\xb8\xb5\xf7\xb2\xe9\xa3\xac\xbd\xe1"
      "\xb9\xfb\xbd\xab\xcf\xf2\xc9\xe7\xbb\xe1\xb9\xab\xb2\xbc\xa1\xa3"
      "</p></body></html>";
  const auto chinese = apart.read(article(gb, "text/html; charset=gb18030"));
  ASSERT_TRUE(chinese) << chinese.error().code << chinese.error().detail;
  ASSERT_EQ(chinese->posts.size(), 1U);
  EXPECT_EQ(chinese->posts[0].text, "我局已对该校食堂立案调查，结果将向社会公布。");
  EXPECT_EQ(apart.read(article(std::string("<p>") + std::string(20000, 'x'))).has_value(), true);
}

TEST(PageProcess, WhatFallsOrHangsLosesThePageAndNothingElse) {
  const struct {
    const char* what;
    const char* line;
    const char* detail;
  } rows[] = {
      {"hangs", "exec sleep 100", "time"},
      {"falls", "kill -SEGV $$", "11"},
      {"ends", "exit 1", "0"},
      {"begins an answer and hangs", "printf '\\100\\0\\0\\0{'; exec sleep 100", "time"},
      {"tells more than may be", "printf '\\377\\377\\377\\377'; exec sleep 100", "9"},
  };
  for (const auto& row : rows) {
    auto process = shell(row.line, Seconds{1});
    for (int again = 0; again < 2; ++again) {  // a new one is started
      const auto answer = process.read(article(kPage));
      ASSERT_FALSE(answer) << row.what;
      EXPECT_EQ(answer.error().code, "page.killed") << row.what;
      EXPECT_EQ(answer.error().detail, row.detail) << row.what;
    }
  }
  auto nonsense = shell("printf '\\002\\0\\0\\0{}'; exec sleep 100");
  EXPECT_EQ(nonsense.read(article(kPage)).error().code, "page.malformed");
  PageProcess none({"/no/such/program"});
  EXPECT_EQ(none.read(article(kPage)).error().code, "page.no-process");
}

// One that was killed while it waited, by whoever short of memory, costs no page; nor does the thread that asked first.
TEST(PageProcess, OneThatEndedWhileItWaitedIsStartedAgain) {
  PageProcess apart({HB_BINARY, "page-reader", "Asia/Shanghai"});
  std::thread([&] { EXPECT_TRUE(apart.read(article(kPage))); }).join();
  const pid_t first = apart.pid();
  EXPECT_TRUE(apart.read(article(kPage)));
  EXPECT_EQ(apart.pid(), first);
  ASSERT_EQ(::kill(first, SIGKILL), 0);
  siginfo_t gone{};
  ASSERT_EQ(::waitid(P_PID, static_cast<id_t>(first), &gone, WEXITED | WNOWAIT), 0);
  EXPECT_TRUE(apart.read(article(kPage)));
  EXPECT_NE(apart.pid(), first);
}

// A large question is taken in pieces, and one who never takes it does not hold the desk.
TEST(PageProcess, AQuestionNobodyTakesIsGivenUp) {
  auto process = shell("exec sleep 100", Seconds{1});
  EXPECT_EQ(process.read(article(std::string(8 << 20, 'x'))).error().detail, "time");
}

#ifndef HB_SANITIZED
// What it reads may not make it open, start or send anything, or take more time or memory than a page is worth.
TEST(PageProcess, GivesAwayWhatItDoesNotNeed) {
  PageProcess apart({HB_BINARY, "page-reader", "Asia/Shanghai"});
  ASSERT_TRUE(apart.read(article(kPage)));
  std::ifstream limits("/proc/" + std::to_string(apart.pid()) + "/limits");
  std::string all(std::istreambuf_iterator<char>(limits), {});
  EXPECT_NE(all.find("Max address space         1073741824"), std::string::npos) << all;
  EXPECT_NE(all.find("Max core file size        0 "), std::string::npos) << all;
  std::ifstream status("/proc/" + std::to_string(apart.pid()) + "/status");
  all.assign(std::istreambuf_iterator<char>(status), {});
  EXPECT_NE(all.find("NoNewPrivs:\t1"), std::string::npos) << all;
  EXPECT_NE(all.find("Seccomp:\t2"), std::string::npos) << all;
}
#endif

}  // namespace
}  // namespace hb::app
