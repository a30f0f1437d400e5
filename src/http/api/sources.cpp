#include "http/api/answers.h"
#include "http/api/api.h"

namespace hb::http::api {

Response list_sources(Call& call) {
  const auto rows = call.api.site.wiring.store.sources();
  if (!rows) return problem(rows.error());
  json::array items;
  for (const auto& row : *rows) {
    const SourceFacts facts = call.api.site.source(row);
    const char* state = "well";
    if (!row.last_success) state = "new";
    if (!row.last_error.empty()) state = "failing";
    json::object one{{"id", row.id.value}, {"name", row.name}, {"unit", row.unit.value},
                     {"kind", facts.kind}, {"url", facts.url}, {"rhythm_minutes", facts.rhythm.count / 60},
                     {"state", state}};
    const auto at = [&](const char* name, const std::optional<Instant>& moment) {
      if (moment) one[name] = call.api.time(*moment);
    };
    at("last_success", row.last_success);
    at("last_new", row.last_new);
    at("next_due", facts.next_due);
    if (!row.last_error.empty()) one["error"] = row.last_error;
    if (!facts.error_detail.empty()) one["error_detail"] = facts.error_detail;
    items.push_back(std::move(one));
  }
  return answer(200, json::object{{"items", std::move(items)}});
}

Response events(Call& call) {
  const std::string now = json::serialize(json::object{{"now", call.api.time(call.api.site.wiring.clock.now())}});
  auto stream = call.api.site.events.open(call.request.cookie, server_sent("hello", now));
  if (!stream) return problem(503, "request.busy");
  return {200, "text/event-stream", {}, "", std::move(stream)};
}

}  // namespace hb::http::api
