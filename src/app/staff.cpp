#include "app/staff.h"

#include <fmt/core.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <iostream>

namespace hb::app {

std::optional<casework::Grant> grant_of(std::string_view text, const casework::Rules& rules) {
  const size_t at = text.find('@');
  if (at == std::string_view::npos) return std::nullopt;
  const auto role = casework::role_of(text.substr(0, at));
  const UnitId unit{std::string(text.substr(at + 1))};
  if (!role || rules.unit(unit) == nullptr) return std::nullopt;
  return casework::Grant{*role, unit};
}

std::string read_password(const std::string& prompt) {
  const bool terminal = ::isatty(STDIN_FILENO) != 0;
  termios shown{};
  if (terminal && ::tcgetattr(STDIN_FILENO, &shown) == 0) {
    fmt::print(stderr, "{}", prompt);
    termios hidden = shown;
    hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
  }
  std::string line;
  std::getline(std::cin, line);
  if (terminal) {
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown);
    fmt::print(stderr, "\n");
  }
  return line;
}

bool two_say_so(desk::Store& store, desk::Vault& vault, const std::vector<std::string>& logins) {
  const auto users = store.users();
  if (!users || logins.size() != 2 || logins[0] == logins[1]) return false;
  return std::ranges::all_of(logins, [&](const std::string& login) {
    const auto user = std::ranges::find(*users, login, &desk::User::login);
    const std::string password = read_password("password of " + login + ": ");
    return user != users->end() && !user->disabled && vault.fits(password, user->password);
  });
}

}  // namespace hb::app
