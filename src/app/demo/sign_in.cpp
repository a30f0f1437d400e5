#include "app/demo/sign_in.h"

#include "http/site.h"

namespace hb::app::demo {

SignIn::SignIn(const City& city, Home& home, desk::Random& random) {
  for (const auto& part : city.sign_in) {
    const std::string role(casework::name_of(part.role));
    std::string& token = home.tokens[role];
    if (token.empty()) token = fresh_token(random);
    const std::string path = "/demo/sign-in/" + token;
    links_.emplace_back(role, path);
    users_[path] = person(city, part).id;
  }
}

http::Handler SignIn::before(http::Handler rest, Open open) const {
  return [users = users_, rest = std::move(rest), open = std::move(open)](const http::Request& request) {
    const auto user = users.find(request.path);
    if (request.method != "GET" || user == users.end()) return rest(request);
    http::Response response{303, "text/plain; charset=utf-8", {{"Location", "/desk/"}}, ""};
    response.headers.emplace_back("Set-Cookie", open(user->second));
    http::add_security_headers(response);
    return response;
  };
}

}  // namespace hb::app::demo
