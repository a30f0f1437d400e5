#pragma once
#include <string>
#include <utility>
#include <vector>

#include "desk/cases.h"

/// What every kind of smaller record (casework/record.h) shares: load, decide, append.
namespace hb::desk {

/// The record's fold; a default state, with version 0, if it is not there. "record.kind": the id is another kind's.
template <class State, class Event>
Result<State> load_record(Store& store, const RecordId& id) {
  const auto history = store.record_events(id);
  if (!history) return tl::unexpected(history.error());
  State state;
  for (const auto& recorded : *history) {
    const auto* event = std::get_if<Event>(&recorded.event);
    if (event == nullptr) return fail("record.kind", id.value);
    apply(state, recorded.at, recorded.by, *event);
  }
  return state;
}

/// The list's line of a record: its word for its state, and its next clock.
struct RecordStanding {
  std::string state;
  std::optional<Instant> next_due = {};
};

/// Adds the events of one decision to a change. `Event` is the kind's own variant.
template <class Event>
void append_record(const RecordId& id, int64_t version, const std::vector<Event>& events, const casework::Actor& actor,
                   Instant now, RecordStanding standing, Changes& changes) {
  if (events.empty()) return;
  RecordAppend append{.id = id, .expected_version = version, .events = {}, .row = {}};
  append.events.reserve(events.size());
  for (const auto& event : events) append.events.push_back({now, actor.user, actor.name, event});
  append.row = {id, std::move(standing.state), now, standing.next_due};
  changes.records.push_back(std::move(append));
}

}  // namespace hb::desk
