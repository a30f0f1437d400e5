// The ledger's witnesses, asked over loopback as they are in earnest.
#include "desk/witnesses.h"

#include <gtest/gtest.h>

#include "app/log_reader.h"
#include "listen/curl_fetcher.h"
#include "tests/support/desk_world.h"
#include "tests/support/stub_witness.h"

namespace hb::app {
namespace {

using test::StubWitness;

struct WitnessTest : testing::Test {
  WitnessTest() { EXPECT_TRUE(w.log.open()); }

  void adopt(const std::string& quorum) {
    const auto done = desk::adopt_policy(policy(quorum), allow, log_key(), w.wiring);
    ASSERT_TRUE(done) << done.error().code << " " << done.error().detail;
  }
  std::string policy(const std::string& quorum) const {
    return "log " + log_key() + "\n" + one.line() + two.line() + three.line() + "group g 2 w1 w2 w3\nquorum " + quorum +
           "\n";
  }
  std::string log_key() const { return ledger::format_vkey(w.signer.key()); }
  /// An entry more, published.
  void grow() {
    w.clock.at = w.clock.at + minutes(1);
    desk::Changes changes;
    desk::add_rulebook("x", 1, w.clock.at, w.wiring, changes);
    ASSERT_TRUE(w.store.commit(changes));
    ASSERT_TRUE(w.log.sequence().value());
  }
  int ask() {
    const auto asked = witnesses.ask();
    EXPECT_TRUE(asked) << asked.error().code;
    return asked.value_or(-1);
  }
  std::string checkpoint() { return **w.files.read("checkpoint"); }
  bool carries(const std::string& note, const StubWitness& witness) {
    return ledger::signed_by(*ledger::parse_note(note), witness.key()).value_or(false);
  }
  desk::WitnessState state(size_t at) { return desk::witnesses_of(w.store).value().at(at); }
  /// What a reader who trusts the policy finds.
  std::string judge(const std::string& quorum) {
    const LogFiles files = [this](const std::string& path) -> Result<std::string> {
      auto bytes = w.files.read(path).value();
      if (!bytes) return fail("log.missing", path);
      return *bytes;
    };
    VerifyOptions options;
    options.policy = ledger::parse_policy(policy(quorum)).value();
    options.keys = options.policy.logs;
    const auto verified = verify_log(files, options).value();
    return verified.ok() ? "ok" : verified.problems.front().what;
  }

  test::DeskWorld w;
  StubWitness one{"w1", '\2', w.signer.key()}, two{"w2", '\3', w.signer.key()}, three{"w3", '\4', w.signer.key()};
  std::vector<std::string> allow{one.endpoint(), two.endpoint(), three.endpoint()};
  listen::CurlFetcher fetcher{{.contact = "https://city.example"}};
  desk::Witnesses witnesses{w.store, w.files, w.log, fetcher, w.clock};
};

TEST_F(WitnessTest, EverySignatureIsServedWithTheCheckpointAndInTheProof) {
  adopt("g");
  grow();
  EXPECT_EQ(judge("g"), "not as many witnesses have signed as the policy asks for");
  EXPECT_EQ(ask(), 3);
  for (const auto* witness : {&one, &two, &three}) EXPECT_TRUE(carries(checkpoint(), *witness));
  EXPECT_EQ(judge("g"), "ok");
  EXPECT_EQ(ask(), 0) << "nobody is asked twice for one checkpoint";
  EXPECT_EQ(one.asked(), 1U);

  const int64_t before = w.store.ledger_size().value();
  grow();
  EXPECT_EQ(ask(), 3) << "the second time with a proof that it grew";
  EXPECT_EQ(one.held, static_cast<uint64_t>(before + 1));
  desk::Log again(w.store, w.files, w.signer);
  EXPECT_TRUE(again.open()) << "cosignatures are no fork";
  const auto entry = w.store.ledger_rows(0, 1).value().front();
  const auto proof = w.log.proof(0).value();
  EXPECT_TRUE(ledger::verify_proof(proof, entry.leaf, w.signer.key()));
  EXPECT_TRUE(carries(proof.checkpoint, two));
}

// Between a checkpoint and its cosignatures a citizen still gets a proof that witnesses stand for.
TEST_F(WitnessTest, AProofIsOfTheLastCheckpointThatEnoughSigned) {
  adopt("g");
  grow();
  ASSERT_EQ(ask(), 3);
  grow();
  const auto old = w.log.proof(0).value();
  EXPECT_TRUE(carries(old.checkpoint, one));
  EXPECT_TRUE(ledger::verify_proof(old, w.store.ledger_rows(0, 1).value().front().leaf, w.signer.key()));
  const int64_t last = w.store.ledger_size().value() - 1;
  const auto fresh = w.log.proof(last).value();
  EXPECT_FALSE(carries(fresh.checkpoint, one)) << "an entry they have not seen";
  EXPECT_TRUE(ledger::verify_proof(fresh, w.store.ledger_rows(last, last + 1).value().front().leaf, w.signer.key()));
}

TEST_F(WitnessTest, AWitnessThatHoldsAnotherSizeIsAskedAgainFromThere) {
  adopt("w1");
  grow();
  ASSERT_EQ(ask(), 3);
  w.clock.at = w.clock.at + minutes(1);
  one.held = 0;  // it lost what it knew
  grow();
  EXPECT_EQ(ask(), 3);
  EXPECT_EQ(one.asked(), 3U) << "409, then from nothing";
  EXPECT_EQ(judge("w1"), "ok");
}

TEST_F(WitnessTest, OneThatFailsHoldsUpNobodyAndIsAskedAgainLater) {
  adopt("g");
  grow();
  two.status = 503;
  EXPECT_EQ(ask(), 2);
  EXPECT_EQ(judge("g"), "ok") << "two of three";
  EXPECT_EQ(judge("w2"), "not as many witnesses have signed as the policy asks for");
  EXPECT_EQ(state(1).error, "witness.status 503");
  EXPECT_EQ(ask(), 0);
  EXPECT_EQ(two.asked(), 1U) << "not before its time";
  w.clock.at = w.clock.at + desk::kFirstAgain;
  EXPECT_EQ(ask(), 0);
  EXPECT_EQ(state(1).failures, 2);
  EXPECT_EQ((state(1).next_at - w.clock.at).count, 2 * desk::kFirstAgain.count);
  for (int i = 0; i < 20; ++i) {
    w.clock.at = state(1).next_at;
    EXPECT_EQ(ask(), 0);
  }
  EXPECT_EQ(state(1).next_at - w.clock.at, desk::kLongestAgain) << "for ever, but not oftener and not rarer";
  two.status = 200;
  w.clock.at = state(1).next_at;
  EXPECT_EQ(ask(), 1);
  EXPECT_EQ(state(1).failures, 0);
  EXPECT_EQ(state(1).error, "");
  EXPECT_EQ(judge("w2"), "ok");
}

TEST_F(WitnessTest, AForgedCosignatureIsNeverServedAndAReaderWouldFindIt) {
  adopt("g");
  grow();
  one.forges = true;
  EXPECT_EQ(ask(), 2);
  EXPECT_EQ(state(0).error, "note.bad-signature w1");
  EXPECT_FALSE(carries(checkpoint(), one));
  EXPECT_EQ(checkpoint().find(" w1 "), std::string::npos);
  EXPECT_EQ(judge("g"), "ok");

  const auto good = ledger::parse_note(checkpoint()).value().signatures;
  ledger::Signature forged = good.back();  // somebody else's signature under the name and key id of w1
  forged.name = one.key().name;
  forged.id = one.key().id;
  ASSERT_TRUE(w.files.write("checkpoint", checkpoint() + ledger::format_signature(forged)));
  EXPECT_EQ(judge("g"), "the cosignature of w1 is wrong") << "two good ones do not make up for it";
}

// It saw entries that this record has lost: an old backup was put back, or it lies.
TEST_F(WitnessTest, AWitnessThatIsAheadIsSaidAloud) {
  adopt("g");
  grow();
  three.held = 99;
  EXPECT_EQ(ask(), 2);
  EXPECT_EQ(state(2).error, "witness.ahead 99 > 2");
}

// What was asked of a checkpoint that is no longer the newest is not put under another one.
TEST_F(WitnessTest, ALineForAnOlderCheckpointIsLeftOut) {
  adopt("g");
  grow();
  const auto seen = w.store.ledger_state().value();
  grow();
  EXPECT_FALSE(w.log.cosign(seen, "\u2014 w1 AAAAAAAA\n", true, {}).value());
  EXPECT_EQ(checkpoint(), w.store.ledger_state()->checkpoint);
  EXPECT_EQ(ledger::parse_note(checkpoint())->signatures.size(), 1U);
}

TEST_F(WitnessTest, AnAddressOutsideThePublicInternetIsReachedOnlyIfListed) {
  allow.pop_back();
  adopt("g");
  grow();
  EXPECT_EQ(ask(), 2);
  EXPECT_EQ(state(2).error.find("fetch.address-refused"), 0U) << state(2).error;
  EXPECT_EQ(three.asked(), 0U);
}

TEST_F(WitnessTest, APolicyIsInTheLedgerAndAWrongOneIsRefused) {
  const auto refused = [&](const std::string& text) {
    const auto done = desk::adopt_policy(text, {}, log_key(), w.wiring);
    return done ? "taken" : done.error().code + ": " + done.error().detail;
  };
  EXPECT_EQ(refused("quorum x\n"), "policy.malformed: line 1: the quorum is not defined above");
  EXPECT_EQ(refused("quorum none\n"), "policy.log: expected one line: log " + log_key());
  EXPECT_EQ(refused("log " + log_key() + "\nwitness a " + ledger::format_vkey(one.key()) + "\nquorum a\n"),
            "policy.witness: a: no address at which it is asked");
  EXPECT_EQ(w.store.ledger_size().value(), 0);
  adopt("g");
  const auto rows = w.store.ledger_rows(0, 9).value();
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_TRUE(rows[0].shown);
  EXPECT_EQ(rows[0].body, policy("g"));
  EXPECT_NE(rows[0].leaf.find("\nkind key\n"), std::string::npos);
}

}  // namespace
}  // namespace hb::app
