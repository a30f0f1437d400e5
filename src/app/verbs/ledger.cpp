#include <fmt/core.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "app/log_reader.h"
#include "app/verbs.h"

namespace hb::app {
namespace {

struct Options {
  std::string where, key, policy, state;
  std::optional<uint64_t> entry;
  bool json = false;
};

std::optional<std::string> slurp(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return std::nullopt;
  return std::string{std::istreambuf_iterator<char>(in), {}};
}

int cannot(const std::string& why) {
  fmt::print(stderr, "hearback ledger: {}\n", why);
  return 2;
}

// A key typed out, or the name of a file that holds one.
Result<ledger::VerifierKey> key_from(const std::string& given) {
  auto key = ledger::parse_vkey(given);
  if (key) return key;
  auto text = slurp(given);
  if (!text) return key;
  while (text->ends_with('\n')) text->pop_back();
  return ledger::parse_vkey(*text);
}

// The three lines of the checkpoint seen last, written beside and renamed so that a crash leaves the old one.
bool write_state(const std::string& path, const ledger::Checkpoint& checkpoint) {
  const std::string temporary = path + ".new";
  {
    std::ofstream out(temporary, std::ios::binary | std::ios::trunc);
    out << ledger::format_checkpoint(checkpoint);
    if (!out.flush()) return false;
  }
  std::error_code error;
  std::filesystem::rename(temporary, path, error);
  return !error;
}

void print_json(const Verified& v, bool key_given) {
  boost::json::array problems;
  for (const auto& problem : v.problems) {
    boost::json::object row;
    if (problem.entry) row["entry"] = *problem.entry;
    row["what"] = problem.what;
    problems.push_back(std::move(row));
  }
  const boost::json::object out{{"origin", v.checkpoint.origin},
                                {"size", v.checkpoint.size},
                                {"root", to_base64(view(v.checkpoint.root))},
                                {"key", key_given ? "given" : "from-server"},
                                {"ok", v.ok()},
                                {"problems", std::move(problems)}};
  fmt::print("{}\n", boost::json::serialize(out));
}

int verify(const Options& o) {
  VerifyOptions options;
  options.entry = o.entry;
  if (!o.key.empty()) {
    const auto key = key_from(o.key);
    if (!key) return cannot("--key is neither a verifier key nor a file with one: " + o.key);
    options.key = *key;
  }
  if (!o.policy.empty()) {
    const auto text = slurp(o.policy);
    if (!text) return cannot("cannot read " + o.policy);
    const auto policy = parse_policy(*text);
    if (!policy) return cannot(o.policy + ": " + policy.error().detail);
    options.policy = *policy;
  }
  if (!o.state.empty()) {
    if (const auto text = slurp(o.state)) {
      const auto known = ledger::parse_checkpoint(*text);
      if (!known) return cannot(o.state + " is not a state written by this command");
      options.known = *known;
    }
  }
  const bool terminal = isatty(STDERR_FILENO) != 0;
  if (terminal)
    options.progress = [](uint64_t done, uint64_t of) { fmt::print(stderr, "\r{} of {} entries", done, of); };
  const auto files = open_log(o.where);
  if (!files) return cannot(files.error().detail);
  const bool key_given = options.key || options.policy.log;
  if (!key_given)
    fmt::print(
        stderr,
        "note: no --key given. The key is taken from the log itself, so this proves only that the log agrees with "
        "itself.\n");
  const auto verified = verify_log(*files, options);
  if (terminal) fmt::print(stderr, "\n");
  if (!verified) return cannot(verified.error().detail);
  if (o.json) {
    print_json(*verified, key_given);
  } else {
    for (const auto& problem : verified->problems)
      fmt::print("{}{}\n", problem.entry ? fmt::format("entry {}: ", *problem.entry) : "", problem.what);
    if (!verified->body_state.empty()) fmt::print("body of entry {}: {}\n", *o.entry, verified->body_state);
    if (verified->ok())
      fmt::print("{}: {} entries verify, root {}\n", verified->checkpoint.origin, verified->checkpoint.size,
                 to_base64(view(verified->checkpoint.root)));
  }
  if (!verified->ok()) return 1;
  if (!o.state.empty() && !write_state(o.state, verified->checkpoint)) return cannot("cannot write " + o.state);
  return 0;
}

int show(const Options& o) {
  const auto files = open_log(o.where);
  if (!files) return cannot(files.error().detail);
  const auto text = (*files)("checkpoint");
  if (!text || !*text) return cannot("the checkpoint cannot be read");
  const auto note = ledger::parse_note(**text);
  const auto checkpoint = note ? ledger::parse_checkpoint(note->text) : tl::unexpected(note.error());
  if (!checkpoint) return cannot("the checkpoint is malformed: " + checkpoint.error().detail);
  if (o.entry && *o.entry >= checkpoint->size) return cannot(fmt::format("there is no entry {}", *o.entry));
  if (!o.entry) fmt::print("{}\n", **text);
  const uint64_t from = o.entry.value_or(0), to = o.entry ? from + 1 : checkpoint->size;
  for (uint64_t at = from; at < to; at += 256) {
    const auto entries = read_entries(*files, checkpoint->size, at, std::min(to, at + 256));
    if (!entries) return cannot(entries.error().detail);
    for (size_t i = 0; i < entries->size(); ++i) fmt::print("entry {}\n{}\n", at + i, (*entries)[i]);
  }
  return 0;
}

}  // namespace

void add_ledger(CLI::App& app, int& exit_code) {
  auto* ledger = app.add_subcommand("ledger", "check or read the public ledger, from a site or a mirror on disk");
  ledger->require_subcommand(1);
  auto options = std::make_shared<Options>();
  auto* check = ledger->add_subcommand("verify", "rebuild the whole log and check every tile, proof and signature");
  auto* print = ledger->add_subcommand("show", "print the checkpoint and the entries");
  for (auto* verb : {check, print}) {
    verb->add_option("where", options->where, "URL of a site or log, or a folder")->required();
    verb->add_option("--entry", options->entry, "one entry by its index; verify checks its shown body too");
  }
  check->add_option("--key", options->key, "the log's verifier key, or a file that holds it");
  check->add_option("--policy", options->policy, "a file that says which witnesses must have signed");
  check->add_option("--state", options->state,
                    "remember the log in this file, and check that it only grew since last time");
  check->add_flag("--json", options->json, "print the result as one JSON object");
  check->callback([options, &exit_code] { exit_code = verify(*options); });
  print->callback([options, &exit_code] { exit_code = show(*options); });
}

}  // namespace hb::app
