#pragma once
#include <string>
#include <vector>

#include "outbox/channel.h"

namespace hb::outbox {

/// A forum that takes official replies. `reply` is where: POST of {"topic","account","body","key"} with the secret as
/// a bearer token; it answers 200 or 201 with {"url"}, and a second time under a key with the first one's.
struct ForumOptions {
  std::string site;   ///< how its links begin: "http://127.0.0.1:8431/"
  std::string reply;  ///< "http://127.0.0.1:8431/api/reply"
  std::string secret;
  std::vector<std::string> allow{};  ///< "ADDR:PORT": the only places that are written to
};

class Forum : public Channel {
 public:
  explicit Forum(ForumOptions options);

  std::string_view site() const override { return options_.site; }

  /// Errors: "channel.address-refused" (not listed), "channel.connect", "channel.timeout", "channel.broken",
  /// "channel.status" (with it), "channel.answer" (no link in it).
  Result<std::string> send(const desk::OutboxRow& row) override;

 private:
  ForumOptions options_;
};

}  // namespace hb::outbox
