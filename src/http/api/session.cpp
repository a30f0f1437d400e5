#include "base/utf8.h"
#include "http/api/answers.h"
#include "http/api/api.h"
#include "http/api/input.h"

namespace hb::http::api {
namespace {

json::object me(const Api& api, const UserId& id, const std::string& name, const std::vector<casework::Grant>& grants) {
  const auto& rules = api.rules();
  json::array played, units, places, matters;
  for (const auto& grant : grants)
    played.push_back(json::object{{"role", std::string(name_of(grant.role))}, {"unit", grant.unit.value}});
  for (const auto& place : rules.places) places.emplace_back(place.name.zh);
  for (const auto& unit : rules.units) {
    units.push_back(
        json::object{{"id", unit.id.value}, {"kind", std::string(name_of(unit.kind))}, {"name", words(unit.name)}});
    for (const auto& place : unit.places) places.emplace_back(place);
    for (const auto& matter : unit.remit) matters.emplace_back(matter);
  }
  json::object desk{{"name", words(rules.name)},
                    {"demo", api.site.demo},
                    {"now", api.time(api.site.wiring.clock.now())},
                    {"timezone", rules.calendar->zone().name()},
                    {"units", std::move(units)},
                    {"places", std::move(places)},
                    {"matters", std::move(matters)}};
  return {{"user", json::object{{"id", id.value}, {"name", name}}},
          {"grants", std::move(played)},
          {"session_ends", api.time(api.site.wiring.clock.now() + Sessions::kIdle)},
          {"desk", std::move(desk)}};
}

constexpr size_t kLongestLogin = 64, kLongestPassword = 256;

}  // namespace

Response sign_in(Api& api, const Request& request) {
  Body body(request);
  const std::string login = body.text("login");
  const std::string password = body.text("password");
  if (body.wrong()) return problem(*body.wrong());
  if (count_code_points(login) > kLongestLogin) return problem(400, "request.field", "login");
  if (count_code_points(password) > kLongestPassword) return problem(400, "request.field", "password");
  const auto user = api.site.sessions.sign_in(login, password);
  if (!user) return problem(user.error());
  Response response = answer(200, me(api, user->id, user->name, user->grants));
  response.headers.emplace_back("Set-Cookie", api.site.sessions.open(user->id));
  return response;
}

Response sign_out(Api& api, const Request& request) {
  Response response{204, "", {}, ""};
  response.headers.emplace_back("Set-Cookie", api.site.sessions.close(request.cookie));
  return response;
}

Response who_am_i(Call& call) { return answer(200, me(call.api, call.actor.user, call.actor.name, call.actor.grants)); }

}  // namespace hb::http::api
