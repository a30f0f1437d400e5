#include "outbox/runner.h"

#include <gtest/gtest.h>

#include "store/memory/store.h"

namespace hb::outbox {
namespace {

struct HandClock : desk::Clock {
  Instant now() const override { return at; }
  Instant at{1772687400};
};

// A forum as the channel promises one: one reply a key; the first `broken` calls fail.
struct Wall : Channel {
  std::string_view site() const override { return "http://forum.example/"; }
  Result<std::string> send(const desk::OutboxRow& row) override {
    ++calls;
    if (broken > 0) return --broken, fail("channel.status", "500");
    replies.emplace(row.key, row.body);
    return "http://forum.example/thread-1#" + row.key;
  }
  int calls = 0, broken = 0;
  std::map<std::string, std::string> replies;
};

desk::OutboxRow row(const char* key, Instant at, const char* channel = "forum") {
  desk::OutboxRow out;
  out.key = key;
  out.channel = channel;
  out.target = "http://forum.example/thread-1";
  out.account = "forum-east";
  out.body = "已受理。";
  out.next_at = at;
  return out;
}

struct Outbox : testing::Test {
  void write(desk::OutboxRow r) {
    desk::Changes changes;
    changes.outbox.push_back(std::move(r));
    ASSERT_TRUE(store.commit(changes));
  }
  std::vector<desk::OutboxRow> waiting() { return store.outbox_due(kEndOfTime, 100).value(); }

  HandClock clock;
  store::MemoryStore store;
  Wall wall;
  bool registered = true;
  Runner runner{store, clock, {{"forum", &wall}}, [this](std::string_view) { return registered; }};
};

TEST_F(Outbox, AForumThatFailsTwiceGetsTheReplyOnceAndIsLeftInPeaceMeanwhile) {
  wall.broken = 2;
  write(row("reply/1", clock.at));
  EXPECT_EQ(runner.run().value(), 1);
  ASSERT_EQ(waiting().size(), 1u);
  EXPECT_EQ(waiting()[0].error, "channel.status 500");
  EXPECT_EQ(waiting()[0].next_at, clock.at + minutes(1));
  EXPECT_EQ(runner.run().value(), 0);
  clock.at = clock.at + minutes(1);
  EXPECT_EQ(runner.run().value(), 1);
  EXPECT_EQ(waiting()[0].next_at, clock.at + minutes(2));
  clock.at = clock.at + minutes(2);
  EXPECT_EQ(runner.run().value(), 1);
  EXPECT_TRUE(waiting().empty());
  EXPECT_EQ(wall.replies.size(), 1u);
  clock.at = clock.at + hours(100);
  EXPECT_EQ(runner.run().value(), 0);
  EXPECT_EQ(wall.calls, 3);
}

// The record that it went out is lost with the process; the row is still there and goes out again under its key.
TEST_F(Outbox, AStopBetweenSendingAndRecordingDoesNotSayItTwice) {
  write(row("reply/1", clock.at));
  ASSERT_TRUE(wall.send(waiting()[0]));
  EXPECT_EQ(runner.run().value(), 1);
  EXPECT_EQ(wall.calls, 2);
  EXPECT_EQ(wall.replies.size(), 1u);
  EXPECT_TRUE(waiting().empty());
}

TEST_F(Outbox, AfterTenTriesItIsGivenUpWithTheReason) {
  wall.broken = 100;
  write(row("reply/1", clock.at));
  for (int i = 0; i < 20 && !waiting().empty(); ++i) {
    clock.at = clock.at + hours(6);
    ASSERT_TRUE(runner.run());
  }
  EXPECT_EQ(wall.calls, kMostTries);
  EXPECT_TRUE(waiting().empty());
}

// What was approved while the account was on the register does not go out through one that is off it.
TEST_F(Outbox, NothingGoesOutThroughAnAccountThatWasTakenOffTheRegister) {
  registered = false;
  write(row("reply/1", clock.at));
  EXPECT_EQ(runner.run().value(), 1);
  EXPECT_EQ(wall.calls, 0);
  ASSERT_EQ(waiting().size(), 1u);
  EXPECT_EQ(waiting()[0].error, "account.unknown forum-east");
  registered = true;
  clock.at = clock.at + minutes(1);
  EXPECT_EQ(runner.run().value(), 1);
  EXPECT_EQ(wall.calls, 1) << "it is on the register again";
}

TEST_F(Outbox, AReceiptIsTheLedgersAndAnUnknownChannelIsAFailure) {
  write(row("receipt/1", clock.at, "ledger"));
  write(row("reply/1", clock.at, "pigeon"));
  EXPECT_EQ(runner.run().value(), 1);
  const auto left = waiting();
  ASSERT_EQ(left.size(), 2u);
  for (const auto& r : left) EXPECT_EQ(r.error, r.channel == "ledger" ? "" : "channel.unknown pigeon");
  EXPECT_EQ(wall.calls, 0);
}

}  // namespace
}  // namespace hb::outbox
