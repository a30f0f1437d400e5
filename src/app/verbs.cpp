#include "app/verbs.h"

namespace hb::app {

void add_verbs(CLI::App& app, int& exit_code) {
  add_serve(app, exit_code);
  add_demo(app, exit_code);
  add_explain(app, exit_code);
  add_doctor(app, exit_code);
  add_ledger(app, exit_code);
  add_mask(app, exit_code);
  add_place(app, exit_code);
  add_classify(app, exit_code);
  add_notice(app, exit_code);
  add_read(app, exit_code);
  add_rulebook(app, exit_code);
  add_feed(app, exit_code);
  add_query(app, exit_code);
  add_import(app, exit_code);
  add_export(app, exit_code);
  add_replay(app, exit_code);
  add_user(app, exit_code);
  add_token(app, exit_code);
  add_source(app, exit_code);
  add_version(app, exit_code);
  add_page_reader(app, exit_code);
}

}  // namespace hb::app
