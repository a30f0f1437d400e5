#pragma once
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <variant>
#include <vector>

#include "desk/cases.h"
#include "desk/watches.h"
#include "notice/engine.h"
#include "text/fold.h"
#include "text/mask.h"

/// From what a listener brings to posts in issues: masked, folded, grouped, graded, and written in one transaction.
namespace hb::desk {

/// A text as it was read from a source. The views need to hold during the call only. `author` serves the voice tag and
/// goes no further.
struct Incoming {
  std::string_view source;
  std::string_view publisher;  ///< outlets of one owner give one name; empty: the source
  std::string_view url;        ///< without account names
  std::optional<Instant> published_at;
  std::string_view title;
  std::string_view text;
  std::string_view author;
  bool reply = false;  ///< it answers in the thread at `url`, and so is about what the thread is about
};

/// Where a batch came from; written with it.
struct Brought {
  std::optional<DocumentRow> document{};  ///< the sealed original, if there is one
  std::optional<SourceRow> source{};      ///< the source as it stands after the visit
};

/// What became of a batch.
struct Heard {
  int64_t stored = 0;
  int64_t known = 0;              ///< the same source, link and text was there already
  int64_t issues = 0;             ///< founded by them
  std::vector<IssueId> critical;  ///< issues that this batch raised to critical
};

/// Which posts are one matter, as a person says, or a post that joins two issues. Issues are named as they are shown.
struct MergeIssues {
  IssueId one, other;  ///< the older lives on
  std::string reason{};
  PostId shown_by{};  ///< for the desk
};
/// Of two that were never merged it says that they are two: neither the desk merges them, nor are they listed as alike.
struct PartIssues {
  IssueId into, other;  ///< `other` was merged into `into`
  std::string reason;
};
struct MoveThem {
  IssueId from;
  std::vector<PostId> posts;  ///< their copies go with them
  IssueId to;                 ///< 0: a new issue
  std::string reason;
};
using Regroup = std::variant<MergeIssues, PartIssues, MoveThem>;

/// Two issues that look like one, for a person to say whether they are.
struct AlikeIssues {
  IssueRow one, other;  ///< the older first
  int64_t version = 0;  ///< of `one`
  Post post, like;      ///< of the one and of the other: what looks alike
  double likelihood = 0;
  std::vector<casework::Words> why;
  bool may_merge = false, may_part = false;  ///< this person, as things stand
};
inline constexpr int64_t kAlikeIssues = 50;  ///< of the board are looked at, the latest
inline constexpr int64_t kAlikePosts = 3;    ///< of each, the newest

/// Whoever keeps the hearing carries out between two batches what changes how posts are heard.
class BetweenBatches {
 public:
  virtual ~BetweenBatches() = default;
  /// Answers the issue where the posts are now. `seen`: the version of the issue that was shown (`one`, `into`,
  /// `from`). Any thread. Errors: as Hearing::regroup.
  virtual Result<IssueId> regroup(const casework::Actor& actor, const Regroup& what, std::optional<int64_t> seen) = 0;
  /// As Hearing::alike. Any thread.
  virtual Result<std::vector<AlikeIssues>> alike(const casework::Actor& actor, IssueId of) = 0;
  /// As Registers::confirm, of a proposal about a source. Any thread.
  virtual Result<void> confirm_source(const casework::Actor& actor, const RecordId& id, int64_t seen) = 0;
  /// As Watching::act. Any thread.
  virtual Result<RecordId> watch(const casework::Actor& actor, const std::optional<RecordId>& id,
                                 const casework::WatchCommand& command, std::optional<int64_t> seen) = 0;
};

/// One thread at a time: the order of posts decides the issues.
class Hearing {
 public:
  /// `allow` and `wiring` outlive it. Call `load` before the first `hear`.
  Hearing(const Wiring& wiring, notice::Options options, const text::AllowList& allow);

  /// Rebuilds what it remembers from the store's posts, in their order. `owners`: source → publisher, of those sources
  /// whose publisher has another name, so that a restart counts independent publishers as before. Errors: the store's.
  Result<void> load(const std::map<std::string, std::string>& owners = {});

  /// All of the batch and where it came from, durable when it returns, or nothing. People decide about issues at the
  /// same moment: then its proposals are made again on what they decided. Errors: the store's; after one, `load` must
  /// be called before the next batch.
  Result<Heard> hear(std::span<const Incoming> batch, Brought brought = {});

  /// Written whole or not at all, and the engine knows no more than was written. Moving posts does not change how many
  /// voices either issue has; of merged ones the voices are added. Errors: "issue.unknown", those of casework::decide,
  /// "issue.posts" (detail: a post that is not there, or "all": that is merging), the store's.
  Result<IssueId> regroup(const casework::Actor& actor, const Regroup& what, std::optional<int64_t> seen = {});

  /// What looks like one matter and was neither merged nor parted: of one issue, or (0) of the board's; gravest first,
  /// then likeliest, each pair once. Found anew each time in what the engine remembers. Errors: "issue.unknown", the
  /// store's.
  Result<std::vector<AlikeIssues>> alike(const casework::Actor& actor, IssueId of);

  Watching& watching() { return watching_; }

  /// The longest text kept, in bytes of UTF-8; what is longer is cut at a character and said so by "…".
  static constexpr size_t kLongestText = size_t{256} * 1024;

 private:
  struct Batch;
  void one(const Incoming& in, Batch& batch);
  int voices(IssueId issue, std::string_view author, Batch& batch);
  Result<void> read_sources();
  struct Reach;
  std::optional<casework::IssueSpread> spread_of(const IssueRow& row, const Reach& reach,
                                                 const std::string& text) const;
  void reach(const Post& post, IssueId issue);
  void touch(const Post& post, std::string_view publisher, const notice::Verdict& verdict, Batch& batch);
  Result<void> propose(Batch& batch, Changes& changes, Heard& heard) const;
  struct Side;
  struct Acting;
  Result<Side> side(const IssueRow& row) const;
  Result<Side> side(IssueId id, std::optional<int64_t> seen = {}) const;
  Result<std::vector<Post>> all_posts(IssueId id) const;
  using Publishers = std::unordered_set<std::string>;
  Publishers publishers_of(const std::vector<Post>& posts) const;
  Result<void> write(const Acting& by, const Side& one, const Side& other, Changes& changes) const;
  Result<IssueId> regroup_once(const Acting& by, const MergeIssues& what);
  Result<IssueId> regroup_once(const Acting& by, const PartIssues& what);
  Result<IssueId> regroup_once(const Acting& by, const MoveThem& what);
  Result<void> write_move(const Acting& by, const MoveThem& what, const notice::Engine::Moved& moved,
                          const std::vector<Post>& going, const std::vector<Post>& staying, Side& from, Side& to);
  void make_one(const std::vector<MergeIssues>& shown);

  Wiring w_;
  notice::Options options_;
  const text::AllowList& allow_;
  notice::Engine engine_;
  Watching watching_;
  std::unordered_set<uint64_t> known_;  ///< first eight bytes of every post's key
  std::unordered_map<IssueId, Publishers> publishers_;
  /// How far an issue reaches: the branches whose districts its posts name, the units that answer for its sources.
  struct Reach {
    std::set<UnitId> districts, sources;
  };
  std::unordered_map<IssueId, Reach> reach_;
  std::map<SourceId, UnitId> units_;  ///< who answers for a source; none: nobody
  std::map<std::string, std::string> owners_;
  std::set<std::pair<IssueId, IssueId>> refused_;  ///< not made one by the desk; asked once
  int64_t last_post_ = 0;
};

}  // namespace hb::desk
