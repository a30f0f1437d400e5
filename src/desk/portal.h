#pragma once
#include <map>
#include <mutex>
#include <optional>
#include <string_view>
#include <vector>

#include "desk/cases.h"

/// What a citizen may see of a case.
namespace hb::desk {

struct CitizenView {
  CaseRow row;
  std::vector<AnswerRow> answers;  ///< official words published so far
};

/// Any thread.
class Portal {
 public:
  Portal(Store& store, Vault& vault, const Clock& clock) : store_(store), vault_(vault), clock_(clock) {}

  /// Nothing for a wrong number and for a wrong code alike; both take one hash check. Ten wrong tries for a number
  /// within an hour: nothing until the hour is over, whatever the code. Tries are counted in memory, for at most 10,000
  /// numbers an hour; past that every try is refused. Errors: the store's.
  Result<std::optional<CitizenView>> look_up(const CaseNumber& number, std::string_view code);

 private:
  bool may_try(const CaseNumber& number);

  Store& store_;
  Vault& vault_;
  const Clock& clock_;
  std::mutex mutex_;
  int64_t hour_ = 0;
  std::map<CaseNumber, int> wrong_;
};

}  // namespace hb::desk
