#pragma once
#include <mutex>

#include "desk/ports.h"

namespace hb::store {

/// Files under one folder. Paths are relative, of letters, digits, "-", "." and "_" between "/", none of them "..";
/// others: "files.path". Any thread.
class DiskFiles final : public desk::Files {
 public:
  explicit DiskFiles(std::string dir) : dir_(std::move(dir)) {}
  Result<void> write(std::string_view path, std::string_view bytes) override;
  Result<std::optional<std::string>> read(std::string_view path) override;

 private:
  std::string dir_;
  std::mutex writing_;
};

}  // namespace hb::store
