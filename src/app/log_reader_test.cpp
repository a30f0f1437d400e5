#include "app/log_reader.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace hb::app {
namespace {

namespace fs = std::filesystem;
const fs::path kVectors = HB_SOURCE_DIR "/tests/vectors/hearback-tlog";

std::string slurp(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

ledger::VerifierKey key(const char* name) {
  std::string text = slurp(kVectors / name);
  while (text.ends_with('\n')) text.pop_back();
  return *ledger::parse_vkey(text);
}

/// A copy of the published log of 300 entries, to be damaged.
struct LogTest : testing::Test {
  LogTest() {
    std::string path = "/tmp/hearback-log-XXXXXX";
    dir = mkdtemp(path.data());
    fs::copy(kVectors / "tree300", dir, fs::copy_options::recursive);
    options.keys = {key("log.vkey")};
  }
  ~LogTest() override { fs::remove_all(dir); }
  void put(const char* name, const std::string& bytes) const {
    fs::create_directories((dir / name).parent_path());
    fs::remove(dir / name);
    std::ofstream(dir / name, std::ios::binary) << bytes;
  }
  std::string judge() const {
    const auto files = open_log(dir.string());
    if (!files) return files.error().code;
    const auto verified = verify_log(*files, options);
    if (!verified) return verified.error().code;
    if (verified->ok()) return "ok";
    const auto& first = verified->problems.front();
    return first.entry ? std::to_string(*first.entry) + ": " + first.what : first.what;
  }
  fs::path dir;
  VerifyOptions options;
};

TEST_F(LogTest, TheTrueLogVerifies) {
  EXPECT_EQ(judge(), "ok");
  options.policy = *ledger::parse_policy(slurp(kVectors / "policy"));
  EXPECT_EQ(judge(), "ok");
}

TEST_F(LogTest, AForgedTileIsFound) {
  put("tile/0/000", slurp(kVectors / "negative/forged-tile-0-000"));
  EXPECT_EQ(judge(), "7: the entry and tile/0/000 do not agree");
}

TEST_F(LogTest, AChangedEntryIsFound) {
  std::string bundle = slurp(dir / "tile/entries/000");
  bundle[300] = static_cast<char>(bundle[300] ^ 1);
  put("tile/entries/000", bundle);
  EXPECT_EQ(judge(), "1: the entry and tile/0/000 do not agree");
  put("tile/entries/000", bundle + "x");
  EXPECT_EQ(judge(), "tile/entries/000 is damaged");
}

TEST_F(LogTest, AHashThatNoEntryLeadsToIsFound) {
  put("tile/1/000.p/1", std::string(32, 'x'));
  EXPECT_EQ(judge(), "tile/1/000.p/1 does not follow from the tiles below it");
  put("tile/1/000.p/1", slurp(kVectors / "tree300/tile/1/000.p/1") + "x");
  EXPECT_EQ(judge(), "tile/1/000.p/1 has a wrong length");
}

// A log that grew between two of our requests may have taken a partial tile away; the full one says the same.
TEST_F(LogTest, AFullTileServesForAPartialOne) {
  const auto files = [](const std::string& path) -> Result<std::string> {
    if (path.find(".p/") != std::string::npos) return fail("log.missing", path);
    if (path == "tile/entries/000") return slurp(kVectors / "tree300/tile/entries/000");
    return slurp(kVectors / "tree300/tile/0/000");
  };
  EXPECT_EQ(read_entries(files, 5, 3, 4).value(), std::vector{slurp(kVectors / "entry3.bin")});
}

TEST_F(LogTest, MissingFilesAreFound) {
  fs::remove(dir / "tile/1/000.p/1");
  EXPECT_EQ(judge(), "tile/1/000.p/1 is missing");
  fs::remove(dir / "tile/entries/001.p/44");
  EXPECT_EQ(judge(), "tile/entries/001.p/44 is missing");
  fs::remove(dir / "checkpoint");
  EXPECT_EQ(judge(), "log.unreadable");
}

TEST_F(LogTest, AForkAndARollbackAreFound) {
  options.known = ledger::parse_checkpoint(ledger::parse_note(slurp(dir / "checkpoint"))->text).value();
  EXPECT_EQ(judge(), "ok");
  put("checkpoint", slurp(kVectors / "negative/rollback200.checkpoint"));
  EXPECT_EQ(judge(), "the log went back: 300 entries were seen before, now 200");
  put("checkpoint", slurp(kVectors / "negative/fork300.checkpoint"));
  EXPECT_EQ(judge(), "the entries do not lead to the root that was signed");
  fs::copy(kVectors / "tree300/checkpoint", dir / "checkpoint", fs::copy_options::overwrite_existing);
  options.known->size = 200;  // another history of 200
  EXPECT_EQ(judge(), "the log was rewritten: its first 200 entries are not those seen before");
}

TEST_F(LogTest, WrongSignersAreFound) {
  options.keys = {key("witness.vkey")};
  EXPECT_NE(judge(), "ok");
  options.keys = {key("log.vkey")};
  put("checkpoint", slurp(kVectors / "negative/size-edited.note"));
  EXPECT_EQ(judge(), "the signature of log.hearback.example/answers is wrong");
  const std::string whole = slurp(kVectors / "tree300/checkpoint");
  put("checkpoint", whole.substr(0, whole.find("\u2014 witness")));
  EXPECT_EQ(judge(), "ok");
  options.policy = *ledger::parse_policy(slurp(kVectors / "policy"));
  EXPECT_EQ(judge(), "not as many witnesses have signed as the policy asks for");
}

TEST_F(LogTest, TheShownBodyIsCheckedAgainstItsCommitment) {
  options.entry = 3;
  EXPECT_EQ(judge(), "ok");
  EXPECT_EQ(verify_log(*open_log(dir.string()), options)->body, BodyState::not_public);
  const std::string salt = to_base64(slurp(kVectors / "entry3.salt"));
  put("body/3", R"({"index":3,"salt":")" + salt + R"(","body":"Answer number 3\n"})");
  EXPECT_EQ(judge(), "ok");
  put("body/3", R"({"index":3,"salt":")" + salt + R"(","body":"Answer number 4\n"})");
  EXPECT_EQ(judge(), "3: the shown body is not the one that was committed to");
  put("body/3", "{");
  EXPECT_EQ(judge(), "3: the shown body cannot be read");
  options.entry = 300;
  EXPECT_EQ(judge(), "300: there is no such entry");
}

}  // namespace
}  // namespace hb::app
