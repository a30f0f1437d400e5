#include "desk/witnesses.h"

#include <algorithm>
#include <charconv>

#include "desk/entries.h"
#include "ledger/witness.h"

namespace hb::desk {
namespace {

constexpr std::string_view kAllow = "ledger.policy.allow", kNumber = "ledger.policy.number";
constexpr std::string_view kStates = "ledger.witnesses";
constexpr size_t kLongestError = 200;

template <typename Number>
Number number_of(std::string_view text) {
  Number out{};
  std::from_chars(text.data(), text.data() + text.size(), out);
  return out;
}

std::vector<std::string_view> split(std::string_view text, char at) {
  std::vector<std::string_view> out;
  while (!text.empty()) {
    const size_t end = std::min(text.find(at), text.size());
    out.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

// A line each: key, size, when it signed last or "-", failures, next, error.
std::string format_states(const std::vector<WitnessState>& states) {
  std::string out;
  for (const auto& s : states)
    out += s.vkey + "\t" + std::to_string(s.size) + "\t" +
           (s.signed_at ? std::to_string(s.signed_at->seconds) : std::string("-")) + "\t" + std::to_string(s.failures) +
           "\t" + std::to_string(s.next_at.seconds) + "\t" + s.error + "\n";
  return out;
}

std::vector<WitnessState> parse_states(std::string_view text) {
  std::vector<WitnessState> out;
  for (const auto line : split(text, '\n')) {
    const auto fields = split(line, '\t');
    if (fields.size() < 5) continue;
    WitnessState s;
    s.vkey = std::string(fields[0]);
    s.size = number_of<int64_t>(fields[1]);
    if (fields[2] != "-") s.signed_at = Instant{number_of<int64_t>(fields[2])};
    s.failures = number_of<int>(fields[3]);
    s.next_at = Instant{number_of<int64_t>(fields[4])};
    if (fields.size() > 5) s.error = std::string(fields[5]);
    out.push_back(std::move(s));
  }
  return out;
}

Result<std::optional<ledger::Policy>> policy_of(Store& store) {
  const auto text = store.setting(kWitnessPolicy);
  if (!text) return tl::unexpected(text.error());
  if (!*text) return std::nullopt;
  auto policy = ledger::parse_policy(**text);
  if (!policy) return tl::unexpected(policy.error());
  return std::move(*policy);
}

// By the policy in force: one that is new to it starts from nothing, one that is no longer in it is dropped.
Result<std::vector<WitnessState>> states_of(Store& store, const ledger::Policy& policy) {
  const auto kept = store.setting(kStates);
  if (!kept) return tl::unexpected(kept.error());
  const auto before = parse_states(kept->value_or(""));
  std::vector<WitnessState> out;
  for (const auto& signer : policy.signers) {
    if (!signer.key) continue;
    const std::string vkey = ledger::format_vkey(*signer.key);
    const auto at = std::ranges::find(before, vkey, &WitnessState::vkey);
    out.push_back(at == before.end() ? WitnessState{.name = {}, .vkey = vkey} : *at);
    out.back().name = signer.name;
  }
  return out;
}

Seconds again_after(int failures) {
  Seconds wait = kFirstAgain;
  for (int i = 1; i < failures && wait < kLongestAgain; ++i) wait = {wait.count * 2};
  return std::min(wait, kLongestAgain);
}

std::string in_one_line(const Error& error) {
  std::string out = error.code + (error.detail.empty() ? "" : " " + error.detail);
  std::ranges::replace_if(
      out, [](char c) { return static_cast<unsigned char>(c) < ' '; }, ' ');
  out.resize(std::min(out.size(), kLongestError));
  return out;
}

}  // namespace

Result<std::vector<WitnessState>> witnesses_of(Store& store) {
  const auto policy = policy_of(store);
  if (!policy) return tl::unexpected(policy.error());
  if (!*policy) return std::vector<WitnessState>{};
  return states_of(store, **policy);
}

Result<void> adopt_policy(std::string_view text, const std::vector<std::string>& allow, std::string_view vkey,
                          const Wiring& wiring) {
  const auto policy = ledger::parse_policy(text);
  if (!policy) return tl::unexpected(policy.error());
  if (policy->logs.size() != 1 || ledger::format_vkey(policy->logs.front()) != vkey)
    return fail("policy.log", "expected one line: log " + std::string(vkey));
  size_t witnesses = 0;
  for (const auto& signer : policy->signers) {
    if (!signer.key) continue;
    ++witnesses;
    if (!signer.url.starts_with("https://") && !signer.url.starts_with("http://"))
      return fail("policy.witness", signer.name + ": no address at which it is asked");
  }
  if (witnesses > kMostWitnesses) return fail("policy.witness", "more than " + std::to_string(kMostWitnesses));
  const auto kept = wiring.store.setting(kNumber);
  if (!kept) return tl::unexpected(kept.error());
  const auto number = number_of<int64_t>(kept->value_or("0")) + 1;
  std::string listed;
  for (const auto& one : allow) listed += one + "\n";
  Changes changes;
  changes.settings = {{std::string(kWitnessPolicy), std::string(text)},
                      {std::string(kAllow), std::move(listed)},
                      {std::string(kNumber), std::to_string(number)}};
  add_policy(text, number, wiring.clock.now(), wiring, changes);
  if (const auto done = commit(wiring, changes); !done) return tl::unexpected(done.error());
  return {};
}

Result<int> Witnesses::ask() {
  const auto policy = policy_of(store_);
  if (!policy) return tl::unexpected(policy.error());
  if (!*policy) return 0;
  auto states = states_of(store_, **policy);
  if (!states) return tl::unexpected(states.error());
  int signed_now = 0;
  size_t at = 0;
  for (const auto& witness : (*policy)->signers) {
    if (!witness.key) continue;
    WitnessState& known = (*states)[at++];
    const auto state = store_.ledger_state();
    if (!state) return tl::unexpected(state.error());
    if (state->size == 0 || known.next_at > clock_.now()) continue;
    const auto note = ledger::parse_note(state->checkpoint);
    if (!note) return tl::unexpected(note.error());
    if (ledger::signed_by(*note, *witness.key).value_or(false)) continue;

    const auto line = ask_one(witness, *state, known);
    const Instant now = clock_.now();
    bool enough = false;
    if (line) {
      known.size = state->size;
      known.signed_at = now;
      known.failures = 0;
      known.error.clear();
      known.next_at = now + kBetweenAsking;
      const auto with = ledger::parse_note(state->checkpoint + *line);
      enough = with && ledger::witnessed(*with, **policy).value_or(false);
    } else {
      ++known.failures;
      known.error = in_one_line(line.error());
      known.next_at = now + again_after(known.failures);
    }
    Changes kept;
    kept.settings.emplace_back(kStates, format_states(*states));
    if (!line) {
      if (const auto done = store_.commit(kept); !done) return tl::unexpected(done.error());
      continue;
    }
    const auto done = log_.cosign(*state, *line, enough, std::move(kept.settings));
    if (!done) return tl::unexpected(done.error());
    if (*done) ++signed_now;
  }
  return signed_now;
}

Result<std::string> Witnesses::ask_one(const ledger::Policy::Signer& witness, const LedgerState& state,
                                       WitnessState& known) {
  const auto allow = store_.setting(kAllow);
  if (!allow) return tl::unexpected(allow.error());
  Request request{.max_bytes = ledger::kCosignaturesLimit};
  request.url = witness.url + (witness.url.ends_with('/') ? "" : "/") + "add-checkpoint";
  const std::string listed = allow->value_or("");
  for (const auto line : split(listed, '\n')) request.allow.emplace_back(line);

  const auto size = static_cast<uint64_t>(state.size);
  const auto tiles = tiles_of(files_);
  const auto hashes = ledger::hashes_of(tiles, size);
  auto old_size = static_cast<uint64_t>(std::min(known.size, state.size));
  for (int attempt = 0;; ++attempt) {
    std::vector<Digest> proof;
    if (old_size > 0) {
      auto path = ledger::consistency_proof(old_size, size, hashes);
      if (!path) return tl::unexpected(path.error());
      proof = std::move(*path);
    }
    const auto answer = poster_.post(request, ledger::add_checkpoint(old_size, proof, state.checkpoint));
    if (!answer) return tl::unexpected(answer.error());
    if (answer->status == 200) return ledger::cosignature(answer->body, state.checkpoint, *witness.key);
    const auto held = answer->status == 409 ? ledger::held_size(answer->body) : std::nullopt;
    if (!held) return fail("witness.status", std::to_string(answer->status));
    if (*held > size) return fail("witness.ahead", std::to_string(*held) + " > " + std::to_string(size));
    if (attempt > 0 || *held == old_size) return fail("witness.status", "409 " + std::to_string(*held));
    old_size = *held;
  }
}

}  // namespace hb::desk
