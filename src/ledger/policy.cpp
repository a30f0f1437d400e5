#include "ledger/policy.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace hb::ledger {
namespace {

std::vector<std::string_view> words_of(std::string_view line) {
  constexpr std::string_view kBlank = " \t";
  std::vector<std::string_view> out;
  for (size_t at = line.find_first_not_of(kBlank); at != std::string_view::npos;) {
    const size_t end = line.find_first_of(kBlank, at);
    out.push_back(line.substr(at, end - at));
    at = line.find_first_not_of(kBlank, end);
  }
  return out;
}

// Reads line by line; what is wrong with a line comes back as a few words, nothing if it is right.
class Reader {
 public:
  std::string_view line(const std::vector<std::string_view>& words) {
    if (words.empty() || words[0].starts_with('#')) return {};
    if (words[0] == "log") return log(words);
    if (words[0] == "witness") return witness(words);
    if (words[0] == "group") return group(words);
    if (words[0] == "quorum") return quorum(words);
    return "neither log, witness, group nor quorum";
  }
  bool has_quorum() const { return has_quorum_; }
  Policy take() { return std::move(out_); }

 private:
  std::string_view log(const std::vector<std::string_view>& words) {
    if (words.size() < 2 || words.size() > 3) return "expected log VKEY [URL]";
    auto key = parse_vkey(words[1]);
    if (!key || key->type != KeyType::ed25519) return "not a verifier key of a log";
    const auto same = [&](const VerifierKey& k) { return k.public_key == key->public_key; };
    if (std::ranges::any_of(out_.logs, same)) return "this key is listed before";
    out_.logs.push_back(std::move(*key));
    return {};
  }

  std::string_view witness(const std::vector<std::string_view>& words) {
    if (words.size() < 3 || words.size() > 4) return "expected witness NAME VKEY [URL]";
    auto key = parse_vkey(words[2]);
    if (!key || key->type != KeyType::cosignature) return "not a verifier key of a witness";
    const auto same = [&](const Policy::Signer& s) { return s.key && s.key->public_key == key->public_key; };
    if (std::ranges::any_of(out_.signers, same)) return "this key is listed before";
    return define({.name = std::string(words[1]),
                   .key = std::move(*key),
                   .url = std::string(words.size() > 3 ? words[3] : ""),
                   .needs = 1,
                   .members = {}});
  }

  std::string_view group(const std::vector<std::string_view>& words) {
    if (words.size() < 4) return "expected group NAME all|any|N MEMBER…";
    Policy::Signer out{.name = std::string(words[1]), .key = {}, .url = {}, .needs = 1, .members = {}};
    for (size_t i = 3; i < words.size(); ++i) {
      const auto member = find(words[i]);
      if (!member) return "a member is not defined above";
      if (in_group_[*member]) return "a member is in a group already";
      in_group_[*member] = true;
      out.members.push_back(*member);
    }
    if (words[2] == "all") {
      out.needs = out.members.size();
    } else if (words[2] != "any") {
      const auto [end, error] = std::from_chars(words[2].data(), words[2].data() + words[2].size(), out.needs);
      if (error != std::errc{} || end != words[2].data() + words[2].size() || out.needs < 1 ||
          out.needs > out.members.size())
        return "the threshold is all, any, or 1 to the number of members";
    }
    return define(std::move(out));
  }

  std::string_view quorum(const std::vector<std::string_view>& words) {
    if (words.size() != 2) return "expected quorum NAME";
    if (has_quorum_) return "a second quorum";
    has_quorum_ = true;
    if (words[1] == "none") return {};
    out_.quorum = find(words[1]);
    return out_.quorum ? std::string_view{} : "the quorum is not defined above";
  }

  std::string_view define(Policy::Signer signer) {
    if (signer.name == "none" || find(signer.name)) return "this name is taken";
    out_.signers.push_back(std::move(signer));
    in_group_.push_back(false);
    return {};
  }

  std::optional<size_t> find(std::string_view name) const {
    const auto it = std::ranges::find(out_.signers, name, &Policy::Signer::name);
    if (it == out_.signers.end()) return std::nullopt;
    return static_cast<size_t>(it - out_.signers.begin());
  }

  Policy out_;
  std::vector<bool> in_group_;  // by position in signers
  bool has_quorum_ = false;
};

}  // namespace

Result<Policy> parse_policy(std::string_view text) {
  if (text.size() > kPolicyLimit) return fail("policy.malformed", "too long");
  Reader reader;
  for (int number = 1; !text.empty(); ++number) {
    const auto line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    const bool control =
        std::ranges::any_of(line, [](char c) { return (c >= 0 && c < ' ' && c != '\t') || c == 0x7F; });
    const auto wrong = control ? std::string_view("a control character") : reader.line(words_of(line));
    if (!wrong.empty()) return fail("policy.malformed", fmt::format("line {}: {}", number, wrong));
  }
  if (!reader.has_quorum()) return fail("policy.malformed", "no quorum line");
  return reader.take();
}

Result<bool> witnessed(const Note& note, const Policy& policy) {
  std::vector<bool> met;
  for (const auto& signer : policy.signers) {
    if (signer.key) {
      const auto ok = signed_by(note, *signer.key);
      if (!ok) return ok;
      met.push_back(*ok);
    } else {
      const auto count = std::ranges::count_if(signer.members, [&](size_t i) { return met[i]; });
      met.push_back(static_cast<uint64_t>(count) >= signer.needs);
    }
  }
  return !policy.quorum || met[*policy.quorum];
}

}  // namespace hb::ledger
