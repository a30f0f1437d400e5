#pragma once
#include <string>
#include <utility>
#include <vector>

#include "desk/staff.h"

/// The log of everything that was done at the desk, for the auditor (DESIGN.md sections 1, 2.2 and 5): every event of
/// cases, issues and records, who was shown a citizen, what was searched for and watched. It is only ever added to;
/// what the public can verify is the ledger, not this.
namespace hb::desk {

struct AuditLine {
  LogPlace place;
  HistoryLine line;  ///< of a search, "searched" or "watched" with the query
};

/// To what a number, as typed, is of: "HB-…" a case, "12" an issue, "roster/3" a record. False if it is none of these,
/// or not of the filter's kind.
bool narrow(LogFilter& filter, const std::string& number);

/// The most lines an export has.
inline constexpr size_t kMostExported = 10'000;

/// Words for the columns and cells of an export: what a key ("event.accepted", "fact.reason") says.
using AuditWords = std::function<std::string(std::string_view key)>;

/// Any thread. Errors: "audit.not-allowed", the store's.
class Audit {
 public:
  explicit Audit(const Wiring& wiring) : w_(wiring) {}

  /// As Store::log.
  Result<std::vector<AuditLine>> list(const casework::Actor& actor, const LogFilter& filter) const;
  /// The same whole, from the beginning, as CSV that Excel and WPS read (UTF-8 with a mark); no cell is taken for a
  /// formula. Errors besides: "audit.too-many" (more than kMostExported: narrow it).
  Result<std::string> csv(const casework::Actor& actor, LogFilter filter, const AuditWords& words) const;
  /// Of the staff, those that a filter may name: id and name.
  Result<std::vector<std::pair<UserId, std::string>>> people(const casework::Actor& actor) const;

 private:
  Result<void> may(const casework::Actor& actor) const;

  Wiring w_;
};

}  // namespace hb::desk
