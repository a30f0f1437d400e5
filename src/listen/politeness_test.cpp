#include "listen/politeness.h"

#include <gtest/gtest.h>

namespace hb::listen {
namespace {

constexpr Instant kNow{1'772'496'000};  // 2026-03-03T00:00:00Z
constexpr Seconds kRhythm = minutes(30);

Pace after(std::initializer_list<Outcome> outcomes) {
  Pace pace;
  for (const auto& o : outcomes) pace = next(pace, o, kRhythm, kNow);
  return pace;
}
Seconds wait_after(std::initializer_list<Outcome> outcomes) { return after(outcomes).next_due - kNow; }

constexpr Outcome kQuiet{Visit::fresh, 20, 20};
constexpr Outcome kBusy{Visit::fresh, 20, 2};
constexpr Outcome kHalf{Visit::fresh, 20, 10};

TEST(Pace, TheRhythmIsThePromiseAndIsNeverExceeded) {
  EXPECT_EQ(wait_after({kQuiet}), kRhythm);
  EXPECT_EQ(wait_after({kQuiet, kQuiet, kQuiet, {Visit::unchanged}}), kRhythm);
  EXPECT_EQ(wait_after({{Visit::fresh, 20, 0}}), kRhythm) << "at the first visit all is new and says nothing";
}

// A feed of 20 entries of which 18 are new has lost some: it must be asked sooner.
TEST(Pace, ABusySourceIsAskedSoonerAndAQuietOneLessAgain) {
  EXPECT_EQ(wait_after({kQuiet, kBusy}), kRhythm) << "once is chance";
  EXPECT_EQ(wait_after({kQuiet, kBusy, kBusy}), minutes(15));
  EXPECT_EQ(wait_after({kQuiet, kBusy, kBusy, kBusy}), Seconds{450});
  EXPECT_EQ(wait_after({kQuiet, kBusy, kBusy, kBusy, kBusy, kBusy, kBusy, kBusy}), kShortestInterval);
  EXPECT_EQ(wait_after({kQuiet, kBusy, kBusy, kHalf}), minutes(15));
  EXPECT_EQ(wait_after({kQuiet, kBusy, kBusy, kQuiet}), minutes(20));
  EXPECT_EQ(wait_after({kQuiet, kBusy, kHalf, kBusy}), kRhythm);
}

TEST(Pace, FailuresCountByKindAndBackOffInALine) {
  EXPECT_EQ(wait_after({{Visit::hard}}), kRhythm);
  EXPECT_EQ(wait_after({{Visit::hard}, {Visit::hard}}), minutes(60));
  EXPECT_EQ(wait_after({{Visit::hard}, {Visit::hard}, {Visit::hard}}), minutes(90));
  EXPECT_DOUBLE_EQ(after({{Visit::hard}, {Visit::soft}, {Visit::temporary}}).failures, 1.75);
  EXPECT_EQ(wait_after({{Visit::soft}, {Visit::soft}, {Visit::soft}, {Visit::soft}}), minutes(60));
  EXPECT_EQ(wait_after({{Visit::hard}, {Visit::hard}, kQuiet}), kRhythm) << "one good visit and all is forgotten";
}

// "A surprising number of feeds come back from what looks like death."
TEST(Pace, NoSourceIsEverGivenUp) {
  Pace pace;
  for (int i = 0; i < 1000; ++i) {
    pace = next(pace, {Visit::hard}, kRhythm, kNow);
    ASSERT_LE(pace.next_due - kNow, kLongestWait);
  }
  EXPECT_EQ(pace.next_due - kNow, kLongestWait);
}

TEST(Pace, RetryAfterIsKeptToWithinADay) {
  const auto asked = [](Seconds s) { return wait_after({{.visit = Visit::soft, .retry_after = s}}); };
  EXPECT_EQ(asked(minutes(1)), kRhythm);
  EXPECT_EQ(asked(hours(3)), hours(3));
  EXPECT_EQ(asked(hours(88)), hours(24));
  const struct {
    const char* header;
    Seconds wait;
  } rows[] = {
      {"", {}},
      {"120", {120}},
      {"0", {}},
      {"-5", {}},
      {"316800", hours(24)},
      {"999999999999999999999", hours(24)},
      {"soon", {}},
      {"12x", {}},
      {"Tue, 03 Mar 2026 01:00:00 GMT", hours(1)},
      {"Tuesday, 03-Mar-26 01:00:00 GMT", hours(1)},
      {"Tue Mar  3 01:00:00 2026", hours(1)},
      {"Mon, 02 Mar 2026 00:00:00 GMT", {}},
      {"Tue, 03 Mar 2099 01:00:00 GMT", hours(24)},
  };
  for (const auto& row : rows) EXPECT_EQ(retry_after(row.header, kNow), row.wait) << row.header;
}

TEST(Pace, EveryTenthVisitAsksWithoutValidators) {
  Pace pace;
  int plain = 0;
  for (int i = 0; i < 40; ++i) {
    plain += unconditional(pace) ? 1 : 0;
    pace = next(pace, kQuiet, kRhythm, kNow);
  }
  EXPECT_EQ(plain, 4);
}

TEST(Pace, FailuresAreClassed) {
  EXPECT_EQ(failure_of("fetch.dns"), Visit::temporary);
  EXPECT_EQ(failure_of("fetch.timeout"), Visit::soft);
  EXPECT_EQ(failure_of("fetch.address-refused"), Visit::hard);
  EXPECT_EQ(failure_of("fetch.bomb"), Visit::hard);
  EXPECT_EQ(failure_of("feed.not-a-feed"), Visit::hard);
  EXPECT_EQ(failure_of(404), Visit::soft);
  EXPECT_EQ(failure_of(429), Visit::soft);
  EXPECT_EQ(failure_of(503), Visit::soft);
  EXPECT_EQ(failure_of(403), Visit::hard);
  EXPECT_EQ(failure_of(410), Visit::hard);
}

TEST(Hosts, AHostIsAskedOnceInTwoSeconds) {
  Hosts hosts;
  EXPECT_LE(hosts.free_at("http://a.example/1"), kNow);
  hosts.asked("http://a.example/1", kNow);
  EXPECT_EQ(hosts.free_at("http://A.example:80/2"), kNow + Seconds{2});
  EXPECT_LE(hosts.free_at("http://b.example/"), kNow);
  hosts.asked("http://a.example/", kNow, minutes(5));
  hosts.asked("http://a.example/", kNow);
  EXPECT_EQ(hosts.free_at("http://a.example/"), kNow + minutes(5)) << "a hold is not shortened";
}

TEST(Hosts, RobotsAreAskedOnceADay) {
  const std::string page = "http://a.example/x";
  Hosts hosts;
  EXPECT_FALSE(hosts.allows(page, kNow)) << "unknown";
  EXPECT_TRUE(hosts.robots(page, 200, "User-agent: *\nDisallow: /x", kNow));
  EXPECT_EQ(hosts.allows(page, kNow), false);
  EXPECT_EQ(hosts.allows("http://a.example/y", kNow), true);
  EXPECT_FALSE(hosts.allows("https://a.example/y", kNow)) << "another origin has its own";
  EXPECT_TRUE(hosts.allows(page, kNow + hours(23)));
  EXPECT_FALSE(hosts.allows(page, kNow + hours(24)));
}

TEST(Hosts, NoRobotsAllowAllAndUnreachableOnesForbidAll) {
  const std::string page = "http://a.example/x";
  for (const int status : {400, 401, 403, 404, 410}) {
    Hosts hosts;
    EXPECT_TRUE(hosts.robots(page, status, "User-agent: *\nDisallow: /", kNow)) << status;
    EXPECT_EQ(hosts.allows(page, kNow), true) << status;
  }
  for (const int status : {0, 301, 429, 500, 503}) {
    Hosts hosts;
    EXPECT_FALSE(hosts.robots(page, status, "User-agent: *\nAllow: /", kNow)) << status;
    EXPECT_FALSE(hosts.allows(page, kNow)) << status;
    EXPECT_EQ(hosts.free_at(page), kNow + Hosts::kUnreachableLast)
        << status << ": nothing of the host is asked till then";
  }
}

}  // namespace
}  // namespace hb::listen
