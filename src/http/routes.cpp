#include "http/routes.h"

namespace hb::http {
namespace {

std::string_view take_segment(std::string_view& path) {
  const size_t end = path.find('/', 1);
  const std::string_view segment = path.substr(1, end == std::string_view::npos ? end : end - 1);
  path = end == std::string_view::npos ? std::string_view() : path.substr(end);
  return segment;
}

bool fits(std::string_view pattern, std::string_view path, Params& params) {
  while (!pattern.empty() && !path.empty()) {
    const std::string_view rest = path.substr(1);
    const std::string_view want = take_segment(pattern);
    const std::string_view got = take_segment(path);
    if (want.ends_with("*}")) {
      params[std::string(want.substr(1, want.size() - 3))] = rest;
      return !rest.empty();
    }
    if (want.starts_with('{')) {
      if (got.empty()) return false;
      params[std::string(want.substr(1, want.size() - 2))] = got;
    } else if (want != got) {
      return false;
    }
  }
  return pattern.empty() && path.empty();
}

}  // namespace

Response dispatch(const std::vector<Route>& routes, const Request& request, const Handler& missing) {
  std::string allow;
  for (const Route& route : routes) {
    Params params;
    if (!fits(route.pattern, request.path, params)) continue;
    if (route.method == request.method || (route.method == "GET" && request.method == "HEAD"))
      return route.handle(request, params);
    if (!allow.empty()) allow += ", ";
    allow += route.method == "GET" ? "GET, HEAD" : route.method;
  }
  if (allow.empty()) return missing(request);
  return {405, "text/plain; charset=utf-8", {{"Allow", allow}}, "Method not allowed\n"};
}

}  // namespace hb::http
