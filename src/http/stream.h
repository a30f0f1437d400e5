#pragma once
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <string>

namespace hb::http {

/// A body that goes on: what is offered is sent as it comes, until one side ends it. Any thread.
class Stream {
 public:
  static constexpr size_t kMostPieces = 256;
  static constexpr size_t kMostBytes = size_t{256} * 1024;

  /// False if the stream is over: the client is gone, or was so slow that this piece found no room and ended it.
  bool offer(std::string piece);
  /// What is queued is still sent.
  void end();
  bool over() const;

  // ---- for the listener ----

  /// `ready` is called, on any thread, when something may be taken; at once if it is so already. None: not any more.
  void attach(std::function<void()> ready);
  /// All that is queued, as one piece; "" if nothing is.
  std::string take();

 private:
  void tell();

  mutable std::mutex mutex_;
  std::deque<std::string> pieces_;
  size_t bytes_ = 0;
  bool over_ = false;
  std::mutex telling_;  ///< held while `ready_` is called or changed
  std::function<void()> ready_;
};

}  // namespace hb::http
