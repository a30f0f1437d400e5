#include "base/bytes.h"

#include <sodium.h>

#include <cstring>
#include <new>

namespace hb {
namespace {

const unsigned char* raw(std::string_view s) { return reinterpret_cast<const unsigned char*>(s.data()); }
crypto_hash_sha256_state* as_state(void* p) { return std::launder(static_cast<crypto_hash_sha256_state*>(p)); }

}  // namespace

Digest sha256(std::string_view bytes) {
  Digest out;
  crypto_hash_sha256(out.data(), raw(bytes), bytes.size());
  return out;
}

Sha256::Sha256() : state_{} {
  static_assert(sizeof(crypto_hash_sha256_state) <= sizeof(state_));
  crypto_hash_sha256_init(::new (state_.data()) crypto_hash_sha256_state);
}

Sha256& Sha256::add(std::string_view bytes) {
  crypto_hash_sha256_update(as_state(state_.data()), raw(bytes), bytes.size());
  return *this;
}

Digest Sha256::digest() {
  Digest out;
  crypto_hash_sha256_final(as_state(state_.data()), out.data());
  return out;
}

Digest hmac_sha256(std::string_view key, std::string_view bytes) {
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, raw(key), key.size());
  crypto_auth_hmacsha256_update(&state, raw(bytes), bytes.size());
  Digest out;
  crypto_auth_hmacsha256_final(&state, out.data());
  return out;
}

std::string to_hex(std::string_view bytes) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string out;
  out.reserve(bytes.size() * 2);
  for (const char c : bytes) {
    out += kDigits[static_cast<unsigned char>(c) >> 4];
    out += kDigits[static_cast<unsigned char>(c) & 15];
  }
  return out;
}

Result<std::string> from_hex(std::string_view text) {
  const auto value = [](char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return -1;
  };
  if (text.size() % 2 != 0) return fail("hex.malformed");
  std::string out;
  for (size_t i = 0; i < text.size(); i += 2) {
    const int hi = value(text[i]), lo = value(text[i + 1]);
    if (hi < 0 || lo < 0) return fail("hex.malformed");
    out += static_cast<char>(hi * 16 + lo);
  }
  return out;
}

std::string to_base64(std::string_view bytes) {
  std::string out(sodium_base64_encoded_len(bytes.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(out.data(), out.size(), raw(bytes), bytes.size(), sodium_base64_VARIANT_ORIGINAL);
  out.pop_back();
  return out;
}

Result<std::string> from_base64(std::string_view text) {
  std::string out(text.size() / 4 * 3 + 3, '\0');
  size_t n = 0;
  const char* end = nullptr;
  if (sodium_base642bin(reinterpret_cast<unsigned char*>(out.data()), out.size(), text.data(), text.size(), nullptr, &n,
                        &end, sodium_base64_VARIANT_ORIGINAL) != 0 ||
      end != text.data() + text.size())
    return fail("base64.malformed");
  out.resize(n);
  if (to_base64(out) != text) return fail("base64.malformed");
  return out;
}

}  // namespace hb
