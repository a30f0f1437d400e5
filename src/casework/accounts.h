#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "casework/organisation.h"

/// The register of official accounts (官方账号): those of the rulebook, and what two people changed since. A later
/// change of an id lies over an earlier one, and over whatever a rulebook says of it.
namespace hb::casework {

struct AccountChange {
  OfficialAccount account;  ///< of a withdrawal only the id counts
  bool withdrawn = false;
  friend bool operator==(const AccountChange&, const AccountChange&) = default;
};

/// What is wrong with an account. Errors: "account.id" (other than a to z, 0 to 9 and "-", at most 40), "account.empty"
/// (detail: the field), "account.too-long" (likewise), "account.channel", "route.no-such-unit".
Result<void> check(const OfficialAccount& account, const Rules& rules);

/// As bytes: a line each for id, both names, channel, unit and address; of a withdrawal only the id. Read back to the
/// same. Errors: "account.malformed".
std::string to_bytes(const AccountChange& change);
Result<AccountChange> parse_account(std::string_view bytes);

/// The changes in their order over those of the rulebook.
std::vector<OfficialAccount> accounts_after(std::vector<OfficialAccount> accounts,
                                            const std::vector<AccountChange>& changes);

}  // namespace hb::casework
