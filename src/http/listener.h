#pragma once
#include <cstdint>
#include <memory>
#include <string>

#include "base/result.h"
#include "http/message.h"

namespace hb::http {

/// An HTTP/1.1 server: one thread for the network, `threads` for the handler, at most 1,024 connections.
/// Bounds: header 16 KiB (431), body 1 MiB (413), 30 s for a request to arrive whole and for a silent connection. The
/// form that carries files (kFormWithFiles, multipart/form-data) may take 3 minutes and 64 MiB (413); of these the
/// first 16 MiB are kept, or the first 512 KiB while eight others are being sent, and Request::cut says so. What is not
/// well-formed HTTP, has no Host or a damaged target is answered 400 and the connection closed; a handler that throws
/// is answered 500. HEAD is handled as given and its body left out.
class Listener {
 public:
  /// `port` 0 takes a free one. Errors: "listen.address", "listen.busy" (detail: what the system says).
  static Result<std::unique_ptr<Listener>> start(const std::string& address, uint16_t port, Handler handler,
                                                 int threads);
  virtual ~Listener() = default;
  virtual uint16_t port() const = 0;
  /// Takes no new connection, lets requests under way be answered (at most 10 s), then ends. Safe to call twice, but
  /// from one thread and not from the handler. The destructor does it too.
  virtual void stop() = 0;
};

}  // namespace hb::http
