#pragma once
#include <cstdint>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

#include "app/posts.h"
#include "base/csv.h"

namespace hb::app {

/// A file of posts, read forward one record at a time: JSON lines, or CSV (RFC 4180) if its name ends in ".csv". The
/// first record of a CSV names its columns by the keys of PostLine; other columns are dropped. Memory is bounded by the
/// longest record.
class PostFile {
 public:
  /// Errors: "file.unreadable"; for CSV "csv.missing" (detail: the column that every post needs).
  static Result<PostFile> open(const std::string& path);

  struct Record {
    uint64_t line = 0;  ///< where it starts, from 1
    Result<PostLine> post;
  };
  /// None at the end. The errors of PostReader; for CSV also "csv.columns" (not as many as the header names),
  /// "csv.quote" (a quote that never closes, or stands in the middle of a field) and "csv.not-utf8".
  std::optional<Record> next();

  uint64_t bytes_read() const { return bytes_read_; }
  uint64_t bytes() const { return bytes_; }

 private:
  bool line(std::string& out);
  CsvReader csv();
  Result<PostLine> post_of(const std::vector<std::string>& fields) const;

  std::ifstream in_;
  PostReader reader_;
  std::vector<std::string> columns_;  ///< of a CSV; empty: JSON lines
  std::string pending_;               ///< the line just read, its memory used again
  uint64_t lines_ = 0, bytes_read_ = 0, bytes_ = 0;
};

}  // namespace hb::app
