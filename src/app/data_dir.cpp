#include "app/data_dir.h"

#include <fmt/format.h>

#include <fstream>

namespace hb::app {

void add_data(CLI::App& verb, std::string& dir) {
  dir = "data";
  verb.add_option("--data", dir, "the data directory")->envname("HEARBACK_DATA")->capture_default_str();
}

// A mark that was cut off is none: nothing was done under it yet.
Result<void> mark_kind(const std::string& dir, bool demo) {
  const std::string path = dir + "/kind", wanted = demo ? "demo" : "desk";
  std::string kind;
  std::getline(std::ifstream(path), kind);
  if (kind.empty()) {
    if (!(std::ofstream(path) << wanted << "\n" << std::flush)) return fail("store.broken", path);
  } else if (kind != wanted) {
    return fail("house.kind", kind);
  }
  return {};
}

std::string why_not(const std::string& dir, const Error& error) {
  if (error.code == "store.locked") return fmt::format("{} is in use by process {}", dir, error.detail);
  if (error.code == "record.none") return "there is no record in " + dir;
  if (error.code == "record.no-desk") return "no desk was run on " + dir + " yet";
  if (error.code == "house.kind")
    return fmt::format("{} is the directory of a {}: {}", dir, error.detail == "demo" ? "demo" : "real desk",
                       error.detail == "demo" ? "only `demo` touches it" : "`demo` does not touch it");
  if (error.code == "store.newer") return dir + " was written by a newer hearback";
  if (error.code == "rulebook.kept")
    return "the rulebook in force in " + dir + " cannot be read by this program: " + error.detail;
  if (error.code == "store.full") return "the disk of " + dir + " is full";
  return fmt::format("the record in {} cannot be used: {} {}", dir, error.code, error.detail);
}

}  // namespace hb::app
