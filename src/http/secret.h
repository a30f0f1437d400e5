#pragma once
#include <array>
#include <string>

#include "base/bytes.h"
#include "desk/ports.h"

namespace hb::http {

/// `Bytes` unpredictable bytes in hexadecimal digits: what a cookie or a link is that nobody can guess.
template <size_t Bytes>
std::string random_token(desk::Random& random) {
  std::array<uint8_t, Bytes> bytes{};
  random.fill(bytes);
  return to_hex({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

}  // namespace hb::http
