#include <algorithm>
#include <set>
#include <tuple>

#include "store/bounds.h"
#include "store/memory/store.h"

namespace hb::store {

using namespace desk;

namespace {

template <class Map, class Key>
auto look_up(const Map& map, const Key& key) -> std::optional<typename Map::mapped_type> {
  const auto at = map.find(key);
  if (at == map.end()) return std::nullopt;
  return at->second;
}

/// The values that `wanted`, latest key first.
template <class Map, class Wanted>
auto latest(const Map& map, Wanted wanted) {
  std::vector<typename Map::mapped_type> out;
  for (auto at = map.rbegin(); at != map.rend(); ++at) {
    if (wanted(at->second)) out.push_back(at->second);
  }
  return out;
}

void add_to(std::map<int64_t, PostTimes>& quarters, Instant at) {
  constexpr int64_t kQuarter = 900;
  auto& times = quarters.try_emplace(at.seconds / kQuarter, PostTimes{at, 0}).first->second;
  times.first = std::min(times.first, at);
  ++times.posts;
}
std::vector<PostTimes> newest(const std::map<int64_t, PostTimes>& quarters) {
  std::vector<PostTimes> out;
  out.reserve(quarters.size());
  for (const auto& [quarter, times] : quarters) out.push_back(times);
  const auto size = int64_t(out.size());
  return std::vector<PostTimes>(out.begin() + std::max<int64_t>(0, size - kTimesLimit), out.end());
}
template <class Row>
std::vector<Row> part(std::vector<Row> rows, int64_t offset, int64_t limit) {
  const auto size = int64_t(rows.size());
  const int64_t from = std::clamp<int64_t>(offset, 0, size);
  const int64_t to = std::min(size, from + bounded(limit));
  return {rows.begin() + from, rows.begin() + to};
}

/// The keys of rows whose time `when` is before `now`, earliest first.
template <class Key, class Row>
std::vector<Key> due(const std::map<Key, Row>& rows, std::optional<Instant> Row::*when, Instant now, int64_t limit) {
  std::vector<std::pair<Instant, Key>> found;
  for (const auto& [key, row] : rows) {
    if (row.*when && *(row.*when) < now) found.emplace_back(*(row.*when), key);
  }
  std::sort(found.begin(), found.end());
  std::vector<Key> out;
  out.reserve(found.size());
  for (const auto& [at, key] : found) out.push_back(key);
  return part(out, 0, limit);
}

}  // namespace

std::vector<CaseRow> MemoryStore::cases_where(const CaseFilter& f) const {
  const auto among = [](const UnitId& unit, const std::vector<UnitId>& units) {
    return std::find(units.begin(), units.end(), unit) != units.end();
  };
  auto rows = latest(cases_, [&](const CaseRow& r) {
    const std::string words = r.number.value + "\n" + r.title + "\n" + r.summary + "\n" + r.their_number;
    const auto waits = [&](const CaseStep& step) {
      return (step.waits_for == r.waits_for && step.unit == r.unit) ||
             (step.waits_for == "help" && among(step.unit, r.asked));
    };
    const auto helps = [&](const UnitId& unit) { return among(unit, *f.units); };
    return (!f.unit || r.unit == *f.unit) && (f.waits_for.empty() || r.waits_for == f.waits_for) &&
           (!f.open_only || !casework::closed(r.state) || !r.waits_for.empty()) &&
           words.find(f.text) != std::string::npos &&
           (!f.units || helps(r.unit) || std::any_of(r.helping.begin(), r.helping.end(), helps)) &&
           !among(r.about, f.not_about) && (f.about.empty() || (r.about && among(r.about, f.about))) &&
           (!f.steps || std::any_of(f.steps->begin(), f.steps->end(), waits)) &&
           (!f.due_from || (r.next_due && *r.next_due >= *f.due_from)) &&
           (!f.due_before || (r.next_due && *r.next_due < *f.due_before)) && (!f.missed_only || r.missed > 0) &&
           (!f.late_at || r.late > 0 || (r.next_due && *r.next_due < *f.late_at)) &&
           (!f.closed || casework::closed(r.state) == *f.closed) && (!f.matter || r.matter == *f.matter) &&
           (!f.opened_from || r.opened_at >= *f.opened_from) && (!f.opened_before || r.opened_at < *f.opened_before) &&
           (f.came_from.empty() || r.came_from == f.came_from) &&
           (f.their_number.empty() || r.their_number == f.their_number) &&
           (!f.updated_from || r.updated_at >= *f.updated_from);
  });
  std::stable_sort(rows.begin(), rows.end(), [&](const CaseRow& a, const CaseRow& b) {
    switch (f.sort) {
      case CaseSort::opened:
        return a.opened_at > b.opened_at;
      case CaseSort::updated:
        return a.updated_at > b.updated_at;
      case CaseSort::due:
        break;
    }
    if ((a.late > 0) != (b.late > 0)) return a.late > 0;
    return a.next_due.value_or(kEndOfTime) < b.next_due.value_or(kEndOfTime);
  });
  return rows;
}

Result<std::vector<casework::Recorded>> MemoryStore::case_events(const CaseNumber& number) {
  const std::lock_guard hold(mutex_);
  return look_up(case_events_, number).value_or(std::vector<casework::Recorded>{});
}
Result<std::vector<casework::IssueRecorded>> MemoryStore::issue_events(IssueId id) {
  const std::lock_guard hold(mutex_);
  return look_up(issue_events_, id).value_or(std::vector<casework::IssueRecorded>{});
}
Result<std::vector<casework::RecordRecorded>> MemoryStore::record_events(const RecordId& id) {
  const std::lock_guard hold(mutex_);
  return look_up(record_events_, id).value_or(std::vector<casework::RecordRecorded>{});
}
Result<std::vector<RecordRow>> MemoryStore::records(casework::RecordKind kind, std::string_view state, int64_t offset,
                                                    int64_t limit) {
  const std::lock_guard hold(mutex_);
  std::vector<RecordRow> rows;
  for (auto at = records_.rbegin(); at != records_.rend(); ++at)
    if (at->first.first == kind && (state.empty() || at->second.state == state)) rows.push_back(at->second);
  return part(rows, offset, limit);
}
Result<RecordId> MemoryStore::next_record(casework::RecordKind kind) {
  const std::lock_guard hold(mutex_);
  int64_t last = 0;
  for (const auto& [key, row] : records_)
    if (key.first == kind) last = key.second;
  return casework::record_id(kind, last + 1);
}
Result<std::vector<CaseRow>> MemoryStore::cases(const CaseFilter& filter) {
  const std::lock_guard hold(mutex_);
  return part(cases_where(filter), filter.offset, filter.limit);
}
Result<int64_t> MemoryStore::count_cases(const CaseFilter& filter, int64_t most) {
  const std::lock_guard hold(mutex_);
  return std::min(most, int64_t(cases_where(filter).size()));
}
Result<std::vector<std::pair<MentionRow, CaseRow>>> MemoryStore::mentions(UserId user, int64_t limit) {
  const std::lock_guard hold(mutex_);
  std::vector<std::pair<MentionRow, CaseRow>> out;
  for (auto at = mentions_.rbegin(); at != mentions_.rend(); ++at) {
    if (at->user != user) continue;
    if (const auto row = look_up(cases_, at->number)) out.emplace_back(*at, *row);
  }
  return part(std::move(out), 0, limit);
}
Result<std::optional<CaseRow>> MemoryStore::case_row(const CaseNumber& number) {
  const std::lock_guard hold(mutex_);
  return look_up(cases_, number);
}
Result<std::vector<IssueRow>> MemoryStore::issues(const IssueFilter& f) {
  const std::lock_guard hold(mutex_);
  const auto acted = [&](IssueId id) {
    const auto events = issue_events_.find(id);
    return events != issue_events_.end() && std::any_of(events->second.begin(), events->second.end(),
                                                        [&](const auto& e) { return e.at >= *f.acted_from; });
  };
  auto rows = latest(issues_, [&](const IssueRow& r) {
    return !r.merged_into && r.grade >= f.at_least.value_or(Grade::routine) && (!f.remit_only || r.remit) &&
           (!f.undecided_only || (!r.dismissed && r.cases == 0)) && (!f.acted_from || acted(r.id));
  });
  std::stable_sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.last_at > b.last_at; });
  return part(rows, f.offset, f.limit);
}
Result<std::vector<IssueRow>> MemoryStore::issue_rows(const std::vector<IssueId>& ids) {
  const std::lock_guard hold(mutex_);
  std::map<IssueId, IssueRow> out;
  for (const IssueId id : ids)
    if (const auto at = issues_.find(id); at != issues_.end()) out.insert(*at);
  std::vector<IssueRow> rows;
  rows.reserve(out.size());
  for (auto& [id, row] : out) rows.push_back(std::move(row));
  return rows;
}
Result<std::optional<IssueRow>> MemoryStore::issue_row(IssueId id) {
  const std::lock_guard hold(mutex_);
  return look_up(issues_, id);
}
Result<std::vector<IssueId>> MemoryStore::living(const std::vector<IssueId>& ids) {
  const std::lock_guard hold(mutex_);
  std::vector<IssueId> out;
  out.reserve(ids.size());
  for (const IssueId id : ids) out.push_back(goes_on(id).back());
  return out;
}
Result<IssueId> MemoryStore::last_issue() {
  const std::lock_guard hold(mutex_);
  return issues_.empty() ? IssueId{} : issues_.rbegin()->first;
}
Result<std::vector<CaseRow>> MemoryStore::cases_of_issue(IssueId id) {
  const std::lock_guard hold(mutex_);
  auto rows = cases_where({});
  const auto ids = family(id);
  std::erase_if(rows, [&](const CaseRow& r) { return !ids.contains(r.issue); });
  return rows;
}
Result<std::vector<CaseNumber>> MemoryStore::cases_due(Instant now, int64_t limit) {
  const std::lock_guard hold(mutex_);
  return due(cases_, &CaseRow::next_due, now, limit);
}
Result<std::vector<IssueId>> MemoryStore::issues_due(Instant now, int64_t limit) {
  const std::lock_guard hold(mutex_);
  return due(issues_, &IssueRow::wakes_at, now, limit);
}
Result<std::vector<RecordId>> MemoryStore::records_due(Instant now, int64_t limit) {
  const std::lock_guard hold(mutex_);
  std::vector<RecordId> out;
  for (const auto& [kind, number] : due(records_, &RecordRow::next_due, now, limit))
    out.push_back(casework::record_id(kind, number));
  return out;
}

Result<std::optional<Post>> MemoryStore::post(PostId id) {
  const std::lock_guard hold(mutex_);
  return look_up(posts_, id);
}
Result<std::vector<Post>> MemoryStore::posts_of_issue(IssueId id, int64_t offset, int64_t limit) {
  const std::lock_guard hold(mutex_);
  return part(latest(posts_, [&](const Post& p) { return p.issue == id; }), offset, limit);
}
std::vector<IssueId> MemoryStore::goes_on(IssueId id) const {
  std::vector<IssueId> out{id};
  for (auto at = issues_.find(id); at != issues_.end() && at->second.merged_into; at = issues_.find(out.back()))
    out.push_back(at->second.merged_into);
  return out;
}
std::set<IssueId> MemoryStore::family(IssueId id) const {
  std::set<IssueId> out{id};
  for (size_t before = 0; before != out.size();) {
    before = out.size();
    for (const auto& [other, row] : issues_)
      if (row.merged_into && out.contains(row.merged_into)) out.insert(other);
  }
  return out;
}
Result<std::vector<std::pair<Post, IssueId>>> MemoryStore::posts_from(IssueId in, IssueId once) {
  const std::lock_guard hold(mutex_);
  const auto ids = family(once);
  std::vector<std::pair<Post, IssueId>> out;
  for (const auto& [id, post] : posts_)
    if (post.issue == in && ids.contains(origins_.at(id))) out.emplace_back(post, origins_.at(id));
  return out;
}
Result<std::vector<PostTimes>> MemoryStore::post_times(IssueId id) {
  const std::lock_guard hold(mutex_);
  std::map<int64_t, PostTimes> quarters;
  for (const auto& [number, post] : posts_)
    if (post.issue == id) add_to(quarters, time_of(post));
  return newest(quarters);
}
Result<std::vector<std::pair<PostId, int64_t>>> MemoryStore::copies(IssueId id) {
  const std::lock_guard hold(mutex_);
  std::map<PostId, int64_t> out;
  for (const auto& [number, post] : posts_)
    if (post.issue == id && post.same_text_as) ++out[post.same_text_as];
  return std::vector<std::pair<PostId, int64_t>>(out.begin(), out.end());
}
Result<std::vector<Post>> MemoryStore::search(const WordLists& words, PostId below, int64_t limit) {
  const std::lock_guard hold(mutex_);
  return part(
      latest(posts_, [&](const Post& p) { return (!below || p.id < below) && holds_one_of_each(p.folded, words); }), 0,
      limit);
}
Result<void> MemoryStore::each_post(const std::function<bool(const Post&)>& each) {
  const std::lock_guard hold(mutex_);
  for (const auto& [id, post] : posts_) {
    if (!each(post)) break;
  }
  return {};
}
Result<int64_t> MemoryStore::count_posts() {
  const std::lock_guard hold(mutex_);
  return int64_t(posts_.size());
}

const std::set<std::pair<Instant, PostId>>& MemoryStore::hits_of(int64_t watch) const {
  static const std::set<std::pair<Instant, PostId>> kNone;
  const auto at = watch_hits_.find(watch);
  return at == watch_hits_.end() ? kNone : at->second;
}
bool MemoryStore::is_kept(int64_t watch) const {
  const auto at = records_.find({casework::RecordKind::watch, watch});
  return at != records_.end() && at->second.state == "kept";
}
Result<std::vector<SearchRow>> MemoryStore::searches(int64_t offset, int64_t limit) {
  const std::lock_guard hold(mutex_);
  return part(std::vector<SearchRow>(searches_.rbegin(), searches_.rend()), offset, limit);
}
Result<std::vector<LogRow>> MemoryStore::log(const LogFilter& f) {
  // Issues are told apart by their numbers, longer ones being larger.
  const auto key = [](const LogPlace& p) {
    return std::tuple(-p.at.seconds, p.kind, p.kind == LogKind::issues ? -std::ssize(p.about) : 0);
  };
  const auto before = [&](const LogPlace& a, const LogPlace& b) {
    return key(a) != key(b) ? key(a) < key(b) : std::tie(a.about, a.version) > std::tie(b.about, b.version);
  };
  std::vector<LogRow> rows;
  const auto add = [&](LogKind kind, const std::string& about, int64_t version, const auto& recorded, auto what) {
    LogRow row{kind, about, version, recorded.at, recorded.by, recorded.name, std::move(what)};
    const auto* event = std::get_if<casework::CaseEvent>(&row.what);
    const bool shown = event != nullptr && std::holds_alternative<casework::CitizenShown>(*event);
    if ((!f.kind || *f.kind == kind || (*f.kind == LogKind::shown && shown)) && (!f.by || row.by == f.by) &&
        (f.about.empty() || row.about == f.about) && (!f.from || row.at >= *f.from) &&
        (!f.before || row.at < *f.before) && (!f.below || before(*f.below, place_of(row))))
      rows.push_back(std::move(row));
  };
  const std::lock_guard hold(mutex_);
  const auto add_all = [&](LogKind kind, const std::string& about, const auto& events) {
    int64_t version = 0;
    for (const auto& recorded : events) add(kind, about, ++version, recorded, recorded.event);
  };
  for (const auto& [number, events] : case_events_) add_all(LogKind::cases, number.value, events);
  for (const auto& [id, events] : issue_events_) add_all(LogKind::issues, std::to_string(id.value), events);
  for (const auto& [id, events] : record_events_) add_all(LogKind::records, id.value, events);
  for (const auto& search : searches_) add(LogKind::searches, "", search.id, search, search);
  std::ranges::sort(rows, before, place_of);
  return part(std::move(rows), 0, f.limit);
}
Result<std::vector<ShownRow>> MemoryStore::shown(int64_t offset, int64_t limit) {
  const std::lock_guard hold(mutex_);
  std::vector<ShownRow> out;
  for (const auto& [number, events] : case_events_)
    for (const auto& recorded : events)
      if (std::holds_alternative<casework::CitizenShown>(recorded.event))
        out.push_back({recorded.at, recorded.by, recorded.name, number});
  std::ranges::stable_sort(
      out, [](const ShownRow& a, const ShownRow& b) { return std::tie(b.at, b.number) < std::tie(a.at, a.number); });
  return part(std::move(out), offset, limit);
}
Result<std::vector<PostTimes>> MemoryStore::watch_times(int64_t watch, Instant from) {
  const std::lock_guard hold(mutex_);
  std::map<int64_t, PostTimes> quarters;
  for (const auto& [at, post] : hits_of(watch))
    if (at >= from) add_to(quarters, at);
  return newest(quarters);
}
Result<std::vector<WatchCount>> MemoryStore::watch_counts(Instant day, Instant span) {
  const std::lock_guard hold(mutex_);
  std::vector<WatchCount> out;
  for (const auto& [watch, hits] : watch_hits_) {
    WatchCount count{.watch = watch, .day = 0, .span = 0, .last = {}};
    for (const auto& [at, post] : hits) {
      if (at < span) continue;
      ++count.span;
      if (at >= day) ++count.day;
      count.last = at;
    }
    if (count.span > 0 && is_kept(watch)) out.push_back(count);
  }
  return out;
}
Result<std::vector<WatchIssue>> MemoryStore::watch_issues(Instant span) {
  const std::lock_guard hold(mutex_);
  std::vector<WatchIssue> out;
  for (const auto& [watch, hits] : watch_hits_) {
    if (!is_kept(watch)) continue;
    std::map<IssueId, int64_t> issues;
    for (const auto& [at, post] : hits)
      if (at >= span && posts_.contains(post)) ++issues[posts_.at(post).issue];
    for (const auto& [issue, posts] : issues) out.push_back({watch, issue, posts});
  }
  return out;
}

Result<std::optional<std::string>> MemoryStore::voice_key(IssueId id) {
  const std::lock_guard hold(mutex_);
  return look_up(voice_keys_, id);
}
Result<int64_t> MemoryStore::count_voices(IssueId id) {
  const std::lock_guard hold(mutex_);
  int64_t count = 0;
  for (const IssueId one : family(id))
    if (const auto at = voices_.find(one); at != voices_.end()) count += int64_t(at->second.size());
  return count;
}
Result<bool> MemoryStore::has_voice(IssueId id, std::string_view tag) {
  const std::lock_guard hold(mutex_);
  const auto at = voices_.find(id);
  return at != voices_.end() && at->second.contains(tag);
}

Result<std::optional<int64_t>> MemoryStore::receipt_of(const CaseNumber& number) {
  const std::lock_guard hold(mutex_);
  return look_up(receipts_, number);
}
Result<std::vector<LedgerRow>> MemoryStore::ledger_rows(int64_t from, int64_t to) {
  const std::lock_guard hold(mutex_);
  const auto size = int64_t(ledger_.size());
  from = std::clamp<int64_t>(from, 0, size);
  to = std::clamp<int64_t>(to, from, std::min(size, from + kLedgerLimit));
  return std::vector<LedgerRow>(ledger_.begin() + from, ledger_.begin() + to);
}
Result<int64_t> MemoryStore::ledger_size() {
  const std::lock_guard hold(mutex_);
  return int64_t(ledger_.size());
}
Result<LedgerState> MemoryStore::ledger_state() {
  const std::lock_guard hold(mutex_);
  return ledger_state_;
}
Result<std::vector<AnswerRow>> MemoryStore::answers(const AnswerFilter& f) {
  const auto words = words_of(f.words);
  if (!words) return tl::unexpected(words.error());
  const std::lock_guard hold(mutex_);
  std::set<int64_t> gone;
  for (const auto& [entry, row] : answers_) gone.insert(row.supersedes);
  return part(latest(answers_,
                     [&](const AnswerRow& a) {
                       const auto held = [&](std::string_view word) {
                         return a.folded.find(word) != std::string::npos;
                       };
                       return !gone.contains(a.entry) && std::ranges::all_of(*words, held) &&
                              (f.any_of.empty() || std::ranges::any_of(f.any_of, held));
                     }),
              f.offset, f.limit);
}
Result<std::vector<AnswerRow>> MemoryStore::answers_beside(int64_t entry) {
  const std::lock_guard hold(mutex_);
  const auto one = look_up(answers_, entry);
  return latest(answers_, [&](const AnswerRow& a) { return one && a.number == one->number; });
}
Result<std::vector<SaidOfIssue>> MemoryStore::said_of(const std::vector<IssueId>& ids) {
  const std::lock_guard hold(mutex_);
  std::vector<SaidOfIssue> out;
  for (const IssueId id : ids) {
    if (std::ssize(out) == kListLimit) break;
    const auto onwards = goes_on(id);
    const auto among = [](const std::vector<IssueId>& list, IssueId one) {
      return std::ranges::find(list, one) != list.end();
    };
    const auto of_it = [&](const AnswerRow& a) {
      const auto row = cases_.find(a.number);
      return row != cases_.end() && row->second.issue && among(goes_on(row->second.issue), id);
    };
    SaidOfIssue said{.issue = id,
                     .statements = latest(statements_, [&](const StatementRow& s) { return among(onwards, s.issue); }),
                     .answers = latest(answers_, of_it)};
    if (std::ssize(said.answers) > kMostSaid) said.answers.resize(kMostSaid);
    out.push_back(std::move(said));
  }
  return out;
}
Result<std::vector<AnswerRow>> MemoryStore::answers_of_case(const CaseNumber& number) {
  const std::lock_guard hold(mutex_);
  return latest(answers_, [&](const AnswerRow& a) { return a.number == number; });
}
Result<std::vector<StatementRow>> MemoryStore::statements(int64_t offset, int64_t limit) {
  const std::lock_guard hold(mutex_);
  return part(latest(statements_, [](const StatementRow&) { return true; }), offset, limit);
}
Result<std::optional<StatementRow>> MemoryStore::statement(int64_t entry) {
  const std::lock_guard hold(mutex_);
  return look_up(statements_, entry);
}
Result<std::vector<StatementRow>> MemoryStore::statements_of_issue(IssueId id) {
  const std::lock_guard hold(mutex_);
  const auto ids = goes_on(id);
  return latest(statements_, [&](const StatementRow& s) { return std::ranges::find(ids, s.issue) != ids.end(); });
}

Result<std::vector<OutboxRow>> MemoryStore::outbox_due(Instant now, int64_t limit) {
  const std::lock_guard hold(mutex_);
  std::vector<OutboxRow> rows;
  for (const auto& [id, row] : outbox_) {
    if (row.state == Delivery::waiting && row.next_at <= now) rows.push_back(row);
  }
  std::stable_sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.next_at < b.next_at; });
  return part(rows, 0, limit);
}
Result<std::vector<User>> MemoryStore::users() {
  const std::lock_guard hold(mutex_);
  std::vector<User> out;
  for (const auto& [id, user] : users_) out.push_back(user);
  return out;
}
Result<std::optional<User>> MemoryStore::user(UserId id) {
  const std::lock_guard hold(mutex_);
  return look_up(users_, id);
}
Result<std::vector<SourceRow>> MemoryStore::sources() {
  const std::lock_guard hold(mutex_);
  std::vector<SourceRow> out;
  for (const auto& [id, source] : sources_) out.push_back(source);
  return out;
}
Result<std::optional<EvidenceRow>> MemoryStore::evidence(const CaseNumber& number, int evidence) {
  const std::lock_guard hold(mutex_);
  return look_up(evidence_, std::pair{number, evidence});
}
Result<std::optional<Citizen>> MemoryStore::citizen(const CaseNumber& number) {
  const std::lock_guard hold(mutex_);
  return look_up(citizens_, number);
}
Result<std::optional<DocumentRow>> MemoryStore::document(const Digest& sha256) {
  const std::lock_guard hold(mutex_);
  return look_up(documents_, sha256);
}
Result<std::optional<std::string>> MemoryStore::setting(std::string_view name) {
  const std::lock_guard hold(mutex_);
  return look_up(settings_, name);
}

}  // namespace hb::store
