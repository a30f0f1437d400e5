#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

/// CSV as RFC 4180 has it: fields between commas, quoted where they hold a comma, a quote or a line end, a quote in
/// them doubled. Lines may end with LF as well.
namespace hb {

/// Reads records, one after the other; blank lines between them are passed over. Memory is bounded by `longest`.
class CsvReader {
 public:
  /// `next_line` gives a line without its line end, false at the end of the text.
  CsvReader(std::function<bool(std::string&)> next_line, size_t longest)
      : next_line_(std::move(next_line)), longest_(longest) {}

  struct Record {
    uint64_t line = 0;  ///< where it starts, from 1
    std::vector<std::string> fields;
    std::optional<Error> wrong;  ///< "csv.quote" (one that never closes, or in the middle of a field), "line.too-long"
  };
  std::optional<Record> next();

 private:
  std::function<bool(std::string&)> next_line_;
  size_t longest_;
  uint64_t lines_ = 0;
  std::string line_;
};

/// The lines of a text, for CsvReader; a byte order mark in front is left out. `text` outlives it.
std::function<bool(std::string&)> lines_of(std::string_view text);

/// A text as a sheet shows it and does not reckon it: with an apostrophe in front where it would begin a formula
/// ("=", "+", "-", "@", a tab or a line end).
std::string sheet_cell(std::string text);

/// One record with its line end, CRLF.
std::string csv_line(const std::vector<std::string>& fields);

}  // namespace hb
