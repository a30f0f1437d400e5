#include "outbox/forum.h"

#include <gtest/gtest.h>

#include "outbox/runner.h"
#include "tests/support/stub_server.h"

namespace hb::outbox {
namespace {

TEST(Waits, DoubleFromAMinuteToSixHours) {
  EXPECT_EQ(wait_after(1), minutes(1));
  EXPECT_EQ(wait_after(2), minutes(2));
  EXPECT_EQ(wait_after(9), minutes(256));
  EXPECT_EQ(wait_after(10), hours(6));
  EXPECT_EQ(wait_after(100), hours(6));
}

// A forum's door: answers as it is told, and keeps what it was sent.
class Door : public testing::Test {
 protected:
  Door()
      : site([this](const test::StubRequest&, const test::StubWrite& write) {
          write(test::http_answer(status, "Content-Type: application/json\r\n", answer));
        }) {}
  Result<std::string> send(const std::string& allow) {
    Forum forum({.site = site.url("/"), .reply = site.url("/api/reply"), .secret = "s3cret", .allow = {allow}});
    desk::OutboxRow row;
    row.key = "answer/1";
    row.target = site.url("/thread-1");
    row.account = "forum-east";
    row.body = "已受理。\n请保留\"小票\"。";
    return forum.send(row);
  }
  std::string code(const std::string& allow) {
    const auto sent = send(allow);
    return sent ? "sent" : sent.error().code + " " + sent.error().detail;
  }

  int status = 201;
  std::string answer;
  test::StubServer site;
};

TEST_F(Door, TheReplyGoesInWithItsKeyAndSecretAndTheLinkComesBack) {
  answer = R"({"url":")" + site.url("/thread-1#9") + R"("})";
  EXPECT_EQ(send(site.endpoint()).value(), site.url("/thread-1#9"));
  const auto request = site.requests().at(0);
  EXPECT_EQ(request.target, "/api/reply");
  EXPECT_NE(request.headers.find("Authorization: Bearer s3cret\r\n"), std::string::npos);
  EXPECT_EQ(request.body, R"({"topic":")" + site.url("/thread-1") +
                              R"(","account":"forum-east","body":"已受理。\n请保留\"小票\"。","key":"answer/1"})");
}

TEST_F(Door, NothingIsWrittenToAPlaceThatIsNotListed) {
  EXPECT_EQ(code("127.0.0.1:1"), "channel.address-refused ");
  EXPECT_TRUE(site.requests().empty());
}

TEST_F(Door, WhatIsNoAnswerIsNotTakenForOne) {
  for (const int bad : {302, 401, 404, 500}) {
    status = bad;
    EXPECT_EQ(code(site.endpoint()), "channel.status " + std::to_string(bad));
  }
  status = 200;
  for (const char* bad : {"", "[]", "{}", R"({"url":1})", R"({"url":"http://elsewhere.example/1"})"}) {
    answer = bad;
    EXPECT_EQ(code(site.endpoint()), "channel.answer ") << bad;
  }
  answer = std::string(100'000, 'x');
  EXPECT_EQ(code(site.endpoint()), "channel.broken ");
}

}  // namespace
}  // namespace hb::outbox
