#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

/// Which addresses on a network a fetch may reach. Pure: asked at the moment of connecting, about the address itself,
/// so that no spelling of a URL and no answer of a name server gets around it.
namespace hb::listen {

/// An IPv4 or IPv6 address and a port. IPv4 is kept as IPv4-mapped IPv6 (::ffff:a.b.c.d, RFC 4291), so that the two
/// spellings are one.
struct Endpoint {
  std::array<uint8_t, 16> address{};
  uint16_t port = 0;

  friend bool operator==(const Endpoint&, const Endpoint&) = default;
};

/// Reads "ADDR:PORT": "127.0.0.1:8081", "[::1]:80". Dotted decimal or RFC 4291 text only, port 1–65535.
/// Error "listing.malformed" with the text.
Result<Endpoint> parse_endpoint(std::string_view text);

/// "127.0.0.1:8081", "[2001:db8::1]:80".
std::string to_text(const Endpoint& e);

/// Whether the address belongs to the public internet: in none of the blocks that IANA sets apart (RFC 6890 and its
/// registries), and neither are the IPv4 addresses inside IPv4-mapped ones. Translated and tunnelled forms (NAT64,
/// 6to4, Teredo) are never public.
bool is_public(const Endpoint& e);

enum class Reach : uint8_t { allowed, address_refused, port_refused };

/// Listed endpoints are allowed as they stand; of the rest public addresses at ports 80 and 443.
Reach judge(const Endpoint& e, std::span<const Endpoint> listed);

}  // namespace hb::listen
