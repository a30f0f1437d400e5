#pragma once
#include <string>
#include <string_view>

#include "desk/ports.h"

namespace hb::outbox {

/// A place outside where the agency speaks through a disclosed account. One thread.
class Channel {
 public:
  virtual ~Channel() = default;

  /// How the links of the channel's site begin: "http://forum.example/".
  virtual std::string_view site() const = 0;

  /// Says the body under the row's account at its target. Under one key it stands there once, however often this is
  /// called. The link of what stands there now. Errors: the channel's; each may pass with time.
  virtual Result<std::string> send(const desk::OutboxRow& row) = 0;
};

}  // namespace hb::outbox
