#include <fmt/core.h>

#include <memory>

#include "app/data_dir.h"
#include "app/house.h"
#include "app/rulebooks.h"
#include "app/staff.h"
#include "app/verbs.h"

namespace hb::app {
namespace {

struct Options {
  std::string data, rulebook, file;
  std::vector<std::string> by;
};

int cannot(const std::string& why) {
  fmt::print(stderr, "source: {}\n", why);
  return 2;
}

int add(const Options& o) {
  const auto bytes = read_file(o.file);
  if (!bytes) return cannot(o.file + " cannot be read");
  const auto config = listen::parse_config(*bytes);
  if (!config) return cannot(fmt::format("{}: {} at \"{}\"", o.file, config.error().code, config.error().detail));
  const auto findings = listen::validate_source(*config);
  for (const auto& finding : findings)
    fmt::print(stderr, "{}: {}: {} {}\n", o.file, finding.key, finding.code, finding.detail);
  if (!findings.empty()) return cannot("nothing was added");
  auto book = load_rulebook(o.rulebook);
  if (!book) return cannot("the rulebook is wrong: see `hearback rulebook check`");
  if (book->rules.unit(config->unit) == nullptr)
    return cannot("the unit '" + config->unit.value + "' is not in the rulebook");
  const SystemClock clock;
  auto house = House::open({.data = o.data, .book = std::move(*book), .clock = clock, .begins = false});
  if (!house) return cannot(why_not(o.data, house.error()));
  if (!two_say_so((*house)->store(), (*house)->vault(), o.by))
    return cannot("adding a source takes two people and both passwords");
  if (const auto done = (*house)->add_source(*config); !done) return cannot(why_not(o.data, done.error()));
  return 0;
}

int list(const Options& o) {
  const auto store = store::SqliteStore::open(o.data);
  if (!store) return cannot(why_not(o.data, store.error()));
  const auto rows = (*store)->sources();
  if (!rows) return cannot(why_not(o.data, rows.error()));
  for (const auto& row : *rows)
    fmt::print("{}\t{}\t{}\t{}\t{}\n", row.id.value, row.name, row.unit.value,
               row.last_success ? format_rfc3339(*row.last_success, Seconds{}) : "never", row.last_error);
  return 0;
}

}  // namespace

void add_source(CLI::App& app, int& exit_code) {
  auto* verb = app.add_subcommand("source", "what is listened to; the desk must not be running on the directory");
  verb->require_subcommand(1);
  const auto o = std::make_shared<Options>();
  auto* adding = verb->add_subcommand("add", "add a source, or replace the one of its id: two people say so");
  auto* listing = verb->add_subcommand("list", "list them: id, name, unit, last good visit, what is wrong");
  for (auto* sub : {adding, listing}) add_data(*sub, o->data);
  adding->add_option("--file", o->file, "the source as JSON: id, name, kind, url, unit, rhythm, …")->required();
  adding->add_option("--by", o->by, "login of one who adds it; twice, passwords are asked in this order")->required();
  adding->add_option("--rulebook", o->rulebook, "the rulebook that names the units (default: the shipped one)");
  adding->callback([o, &exit_code] { exit_code = add(*o); });
  listing->callback([o, &exit_code] { exit_code = list(*o); });
}

}  // namespace hb::app
