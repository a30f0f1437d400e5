#include "app/demo/virtual_clock.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <string>

namespace hb::app::demo {
namespace {

constexpr size_t kWidth = 20;  // the same at every writing, so that one write replaces the other whole

int64_t steady() {
  return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

}  // namespace

VirtualClock::~VirtualClock() {
  keep();
  ::close(file_);
}

Result<std::unique_ptr<VirtualClock>> VirtualClock::open(const std::filesystem::path& file, Instant begin) {
  const int opened = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (opened < 0) return fail("clock.cannot-write", file.string());
  std::unique_ptr<VirtualClock> clock(new VirtualClock(opened));
  char text[kWidth] = {};
  const ssize_t size = ::pread(opened, text, sizeof text, 0);
  int64_t stood = 0;
  if (size > 0) std::from_chars(text, text + size, stood);
  clock->stands_ = std::max(stood, begin.seconds);
  return clock;
}

Instant VirtualClock::now() const { return {runs_ ? steady() + ahead_ : stands_.load()}; }

void VirtualClock::set(Instant at) {
  if (runs_ || at.seconds <= stands_) return;
  stands_ = at.seconds;
  keep();
}

void VirtualClock::run() {
  ahead_ = stands_ - steady();
  runs_ = true;
}

void VirtualClock::keep() const {
  std::string text = std::to_string(now().seconds);
  text.resize(kWidth - 1, ' ');
  text += '\n';
  [[maybe_unused]] const ssize_t written = ::pwrite(file_, text.data(), text.size(), 0);
}

}  // namespace hb::app::demo
