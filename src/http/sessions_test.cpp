#include "http/sessions.h"

#include <gtest/gtest.h>

#include "tests/support/desk_world.h"

namespace hb::http {
namespace {

struct SessionTest : testing::Test {
  void SetUp() override {
    desk::Changes changes;
    changes.users = {{{1}, "lin", "林", vault().hash_secret("right"), {{casework::Role::office, {"office"}}}, false},
                     {{2}, "gone", "高", vault().hash_secret("right"), {}, true},
                     {{3}, "link-only", "何", "", {}, false}};
    ASSERT_TRUE(world.store.commit(changes));
  }
  test::OpenVault& vault() { return world.vault; }
  std::string error_of(const std::string& login, const std::string& password) {
    const auto user = sessions.sign_in(login, password);
    return user ? "" : user.error().code;
  }
  /// What a browser sends back for a Set-Cookie value.
  static std::string sent_back(const std::string& set_cookie) { return set_cookie.substr(0, set_cookie.find(';')); }
  void write_user(bool disabled, casework::Role role) {
    desk::Changes changes;
    changes.users = {{{1}, "lin", "林", vault().hash_secret("right"), {{role, {"office"}}}, disabled}};
    ASSERT_TRUE(world.store.commit(changes));
  }

  test::DeskWorld world;
  Sessions sessions{world.store, world.clock, world.random, world.vault, Sessions::Cookie::host};
};

// The cookie is out of reach of scripts, of other sites and of plain connections.
TEST_F(SessionTest, CookieIsKeptFromEverybodyElse) {
  const std::string cookie = sessions.open({1});
  EXPECT_TRUE(cookie.starts_with("__Host-hb="));
  EXPECT_TRUE(cookie.ends_with("; Path=/; HttpOnly; SameSite=Strict; Secure")) << cookie;
  Sessions plain(world.store, world.clock, world.random, world.vault, Sessions::Cookie::plain);
  const std::string on_loopback = plain.open({1});
  EXPECT_TRUE(on_loopback.starts_with("hb="));
  EXPECT_EQ(on_loopback.find("Secure"), std::string::npos);
  EXPECT_NE(sent_back(sessions.open({1})), sent_back(cookie));
}

TEST_F(SessionTest, IsFoundAmongOtherCookiesAndEndsWhenClosed) {
  const std::string mine = sent_back(sessions.open({1}));
  EXPECT_EQ(sessions.user_of("a=b; " + mine + "; c=d")->login, "lin");
  for (const std::string& other : {std::string(), std::string("__Host-hb="), mine.substr(0, mine.size() - 1),
                                   "x" + mine, "__Host-hb=" + std::string(64, '0'), std::string(";;=;")})
    EXPECT_FALSE(sessions.user_of(other)) << other;
  const std::string cleared = sessions.close(mine);
  EXPECT_TRUE(cleared.starts_with("__Host-hb=;") && cleared.ends_with("; Max-Age=0")) << cleared;
  EXPECT_FALSE(sessions.user_of(mine));
}

// A desk left open over night is not open in the morning; one that is worked at stays.
TEST_F(SessionTest, EndsWhenIdle) {
  const std::string mine = sent_back(sessions.open({1}));
  world.clock.at = world.clock.at + hours(12);
  EXPECT_TRUE(sessions.user_of(mine));
  world.clock.at = world.clock.at + hours(12);
  EXPECT_TRUE(sessions.user_of(mine));
  world.clock.at = world.clock.at + hours(12) + Seconds{1};
  EXPECT_FALSE(sessions.user_of(mine));
}

TEST_F(SessionTest, WhoIsDisabledOrMovedIsSoAtOnce) {
  const std::string mine = sent_back(sessions.open({1}));
  write_user(/*disabled=*/false, casework::Role::auditor);
  EXPECT_EQ(sessions.user_of(mine)->grants.front().role, casework::Role::auditor);
  write_user(/*disabled=*/true, casework::Role::auditor);
  EXPECT_FALSE(sessions.user_of(mine));
  EXPECT_FALSE(sessions.user_of(sent_back(sessions.open({99}))));
}

TEST_F(SessionTest, SignsInByPasswordOnly) {
  EXPECT_EQ(sessions.sign_in("lin", "right")->id, UserId{1});
  EXPECT_EQ(error_of("lin", "wrong"), "session.wrong");
  EXPECT_EQ(error_of("lin", ""), "session.wrong");
  EXPECT_EQ(error_of("gone", "right"), "session.wrong");
  EXPECT_EQ(error_of("nobody", "right"), "session.wrong");
  EXPECT_EQ(error_of("link-only", ""), "session.wrong");
}

// Guessing stops after ten tries, and nobody learns from it which logins there are.
TEST_F(SessionTest, TenWrongTriesThenTheHourIsOver) {
  for (const std::string login : {"lin", "nobody"}) {
    for (int i = 0; i < Sessions::kWrongTries; ++i) EXPECT_EQ(error_of(login, "wrong"), "session.wrong");
    EXPECT_EQ(error_of(login, "right"), "session.wait");
  }
  world.clock.at = world.clock.at + hours(1);
  EXPECT_EQ(error_of("lin", "right"), "");
}

// As long for a login that is not there as for one that is: the vault is asked once either way.
TEST_F(SessionTest, AsksTheVaultWhateverTheLogin) {
  struct Counting : test::OpenVault {
    bool fits(std::string_view secret, std::string_view hashed) override {
      ++asked;
      return OpenVault::fits(secret, hashed);
    }
    int asked = 0;
  } counting;
  Sessions counted(world.store, world.clock, world.random, counting, Sessions::Cookie::host);
  int before = 0;
  for (const std::string login : {"lin", "nobody", "gone", "link-only"}) {
    EXPECT_FALSE(counted.sign_in(login, "wrong"));
    EXPECT_EQ(counting.asked, ++before) << login;
  }
}

TEST_F(SessionTest, TheLongestIdleMakesRoom) {
  const std::string first = sent_back(sessions.open({1}));
  world.clock.at = world.clock.at + Seconds{1};
  const std::string second = sent_back(sessions.open({1}));
  for (size_t i = 2; i <= Sessions::kMost; ++i) sessions.open({1});
  EXPECT_FALSE(sessions.user_of(first));
  EXPECT_TRUE(sessions.user_of(second));
}

}  // namespace
}  // namespace hb::http
