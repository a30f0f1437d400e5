#include "desk/reviews.h"

#include <algorithm>

namespace hb::desk {

using namespace casework;

namespace {

constexpr int64_t kMostListed = 500;

// "opened east": so that a unit's list reads its own only.
RecordStanding standing(const Review& state) {
  return {std::string(name_of(state.state)) + " " + state.opened.unit.value};
}

// What it is about and why, once: the setting that says it was opened.
std::string key_of(const ReviewOpened& one) {
  std::string about = "directive/" + std::to_string(one.directive);
  if (one.issue) about = "issue/" + std::to_string(one.issue.value);
  if (one.number) about = "case/" + one.number.value;
  return "review/" + about + "/" + std::string(name_of(one.cause)) + "/" + one.clock + "/" + std::to_string(one.round);
}

}  // namespace

Result<void> open_reviews(const std::vector<ReviewOpened>& owed, Instant now, const Wiring& w, Changes& changes) {
  for (const ReviewOpened& one : owed) {
    const std::string key = key_of(one);
    const auto opened = w.store.setting(key);
    if (!opened) return tl::unexpected(opened.error());
    if (*opened) continue;
    const auto next = w.store.next_record(RecordKind::review);
    if (!next) return tl::unexpected(next.error());
    int64_t number = parts_of(*next)->second;
    for (const RecordAppend& append : changes.records)
      if (const auto parts = parts_of(append.id);
          parts && parts->first == RecordKind::review && parts->second >= number)
        number = parts->second + 1;
    const auto events = decide(Review{}, OpenReview{one}, the_desk(), now, *w.rules);
    if (!events) return tl::unexpected(events.error());
    Review state;
    for (const ReviewEvent& event : *events) apply(state, now, the_desk().user, event);
    append_record(record_id(RecordKind::review, number), 0, *events, the_desk(), now, standing(state), changes);
    changes.settings.emplace_back(key, std::to_string(number));
  }
  return {};
}

// Who may not know of a case does not learn of it by its review.
Result<std::string> Reviews::title_of(const ReviewOpened& about, const Actor& actor) const {
  if (about.number) {
    const auto row = w_.store.case_row(about.number);
    if (!row) return tl::unexpected(row.error());
    if (!*row) return "";
    const auto hidden = reading(actor, *w_.rules).not_about;
    if (std::ranges::find(hidden, (*row)->about) != hidden.end()) return fail("record.unknown", about.number.value);
    return (*row)->title;
  }
  if (about.issue) {
    const auto row = w_.store.issue_row(about.issue);
    if (!row) return tl::unexpected(row.error());
    return *row ? (*row)->title : "";
  }
  const auto directive =
      load_record<Directive, DirectiveEvent>(w_.store, record_id(RecordKind::directive, about.directive));
  if (!directive) return tl::unexpected(directive.error());
  return directive->received.platform;
}

Result<ReviewLine> Reviews::view(const Actor& actor, const RecordId& id) const {
  auto state = load_record<Review, ReviewEvent>(w_.store, id);
  if (!state) return tl::unexpected(state.error());
  if (state->version == 0 || !may_read(*state, actor, *w_.rules)) return fail("record.unknown", id.value);
  ReviewLine line{.id = id, .state = std::move(*state), .may = {}};
  auto title = title_of(line.state.opened, actor);
  if (!title) return tl::unexpected(title.error());
  line.title = *std::move(title);
  const Instant now = w_.clock.now();
  const auto tried = [&](const ReviewCommand& command) {
    return decide(line.state, command, actor, now, *w_.rules).has_value();
  };
  if (tried(WriteFinding{"…"})) line.may.emplace_back("find");
  if (tried(StateReview{"…"})) line.may.emplace_back("state");
  if (tried(CloseReview{"…", {}})) line.may.emplace_back("close");
  for (int measure = 1; measure <= static_cast<int>(line.state.measures.size()); ++measure)
    if (tried(DoMeasure{measure, "…"})) line.may_do.push_back(measure);
  return line;
}

Result<std::vector<ReviewLine>> Reviews::list(const Actor& actor, const UnitId& unit) const {
  const auto rows = w_.store.records(RecordKind::review, "", 0, kMostListed);
  if (!rows) return tl::unexpected(rows.error());
  std::vector<ReviewLine> out;
  for (const RecordRow& row : *rows) {
    if (unit && row.state.substr(row.state.find(' ') + 1) != unit.value) continue;
    auto line = view(actor, row.id);
    if (!line && line.error().code == "record.unknown") continue;
    if (!line) return tl::unexpected(line.error());
    out.push_back(std::move(*line));
  }
  return out;
}

Result<std::vector<ReviewStep>> Reviews::steps(const RecordId& id) const {
  const auto history = w_.store.record_events(id);
  if (!history) return tl::unexpected(history.error());
  std::vector<ReviewStep> out;
  out.reserve(history->size());
  for (const RecordRecorded& recorded : *history)
    out.push_back({recorded.at, std::string(name_of(recorded.event)), recorded.name});
  return out;
}

Result<void> Reviews::act(const Actor& actor, const RecordId& id, const ReviewCommand& command, int64_t seen) {
  if (const auto readable = view(actor, id); !readable) return tl::unexpected(readable.error());
  const auto done = act_on_record<Review, ReviewEvent>(
      w_, id, actor, seen,
      [&](const Review& state, Instant now) { return decide(state, command, actor, now, *w_.rules); }, standing);
  if (!done) return tl::unexpected(done.error());
  return {};
}

}  // namespace hb::desk
