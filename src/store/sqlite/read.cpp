#include <algorithm>
#include <limits>

#include "store/bounds.h"
#include "store/event_codec.h"
#include "store/sqlite/grams.h"
#include "store/sqlite/lists.h"
#include "store/sqlite/store.h"

namespace hb::store {
namespace {

using namespace desk;

Digest digest(Statement& q, int column) {
  const std::string bytes = q.text(column);
  Digest out{};
  if (bytes.size() == out.size()) {
    std::copy(bytes.begin(), bytes.end(), out.begin());
  } else {
    q.refuse(column);
  }
  return out;
}
std::vector<std::string> list(Statement& q, int column) {
  auto items = from_list(q.text(column));
  if (!items) q.refuse(column);
  return std::move(items).value_or(std::vector<std::string>{});
}
std::vector<casework::Words> sentences(Statement& q, int column) {
  auto found = words_from(q.text(column));
  if (!found) q.refuse(column);
  return std::move(found).value_or(std::vector<casework::Words>{});
}
User user_of(Statement& q) {
  auto grants = grants_from(q.text(4));
  if (!grants) q.refuse(4);
  return {{q.number(0)},   q.text(1), q.text(2), q.text(3), std::move(grants).value_or(std::vector<casework::Grant>{}),
          q.number(5) != 0};
}

std::vector<UnitId> units(Statement& q, int column) {
  std::vector<UnitId> out;
  for (auto& id : list(q, column)) out.push_back({std::move(id)});
  return out;
}

CaseRow case_of(Statement& q) {
  return {{q.text(0)},
          q.text(1),
          q.text(2),
          q.choice(3, casework::CaseKind::press),
          q.choice(4, casework::CaseState::not_ours),
          q.choice(5, casework::Privacy::anonymous),
          {q.text(6)},
          {q.text(7)},
          {q.number(8)},
          q.text(9),
          {q.number(10)},
          {q.number(11)},
          q.instant(12),
          q.number(13),
          q.text(14),
          q.instant(15),
          q.number(16),
          q.text(17),
          {q.text(18)},
          units(q, 19),
          units(q, 20),
          q.text(21),
          q.text(22),
          q.instant(23)};
}
// An issue and all that was merged into it, and into that.
const std::string kFamily =
    "WITH RECURSIVE family(id) AS (SELECT ? UNION SELECT issues.id FROM issues JOIN family ON merged_into=family.id"
    " WHERE merged_into<>0) ";

// An issue and what it was merged into, and that.
const std::string kGoesOn =
    "WITH RECURSIVE goes_on(id) AS (SELECT ? UNION SELECT merged_into FROM issues JOIN goes_on ON issues.id=goes_on.id"
    " WHERE merged_into<>0) ";

IssueRow issue_of(Statement& q) {
  return {{q.number(0)},     q.text(1),         q.choice(2, Grade::critical),
          list(q, 3),        list(q, 4),        {q.text(5)},
          q.number(6),       q.number(7),       q.number(8),
          q.number(9),       {q.number(10)},    {q.number(11)},
          q.number(12) != 0, q.number(13) != 0, q.number(14),
          q.instant(15),     q.number(16),      q.instant(17),
          q.instant(18),     q.number(19),      q.number(20),
          {q.number(21)}};
}
Post post_of(Statement& q) {
  return {{q.number(0)},     {q.text(1)},      q.text(2),     q.text(3),     q.text(4),
          q.text(5),         q.instant(6),     {q.number(7)}, {q.number(8)}, {q.number(9)},
          q.number(10) != 0, sentences(q, 11), digest(q, 12), digest(q, 13)};
}
LedgerRow ledger_of(const Statement& q) {
  return {q.number(0), q.text(1), q.text(2), q.text(3), q.number(4) != 0, {q.number(5)}};
}
AnswerRow answer_of(Statement& q) {
  return {q.number(0),   {q.text(1)}, q.choice(2, casework::Part::retraction),
          {q.number(3)}, q.text(4),   q.text(5),
          {q.text(6)},   q.text(7),   {q.number(8)},
          q.number(9),   q.text(10)};
}
StatementRow statement_of(const Statement& q) {
  return {q.number(0), {q.number(1)}, {q.number(2)}, q.text(3), q.text(4), {q.text(5)}, {q.number(6)}, q.text(7)};
}
OutboxRow outbox_of(Statement& q) {
  return {{q.number(0)},
          q.text(1),
          q.text(2),
          q.text(3),
          q.text(4),
          q.text(5),
          q.choice(6, Delivery::given_up),
          static_cast<int>(q.number(7)),
          {q.number(8)},
          q.text(9)};
}

template <class Read>
auto many(Statement& q, Read read) -> Result<std::vector<decltype(read(q))>> {
  std::vector<decltype(read(q))> out;
  while (q.step()) out.push_back(read(q));
  if (auto ended = q.end(); !ended) return tl::unexpected(ended.error());
  return out;
}
template <class Read>
auto one(Statement& q, Read read) -> Result<std::optional<decltype(read(q))>> {
  std::optional<decltype(read(q))> out;
  if (q.step()) out = read(q);
  if (auto ended = q.end(); !ended) return tl::unexpected(ended.error());
  return out;
}
// Read newest first, told oldest first.
Result<std::vector<PostTimes>> times(Statement& q) {
  auto out = many(q.bind(kTimesLimit), [](const Statement& s) { return PostTimes{{s.number(0)}, s.number(1)}; });
  if (out) std::ranges::reverse(*out);
  return out;
}
// For json_each.
std::string numbers(const std::vector<IssueId>& ids) {
  std::vector<std::string> out;
  out.reserve(ids.size());
  for (const IssueId id : ids) out.push_back(std::to_string(id.value));
  return to_list(out);
}
Result<int64_t> count(Statement& q) {
  if (q.step()) return q.number(0);
  return tl::unexpected(Error{"store.broken", "count"});
}
template <class Recorded, class Decode>
Result<std::vector<Recorded>> events(Statement& q, Decode decode) {
  std::vector<Recorded> out;
  while (q.step()) {
    auto event = decode(q.text(3));
    if (!event) return fail("store.broken", event.error().code);
    out.push_back({{q.number(0)}, {q.number(1)}, q.text(2), std::move(*event)});
  }
  if (auto ended = q.end(); !ended) return tl::unexpected(ended.error());
  return out;
}

/// One table of the log.
struct LogTable {
  LogKind kind;
  std::string name;
  std::string about;  ///< its column; "" if there is none
  std::string version;
  std::string columns;  ///< beside at, by_user, by_name, the about and the version
};
const LogTable kLogTables[] = {{LogKind::cases, "case_events", "number", "version", "event"},
                               {LogKind::issues, "issue_events", "issue", "version", "event"},
                               {LogKind::records, "record_events", "record", "version", "event"},
                               {LogKind::searches, "searches", "", "id", "query,posts,watch"}};
constexpr std::string_view kShownEvent = "event='{\"event\":\"citizen-shown\"}'";

// Of one thing all is read by its key, of everything by time, of a person by person and time.
std::string log_sql(const LogTable& of, const LogFilter& f) {
  const bool one = !f.about.empty();
  const std::string at = one ? "+at" : "at", by = one ? "+by_user" : "by_user";
  const std::string about = of.about.empty() ? "''" : of.about;
  std::string sql =
      "SELECT at,by_user,by_name," + about + "," + of.version + "," + of.columns + " FROM " + of.name + " WHERE 1";
  if (f.kind == LogKind::shown) sql += " AND " + std::string(kShownEvent);
  if (f.by) sql += " AND by_user<>0 AND " + by + "=?";
  if (one) sql += " AND " + of.about + "=?";
  if (f.from) sql += " AND " + at + ">=?";
  if (f.before) sql += " AND " + at + "<?";
  if (f.below && of.kind < f.below->kind) sql += " AND " + at + "<?";
  if (f.below && of.kind > f.below->kind) sql += " AND " + at + "<=?";
  if (f.below && of.kind == f.below->kind)
    sql += of.about.empty() ? " AND (" + at + "," + of.version + ")<(?,?)"
                            : " AND (" + at + "," + of.about + "," + of.version + ")<(?,?,?)";
  sql += " ORDER BY " + at + " DESC";
  if (!of.about.empty()) sql += "," + of.about + " DESC";
  return sql + "," + of.version + " DESC LIMIT ?";
}
void bind_about(Statement& q, const LogTable& of, const std::string& about) {
  if (of.kind == LogKind::issues)
    q.bind(static_cast<int64_t>(std::strtoll(about.c_str(), nullptr, 10)));
  else
    q.bind(about);
}
void bind(Statement& q, const LogTable& of, const LogFilter& f) {
  if (f.by) q.bind(f.by.value);
  if (!f.about.empty()) bind_about(q, of, f.about);
  if (f.from) q.bind(*f.from);
  if (f.before) q.bind(*f.before);
  if (f.below) q.bind(f.below->at);
  if (f.below && of.kind == f.below->kind) {
    if (!of.about.empty()) bind_about(q, of, f.below->about);
    q.bind(f.below->version);
  }
  q.bind(bounded(f.limit));
}
template <class Decode>
void decode(Statement& q, LogRow& row, Decode read) {
  auto event = read(q.text(5));
  if (event)
    row.what = std::move(*event);
  else
    q.refuse(5);
}
LogRow log_row(Statement& q, const LogTable& of) {
  LogRow row{of.kind, q.text(3), q.number(4), {q.number(0)}, {q.number(1)}, q.text(2), {}};
  switch (of.kind) {
    case LogKind::cases:
    case LogKind::shown:
      decode(q, row, decode_case_event);
      break;
    case LogKind::issues:
      decode(q, row, decode_issue_event);
      break;
    case LogKind::records:
      decode(q, row, decode_record_event);
      break;
    case LogKind::searches:
      row.what = SearchRow{row.version, row.at, row.by, row.name, q.text(5), q.number(6), q.number(7)};
      break;
  }
  return row;
}

// [["draft","food"],…], for json_each.
std::string steps_of(const std::vector<CaseStep>& steps) {
  std::string out = "[";
  for (const auto& step : steps)
    out += (out.size() > 1 ? "," : "") + to_list(std::vector{step.waits_for, step.unit.value});
  return out + "]";
}

std::string where(const CaseFilter& f) {
  std::string sql = " WHERE 1";
  if (f.unit) sql += " AND unit=?";
  if (!f.waits_for.empty()) sql += " AND waits_for=?";
  using enum casework::CaseState;
  static_assert(int(answered) == 2 && int(withdrawn) == 5 && int(not_ours) == 6);
  if (f.open_only) sql += " AND (state NOT IN (2,5,6) OR waits_for<>'')";  // as the index cases_open has it
  if (f.closed) sql += *f.closed ? " AND state IN (2,5,6)" : " AND state NOT IN (2,5,6)";
  if (!f.text.empty()) sql += " AND instr(number||char(10)||title||char(10)||summary||char(10)||their_number,?)>0";
  if (f.units)
    sql +=
        " AND (unit IN (SELECT value FROM json_each(?)) OR (helping<>'[]' AND EXISTS"
        " (SELECT 1 FROM json_each(helping) WHERE value IN (SELECT value FROM json_each(?)))))";
  if (!f.not_about.empty()) sql += " AND about NOT IN (SELECT value FROM json_each(?))";
  if (!f.about.empty()) sql += " AND about<>'' AND about IN (SELECT value FROM json_each(?))";
  if (f.steps)
    sql +=
        // A list of asked units that is not empty begins with '["', which is less than '[]'.
        " AND number IN (SELECT number FROM cases WHERE waits_for<>'' AND (waits_for,unit) IN (SELECT "
        "value->>0,value->>1"
        " FROM json_each(?)) UNION SELECT number FROM cases WHERE asked<'[]' AND EXISTS (SELECT 1 FROM json_each(asked)"
        " WHERE value IN (SELECT value->>1 FROM json_each(?) WHERE value->>0='help')))";
  if (f.due_from) sql += " AND next_due>=?";
  if (f.due_before) sql += " AND next_due<?";
  if (f.missed_only) sql += " AND missed>0";
  if (f.late_at) sql += " AND (late>0 OR next_due<?)";
  if (f.matter) sql += " AND matter=?";
  if (f.opened_from) sql += " AND opened_at>=?";
  if (f.opened_before) sql += " AND opened_at<?";
  if (!f.came_from.empty()) sql += " AND came_from<>'' AND came_from=?";
  if (!f.their_number.empty()) sql += " AND their_number=?";
  if (f.updated_from) sql += " AND updated_at>=?";
  return sql;
}
void bind(Statement& q, const CaseFilter& f) {
  if (f.unit) q.bind(f.unit->value);
  if (!f.waits_for.empty()) q.bind(f.waits_for);
  if (!f.text.empty()) q.bind(f.text);
  if (f.units) q.bind(ids_of(*f.units)).bind(ids_of(*f.units));
  if (!f.not_about.empty()) q.bind(ids_of(f.not_about));
  if (!f.about.empty()) q.bind(ids_of(f.about));
  if (f.steps) {
    const std::string steps = steps_of(*f.steps);
    q.bind(steps).bind(steps);
  }
  if (f.due_from) q.bind(*f.due_from);
  if (f.due_before) q.bind(*f.due_before);
  if (f.late_at) q.bind(*f.late_at);
  if (f.matter) q.bind(*f.matter);
  if (f.opened_from) q.bind(*f.opened_from);
  if (f.opened_before) q.bind(*f.opened_before);
  if (!f.came_from.empty()) q.bind(f.came_from);
  if (!f.their_number.empty()) q.bind(f.their_number);
  if (f.updated_from) q.bind(*f.updated_from);
}
std::string order(CaseSort sort) {
  switch (sort) {
    case CaseSort::opened:
      return " ORDER BY opened_at DESC, number DESC";
    case CaseSort::updated:
      return " ORDER BY updated_at DESC, number DESC";
    case CaseSort::due:
      break;
  }
  return " ORDER BY late=0, next_due IS NULL, next_due, number DESC";
}

}  // namespace

Result<std::vector<casework::Recorded>> SqliteStore::case_events(const CaseNumber& number) {
  Lease r(*this);
  auto q = r.prepare("SELECT at,by_user,by_name,event FROM case_events WHERE number=? ORDER BY version");
  return events<casework::Recorded>(q.bind(number.value), decode_case_event);
}
Result<std::vector<casework::IssueRecorded>> SqliteStore::issue_events(IssueId id) {
  Lease r(*this);
  auto q = r.prepare("SELECT at,by_user,by_name,event FROM issue_events WHERE issue=? ORDER BY version");
  return events<casework::IssueRecorded>(q.bind(id.value), decode_issue_event);
}
Result<std::vector<casework::RecordRecorded>> SqliteStore::record_events(const RecordId& id) {
  Lease r(*this);
  auto q = r.prepare("SELECT at,by_user,by_name,event FROM record_events WHERE record=? ORDER BY version");
  return events<casework::RecordRecorded>(q.bind(id.value), decode_record_event);
}
Result<std::vector<RecordRow>> SqliteStore::records(casework::RecordKind kind, std::string_view state, int64_t offset,
                                                    int64_t limit) {
  Lease r(*this);
  auto q = r.prepare(
      "SELECT kind||'/'||number,state,updated_at,next_due FROM records WHERE kind=? AND (?='' OR state=?) "
      "ORDER BY number DESC LIMIT ? OFFSET ?");
  q.bind(name_of(kind)).bind(state).bind(state).bind(bounded(limit)).bind(offset);
  return many(q, [](const Statement& s) { return RecordRow{{s.text(0)}, s.text(1), {s.number(2)}, s.instant(3)}; });
}
Result<RecordId> SqliteStore::next_record(casework::RecordKind kind) {
  Lease r(*this);
  auto q = r.prepare("SELECT coalesce(max(number),0) FROM records WHERE kind=?");
  const auto last = count(q.bind(name_of(kind)));
  if (!last) return tl::unexpected(last.error());
  return casework::record_id(kind, *last + 1);
}
Result<std::vector<CaseRow>> SqliteStore::cases(const CaseFilter& f) {
  Lease r(*this);
  auto q = r.prepare("SELECT * FROM cases" + where(f) + order(f.sort) + " LIMIT ? OFFSET ?");
  bind(q, f);
  return many(q.bind(bounded(f.limit)).bind(f.offset), case_of);
}
Result<int64_t> SqliteStore::count_cases(const CaseFilter& f, int64_t most) {
  Lease r(*this);
  auto q = r.prepare("SELECT count(*) FROM (SELECT 1 FROM cases" + where(f) + " LIMIT ?)");
  bind(q, f);
  return count(q.bind(most));
}
Result<std::vector<std::pair<MentionRow, CaseRow>>> SqliteStore::mentions(UserId user, int64_t limit) {
  Lease r(*this);
  auto q = r.prepare(
      "SELECT cases.*,m.version,m.at,m.writer FROM mentions m JOIN cases ON cases.number=m.number"
      " WHERE m.whom=? ORDER BY m.id DESC LIMIT ?");
  return many(q.bind(user.value).bind(bounded(limit)), [&](Statement& s) {
    CaseRow row = case_of(s);
    return std::pair(MentionRow{user, row.number, s.number(24), {s.number(25)}, s.text(26)}, row);
  });
}
Result<std::optional<CaseRow>> SqliteStore::case_row(const CaseNumber& number) {
  Lease r(*this);
  auto q = r.prepare("SELECT * FROM cases WHERE number=?");
  return one(q.bind(number.value), case_of);
}
Result<std::vector<IssueRow>> SqliteStore::issues(const IssueFilter& f) {
  Lease r(*this);
  std::string sql = "SELECT * FROM issues WHERE grade>=? AND merged_into=0";
  if (f.remit_only) sql += " AND remit=1";
  if (f.undecided_only) sql += " AND dismissed=0 AND cases=0";
  if (f.acted_from) sql += " AND id IN (SELECT issue FROM issue_events WHERE at>=?)";
  auto q = r.prepare(sql + " ORDER BY last_at DESC, id DESC LIMIT ? OFFSET ?");
  q.bind(int64_t(f.at_least.value_or(Grade::routine)));
  if (f.acted_from) q.bind(*f.acted_from);
  return many(q.bind(bounded(f.limit)).bind(f.offset), issue_of);
}
Result<std::optional<IssueRow>> SqliteStore::issue_row(IssueId id) {
  Lease r(*this);
  auto q = r.prepare("SELECT * FROM issues WHERE id=?");
  return one(q.bind(id.value), issue_of);
}
// An issue goes on in an older one, so the least of those it goes through lives.
Result<std::vector<IssueRow>> SqliteStore::issue_rows(const std::vector<IssueId>& ids) {
  Lease r(*this);
  auto q = r.prepare(
      "SELECT * FROM issues WHERE id IN (SELECT CAST(value AS INTEGER) FROM json_each(?)) ORDER BY id LIMIT ?");
  return many(q.bind(numbers(ids)).bind(kListLimit), issue_of);
}
Result<std::vector<IssueId>> SqliteStore::living(const std::vector<IssueId>& ids) {
  Lease r(*this);
  auto q = r.prepare(
      "WITH RECURSIVE up(place,id) AS (SELECT key,CAST(value AS INTEGER) FROM json_each(?) UNION"
      " SELECT place,merged_into FROM issues JOIN up ON issues.id=up.id WHERE merged_into<>0)"
      " SELECT min(id) FROM up GROUP BY place ORDER BY place");
  return many(q.bind(numbers(ids)), [](const Statement& s) { return IssueId{s.number(0)}; });
}
Result<IssueId> SqliteStore::last_issue() {
  Lease r(*this);
  auto q = r.prepare("SELECT coalesce(max(id),0) FROM issues");
  return count(q).map([](int64_t id) { return IssueId{id}; });
}
Result<std::vector<CaseRow>> SqliteStore::cases_of_issue(IssueId id) {
  Lease r(*this);
  auto q = r.prepare(kFamily + "SELECT * FROM cases WHERE issue IN family ORDER BY opened_at DESC, number DESC");
  return many(q.bind(id.value), case_of);
}
Result<std::vector<CaseNumber>> SqliteStore::cases_due(Instant now, int64_t limit) {
  Lease r(*this);
  auto q = r.prepare("SELECT number FROM cases WHERE next_due<? ORDER BY next_due LIMIT ?");
  return many(q.bind(now).bind(bounded(limit)), [](const Statement& s) { return CaseNumber{s.text(0)}; });
}
Result<std::vector<IssueId>> SqliteStore::issues_due(Instant now, int64_t limit) {
  Lease r(*this);
  auto q = r.prepare("SELECT id FROM issues WHERE wakes_at<? ORDER BY wakes_at LIMIT ?");
  return many(q.bind(now).bind(bounded(limit)), [](const Statement& s) { return IssueId{s.number(0)}; });
}
Result<std::vector<RecordId>> SqliteStore::records_due(Instant now, int64_t limit) {
  Lease r(*this);
  auto q = r.prepare("SELECT kind||'/'||number FROM records WHERE next_due<? ORDER BY next_due LIMIT ?");
  return many(q.bind(now).bind(bounded(limit)), [](const Statement& s) { return RecordId{s.text(0)}; });
}

Result<std::optional<Post>> SqliteStore::post(PostId id) {
  Lease r(*this);
  auto q = r.prepare("SELECT * FROM posts WHERE id=?");
  return one(q.bind(id.value), post_of);
}
Result<std::vector<Post>> SqliteStore::posts_of_issue(IssueId id, int64_t offset, int64_t limit) {
  Lease r(*this);
  auto q = r.prepare("SELECT * FROM posts WHERE issue=? ORDER BY id DESC LIMIT ? OFFSET ?");
  return many(q.bind(id.value).bind(bounded(limit)).bind(offset), post_of);
}
Result<std::vector<std::pair<Post, IssueId>>> SqliteStore::posts_from(IssueId in, IssueId once) {
  Lease r(*this);
  auto q = r.prepare(kFamily + "SELECT * FROM posts WHERE issue=? AND origin IN family ORDER BY id");
  return many(q.bind(once.value).bind(in.value),
              [](Statement& s) { return std::pair(post_of(s), IssueId{s.number(14)}); });
}
Result<std::vector<PostTimes>> SqliteStore::post_times(IssueId id) {
  Lease r(*this);
  auto q = r.prepare(
      "SELECT min(at), count(*) FROM (SELECT min(coalesce(published_at,noticed_at),noticed_at) AS at FROM posts"
      " WHERE issue=?) GROUP BY at/900 ORDER BY at/900 DESC LIMIT ?");
  return times(q.bind(id.value));
}
Result<std::vector<std::pair<PostId, int64_t>>> SqliteStore::copies(IssueId id) {
  Lease r(*this);
  auto q = r.prepare("SELECT same_text_as,count(*) FROM posts WHERE issue=? AND same_text_as<>0 GROUP BY 1 ORDER BY 1");
  return many(q.bind(id.value), [](const Statement& s) { return std::pair{PostId{s.number(0)}, s.number(1)}; });
}
Result<std::vector<Post>> SqliteStore::search(const WordLists& words, PostId below, int64_t limit) {
  const Question asked = question(words);
  Lease r(*this);
  auto q = r.prepare(asked.match.empty() ? "SELECT * FROM posts WHERE id<? ORDER BY id DESC"
                                         : "SELECT p.* FROM posts_search s JOIN posts p ON p.id=s.rowid"
                                           " WHERE s.rowid<? AND posts_search MATCH ? ORDER BY s.rowid DESC");
  q.bind(below ? below.value : std::numeric_limits<int64_t>::max());
  if (!asked.match.empty()) q.bind(asked.match);
  std::vector<Post> out;
  while (static_cast<int64_t>(out.size()) < bounded(limit) && q.step())
    if (asked.read_for.empty() || holds_one_of_each(q.text(5), asked.read_for)) out.push_back(post_of(q));
  if (auto ended = q.end(); !ended) return tl::unexpected(ended.error());
  return out;
}
Result<std::vector<SearchRow>> SqliteStore::searches(int64_t offset, int64_t limit) {
  Lease r(*this);
  auto q = r.prepare("SELECT * FROM searches ORDER BY id DESC LIMIT ? OFFSET ?");
  return many(q.bind(bounded(limit)).bind(offset), [](const Statement& s) {
    return SearchRow{s.number(0), {s.number(1)}, {s.number(2)}, s.text(3), s.text(4), s.number(5), s.number(6)};
  });
}
Result<std::vector<ShownRow>> SqliteStore::shown(int64_t offset, int64_t limit) {
  Lease r(*this);
  auto q = r.prepare(
      "SELECT at,by_user,by_name,number FROM case_events WHERE event='{\"event\":\"citizen-shown\"}' "
      "ORDER BY at DESC, number DESC, version DESC LIMIT ? OFFSET ?");
  return many(q.bind(bounded(limit)).bind(offset), [](const Statement& s) {
    return ShownRow{{s.number(0)}, {s.number(1)}, s.text(2), {s.text(3)}};
  });
}
Result<std::vector<LogRow>> SqliteStore::log(const LogFilter& f) {
  std::vector<LogRow> out;
  Lease r(*this);
  for (const LogTable& of : kLogTables) {
    if (f.kind && of.kind != (f.kind == LogKind::shown ? LogKind::cases : *f.kind)) continue;
    auto q = r.prepare(log_sql(of, f));
    bind(q, of, f);
    auto rows = many(q, [&](Statement& s) { return log_row(s, of); });
    if (!rows) return rows;
    out.insert(out.end(), std::make_move_iterator(rows->begin()), std::make_move_iterator(rows->end()));
  }
  // Each table comes in its order already, and kinds in theirs.
  std::ranges::stable_sort(out, std::greater(), &LogRow::at);
  out.resize(std::min(out.size(), static_cast<size_t>(bounded(f.limit))));
  return out;
}
Result<std::vector<PostTimes>> SqliteStore::watch_times(int64_t watch, Instant from) {
  Lease r(*this);
  auto q = r.prepare(
      "SELECT min(at), count(*) FROM watch_hits WHERE watch=? AND at>=? GROUP BY at/900 ORDER BY at/900 DESC LIMIT ?");
  return times(q.bind(watch).bind(from));
}
Result<std::vector<WatchCount>> SqliteStore::watch_counts(Instant day, Instant span) {
  Lease r(*this);
  auto q = r.prepare(
      "SELECT h.watch, sum(h.at>=?), count(*), max(h.at) FROM records w JOIN watch_hits h ON h.watch=w.number AND"
      " h.at>=? WHERE w.kind='watch' AND w.state='kept' GROUP BY h.watch ORDER BY h.watch");
  return many(q.bind(day).bind(span), [](const Statement& s) {
    return WatchCount{s.number(0), s.number(1), s.number(2), {s.number(3)}};
  });
}
Result<std::vector<WatchIssue>> SqliteStore::watch_issues(Instant span) {
  Lease r(*this);
  auto q = r.prepare(
      "SELECT h.watch, p.issue, count(*) FROM records w JOIN watch_hits h ON h.watch=w.number AND h.at>=? JOIN posts p"
      " ON p.id=h.post WHERE w.kind='watch' AND w.state='kept' GROUP BY h.watch, p.issue ORDER BY h.watch, p.issue");
  return many(q.bind(span), [](const Statement& s) { return WatchIssue{s.number(0), {s.number(1)}, s.number(2)}; });
}
Result<void> SqliteStore::each_post(const std::function<bool(const Post&)>& each) {
  Lease r(*this);
  auto q = r.prepare("SELECT * FROM posts ORDER BY id");
  while (q.step()) {
    const Post read = post_of(q);
    if (!q.end() || !each(read)) break;
  }
  return q.end();
}
Result<int64_t> SqliteStore::count_posts() {
  Lease r(*this);
  auto q = r.prepare("SELECT count(*) FROM posts");
  return count(q);
}

Result<std::optional<std::string>> SqliteStore::voice_key(IssueId id) {
  Lease r(*this);
  auto q = r.prepare("SELECT key FROM voice_keys WHERE issue=?");
  return one(q.bind(id.value), [](const Statement& s) { return s.text(0); });
}
Result<int64_t> SqliteStore::count_voices(IssueId id) {
  Lease r(*this);
  auto q = r.prepare(kFamily + "SELECT count(*) FROM voices WHERE issue IN family");
  return count(q.bind(id.value));
}
Result<bool> SqliteStore::has_voice(IssueId id, std::string_view tag) {
  Lease r(*this);
  auto q = r.prepare("SELECT count(*) FROM voices WHERE issue=? AND tag=?");
  return count(q.bind(id.value).blob(tag)).map([](int64_t n) { return n > 0; });
}

Result<std::optional<int64_t>> SqliteStore::receipt_of(const CaseNumber& number) {
  Lease r(*this);
  auto q = r.prepare("SELECT entry FROM receipts WHERE number=?");
  return one(q.bind(number.value), [](const Statement& s) { return s.number(0); });
}
Result<std::vector<LedgerRow>> SqliteStore::ledger_rows(int64_t from, int64_t to) {
  Lease r(*this);
  auto q = r.prepare("SELECT * FROM ledger WHERE entry>=? AND entry<? ORDER BY entry LIMIT ?");
  return many(q.bind(from).bind(to).bind(kLedgerLimit), ledger_of);
}
Result<int64_t> SqliteStore::ledger_size() {
  Lease r(*this);
  auto q = r.prepare("SELECT coalesce(max(entry)+1,0) FROM ledger");
  return count(q);
}
Result<LedgerState> SqliteStore::ledger_state() {
  Lease r(*this);
  auto q = r.prepare("SELECT size,root,checkpoint,witnessed,witnessed_size FROM ledger_state");
  return one(q,
             [](const Statement& s) {
               return LedgerState{s.number(0), s.text(1), s.text(2), s.text(3), s.number(4)};
             })
      .map([](auto found) { return found.value_or(LedgerState{}); });
}
Result<std::vector<AnswerRow>> SqliteStore::answers(const AnswerFilter& f) {
  const auto words = words_of(f.words);
  if (!words) return tl::unexpected(words.error());
  WordLists lists;
  for (const auto word : *words) lists.push_back({std::string(word)});
  if (!f.any_of.empty()) lists.push_back(f.any_of);
  const Question asked = question(lists);
  std::string sql =
      "SELECT * FROM answers AS a WHERE NOT EXISTS(SELECT 1 FROM answers WHERE supersedes=a.entry AND "
      "supersedes>=0)";
  if (!asked.match.empty()) sql += " AND entry IN (SELECT rowid FROM answers_search WHERE answers_search MATCH ?)";
  for (const auto& one_of : asked.read_for) {
    sql += " AND (0";
    for (size_t i = 0; i < one_of.size(); ++i) sql += " OR instr(folded, ?)";
    sql += ")";
  }
  Lease r(*this);
  auto q = r.prepare(sql + " ORDER BY entry DESC LIMIT ? OFFSET ?");
  if (!asked.match.empty()) q.bind(asked.match);
  for (const auto& one_of : asked.read_for)
    for (const auto& word : one_of) q.bind(word);
  return many(q.bind(bounded(f.limit)).bind(f.offset), answer_of);
}
Result<std::vector<AnswerRow>> SqliteStore::answers_beside(int64_t entry) {
  Lease r(*this);
  auto q =
      r.prepare("SELECT * FROM answers WHERE number=(SELECT number FROM answers WHERE entry=?) ORDER BY entry DESC");
  return many(q.bind(entry), answer_of);
}
Result<std::vector<SaidOfIssue>> SqliteStore::said_of(const std::vector<IssueId>& ids) {
  const std::vector<IssueId> asked(ids.begin(), ids.begin() + std::min(std::ssize(ids), kListLimit));
  std::map<IssueId, SaidOfIssue> found;
  for (const IssueId id : asked) found[id].issue = id;
  Lease r(*this);
  const std::string roots = "SELECT CAST(value AS INTEGER), CAST(value AS INTEGER) FROM json_each(?)";
  auto statements = r.prepare("WITH RECURSIVE goes_on(root, id) AS (" + roots +
                              " UNION SELECT root, merged_into FROM issues JOIN goes_on USING(id)"
                              " WHERE merged_into<>0) SELECT statements.*, root FROM goes_on JOIN statements"
                              " ON statements.issue=goes_on.id ORDER BY entry DESC");
  statements.bind(numbers(asked));
  while (statements.step()) found[{statements.number(8)}].statements.push_back(statement_of(statements));
  if (auto ended = statements.end(); !ended) return tl::unexpected(ended.error());
  auto answers = r.prepare("WITH RECURSIVE family(root, id) AS (" + roots +
                           " UNION SELECT root, issues.id FROM issues JOIN family ON merged_into=family.id"
                           " WHERE merged_into<>0) SELECT * FROM (SELECT answers.*, root, row_number() OVER"
                           " (PARTITION BY root ORDER BY entry DESC) AS nth FROM family JOIN cases"
                           " ON cases.issue=family.id JOIN answers ON answers.number=cases.number)"
                           " WHERE nth<=? ORDER BY entry DESC");
  answers.bind(numbers(asked)).bind(kMostSaid);
  while (answers.step()) found[{answers.number(11)}].answers.push_back(answer_of(answers));
  if (auto ended = answers.end(); !ended) return tl::unexpected(ended.error());
  std::vector<SaidOfIssue> out;
  out.reserve(asked.size());
  for (const IssueId id : asked) out.push_back(found[id]);
  return out;
}
Result<std::vector<AnswerRow>> SqliteStore::answers_of_case(const CaseNumber& number) {
  Lease r(*this);
  auto q = r.prepare("SELECT * FROM answers WHERE number=? ORDER BY entry DESC");
  return many(q.bind(number.value), answer_of);
}
Result<std::vector<StatementRow>> SqliteStore::statements(int64_t offset, int64_t limit) {
  Lease r(*this);
  auto q = r.prepare("SELECT * FROM statements ORDER BY entry DESC LIMIT ? OFFSET ?");
  return many(q.bind(bounded(limit)).bind(offset), statement_of);
}
Result<std::optional<StatementRow>> SqliteStore::statement(int64_t entry) {
  Lease r(*this);
  auto q = r.prepare("SELECT * FROM statements WHERE entry=?");
  return one(q.bind(entry), statement_of);
}
Result<std::vector<StatementRow>> SqliteStore::statements_of_issue(IssueId id) {
  Lease r(*this);
  auto q = r.prepare(kGoesOn + "SELECT * FROM statements WHERE issue IN goes_on ORDER BY entry DESC");
  return many(q.bind(id.value), statement_of);
}

Result<std::vector<OutboxRow>> SqliteStore::outbox_due(Instant now, int64_t limit) {
  Lease r(*this);
  auto q = r.prepare("SELECT * FROM outbox WHERE state=0 AND next_at<=? ORDER BY next_at, id LIMIT ?");
  return many(q.bind(now).bind(bounded(limit)), outbox_of);
}
Result<std::vector<User>> SqliteStore::users() {
  Lease r(*this);
  auto q = r.prepare("SELECT * FROM users ORDER BY id");
  return many(q, user_of);
}
Result<std::optional<User>> SqliteStore::user(UserId id) {
  Lease r(*this);
  auto q = r.prepare("SELECT * FROM users WHERE id=?");
  return one(q.bind(id.value), user_of);
}
Result<std::vector<SourceRow>> SqliteStore::sources() {
  Lease r(*this);
  auto q = r.prepare("SELECT * FROM sources ORDER BY id");
  return many(q, [](const Statement& s) {
    return SourceRow{{s.text(0)},  s.text(1),    {s.text(2)}, s.text(3),   s.text(4),
                     s.instant(5), s.instant(6), s.text(7),   s.instant(8)};
  });
}
Result<std::optional<EvidenceRow>> SqliteStore::evidence(const CaseNumber& number, int evidence) {
  Lease r(*this);
  auto q = r.prepare("SELECT sealed FROM evidence WHERE number=? AND evidence=?");
  return one(q.bind(number.value).bind(evidence), [&](const Statement& s) {
    return EvidenceRow{number, evidence, s.text(0)};
  });
}
Result<std::optional<Citizen>> SqliteStore::citizen(const CaseNumber& number) {
  Lease r(*this);
  auto q = r.prepare("SELECT * FROM citizens WHERE number=?");
  return one(q.bind(number.value), [](const Statement& s) { return Citizen{{s.text(0)}, s.text(1), s.text(2)}; });
}
Result<std::optional<DocumentRow>> SqliteStore::document(const Digest& sha256) {
  Lease r(*this);
  auto q = r.prepare("SELECT * FROM documents WHERE sha256=?");
  return one(q.blob(view(sha256)), [](Statement& s) {
    return DocumentRow{digest(s, 0), {s.text(1)}, s.text(2), {s.number(3)}, s.text(4), s.text(5)};
  });
}
Result<std::optional<std::string>> SqliteStore::setting(std::string_view name) {
  Lease r(*this);
  auto q = r.prepare("SELECT value FROM settings WHERE name=?");
  return one(q.bind(name), [](const Statement& s) { return s.text(0); });
}

}  // namespace hb::store
