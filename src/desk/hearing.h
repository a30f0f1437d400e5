#pragma once
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "desk/cases.h"
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

  /// The longest text kept, in bytes of UTF-8; what is longer is cut at a character and said so by "…".
  static constexpr size_t kLongestText = size_t{256} * 1024;

 private:
  struct Batch;
  void one(const Incoming& in, Batch& batch);
  int voices(IssueId issue, std::string_view author, Batch& batch);
  void touch(const Post& post, std::string_view publisher, const notice::Verdict& verdict, Batch& batch);
  Result<void> propose(Batch& batch, Changes& changes, Heard& heard) const;

  Wiring w_;
  notice::Options options_;
  const text::AllowList& allow_;
  notice::Engine engine_;
  std::unordered_set<uint64_t> known_;  ///< first eight bytes of every post's key
  std::unordered_map<IssueId, std::unordered_set<std::string>> publishers_;
  int64_t last_post_ = 0;
};

}  // namespace hb::desk
