#pragma once
#include <chrono>
#include <string>

#include "desk/ports.h"

namespace hb::listen {

/// How the web sees us, and how long we wait for it.
struct FetchOptions {
  std::string contact;  ///< URL or mail address at which a site's owner reaches the agency; sent in User-Agent
  std::chrono::milliseconds connect{10'000};
  std::chrono::milliseconds total{30'000};  ///< of one fetch, its redirects included
};

/// Fetches over the network (conventions: safety C1, C2). Each connection, redirects included, is checked by the
/// address it is really made to; no proxy, no cookies, no credentials, TLS always verified, nothing kept between two
/// fetches. Slower than 1 kB/s over 15 s counts as a timeout.
class CurlFetcher : public desk::Fetcher, public desk::Poster {
 public:
  explicit CurlFetcher(FetchOptions options);
  Result<desk::Response> fetch(const desk::Request& request) override;
  Result<desk::Response> post(const desk::Request& request, const std::string& body) override;

 private:
  FetchOptions options_;
};

}  // namespace hb::listen
