#include "app/demo/home.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <boost/json.hpp>

#include "app/rulebooks.h"
#include "base/bytes.h"

namespace hb::app::demo {
namespace {

namespace json = boost::json;

Home read(const json::object& o) {
  Home home;
  for (const auto& [site, port] : o.at("ports").as_object()) home.ports[site] = port.to_number<uint16_t>();
  home.forum_secret = o.at("forum_secret").as_string();
  for (const auto& [role, token] : o.at("tokens").as_object()) home.tokens[role] = token.as_string();
  return home;
}

}  // namespace

std::string fresh_token(desk::Random& random) {
  std::array<uint8_t, 16> bytes{};
  random.fill(bytes);
  return to_hex({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

Result<Home> Home::load(const std::filesystem::path& file, desk::Random& random) {
  std::error_code wrong;
  if (!std::filesystem::exists(file, wrong)) {
    Home home;
    home.forum_secret = fresh_token(random);
    return home;
  }
  const auto bytes = read_file(file.string());
  if (!bytes) return fail("demo.home", file.string());
  try {
    return read(json::parse(*bytes).as_object());
  } catch (const std::exception&) {
    return fail("demo.home", file.string());
  }
}

Result<void> Home::save(const std::filesystem::path& file) const {
  json::object all_ports, all_tokens;
  for (const auto& [site, port] : ports) all_ports[site] = port;
  for (const auto& [role, token] : tokens) all_tokens[role] = token;
  const std::string bytes = json::serialize(
      json::object{{"ports", std::move(all_ports)}, {"forum_secret", forum_secret}, {"tokens", std::move(all_tokens)}});
  const std::string fresh = file.string() + ".new";
  const int out = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (out < 0) return fail("demo.home", fresh);
  const bool ok = ::write(out, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()) && ::fsync(out) == 0;
  ::close(out);
  if (!ok || ::rename(fresh.c_str(), file.c_str()) != 0) return fail("demo.home", file.string());
  return {};
}

}  // namespace hb::app::demo
