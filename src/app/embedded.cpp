#include "app/embedded.h"

#include <algorithm>

namespace hb::app {

std::optional<std::string_view> embedded(std::string_view path) {
  const auto files = embedded_files();
  const auto it = std::ranges::lower_bound(files, path, {}, &Embedded::path);
  if (it == files.end() || it->path != path) return std::nullopt;
  return it->bytes;
}

}  // namespace hb::app
