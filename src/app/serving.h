#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "app/house.h"

/// What `serve` and `demo` share: a house that answers on a port and does what is due until it is told to stop.
namespace hb::app {

struct ListenAt {
  std::string address;  ///< "127.0.0.1", "::1"
  uint16_t port = 0;    ///< 0: a free one
};

/// "ADDR:PORT", "[ADDR]:PORT"; none if it is neither.
std::optional<ListenAt> parse_listen(std::string_view text);
bool is_loopback(std::string_view address);

/// Who may speak to us besides this machine: a network "10.0.0.0/24", "fd00::/64", or everybody for "". None if it is
/// neither.
using Proxies = std::function<bool(std::string_view address)>;
std::optional<Proxies> parse_proxies(const std::string& cidr);
/// Answers others 403. What comes through is from the last address in X-Forwarded-For that is not a proxy's, where
/// there is one.
http::Handler only_from(Proxies proxies, http::Handler handler);

/// Serves what `handler` answers until stop_asked(). `ready` is called once with the port when requests are answered;
/// then `before` runs on this thread (the demo plays its week there); then the house listens and beats on threads of
/// its own. Prints "ready http://ADDR:PORT" and, on stderr, what goes wrong. Errors: the listener's.
Result<void> serve_house(House& house, const ListenAt& at, http::Handler handler,
                         const std::function<void(uint16_t port)>& ready, const std::function<void()>& before);

/// Why nothing listens at `place`, as a sentence.
std::string why_not_listening(const std::string& place, const Error& error);

}  // namespace hb::app
