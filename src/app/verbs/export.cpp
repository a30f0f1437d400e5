#include <fmt/core.h>

#include <memory>

#include "app/data_dir.h"
#include "app/kept_rulebooks.h"
#include "app/system.h"
#include "app/verbs.h"
#include "desk/imports.h"

namespace hb::app {
namespace {

struct Options {
  std::string data, from;
};

int cannot(const std::string& why) {
  fmt::print(stderr, "export: {}\n", why);
  return 2;
}

int run(const Options& o) {
  const auto desk = open_standing(o.data);
  if (!desk) return cannot(why_not(o.data, desk.error()));
  const SystemClock clock;
  SystemRandom random;
  const desk::Imports imports(
      {.store = *desk->store, .clock = clock, .random = random, .rules = rules_in_force(desk->books), .office = ""});
  const auto csv = imports.results(casework::the_desk(), o.from);
  if (!csv)
    return cannot(csv.error().code == "import.from" ? "nothing was imported from \"" + o.from + '"'
                                                    : why_not(o.data, csv.error()));
  fmt::print("{}", *csv);
  return 0;
}

}  // namespace

void add_export(CLI::App& app, int& exit_code) {
  auto* verb = app.add_subcommand("export", "write out what others ask for");
  verb->require_subcommand(1);
  auto* cases = verb->add_subcommand(
      "cases",
      "what came of the cases that another desk sent over, as CSV for it: its number, state, times, result. The "
      "desk must not be running on the directory");
  const auto o = std::make_shared<Options>();
  add_data(*cases, o->data);
  cases->add_option("--from", o->from, "that desk, as it was imported")->required();
  cases->callback([o, &exit_code] { exit_code = run(*o); });
}

}  // namespace hb::app
