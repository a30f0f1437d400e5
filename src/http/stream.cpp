#include "http/stream.h"

namespace hb::http {

bool Stream::offer(std::string piece) {
  bool taken = false;
  {
    const std::lock_guard hold(mutex_);
    if (over_) return false;
    taken = pieces_.size() < kMostPieces && bytes_ + piece.size() <= kMostBytes;
    over_ = !taken;
    if (taken) {
      bytes_ += piece.size();
      pieces_.push_back(std::move(piece));
    }
  }
  tell();
  return taken;
}

void Stream::end() {
  {
    const std::lock_guard hold(mutex_);
    over_ = true;
  }
  tell();
}

bool Stream::over() const {
  const std::lock_guard hold(mutex_);
  return over_;
}

void Stream::attach(std::function<void()> ready) {
  {
    const std::lock_guard hold(telling_);
    ready_ = std::move(ready);
  }
  tell();
}

std::string Stream::take() {
  const std::lock_guard hold(mutex_);
  std::string all;
  for (const auto& piece : pieces_) all += piece;
  pieces_.clear();
  bytes_ = 0;
  return all;
}

void Stream::tell() {
  const std::lock_guard hold(telling_);
  if (ready_) ready_();
}

}  // namespace hb::http
