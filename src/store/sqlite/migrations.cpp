#include "store/sqlite/migrations.h"

#include <array>

#include "store/sqlite/grams.h"

namespace hb::store {
namespace {

// Steps are only ever appended. No column, index or table holds who wrote a post: `outbox.account` is the official
// account that speaks, `users` are members of staff.
constexpr std::array kSteps = {R"sql(
CREATE TABLE case_events(number TEXT NOT NULL, version INTEGER NOT NULL, at INTEGER NOT NULL, by_user INTEGER NOT NULL,
  by_name TEXT NOT NULL, event TEXT NOT NULL, PRIMARY KEY(number, version)) WITHOUT ROWID;
CREATE TABLE issue_events(issue INTEGER NOT NULL, version INTEGER NOT NULL, at INTEGER NOT NULL,
  by_user INTEGER NOT NULL, by_name TEXT NOT NULL, event TEXT NOT NULL, PRIMARY KEY(issue, version)) WITHOUT ROWID;
CREATE TABLE cases(number TEXT PRIMARY KEY, title TEXT NOT NULL, summary TEXT NOT NULL, kind INTEGER NOT NULL,
  state INTEGER NOT NULL, privacy INTEGER NOT NULL, unit TEXT NOT NULL, about TEXT NOT NULL, issue INTEGER NOT NULL,
  place TEXT NOT NULL, opened_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, next_due INTEGER,
  missed INTEGER NOT NULL, waits_for TEXT NOT NULL, next_from INTEGER, late INTEGER NOT NULL);
CREATE INDEX cases_opened ON cases(opened_at DESC, number DESC);
CREATE INDEX cases_updated ON cases(updated_at DESC, number DESC);
CREATE INDEX cases_due ON cases(next_due) WHERE next_due IS NOT NULL;
CREATE INDEX cases_issue ON cases(issue);
CREATE INDEX cases_open ON cases(updated_at DESC, number DESC) WHERE state<>2;
CREATE INDEX cases_about ON cases(about) WHERE about<>'';
CREATE TABLE issues(id INTEGER PRIMARY KEY, title TEXT NOT NULL, grade INTEGER NOT NULL, places TEXT NOT NULL,
  harms TEXT NOT NULL, unit TEXT NOT NULL, posts INTEGER NOT NULL, copies INTEGER NOT NULL, voices INTEGER NOT NULL,
  publishers INTEGER NOT NULL, first_at INTEGER NOT NULL, last_at INTEGER NOT NULL, remit INTEGER NOT NULL,
  dismissed INTEGER NOT NULL, cases INTEGER NOT NULL, next_due INTEGER, missed INTEGER NOT NULL, next_from INTEGER);
CREATE INDEX issues_last ON issues(last_at DESC, id DESC);
CREATE INDEX issues_due ON issues(next_due) WHERE next_due IS NOT NULL;
CREATE TABLE posts(id INTEGER PRIMARY KEY, source TEXT NOT NULL, url TEXT NOT NULL, title TEXT NOT NULL,
  text TEXT NOT NULL, folded TEXT NOT NULL, published_at INTEGER, noticed_at INTEGER NOT NULL, issue INTEGER NOT NULL,
  same_text_as INTEGER NOT NULL, reply INTEGER NOT NULL, why TEXT NOT NULL, key BLOB NOT NULL UNIQUE,
  document BLOB NOT NULL);
CREATE INDEX posts_issue ON posts(issue, id DESC);
CREATE VIRTUAL TABLE posts_search USING fts5(grams, content='', tokenize="unicode61 remove_diacritics 0");
CREATE TABLE voices(issue INTEGER NOT NULL, tag BLOB NOT NULL, PRIMARY KEY(issue, tag)) WITHOUT ROWID;
CREATE TABLE voice_keys(issue INTEGER PRIMARY KEY, key BLOB NOT NULL);
CREATE TABLE ledger(entry INTEGER PRIMARY KEY, leaf BLOB NOT NULL, salt BLOB NOT NULL, body BLOB NOT NULL,
  shown INTEGER NOT NULL, at INTEGER NOT NULL);
CREATE TABLE ledger_state(one INTEGER PRIMARY KEY CHECK(one = 1), size INTEGER NOT NULL, root BLOB NOT NULL,
  checkpoint BLOB NOT NULL);
CREATE TABLE answers(entry INTEGER PRIMARY KEY, number TEXT NOT NULL, part INTEGER NOT NULL, draft INTEGER NOT NULL,
  summary TEXT NOT NULL, text TEXT NOT NULL, unit TEXT NOT NULL, place TEXT NOT NULL, published_at INTEGER NOT NULL);
CREATE INDEX answers_case ON answers(number);
CREATE TABLE outbox(id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, channel TEXT NOT NULL, target TEXT NOT NULL,
  account TEXT NOT NULL, body TEXT NOT NULL, state INTEGER NOT NULL, attempts INTEGER NOT NULL,
  next_at INTEGER NOT NULL, error TEXT NOT NULL);
CREATE INDEX outbox_due ON outbox(next_at) WHERE state = 0;
CREATE TABLE users(id INTEGER PRIMARY KEY, login TEXT NOT NULL UNIQUE, name TEXT NOT NULL, password TEXT NOT NULL,
  grants TEXT NOT NULL, disabled INTEGER NOT NULL);
CREATE TABLE sources(id TEXT PRIMARY KEY, name TEXT NOT NULL, unit TEXT NOT NULL, config BLOB NOT NULL,
  state BLOB NOT NULL, last_success INTEGER, last_new INTEGER, last_error TEXT NOT NULL);
CREATE TABLE citizens(number TEXT PRIMARY KEY, code_hash TEXT NOT NULL, sealed BLOB NOT NULL);
CREATE TABLE documents(sha256 BLOB PRIMARY KEY, source TEXT NOT NULL, url TEXT NOT NULL, fetched_at INTEGER NOT NULL,
  sealed BLOB NOT NULL, day TEXT NOT NULL);
CREATE TABLE settings(name TEXT PRIMARY KEY, value BLOB NOT NULL);
)sql",
                               R"sql(
CREATE TABLE statements(entry INTEGER PRIMARY KEY, issue INTEGER NOT NULL, draft INTEGER NOT NULL, title TEXT NOT NULL,
  text TEXT NOT NULL, unit TEXT NOT NULL, published_at INTEGER NOT NULL);
CREATE INDEX statements_issue ON statements(issue);
)sql",
                               R"sql(
CREATE TABLE record_events(record TEXT NOT NULL, version INTEGER NOT NULL, at INTEGER NOT NULL, by_user INTEGER NOT NULL,
  by_name TEXT NOT NULL, event TEXT NOT NULL, PRIMARY KEY(record, version)) WITHOUT ROWID;
CREATE TABLE records(kind TEXT NOT NULL, number INTEGER NOT NULL, state TEXT NOT NULL, updated_at INTEGER NOT NULL,
  next_due INTEGER, PRIMARY KEY(kind, number)) WITHOUT ROWID;
CREATE INDEX records_due ON records(next_due) WHERE next_due IS NOT NULL;
)sql",
                               R"sql(
ALTER TABLE cases ADD COLUMN matter TEXT NOT NULL DEFAULT '';
UPDATE cases SET matter = coalesce((SELECT json_extract(e.event, '$.matter') FROM case_events e
  WHERE e.number = cases.number AND e.version = 1), '');
)sql",
                               R"sql(
ALTER TABLE issues ADD COLUMN wakes_at INTEGER;
ALTER TABLE issues ADD COLUMN unacknowledged INTEGER NOT NULL DEFAULT 0;
UPDATE issues SET wakes_at = next_due;
DROP INDEX issues_due;
CREATE INDEX issues_due ON issues(wakes_at) WHERE wakes_at IS NOT NULL;
)sql",
                               R"sql(
ALTER TABLE answers ADD COLUMN supersedes INTEGER NOT NULL DEFAULT -1;
CREATE INDEX answers_supersedes ON answers(supersedes) WHERE supersedes>=0;
DROP INDEX cases_open;
CREATE INDEX cases_open ON cases(updated_at DESC, number DESC) WHERE (state<>2 OR waits_for<>'');
)sql",
                               R"sql(
DROP INDEX cases_open;
CREATE INDEX cases_open ON cases(updated_at DESC, number DESC) WHERE (state NOT IN (2,5) OR waits_for<>'');
)sql",
                               // An answer from before is folded as far as SQLite can: its own lower(), not NFKC.
                               R"sql(
ALTER TABLE answers ADD COLUMN folded TEXT NOT NULL DEFAULT '';
UPDATE answers SET folded=lower(number||CASE text WHEN '' THEN '' ELSE ' '||summary||char(10)||text END);
CREATE VIRTUAL TABLE answers_search USING fts5(grams, content='', tokenize="unicode61 remove_diacritics 0");
INSERT INTO answers_search(rowid, grams) SELECT entry, hearback_grams(folded) FROM answers;
ALTER TABLE issues ADD COLUMN met INTEGER NOT NULL DEFAULT 0;
ALTER TABLE cases ADD COLUMN parent TEXT NOT NULL DEFAULT '';
ALTER TABLE statements ADD COLUMN sources TEXT NOT NULL DEFAULT '';
)sql",
                               R"sql(
ALTER TABLE issues ADD COLUMN merged_into INTEGER NOT NULL DEFAULT 0;
CREATE INDEX issues_merged ON issues(merged_into) WHERE merged_into<>0;
ALTER TABLE posts ADD COLUMN origin INTEGER NOT NULL DEFAULT 0;
UPDATE posts SET origin=issue;
)sql",
                               // A leaf's third line names its case (ledger/entry.h).
                               R"sql(
CREATE TABLE receipts(number TEXT PRIMARY KEY, entry INTEGER NOT NULL) WITHOUT ROWID;
INSERT OR REPLACE INTO receipts
SELECT substr(rest, 1, instr(rest, char(10))-1), entry FROM
(SELECT entry, substr(CAST(leaf AS TEXT), instr(CAST(leaf AS TEXT), char(10)||'case ')+6) AS rest FROM ledger
WHERE instr(CAST(leaf AS TEXT), char(10)||'kind receipt'||char(10))>0);
)sql",
                               R"sql(
CREATE TABLE searches(id INTEGER PRIMARY KEY, at INTEGER NOT NULL, by_user INTEGER NOT NULL, by_name TEXT NOT NULL,
  query TEXT NOT NULL, posts INTEGER NOT NULL, watch INTEGER NOT NULL);
CREATE TABLE watch_hits(watch INTEGER NOT NULL, at INTEGER NOT NULL, post INTEGER NOT NULL,
  PRIMARY KEY(watch, at, post)) WITHOUT ROWID;
)sql",
                               R"sql(
ALTER TABLE cases ADD COLUMN helping TEXT NOT NULL DEFAULT '[]';
ALTER TABLE cases ADD COLUMN asked TEXT NOT NULL DEFAULT '[]';
DROP INDEX cases_open;
CREATE INDEX cases_open ON cases(updated_at DESC, number DESC) WHERE (state NOT IN (2,5,6) OR waits_for<>'');
)sql",
                               R"sql(
CREATE TABLE evidence(number TEXT NOT NULL, evidence INTEGER NOT NULL, sealed BLOB NOT NULL);
CREATE UNIQUE INDEX evidence_of ON evidence(number, evidence);
)sql",
                               R"sql(
ALTER TABLE sources ADD COLUMN ended_at INTEGER;
CREATE INDEX case_events_shown ON case_events(at DESC, number DESC, version DESC)
  WHERE event='{"event":"citizen-shown"}';
)sql",
                               R"sql(
ALTER TABLE cases ADD COLUMN came_from TEXT NOT NULL DEFAULT '';
ALTER TABLE cases ADD COLUMN their_number TEXT NOT NULL DEFAULT '';
ALTER TABLE cases ADD COLUMN their_due INTEGER;
CREATE INDEX cases_theirs ON cases(came_from, their_number) WHERE came_from<>'';
CREATE INDEX issue_events_at ON issue_events(at, issue);
)sql",
                               R"sql(
ALTER TABLE ledger_state ADD COLUMN witnessed BLOB NOT NULL DEFAULT x'';
ALTER TABLE ledger_state ADD COLUMN witnessed_size INTEGER NOT NULL DEFAULT 0;
)sql",
                               R"sql(
CREATE INDEX case_events_at ON case_events(at);
CREATE INDEX case_events_by ON case_events(by_user, at) WHERE by_user<>0;
CREATE INDEX case_events_shown_by ON case_events(by_user, at)
  WHERE by_user<>0 AND event='{"event":"citizen-shown"}';
CREATE INDEX issue_events_by ON issue_events(by_user, at) WHERE by_user<>0;
CREATE INDEX record_events_at ON record_events(at);
CREATE INDEX record_events_by ON record_events(by_user, at) WHERE by_user<>0;
CREATE INDEX searches_at ON searches(at);
CREATE INDEX searches_by ON searches(by_user, at) WHERE by_user<>0;
CREATE TABLE mentions(id INTEGER PRIMARY KEY, whom INTEGER NOT NULL, number TEXT NOT NULL, version INTEGER NOT NULL,
  at INTEGER NOT NULL, writer TEXT NOT NULL);
CREATE INDEX mentions_whom ON mentions(whom, id);
CREATE INDEX cases_step ON cases(waits_for, unit) WHERE waits_for<>'';
CREATE INDEX cases_asked ON cases(asked) WHERE asked<'[]';
CREATE INDEX cases_late ON cases(late) WHERE late>0;
)sql"};

void grams_in_sql(sqlite3_context* context, int, sqlite3_value** arguments) {
  const auto* bytes = static_cast<const char*>(sqlite3_value_blob(*arguments));
  const std::string out = grams({bytes == nullptr ? "" : bytes, static_cast<size_t>(sqlite3_value_bytes(*arguments))});
  sqlite3_result_text64(context, out.data(), out.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
}

}  // namespace

Result<void> migrate(Connection& connection) {
  int64_t done = 0;
  {
    auto version = connection.prepare("PRAGMA user_version");
    if (!version.step()) return tl::unexpected(sqlite_error(connection.handle()));
    done = version.number(0);
  }
  if (done > static_cast<int64_t>(kSteps.size())) return fail("store.newer", std::to_string(done));
  sqlite3_create_function(connection.handle(), "hearback_grams", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC, nullptr,
                          grams_in_sql, nullptr, nullptr);
  for (auto step = static_cast<size_t>(done); step < kSteps.size(); ++step) {
    const std::string sql = "BEGIN IMMEDIATE;" + std::string(kSteps[step]) +
                            "PRAGMA user_version=" + std::to_string(step + 1) + "; COMMIT;";
    if (auto ran = connection.execute(sql.c_str()); !ran) {
      (void)connection.execute("ROLLBACK");
      return ran;
    }
  }
  return {};
}

}  // namespace hb::store
