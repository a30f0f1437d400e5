#pragma once
#include <list>
#include <mutex>
#include <string>
#include <unordered_map>

#include "desk/ports.h"
#include "http/message.h"

namespace hb::http::api {

/// First answers by Idempotency-Key, so that a request sent again after a broken connection does nothing twice. In
/// memory: at most 24 h, 10,000 answers and 64 MiB, the oldest leave first, and all of them when the program ends. Only
/// an answer that changed something is kept (2xx); after an error the same key may be tried again. Any thread.
class Idempotency {
 public:
  static constexpr Seconds kKept = hours(24);
  static constexpr size_t kMost = 10'000;
  static constexpr size_t kMostBytes = size_t{64} * 1024 * 1024;

  explicit Idempotency(const desk::Clock& clock) : clock_(clock) {}

  /// Calls `handle`, or gives the answer it gave the first time. Keys are each user's own; without one it just calls.
  /// Errors: "request.key-used" (another request had this key), "request.under-way" (the first one still runs),
  /// "request.field" (a key longer than 64).
  Result<Response> once(UserId user, const Request& request, const std::function<Response()>& handle);

 private:
  struct Kept {
    std::string key;
    Digest of{};  ///< method, path and body
    Instant at;
    bool under_way = true;
    Response answer;
  };
  void forget(std::list<Kept>::iterator one);
  void make_room(Instant now);

  const desk::Clock& clock_;
  std::mutex mutex_;
  std::list<Kept> kept_;  ///< oldest first
  std::unordered_map<std::string, std::list<Kept>::iterator> by_key_;
  size_t bytes_ = 0;
};

}  // namespace hb::http::api
