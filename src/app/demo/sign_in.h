#pragma once
#include <functional>
#include <string>
#include <vector>

#include "app/demo/city.h"
#include "app/demo/home.h"
#include "http/message.h"

namespace hb::app::demo {

/// Sign-in by link, which only the demo has: whoever opens /demo/sign-in/TOKEN plays that part. A desk that is served
/// has no such path, because nothing outside this folder makes one.
class SignIn {
 public:
  /// Begins a session of a user: the value of the Set-Cookie header that carries it.
  using Open = std::function<std::string(UserId)>;

  /// Draws the tokens that `home` does not have yet.
  SignIn(const City& city, Home& home, desk::Random& random);

  /// "monitor", "/demo/sign-in/…", in the order of the city.
  const std::vector<std::pair<std::string, std::string>>& links() const { return links_; }

  /// The links in front of all else.
  http::Handler before(http::Handler rest, Open open) const;

 private:
  std::vector<std::pair<std::string, std::string>> links_;
  std::map<std::string, UserId> users_;  ///< by path
};

}  // namespace hb::app::demo
