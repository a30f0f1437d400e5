#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/language.h"
#include "casework/accounts.h"
#include "casework/case.h"

namespace hb::desk {

/// The rules that hold now, and the earlier versions that clocks were made by. Copies share them, so that all use cases
/// see an adoption at once. What was adopted or remembered is kept as long as any copy: a reference taken here stays
/// valid, and a use case that takes one at its beginning sees one version to its end. Any thread.
class RulesInForce {
 public:
  /// Implicit: whoever has one rulebook only needs no more.
  RulesInForce(std::shared_ptr<const casework::Rules> rules);  // NOLINT(google-explicit-constructor)

  const casework::Rules& operator*() const;
  const casework::Rules* operator->() const { return &**this; }

  /// From now on these hold.
  void adopt(std::shared_ptr<const casework::Rules> rules);
  /// Changes of the register of official accounts, which lie over those of this version and of every later one.
  void register_accounts(std::vector<casework::AccountChange> changes);
  /// An earlier version, so that its clocks can be explained.
  void remember(std::shared_ptr<const casework::Rules> rules);

  /// Null if it is not known.
  std::shared_ptr<const casework::Rules> version(std::string_view name) const;
  casework::RulesVersions versions() const;

 private:
  struct Shared;
  std::shared_ptr<Shared> shared_;
};

/// By what a clock is extended, paused and resumed, and was reckoned: the length of the version that made it, with the
/// days of the one it was last reckoned by. Null if one of them is not known any more.
std::shared_ptr<const casework::Rules> rules_of(const casework::CaseClock& clock, const RulesInForce& rules);

/// How a clock of the record was reckoned, in words: by the length of the version that made it and the calendar it was
/// last reckoned by. Empty if one of them is not known any more, or if that does not give the due time on record.
std::vector<std::string> explain_clock(const casework::CaseClock& clock, const RulesInForce& rules, Language language);

}  // namespace hb::desk
