#include "store/memory/files.h"

#include "store/bounds.h"

namespace hb::store {

Result<void> MemoryFiles::write(std::string_view path, std::string_view bytes) {
  if (!safe_path(path)) return fail("files.path", std::string(path));
  const std::lock_guard hold(mutex_);
  const auto [at, fresh] = files_.try_emplace(std::string(path), bytes);
  if (fresh || at->second == bytes) return {};
  if (path != kCheckpoint) return fail("files.differ", std::string(path));
  at->second = bytes;
  return {};
}

Result<std::optional<std::string>> MemoryFiles::read(std::string_view path) {
  if (!safe_path(path)) return fail("files.path", std::string(path));
  const std::lock_guard hold(mutex_);
  const auto at = files_.find(path);
  if (at == files_.end()) return std::nullopt;
  return at->second;
}

}  // namespace hb::store
