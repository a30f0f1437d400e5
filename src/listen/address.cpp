#include "listen/address.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>

namespace hb::listen {
namespace {

constexpr std::array<uint8_t, 12> kMapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};

struct Block {
  std::array<uint8_t, 16> prefix;
  int bits;
};

constexpr Block v4(uint8_t a, uint8_t b, uint8_t c, int bits) {
  return {{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, a, b, c, 0}, 96 + bits};
}
constexpr Block v6(uint16_t a, uint16_t b, int bits) {
  return {
      {static_cast<uint8_t>(a >> 8), static_cast<uint8_t>(a), static_cast<uint8_t>(b >> 8), static_cast<uint8_t>(b)},
      bits};
}

// Of IPv6 only 2000::/3 is given out for the public internet; these lie inside it, or are IPv4.
constexpr Block kGlobal = v6(0x2000, 0, 3);
constexpr std::array kRefused{
    v4(0, 0, 0, 8),         // "this network"
    v4(10, 0, 0, 8),        // private
    v4(100, 64, 0, 10),     // carriers' own
    v4(127, 0, 0, 8),       // loopback
    v4(169, 254, 0, 16),    // link-local; the metadata services of clouds
    v4(172, 16, 0, 12),     // private
    v4(192, 0, 0, 24),      // protocol assignments
    v4(192, 0, 2, 24),      // documentation
    v4(192, 88, 99, 24),    // 6to4 relays
    v4(192, 168, 0, 16),    // private
    v4(198, 18, 0, 15),     // benchmarks
    v4(198, 51, 100, 24),   // documentation
    v4(203, 0, 113, 24),    // documentation
    v4(224, 0, 0, 4),       // multicast
    v4(240, 0, 0, 4),       // reserved, broadcast
    v6(0x2001, 0, 23),      // protocol assignments, Teredo
    v6(0x2001, 0xDB8, 32),  // documentation
    v6(0x2002, 0, 16),      // 6to4
    v6(0x3FFF, 0, 20),      // documentation
};

bool within(const std::array<uint8_t, 16>& address, const Block& block) {
  const auto whole = static_cast<size_t>(block.bits / 8);
  if (!std::equal(address.begin(), address.begin() + whole, block.prefix.begin())) return false;
  const int rest = block.bits % 8;
  return rest == 0 || (address[whole] ^ block.prefix[whole]) >> (8 - rest) == 0;
}

bool is_v4(const std::array<uint8_t, 16>& address) {
  return std::equal(kMapped.begin(), kMapped.end(), address.begin());
}

}  // namespace

Result<Endpoint> parse_endpoint(std::string_view text) {
  const auto malformed = [&] { return fail("listing.malformed", std::string(text.substr(0, 64))); };
  const size_t colon = text.rfind(':');
  if (colon == std::string_view::npos || text.size() > 64) return malformed();
  const std::string_view digits = text.substr(colon + 1);
  Endpoint e;
  const auto [end, wrong] = std::from_chars(digits.data(), digits.data() + digits.size(), e.port);
  if (wrong != std::errc() || end != digits.data() + digits.size() || e.port == 0) return malformed();
  std::string host(text.substr(0, colon));
  if (host.starts_with('[') && host.ends_with(']')) {
    host = host.substr(1, host.size() - 2);
    if (inet_pton(AF_INET6, host.c_str(), e.address.data()) != 1) return malformed();
    return e;
  }
  std::copy(kMapped.begin(), kMapped.end(), e.address.begin());
  if (inet_pton(AF_INET, host.c_str(), e.address.data() + kMapped.size()) != 1) return malformed();
  return e;
}

std::string to_text(const Endpoint& e) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (is_v4(e.address)) {
    inet_ntop(AF_INET, e.address.data() + kMapped.size(), text.data(), text.size());
    return std::string(text.data()) + ":" + std::to_string(e.port);
  }
  inet_ntop(AF_INET6, e.address.data(), text.data(), text.size());
  return "[" + std::string(text.data()) + "]:" + std::to_string(e.port);
}

bool is_public(const Endpoint& e) {
  if (!is_v4(e.address) && !within(e.address, kGlobal)) return false;
  return std::none_of(kRefused.begin(), kRefused.end(), [&](const Block& b) { return within(e.address, b); });
}

Reach judge(const Endpoint& e, std::span<const Endpoint> listed) {
  if (std::find(listed.begin(), listed.end(), e) != listed.end()) return Reach::allowed;
  if (!is_public(e)) return Reach::address_refused;
  return e.port == 80 || e.port == 443 ? Reach::allowed : Reach::port_refused;
}

}  // namespace hb::listen
