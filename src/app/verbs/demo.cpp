#include <fmt/core.h>
#include <fmt/format.h>

#include <cstdio>
#include <fstream>
#include <memory>

#include "app/data_dir.h"
#include "app/demo/player.h"
#include "app/demo/sign_in.h"
#include "app/embedded.h"
#include "app/progress.h"
#include "app/rulebooks.h"
#include "app/serving.h"
#include "app/stop.h"
#include "app/verbs.h"
#include "outbox/forum.h"
#include "outbox/runner.h"

namespace hb::app {
namespace {

namespace fs = std::filesystem;

constexpr const char* kRulebook = "rulebooks/mingchuan.toml";

struct Options {
  std::string data, listen = "127.0.0.1:8420", speed = "max";
};

int cannot(const std::string& why) {
  fmt::print(stderr, "demo: {}\n", why);
  return 2;
}

// "max", or seconds of the week in a second.
bool read_speed(const std::string& text, std::optional<double>& speed) {
  if (text == "max") return true;
  char* end = nullptr;
  const double value = std::strtod(text.c_str(), &end);
  if (text.empty() || *end != '\0' || !(value > 0) || value > 1e9) return false;
  speed = value;
  return true;
}

void went_wrong(int line, const Error& error) {
  if (line != 0)
    fmt::print(stderr, "demo: script line {}: {} {}\n", line, error.code, error.detail);
  else
    fmt::print(stderr, "demo: {} {} (going on)\n", error.code, error.detail);
}

// A real desk's directory is left as it is.
bool is_a_desk(const fs::path& dir) {
  std::ifstream file(dir / "kind");
  std::string kind;
  return std::getline(file, kind) && kind != "demo";
}

int run_demo(const Options& o) {
  const auto place = parse_listen(o.listen);
  if (!place) return cannot("'" + o.listen + "' is not ADDR:PORT");
  if (!is_loopback(place->address)) return cannot("the demo lets anyone in by link: it listens on loopback only");
  std::optional<double> speed;
  if (!read_speed(o.speed, speed)) return cannot("'" + o.speed + "' is no speed: a number above 0, or max");
  if (is_a_desk(o.data)) return cannot(why_not(o.data, {"house.kind", "desk"}));
  auto book = check_rulebook(*embedded(kRulebook), kRulebook);
  if (!book) return cannot("the city's rulebook is wrong");
  const fs::path dir = o.data;
  std::error_code error;
  fs::create_directories(dir, error);
  const auto clock = demo::VirtualClock::open(dir / "clock", demo::kWeekBegins);
  if (!clock) return cannot(clock.error().detail + " cannot be written");

  const demo::City city = demo::load_city();
  SystemRandom random;
  auto home = demo::Home::load(dir / "demo.json", random);
  if (!home) return cannot(home.error().detail + " is damaged");
  const auto sites = demo::Sites::start(city, **clock, *home, dir, book->rules.accounts);
  if (!sites) return cannot("the city's sites do not start: " + sites.error().code + " " + sites.error().detail);
  auto opened = House::open({.data = dir,
                             .book = std::move(*book),
                             .clock = **clock,
                             .demo = true,
                             .origin = "mingchuan.example/ledger",
                             .sites = {{"forum", (*sites)->forum()}},
                             .contact = "https://mingchuan.example/hearback",
                             .page_reader = "/proc/self/exe"});
  if (!opened) return cannot(why_not(o.data, opened.error()));
  House& house = **opened;
  const demo::SignIn sign_in(city, *home, random);
  if (!home->save(dir / "demo.json")) return cannot("cannot write to " + o.data);
  outbox::Forum forum({.site = (*sites)->forum(),
                       .reply = (*sites)->forum() + "api/reply",
                       .secret = home->forum_secret,
                       .allow = {(*sites)->forum_endpoint()}});
  outbox::Runner runner(house.store(), **clock, {{"forum", &forum}},
                        [&house](std::string_view account) { return house.registered(account); });
  house.deliver = [&] {
    (*clock)->keep();
    return runner.run();
  };
  demo::Player player(house, **clock, city, **sites);
  if (const auto ok = player.prepare(); !ok) return cannot(ok.error().code + " " + ok.error().detail);

  catch_stops();
  const auto print_links = [&](uint16_t port) {
    for (const auto& [role, path] : sign_in.links())
      fmt::print("sign-in {} http://{}:{}{}\n", role, o.listen.substr(0, o.listen.rfind(':')), port, path);
    std::fflush(stdout);
  };
  const auto play = [&] {
    Progress bar("minutes of the week");
    player.play({.speed = speed,
                 .stop = stop_asked,
                 .at =
                     [&](Instant at) {
                       const auto done = (at - demo::kWeekBegins).count,
                                  all = (demo::kWeekEnds - demo::kWeekBegins).count;
                       bar.at(static_cast<uint64_t>(std::min(done, all)), static_cast<uint64_t>(all), done / 60);
                     },
                 .went_wrong = went_wrong});
    bar.end();
    if (!player.played()) return;
    (*clock)->run();
    fmt::print("played\n");
    std::fflush(stdout);
  };
  const auto handler = sign_in.before(house.handler(), [&house](UserId user) { return house.sessions().open(user); });
  const auto done = serve_house(house, *place, handler, print_links, play);
  (*sites)->stop();
  if (!done) return cannot(why_not_listening(o.listen, done.error()));
  return 0;
}

}  // namespace

void add_demo(CLI::App& app, int& exit_code) {
  auto* verb = app.add_subcommand("demo", "the fictional city 明川市: a week heard through the real path on fast time");
  const auto o = std::make_shared<Options>();
  add_data(*verb, o->data);
  verb->add_option("--listen", o->listen, "ADDR:PORT, loopback only")->capture_default_str();
  verb->add_option("--speed", o->speed, "seconds of the week in a second, or max")->capture_default_str();
  verb->callback([o, &exit_code] { exit_code = run_demo(*o); });
}

}  // namespace hb::app
