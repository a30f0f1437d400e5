#include "http/site.h"

#include <memory>

#include "http/guard.h"
#include "http/ledger_files.h"
#include "http/open311/open311.h"
#include "http/portal/pages.h"

namespace hb::http {
namespace {

bool has(const Response& response, std::string_view name) {
  for (const auto& header : response.headers)
    if (header.first == name) return true;
  return false;
}

Response plain(int status, std::string body) { return {status, "text/plain; charset=utf-8", {}, std::move(body)}; }

Response asset(const Site& site, const std::string& name, std::string type) {
  auto bytes = site.asset(name);
  if (!bytes) return plain(404, "Not found\n");
  return {200, std::move(type), {{"Cache-Control", "public, max-age=300"}}, std::move(*bytes)};
}

}  // namespace

std::string matter_name(const Words& words, std::string_view matter) {
  if (matter.empty()) return words.text("complain.matter.other");
  const std::string key = "matter." + std::string(matter);
  return words.has(key) ? words.text(key) : std::string(matter);
}

void add_security_headers(Response& response) {
  response.headers.emplace_back(
      "Content-Security-Policy",
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src "
      "'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
  response.headers.emplace_back("X-Content-Type-Options", "nosniff");
  response.headers.emplace_back("Referrer-Policy", "no-referrer");
  response.headers.emplace_back("Cross-Origin-Opener-Policy", "same-origin");
  if (!has(response, "Cache-Control")) response.headers.emplace_back("Cache-Control", "no-store");
}

Handler make_site(Site given) {
  const auto site = std::make_shared<const Site>(std::move(given));
  const auto routes = std::make_shared<std::vector<Route>>();
  routes->push_back({"GET", "/healthz", [](const Request&, const Params&) { return plain(200, "ok\n"); }});
  routes->push_back({"GET", "/readyz", [site](const Request&, const Params&) {
                       return site->store.ledger_size() ? plain(200, "ready\n") : plain(503, "store\n");
                     }});
  routes->push_back({"GET", "/assets/portal.css", [site](const Request&, const Params&) {
                       return asset(*site, "portal.css", "text/css; charset=utf-8");
                     }});
  routes->push_back({"GET", "/assets/verify.js", [site](const Request&, const Params&) {
                       return asset(*site, "verify.js", "text/javascript; charset=utf-8");
                     }});
  routes->push_back({"GET", "/assets/icon.svg",
                     [site](const Request&, const Params&) { return asset(*site, "icon.svg", "image/svg+xml"); }});
  add_ledger_routes(*site, *routes);
  add_open311_routes(*site, *routes);
  add_portal_routes(*site, *routes);
  return [site, routes](const Request& request) {
    const Handler missing = [&site](const Request& r) { return error_page(view_of(*site, r), 404, "missing"); };
    Response response = from_elsewhere(request) ? error_page(view_of(*site, request), 403, "elsewhere")
                                                : dispatch(*routes, request, missing);
    add_security_headers(response);
    return response;
  };
}

}  // namespace hb::http
