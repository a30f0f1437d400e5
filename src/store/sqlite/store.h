#pragma once
#include <condition_variable>
#include <memory>
#include <mutex>
#include <vector>

#include "desk/ports.h"
#include "store/sqlite/statement.h"

namespace hb::store {

/// The record in DIR/hearback.db. DIR/lock is held while it lives: a second program is refused ("store.locked", the
/// holder's process id). One writer connection, which alone checkpoints; a few readers.
class SqliteStore final : public desk::Store {
 public:
  /// Makes the folder, for its owner alone, and brings the schema up. Errors: "store.locked", "store.newer",
  /// "store.broken".
  static Result<std::unique_ptr<SqliteStore>> open(const std::string& dir);
  ~SqliteStore() override = default;

  const SqlWork& work() const { return work_; }

  Result<desk::Committed> commit(const desk::Changes& changes) override;
  Result<std::vector<casework::Recorded>> case_events(const CaseNumber& number) override;
  Result<std::vector<casework::IssueRecorded>> issue_events(IssueId id) override;
  Result<std::vector<casework::RecordRecorded>> record_events(const RecordId& id) override;
  Result<std::vector<desk::RecordRow>> records(casework::RecordKind kind, std::string_view state, int64_t offset,
                                               int64_t limit) override;
  Result<RecordId> next_record(casework::RecordKind kind) override;
  Result<std::vector<desk::CaseRow>> cases(const desk::CaseFilter& filter) override;
  Result<int64_t> count_cases(const desk::CaseFilter& filter, int64_t most) override;
  Result<std::vector<std::pair<desk::MentionRow, desk::CaseRow>>> mentions(UserId user, int64_t limit) override;
  Result<std::optional<desk::CaseRow>> case_row(const CaseNumber& number) override;
  Result<std::vector<desk::IssueRow>> issues(const desk::IssueFilter& filter) override;
  Result<std::optional<desk::IssueRow>> issue_row(IssueId id) override;
  Result<std::vector<desk::IssueRow>> issue_rows(const std::vector<IssueId>& ids) override;
  Result<std::vector<IssueId>> living(const std::vector<IssueId>& ids) override;
  Result<IssueId> last_issue() override;
  Result<std::vector<desk::CaseRow>> cases_of_issue(IssueId id) override;
  Result<std::vector<CaseNumber>> cases_due(Instant now, int64_t limit) override;
  Result<std::vector<IssueId>> issues_due(Instant now, int64_t limit) override;
  Result<std::vector<RecordId>> records_due(Instant now, int64_t limit) override;
  Result<std::optional<desk::Post>> post(PostId id) override;
  Result<std::vector<desk::Post>> posts_of_issue(IssueId id, int64_t offset, int64_t limit) override;
  Result<std::vector<std::pair<desk::Post, IssueId>>> posts_from(IssueId in, IssueId once) override;
  Result<std::vector<desk::PostTimes>> post_times(IssueId id) override;
  Result<std::vector<std::pair<PostId, int64_t>>> copies(IssueId id) override;
  Result<std::vector<desk::Post>> search(const desk::WordLists& words, PostId below, int64_t limit) override;
  Result<void> each_post(const std::function<bool(const desk::Post&)>& each) override;
  Result<int64_t> count_posts() override;
  Result<std::vector<desk::SearchRow>> searches(int64_t offset, int64_t limit) override;
  Result<std::vector<desk::ShownRow>> shown(int64_t offset, int64_t limit) override;
  Result<std::vector<desk::LogRow>> log(const desk::LogFilter& filter) override;
  Result<std::vector<desk::PostTimes>> watch_times(int64_t watch, Instant from) override;
  Result<std::vector<desk::WatchCount>> watch_counts(Instant day, Instant span) override;
  Result<std::vector<desk::WatchIssue>> watch_issues(Instant span) override;
  Result<std::optional<std::string>> voice_key(IssueId id) override;
  Result<int64_t> count_voices(IssueId id) override;
  Result<bool> has_voice(IssueId id, std::string_view tag) override;
  Result<std::optional<int64_t>> receipt_of(const CaseNumber& number) override;
  Result<std::vector<desk::LedgerRow>> ledger_rows(int64_t from, int64_t to) override;
  Result<int64_t> ledger_size() override;
  Result<desk::LedgerState> ledger_state() override;
  Result<std::vector<desk::AnswerRow>> answers(const desk::AnswerFilter& filter) override;
  Result<std::vector<desk::AnswerRow>> answers_beside(int64_t entry) override;
  Result<std::vector<desk::SaidOfIssue>> said_of(const std::vector<IssueId>& ids) override;
  Result<std::vector<desk::AnswerRow>> answers_of_case(const CaseNumber& number) override;
  Result<std::vector<desk::StatementRow>> statements(int64_t offset, int64_t limit) override;
  Result<std::optional<desk::StatementRow>> statement(int64_t entry) override;
  Result<std::vector<desk::StatementRow>> statements_of_issue(IssueId id) override;
  Result<std::vector<desk::OutboxRow>> outbox_due(Instant now, int64_t limit) override;
  Result<std::vector<desk::User>> users() override;
  Result<std::optional<desk::User>> user(UserId id) override;
  Result<std::vector<desk::SourceRow>> sources() override;
  Result<std::optional<desk::Citizen>> citizen(const CaseNumber& number) override;
  Result<std::optional<desk::EvidenceRow>> evidence(const CaseNumber& number, int evidence) override;
  Result<std::optional<desk::DocumentRow>> document(const Digest& sha256) override;
  Result<std::optional<std::string>> setting(std::string_view name) override;

 private:
  /// The lock file, held by flock(2).
  struct Lock {
    int fd = -1;
    Lock() = default;
    Lock(const Lock&) = delete;
    Lock& operator=(const Lock&) = delete;
    ~Lock();
    Result<void> take(const std::string& path);
  };
  /// A reader on loan.
  class Lease {
   public:
    explicit Lease(SqliteStore& store);
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    ~Lease();
    Statement prepare(const std::string& sql) { return connection_->prepare(sql); }

   private:
    SqliteStore& store_;
    std::unique_ptr<Connection> connection_;
  };
  SqliteStore() = default;

  Lock lock_;
  std::mutex writing_;
  SqlWork work_;
  std::unique_ptr<Connection> writer_;
  int64_t commits_ = 0;
  std::mutex lending_;
  std::condition_variable returned_;
  std::vector<std::unique_ptr<Connection>> readers_;
};

}  // namespace hb::store
