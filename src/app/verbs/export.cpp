#include <fmt/core.h>

#include <filesystem>
#include <memory>

#include "app/data_dir.h"
#include "app/kept_rulebooks.h"
#include "app/system.h"
#include "app/verbs.h"
#include "desk/imports.h"
#include "store/sqlite/store.h"

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
  std::error_code error;
  if (!std::filesystem::exists(o.data + "/hearback.db", error)) return cannot("there is no record in " + o.data);
  const auto store = store::SqliteStore::open(o.data);
  if (!store) return cannot(why_not(o.data, store.error()));
  const auto books = kept_rulebooks(**store);
  if (!books) return cannot(why_not(o.data, books.error()));
  if (books->empty()) return cannot("no desk was run on " + o.data + " yet");
  const SystemClock clock;
  SystemRandom random;
  const desk::Imports imports(
      {.store = **store, .clock = clock, .random = random, .rules = rules_in_force(*books), .office = ""});
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
