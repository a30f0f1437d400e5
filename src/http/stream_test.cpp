#include "http/stream.h"

#include <gtest/gtest.h>

namespace hb::http {
namespace {

TEST(Stream, GivesInOrderWhatWasOfferedAndThenItsEnd) {
  Stream stream;
  int told = 0;
  EXPECT_TRUE(stream.offer("a"));
  stream.attach([&] { ++told; });
  EXPECT_TRUE(stream.offer("b"));
  EXPECT_EQ(told, 2);
  stream.end();
  EXPECT_FALSE(stream.offer("c"));
  EXPECT_TRUE(stream.over());
  EXPECT_EQ(stream.take(), "ab");
  EXPECT_EQ(stream.take(), "");
}

// One client that does not read must not cost the desk its memory.
TEST(Stream, WhoIsTooSlowIsCutOff) {
  Stream many;
  for (size_t i = 0; i < Stream::kMostPieces; ++i) ASSERT_TRUE(many.offer("x"));
  EXPECT_FALSE(many.offer("x"));
  EXPECT_TRUE(many.over());
  Stream large;
  EXPECT_TRUE(large.offer(std::string(Stream::kMostBytes, 'x')));
  EXPECT_FALSE(large.offer("x"));
  EXPECT_TRUE(large.over());
}

}  // namespace
}  // namespace hb::http
