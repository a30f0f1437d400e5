#include "ledger/policy.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sodium.h>

namespace hb::ledger {
namespace {

constexpr std::string_view kText = "log.example/answers\n1\nbjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=\n";

/// A witness that cosigns: its key as a policy names it, its line as a note carries it.
struct Witness {
  explicit Witness(char seed) : public_key(crypto_sign_PUBLICKEYBYTES, '\0'), secret(crypto_sign_SECRETKEYBYTES, '\0') {
    const std::string bytes(32, seed);
    crypto_sign_seed_keypair(out(public_key), out(secret), in(bytes));
    name = fmt::format("witness.example/{}", seed);
    id = std::string(view(sha256(name + "\n\x04" + public_key)).substr(0, 4));
  }
  std::string vkey() const { return fmt::format("{}+{}+{}", name, to_hex(id), to_base64("\x04" + public_key)); }
  std::string line(bool right = true) const {
    const std::string message = fmt::format("cosignature/v1\ntime {}\n{}", right ? 7 : 8, kText);
    std::string signature(crypto_sign_BYTES, '\0');
    crypto_sign_detached(out(signature), nullptr, in(message), message.size(), in(secret));
    return fmt::format("\u2014 {} {}\n", name, to_base64(id + std::string(7, '\0') + '\7' + signature));
  }
  static unsigned char* out(std::string& s) { return reinterpret_cast<unsigned char*>(s.data()); }
  static const unsigned char* in(const std::string& s) { return reinterpret_cast<const unsigned char*>(s.data()); }
  std::string name, id, public_key, secret;
};

struct PolicyTest : testing::Test {
  Signer log{"log.example/answers", std::string(32, '\1')};
  Witness a{'a'}, b{'b'}, c{'c'};
  std::string witnesses =
      fmt::format("witness A {}\nwitness B {} https://b.example/\nwitness C {}\n", a.vkey(), b.vkey(), c.vkey());
  std::string judge(const std::string& policy, const std::string& lines) const {
    const auto parsed = parse_policy(policy);
    if (!parsed) return parsed.error().detail;
    const auto note = parse_note(log.sign(kText) + lines);
    if (!note) return note.error().detail;
    const auto met = witnessed(*note, *parsed);
    return !met ? met.error().code : *met ? "met" : "not met";
  }
};

TEST_F(PolicyTest, AWitnessIsEnoughWhereOneIsAskedFor) {
  EXPECT_EQ(judge("quorum none\n", ""), "met");
  EXPECT_EQ(judge(witnesses + "quorum none\n", ""), "met");
  EXPECT_EQ(judge(witnesses + "quorum B", b.line()), "met");
  EXPECT_EQ(judge(witnesses + "quorum B\n", a.line() + c.line()), "not met");
}

TEST_F(PolicyTest, GroupsCountTheirMembers) {
  const std::string two = witnesses + "group G 2 A B C\nquorum G\n";
  EXPECT_EQ(judge(two, a.line()), "not met");
  EXPECT_EQ(judge(two, a.line() + a.line()), "not met");  // twice the same is one
  EXPECT_EQ(judge(two, a.line() + c.line()), "met");
  const std::string nested = witnesses + " # two bodies\n\n\tgroup X any A B\ngroup Y all X C\nquorum Y\n";
  EXPECT_EQ(judge(nested, a.line() + b.line()), "not met");
  EXPECT_EQ(judge(nested, b.line() + c.line()), "met");
}

TEST_F(PolicyTest, AWrongLineOfAKnownWitnessSpoilsTheNote) {
  EXPECT_EQ(judge(witnesses + "quorum A\n", a.line() + b.line(false)), "note.bad-signature");
  EXPECT_EQ(judge("witness A " + a.vkey() + "\nquorum A\n", a.line() + b.line(false)), "met");  // B is a stranger
}

// A policy read differently from how it was meant is a check that was never made.
TEST_F(PolicyTest, WhatIsNotOne) {
  const std::string key = format_vkey(log.key());
  const struct {
    std::string text;
    const char* detail;
  } rows[] = {
      {"", "no quorum line"},
      {"# quorum none\n", "no quorum line"},
      {"quorum none\nquorum none\n", "line 2: a second quorum"},
      {"quorum A\n" + witnesses, "line 1: the quorum is not defined above"},
      {"quorum none none\n", "line 1: expected quorum NAME"},
      {"Quorum none\n", "line 1: neither log, witness, group nor quorum"},
      {"quorum none\r\n", "line 1: a control character"},
      {"log nonsense\n", "line 1: not a verifier key of a log"},
      {"log " + a.vkey() + "\n", "line 1: not a verifier key of a log"},
      {"log " + key + "\nlog " + key + " https://log.example/\n", "line 2: this key is listed before"},
      {"witness A " + key + "\n", "line 1: not a verifier key of a witness"},
      {"witness " + a.vkey() + "\n", "line 1: expected witness NAME VKEY [URL]"},
      {"witness none " + a.vkey() + "\n", "line 1: this name is taken"},
      {witnesses + "witness D " + a.vkey() + "\n", "line 4: this key is listed before"},
      {witnesses + "group A any B\n", "line 4: this name is taken"},
      {witnesses + "group G 0 A B\n", "line 4: the threshold is all, any, or 1 to the number of members"},
      {witnesses + "group G 3 A B\n", "line 4: the threshold is all, any, or 1 to the number of members"},
      {witnesses + "group G 1x A B\n", "line 4: the threshold is all, any, or 1 to the number of members"},
      {witnesses + "group G all\n", "line 4: expected group NAME all|any|N MEMBER…"},
      {witnesses + "group G any none\n", "line 4: a member is not defined above"},
      {witnesses + "group G any G\n", "line 4: a member is not defined above"},
      {witnesses + "group G 2 A A\n", "line 4: a member is in a group already"},
      {witnesses + "group G any A\ngroup H any A B\n", "line 5: a member is in a group already"},
      {std::string(kPolicyLimit, '\n') + "quorum none\n", "too long"},
  };
  for (const auto& row : rows) {
    const auto policy = parse_policy(row.text);
    ASSERT_FALSE(policy) << row.text;
    EXPECT_EQ(policy.error().detail, row.detail) << row.text;
  }
}

}  // namespace
}  // namespace hb::ledger
