#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/language.h"
#include "desk/staff.h"

/// The use cases of directives (上级提示): entered, begun, handled, closed or refused, and what people see of them.
namespace hb::desk {

struct DirectiveLine {
  RecordId id;
  casework::Directive state;
};
struct DirectiveView {
  DirectiveLine line;
  std::string reader;             ///< who read it, by name
  std::vector<std::string> may;   ///< what this person may do now: "begin", "handle", "close", "refuse"
  std::vector<ClockLine> clocks;  ///< of the state's clocks
  std::vector<NoticeLine> notices;
  std::vector<HistoryLine> history;
};

/// Any thread. Read by who may read every case, who files what is heard, the handler and the handler's unit; for
/// everybody else a directive is "record.unknown" and in no list and no count.
class Directives {
 public:
  explicit Directives(const Wiring& wiring) : w_(wiring) {}

  /// The text is masked here. Errors: those of casework::decide and of the store.
  Result<RecordId> receive(const casework::Actor& actor, casework::DirectiveReceived facts);
  /// Of BeginDirective only handler, unit and first step are asked for: the handler's name, and whether the reader is
  /// on duty, are found here. `seen` as in Cases::act. Errors besides: "record.unknown", "directive.no-handler" (nobody
  /// of that number works in the unit).
  Result<void> act(const casework::Actor& actor, const RecordId& id, casework::DirectiveCommand command, int64_t seen);

  /// Newest first; `open_only`: neither closed nor refused.
  Result<std::vector<DirectiveLine>> list(const casework::Actor& actor, bool open_only) const;
  Result<DirectiveView> view(const casework::Actor& actor, const RecordId& id, Language language) const;

  /// As Cases::tick.
  Result<int> tick();
  /// When the next of their clocks is due.
  Result<std::optional<Instant>> next_due() const;

 private:
  Wiring w_;
};

}  // namespace hb::desk
