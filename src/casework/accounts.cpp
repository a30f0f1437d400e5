#include "casework/accounts.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "casework/written.h"

namespace hb::casework {
namespace {

constexpr size_t kIdLimit = 40, kNameLimit = 60, kAddressLimit = 300;

bool plain(std::string_view id) { return id.size() <= kIdLimit && is_plain_id(id); }

Result<void> one_line(std::string_view text, size_t limit, const char* field) {
  if (auto ok = written(text, limit, field); !ok)
    return fail(ok.error().code == "case.too-long" ? "account.too-long" : "account.empty", field);
  if (text.find('\n') != std::string_view::npos) return fail("account.empty", field);
  return {};
}

}  // namespace

Result<void> check(const OfficialAccount& account, const Rules& rules) {
  if (!plain(account.id)) return fail("account.id", account.id);
  if (auto ok = one_line(account.name.zh, kNameLimit, "name"); !ok) return ok;
  if (auto ok = one_line(account.name.en, kNameLimit, "name_en"); !ok) return ok;
  if (!plain(account.channel)) return fail("account.channel", account.channel);
  if (rules.unit(account.unit) == nullptr) return fail("route.no-such-unit", account.unit.value);
  return one_line(account.address, kAddressLimit, "address");
}

std::string to_bytes(const AccountChange& change) {
  const OfficialAccount& a = change.account;
  if (change.withdrawn) return a.id + "\n";
  std::string out;
  for (const std::string& line : {a.id, a.name.zh, a.name.en, a.channel, a.unit.value, a.address}) out += line + "\n";
  return out;
}

Result<AccountChange> parse_account(std::string_view bytes) {
  std::vector<std::string> lines;
  while (!bytes.empty()) {
    const size_t end = bytes.find('\n');
    if (end == std::string_view::npos) return fail("account.malformed");
    lines.emplace_back(bytes.substr(0, end));
    bytes.remove_prefix(end + 1);
  }
  if (lines.size() == 1) return AccountChange{{lines[0], {}, {}, {}, {}}, true};
  if (lines.size() != 6) return fail("account.malformed");
  return AccountChange{{lines[0], {lines[1], lines[2]}, lines[3], {lines[4]}, lines[5]}, false};
}

std::vector<OfficialAccount> accounts_after(std::vector<OfficialAccount> accounts,
                                            const std::vector<AccountChange>& changes) {
  for (const AccountChange& change : changes) {
    const auto at = std::ranges::find(accounts, change.account.id, &OfficialAccount::id);
    if (change.withdrawn) {
      if (at != accounts.end()) accounts.erase(at);
    } else if (at != accounts.end()) {
      *at = change.account;
    } else {
      accounts.push_back(change.account);
    }
  }
  return accounts;
}

}  // namespace hb::casework
