#include "app/progress.h"

#include <fmt/core.h>
#include <unistd.h>

#include <cstdio>

namespace hb::app {

Progress::Progress(std::string_view what) : what_(what), shown_(::isatty(STDERR_FILENO) != 0) {}

void Progress::at(uint64_t done, uint64_t of, int64_t count) {
  if (!shown_) return;
  const auto now = std::chrono::steady_clock::now();
  if (now < next_) return;
  next_ = now + std::chrono::milliseconds(100);
  const uint64_t signs = of == 0 ? 40 : done * 40 / of;
  fmt::print(stderr, "\r[{:#<{}}{:.<{}}] {} {}", "", signs, "", 40 - signs, count, what_);
}

void Progress::end() {
  if (shown_) fmt::print(stderr, "\n");
}

}  // namespace hb::app
