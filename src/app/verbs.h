#pragma once
#include <CLI/CLI.hpp>

/// The verbs of the command line, one file each in app/verbs/. A verb adds its subcommand with its options and help;
/// when the user chose it, its callback runs and sets `exit_code`: 0 done, 1 finished with findings, 2 could not run.
namespace hb::app {

void add_demo(CLI::App& app, int& exit_code);
void add_doctor(CLI::App& app, int& exit_code);
void add_explain(CLI::App& app, int& exit_code);
void add_serve(CLI::App& app, int& exit_code);
void add_source(CLI::App& app, int& exit_code);
void add_user(CLI::App& app, int& exit_code);
void add_token(CLI::App& app, int& exit_code);
void add_version(CLI::App& app, int& exit_code);
/// Not in `--help`: what `serve` starts for itself.
void add_page_reader(CLI::App& app, int& exit_code);
void add_ledger(CLI::App& app, int& exit_code);
void add_mask(CLI::App& app, int& exit_code);
void add_place(CLI::App& app, int& exit_code);
void add_classify(CLI::App& app, int& exit_code);
void add_notice(CLI::App& app, int& exit_code);
void add_read(CLI::App& app, int& exit_code);
void add_rulebook(CLI::App& app, int& exit_code);
void add_feed(CLI::App& app, int& exit_code);
void add_query(CLI::App& app, int& exit_code);
void add_import(CLI::App& app, int& exit_code);
void add_export(CLI::App& app, int& exit_code);
void add_replay(CLI::App& app, int& exit_code);

/// All of them, in the order of `--help`.
void add_verbs(CLI::App& app, int& exit_code);

}  // namespace hb::app
