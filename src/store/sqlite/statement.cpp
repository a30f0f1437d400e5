#include "store/sqlite/statement.h"

namespace hb::store {

Error sqlite_error(sqlite3* db) {
  const int code = sqlite3_errcode(db);
  return {code == SQLITE_FULL ? "store.full" : "store.broken", sqlite3_errmsg(db)};
}

Statement::~Statement() {
  if (!stmt_) return;
  ++work_->statements;
  work_->rows += rows_;
  work_->steps += sqlite3_stmt_status(stmt_, SQLITE_STMTSTATUS_VM_STEP, /*resetFlg=*/1);
  sqlite3_reset(stmt_);
  sqlite3_clear_bindings(stmt_);
}

Statement& Statement::bind(int64_t value) {
  if (rc_ == SQLITE_OK) rc_ = sqlite3_bind_int64(stmt_, ++at_, value);
  return *this;
}

Statement& Statement::bind(std::string_view value) {
  if (rc_ == SQLITE_OK)
    rc_ = sqlite3_bind_text64(stmt_, ++at_, value.empty() ? "" : value.data(), value.size(), SQLITE_TRANSIENT,
                              SQLITE_UTF8);
  return *this;
}

Statement& Statement::blob(std::string_view value) {
  if (rc_ == SQLITE_OK)
    rc_ = sqlite3_bind_blob64(stmt_, ++at_, value.empty() ? "" : value.data(), value.size(), SQLITE_TRANSIENT);
  return *this;
}

Statement& Statement::bind(std::optional<Instant> value) {
  if (value) return bind(value->seconds);
  if (rc_ == SQLITE_OK) rc_ = sqlite3_bind_null(stmt_, ++at_);
  return *this;
}

bool Statement::step() {
  if (!refused_.empty() || (rc_ != SQLITE_OK && rc_ != SQLITE_ROW)) return false;
  rc_ = sqlite3_step(stmt_);
  if (rc_ == SQLITE_ROW) ++rows_;
  return rc_ == SQLITE_ROW;
}

Result<void> Statement::end() const {
  if (!refused_.empty()) return fail("store.broken", refused_);
  if (rc_ == SQLITE_DONE || rc_ == SQLITE_ROW || rc_ == SQLITE_OK) return {};
  return tl::unexpected(sqlite_error(db_));
}

Result<void> Statement::run() {
  while (step()) {
  }
  return end();
}

std::string Statement::text(int column) const {
  const auto* bytes = static_cast<const char*>(sqlite3_column_blob(stmt_, column));
  return bytes ? std::string(bytes, static_cast<size_t>(sqlite3_column_bytes(stmt_, column))) : std::string();
}

std::optional<Instant> Statement::instant(int column) const {
  if (sqlite3_column_type(stmt_, column) == SQLITE_NULL) return std::nullopt;
  return Instant{number(column)};
}

void Statement::refuse(int column) { refused_ = sqlite3_column_name(stmt_, column); }

Result<std::unique_ptr<Connection>> Connection::open(const std::string& path, bool reader, SqlWork& work) {
  sqlite3* db = nullptr;
  const int rc = sqlite3_open_v2(
      path.c_str(), &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | (reader ? 0 : SQLITE_OPEN_CREATE), nullptr);
  auto connection = std::make_unique<Connection>(db, work);
  if (rc != SQLITE_OK) return fail("store.broken", path);
  sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  if (reader) sqlite3_db_config(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  if (auto set = connection->execute("PRAGMA busy_timeout=5000; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                                     "PRAGMA foreign_keys=ON; PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON;"
                                     "PRAGMA wal_autocheckpoint=0; PRAGMA mmap_size=0;");
      !set)
    return tl::unexpected(set.error());
  if (reader) {
    if (auto set = connection->execute("PRAGMA query_only=ON"); !set) return tl::unexpected(set.error());
  }
  {
    auto synchronous = connection->prepare("PRAGMA synchronous");
    if (!synchronous.step() || synchronous.number(0) < 2) return fail("store.broken", "synchronous");
    auto mode = connection->prepare("PRAGMA journal_mode");
    if (!mode.step() || mode.text(0) != "wal") return fail("store.broken", "journal_mode");
  }
  return connection;
}

Connection::~Connection() {
  for (auto& [sql, stmt] : cache_) sqlite3_finalize(stmt);
  sqlite3_close(db_);
}

Statement Connection::prepare(const std::string& sql) {
  auto& stmt = cache_[sql];
  if (!stmt)
    sqlite3_prepare_v3(db_, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT, &stmt, nullptr);
  return {db_, stmt, work_};
}

Result<void> Connection::execute(const char* sql) {
  if (sqlite3_exec(db_, sql, nullptr, nullptr, nullptr) == SQLITE_OK) return {};
  return tl::unexpected(sqlite_error(db_));
}

}  // namespace hb::store
