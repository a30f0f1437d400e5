#pragma once
#include <string>
#include <vector>

#include "desk/records.h"

/// The use cases of reviews (复盘、责任核查): opened by rule with what made them due, then found, stated, closed.
namespace hb::desk {

/// Adds a review for each that was not opened before; what was is kept by a setting of its own. Errors: the store's.
Result<void> open_reviews(const std::vector<casework::ReviewOpened>& owed, Instant now, const Wiring& wiring,
                          Changes& changes);

struct ReviewLine {
  RecordId id;
  casework::Review state;
  std::string title{};           ///< of the case or issue it is about; the platform of a directive
  std::vector<std::string> may;  ///< what this person may do now: "find", "state", "close"
  std::vector<int> may_do{};     ///< the measures that this person may say are done
};
/// An event of a review, and by whom.
struct ReviewStep {
  Instant at;
  std::string event;
  std::string by;  ///< a colleague's name; "" is the desk itself
};

/// Any thread. A review that a person may not read, or of a case about their unit, is "record.unknown", and in no list.
class Reviews {
 public:
  explicit Reviews(const Wiring& wiring) : w_(wiring) {}

  /// Newest first, at most 500. `unit`: of that one only; none: of all.
  Result<std::vector<ReviewLine>> list(const casework::Actor& actor, const UnitId& unit) const;
  Result<ReviewLine> view(const casework::Actor& actor, const RecordId& id) const;
  Result<std::vector<ReviewStep>> steps(const RecordId& id) const;
  /// `seen` as in Cases::act. Errors: "record.unknown", those of casework::decide and of the store.
  Result<void> act(const casework::Actor& actor, const RecordId& id, const casework::ReviewCommand& command,
                   int64_t seen);

 private:
  /// Errors: "record.unknown", if it is of a case about a unit of theirs.
  Result<std::string> title_of(const casework::ReviewOpened& about, const casework::Actor& actor) const;
  Wiring w_;
};

}  // namespace hb::desk
