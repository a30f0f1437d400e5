#include "http/sessions.h"

#include <algorithm>

#include "http/secret.h"

namespace hb::http {

using namespace desk;

namespace {

constexpr size_t kTokenBytes = 32;

}  // namespace

Sessions::Sessions(Store& store, const Clock& clock, Random& random, Vault& vault, Cookie cookie)
    : store_(store),
      clock_(clock),
      random_(random),
      vault_(vault),
      cookie_(cookie),
      nobody_(vault.hash_secret(random_token<kTokenBytes>(random))) {}

// Counted before it is checked, so that many at once are no more than ten.
bool Sessions::may_try(const std::string& login) {
  const int64_t hour = clock_.now().seconds / hours(1).count;
  const std::lock_guard hold(mutex_);
  if (hour != hour_) {
    hour_ = hour;
    tries_.clear();
  }
  if (tries_.size() >= kMostLoginsTried && !tries_.contains(login)) return false;
  int& tries = tries_[login];
  if (tries >= kWrongTries) return false;
  ++tries;
  return true;
}

Result<User> Sessions::sign_in(const std::string& login, std::string_view password) {
  if (!may_try(login)) return fail("session.wait");
  auto users = store_.users();
  if (!users) return tl::unexpected(users.error());
  const auto user = std::ranges::find(*users, login, &User::login);
  const bool known = user != users->end() && !user->disabled && !user->password.empty();
  const bool fits = vault_.fits(password, known ? user->password : nobody_);
  if (!known || !fits) return fail("session.wrong");
  const std::lock_guard hold(mutex_);
  tries_.erase(login);
  return std::move(*user);
}

std::string Sessions::set_cookie(std::string_view token, std::string_view more) const {
  std::string out(name());
  out.append("=").append(token).append("; Path=/; HttpOnly; SameSite=Strict");
  if (cookie_ == Cookie::host) out += "; Secure";
  return out.append(more);
}

std::string Sessions::open(UserId user) {
  const std::string token = random_token<kTokenBytes>(random_);
  const Instant now = clock_.now();
  const std::lock_guard hold(mutex_);
  if (sessions_.size() >= kMost)
    sessions_.erase(std::ranges::min_element(sessions_, {}, [](const auto& one) { return one.second.used; }));
  sessions_[sha256(token)] = {user, now};
  return set_cookie(token, "");
}

std::optional<std::string> Sessions::token_of(std::string_view cookie) const {
  while (!cookie.empty()) {
    const size_t end = std::min(cookie.find(';'), cookie.size());
    std::string_view pair = cookie.substr(0, end);
    cookie.remove_prefix(std::min(end + 1, cookie.size()));
    pair.remove_prefix(std::min(pair.find_first_not_of(' '), pair.size()));
    const size_t equals = pair.find('=');
    if (equals != std::string_view::npos && pair.substr(0, equals) == name())
      return std::string(pair.substr(equals + 1));
  }
  return std::nullopt;
}

Result<std::optional<User>> Sessions::find(std::string_view cookie, Use use) {
  const auto token = token_of(cookie);
  if (!token || token->size() != 2 * kTokenBytes) return std::nullopt;
  UserId id;
  {
    const Instant now = clock_.now();
    const std::lock_guard hold(mutex_);
    const auto session = sessions_.find(sha256(*token));
    if (session == sessions_.end()) return std::nullopt;
    if (now - session->second.used > kIdle) {
      sessions_.erase(session);
      return std::nullopt;
    }
    if (use == Use::work) session->second.used = now;
    id = session->second.user;
  }
  auto user = store_.user(id);
  if (user && *user && (*user)->disabled) return std::nullopt;
  return user;
}

std::string Sessions::close(std::string_view cookie) {
  if (const auto token = token_of(cookie)) {
    const std::lock_guard hold(mutex_);
    sessions_.erase(sha256(*token));
  }
  return set_cookie("", "; Max-Age=0");
}

}  // namespace hb::http
