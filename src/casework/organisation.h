#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/condition.h"
#include "base/ids.h"
#include "casework/clocks.h"

/// The agency and its rules as plain data: what the rulebook says, checked (ids unique, references resolved). The
/// rulebook room fills these; everybody else only reads them.
namespace hb::casework {

/// The same words in Chinese and English. `en` is empty where the rulebook has none; show `zh` then.
struct Words {
  std::string zh;
  std::string en;

  friend bool operator==(const Words&, const Words&) = default;
};

enum class CaseKind : uint8_t { complaint, tip_off, question, suggestion, about_staff, press };
std::string_view name_of(CaseKind kind);
std::optional<CaseKind> case_kind_of(std::string_view name);
inline constexpr size_t kCaseKinds = 6;

enum class UnitKind : uint8_t { office, department, branch };
enum class BranchSize : uint8_t { large, medium, small };

/// The parts people play in the desk (DESIGN.md section 1); permissions are per role and unit.
enum class Role : uint8_t {
  monitor,
  responder,
  unit_head,
  supervising_leader,
  spokesperson,
  online_spokesperson,
  office,  ///< office coordinator
  auditor,
  administrator,
};
inline constexpr size_t kRoles = 9;

/// As in the rulebook: "unit-head", "branch", "large", …
std::string_view name_of(Role role);
std::string_view name_of(UnitKind kind);
std::string_view name_of(BranchSize size);
std::optional<Role> role_of(std::string_view name);

struct Unit {
  UnitId id;
  UnitKind kind = UnitKind::department;
  std::optional<BranchSize> size;  ///< branches only
  Words name;
  std::vector<std::string> remit;   ///< matters, as the category of a post names them
  std::vector<std::string> places;  ///< names or codes of districts and towns it answers for
};

/// A place the divisions do not know: a market, a pier, an estate, a chain.
struct Place {
  std::string id;
  Words name;
  std::vector<std::string> aliases;
  std::string in;  ///< the district or town it stands in; empty: city-wide
  UnitId unit;     ///< who answers for it; empty: whoever answers for `in`, and for a city-wide place the remit decides
};

/// How many people of a role the units of a kind (and size) must have.
struct Staffing {
  UnitKind kind = UnitKind::department;
  std::optional<BranchSize> size;  ///< none: every size
  Role role = Role::monitor;
  int at_least = 0;
  int at_most = 0;
};

struct Group {
  std::string id;
  Words name;
  std::optional<Role> chair;
  std::vector<Role> members;
  std::vector<Role> fixed;  ///< the "2" of 2+X
  std::vector<Role> plus;   ///< the "X": of the issue's units and of the branches of its places
};

/// Who takes a case about staff: a unit, or a body outside the agency; never both.
struct ConflictHandler {
  UnitId unit;
  std::string outside;
};

/// By whom the case is about. Absent: nobody was named, and the desk refuses to assign such a case.
struct Conflict {
  std::optional<ConflictHandler> department;
  std::optional<ConflictHandler> branch;
  std::optional<ConflictHandler> office;
  std::optional<ConflictHandler> leader;  ///< a supervising leader or the spokesperson
};

/// What a unit may do once before the supervising leader decides. Absent figures: no limit.
struct Routing {
  std::optional<int> returns;  ///< dispatches returned with a reason
  std::optional<int> redos;    ///< work sent back
};

/// A watch that within so many days matches fewer places and fewer voices than these is put before the auditor: it may
/// be after a person.
struct NarrowWatch {
  int days = 0;
  int places = 0;
  int voices = 0;
};

enum class BusinessNames : uint8_t { withheld, shown };

/// A line of the grade table; higher grades are tried first.
struct GradeSpec {
  Grade grade = Grade::serious;
  std::vector<Condition> any;
};

/// What holds for one kind of case. A kind without such a line may be anonymous and has every promised clock and no
/// statutory one.
struct KindSpec {
  CaseKind kind = CaseKind::complaint;
  bool anonymous = true;                           ///< a citizen may leave no name
  std::optional<std::vector<std::string>> clocks;  ///< the promised clocks `on` case it has; none: all of them
  std::vector<std::string> statutory;              ///< the statutory ones
};

/// A rate that is reported for every unit.
struct Rate {
  enum class Of : uint8_t {
    on_time,    ///< runs of `clock` that ended in time, of those that ended or are overdue
    solved,     ///< citizens who say it was solved, of those who answered
    satisfied,  ///< citizens who are satisfied, of those who answered
    redone,     ///< cases whose work was sent back, of those answered
  };
  std::string id;
  Words name;
  Of of = Of::on_time;
  std::string clock;
  std::optional<int> floor;    ///< per cent; units below it are named
  std::optional<int> ceiling;  ///< per cent; units above it are named
};
std::string_view name_of(Rate::Of of);

/// An account the agency speaks through, as in the public register.
struct OfficialAccount {
  std::string id;
  Words name;
  std::string channel;  ///< "forum", "portal", "mail", …
  UnitId unit;          ///< who speaks with it
  std::string address;  ///< link or handle of the account itself
  friend bool operator==(const OfficialAccount&, const OfficialAccount&) = default;
};

/// All that the pure rooms need of a rulebook. `version` names the exact bytes; clocks remember it.
struct Rules {
  std::string id;
  std::string version;  ///< SHA-256 of the rulebook's bytes and the files it names, lower-case hex
  Words name;
  std::shared_ptr<const Calendar> calendar;  ///< never null in rules that were read
  std::vector<Unit> units;
  std::vector<Place> places;
  std::vector<Staffing> staffing;
  std::vector<Role> deputies;  ///< roles that must have a named deputy
  std::vector<Group> groups;
  Conflict conflict;
  Routing routing;
  std::optional<NarrowWatch> narrow_watch;  ///< absent: none is put before the auditor
  BusinessNames business_names = BusinessNames::withheld;
  std::vector<ClockSpec> clocks;
  std::vector<GradeSpec> grades;  ///< gravest first
  std::vector<OfficialAccount> accounts;
  std::vector<KindSpec> kinds;
  std::vector<Rate> rates;

  /// By id; null if there is none. Valid as long as the rules.
  const Unit* unit(const UnitId& unit_id) const;
  const Group* group(std::string_view group_id) const;
  /// Also of one numbered within its case, "help#2".
  const ClockSpec* clock(std::string_view clock_id) const;
  const KindSpec* kind(CaseKind which) const;
  /// Whether cases of the kind have the clock, if its own conditions hold too.
  bool runs(CaseKind which, const ClockSpec& spec) const;
  bool may_be_anonymous(CaseKind which) const;
};

}  // namespace hb::casework
