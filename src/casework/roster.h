#pragma once
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "casework/cover.h"

/// The roster (值班表) of a unit: base rotations, and over them overrides and agreed swaps; handover notes beside. Who
/// is on duty at a minute is a function of these records and nothing else.
namespace hb::casework {

/// People take turns, each `days_each` days from the day `first` on; each of those days is on duty for `hours`.
struct RotationSet {
  int64_t rotation = 0;  ///< 1, 2, … within the roster: its days and nights are two; set again, it changes from `first`
  int64_t first = 0;     ///< local date, in days since 1970-01-01
  int64_t last = 0;      ///< the last day, or 0: until it is set again
  int days_each = 1;
  bool working_days = false;   ///< only on working days; a turn still changes every `days_each` calendar days
  Seconds from;                ///< since midnight, on the clock on the wall
  Seconds to;                  ///< up to 48 h: 20:00 to 32:00 is a night
  std::vector<UserId> people;  ///< in turn; empty: nobody from `first` on
  friend bool operator==(const RotationSet&, const RotationSet&) = default;
};
/// [from, to): whoever is on duty then, `person` is instead. The later of two counts.
struct DutyOverridden {
  Instant from;
  Instant to;
  UserId person;
  std::string reason;
  friend bool operator==(const DutyOverridden&, const DutyOverridden&) = default;
};
/// Whoever asks gives away what they have in the first span and takes what the other has in the second.
struct SwapAsked {
  int64_t swap = 0;  ///< 1, 2, … within the roster
  UserId other;
  Instant give_from, give_to;
  Instant take_from, take_to;
  friend bool operator==(const SwapAsked&, const SwapAsked&) = default;
};
struct SwapAgreed {
  int64_t swap = 0;
  friend bool operator==(const SwapAgreed&, const SwapAgreed&) = default;
};
struct SwapDeclined {
  int64_t swap = 0;
  friend bool operator==(const SwapDeclined&, const SwapDeclined&) = default;
};
/// By whoever goes off duty, for whoever comes on.
struct HandoverWritten {
  std::string text;
  friend bool operator==(const HandoverWritten&, const HandoverWritten&) = default;
};
struct RosterOpened {
  UnitId unit;
  friend bool operator==(const RosterOpened&, const RosterOpened&) = default;
};
using RosterEvent =
    std::variant<RosterOpened, RotationSet, DutyOverridden, SwapAsked, SwapAgreed, SwapDeclined, HandoverWritten>;
std::string_view name_of(const RosterEvent& event);

/// One change of the base: spans over which somebody else is on duty. `only` is set: only where that one would be.
struct Overlay {
  Instant from;
  Instant to;
  UserId person;
  UserId only;
  int64_t id = 0;  ///< 1, 2, … within the roster, in the order they came to hold
  Instant since;
};
struct Swap {
  SwapAsked asked;
  UserId asker;
  std::optional<bool> agreed;
};
struct Handover {
  Instant at;
  UserId by;
  std::string text;
};

struct Roster {
  UnitId unit;
  struct Rotation {
    RotationSet set;
    int64_t ends = 0;  ///< the first day on which a later setting counts; 0: none does
    Instant ended;     ///< when that was set
    Instant since;
    int revision = 0;  ///< how often this rotation had been set before
  };
  std::vector<Rotation> rotations;  ///< every setting, in order
  std::vector<Overlay> overlays;
  std::vector<Swap> swaps;
  std::vector<Handover> notes;
  int64_t version = 0;
};

struct OpenRoster {
  UnitId unit;
};
struct SetRotation {
  RotationSet rotation;
};
struct OverrideDuty {
  DutyOverridden override_;
};
struct AskSwap {
  SwapAsked swap;
};
struct AnswerSwap {
  int64_t swap = 0;
  bool agree = false;
};
struct WriteHandover {
  std::string text;
};
using RosterCommand = std::variant<OpenRoster, SetRotation, OverrideDuty, AskSwap, AnswerSwap, WriteHandover>;

/// Bounds: people in a rotation, days of a turn, length of an override or of a span that is swapped.
inline constexpr size_t kMostInRotation = 100;
inline constexpr int kLongestTurn = 366;
inline constexpr Seconds kLongestOverlay = hours(24 * 62);

/// Set and overridden by the office or the head of the unit; swapped by those who are on duty in the spans; a note is
/// written by whoever works in the unit. That the people work there the desk has checked. Errors: "roster.not-allowed",
/// "roster.wrong-state", "roster.unknown" (swap), "roster.dates" (field), "roster.hours", "roster.people",
/// "roster.not-on-duty" (the asker or the other has nothing to give there), "case.empty" …, "case.reason-required",
/// "route.no-such-unit".
Result<std::vector<RosterEvent>> decide(const Roster& state, const RosterCommand& command, const Actor& actor,
                                        Instant now, const Rules& rules);
void apply(Roster& state, Instant at, UserId by, const RosterEvent& event);

/// Duty of one person, in one piece.
struct Shift {
  std::string uid;  ///< stable: "r2-20516" is rotation 2 on that day, "…-2" its second piece, "o3" overlay 3
  UserId person;
  Instant from;
  Instant to;
  bool cancelled = false;  ///< somebody else has all of it; from and to are as it was
  int sequence = 0;        ///< rises with every change of it
  Instant changed;         ///< the last one
  friend bool operator==(const Shift&, const Shift&) = default;
};

/// All shifts that touch [from, to), by their beginning; the cancelled ones too. A shift is the same whatever window it
/// is seen through.
std::vector<Shift> shifts(const Roster& roster, Instant from, Instant to, const Calendar& calendar);

/// Who is on duty at that moment: several where rotations overlap, in their order. Nobody who is away.
std::vector<UserId> on_duty(const Roster& roster, const Cover& cover, Instant at, const Calendar& calendar);

/// [from, to).
struct Span {
  Instant from;
  Instant to;
  friend bool operator==(const Span&, const Span&) = default;
};
/// Where nobody is on duty between the two moments, or only people who are away.
std::vector<Span> gaps(const Roster& roster, const Cover& cover, Instant from, Instant to, const Calendar& calendar);

/// Who is to be told in a unit at a minute: whoever the roster has, the deputy of the head, the head. Each of them if
/// there is one who is not away; none is named twice.
struct OnDuty {
  std::vector<UserId> people;
  std::optional<UserId> deputy;
  std::optional<UserId> head;

  /// The first of them: the person, then the deputy, then the head.
  std::optional<UserId> first() const;
};
/// `role`: whose deputy and who is the head; Role::unit_head for a unit, the role itself where a rung names one.
/// `staff`: everybody with their own grants.
OnDuty who_is_on_duty(const Roster* roster, const UnitId& unit, Role role, std::span<const Actor> staff,
                      const Cover& cover, Instant at, const Calendar& calendar);

}  // namespace hb::casework
