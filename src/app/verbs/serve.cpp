#include <fmt/core.h>

#include <memory>

#include "app/data_dir.h"
#include "app/house.h"
#include "app/rulebooks.h"
#include "app/serving.h"
#include "app/stop.h"
#include "app/verbs.h"

namespace hb::app {
namespace {

struct Options {
  std::string data, listen = "127.0.0.1:8420", rulebook, origin, contact, desk_host, behind_proxy;
};

int cannot(const std::string& why) {
  fmt::print(stderr, "serve: {}\n", why);
  return 2;
}

int serve(const Options& o) {
  const auto place = parse_listen(o.listen);
  if (!place) return cannot("'" + o.listen + "' is not ADDR:PORT");
  if (!is_loopback(place->address) && o.behind_proxy.empty())
    return cannot("'" + o.listen +
                  "' can be reached from other machines: put a proxy with TLS in front and say --behind-proxy CIDR, or "
                  "listen on 127.0.0.1");
  const auto proxies = parse_proxies(o.behind_proxy);
  if (!proxies) return cannot("'" + o.behind_proxy + "' is not a network such as 10.0.0.0/24");
  auto book = load_rulebook(o.rulebook);
  if (!book) {
    for (const auto& finding : book.error()) fmt::print(stderr, "{}\n", rulebook::to_text(finding));
    return cannot("the rulebook is wrong; nothing was started");
  }
  const std::string version = book->rules.version;
  const SystemClock clock;
  auto house = House::open({.data = o.data,
                            .book = std::move(*book),
                            .clock = clock,
                            .demo = false,
                            .origin = o.origin,
                            .contact = o.contact,
                            .tls = !o.behind_proxy.empty(),
                            .desk_host = o.desk_host,
                            .page_reader = "/proc/self/exe"});
  if (!house) return cannot(why_not(o.data, house.error()));
  if ((*house)->book().rules.version != version)
    fmt::print(
        stderr,
        "hearback: {} is another version ({}) than the rulebook in force ({}), which goes on to hold; two people "
        "adopt another one at the desk.\n",
        o.rulebook.empty() ? "the rulebook that ships with this program" : o.rulebook, version.substr(0, 16),
        (*house)->book().rules.version.substr(0, 16));
  catch_stops();
  const auto done = serve_house(
      **house, *place, only_from(*proxies, (*house)->handler()), [](uint16_t) {}, [] {});
  if (!done) return cannot(why_not_listening(o.listen, done.error()));
  return 0;
}

}  // namespace

void add_serve(CLI::App& app, int& exit_code) {
  auto* verb = app.add_subcommand("serve", "run the desk and the public portal on one data directory");
  const auto o = std::make_shared<Options>();
  add_data(*verb, o->data);
  verb->add_option("--listen", o->listen, "ADDR:PORT; loopback unless behind a proxy")->capture_default_str();
  verb->add_option("--rulebook", o->rulebook, "the rulebook, TOML (default: the shipped one)");
  verb->add_option("--origin", o->origin,
                   "name of the public ledger, e.g. answers.city.example/ledger; kept from the first start on");
  verb->add_option("--desk-host", o->desk_host, "NAME: the staff desk and its API answer under this name only");
  verb->add_option("--contact", o->contact, "URL or mail address told to the sites that are listened to");
  verb->add_option("--behind-proxy", o->behind_proxy,
                   "CIDR: a proxy there speaks TLS to the public; nobody else but this machine is answered");
  verb->callback([o, &exit_code] { exit_code = serve(*o); });
}

}  // namespace hb::app
