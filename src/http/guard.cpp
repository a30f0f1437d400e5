#include "http/guard.h"

namespace hb::http {

bool from_elsewhere(const Request& request) {
  if (request.method == "GET" || request.method == "HEAD") return false;
  if (!request.sec_fetch_site.empty())
    return request.sec_fetch_site != "same-origin" && request.sec_fetch_site != "none";
  if (request.origin.empty()) return false;
  return request.origin != "http://" + request.host && request.origin != "https://" + request.host;
}

std::string address_of(const Request& request) {
  const std::string& host = request.host;
  const bool here = host.starts_with("127.0.0.1") || host.starts_with("localhost") || host.starts_with("[::1]");
  return (here ? "http://" : "https://") + (host.empty() ? "example.org" : host);
}

}  // namespace hb::http
