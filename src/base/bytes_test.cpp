#include "base/bytes.h"

#include <gtest/gtest.h>

namespace hb {
namespace {

TEST(Bytes, Sha256KnownAnswers) {
  EXPECT_EQ(to_hex(view(sha256(""))), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(to_hex(view(sha256("abc"))), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(Sha256().add("a").add("bc").digest(), sha256("abc"));
}

TEST(Bytes, HmacKnownAnswer) {  // RFC 4231, test case 2
  EXPECT_EQ(to_hex(view(hmac_sha256("Jefe", "what do ya want for nothing?"))),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST(Bytes, CodecsRoundTripAndAreStrict) {
  for (const char* text : {"", "a", "ab", "abc", "abcd"}) {
    EXPECT_EQ(*from_base64(to_base64(text)), text);
    EXPECT_EQ(*from_hex(to_hex(text)), text);
  }
  for (const char* bad : {"YQ", "YQ==\n", " YQ==", "YR==", "Y===", "YQ==YQ=="}) EXPECT_FALSE(from_base64(bad)) << bad;
  for (const char* bad : {"0", "0G", "AB"}) EXPECT_FALSE(from_hex(bad)) << bad;
}

}  // namespace
}  // namespace hb
