#pragma once
#include <cstdint>
#include <memory>
#include <vector>

#include "text/query.h"

namespace hb::text {

/// Thousands of queries asked of each post in one pass: one scan of its folded characters (Vectorscan) finds which
/// queries can match at all, by the words they need; only those are then asked whole. Answers exactly as `match` of
/// each. About 1 KB a query. One thread at a time.
class WatchSet {
 public:
  explicit WatchSet(std::vector<QueryNode> queries);
  ~WatchSet();

  /// The places, in what it was made of, of the queries that match; ascending.
  std::vector<uint32_t> matching(const Subject& subject);

 private:
  struct Scanner;
  std::vector<QueryNode> queries_;
  std::vector<uint32_t> always_;  ///< those that need no word
  std::unique_ptr<Scanner> scanner_;
};

}  // namespace hb::text
