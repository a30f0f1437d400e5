#include "store/sqlite/files.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>

#include "store/bounds.h"

namespace hb::store {
namespace {

bool sync_folder(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool done = fd >= 0 && ::fsync(fd) == 0;
  if (fd >= 0) ::close(fd);
  return done;
}

bool write_synced(const std::string& path, std::string_view bytes) {
  const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (fd < 0) return false;
  bool done = true;
  while (done && !bytes.empty()) {
    const auto n = ::write(fd, bytes.data(), bytes.size());
    done = n > 0;
    if (done) bytes.remove_prefix(static_cast<size_t>(n));
  }
  done = done && ::fsync(fd) == 0;
  return ::close(fd) == 0 && done;
}

}  // namespace

Result<void> DiskFiles::write(std::string_view path, std::string_view bytes) {
  if (!safe_path(path)) return fail("files.path", std::string(path));
  const std::lock_guard hold(writing_);
  auto there = read(path);
  if (!there) return tl::unexpected(there.error());
  if (*there && **there == bytes) return {};
  if (*there && path != kCheckpoint) return fail("files.differ", std::string(path));
  const std::string to = dir_ + "/" + std::string(path);
  const std::string folder = std::filesystem::path(to).parent_path();
  std::error_code ec;
  std::filesystem::create_directories(folder, ec);
  if (ec || !write_synced(to + ".new", bytes) || std::rename((to + ".new").c_str(), to.c_str()) != 0)
    return fail("store.broken", std::string(path));
  // Folders made on the way stand in their parents: each is synced up to our own.
  for (std::filesystem::path up = folder;; up = up.parent_path()) {
    if (!sync_folder(up)) return fail("store.broken", std::string(path));
    if (up == std::filesystem::path(dir_) || !up.has_relative_path()) return {};
  }
}

Result<std::optional<std::string>> DiskFiles::read(std::string_view path) {
  if (!safe_path(path)) return fail("files.path", std::string(path));
  const int fd = ::open((dir_ + "/" + std::string(path)).c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) {
    if (errno == ENOENT) return std::nullopt;
    return fail("store.broken", std::string(path));
  }
  std::string out;
  std::array<char, 16384> piece{};
  ssize_t n = 0;
  while ((n = ::read(fd, piece.data(), piece.size())) > 0) out.append(piece.data(), static_cast<size_t>(n));
  ::close(fd);
  if (n < 0) return fail("store.broken", std::string(path));
  return out;
}

}  // namespace hb::store
