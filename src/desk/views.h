#pragma once
#include <mutex>
#include <string>
#include <vector>

#include "desk/cases.h"

/// Questions to the inbox that a unit shares under a name. Those that one keeps for oneself are the browser's.
namespace hb::desk {

struct SharedView {
  int64_t id = 0;
  UnitId unit;     ///< whose people see it
  UserId owner;    ///< who shared it
  std::string by;  ///< their name then
  std::string name;
  std::string query;  ///< of the inbox's address: "view=overdue&unit=food"
  friend bool operator==(const SharedView&, const SharedView&) = default;
};
inline constexpr size_t kMostShared = 20;                            ///< of a unit
inline constexpr size_t kViewNameLimit = 20, kViewQueryLimit = 300;  ///< code points, bytes

struct SharedViewLine {
  SharedView view;
  bool may_change = false;  ///< rename and unshare: who shared it, and the unit's head
};

/// Any thread. Errors of all that change: "view.not-allowed" (nobody of the unit), "view.unknown", "view.full",
/// "case.empty" / "case.too-long" / "case.not-utf8" ("name", "query"), "route.no-such-unit", the store's.
class Views {
 public:
  explicit Views(const Wiring& wiring) : w_(wiring) {}

  /// Of the units that the person works in, by unit, then in the order they were shared.
  Result<std::vector<SharedViewLine>> list(const casework::Actor& actor) const;
  Result<int64_t> share(const casework::Actor& actor, const UnitId& unit, const std::string& name,
                        const std::string& query);
  Result<void> rename(const casework::Actor& actor, int64_t id, const std::string& name);
  Result<void> unshare(const casework::Actor& actor, int64_t id);

 private:
  /// What is kept: the last number given, and the views.
  struct Kept {
    int64_t last = 0;
    std::vector<SharedView> views;
  };
  Result<Kept> kept() const;
  Result<void> keep(const Kept& kept);
  Result<std::vector<SharedView>::iterator> of(Kept& kept, const casework::Actor& actor, int64_t id) const;

  Wiring w_;
  std::mutex changing_;  ///< they are read, changed and written as a whole
};

}  // namespace hb::desk
