#pragma once
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "casework/people.h"

/// The register of who stands in for whom (AB岗), with dates and hand-over, and of who is away. One record holds it
/// all, so that two deputies for one post cannot be named at the same moment.
namespace hb::casework {

/// [from, to).
struct DeputyNamed {
  int64_t id = 0;  ///< 1, 2, … within the register
  UserId principal;
  UserId deputy;
  Role role = Role::unit_head;
  UnitId unit;
  Instant from;
  Instant to;
  std::string handover;  ///< what is handed over
  friend bool operator==(const DeputyNamed&, const DeputyNamed&) = default;
};
struct DeputyEnded {
  int64_t id = 0;
  std::string handback;  ///< what is handed back
  friend bool operator==(const DeputyEnded&, const DeputyEnded&) = default;
};
struct AwayNoted {
  int64_t id = 0;  ///< 1, 2, … within the register
  UserId person;
  Instant from;
  Instant to;
  friend bool operator==(const AwayNoted&, const AwayNoted&) = default;
};
/// Back earlier, or not away at all: from this moment on.
struct AwayEnded {
  int64_t id = 0;
  friend bool operator==(const AwayEnded&, const AwayEnded&) = default;
};
using CoverEvent = std::variant<DeputyNamed, DeputyEnded, AwayNoted, AwayEnded>;
std::string_view name_of(const CoverEvent& event);

struct Deputy {
  DeputyNamed named;
  std::string handback;
  bool ended = false;
};
/// Somebody is away; the reason is nobody's business here.
struct Away {
  int64_t id = 0;
  UserId person;
  Instant from;
  Instant to;  ///< moved forward if they came back earlier
  friend bool operator==(const Away&, const Away&) = default;
};

struct Cover {
  std::vector<Deputy> deputies;
  std::vector<Away> away;
  int64_t version = 0;

  bool is_away(UserId person, Instant at) const;
  /// The deputy in force for a post; null if there is none. An ended one is none from its end on.
  const Deputy* deputy_of(Role role, const UnitId& unit, Instant at) const;
};

/// `principal` and `deputy` with the grants they hold themselves.
struct NameDeputy {
  Actor principal;
  Actor deputy;
  Role role = Role::unit_head;
  UnitId unit;
  Instant from;
  Instant to;
  std::string handover;
};
struct EndDeputy {
  int64_t id = 0;
  std::string handback;
};
/// `person` with their grants.
struct NoteAway {
  Actor person;
  Instant from;
  Instant to;
};
struct EndAway {
  int64_t id = 0;
};
using CoverCommand = std::variant<NameDeputy, EndDeputy, NoteAway, EndAway>;

/// A deputy is named by the principal or by the office, for the roles of `[staffing] deputies` only; deputy is another
/// person, of the unit or of the office. Somebody away is noted by themselves, the head of their unit or the office.
/// Errors: "cover.not-allowed", "cover.no-such-role" (the role is not one that has deputies), "cover.not-the-holder",
/// "cover.not-of-unit", "cover.same-person", "cover.dates" (ends before it begins, or has ended), "cover.overlap" (two
/// deputies for one post), "cover.unknown", "cover.wrong-state", "case.empty" / "case.too-long" / "case.not-utf8".
Result<std::vector<CoverEvent>> decide(const Cover& state, const CoverCommand& command, const Actor& actor, Instant now,
                                       const Rules& rules);
void apply(Cover& state, Instant at, UserId by, const CoverEvent& event);

/// Names deputies for the post of `principal`: themselves, and whoever keeps the unit's roster.
bool may_name_deputy(const Actor& actor, UserId principal, Role role, const UnitId& unit, const Rules& rules);
/// Notes that this person is away.
bool may_note_away(const Actor& actor, const Actor& person, const Rules& rules);
/// Ends a deputy, or an absence, that has not ended.
bool may_end(const Actor& actor, const Deputy& deputy, Instant now, const Rules& rules);
bool may_end(const Actor& actor, const Away& away, Instant now, const Rules& rules);

/// The parts a person plays as somebody's deputy at that moment.
std::vector<Grant> acting(const Cover& cover, UserId person, Instant at);
/// Everybody with what they may do at that moment, as deputies too, without those who are away.
std::vector<Actor> present(std::span<const Actor> staff, const Cover& cover, Instant at);

}  // namespace hb::casework
