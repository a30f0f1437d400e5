#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <boost/json.hpp>
#include <fstream>
#include <iterator>
#include <memory>

#include "app/data_dir.h"
#include "app/house.h"
#include "app/log_reader.h"
#include "app/rulebooks.h"
#include "app/staff.h"
#include "app/verbs.h"
#include "app/whole_file.h"
#include "desk/witnesses.h"
#include "ledger/entry.h"
#include "listen/address.h"

namespace hb::app {
namespace {

struct Options {
  std::string where, key, policy, state, data;
  std::vector<std::string> allow, by;
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
  auto text = key ? std::nullopt : slurp(given);
  if (!text) return key;
  while (text->ends_with('\n')) text->pop_back();
  return ledger::parse_vkey(*text);
}

// The checkpoint that verified last, with its signatures: should the log ever tell another story, both together prove
// it to anyone. No file is the first run.
Result<std::optional<ledger::Checkpoint>> read_state(const std::string& path) {
  if (::access(path.c_str(), F_OK) != 0) return std::nullopt;
  const auto text = slurp(path);
  const auto note = text ? ledger::parse_note(*text) : fail("note.malformed");
  const auto checkpoint = note ? ledger::parse_checkpoint(note->text) : tl::unexpected(note.error());
  if (!checkpoint) return tl::unexpected(checkpoint.error());
  return *checkpoint;
}

std::string_view name_of(BodyState state) {
  switch (state) {
    case BodyState::not_asked:
      return "not-asked";
    case BodyState::shown:
      return "shown";
    case BodyState::erased:
      return "erased";
    case BodyState::not_public:
      return "not-public";
  }
  return {};
}

void print_json(const Verified& v, bool key_given) {
  boost::json::array problems;
  for (const auto& problem : v.problems) {
    boost::json::object row;
    if (problem.entry) row["entry"] = *problem.entry;
    row["what"] = problem.what;
    problems.push_back(std::move(row));
  }
  boost::json::object out{{"origin", v.checkpoint.origin},
                          {"size", v.checkpoint.size},
                          {"root", to_base64(view(v.checkpoint.root))},
                          {"key", key_given ? "given" : "from-server"},
                          {"ok", v.ok()},
                          {"problems", std::move(problems)}};
  if (v.body != BodyState::not_asked) out["body"] = name_of(v.body);
  fmt::print("{}\n", boost::json::serialize(out));
}

void print_text(const Verified& v, std::optional<uint64_t> entry) {
  for (const auto& problem : v.problems)
    fmt::print("{}{}\n", problem.entry ? fmt::format("entry {}: ", *problem.entry) : "", problem.what);
  if (v.problems.size() == kProblemLimit) fmt::print("and perhaps more\n");
  if (!v.ok()) return;
  fmt::print("{}: {} entries verify, root {}\n", v.checkpoint.origin, v.checkpoint.size,
             to_base64(view(v.checkpoint.root)));
  if (entry) fmt::print("body of entry {}: {}\n", *entry, name_of(v.body));
}

// A bar of 40 signs, redrawn when a sign is added.
std::function<void(uint64_t, uint64_t)> bar() {
  return [drawn = uint64_t{41}](uint64_t done, uint64_t of) mutable {
    const uint64_t signs = done * 40 / of;
    if (signs == drawn) return;
    drawn = signs;
    fmt::print(stderr, "\r[{:#<{}}{:.<{}}] {} of {} entries", "", signs, "", 40 - signs, done, of);
  };
}

int verify(const Options& o) {
  VerifyOptions options;
  options.entry = o.entry;
  if (!o.policy.empty()) {
    const auto text = slurp(o.policy);
    if (!text) return cannot("cannot read " + o.policy);
    auto policy = ledger::parse_policy(*text);
    if (!policy) return cannot(o.policy + ": " + policy.error().detail);
    options.policy = std::move(*policy);
    options.keys = options.policy.logs;
  }
  if (!o.key.empty()) {
    const auto key = key_from(o.key);
    if (!key) return cannot("--key is neither a verifier key nor a file that holds one: " + o.key);
    options.keys = {*key};
  }
  if (!o.state.empty()) {
    const auto known = read_state(o.state);
    if (!known) return cannot(o.state + " is not a state that this command wrote");
    options.known = *known;
  }
  if (::isatty(STDERR_FILENO) != 0) options.progress = bar();
  const auto files = open_log(o.where);
  if (!files) return cannot(files.error().detail);
  const bool key_given = !options.keys.empty();
  if (!key_given)
    fmt::print(stderr,
               "No --key: the key is the one that the log itself shows, so this proves only that the log agrees with "
               "itself.\n");
  const auto verified = verify_log(*files, options);
  if (options.progress) fmt::print(stderr, "\n");
  if (!verified) return cannot(verified.error().detail);
  if (o.json)
    print_json(*verified, key_given);
  else
    print_text(*verified, o.entry);
  if (!verified->ok()) return 1;
  if (!o.state.empty() && !write_whole(o.state, verified->note)) return cannot("cannot write " + o.state);
  return 0;
}

// Entries are printed as they are only if they are ours: others may hold what a terminal obeys.
void print_entry(uint64_t index, const std::string& leaf) {
  fmt::print("entry {}\n", index);
  if (ledger::parse_entry(leaf))
    fmt::print("{}\n", leaf);
  else
    fmt::print("not a hearback entry, {} bytes in hexadecimal: {}\n\n", leaf.size(), to_hex(leaf));
}

int show(const Options& o) {
  const auto files = open_log(o.where);
  if (!files) return cannot(files.error().detail);
  const auto text = (*files)("checkpoint");
  if (!text) return cannot(text.error().detail);
  const auto note = ledger::parse_note(*text);
  const auto checkpoint = note ? ledger::parse_checkpoint(note->text) : tl::unexpected(note.error());
  if (!checkpoint) return cannot("the checkpoint is malformed: " + checkpoint.error().detail);
  if (o.entry && *o.entry >= checkpoint->size) return cannot(fmt::format("there is no entry {}", *o.entry));
  if (!o.entry) fmt::print("{}\n", *text);
  const uint64_t from = o.entry.value_or(0), to = o.entry ? from + 1 : checkpoint->size;
  for (uint64_t at = from; at < to; at += std::min<uint64_t>(256, to - at)) {
    const auto entries = read_entries(*files, checkpoint->size, at, at + std::min<uint64_t>(256, to - at));
    if (!entries) return cannot(entries.error().detail);
    for (size_t i = 0; i < entries->size(); ++i) print_entry(at + i, (*entries)[i]);
  }
  return 0;
}

int adopt(const Options& o) {
  const auto text = slurp(o.policy);
  if (!text) return cannot("cannot read " + o.policy);
  for (const auto& endpoint : o.allow)
    if (!listen::parse_endpoint(endpoint)) return cannot("'" + endpoint + "' is not ADDR:PORT");
  auto book = load_rulebook("");
  if (!book) return cannot("the rulebook that ships with this program is wrong");
  const SystemClock clock;
  auto house = House::open({.data = o.data, .book = std::move(*book), .clock = clock, .begins = false});
  if (!house) return cannot(why_not(o.data, house.error()));
  if (!two_say_so((*house)->store(), (*house)->vault(), o.by))
    return cannot("a policy takes two people and both passwords");
  if (const auto done = desk::adopt_policy(*text, o.allow, (*house)->vkey(), (*house)->wiring()); !done)
    return cannot(o.policy + ": " + (done.error().detail.empty() ? done.error().code : done.error().detail));
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
  check->add_option(
      "--key", options->key,
      "the log's verifier key, or a file that holds it; else the policy's logs, else the key that the log shows");
  check->add_option("--policy", options->policy,
                    "a tlog-policy file: which witnesses must have signed, and which logs are known");
  check->add_option("--state", options->state,
                    "check that the log only grew since this file was written, and write it anew after success");
  check->add_flag("--json", options->json, "print the result as one JSON object");
  check->callback([options, &exit_code] { exit_code = verify(*options); });
  auto* policy = ledger->add_subcommand(
      "policy", "adopt the witnesses that are asked to sign with us: two people say so, with the server stopped");
  add_data(*policy, options->data);
  policy->add_option("--file", options->policy, "a tlog-policy file: our log, the witnesses with their addresses")
      ->required();
  policy->add_option("--allow", options->allow, "ADDR:PORT outside the public internet where a witness may be asked");
  policy->add_option("--by", options->by, "login of one who adopts it; twice, passwords are asked in this order")
      ->required();
  policy->callback([options, &exit_code] { exit_code = adopt(*options); });
  print->callback([options, &exit_code] { exit_code = show(*options); });
}

}  // namespace hb::app
