#pragma once
#include <memory>
#include <string>
#include <vector>

#include "desk/ports.h"
#include "desk/rulebooks.h"
#include "desk/rules.h"
#include "rulebook/rulebook.h"
#include "store/sqlite/store.h"

namespace hb::app {

/// The rulebooks that a record keeps, oldest first; the last is in force. Empty for a record no desk was run on yet. An
/// old one that this program cannot read any more is left out: its clocks stand, only how they were reckoned is not
/// told. Errors: "rulebook.kept" (the version in force cannot be read), the store's.
Result<std::vector<rulebook::Rulebook>> kept_rulebooks(desk::Store& store);

/// The record of a desk that stands still.
struct StandingDesk {
  std::unique_ptr<store::SqliteStore> store;
  std::vector<rulebook::Rulebook> books;  ///< as kept_rulebooks; one at least
};
/// Errors, for why_not: "record.none", "record.no-desk" (no desk was run on it yet), "rulebook.kept", the store's.
Result<StandingDesk> open_standing(const std::string& dir);

/// The rules of the last, with the earlier ones remembered. `books` has at least one.
desk::RulesInForce rules_in_force(const std::vector<rulebook::Rulebook>& books);

/// Reads and tells rulebooks for the desk.
class BookReader : public desk::RulebookReader {
 public:
  desk::RulebookResult read(const desk::RulebookText& text, std::string_view packed_in_force) override;
  desk::RulebookResult unpack(std::string_view packed) override;
  std::string in_words(std::string_view packed, Language language) override;
  std::string differences(std::string_view before, std::string_view after, Language language) override;
};

}  // namespace hb::app
