#include <fmt/core.h>

#include "app/verbs.h"

namespace hb::app {

void add_version(CLI::App& app, int& exit_code) {
  app.add_subcommand("version", "print the version")->callback([&exit_code] {
    fmt::print("hearback {}\n", HB_VERSION);
    exit_code = 0;
  });
}

}  // namespace hb::app
