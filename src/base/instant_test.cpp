#include "base/instant.h"

#include <gtest/gtest.h>

namespace hb {
namespace {

TEST(Instant, ReadsAndWritesRfc3339) {
  const struct {
    const char* text;
    int64_t seconds;
  } good[] = {
      {"1970-01-01T00:00:00Z", 0},
      {"2026-03-03T08:00:00+08:00", 1772496000},
      {"2026-03-03T00:00:00Z", 1772496000},
      {"2026-03-02T19:00:00-05:00", 1772496000},
      {"2026-03-03 00:00:00.999Z", 1772496000},
      {"1969-12-31T23:59:59Z", -1},
  };
  for (const auto& row : good) {
    const auto got = parse_rfc3339(row.text);
    ASSERT_TRUE(got) << row.text;
    EXPECT_EQ(got->seconds, row.seconds) << row.text;
  }
  EXPECT_EQ(format_rfc3339({1772496000}), "2026-03-03T00:00:00Z");
  EXPECT_EQ(format_rfc3339({1772496000}, hours(8)), "2026-03-03T08:00:00+08:00");
  EXPECT_EQ(format_rfc3339({-1}), "1969-12-31T23:59:59Z");
}

TEST(Instant, RefusesWhatIsNotATime) {
  for (const char* bad :
       {"", "2026-03-03", "2026-02-30T00:00:00Z", "2026-03-03T24:00:00Z", "2026-03-03T00:00:00",
        "2026-03-03T00:00:00+8:00", "2026-03-03T00:00:00.Z", "2026-03-03T00:00:00Zx", "0000-01-01T00:00:00Z"}) {
    const auto got = parse_rfc3339(bad);
    ASSERT_FALSE(got) << bad;
    EXPECT_EQ(got.error().code, "time.malformed");
  }
}

}  // namespace
}  // namespace hb
