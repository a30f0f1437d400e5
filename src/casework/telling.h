#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "casework/case.h"
#include "casework/roster.h"

/// Who is told of a promise, and who answered for it (DESIGN.md section 5, Escalation): notices, rung by rung of a
/// clock's ladder. Which rung is told is decided here; who stands on it at that minute the desk finds out and writes
/// into the event.
namespace hb::casework {

using NoticeId = Id<struct NoticeTag>;

enum class TellWhy : uint8_t {
  clock,   ///< a clock started, or nobody acknowledged it for its climb
  missed,  ///< a clock was missed: every rung is told
  report,  ///< the written report is approved: the leading group is told
  spread,  ///< the issue is not one district's any more
};
std::string_view name_of(TellWhy why);
std::optional<TellWhy> tell_why_of(std::string_view name);
std::string_view name_of(Rung::Kind kind);
std::optional<Rung::Kind> rung_kind_of(std::string_view name);

struct Notified {
  NoticeId notice{};  ///< 1, 2, … within the issue
  TellWhy why = TellWhy::clock;
  std::string clock{};  ///< "" if it is about no clock
  int round = 1;
  Rung rung{};
  std::vector<Told> to{};  ///< empty: nobody stood on the rung
  friend bool operator==(const Notified&, const Notified&) = default;
};
struct Acknowledged {
  NoticeId notice;
  bool leading = false;  ///< by a member of the leading group
  friend bool operator==(const Acknowledged&, const Acknowledged&) = default;
};

struct Notice {
  Notified told;
  Instant at;
  std::optional<Instant> acknowledged_at{};
  std::string by{};  ///< who acknowledged, as called then
  bool leading = false;
};

void apply(std::vector<Notice>& notices, const Notified& e, Instant at);
void apply(std::vector<Notice>& notices, const Acknowledged& e, Instant at, const std::string& by);

/// The id of the group that owns the desk, as in the rulebook.
inline constexpr std::string_view kLeadingGroup = "leading-group";
/// A member of the leading group; where the rulebook names none, the spokesperson.
bool leads(const Actor& actor, const Rules& rules);

/// May answer for a notice: was told, or stands on its rung: plays the role, is of the group, works in the unit.
bool answers_for(const Notified& notice, const Actor& actor, const Rules& rules);

/// Who stands on a rung at that minute. Of a unit: whoever its roster has, else the deputy of its head, else the head,
/// else whoever works there. Of a role or a group: all who play it, or sit in it. `roster`: of the rung's unit, or
/// null.
std::vector<Told> who_stands(const Rung& rung, std::span<const Actor> staff, const Roster* roster, const Cover& cover,
                             Instant at, const Rules& rules);

/// What follows for notices; they are numbered when they are added to an issue's. The first rung of a clock that
/// starts; the office for one that only an acknowledgement ends and that has no ladder.
std::vector<Notified> told_at_start(const ClockStarted& started, const Rules& rules);
/// Every rung of one that is missed.
std::vector<Notified> told_at_miss(const ClockMissed& missed, const Rules& rules);
/// The next rung of each running clock that nobody has acknowledged for its climb.
std::vector<Notified> climbs(const std::vector<CaseClock>& clocks, const std::vector<Notice>& notices, Instant now,
                             const Rules& rules);
/// When time has something to do: the first due clock, or the next climb.
std::optional<Instant> wakes_at(const std::vector<CaseClock>& clocks, const std::vector<Notice>& notices,
                                const Rules& rules);

/// Still waits for an acknowledgement: none was given for its rung, and its clock has not ended.
bool waits(const Notice& notice, const std::vector<CaseClock>& clocks, const std::vector<Notice>& notices);

}  // namespace hb::casework
