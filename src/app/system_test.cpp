#include "app/system.h"

#include <gtest/gtest.h>
#include <sodium.h>
#include <sys/stat.h>

#include <cstdlib>

namespace hb::app {
namespace {

struct VaultTest : testing::Test {
  VaultTest() {
    std::string path = "/tmp/hearback-vault-XXXXXX";
    dir = mkdtemp(path.data());
    EXPECT_GE(sodium_init(), 0);
  }
  ~VaultTest() override { std::filesystem::remove_all(dir); }
  std::filesystem::path dir;
};

TEST_F(VaultTest, OpensWhatItSealedAndNothingElse) {
  FileVault vault(dir / "keys");
  const CaseNumber one{"HB-2026-0311-7K4Q-C"}, other{"HB-2026-0311-AAAA-A"};
  const auto sealed = vault.seal(one, "孩子吃完午饭住院了");
  ASSERT_TRUE(sealed);
  EXPECT_EQ(sealed->find("住院"), std::string::npos);
  EXPECT_EQ(*FileVault(dir / "keys").open(one, *sealed), "孩子吃完午饭住院了");
  EXPECT_EQ(vault.open(other, *sealed).error().code, "key.missing");
  ASSERT_TRUE(vault.seal(other, "x"));
  EXPECT_EQ(vault.open(other, *sealed).error().code, "seal.damaged");
  std::string bent = *sealed;
  bent.back() = static_cast<char>(bent.back() ^ 1);
  EXPECT_EQ(vault.open(one, bent).error().code, "seal.damaged");
  EXPECT_EQ(vault.open(one, "short").error().code, "seal.damaged");
}

TEST_F(VaultTest, TheWordsAreGoneWithTheKey) {
  FileVault vault(dir / "keys");
  const CaseNumber number{"HB-2026-0311-7K4Q-C"};
  const auto sealed = vault.seal(number, "联系电话");
  struct stat file {};
  ASSERT_EQ(stat((dir / "keys" / "HB-2026-0311-7K4Q-C.key").c_str(), &file), 0);
  EXPECT_EQ(file.st_mode & 0777, 0600u);
  std::filesystem::remove(dir / "keys" / "HB-2026-0311-7K4Q-C.key");
  EXPECT_EQ(vault.open(number, *sealed).error().code, "key.missing");
}

TEST_F(VaultTest, ASecretFitsOnlyItsOwnHash) {
  FileVault vault(dir);
  const std::string hashed = vault.hash_secret("7K4QZ0AB12");
  EXPECT_TRUE(hashed.starts_with("$argon2id$"));
  EXPECT_TRUE(vault.fits("7K4QZ0AB12", hashed));
  EXPECT_FALSE(vault.fits("7K4QZ0AB13", hashed));
  EXPECT_FALSE(vault.fits("", ""));
}

}  // namespace
}  // namespace hb::app
