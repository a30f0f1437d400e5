#include <fmt/core.h>

#include <algorithm>
#include <memory>

#include "app/data_dir.h"
#include "app/rulebooks.h"
#include "app/staff.h"
#include "app/system.h"
#include "app/verbs.h"
#include "store/sqlite/store.h"

namespace hb::app {
namespace {

struct Options {
  std::string data, rulebook, login, name;
  std::vector<std::string> roles;
};

int cannot(const std::string& why) {
  fmt::print(stderr, "user: {}\n", why);
  return 2;
}

int add(const Options& o) {
  const auto book = load_rulebook(o.rulebook);
  if (!book) return cannot("the rulebook is wrong: see `hearback rulebook check`");
  desk::User user{.id = {}, .login = o.login, .name = o.name, .password = {}, .grants = {}};
  for (const auto& text : o.roles) {
    const auto grant = grant_of(text, book->rules);
    if (!grant) return cannot("'" + text + "': ROLE@UNIT, a role and a unit of the rulebook, is expected");
    user.grants.push_back(*grant);
  }
  auto store = store::SqliteStore::open(o.data);
  if (!store) return cannot(why_not(o.data, store.error()));
  const auto users = (*store)->users();
  if (!users) return cannot(why_not(o.data, users.error()));
  int64_t last = 0;
  for (const auto& other : *users) {
    if (other.login == o.login) return cannot("there is a '" + o.login + "' already");
    last = std::max(last, other.id.value);
  }
  user.id = {last + 1};
  const std::string password = read_password("password of " + o.login + ": ");
  if (password.size() < kShortestPassword)
    return cannot(fmt::format("a password has at least {} characters", kShortestPassword));
  user.password = FileVault(o.data).hash_secret(password);
  desk::Changes changes;
  changes.users.push_back(std::move(user));
  if (const auto done = (*store)->commit(changes); !done) return cannot(why_not(o.data, done.error()));
  return 0;
}

int list(const Options& o) {
  auto store = store::SqliteStore::open(o.data);
  if (!store) return cannot(why_not(o.data, store.error()));
  const auto users = (*store)->users();
  if (!users) return cannot(why_not(o.data, users.error()));
  for (const auto& user : *users) {
    std::string roles;
    for (const auto& grant : user.grants)
      roles += fmt::format(" {}@{}", casework::name_of(grant.role), grant.unit.value);
    fmt::print("{}\t{}\t{}{}\n", user.login, user.name, user.disabled ? "disabled" : "active", roles);
  }
  return 0;
}

int disable(const Options& o) {
  auto store = store::SqliteStore::open(o.data);
  if (!store) return cannot(why_not(o.data, store.error()));
  const auto users = (*store)->users();
  if (!users) return cannot(why_not(o.data, users.error()));
  const auto user = std::ranges::find(*users, o.login, &desk::User::login);
  if (user == users->end()) return cannot("there is no '" + o.login + "'");
  desk::Changes changes;
  changes.users.push_back(*user);
  changes.users.back().disabled = true;
  if (const auto done = (*store)->commit(changes); !done) return cannot(why_not(o.data, done.error()));
  return 0;
}

}  // namespace

void add_user(CLI::App& app, int& exit_code) {
  auto* verb = app.add_subcommand("user", "members of staff; the desk must not be running on the directory");
  verb->require_subcommand(1);
  const auto o = std::make_shared<Options>();
  auto* adding = verb->add_subcommand("add", "add one; the password is asked for, or read from standard input");
  auto* listing = verb->add_subcommand("list", "list them: login, name, state, roles");
  auto* disabling = verb->add_subcommand("disable", "let one in no longer; what they did stays on the record");
  for (auto* sub : {adding, listing, disabling}) add_data(*sub, o->data);
  for (auto* sub : {adding, disabling}) sub->add_option("--login", o->login, "what they sign in with")->required();
  adding->add_option("--name", o->name, "as colleagues see it")->required();
  adding->add_option("--role", o->roles, "ROLE@UNIT, as often as needed: responder@south")->required();
  adding->add_option("--rulebook", o->rulebook, "the rulebook that names the units (default: the shipped one)");
  adding->callback([o, &exit_code] { exit_code = add(*o); });
  listing->callback([o, &exit_code] { exit_code = list(*o); });
  disabling->callback([o, &exit_code] { exit_code = disable(*o); });
}

}  // namespace hb::app
