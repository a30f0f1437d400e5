#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace hb {

/// A SHA-256 digest.
using Digest = std::array<uint8_t, 32>;

/// SHA-256 (FIPS 180-4) of the bytes.
Digest sha256(std::string_view bytes);

/// SHA-256 over pieces, in order: `Sha256().add(a).add(b).digest()`.
class Sha256 {
 public:
  Sha256();
  Sha256& add(std::string_view bytes);
  Digest digest();

 private:
  alignas(16) std::array<unsigned char, 256> state_;
};

/// HMAC-SHA-256 (RFC 2104).
Digest hmac_sha256(std::string_view key, std::string_view bytes);

inline std::string_view view(const Digest& d) { return {reinterpret_cast<const char*>(d.data()), d.size()}; }

/// Lower-case hexadecimal; `from_hex` accepts lower case only, errors "hex.malformed".
std::string to_hex(std::string_view bytes);
Result<std::string> from_hex(std::string_view text);

/// RFC 4648 section 4 with padding; `from_base64` is strict (canonical padding, no blanks), errors "base64.malformed".
std::string to_base64(std::string_view bytes);
Result<std::string> from_base64(std::string_view text);

}  // namespace hb
