#include "app/system.h"

#include <sodium.h>

#include <chrono>

#include "app/key_file.h"

namespace hb::app {
namespace {

// OWASP's floor (safety.md D36): 19 MiB, two passes.
constexpr size_t kArgonMemory = size_t{19456} * 1024;
constexpr unsigned long long kArgonPasses = 2;

}  // namespace

Instant SystemClock::now() const {
  return {
      std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count()};
}

void SystemRandom::fill(std::span<uint8_t> out) { randombytes_buf(out.data(), out.size()); }

FileVault::FileVault(std::filesystem::path dir) : dir_(std::move(dir)) {}

std::string FileVault::hash_secret(std::string_view secret) {
  std::string out(crypto_pwhash_STRBYTES, '\0');
  if (crypto_pwhash_str(out.data(), secret.data(), secret.size(), kArgonPasses, kArgonMemory) != 0) return {};
  out.resize(out.find('\0'));
  return out;
}

bool FileVault::fits(std::string_view secret, std::string_view hashed) {
  const std::string terminated(hashed);
  return !hashed.empty() && crypto_pwhash_str_verify(terminated.c_str(), secret.data(), secret.size()) == 0;
}

Result<std::string> FileVault::seal(const CaseNumber& number, std::string_view plain) {
  const auto key = key_file(dir_ / (number.value + ".key"), crypto_secretbox_KEYBYTES, /*make=*/true);
  if (!key) return key;
  return seal_bytes(*key, plain);
}

Result<std::string> FileVault::open(const CaseNumber& number, std::string_view sealed) {
  const auto key = key_file(dir_ / (number.value + ".key"), crypto_secretbox_KEYBYTES, /*make=*/false);
  if (!key) return key;
  return open_bytes(*key, sealed);
}

}  // namespace hb::app
