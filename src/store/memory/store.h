#pragma once
#include <map>
#include <mutex>
#include <set>
#include <vector>

#include "desk/ports.h"

namespace hb::store {

/// The record in plain containers under one mutex: for tests and demonstrations; it ends with the object. The same
/// contract as SqliteStore's, but for durability. `each_post` calls back while it holds the mutex.
class MemoryStore final : public desk::Store {
 public:
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
  /// Why the change cannot be written; nothing can fail after it.
  Result<void> check(const desk::Changes& changes) const;
  std::vector<desk::CaseRow> cases_where(const desk::CaseFilter& filter) const;

  std::mutex mutex_;
  std::map<CaseNumber, std::vector<casework::Recorded>> case_events_;
  std::map<IssueId, std::vector<casework::IssueRecorded>> issue_events_;
  std::map<RecordId, std::vector<casework::RecordRecorded>> record_events_;
  std::map<std::pair<casework::RecordKind, int64_t>, desk::RecordRow> records_;
  std::map<CaseNumber, desk::CaseRow> cases_;
  std::map<IssueId, desk::IssueRow> issues_;
  /// An issue and all that was merged into it, and into that. Under the lock.
  std::set<IssueId> family(IssueId id) const;
  /// An issue and what it was merged into, and that: the last one lives. Under the lock.
  std::vector<IssueId> goes_on(IssueId id) const;

  std::map<PostId, desk::Post> posts_;
  std::map<PostId, IssueId> origins_;
  std::map<CaseNumber, int64_t> receipts_;
  std::set<Digest> post_keys_;
  std::vector<desk::MentionRow> mentions_;  ///< not seen yet
  std::vector<desk::SearchRow> searches_;
  std::map<int64_t, std::set<std::pair<Instant, PostId>>> watch_hits_;
  const std::set<std::pair<Instant, PostId>>& hits_of(int64_t watch) const;  ///< under the lock
  bool is_kept(int64_t watch) const;                                         ///< under the lock
  std::map<IssueId, std::set<std::string, std::less<>>> voices_;
  std::map<IssueId, std::string> voice_keys_;
  std::vector<desk::LedgerRow> ledger_;
  desk::LedgerState ledger_state_;
  std::map<int64_t, desk::AnswerRow> answers_;
  std::map<int64_t, desk::StatementRow> statements_;
  std::map<OutboxId, desk::OutboxRow> outbox_;
  std::map<UserId, desk::User> users_;
  std::map<SourceId, desk::SourceRow> sources_;
  std::map<CaseNumber, desk::Citizen> citizens_;
  std::map<std::pair<CaseNumber, int>, desk::EvidenceRow> evidence_;
  std::map<Digest, desk::DocumentRow> documents_;
  std::map<std::string, std::string, std::less<>> settings_;
};

}  // namespace hb::store
