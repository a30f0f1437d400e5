#include "ledger/witness.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace hb::ledger {
namespace {

std::string file(const std::string& name) {
  std::ifstream in(HB_SOURCE_DIR "/tests/vectors/hearback-tlog/" + name, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}
VerifierKey witness() {
  const std::string line = file("witness.vkey");
  return parse_vkey(std::string_view(line).substr(0, line.find('\n'))).value();
}
/// What the log signed, without the witness's line that was published behind it.
std::string checkpoint() {
  const std::string request = file("add-checkpoint.request");
  return request.substr(request.find("\n\n") + 2);
}

// The worked example of the protocol, byte for byte.
TEST(Witness, ARequestIsWrittenAsTheExampleHasIt) {
  const std::string request = file("add-checkpoint.request");
  std::vector<Digest> proof;
  std::istringstream lines(request.substr(6, request.find("\n\n") - 6));
  for (std::string line; std::getline(lines, line);) {
    proof.emplace_back();
    std::ranges::copy(from_base64(line).value(), proof.back().begin());
  }
  ASSERT_GT(proof.size(), 5U);
  EXPECT_EQ(add_checkpoint(5, proof, checkpoint()), request);
  EXPECT_EQ(add_checkpoint(0, {}, "note\n"), "old 0\n\nnote\n");
}

TEST(Witness, OnlyItsOwnGoodLineIsTaken) {
  const std::string line = file("add-checkpoint.response");
  const auto take = [&](const std::string& answer) {
    const auto taken = cosignature(answer, checkpoint(), witness());
    return taken ? *taken : taken.error().code;
  };
  EXPECT_EQ(take(line), line);
  const std::string other = Signer("other.example", std::string(32, '\7')).sign("x\n").substr(3);
  EXPECT_EQ(take(other + line), line) << "somebody else's line is left out";
  EXPECT_EQ(take(other), "witness.no-line");
  std::string turned = line;
  turned[turned.size() - 10] = turned[turned.size() - 10] == 'A' ? 'B' : 'A';
  EXPECT_EQ(take(turned), "note.bad-signature");
  EXPECT_EQ(take(line + turned), "note.bad-signature");
  for (const std::string& bad : {std::string(), std::string("OK\n"), "\n" + line, line + "\n\n" + line,
                                 line.substr(0, line.size() - 1), std::string(kCosignaturesLimit + 1, 'x')})
    EXPECT_EQ(take(bad), "witness.malformed") << bad.substr(0, 40);
}

TEST(Witness, TheSizeItHoldsIsDigitsAndALineFeed) {
  EXPECT_EQ(held_size("300\n"), 300U);
  EXPECT_EQ(held_size("0\n"), 0U);
  for (const char* bad : {"", "\n", "300", "03\n", "-1\n", " 3\n", "3\r\n", "99999999999999999999\n", "3\n4\n"})
    EXPECT_EQ(held_size(bad), std::nullopt) << bad;
}

}  // namespace
}  // namespace hb::ledger
