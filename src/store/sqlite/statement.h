#pragma once
#include <sqlite3.h>

#include <atomic>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/instant.h"
#include "base/result.h"

namespace hb::store {

/// What SQLite was asked to do, since the store was opened: for tests and measurements.
struct SqlWork {
  std::atomic<int64_t> statements = 0;
  std::atomic<int64_t> rows = 0;   ///< given
  std::atomic<int64_t> steps = 0;  ///< of its virtual machine
};

/// A statement on loan from its connection's cache; reset when it goes. Positions of `bind` count from 1, in the
/// order of the calls; columns count from 0. A failure is kept and given by `error()`; later calls do nothing.
class Statement {
 public:
  Statement(sqlite3* db, sqlite3_stmt* stmt, SqlWork* work)
      : db_(db), stmt_(stmt), work_(work), rc_(stmt ? SQLITE_OK : sqlite3_errcode(db)) {}
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  ~Statement();

  Statement& bind(int64_t value);
  Statement& bind(std::string_view value);  ///< TEXT
  Statement& blob(std::string_view value);
  Statement& bind(std::optional<Instant> value);  ///< seconds or NULL
  Statement& bind(Instant value) { return bind(value.seconds); }

  bool step();         ///< a row is there
  Result<void> run();  ///< to the end
  Result<void> end() const;

  int64_t number(int column) const { return sqlite3_column_int64(stmt_, column); }
  std::string text(int column) const;
  std::optional<Instant> instant(int column) const;
  /// An enum whose last member is `last`.
  template <class E>
  E choice(int column, E last) {
    const int64_t value = number(column);
    if (value >= 0 && value <= static_cast<int64_t>(last)) return static_cast<E>(value);
    refuse(column);
    return {};
  }
  /// The row holds what this program never writes: no further row is given, and `end` is "store.broken" with the
  /// column's name.
  void refuse(int column);

 private:
  sqlite3* db_;
  sqlite3_stmt* stmt_;
  SqlWork* work_;
  int64_t rows_ = 0;
  int rc_;
  int at_ = 0;
  std::string refused_;
};

/// "store.full" when the disk is, else "store.broken" with SQLite's words.
Error sqlite_error(sqlite3* db);

/// One connection and its prepared statements. One thread at a time.
class Connection {
 public:
  /// With the settings every connection has; a reader never writes and never checkpoints. `work` outlives it.
  static Result<std::unique_ptr<Connection>> open(const std::string& path, bool reader, SqlWork& work);
  Connection(sqlite3* db, SqlWork& work) : db_(db), work_(&work) {}
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection();

  /// `sql` is a literal or one of few texts: each is prepared once and kept.
  Statement prepare(const std::string& sql);
  Result<void> execute(const char* sql);
  sqlite3* handle() const { return db_; }

 private:
  sqlite3* db_;
  SqlWork* work_;
  std::map<std::string, sqlite3_stmt*> cache_;
};

}  // namespace hb::store
