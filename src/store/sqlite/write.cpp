#include "store/event_codec.h"
#include "store/sqlite/grams.h"
#include "store/sqlite/lists.h"
#include "store/sqlite/store.h"

namespace hb::store {
namespace {

using namespace desk;

constexpr int64_t kCommitsPerCheckpoint = 200;

/// Writes one change on the open transaction; the first failure ends it.
class Writing {
 public:
  Writing(Connection& db, const Changes& changes) : db_(db), c_(changes) {}

  Result<Committed> all() {
    for (const auto& append : c_.cases) events("case_events", "number", append.number.value, append);
    for (const auto& append : c_.cases) row(append.row);
    for (const auto& append : c_.issues) events("issue_events", "issue", append.id.value, append);
    for (const auto& r : c_.issue_rows) row(r);
    for (const auto& append : c_.issues) decided(append);
    for (const auto& append : c_.records) {
      events("record_events", "record", append.id.value, append);
      row(append.row);
    }
    for (const auto& p : c_.posts) post(p);
    for (const auto& m : c_.moved)
      run(db_.prepare("UPDATE posts SET issue=?, origin=? WHERE id=?")
              .bind(m.to.value)
              .bind(m.origin.value)
              .bind(m.post.value));
    for (const auto& [from, into] : c_.merged)
      run(db_.prepare("UPDATE posts SET issue=? WHERE issue=?").bind(into.value).bind(from.value));
    for (const auto& s : c_.searches)
      run(db_.prepare("INSERT INTO searches VALUES(NULL,?,?,?,?,?,?)")
              .bind(s.at)
              .bind(s.by.value)
              .bind(s.name)
              .bind(s.query)
              .bind(s.posts)
              .bind(s.watch));
    for (const auto& m : c_.mentions)
      run(db_.prepare("INSERT INTO mentions VALUES(NULL,?,?,?,?,?)")
              .bind(m.user.value)
              .bind(m.number.value)
              .bind(m.version)
              .bind(m.at)
              .bind(m.by));
    for (const auto& [user, number] : c_.mentions_seen)
      run(db_.prepare("DELETE FROM mentions WHERE whom=? AND number=?").bind(user.value).bind(number.value));
    for (const int64_t watch : c_.watches_anew) run(db_.prepare("DELETE FROM watch_hits WHERE watch=?").bind(watch));
    for (const auto& hit : c_.watch_hits)
      run(db_.prepare("INSERT OR IGNORE INTO watch_hits VALUES(?,?,?)")
              .bind(hit.watch)
              .bind(hit.at)
              .bind(hit.post.value));
    for (const IssueId id : c_.met) run(db_.prepare("UPDATE issues SET met=met+1 WHERE id=?").bind(id.value));
    ledger();
    for (const auto& o : c_.outbox) row(o);
    for (const auto& s : c_.sources)
      run(db_.prepare("REPLACE INTO sources VALUES(?,?,?,?,?,?,?,?,?)")
              .bind(s.id.value)
              .bind(s.name)
              .bind(s.unit.value)
              .blob(s.config)
              .blob(s.state)
              .bind(s.last_success)
              .bind(s.last_new)
              .bind(s.last_error)
              .bind(s.ended_at));
    for (const auto& u : c_.users) {
      run(db_.prepare("DELETE FROM users WHERE id=?").bind(u.id.value));
      run(db_.prepare("INSERT INTO users VALUES(?,?,?,?,?,?)")
              .bind(u.id.value)
              .bind(u.login)
              .bind(u.name)
              .bind(u.password)
              .bind(to_list(u.grants))
              .bind(int64_t{u.disabled}));
    }
    for (const auto& e : c_.evidence)
      run(db_.prepare("INSERT INTO evidence VALUES(?,?,?)").bind(e.number.value).bind(e.evidence).blob(e.sealed));
    for (const auto& z : c_.citizens)
      run(db_.prepare("REPLACE INTO citizens VALUES(?,?,?)").bind(z.number.value).bind(z.code_hash).blob(z.sealed));
    for (const auto& d : c_.documents)
      run(db_.prepare("INSERT INTO documents VALUES(?,?,?,?,?,?) ON CONFLICT(sha256) DO NOTHING")
              .blob(view(d.sha256))
              .bind(d.source.value)
              .bind(d.url)
              .bind(d.fetched_at)
              .blob(d.sealed)
              .bind(d.day));
    for (const auto& [issue, tag] : c_.voices)
      run(db_.prepare("INSERT INTO voices VALUES(?,?) ON CONFLICT DO NOTHING").bind(issue.value).blob(tag));
    for (const auto& [issue, key] : c_.voice_keys)
      run(db_.prepare("REPLACE INTO voice_keys VALUES(?,?)").bind(issue.value).blob(key));
    for (const auto& [name, value] : c_.settings)
      run(db_.prepare("REPLACE INTO settings VALUES(?,?)").bind(name).blob(value));
    if (!ok_) return tl::unexpected(ok_.error());
    return out_;
  }

 private:
  void run(Statement& statement) {
    if (ok_) ok_ = statement.run();
  }

  int64_t number(const std::string& sql) {
    auto q = db_.prepare(sql);
    return q.step() ? q.number(0) : 0;
  }

  template <class Key, class Append>
  void events(const std::string& table, const std::string& column, const Key& key, const Append& append) {
    if (!ok_) return;
    int64_t version = 0;
    {
      auto q = db_.prepare("SELECT coalesce(max(version),0) FROM " + table + " WHERE " + column + "=?");
      q.bind(key);
      if (!q.step()) {
        ok_ = tl::unexpected(sqlite_error(db_.handle()));
        return;
      }
      version = q.number(0);
    }
    if (version != append.expected_version) {
      std::string who;
      if constexpr (std::is_same_v<Key, std::string>) {
        who = key;
      } else {
        who = std::to_string(key);
      }
      ok_ = fail("store.version", who);
      return;
    }
    for (const auto& e : append.events)
      run(db_.prepare("INSERT INTO " + table + " VALUES(?,?,?,?,?,?)")
              .bind(key)
              .bind(++version)
              .bind(e.at)
              .bind(e.by.value)
              .bind(e.name)
              .bind(encode(e.event)));
  }

  void row(const CaseRow& r) {
    run(db_.prepare("REPLACE INTO cases VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)")
            .bind(r.number.value)
            .bind(r.title)
            .bind(r.summary)
            .bind(int64_t(r.kind))
            .bind(int64_t(r.state))
            .bind(int64_t(r.privacy))
            .bind(r.unit.value)
            .bind(r.about.value)
            .bind(r.issue.value)
            .bind(r.place)
            .bind(r.opened_at)
            .bind(r.updated_at)
            .bind(r.next_due)
            .bind(r.missed)
            .bind(r.waits_for)
            .bind(r.next_from)
            .bind(r.late)
            .bind(r.matter)
            .bind(r.parent.value)
            .bind(ids_of(r.helping))
            .bind(ids_of(r.asked))
            .bind(r.came_from)
            .bind(r.their_number)
            .bind(r.their_due));
  }

  void row(const RecordRow& r) {
    const auto parts = casework::parts_of(r.id);
    if (!parts) {
      ok_ = fail("store.broken", "record " + r.id.value);
      return;
    }
    run(db_.prepare("REPLACE INTO records VALUES(?,?,?,?,?)")
            .bind(name_of(parts->first))
            .bind(parts->second)
            .bind(r.state)
            .bind(r.updated_at)
            .bind(r.next_due));
  }

  void row(const IssueRow& r) {
    run(db_.prepare(
               "INSERT INTO issues VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT(id) DO UPDATE SET"
               " title=excluded.title, places=excluded.places, harms=excluded.harms, posts=excluded.posts,"
               " copies=excluded.copies, voices=excluded.voices, publishers=excluded.publishers,"
               " last_at=excluded.last_at")
            .bind(r.id.value)
            .bind(r.title)
            .bind(int64_t(r.grade))
            .bind(to_list(r.places))
            .bind(to_list(r.harms))
            .bind(r.unit.value)
            .bind(r.posts)
            .bind(r.copies)
            .bind(r.voices)
            .bind(r.publishers)
            .bind(r.first_at)
            .bind(r.last_at)
            .bind(int64_t{r.remit})
            .bind(int64_t{r.dismissed})
            .bind(r.cases)
            .bind(r.next_due)
            .bind(r.missed)
            .bind(r.next_from)
            .bind(r.wakes_at)
            .bind(r.unacknowledged)
            .bind(r.met)
            .bind(r.merged_into.value));
  }

  void decided(const IssueAppend& append) {
    const IssueDecided& r = append.row;
    run(db_.prepare("UPDATE issues SET grade=?, unit=?, remit=?, dismissed=?, cases=?, next_due=?, missed=?,"
                    " next_from=?, wakes_at=?, unacknowledged=?, merged_into=? WHERE id=?")
            .bind(int64_t(r.grade))
            .bind(r.unit.value)
            .bind(int64_t{r.remit})
            .bind(int64_t{r.dismissed})
            .bind(r.cases)
            .bind(r.next_due)
            .bind(r.missed)
            .bind(r.next_from)
            .bind(r.wakes_at)
            .bind(r.unacknowledged)
            .bind(r.merged_into.value)
            .bind(append.id.value));
  }

  void post(const Post& p) {
    run(db_.prepare("INSERT INTO posts VALUES(NULLIF(?,0),?,?,?,?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT(key) DO NOTHING")
            .bind(p.id.value)
            .bind(p.source.value)
            .bind(p.url)
            .bind(p.title)
            .bind(p.text)
            .bind(p.folded)
            .bind(p.published_at)
            .bind(p.noticed_at)
            .bind(p.issue.value)
            .bind(p.same_text_as.value)
            .bind(int64_t{p.reply})
            .bind(to_list(p.why))
            .blob(view(p.key))
            .blob(view(p.document))
            .bind(p.issue.value));
    if (!ok_ || sqlite3_changes(db_.handle()) == 0) {
      out_.posts.emplace_back();
      return;
    }
    const int64_t id = sqlite3_last_insert_rowid(db_.handle());
    out_.posts.push_back({id});
    run(db_.prepare("INSERT INTO posts_search(rowid, grams) VALUES(?,?)").bind(id).bind(grams(p.folded)));
  }

  void ledger() {
    if (c_.ledger_state && ok_) {
      auto q = db_.prepare("SELECT size, root FROM ledger_state");
      const bool there = q.step();
      if ((there ? q.number(0) : 0) != c_.ledger_before.size || (there ? q.text(1) : "") != c_.ledger_before.root)
        ok_ = fail("store.ledger-moved");
    }
    const int64_t first = number("SELECT coalesce(max(entry)+1,0) FROM ledger");
    if (!c_.ledger.empty()) out_.first_ledger_index = first;
    int64_t index = first;
    for (const auto& l : c_.ledger)
      run(db_.prepare("INSERT INTO ledger VALUES(?,?,?,?,?,?)")
              .bind(index++)
              .blob(l.leaf)
              .blob(l.salt)
              .blob(l.body)
              .bind(int64_t{l.shown})
              .bind(l.at));
    for (const auto& [number, entry] : c_.receipts)
      run(db_.prepare("REPLACE INTO receipts VALUES(?,?)").bind(number.value).bind(first + entry));
    for (const auto& a : c_.answers) {
      run(db_.prepare("INSERT INTO answers VALUES(?,?,?,?,?,?,?,?,?,?,?)")
              .bind(first + a.entry)
              .bind(a.number.value)
              .bind(int64_t(a.part))
              .bind(a.draft.value)
              .bind(a.summary)
              .bind(a.text)
              .bind(a.unit.value)
              .bind(a.place)
              .bind(a.published_at)
              .bind(a.supersedes)
              .bind(a.folded));
      run(db_.prepare("INSERT INTO answers_search(rowid, grams) VALUES(?,?)")
              .bind(first + a.entry)
              .bind(grams(a.folded)));
    }
    for (const auto& s : c_.statements)
      run(db_.prepare("INSERT INTO statements VALUES(?,?,?,?,?,?,?,?)")
              .bind(first + s.entry)
              .bind(s.issue.value)
              .bind(s.draft.value)
              .bind(s.title)
              .bind(s.text)
              .bind(s.unit.value)
              .bind(s.published_at)
              .bind(s.sources));
    if (c_.ledger_state)
      run(db_.prepare("REPLACE INTO ledger_state VALUES(1,?,?,?,?,?)")
              .bind(c_.ledger_state->size)
              .blob(c_.ledger_state->root)
              .blob(c_.ledger_state->checkpoint)
              .blob(c_.ledger_state->witnessed)
              .bind(c_.ledger_state->witnessed_size));
  }

  void row(const OutboxRow& o) {
    if (o.id) {
      run(db_.prepare("UPDATE outbox SET key=?,channel=?,target=?,account=?,body=?,state=?,attempts=?,next_at=?,error=?"
                      " WHERE id=?")
              .bind(o.key)
              .bind(o.channel)
              .bind(o.target)
              .bind(o.account)
              .bind(o.body)
              .bind(int64_t(o.state))
              .bind(int64_t{o.attempts})
              .bind(o.next_at)
              .bind(o.error)
              .bind(o.id.value));
    } else {
      run(db_.prepare("INSERT INTO outbox VALUES(NULL,?,?,?,?,?,?,?,?,?) ON CONFLICT(key) DO NOTHING")
              .bind(o.key)
              .bind(o.channel)
              .bind(o.target)
              .bind(o.account)
              .bind(o.body)
              .bind(int64_t(o.state))
              .bind(int64_t{o.attempts})
              .bind(o.next_at)
              .bind(o.error));
    }
  }

  Connection& db_;
  const Changes& c_;
  Result<void> ok_;
  Committed out_;
};

}  // namespace

Result<Committed> SqliteStore::commit(const Changes& changes) {
  const std::lock_guard hold(writing_);
  if (auto begun = writer_->execute("BEGIN IMMEDIATE"); !begun) return tl::unexpected(begun.error());
  auto out = Writing(*writer_, changes).all();
  if (out) {
    if (auto done = writer_->execute("COMMIT"); !done) out = tl::unexpected(done.error());
  }
  if (!out) {
    (void)writer_->execute("ROLLBACK");
    return out;
  }
  if (++commits_ % kCommitsPerCheckpoint == 0) (void)writer_->execute("PRAGMA wal_checkpoint(PASSIVE)");
  return out;
}

}  // namespace hb::store
