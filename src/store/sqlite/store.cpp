#include "store/sqlite/store.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <filesystem>

#include "store/sqlite/migrations.h"

namespace hb::store {
namespace {
constexpr int kReaders = 4;
}

SqliteStore::Lock::~Lock() {
  if (fd >= 0) ::close(fd);
}

Result<void> SqliteStore::Lock::take(const std::string& path) {
  fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0) return fail("store.broken", path);
  if (::flock(fd, LOCK_EX | LOCK_NB) != 0) {
    std::array<char, 32> holder{};
    const auto size = ::pread(fd, holder.data(), holder.size(), 0);
    return fail("store.locked", std::string(holder.data(), size > 0 ? static_cast<size_t>(size) : 0));
  }
  const std::string pid = std::to_string(::getpid());
  if (::ftruncate(fd, 0) != 0 || ::pwrite(fd, pid.data(), pid.size(), 0) != static_cast<ssize_t>(pid.size()))
    return fail("store.broken", path);
  return {};
}

SqliteStore::Lease::Lease(SqliteStore& store) : store_(store) {
  std::unique_lock hold(store_.lending_);
  store_.returned_.wait(hold, [&] { return !store_.readers_.empty(); });
  connection_ = std::move(store_.readers_.back());
  store_.readers_.pop_back();
}

SqliteStore::Lease::~Lease() {
  {
    const std::lock_guard hold(store_.lending_);
    store_.readers_.push_back(std::move(connection_));
  }
  store_.returned_.notify_one();
}

Result<std::unique_ptr<SqliteStore>> SqliteStore::open(const std::string& dir) {
  std::error_code ec;
  const bool made = std::filesystem::create_directories(dir, ec);
  if (!ec && made) std::filesystem::permissions(dir, std::filesystem::perms::owner_all, ec);
  if (ec) return fail("store.broken", dir);
  std::unique_ptr<SqliteStore> store(new SqliteStore);
  if (auto locked = store->lock_.take(dir + "/lock"); !locked) return tl::unexpected(locked.error());
  const std::string path = dir + "/hearback.db";
  auto writer = Connection::open(path, false, store->work_);
  if (!writer) return tl::unexpected(writer.error());
  store->writer_ = std::move(*writer);
  if (auto done = migrate(*store->writer_); !done) return tl::unexpected(done.error());
  for (int i = 0; i < kReaders; ++i) {
    auto reader = Connection::open(path, true, store->work_);
    if (!reader) return tl::unexpected(reader.error());
    store->readers_.push_back(std::move(*reader));
  }
  return store;
}

}  // namespace hb::store
