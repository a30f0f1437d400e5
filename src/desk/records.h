#pragma once
#include <string>
#include <utility>
#include <vector>

#include "desk/cases.h"

/// What every kind of smaller record (casework/record.h) shares: load, decide, append.
namespace hb::desk {

/// The fold of what happened. "record.kind": the id is another kind's.
template <class State, class Event>
Result<State> fold_record(const RecordId& id, const std::vector<casework::RecordRecorded>& history) {
  State state;
  for (const auto& recorded : history) {
    const auto* event = std::get_if<Event>(&recorded.event);
    if (event == nullptr) return fail("record.kind", id.value);
    apply(state, recorded.at, recorded.by, *event);
  }
  return state;
}

/// The record's fold; a default state, with version 0, if it is not there. `begun_by`: is given the name of who began
/// it. "record.kind": the id is another kind's.
template <class State, class Event>
Result<State> load_record(Store& store, const RecordId& id, std::string* begun_by = nullptr) {
  const auto history = store.record_events(id);
  if (!history) return tl::unexpected(history.error());
  if (begun_by != nullptr && !history->empty()) *begun_by = history->front().name;
  return fold_record<State, Event>(id, *history);
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

struct NothingElse {
  template <class State>
  Result<void> operator()(const State&, Instant, Changes&) const {
    return {};
  }
};

/// Loads, decides, commits, and decides again when another writer was faster. `Event` is the kind's own variant;
/// `decide_on(state, now)` gives its events, `standing(state)` the list's line after them, `also(state, now, changes)`
/// adds what is written with them. `seen` as in Cases::act.
/// Errors: "record.unknown" (a version of it was seen, and it is not there), those of `decide_on`, "store.version".
template <class State, class Event, class Decide, class Standing, class Also = NothingElse>
Result<State> act_on_record(const Wiring& w, const RecordId& id, const casework::Actor& actor,
                            std::optional<int64_t> seen, Decide decide_on, Standing standing, Also also = {}) {
  for (int tries = 1;; ++tries) {
    auto state = load_record<State, Event>(w.store, id);
    if (!state) return state;
    if (seen && state->version == 0) return fail("record.unknown", id.value);
    if (seen && state->version != *seen) return fail("store.version", id.value);
    const Instant now = w.clock.now();
    const auto events = decide_on(*state, now);
    if (!events) return tl::unexpected(events.error());
    if (events->empty()) return state;
    const int64_t before = state->version;
    for (const auto& event : *events) apply(*state, now, actor.user, event);
    Changes changes;
    append_record(id, before, *events, actor, now, standing(*state), changes);
    if (const Result<void> ok = also(*state, now, changes); !ok) return tl::unexpected(ok.error());
    const auto done = commit(w, changes);
    if (done) return state;
    if (done.error().code != "store.version" || tries == kTries) return tl::unexpected(done.error());
  }
}

/// A new one of the kind, under the next number.
template <class State, class Event, class Decide, class Standing>
Result<RecordId> begin_record(const Wiring& w, casework::RecordKind kind, const casework::Actor& actor,
                              Decide decide_on, Standing standing) {
  for (int tries = 1;; ++tries) {
    const auto id = w.store.next_record(kind);
    if (!id) return id;
    State state;
    const Instant now = w.clock.now();
    const auto events = decide_on(state, now);
    if (!events) return tl::unexpected(events.error());
    for (const auto& event : *events) apply(state, now, actor.user, event);
    Changes changes;
    append_record(*id, 0, *events, actor, now, standing(state), changes);
    const auto done = commit(w, changes);
    if (done) return id;
    if (done.error().code != "store.version" || tries == kTries) return tl::unexpected(done.error());
  }
}

}  // namespace hb::desk
