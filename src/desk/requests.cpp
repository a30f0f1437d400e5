#include "desk/requests.h"

#include <algorithm>

#include "casework/number.h"
#include "casework/people.h"
#include "desk/portal.h"

namespace hb::desk {

using namespace casework;

namespace {

// The answer's clock of the round that runs.
const CaseClock* promise_of(const Case& state, const Rules& rules) {
  for (const auto& clock : state.clocks)
    if (clock.round == state.round && end_of(clock, rules) == ClockEnd::answered) return &clock;
  return nullptr;
}

}  // namespace

PublicCase public_case(const CaseRow& row, const Case& state, const std::vector<AnswerRow>& answers,
                       const Rules& rules) {
  const Zone& zone = rules.calendar->zone();
  const auto day = [&](Instant t) { return zone.at(zone.day_at(t), {}); };
  PublicCase out;
  out.number = row.number;
  out.kind = row.kind;
  out.state = row.state;
  out.channel = state.opened.channel;
  out.closed = casework::closed(row.state);
  out.matter = row.matter;
  out.place = public_place(rules, row.place);
  out.unit = row.unit;
  out.outside = state.not_ours ? state.not_ours->whose : state.outside;
  out.parent = state.parent;
  out.opened_day = day(row.opened_at);
  out.updated_at = day(row.updated_at);
  out.round = state.round;
  out.returns = state.returns;
  out.redos = state.redos;
  if (state.opened.issue)
    out.discovery_minutes = std::max<int64_t>(0, (state.opened.noticed_at - state.opened.posted_at).count / 60);
  for (const auto& clock : state.clocks) {
    const ClockEnd ends = end_of(clock, rules).value_or(ClockEnd::answered);
    if (ends == ClockEnd::contributed) continue;  // colleagues owe it each other
    out.clocks.push_back({.id = clock.id,
                          .ends = ends,
                          .round = clock.round,
                          .from = clock.from,
                          .due = clock.due,
                          .ended_at = clock.ended_at,
                          .outcome = clock.outcome,
                          .extended = clock.extended});
  }
  for (const auto& answer : answers) out.words.push_back({answer.entry, answer.part, answer.text, answer.published_at});
  std::ranges::sort(out.words, {}, &PublicWord::entry);
  if (!out.words.empty() && !state.opened.answer_privately) out.summary = row.summary;
  if (out.closed) {
    out.closed_at = out.words.empty() ? out.updated_at : out.words.back().published_at;
    out.updated_at = *out.closed_at;
  } else if (const CaseClock* promise = promise_of(state, rules)) {
    out.expected = promise->due;
  }
  return out;
}

Result<PublicCase> Requests::view_of(const CaseRow& row) const {
  const auto history = store_.case_events(row.number);
  if (!history) return tl::unexpected(history.error());
  const auto answers = store_.answers_of_case(row.number);
  if (!answers) return tl::unexpected(answers.error());
  Case state;
  for (const auto& recorded : *history) apply(state, recorded);
  return public_case(row, state, *answers, *rules_);
}

Result<std::vector<PublicCase>> Requests::list(const PublicQuestion& question) const {
  CaseFilter filter;
  filter.matter = question.matter;
  filter.closed = question.closed;
  filter.opened_from = question.from;
  filter.opened_before = question.to;
  std::vector<PublicCase> out;
  const int64_t wanted = std::clamp<int64_t>(question.limit, 0, kMostRequests);
  while (std::ssize(out) < wanted) {
    filter.offset = question.offset + std::ssize(out);
    filter.limit = std::min<int64_t>(wanted - std::ssize(out), 500);
    const auto rows = store_.cases(filter);
    if (!rows) return tl::unexpected(rows.error());
    for (const auto& row : *rows) {
      auto seen = view_of(row);
      if (!seen) return tl::unexpected(seen.error());
      out.push_back(std::move(*seen));
    }
    if (std::ssize(*rows) < filter.limit) break;
  }
  return out;
}

Result<std::optional<PublicCase>> Requests::one(std::string_view number) const {
  const auto row = store_.case_row(casework::parse_case_number(number).value_or(CaseNumber{std::string(number)}));
  if (!row) return tl::unexpected(row.error());
  if (!*row) return std::nullopt;
  auto seen = view_of(**row);
  if (!seen) return tl::unexpected(seen.error());
  return std::move(*seen);
}

Result<bool> Requests::may_open(std::string_view key) const {
  if (key.empty()) return false;
  const auto setting = store_.setting(kRequestKeys);
  if (!setting) return tl::unexpected(setting.error());
  const std::string hash = to_hex(view(sha256(key)));
  return std::ranges::count(parse_keys(setting->value_or("")), hash, &RequestKey::sha256) > 0;
}

std::string format_keys(const std::vector<RequestKey>& keys) {
  std::string out;
  for (const auto& key : keys) out += key.sha256 + " " + key.name + "\n";
  return out;
}

std::vector<RequestKey> parse_keys(std::string_view setting) {
  std::vector<RequestKey> keys;
  while (!setting.empty()) {
    const size_t end = setting.find('\n');
    const std::string_view line = setting.substr(0, end);
    const size_t space = line.find(' ');
    if (space != std::string_view::npos)
      keys.push_back({std::string(line.substr(space + 1)), std::string(line.substr(0, space))});
    setting.remove_prefix(end == std::string_view::npos ? setting.size() : end + 1);
  }
  return keys;
}

UnitId unit_of_the_rest(const Rules& rules) { return casework::office_of(rules); }

std::string place_in(const Rules& rules, std::string_view address) {
  std::string found;
  for (const auto& unit : rules.units)
    for (const auto& place : unit.places)
      if (place.size() > found.size() && address.find(place) != std::string_view::npos) found = place;
  const UnitId unit = unit_of_place(rules, found);
  for (const auto& other : rules.units)
    for (const auto& place : other.places)
      if (unit && other.id != unit && address.find(place) != std::string_view::npos) return {};
  return found;
}

}  // namespace hb::desk
