#include "app/serving.h"

#include <fmt/core.h>

#include <boost/asio/ip/network_v4.hpp>
#include <boost/asio/ip/network_v6.hpp>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <thread>

#include "app/stop.h"
#include "http/listener.h"

namespace hb::app {
namespace {

constexpr int kHandlerThreads = 4;

void complain(const Error& error) { fmt::print(stderr, "hearback: {} {} (going on)\n", error.code, error.detail); }

}  // namespace

std::optional<ListenAt> parse_listen(std::string_view text) {
  const size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  std::string_view address = text.substr(0, colon);
  if (address.starts_with('[') && address.ends_with(']'))
    address = address.substr(1, address.size() - 2);
  else if (address.find(':') != std::string_view::npos)
    return std::nullopt;
  const std::string_view digits = text.substr(colon + 1);
  ListenAt out{.address = std::string(address)};
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), out.port);
  if (address.empty() || error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return out;
}

bool is_loopback(std::string_view address) { return address == "::1" || address.starts_with("127."); }

Result<void> serve_house(House& house, const ListenAt& at, http::Handler handler,
                         const std::function<void(uint16_t port)>& ready, const std::function<void()>& before) {
  if (house.unsigned_because())
    fmt::print(stderr,
               "hearback: nothing will be signed: {}. Was an old backup put back? The pages are served, answers "
               "wait.\n",
               house.unsigned_because()->detail);
  auto listener = http::Listener::start(at.address, at.port, std::move(handler), kHandlerThreads);
  if (!listener) return tl::unexpected(listener.error());
  ready((*listener)->port());
  const bool wide = at.address.find(':') != std::string::npos;
  fmt::print("ready http://{}{}{}:{}\n", wide ? "[" : "", at.address, wide ? "]" : "", (*listener)->port());
  std::fflush(stdout);
  before();
  std::thread ear([&] { house.run(/*listening=*/true, stop_asked, complain); });
  std::thread heart([&] { house.run(/*listening=*/false, stop_asked, complain); });
  std::thread head([&] { house.study(stop_asked, complain); });
  std::thread hand([&] { house.witness(stop_asked, complain); });
  ear.join();
  heart.join();
  head.join();
  hand.join();
  (*listener)->stop();
  return {};
}

std::optional<Proxies> parse_proxies(const std::string& cidr) {
  namespace ip = boost::asio::ip;
  if (cidr.empty()) return Proxies([](std::string_view) { return true; });
  boost::system::error_code error;
  if (const auto v4 = ip::make_network_v4(cidr, error); !error)
    return Proxies([v4](std::string_view address) {
      boost::system::error_code wrong;
      const auto peer = ip::make_address_v4(std::string(address), wrong);
      return !wrong && v4.hosts().find(peer) != v4.hosts().end();
    });
  if (const auto v6 = ip::make_network_v6(cidr, error); !error)
    return Proxies([v6](std::string_view address) {
      boost::system::error_code wrong;
      const auto peer = ip::make_address_v6(std::string(address), wrong);
      return !wrong && v6.hosts().find(peer) != v6.hosts().end();
    });
  return std::nullopt;
}

http::Handler only_from(Proxies proxies, http::Handler handler) {
  return [proxies = std::move(proxies), handler = std::move(handler)](const http::Request& request) {
    const auto between = [&](std::string_view address) { return is_loopback(address) || proxies(address); };
    if (!between(request.remote))
      return http::Response{403, "text/plain; charset=utf-8", {}, "This desk is reached through its proxy.\n"};
    if (request.forwarded_for.empty()) return handler(request);
    http::Request told = request;
    std::string_view hops = request.forwarded_for;
    while (!hops.empty() && between(told.remote)) {
      const size_t comma = hops.rfind(',');
      std::string_view hop = comma == std::string_view::npos ? hops : hops.substr(comma + 1);
      hops = comma == std::string_view::npos ? std::string_view() : hops.substr(0, comma);
      while (hop.starts_with(' ')) hop.remove_prefix(1);
      while (hop.ends_with(' ')) hop.remove_suffix(1);
      told.remote = hop;
    }
    return handler(told);
  };
}

std::string why_not_listening(const std::string& place, const Error& error) {
  if (error.code == "listen.busy") return place + " cannot be listened on: " + error.detail;
  return "there is no address " + place + ": " + error.detail;
}

}  // namespace hb::app
