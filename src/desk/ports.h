#pragma once
#include <algorithm>
#include <array>
#include <functional>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/bytes.h"
#include "base/condition.h"
#include "base/ids.h"
#include "base/instant.h"
#include "casework/case.h"
#include "casework/issue.h"
#include "casework/record.h"
#include "desk/fetcher.h"

/// What the desk asks of the outside world. Each port is owned here and carried out in another room; all are plain
/// structs and few verbs.
namespace hb::desk {

/// The desk's only source of time: real in `serve`, virtual in `demo`.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant now() const = 0;  ///< any thread
};

/// Unpredictable bytes, from the operating system. Any thread.
class Random {
 public:
  virtual ~Random() = default;
  virtual void fill(std::span<uint8_t> out) = 0;
};

// ---------------------------------------------------------------- records

/// A post as it is kept: folded for search, masked for everybody. There is no author here and never will be.
struct Post {
  PostId id;  ///< given by the desk, larger than every earlier one; 0: given by the store
  SourceId source;
  std::string url;     ///< without account names; may be empty
  std::string title;   ///< masked
  std::string text;    ///< masked
  std::string folded;  ///< title and text as searched
  std::optional<Instant> published_at;
  Instant noticed_at;
  IssueId issue;
  PostId same_text_as;               ///< the first post of the same text, or none
  bool reply = false;                ///< it answers in the thread of its link
  std::vector<casework::Words> why;  ///< why it is in its issue, a sentence each
  Digest key{};                      ///< SHA-256 of source, url and text: the same post is stored once
  Digest document{};                 ///< the sealed original's SHA-256; zero for imports
  friend bool operator==(const Post&, const Post&) = default;
};

/// The moment a post counts for: when it was published, as far as is known, and never later than it was noticed.
inline Instant time_of(const Post& post) {
  return std::min(post.published_at.value_or(post.noticed_at), post.noticed_at);
}

/// One line of the issues board.
struct IssueRow {
  IssueId id;
  std::string title;  ///< of its first post
  Grade grade = Grade::routine;
  std::vector<std::string> places;
  std::vector<std::string> harms;
  UnitId unit;
  int64_t posts = 0;  ///< copies counted once
  int64_t copies = 0;
  int64_t voices = 0;
  int64_t publishers = 0;
  Instant first_at;
  Instant last_at;
  bool remit = false;  ///< a unit or a harm was proposed: it is the desk's matter
  bool dismissed = false;
  int64_t cases = 0;
  std::optional<Instant> next_due;     ///< earliest running clock
  int64_t missed = 0;                  ///< clocks missed so far
  std::optional<Instant> next_from{};  ///< when that clock started
  std::optional<Instant> wakes_at{};   ///< when time has something to do: that clock, or a ladder's next rung
  int64_t unacknowledged = 0;          ///< notices that wait for an acknowledgement
  int64_t met{};          ///< browsers that said "I have met this too": beside the voices, never among them
  IssueId merged_into{};  ///< it goes on there; 0: it stands for itself
  friend bool operator==(const IssueRow&, const IssueRow&) = default;
};

/// One line of the inbox.
struct CaseRow {
  CaseNumber number;
  std::string title;
  std::string summary;
  casework::CaseKind kind = casework::CaseKind::complaint;
  casework::CaseState state = casework::CaseState::dispatched;
  casework::Privacy privacy = casework::Privacy::anonymous;
  UnitId unit;
  UnitId about;
  IssueId issue;
  std::string place;
  Instant opened_at;
  Instant updated_at;
  std::optional<Instant> next_due;
  int64_t missed = 0;
  /// What the case waits for: "accept", "first-reply", "draft", "approve", "publish", "decide", "follow-up" when only
  /// what its answer promised is left to do, "" when nothing.
  std::string waits_for;
  std::optional<Instant> next_from{};  ///< when the clock of next_due started
  int64_t late = 0;                    ///< clocks missed and still not ended
  std::string matter{};                ///< a remit of the rulebook, or ""
  CaseNumber parent{};                 ///< the case it is handled with, or none
  std::vector<UnitId> helping{};       ///< asked for their part
  std::vector<UnitId> asked{};         ///< those of them that still owe it
  std::string came_from{};             ///< the other desk that sent it over, or ""
  std::string their_number{};
  std::optional<Instant> their_due{};
  friend bool operator==(const CaseRow&, const CaseRow&) = default;
};

/// An official word as the public reads it.
struct AnswerRow {
  int64_t entry = 0;  ///< index in the ledger
  CaseNumber number;
  casework::Part part = casework::Part::answer;
  DraftId draft;
  std::string summary;  ///< of the case: its title in public
  std::string text;     ///< "" if answered privately
  UnitId unit;
  std::string place;
  Instant published_at;
  int64_t supersedes = -1;  ///< the entry whose place it takes: of a correction or a retraction
  std::string folded{};     ///< number, summary and text as searched; the number alone if answered privately
  friend bool operator==(const AnswerRow&, const AnswerRow&) = default;
};

/// A statement (权威信息) as the public reads it.
struct StatementRow {
  int64_t entry = 0;  ///< index in the ledger
  IssueId issue;
  DraftId draft;
  std::string title;
  std::string text;
  UnitId unit;  ///< who speaks for the bureau: the office; of an explainer, whose matter it is
  Instant published_at;
  std::string sources{};  ///< of an explainer, a line each
  friend bool operator==(const StatementRow&, const StatementRow&) = default;
};

/// A row of the public ledger before it is in the tree. `body` and `salt` stand beside the leaf and are served only if
/// `shown`; erasing empties both.
struct LedgerRow {
  int64_t index = 0;  ///< given by the store: the next, without gaps
  std::string leaf;   ///< the exact entry bytes
  std::string salt;   ///< 32 bytes
  std::string body;
  bool shown = false;
  Instant at;
  friend bool operator==(const LedgerRow&, const LedgerRow&) = default;
};

/// The last checkpoint signed. `size` 0 and no text before the first.
struct LedgerState {
  int64_t size = 0;
  std::string root;          ///< 32 bytes; "" before the first
  std::string checkpoint;    ///< the signed note, with the cosignatures that have come
  std::string witnessed{};   ///< the last one that as many witnesses signed as the policy asks for; "" if none
  int64_t witnessed_size{};  ///< its entries
  friend bool operator==(const LedgerState&, const LedgerState&) = default;
};

enum class Delivery : uint8_t { waiting, delivered, given_up };

/// The channel of receipts: they go to the ledger, not outside.
inline constexpr std::string_view kReceiptChannel = "ledger";

/// Something to be said outside, written in the same transaction as its cause.
struct OutboxRow {
  OutboxId id;      ///< given by the store
  std::string key;  ///< idempotency: "answer/HB-…/3/forum"; a second row of the same key is not stored
  std::string channel;
  std::string target;   ///< where on the channel: a thread's link; once delivered, the link of what stands there
  std::string account;  ///< the official account that speaks
  std::string body;
  Delivery state = Delivery::waiting;
  int attempts = 0;
  Instant next_at;
  std::string error;  ///< of the last attempt
  friend bool operator==(const OutboxRow&, const OutboxRow&) = default;
};

/// A member of staff. The password is an Argon2id string; "" lets nobody in by password.
struct User {
  UserId id;
  std::string login;
  std::string name;
  std::string password;
  std::vector<casework::Grant> grants;
  bool disabled = false;
  friend bool operator==(const User&, const User&) = default;
};

/// A source and how it fares. `config` and `state` are the listener's own bytes.
struct SourceRow {
  SourceId id;
  std::string name;
  UnitId unit;
  std::string config;
  std::string state;
  std::optional<Instant> last_success;
  std::optional<Instant> last_new;
  std::string last_error;
  std::optional<Instant> ended_at{};  ///< since then it is not listened to any more
  friend bool operator==(const SourceRow&, const SourceRow&) = default;
};

/// What a citizen needs to come back: the query code's Argon2id string, and contact details sealed under the case's
/// key.
struct Citizen {
  CaseNumber number;
  std::string code_hash;
  std::string sealed;  ///< the citizen's own words and contact, encrypted
  friend bool operator==(const Citizen&, const Citizen&) = default;
};

/// A file of a case, encrypted under its key.
struct EvidenceRow {
  CaseNumber number;
  int evidence = 0;  ///< as in the case, from 1; a citizen's photos and their list from 0 down (desk/photos.h)
  std::string sealed;
  friend bool operator==(const EvidenceRow&, const EvidenceRow&) = default;
};

/// Sealed evidence: where the bytes of a document lie, encrypted.
struct DocumentRow {
  Digest sha256{};
  SourceId source;
  std::string url;
  Instant fetched_at;
  std::string sealed;  ///< encrypted under the key of its day, compressed before
  std::string day;     ///< "2026-03-03": whose key
  friend bool operator==(const DocumentRow&, const DocumentRow&) = default;
};

/// One line of a list of smaller records.
struct RecordRow {
  RecordId id;
  std::string state;  ///< the record's own word for it
  Instant updated_at;
  std::optional<Instant> next_due;  ///< earliest running clock
  friend bool operator==(const RecordRow&, const RecordRow&) = default;
};

// ---------------------------------------------------------------- the store

struct CaseAppend {
  CaseNumber number;
  int64_t expected_version = 0;
  std::vector<casework::Recorded> events;
  CaseRow row;  ///< the inbox line after them
};
/// What people and rules decided of a board line; the rest of it is what was heard.
struct IssueDecided {
  Grade grade = Grade::routine;
  UnitId unit = {};
  bool remit = false;
  bool dismissed = false;
  int64_t cases = 0;
  std::optional<Instant> next_due = {};
  int64_t missed = 0;
  std::optional<Instant> next_from = {};
  std::optional<Instant> wakes_at = {};
  int64_t unacknowledged = 0;
  IssueId merged_into = {};
};
struct IssueAppend {
  IssueId id;
  int64_t expected_version = 0;
  std::vector<casework::IssueRecorded> events;
  IssueDecided row = {};  ///< written over the board line, if there is one, after `issue_rows`
};
struct RecordAppend {
  RecordId id;
  int64_t expected_version = 0;
  std::vector<casework::RecordRecorded> events;
  RecordRow row;  ///< the list's line after them
};

/// A post that was put elsewhere. `origin` is the issue it goes back to with what was merged: where it was heard, or a
/// person put it.
struct Moved {
  PostId post;
  IssueId to, origin;
};

/// What somebody searched for, or watches: for the auditor. A search asks for matters; what would find a person is
/// masked here.
struct SearchRow {
  int64_t id = 0;  ///< given by the store
  Instant at;
  UserId by;
  std::string name;  ///< of the colleague then
  std::string query;
  int64_t posts = 0;  ///< found
  int64_t watch = 0;  ///< the watch that was given this query; 0: a search
  friend bool operator==(const SearchRow&, const SearchRow&) = default;
};

/// Somebody was shown a citizen's words and contact.
struct ShownRow {
  Instant at;
  UserId by;
  std::string name;  ///< of the colleague then
  CaseNumber number;
  friend bool operator==(const ShownRow&, const ShownRow&) = default;
};

/// What the log of everything is made of; `shown` are those events of cases by which somebody was shown a citizen.
enum class LogKind : uint8_t { cases, issues, records, searches, shown };

/// A line of the log: an event, or a search.
struct LogRow {
  LogKind kind = LogKind::cases;  ///< never `shown`
  std::string about;              ///< a case's number, an issue's, "roster/3"; of a search ""
  int64_t version = 0;            ///< within that; of a search its id
  Instant at;
  UserId by;         ///< 0: the desk, or the citizen of the case
  std::string name;  ///< of the colleague then
  std::variant<casework::CaseEvent, casework::IssueEvent, casework::RecordEvent, SearchRow> what;
  friend bool operator==(const LogRow&, const LogRow&) = default;
};
/// Where a line stands in the log.
struct LogPlace {
  Instant at;
  LogKind kind = LogKind::cases;
  std::string about;
  int64_t version = 0;
};
inline LogPlace place_of(const LogRow& row) { return {row.at, row.kind, row.about, row.version}; }

/// A colleague was named in a note of a case.
struct MentionRow {
  UserId user;  ///< who was named
  CaseNumber number;
  int64_t version = 0;  ///< of the note's event within the case
  Instant at;
  std::string by;  ///< who wrote it, as called then
  friend bool operator==(const MentionRow&, const MentionRow&) = default;
};

/// A watch matched a post; copies are not counted.
struct WatchHit {
  int64_t watch = 0;
  Instant at;  ///< time_of the post
  PostId post;
};
/// Of a watch that is kept: how many of its posts are in an issue.
struct WatchIssue {
  int64_t watch = 0;
  IssueId issue;
  int64_t posts = 0;
  friend bool operator==(const WatchIssue&, const WatchIssue&) = default;
};
/// A watch that is kept, by its posts.
struct WatchCount {
  int64_t watch = 0;
  int64_t day = 0, span = 0;  ///< since the one moment, and since the other
  Instant last;
  friend bool operator==(const WatchCount&, const WatchCount&) = default;
};

/// Everything one decision changes: written whole or not at all.
struct Changes {
  std::vector<CaseAppend> cases;
  std::vector<IssueAppend> issues;
  std::vector<RecordAppend> records;
  /// New ones whole. Of one that is there, only what was heard is written over: title, places, harms, counts, last_at.
  /// So a post that comes in and a decision at the same moment keep each other's part.
  std::vector<IssueRow> issue_rows;
  std::vector<Post> posts;  ///< new; one whose key is there already is skipped
  std::vector<Moved> moved;
  std::vector<std::pair<IssueId, IssueId>> merged;            ///< all posts of the first are in the second now
  std::vector<LedgerRow> ledger;                              ///< appended in order
  std::vector<std::pair<CaseNumber, int64_t>> receipts;       ///< of cases; the entry counts as in `answers`
  std::vector<AnswerRow> answers;                             ///< `entry` counts from 0 within `ledger` of this change
  std::vector<StatementRow> statements;                       ///< `entry` as in `answers`
  std::vector<OutboxRow> outbox;                              ///< new if `id` is 0, else written over
  std::vector<SourceRow> sources;                             ///< written over by id
  std::vector<User> users;                                    ///< written over by id
  std::vector<Citizen> citizens;                              ///< written over by number
  std::vector<EvidenceRow> evidence;                          ///< new
  std::vector<DocumentRow> documents;                         ///< by hash; there already: skipped
  std::vector<std::pair<IssueId, std::string>> voices;        ///< (issue, 8-byte tag); there already: skipped
  std::vector<std::pair<IssueId, std::string>> voice_keys;    ///< (issue, 32-byte key)
  std::vector<std::pair<std::string, std::string>> settings;  ///< written over by name
  std::vector<IssueId> met;                                   ///< issues that one browser more has met
  std::vector<SearchRow> searches;                            ///< new
  std::vector<MentionRow> mentions;                           ///< new
  std::vector<std::pair<UserId, CaseNumber>> mentions_seen;   ///< all of that person in that case
  std::vector<int64_t> watches_anew;                          ///< their hits so far go, before those below
  std::vector<WatchHit> watch_hits;                           ///< new
  std::optional<LedgerState> ledger_state;
  /// With ledger_state: the size and root it follows; another one there refuses the change ("store.ledger-moved").
  LedgerState ledger_before;
};

/// What the store gave out.
struct Committed {
  std::vector<PostId> posts;        ///< one per post of the change, 0 for a skipped one
  int64_t first_ledger_index = -1;  ///< of the rows appended
};

enum class CaseSort : uint8_t {
  opened,   ///< newest first
  updated,  ///< newest first
  due,      ///< those with a broken promise first, then by the next clock; those without one last
};
/// What a case waits for, in whose charge.
struct CaseStep {
  std::string waits_for;
  UnitId unit;
};
struct CaseFilter {
  std::optional<UnitId> unit;
  std::string waits_for;
  bool open_only = false;  ///< not closed, or something waits there all the same
  std::string text;        ///< substring of number, title, summary or their number
  int64_t offset = 0;
  int64_t limit = 50;                               ///< at most 500
  std::optional<std::vector<UnitId>> units = {};    ///< in the charge of one of these, or one of them helps
  std::vector<UnitId> not_about = {};               ///< about none of these
  std::vector<UnitId> about = {};                   ///< about one of these, if any is given
  std::optional<std::vector<CaseStep>> steps = {};  ///< waiting for one of these; "help": owed by that unit
  std::optional<Instant> due_from = {};             ///< the next clock ends at or after
  std::optional<Instant> due_before = {};           ///< the next clock ends before
  std::optional<Instant> late_at = {};              ///< a promise is broken and not made good by then
  CaseSort sort = CaseSort::opened;
  std::optional<bool> closed = {};  ///< as casework::closed
  bool missed_only = false;         ///< a clock was missed, made good or not
  std::optional<std::string> matter = {};
  std::optional<Instant> opened_from = {};    ///< opened at or after
  std::optional<Instant> opened_before = {};  ///< opened before
  std::string came_from = {};                 ///< sent over by that desk
  std::string their_number = {};              ///< exactly
  std::optional<Instant> updated_from = {};   ///< at or after
};
struct IssueFilter {
  bool remit_only = true;
  std::optional<Grade> at_least;
  bool undecided_only = false;  ///< neither dismissed nor with a case
  int64_t offset = 0;
  int64_t limit = 50;                      ///< at most 500
  std::optional<Instant> acted_from = {};  ///< something was decided about it at or after
};

struct LogFilter {
  std::optional<LogKind> kind = {};
  UserId by = {};                      ///< 0: whoever it was
  std::string about = {};              ///< exactly, with its `kind`
  std::optional<Instant> from = {};    ///< at or after
  std::optional<Instant> before = {};  ///< before
  std::optional<LogPlace> below = {};  ///< after that line in the list
  int64_t limit = 50;                  ///< at most 500
};

/// Of the answers that stand, those that hold all `words`, and one of `any_of` at least if any are given.
struct AnswerFilter {
  std::string words{};                ///< folded; between blanks, each as it stands, as in Store::search
  std::vector<std::string> any_of{};  ///< folded, of two characters and more
  int64_t offset = 0;
  int64_t limit = 50;  ///< at most 500
};

/// What was said about an issue: statements of it and of what it was merged into, and the words on cases opened from it
/// or from what was merged into it, at most kMostSaid.
struct SaidOfIssue {
  IssueId issue;
  std::vector<StatementRow> statements;
  std::vector<AnswerRow> answers;
};
inline constexpr int64_t kMostSaid = 20;

/// What a search needs: of each list one word at least. Folded, without blanks.
using WordLists = std::vector<std::vector<std::string>>;

/// Posts of one quarter of an hour, by their own times.
struct PostTimes {
  Instant first;  ///< the earliest of them
  int64_t posts = 0;
  friend bool operator==(const PostTimes&, const PostTimes&) = default;
};

inline constexpr int64_t kCountAll = std::numeric_limits<int64_t>::max();

/// The record. `commit` is durable when it returns (kill -9 and power loss), and atomic; it fails with
/// "store.version" (someone else was faster; the number or id), "store.ledger-moved", "store.full", "store.broken".
/// One `commit` at a time (the store serialises callers); reads from any thread, each seeing whole commits only.
/// Lists come newest first unless said otherwise.
class Store {
 public:
  virtual ~Store() = default;

  virtual Result<Committed> commit(const Changes& changes) = 0;

  virtual Result<std::vector<casework::Recorded>> case_events(const CaseNumber& number) = 0;
  virtual Result<std::vector<casework::IssueRecorded>> issue_events(IssueId id) = 0;
  virtual Result<std::vector<casework::RecordRecorded>> record_events(const RecordId& id) = 0;
  /// Records of a kind, the newest number first; `state`: only those in it; "": all.
  virtual Result<std::vector<RecordRow>> records(casework::RecordKind kind, std::string_view state, int64_t offset,
                                                 int64_t limit) = 0;
  /// The id that the next record of the kind gets; two who take the same one meet in "store.version".
  virtual Result<RecordId> next_record(casework::RecordKind kind) = 0;
  virtual Result<std::vector<CaseRow>> cases(const CaseFilter& filter) = 0;
  /// At most `most`: more are not counted.
  virtual Result<int64_t> count_cases(const CaseFilter& filter, int64_t most = kCountAll) = 0;
  /// Where that person was named and has not looked since, newest first, with the cases.
  virtual Result<std::vector<std::pair<MentionRow, CaseRow>>> mentions(UserId user, int64_t limit) = 0;
  virtual Result<std::optional<CaseRow>> case_row(const CaseNumber& number) = 0;
  /// Without those that were merged into others.
  virtual Result<std::vector<IssueRow>> issues(const IssueFilter& filter) = 0;
  virtual Result<std::optional<IssueRow>> issue_row(IssueId id) = 0;
  /// Those that are there, by their numbers; at most 500 are asked for.
  virtual Result<std::vector<IssueRow>> issue_rows(const std::vector<IssueId>& ids) = 0;
  /// Where each of them goes on that was merged, however often; itself if it was not. In their order.
  virtual Result<std::vector<IssueId>> living(const std::vector<IssueId>& ids) = 0;
  /// The largest number an issue has had; 0 if there is none.
  virtual Result<IssueId> last_issue() = 0;
  /// Those opened from the issue or from one that was merged into it.
  virtual Result<std::vector<CaseRow>> cases_of_issue(IssueId id) = 0;
  /// Cases and records with a running clock due before `now`, issues that wake before it; earliest first, at most
  /// `limit`.
  virtual Result<std::vector<CaseNumber>> cases_due(Instant now, int64_t limit) = 0;
  virtual Result<std::vector<IssueId>> issues_due(Instant now, int64_t limit) = 0;
  virtual Result<std::vector<RecordId>> records_due(Instant now, int64_t limit) = 0;

  virtual Result<std::optional<Post>> post(PostId id) = 0;
  virtual Result<std::vector<Post>> posts_of_issue(IssueId id, int64_t offset, int64_t limit) = 0;
  /// The posts of `in` whose origin is `once` or an issue that was merged into that, with their origins.
  virtual Result<std::vector<std::pair<Post, IssueId>>> posts_from(IssueId in, IssueId once) = 0;
  /// When the posts of an issue were published, or else noticed; never later than noticed. Ascending, the newest 40,000
  /// quarters of an hour.
  virtual Result<std::vector<PostTimes>> post_times(IssueId id) = 0;
  /// How many posts of the issue have the text of another one, by that one.
  virtual Result<std::vector<std::pair<PostId, int64_t>>> copies(IssueId id) = 0;
  /// Posts that hold, as it stands in `folded`, one word at least of each list; the newest first, of those before
  /// `below` (0: all), at most `limit`. Words of two characters and more are looked up (character bigrams); a list with
  /// a shorter one is read for, and no list at all gives every post.
  virtual Result<std::vector<Post>> search(const WordLists& words, PostId below, int64_t limit) = 0;
  /// Every post in the order stored, for rebuilding the notice engine; stops when `each` returns false.
  virtual Result<void> each_post(const std::function<bool(const Post&)>& each) = 0;
  virtual Result<int64_t> count_posts() = 0;

  /// Newest first.
  virtual Result<std::vector<SearchRow>> searches(int64_t offset, int64_t limit) = 0;
  /// Of all cases.
  virtual Result<std::vector<ShownRow>> shown(int64_t offset, int64_t limit) = 0;
  /// Everything that people and the desk did, and what people searched for: by time, the newest first; of one second by
  /// kind, then the later about and version first.
  virtual Result<std::vector<LogRow>> log(const LogFilter& filter) = 0;
  /// As post_times, of what a watch matched since `from`.
  virtual Result<std::vector<PostTimes>> watch_times(int64_t watch, Instant from) = 0;
  /// Of the watches whose record's state is "kept", by their numbers, that matched anything since `span`.
  virtual Result<std::vector<WatchCount>> watch_counts(Instant day, Instant span) = 0;
  /// Of those watches, by their numbers, then by issue.
  virtual Result<std::vector<WatchIssue>> watch_issues(Instant span) = 0;

  virtual Result<std::optional<std::string>> voice_key(IssueId id) = 0;
  /// Of the issue and what was merged into it, each counted by itself: at most so many.
  virtual Result<int64_t> count_voices(IssueId id) = 0;
  virtual Result<bool> has_voice(IssueId id, std::string_view tag) = 0;

  /// The ledger's entry of a case's receipt; nothing until its minute is over.
  virtual Result<std::optional<int64_t>> receipt_of(const CaseNumber& number) = 0;
  /// Rows [from, to) of the ledger, ascending.
  virtual Result<std::vector<LedgerRow>> ledger_rows(int64_t from, int64_t to) = 0;
  virtual Result<int64_t> ledger_size() = 0;
  virtual Result<LedgerState> ledger_state() = 0;
  /// Those that stand: without what was corrected or retracted since.
  virtual Result<std::vector<AnswerRow>> answers(const AnswerFilter& filter) = 0;
  /// The word of that entry and all others of its case, newest first; empty if no entry of that number is one.
  virtual Result<std::vector<AnswerRow>> answers_beside(int64_t entry) = 0;
  virtual Result<std::vector<AnswerRow>> answers_of_case(const CaseNumber& number) = 0;

  virtual Result<std::vector<StatementRow>> statements(int64_t offset, int64_t limit) = 0;
  virtual Result<std::optional<StatementRow>> statement(int64_t entry) = 0;
  /// Of each of the issues, newest first; at most 500 are asked for.
  virtual Result<std::vector<SaidOfIssue>> said_of(const std::vector<IssueId>& ids) = 0;
  /// Of the issue, and of what it was merged into.
  virtual Result<std::vector<StatementRow>> statements_of_issue(IssueId id) = 0;

  virtual Result<std::vector<OutboxRow>> outbox_due(Instant now, int64_t limit) = 0;
  virtual Result<std::vector<User>> users() = 0;
  virtual Result<std::optional<User>> user(UserId id) = 0;
  virtual Result<std::vector<SourceRow>> sources() = 0;
  virtual Result<std::optional<Citizen>> citizen(const CaseNumber& number) = 0;
  virtual Result<std::optional<EvidenceRow>> evidence(const CaseNumber& number, int evidence) = 0;
  virtual Result<std::optional<DocumentRow>> document(const Digest& sha256) = 0;
  virtual Result<std::optional<std::string>> setting(std::string_view name) = 0;
};

/// Small files that outsiders fetch byte for byte: tiles, entry bundles, the checkpoint. A write is durable and atomic
/// (temporary file, fsync, rename, fsync of the folder); writing other bytes over a tile that is there is refused
/// ("files.differ"), over "checkpoint" it is allowed.
class Files {
 public:
  virtual ~Files() = default;
  virtual Result<void> write(std::string_view path, std::string_view bytes) = 0;
  virtual Result<std::optional<std::string>> read(std::string_view path) = 0;
};

}  // namespace hb::desk
