#include "http/rate_limit.h"

#include <gtest/gtest.h>

#include <array>

#include "base/instant.h"

namespace hb::http {
namespace {

TEST(RateLimit, AFloodIsHeldBackAndItsNeighboursPatienceComesBack) {
  RateLimit limit({3, 1}, {100, 100});
  const Instant now{1000};
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(limit.take("203.0.113." + std::to_string(i), now)) << i;
  EXPECT_FALSE(limit.take("203.0.113.99", now)) << "another address of the same sender";
  EXPECT_TRUE(limit.take("203.0.114.1", now)) << "nobody else is shut out";
  EXPECT_FALSE(limit.take("203.0.113.1", now + Seconds{59}));
  EXPECT_TRUE(limit.take("203.0.113.1", now + Seconds{61}));
  EXPECT_FALSE(limit.take("203.0.113.1", now + Seconds{61}));
  EXPECT_FALSE(limit.take("203.0.113.1", now)) << "a clock set back gives nothing";
}

TEST(RateLimit, AllTogetherHaveALimitToo) {
  RateLimit limit({3, 1}, {5, 60});
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(limit.take("10.0." + std::to_string(i) + ".1", {1000})) << i;
  EXPECT_FALSE(limit.take("10.0.77.1", {1000}));
  EXPECT_TRUE(limit.take("10.0.77.1", {1001}));
}

TEST(RateLimit, WhatIsRememberedIsBounded) {
  RateLimit limit({2, 1}, {1e6, 1e6});
  for (int i = 0; i < 10'000; ++i)
    EXPECT_TRUE(limit.take("10." + std::to_string(i / 256) + "." + std::to_string(i % 256) + ".1", {1000}));
  EXPECT_FALSE(limit.take("11.0.0.1", {1000}));
  EXPECT_TRUE(limit.take("10.0.0.1", {1000})) << "who is known goes on";
  EXPECT_TRUE(limit.take("11.0.0.1", {1000 + 120}));
}

TEST(RateLimit, ANeighbourhoodIsWhatOneSenderHas) {
  struct Row {
    const char *one, *other;
    bool same;
  };
  constexpr std::array<Row, 8> kRows{{{"203.0.113.9", "203.0.113.200", true},
                                      {"2001:db8:1:2201::9", "2001:db8:1:22ff:1::", true},
                                      {"::ffff:203.0.113.9", "203.0.113.1", true},
                                      {"fe80::1%eth0", "fe80::2", true},
                                      {"203.0.113.9", "203.0.112.9", false},
                                      {"2001:db8:1:2201::9", "2001:db8:1:2301::9", false},
                                      {"203.0.113.9", "unknown", false},
                                      {"", "unknown", false}}};
  for (const Row& row : kRows) EXPECT_EQ(neighbourhood(row.one) == neighbourhood(row.other), row.same) << row.one;
}

}  // namespace
}  // namespace hb::http
