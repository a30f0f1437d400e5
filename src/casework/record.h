#pragma once
#include "casework/contest.h"
#include "casework/cover.h"
#include "casework/period.h"
#include "casework/proposal.h"
#include "casework/reply_template.h"
#include "casework/report.h"
#include "casework/review.h"
#include "casework/roster.h"
#include "casework/training.h"
#include "casework/watch.h"

/// The smaller event-sourced records beside cases and issues. Each kind has its own header with state, commands,
/// `decide` and `apply`; here they are put together so that one table, one append and one codec serve them all. A new
/// kind: its name here, its events in RecordEvent, their fields in store/event_codec.cpp.
namespace hb::casework {

enum class RecordKind : uint8_t {
  proposal,
  directive,
  roster,
  period,
  cover,
  reports,
  watch,
  reply_template,
  review,
  contest,
  training,
};
std::string_view name_of(RecordKind kind);

using RecordEvent =
    std::variant<ProposalEvent, DirectiveEvent, RosterEvent, PeriodEvent, CoverEvent, ReportRegisterEvent, WatchEvent,
                 TemplateEvent, ReviewEvent, ContestEvent, TrainingEvent>;
/// The name of the event inside.
std::string_view name_of(const RecordEvent& event);

/// An event with its circumstances, as it stands in the record.
struct RecordRecorded {
  Instant at;
  UserId by;         ///< 0: the desk
  std::string name;  ///< of the person then
  RecordEvent event;
  friend bool operator==(const RecordRecorded&, const RecordRecorded&) = default;
};

/// "proposal/12". Numbers of a kind count from 1; the register of a year's reports has the year, a person's training
/// the number of the person.
RecordId record_id(RecordKind kind, int64_t number);
/// The kind and the number; nothing for a text that is no such id.
std::optional<std::pair<RecordKind, int64_t>> parts_of(const RecordId& id);

}  // namespace hb::casework
