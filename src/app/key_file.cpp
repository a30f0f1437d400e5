#include "app/key_file.h"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <iterator>
#include <mutex>

namespace hb::app {
namespace {

const unsigned char* raw(std::string_view s) { return reinterpret_cast<const unsigned char*>(s.data()); }
unsigned char* raw(std::string& s) { return reinterpret_cast<unsigned char*>(s.data()); }

bool sync_folder(const std::filesystem::path& dir) {
  const int folder = ::open(dir.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return false;
  const bool synced = ::fsync(folder) == 0;
  ::close(folder);
  return synced;
}

// Under another name first: a stop between making and filling must not leave an empty key.
bool write_key(const std::filesystem::path& path, std::string_view key) {
  const std::string fresh = path.string() + ".new";
  const int file = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0) return false;
  const bool ok = ::write(file, key.data(), key.size()) == static_cast<ssize_t>(key.size()) && ::fsync(file) == 0;
  ::close(file);
  return ok && ::rename(fresh.c_str(), path.c_str()) == 0 && sync_folder(path.parent_path());
}

}  // namespace

Result<std::string> key_file(const std::filesystem::path& path, size_t size, bool make) {
  static std::mutex one_maker;
  const std::lock_guard lock(one_maker);
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored)) {
    if (!make) return fail("key.missing", path.filename().string());
    const auto dir = path.parent_path();
    std::filesystem::create_directories(dir, ignored);
    ::chmod(dir.c_str(), 0700);
    std::string fresh(size, '\0');
    randombytes_buf(fresh.data(), fresh.size());
    if (!write_key(path, fresh) || !sync_folder(dir.parent_path())) return fail("key.cannot-write", path.string());
    return fresh;
  }
  std::ifstream file(path, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(file), {}};
  if (bytes.size() != size) return fail("key.damaged", path.filename().string());
  return bytes;
}

std::string seal_bytes(std::string_view key, std::string_view plain) {
  std::string out(crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + plain.size(), '\0');
  randombytes_buf(out.data(), crypto_secretbox_NONCEBYTES);
  crypto_secretbox_easy(raw(out) + crypto_secretbox_NONCEBYTES, raw(plain), plain.size(), raw(out), raw(key));
  return out;
}

Result<std::string> open_bytes(std::string_view key, std::string_view sealed) {
  constexpr size_t kExtra = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES;
  if (key.size() != crypto_secretbox_KEYBYTES || sealed.size() < kExtra) return fail("seal.damaged");
  std::string out(sealed.size() - kExtra, '\0');
  const auto box = sealed.substr(crypto_secretbox_NONCEBYTES);
  if (crypto_secretbox_open_easy(raw(out), raw(box), box.size(), raw(sealed), raw(key)) != 0)
    return fail("seal.damaged");
  return out;
}

}  // namespace hb::app
