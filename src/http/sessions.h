#pragma once
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "desk/cases.h"
#include "desk/ports.h"

namespace hb::http {

/// Who is signed in. Sessions live in memory and end with the program; of a token only its SHA-256 is kept. A user is
/// read from the store at every request, so a disabled one is out at once and a changed role counts at once.
/// Any thread.
class Sessions {
 public:
  /// How the cookie is named: `host` is "__Host-hb" with Secure; `plain` is "hb", for loopback without TLS only.
  enum class Cookie : uint8_t { host, plain };

  static constexpr Seconds kIdle = hours(12);         ///< a session not used for so long is over
  static constexpr size_t kMost = 10'000;             ///< one more ends the one that was idle longest
  static constexpr int kWrongTries = 10;              ///< for a login within an hour
  static constexpr size_t kMostLoginsTried = 10'000;  ///< an hour; past that every try is refused

  enum class Use : uint8_t {
    work,  ///< somebody is there: the session is not idle
    look,  ///< only who it is
  };

  /// The references outlive it. `clock` measures idleness and tries: where the desk's own clock is virtual, give the
  /// wall's.
  Sessions(desk::Store& store, const desk::Clock& clock, desk::Random& random, desk::Vault& vault, Cookie cookie);

  /// The user whose password it is. One password check whatever the login, so that time tells nothing. Errors:
  /// "session.wrong" (login or password; a disabled user too), "session.wait" (too many wrong tries: refused until the
  /// hour is over, whatever the password), the store's.
  Result<desk::User> sign_in(const std::string& login, std::string_view password);

  /// A new session of that user, and the value of the Set-Cookie header that carries it.
  std::string open(UserId user);

  /// Who sent a request with this Cookie header; nobody if the session is over, or the user gone or disabled. A failing
  /// store is an error, so that nobody is sent to sign in again because of it.
  Result<std::optional<desk::User>> find(std::string_view cookie, Use use = Use::work);
  /// The same for those who do not mind why; a failing store lets nobody in.
  std::optional<desk::User> user_of(std::string_view cookie) { return find(cookie).value_or(std::nullopt); }

  /// Ends the session, if it is one, and gives the Set-Cookie value that clears the cookie.
  std::string close(std::string_view cookie);

 private:
  struct Session {
    UserId user;
    Instant used;
  };
  std::string_view name() const { return cookie_ == Cookie::host ? "__Host-hb" : "hb"; }
  std::string set_cookie(std::string_view token, std::string_view more) const;
  std::optional<std::string> token_of(std::string_view cookie) const;
  bool may_try(const std::string& login);

  desk::Store& store_;
  const desk::Clock& clock_;
  desk::Random& random_;
  desk::Vault& vault_;
  Cookie cookie_;
  std::string nobody_;  ///< the hash that a password for no user is held against
  std::mutex mutex_;
  std::map<Digest, Session> sessions_;
  int64_t hour_ = 0;
  std::map<std::string, int> tries_;
};

}  // namespace hb::http
