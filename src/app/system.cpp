#include "app/system.h"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <iterator>
#include <mutex>

namespace hb::app {
namespace {

const unsigned char* raw(std::string_view s) { return reinterpret_cast<const unsigned char*>(s.data()); }
unsigned char* raw(std::string& s) { return reinterpret_cast<unsigned char*>(s.data()); }

// OWASP's floor (safety.md D36): 19 MiB, two passes.
constexpr size_t kArgonMemory = size_t{19456} * 1024;
constexpr unsigned long long kArgonPasses = 2;

// Durable before it is used: a sealed text whose key was lost in a power cut would be lost with it.
bool write_key(const std::filesystem::path& path, std::string_view key) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0) return false;
  const bool ok = ::write(file, key.data(), key.size()) == static_cast<ssize_t>(key.size()) && ::fsync(file) == 0;
  ::close(file);
  const int dir = ::open(path.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (dir < 0) return false;
  const bool synced = ::fsync(dir) == 0;
  ::close(dir);
  return ok && synced;
}

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

Result<std::string> FileVault::key(const CaseNumber& number, bool make) {
  static std::mutex one_maker;
  const std::lock_guard lock(one_maker);
  const auto path = dir_ / (number.value + ".key");
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored)) {
    if (!make) return fail("vault.no-key", number.value);
    std::filesystem::create_directories(dir_, ignored);
    ::chmod(dir_.c_str(), 0700);
    std::string fresh(crypto_secretbox_KEYBYTES, '\0');
    randombytes_buf(fresh.data(), fresh.size());
    if (!write_key(path, fresh)) return fail("vault.cannot-write", number.value);
    return fresh;
  }
  std::ifstream file(path, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(file), {}};
  if (bytes.size() != crypto_secretbox_KEYBYTES) return fail("vault.bad-key", number.value);
  return bytes;
}

Result<std::string> FileVault::seal(const CaseNumber& number, std::string_view plain) {
  const auto secret = key(number, /*make=*/true);
  if (!secret) return secret;
  std::string out(crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + plain.size(), '\0');
  randombytes_buf(out.data(), crypto_secretbox_NONCEBYTES);
  crypto_secretbox_easy(raw(out) + crypto_secretbox_NONCEBYTES, raw(plain), plain.size(), raw(out), raw(*secret));
  return out;
}

Result<std::string> FileVault::open(const CaseNumber& number, std::string_view sealed) {
  const auto secret = key(number, /*make=*/false);
  if (!secret) return secret;
  constexpr size_t kExtra = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES;
  if (sealed.size() < kExtra) return fail("vault.damaged", number.value);
  std::string out(sealed.size() - kExtra, '\0');
  const auto box = sealed.substr(crypto_secretbox_NONCEBYTES);
  if (crypto_secretbox_open_easy(raw(out), raw(box), box.size(), raw(sealed), raw(*secret)) != 0)
    return fail("vault.damaged", number.value);
  return out;
}

}  // namespace hb::app
