#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.h"
#include "casework/organisation.h"

/// Who acts, and what a role in a unit lets them do to a case.
namespace hb::casework {

/// One part a person plays: permissions are per role *and* unit.
struct Grant {
  Role role = Role::monitor;
  UnitId unit;

  friend bool operator==(const Grant&, const Grant&) = default;
};

/// A member of staff, or the desk itself (`user` 0) when a clock or a citizen's form moves a case.
struct Actor {
  UserId user;
  std::string name;  ///< as shown to colleagues; never on a public page
  std::vector<Grant> grants;
  bool citizen = false;  ///< not of the staff: the citizen of the case, known by its query code

  bool has(Role role, const UnitId& unit) const;
  bool has(Role role) const;  ///< in any unit
};

/// A colleague whom an event tells or names, as called then.
struct Told {
  UserId user;
  std::string name;
  friend bool operator==(const Told&, const Told&) = default;
};

/// What people do at the desk, as far as it hangs on their role and unit.
enum class Act : uint8_t {
  work,               ///< accepts, returns, notes on a case of the unit
  draft,              ///< writes replies and answers
  approve,            ///< approves them
  publish,            ///< publishes answers
  draft_statement,    ///< writes statements and reports
  approve_statement,  ///< approves them
  publish_statement,  ///< publishes statements, hands reports over
  read_all,           ///< reads the cases of every unit
  read_unit,          ///< reads the cases of the unit
  see_citizen,        ///< is shown a citizen's words and contact
  dispatch,           ///< sends cases to units and takes them back
  decide,             ///< says who handles a case that was sent up
  file,               ///< files what is heard, opens cases
  grade,              ///< grades issues
  answer_directive,   ///< reads directives by name, closes them
  keep_roster,        ///< sets the roster, names deputies, notes who is away
  declare_period,     ///< declares sensitive periods
  propose,            ///< proposes what takes two people
  confirm_rules,      ///< confirms a rulebook or an official account
  confirm_source,     ///< confirms a source
  read_people,        ///< reads the people page
  read_searches,      ///< reads what was searched for, and is told of watches that may be after a person
  audit,          ///< writes the finding of an accountability review, answers contested figures, reads who was shown
                  ///< a citizen
  keep_training,  ///< keeps the register of training
};
inline constexpr size_t kActs = 24;
std::string_view name_of(Act act);

/// Where the role must be held for the act to be allowed.
enum class Where : uint8_t {
  anywhere,           ///< in any unit
  unit,               ///< in the unit it is about
  office,             ///< in the office
  unit_if_office,     ///< in the unit it is about, and that is the office
  speaking_unit,      ///< in the branch it is about; for every other unit, in the office
  unit_or_no_branch,  ///< in the unit it is about, or in any that is no branch
};
std::string_view name_of(Where where);

/// A line of the one table of permissions; whatever is in no line is not allowed. docs/permissions.md shows it.
struct Permission {
  Act act;
  Role role;
  Where where;
};
std::span<const Permission> permissions();
/// `unit`: what it is about; empty where no line asks for it.
bool allowed(Act act, const Actor& actor, const UnitId& unit, const Rules& rules);

/// Works in the unit: any part but those of the auditor and the administrator, who change nothing there.
bool works_in(const Actor& actor, const UnitId& unit);

/// The desk acting by rule, not by a person.
Actor the_desk();
/// The citizen of the case; who it is the record does not say.
Actor the_citizen();

/// The unit whose coordinators run the desk: the first of kind `office`; empty if the rulebook has none.
UnitId office_of(const Rules& rules);

/// Writes replies and answers: a responder of the handling unit, or a coordinator of the office when the office
/// handles.
bool may_draft(const Actor& actor, const UnitId& handling, const Rules& rules);

/// Approves them: the head of the handling unit (DESIGN.md section 5, Routing).
bool may_approve(const Actor& actor, const UnitId& handling);

/// Publishes: the branch's online spokesperson for a branch, the bureau's (in the office) for everybody else.
bool may_publish(const Actor& actor, const UnitId& handling, const Rules& rules);

/// Makes statements, which speak in the bureau's own name (DESIGN.md section 5, Routing). Written by a responder of the
/// issue's unit or of a department, whose line of business it may be, or by the office; approved by the spokesperson;
/// published by the bureau's online spokesperson, in the office.
bool may_draft_statement(const Actor& actor, const UnitId& unit, const Rules& rules);
bool may_approve_statement(const Actor& actor);
bool may_publish_statement(const Actor& actor, const Rules& rules);

/// Which cases a person may read (DESIGN.md section 5, Access, and 2.5): none about a unit they belong to; else those
/// in the charge of their units or helped by them, and all of them for the office, the spokesperson, the bureau's
/// online spokesperson and a supervising leader. The auditor reads every case. Issues are read by everybody on staff.
struct Reading {
  bool all = false;
  std::vector<UnitId> units;      ///< unless `all`: in the charge of one of these, or helped by one
  std::vector<UnitId> not_about;  ///< and about none of these
};
Reading reading(const Actor& actor, const Rules& rules);
/// `helping`: the units that were asked for their part.
bool may_read(const Reading& reading, const UnitId& handling, const UnitId& about,
              std::span<const UnitId> helping = {});

/// Sees the words and the contact of a case's citizen: its handlers, that is the responders and the head of the unit in
/// charge, and the coordinators of the office when it is the office. Nobody else, the auditor neither.
bool may_see_citizen(const Actor& actor, const UnitId& handling, const Rules& rules);

/// Sends cases to units and takes them back: coordinators of the office, and the office's head.
bool may_dispatch(const Actor& actor);

/// Says who handles a case that was returned or redone too often: a supervising leader, or the spokesperson for them.
bool may_decide(const Actor& actor);

/// Files what is heard: monitors anywhere, and the office.
bool may_file(const Actor& actor);
/// Sets an issue's grade: who files, and who speaks.
bool may_grade(const Actor& actor);

/// Reads directives by name and closes them: the office, its online spokesperson, the spokesperson.
bool may_answer_directive(const Actor& actor, const Rules& rules);
/// Sets the roster of a unit and names deputies in it: its head, and the office.
bool may_keep_roster(const Actor& actor, const UnitId& unit, const Rules& rules);
/// Declares sensitive periods: as for directives.
bool may_declare_period(const Actor& actor, const Rules& rules);

}  // namespace hb::casework
