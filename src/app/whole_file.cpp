#include "app/whole_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

namespace hb::app {

bool write_whole(const std::string& path, std::string_view bytes) {
  const std::string beside = path + ".new";
  const int file = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (file < 0) return false;
  bool written = true;
  while (written && !bytes.empty()) {
    const auto n = ::write(file, bytes.data(), bytes.size());
    if (n > 0) bytes.remove_prefix(static_cast<size_t>(n));
    written = n > 0 || (n < 0 && errno == EINTR);
  }
  written = written && ::fsync(file) == 0;
  return ::close(file) == 0 && written && std::rename(beside.c_str(), path.c_str()) == 0;
}

}  // namespace hb::app
