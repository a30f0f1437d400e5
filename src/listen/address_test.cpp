#include "listen/address.h"

#include <gtest/gtest.h>

#include <vector>

namespace hb::listen {
namespace {

// A fetch that reaches inside opens the agency's own network to whoever writes a page: every block, at both its ends.
TEST(Address, RefusesEveryBlockThatIsNotThePublicInternet) {
  for (const char* row : {"0.0.0.0:80",
                          "0.255.255.255:80",
                          "10.0.0.0:80",
                          "10.255.255.255:80",
                          "100.64.0.0:80",
                          "100.127.255.255:80",
                          "127.0.0.1:80",
                          "127.255.255.255:80",
                          "169.254.169.254:80",
                          "172.16.0.0:80",
                          "172.31.255.255:80",
                          "192.0.0.8:80",
                          "192.0.2.1:80",
                          "192.88.99.1:80",
                          "192.168.1.1:80",
                          "198.18.0.1:80",
                          "198.19.255.255:80",
                          "198.51.100.7:80",
                          "203.0.113.7:80",
                          "224.0.0.1:80",
                          "239.255.255.255:80",
                          "240.0.0.1:80",
                          "255.255.255.255:80",
                          "[::]:80",
                          "[::1]:80",
                          "[::127.0.0.1]:80",
                          "[::ffff:127.0.0.1]:80",
                          "[::ffff:10.1.2.3]:80",
                          "[::ffff:a9fe:a9fe]:80",
                          "[::ffff:0:127.0.0.1]:80",
                          "[64:ff9b::7f00:1]:80",
                          "[64:ff9b::8.8.8.8]:80",
                          "[64:ff9b:1::1]:80",
                          "[100::1]:80",
                          "[2001::1]:80",
                          "[2001:0:4136:e378::1]:80",
                          "[2001:1ff:ffff::1]:80",
                          "[2001:db8::1]:80",
                          "[2002:7f00:1::1]:80",
                          "[2002:808:808::1]:80",
                          "[3fff::1]:80",
                          "[4000::1]:80",
                          "[5f00::1]:80",
                          "[fc00::1]:80",
                          "[fdff:ffff::1]:80",
                          "[fe80::1]:80",
                          "[febf::1]:80",
                          "[fec0::1]:80",
                          "[ff02::1]:80",
                          "[ffff::1]:80"}) {
    const auto e = parse_endpoint(row);
    ASSERT_TRUE(e) << row;
    EXPECT_EQ(judge(*e, {}), Reach::address_refused) << row;
  }
}

TEST(Address, ReachesThePublicInternetRightBesideTheBlocks) {
  for (const char* row : {"1.0.0.0:80",         "9.255.255.255:443",  "11.0.0.0:80",
                          "100.63.255.255:80",  "100.128.0.0:80",     "126.255.255.255:80",
                          "128.0.0.1:80",       "169.253.255.255:80", "172.15.255.255:80",
                          "172.32.0.0:80",      "192.0.1.0:80",       "192.0.3.0:80",
                          "192.167.255.255:80", "192.169.0.0:80",     "198.17.255.255:80",
                          "198.20.0.0:80",      "223.255.255.255:80", "[::ffff:8.8.8.8]:80",
                          "[2001:200::1]:443",  "[2400:3200::1]:443", "[2606:4700::1111]:443",
                          "[2003::1]:80"}) {
    const auto e = parse_endpoint(row);
    ASSERT_TRUE(e) << row;
    EXPECT_EQ(judge(*e, {}), Reach::allowed) << row;
  }
}

TEST(Address, OtherPortsAndInsideAddressesOnlyAsListed) {
  const std::vector<Endpoint> listed{*parse_endpoint("127.0.0.1:8081"), *parse_endpoint("93.184.216.34:8080")};
  const auto at = [&](const char* text) { return judge(*parse_endpoint(text), listed); };
  EXPECT_EQ(at("127.0.0.1:8081"), Reach::allowed);
  EXPECT_EQ(at("[::ffff:127.0.0.1]:8081"), Reach::allowed) << "the same address in its other spelling";
  EXPECT_EQ(at("127.0.0.1:8082"), Reach::address_refused);
  EXPECT_EQ(at("127.0.0.2:8081"), Reach::address_refused);
  EXPECT_EQ(at("127.0.0.1:80"), Reach::address_refused);
  EXPECT_EQ(at("93.184.216.34:8080"), Reach::allowed);
  EXPECT_EQ(at("93.184.216.34:22"), Reach::port_refused);
  EXPECT_EQ(at("93.184.216.35:8080"), Reach::port_refused);
}

TEST(Address, ListingsAreReadStrictly) {
  for (const char* good : {"127.0.0.1:8081", "[::1]:80", "[fd00::1]:65535", "10.0.0.1:1"})
    EXPECT_EQ(to_text(*parse_endpoint(good)), good);
  for (const char* bad : {"", ":", "127.0.0.1", "127.0.0.1:", "127.0.0.1:0", "127.0.0.1:65536", "127.0.0.1:80x",
                          "127.1:80", "0x7f.1:80", "2130706433:80", "localhost:80", "::1:80", "[::1]", "[::1:80",
                          "[127.0.0.1]:80", "127.0.0.1:-80", "*:80", "127.0.0.0/8:80"})
    EXPECT_FALSE(parse_endpoint(bad)) << bad;
}

}  // namespace
}  // namespace hb::listen
