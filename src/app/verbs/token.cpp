#include <fmt/core.h>

#include <algorithm>
#include <memory>

#include "app/data_dir.h"
#include "app/system.h"
#include "app/verbs.h"
#include "base/bytes.h"
#include "desk/requests.h"
#include "store/sqlite/store.h"

namespace hb::app {
namespace {

struct Options {
  std::string data, name;
};
using Keys = std::vector<desk::RequestKey>;

int cannot(const std::string& why) {
  fmt::print(stderr, "token: {}\n", why);
  return 2;
}

// Opens the directory, lets `change` change the keys, keeps what it left. `change` gives "" or why it cannot.
template <typename Change>
int with_keys(const Options& o, Change change) {
  auto store = store::SqliteStore::open(o.data);
  if (!store) return cannot(why_not(o.data, store.error()));
  const auto setting = (*store)->setting(desk::kRequestKeys);
  if (!setting) return cannot(why_not(o.data, setting.error()));
  const Keys before = desk::parse_keys(setting->value_or(""));
  Keys keys = before;
  if (const std::string why = change(keys); !why.empty()) return cannot(why);
  if (keys == before) return 0;
  desk::Changes changes;
  changes.settings.emplace_back(desk::kRequestKeys, desk::format_keys(keys));
  if (const auto done = (*store)->commit(changes); !done) return cannot(why_not(o.data, done.error()));
  return 0;
}

int add(const Options& o) {
  if (o.name.empty() || o.name.find_first_of("\r\n\t") != std::string::npos)
    return cannot("a name is one line of text");
  Digest secret{};
  SystemRandom().fill(secret);
  const std::string key = to_hex(view(secret));
  const int code = with_keys(o, [&](Keys& keys) -> std::string {
    if (std::ranges::count(keys, o.name, &desk::RequestKey::name) > 0) return "there is a '" + o.name + "' already";
    keys.push_back({o.name, to_hex(view(sha256(key)))});
    return "";
  });
  if (code == 0) fmt::print("{}\n", key);
  return code;
}

int list(const Options& o) {
  return with_keys(o, [](Keys& keys) -> std::string {
    for (const auto& key : keys) fmt::print("{}\n", key.name);
    return "";
  });
}

int revoke(const Options& o) {
  return with_keys(o, [&](Keys& keys) -> std::string {
    return std::erase_if(keys, [&](const auto& key) { return key.name == o.name; }) == 0
               ? "there is no '" + o.name + "'"
               : "";
  });
}

}  // namespace

void add_token(CLI::App& app, int& exit_code) {
  auto* verb = app.add_subcommand(
      "token", "keys of programs that may open cases by Open311; the desk must not be running on the directory");
  verb->require_subcommand(1);
  const auto o = std::make_shared<Options>();
  auto* adding = verb->add_subcommand("add", "add one: the key is printed this once, and only its hash is kept");
  auto* listing = verb->add_subcommand("list", "list them by name");
  auto* revoking = verb->add_subcommand("revoke", "take one back; the cases it opened stay");
  for (auto* sub : {adding, listing, revoking}) add_data(*sub, o->data);
  for (auto* sub : {adding, revoking}) sub->add_option("--name", o->name, "whose program it is")->required();
  adding->callback([o, &exit_code] { exit_code = add(*o); });
  listing->callback([o, &exit_code] { exit_code = list(*o); });
  revoking->callback([o, &exit_code] { exit_code = revoke(*o); });
}

}  // namespace hb::app
