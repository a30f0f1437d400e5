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
    options.key = key("log.vkey");
  }
  ~LogTest() override { fs::remove_all(dir); }
  void put(const char* name, const std::string& bytes) const {
    fs::create_directories((dir / name).parent_path());
    fs::permissions(dir / name, fs::perms::owner_all);
    std::ofstream(dir / name, std::ios::binary) << bytes;
  }
  std::string judge() const {
    const auto files = open_log(dir.string());
    if (!files) return files.error().code;
    const auto verified = verify_log(*files, options);
    if (!verified) return verified.error().code;
    return verified->ok() ? "ok" : verified->problems.front().what;
  }
  fs::path dir;
  VerifyOptions options;
};

TEST_F(LogTest, TheTrueLogVerifies) {
  EXPECT_EQ(judge(), "ok");
  options.policy = *parse_policy(slurp(kVectors / "policy"));
  EXPECT_EQ(judge(), "ok");
}

TEST_F(LogTest, AForgedTileIsFound) {
  put("tile/0/000", slurp(kVectors / "negative/forged-tile-0-000"));
  EXPECT_EQ(judge(), "tile/0/000 does not follow from the entries");
}

TEST_F(LogTest, AChangedEntryIsFound) {
  std::string bundle = slurp(dir / "tile/entries/000");
  bundle[bundle.size() / 2] = static_cast<char>(bundle[bundle.size() / 2] ^ 1);
  put("tile/entries/000", bundle);
  EXPECT_NE(judge(), "ok");
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
  EXPECT_EQ(judge(), "the entries do not lead to the signed root");
  fs::copy(kVectors / "tree300/checkpoint", dir / "checkpoint", fs::copy_options::overwrite_existing);
  options.known->size = 200;  // another history of 200
  EXPECT_EQ(judge(), "the first 200 entries are not the ones seen before: the log was rewritten");
}

TEST_F(LogTest, WrongSignersAreFound) {
  options.key = key("witness.vkey");
  EXPECT_NE(judge(), "ok");
  options.key = key("log.vkey");
  put("checkpoint", slurp(kVectors / "negative/size-edited.note"));
  EXPECT_EQ(judge(), "the log's signature is wrong");
  const std::string whole = slurp(kVectors / "tree300/checkpoint");
  put("checkpoint", whole.substr(0, whole.find("\u2014 witness")));
  EXPECT_EQ(judge(), "ok");
  options.policy = *parse_policy(slurp(kVectors / "policy"));
  EXPECT_EQ(judge(), "the witnesses that the policy asks for have not all signed");
}

TEST_F(LogTest, TheShownBodyIsCheckedAgainstItsCommitment) {
  options.entry = 3;
  EXPECT_EQ(judge(), "ok");  // not public
  const std::string salt = to_base64(slurp(kVectors / "entry3.salt"));
  put("body/3", R"({"index":3,"salt":")" + salt + R"(","body":"Answer number 3\n"})");
  EXPECT_EQ(judge(), "ok");
  put("body/3", R"({"index":3,"salt":")" + salt + R"(","body":"Answer number 4\n"})");
  EXPECT_EQ(judge(), "the shown body is not the one that was committed to");
  put("body/3", "{");
  EXPECT_EQ(judge(), "the shown body cannot be read");
  options.entry = 300;
  EXPECT_EQ(judge(), "there is no such entry");
}

TEST(Policy, BadLinesAreNamed) {
  for (const char* bad : {"log nonsense", "witness w1", "group g 3 a b", "group g 0 a", "quorum", "what is this"})
    EXPECT_FALSE(parse_policy(bad)) << bad;
  EXPECT_TRUE(parse_policy("# nothing\n\nquorum none\n"));
}

}  // namespace
}  // namespace hb::app
