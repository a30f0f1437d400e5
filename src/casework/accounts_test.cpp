#include "casework/accounts.h"

#include <gtest/gtest.h>

#include "tests/support/small_agency.h"

namespace hb::casework {
namespace {

OfficialAccount account(const char* id, const char* name = "食品处") {
  return {id, {name, "Food"}, "forum", {"food"}, "食品处@论坛"};
}

TEST(Accounts, AreCheckedBeforeAnybodyConfirmsThem) {
  const Rules rules = tests::small_agency();
  const auto with = [&](auto change) {
    OfficialAccount one = account("forum-food");
    change(one);
    const auto done = check(one, rules);
    return done ? std::string("ok") : done.error().code;
  };
  EXPECT_EQ(with([](auto&) {}), "ok");
  EXPECT_EQ(with([](auto& a) { a.id = ""; }), "account.id");
  EXPECT_EQ(with([](auto& a) { a.id = "论坛"; }), "account.id");
  EXPECT_EQ(with([](auto& a) { a.id = std::string(41, 'a'); }), "account.id");
  EXPECT_EQ(with([](auto& a) { a.name.zh = ""; }), "account.empty");
  EXPECT_EQ(with([](auto& a) { a.name.en = "two\nlines"; }), "account.empty");
  EXPECT_EQ(with([](auto& a) { a.name.zh = std::string(61, 'a'); }), "account.too-long");
  EXPECT_EQ(with([](auto& a) { a.channel = "微博"; }), "account.channel");
  EXPECT_EQ(with([](auto& a) { a.unit = {"nowhere"}; }), "route.no-such-unit");
  EXPECT_EQ(with([](auto& a) { a.address = ""; }), "account.empty");
}

TEST(Accounts, ComeBackFromTheirBytes) {
  const AccountChange put{account("forum-food"), false};
  EXPECT_EQ(parse_account(to_bytes(put)).value(), put);
  AccountChange gone;
  gone.account.id = "forum-food";
  gone.withdrawn = true;
  EXPECT_EQ(parse_account(to_bytes(gone)).value(), gone);
  for (const char* broken : {"", "a", "a\nb\n", "a\nb\nc\nd\ne\nf\ng\n"})
    EXPECT_EQ(parse_account(broken).error().code, "account.malformed") << broken;
}

// The later of two decisions holds, and both lie over what the rulebook says.
TEST(Accounts, ChangesLieOverTheRulebookInTheirOrder) {
  const auto names = [](const std::vector<AccountChange>& changes) {
    std::string out;
    for (const auto& one : accounts_after({account("a", "甲"), account("b", "乙")}, changes))
      out += one.id + one.name.zh + " ";
    return out;
  };
  AccountChange gone;
  gone.account.id = "a";
  gone.withdrawn = true;
  EXPECT_EQ(names({}), "a甲 b乙 ");
  EXPECT_EQ(names({{account("c", "丙"), false}}), "a甲 b乙 c丙 ");
  EXPECT_EQ(names({{account("b", "新"), false}}), "a甲 b新 ");
  EXPECT_EQ(names({gone, gone}), "b乙 ");
  EXPECT_EQ(names({gone, {account("a", "回"), false}}), "b乙 a回 ");
}

}  // namespace
}  // namespace hb::casework
