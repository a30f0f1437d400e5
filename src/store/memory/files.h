#pragma once
#include <map>
#include <mutex>
#include <string>

#include "desk/ports.h"

namespace hb::store {

/// Files that end with the object; otherwise as DiskFiles. Any thread.
class MemoryFiles final : public desk::Files {
 public:
  Result<void> write(std::string_view path, std::string_view bytes) override;
  Result<std::optional<std::string>> read(std::string_view path) override;

 private:
  std::mutex mutex_;
  std::map<std::string, std::string, std::less<>> files_;
};

}  // namespace hb::store
