#pragma once
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "desk/cases.h"
#include "http/sessions.h"
#include "http/stream.h"

namespace hb::http {

/// Tells signed-in people what changes (server-sent events; api/openapi.yaml). Each is told only of cases that they may
/// read, by their session and roles at that moment; who is signed out is cut off. Any thread.
class Events {
 public:
  static constexpr size_t kMost = 500;  ///< streams at once

  /// The references outlive it.
  Events(Sessions& sessions, desk::RulesInForce rules) : sessions_(sessions), rules_(std::move(rules)) {}
  ~Events() { end(); }
  Events(const Events&) = delete;
  Events& operator=(const Events&) = delete;

  /// A stream for the session of that cookie, with `first` on it; null if there are too many.
  std::shared_ptr<Stream> open(std::string cookie, std::string first);

  /// Tells of the cases and issues that a change touched: desk::Wiring::written.
  void written(const desk::Changes& changes);

  /// Ends every stream.
  void end();

 private:
  struct Listening {
    std::string cookie;
    std::shared_ptr<Stream> stream;
  };
  std::mutex mutex_;
  std::vector<Listening> listening_;
  Sessions& sessions_;
  desk::RulesInForce rules_;
};

/// "event: NAME", the data (JSON in one line), an empty line.
std::string server_sent(std::string_view event, std::string_view data);

}  // namespace hb::http
