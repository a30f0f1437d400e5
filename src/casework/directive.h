#pragma once
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "casework/case.h"
#include "casework/telling.h"

/// The directive (上级提示): an instruction from a higher platform. Within its clock a named person reads it, names who
/// handles it and the first step; then it is handled, answered and closed, or closed as "cannot be carried out here"
/// with the section of DESIGN.md section 2 that forbids it. It carries a matter; it has no place for who said it.
namespace hb::casework {

enum class DirectiveState : uint8_t {
  received,  ///< nobody has read it by name
  begun,     ///< read; handler and first step are named
  handled,   ///< done, and not answered yet
  closed,    ///< answered
  not_here,  ///< closed: cannot be carried out here
};
std::string_view name_of(DirectiveState state);

struct DirectiveReceived {
  std::string platform;  ///< who instructs: the name of the platform or office, not of a person
  std::string text;      ///< masked
  Instant received_at;   ///< when it came in there; the clock starts here
  friend bool operator==(const DirectiveReceived&, const DirectiveReceived&) = default;
};
/// By the person who read it.
struct DirectiveBegun {
  UserId handler;
  std::string handler_name;  ///< as called then
  UnitId unit;               ///< of the handler
  std::string first_step;
  friend bool operator==(const DirectiveBegun&, const DirectiveBegun&) = default;
};
/// What was done; the case or issue it started, if any.
struct DirectiveHandled {
  std::string done;
  IssueId issue;
  CaseNumber number;
  friend bool operator==(const DirectiveHandled&, const DirectiveHandled&) = default;
};
struct DirectiveClosed {
  std::string answer;  ///< what the platform was told
  friend bool operator==(const DirectiveClosed&, const DirectiveClosed&) = default;
};
struct DirectiveNotHere {
  std::string section;  ///< "2.3"
  std::string reason;
  friend bool operator==(const DirectiveNotHere&, const DirectiveNotHere&) = default;
};
struct DirectiveClockStarted {
  ClockStarted clock;
  friend bool operator==(const DirectiveClockStarted&, const DirectiveClockStarted&) = default;
};
struct DirectiveClockEnded {
  ClockEnded clock;
  friend bool operator==(const DirectiveClockEnded&, const DirectiveClockEnded&) = default;
};
struct DirectiveClockMissed {
  ClockMissed clock;
  friend bool operator==(const DirectiveClockMissed&, const DirectiveClockMissed&) = default;
};
struct DirectiveMissExplained {
  MissExplained clock;
  friend bool operator==(const DirectiveMissExplained&, const DirectiveMissExplained&) = default;
};
/// Who was told of a promise, rung by rung, as for an issue; that it was read by name is the acknowledgement.
struct DirectiveTold {
  Notified notice;
  friend bool operator==(const DirectiveTold&, const DirectiveTold&) = default;
};
using DirectiveEvent = std::variant<DirectiveReceived, DirectiveBegun, DirectiveHandled, DirectiveClosed,
                                    DirectiveNotHere, DirectiveClockStarted, DirectiveClockEnded, DirectiveClockMissed,
                                    DirectiveTold, DirectiveMissExplained>;
std::string_view name_of(const DirectiveEvent& event);

struct Directive {
  DirectiveReceived received;
  DirectiveState state = DirectiveState::received;
  UserId reader;
  UserId handler;
  std::string handler_name;
  UnitId unit;
  std::string first_step;
  std::string done;
  IssueId issue;
  CaseNumber number;
  std::string answer;
  std::string section;
  std::string reason;
  std::vector<CaseClock> clocks;
  std::vector<Notice> notices;
  int64_t version = 0;
};

struct ReceiveDirective {
  DirectiveReceived facts;
};
/// Read, with a named handler and the first step: all three or nothing.
struct BeginDirective {
  UserId handler;
  std::string handler_name;
  UnitId unit;
  std::string first_step;
  bool on_duty = false;  ///< the reader is on the roster at this minute; the desk says so
};
struct HandleDirective {
  std::string done;
  IssueId issue;
  CaseNumber number;
};
struct CloseDirective {
  std::string answer;
};
struct RefuseDirective {
  std::string section;
  std::string reason;
};
using DirectiveCommand =
    std::variant<ReceiveDirective, BeginDirective, HandleDirective, CloseDirective, RefuseDirective, Tick, ExplainMiss>;

/// Who acts is in people.h. Errors: "directive.not-allowed", "directive.wrong-state", "directive.no-handler",
/// "directive.no-such-section" (anything but "2.1" to "2.7"), "case.time-ahead", "case.empty" / "case.too-long" /
/// "case.not-utf8" (field), "case.reason-required", "route.no-such-unit", "clock.*".
Result<std::vector<DirectiveEvent>> decide(const Directive& state, const DirectiveCommand& command, const Actor& actor,
                                           Instant now, const Rules& rules);
void apply(Directive& state, Instant at, UserId by, const DirectiveEvent& event);

/// How many came, and what became of them.
struct DirectiveCounts {
  int64_t received = 0;
  int64_t waiting = 0;    ///< nobody has read it by name
  int64_t under_way = 0;  ///< begun or handled
  int64_t closed = 0;
  std::map<std::string, int64_t> not_here;  ///< by section
  struct Promise {
    int64_t met = 0;
    int64_t missed = 0;
    friend bool operator==(const Promise&, const Promise&) = default;
  };
  std::map<std::string, Promise> promises;  ///< by clock; those that run in time still are in neither
};
DirectiveCounts count(std::span<const Directive> directives);

}  // namespace hb::casework
