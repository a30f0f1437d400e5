#include "http/guard.h"

namespace hb::http {

bool from_elsewhere(const Request& request) {
  if (request.method == "GET" || request.method == "HEAD") return false;
  if (!request.sec_fetch_site.empty())
    return request.sec_fetch_site != "same-origin" && request.sec_fetch_site != "none";
  if (request.origin.empty()) return false;
  return request.origin != "http://" + request.host && request.origin != "https://" + request.host;
}

}  // namespace hb::http
