#include "base/utf8.h"

#include <gtest/gtest.h>

namespace hb {
namespace {

TEST(Utf8, AcceptsWellFormedAndRefusesTheRest) {
  for (const char* good : {"", "abc", "听答", "𠮷", "\xF4\x8F\xBF\xBF"}) EXPECT_TRUE(valid_utf8(good)) << good;
  for (const char* bad : {"\x80", "\xC0\x80", "\xC3", "\xE0\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80",
                          "\xF0\x8F\xBF\xBF", "\xFF", "a\xE5\x90"})
    EXPECT_FALSE(valid_utf8(bad));
}

TEST(Utf8, CountsAndSlicesByCodePoint) {
  EXPECT_EQ(count_code_points("a听𠮷"), 3u);
  EXPECT_EQ(slice_code_points("a听𠮷b", 1, 3), "听𠮷");
  EXPECT_EQ(slice_code_points("听", 0, 9), "听");
  EXPECT_EQ(to_utf8(to_utf32("a听𠮷")), "a听𠮷");
  EXPECT_EQ(count_code_points("\xFF\xFF"), 2u);
}

TEST(Utf8, AStartDoesNotCutACharacter) {
  EXPECT_EQ(start_of("听答", 9), "听答");
  EXPECT_EQ(start_of("听答", 6), "听答");
  EXPECT_EQ(start_of("听答", 5), "听");
  EXPECT_EQ(start_of("听答", 2), "");
  EXPECT_EQ(start_of("ab", 1), "a");
}

}  // namespace
}  // namespace hb
