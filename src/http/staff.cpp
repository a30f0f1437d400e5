#include "http/staff.h"

#include <algorithm>
#include <memory>

#include "http/api/answers.h"
#include "http/api/api.h"
#include "http/guard.h"
#include "http/site.h"

namespace hb::http {
namespace {

bool below(std::string_view path, std::string_view top) {
  return path.starts_with(top) && (path.size() == top.size() || path[top.size()] == '/');
}

std::string_view type_of(std::string_view name) {
  constexpr std::pair<std::string_view, std::string_view> kTypes[] = {{".js", "text/javascript; charset=utf-8"},
                                                                      {".css", "text/css; charset=utf-8"},
                                                                      {".svg", "image/svg+xml"},
                                                                      {".png", "image/png"},
                                                                      {".woff2", "font/woff2"},
                                                                      {".json", "application/json"},
                                                                      {".html", "text/html; charset=utf-8"},
                                                                      {".ico", "image/x-icon"}};
  for (const auto& [end, type] : kTypes)
    if (name.ends_with(end)) return type;
  return "application/octet-stream";
}

/// The name of a Host header, without its port, in lower case.
std::string name_of_host(std::string_view host) {
  const size_t colon = host.find(':', host.starts_with('[') ? host.find(']') : 0);
  std::string name(host.substr(0, colon));
  std::ranges::transform(name, name.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
  return name;
}

/// A path whose last piece has no dot is a page of the desk, which finds its way itself; one with a dot is a file.
Response bundle(const StaffSite& site, std::string_view path) {
  const std::string_view name = path.substr(path.rfind('/') + 1);
  const bool page = name.find('.') == std::string_view::npos;
  constexpr size_t kTop = std::string_view("/desk/").size();
  const std::string file = page || path.size() <= kTop ? "index.html" : std::string(path.substr(kTop));
  auto bytes = site.asset ? site.asset(file) : std::nullopt;
  if (!bytes) return {404, "text/plain; charset=utf-8", {}, "Not found\n"};
  Response response{200, std::string(type_of(file)), {}, std::move(*bytes)};
  // Names below assets/ carry the hash of their bytes.
  response.headers.emplace_back("Cache-Control",
                                file.starts_with("assets/") ? "public, max-age=31536000, immutable" : "no-cache");
  return response;
}

Response api_answer(const std::vector<Route>& routes, const Request& request) {
  if (from_elsewhere(request)) return api::problem(Error{"request.elsewhere", ""});
  Response response = dispatch(routes, request, [](const Request& missed) {
    return api::problem(Error{"request.no-path", missed.path});
  });
  if (response.status != 405) return response;
  Response told = api::problem(Error{"request.method", request.method});
  told.headers = std::move(response.headers);
  return told;
}

}  // namespace

Handler make_staff(StaffSite site, Handler rest) {
  site.host = name_of_host(site.host);
  const auto api = std::make_shared<api::Api>(std::move(site));
  const auto routes = std::make_shared<std::vector<Route>>();
  api::add_routes(*api, *routes);
  return [api, routes, rest = std::move(rest)](const Request& request) {
    const StaffSite& staff = api->site;
    const bool ours = staff.host.empty() || name_of_host(request.host) == staff.host;
    Response response;
    if (ours && below(request.path, "/api/v1")) {
      response = api_answer(*routes, request);
      response.headers.emplace_back("Hearback-Now", api->time(staff.wiring.clock.now()));
    } else if (ours && below(request.path, "/desk") && (request.method == "GET" || request.method == "HEAD")) {
      response = bundle(staff, request.path);
    } else {
      return rest(request);
    }
    add_security_headers(response);
    return response;
  };
}

}  // namespace hb::http
