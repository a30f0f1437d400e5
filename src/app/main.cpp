#include <sodium.h>

#include "app/verbs.h"

int main(int argc, char** argv) {
  if (sodium_init() < 0) return 2;
  CLI::App app{"Hearback 听答: hears what people say about an agency's services and owes them an answer in the open"};
  app.require_subcommand(1);
  int exit_code = 2;
  hb::app::add_verbs(app, exit_code);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    return app.exit(e) == 0 ? 0 : 2;
  }
  return exit_code;
}
