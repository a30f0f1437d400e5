#include "http/api/answers.h"
#include "http/api/api.h"

namespace hb::http::api {

Response events(Call& call) {
  const std::string now = json::serialize(json::object{{"now", call.api.time(call.api.site.wiring.clock.now())}});
  auto stream = call.api.site.events.open(call.request.cookie, server_sent("hello", now));
  if (!stream) return problem(503, "request.busy");
  return {200, "text/event-stream", {}, "", std::move(stream)};
}

}  // namespace hb::http::api
