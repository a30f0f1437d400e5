#include "http/ledger_files.h"

#include <boost/json.hpp>
#include <charconv>

#include "desk/witnesses.h"

namespace hb::http {
namespace {

constexpr std::string_view immutable = "public, max-age=31536000, immutable";

Response text(int status, std::string body) { return {status, "text/plain; charset=utf-8", {}, std::move(body)}; }

Response file(const Site& site, const std::string& path, std::string content_type, std::string_view caching) {
  if (path.size() > 100 || path.find("..") != std::string::npos) return text(404, "Not found\n");
  auto bytes = site.files.read(path);
  if (!bytes) return text(503, "Not available\n");
  if (!*bytes) return text(404, "Not found\n");
  return {200, std::move(content_type), {{"Cache-Control", std::string(caching)}}, std::move(**bytes)};
}

std::optional<int64_t> index_of(std::string_view digits) {
  int64_t index = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), index);
  if (error != std::errc() || end != digits.data() + digits.size() || std::to_string(index) != digits || index < 0)
    return std::nullopt;
  return index;
}

Response body_of(const Site& site, std::string_view digits) {
  const auto index = index_of(digits);
  if (!index) return text(404, "Not found\n");
  const auto size = site.store.ledger_size();
  if (!size) return text(503, "Not available\n");
  if (*index >= *size) return text(404, "Not found\n");
  const auto rows = site.store.ledger_rows(*index, *index + 1);
  if (!rows) return text(503, "Not available\n");
  if (rows->empty() || !rows->front().shown) return text(404, "Never public\n");
  const desk::LedgerRow& row = rows->front();
  if (row.salt.empty()) return text(410, "Erased\n");
  const boost::json::object json{{"index", row.index}, {"salt", to_base64(row.salt)}, {"body", row.body}};
  return {200, "application/json", {{"Cache-Control", "no-cache"}}, boost::json::serialize(json) + "\n"};
}

}  // namespace

void add_ledger_routes(const Site& site, std::vector<Route>& routes) {
  routes.push_back({"GET", "/ledger/checkpoint", [&site](const Request&, const Params&) {
                      return file(site, "checkpoint", "text/plain; charset=utf-8", "no-cache");
                    }});
  routes.push_back(
      {"GET", "/ledger/vkey", [&site](const Request&, const Params&) { return text(200, site.vkey + "\n"); }});
  routes.push_back({"GET", "/ledger/policy", [&site](const Request&, const Params&) {
                      auto policy = site.store.setting(desk::kWitnessPolicy);
                      if (!policy) return text(503, "Not available\n");
                      return *policy ? text(200, **std::move(policy)) : text(404, "There are no witnesses\n");
                    }});
  routes.push_back({"GET", "/ledger/tile/{path*}", [&site](const Request&, const Params& params) {
                      const std::string path = "tile/" + params.at("path");
                      if (path.find_first_not_of("0123456789xp./eilnrst") != std::string::npos)
                        return text(404, "Not found\n");
                      return file(site, path, "application/octet-stream", immutable);
                    }});
  routes.push_back({"GET", "/ledger/body/{index}",
                    [&site](const Request&, const Params& params) { return body_of(site, params.at("index")); }});
}

}  // namespace hb::http
