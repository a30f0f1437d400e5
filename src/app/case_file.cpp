#include "app/case_file.h"

#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/utf8.h"
#include "text/charset.h"

namespace hb::app {
namespace {

namespace json = boost::json;

desk::ImportTable of_json_lines(std::string_view text) {
  desk::ImportTable out;
  for (const auto field : desk::kImportFields) out.headings.emplace_back(field);
  const auto next = lines_of(text);
  std::string line;
  for (uint64_t number = 1; next(line); ++number) {
    if (line.find_first_not_of(" \t") == std::string::npos) continue;
    CsvReader::Record record{.line = number, .fields = {}, .wrong = {}};
    boost::system::error_code error;
    const auto value = json::parse(line, error);
    if (error || !value.is_object()) record.wrong = Error{"line.not-json", ""};
    for (const auto field : desk::kImportFields) {
      auto& cell = record.fields.emplace_back();
      const auto* found = record.wrong ? nullptr : value.as_object().if_contains(field);
      if (found == nullptr) continue;
      if (!found->is_string()) {
        record.wrong = Error{"line.wrong-type", std::string(field)};
      } else {
        cell.assign(found->as_string().data(), found->as_string().size());
      }
    }
    out.records.push_back(std::move(record));
  }
  return out;
}

}  // namespace

Result<desk::ImportTable> read_case_file(const std::string& path) {
  std::error_code error;
  const auto size = std::filesystem::file_size(path, error);
  std::ifstream in(path, std::ios::binary);
  if (error || !in) return fail("file.unreadable", path);
  if (size > kMostCaseBytes) return fail("import.too-long", path);
  std::ostringstream bytes;
  bytes << in.rdbuf();
  std::string text = std::move(bytes).str();
  if (path.ends_with(".jsonl")) return of_json_lines(text);
  if (valid_utf8(text)) return desk::read_table(text);
  const auto read = text::decode(text);  // spreadsheets write GB18030
  if (!read) return tl::unexpected(read.error());
  return desk::read_table(read->text);
}

}  // namespace hb::app
