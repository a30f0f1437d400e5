#include "base/csv.h"

namespace hb {
namespace {

bool blank(const std::string& line) { return line.find_first_not_of(" \t") == std::string::npos; }

// One line of a record; `quoted` says whether it starts, and then whether it ends, inside a quoted field. False if a
// quote stands in the middle of a field.
bool add(std::string_view line, bool& quoted, std::vector<std::string>& fields) {
  bool good = true;
  for (size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (quoted && c != '"') {
      fields.back() += c;
    } else if (quoted && line.substr(i + 1).starts_with('"')) {
      fields.back() += line[++i];
    } else if (quoted) {
      quoted = false;
    } else if (c == ',') {
      fields.emplace_back();
    } else if (c == '"') {
      quoted = fields.back().empty();
      good = good && quoted;
    } else {
      fields.back() += c;
    }
  }
  return good;
}

}  // namespace

// A quoted field may hold line ends: the record goes on with the next line until the quote closes.
std::optional<CsvReader::Record> CsvReader::next() {
  do {
    if (!next_line_(line_)) return std::nullopt;
    ++lines_;
  } while (blank(line_));
  Record out{.line = lines_, .fields = {{}}, .wrong = {}};
  size_t size = 0;
  for (bool quoted = false;;) {
    if (!add(line_, quoted, out.fields)) out.wrong = Error{"csv.quote", ""};
    if ((size += line_.size()) > longest_) {
      out.wrong = Error{"line.too-long", ""};
      out.fields.assign(1, {});
    }
    if (!quoted) return out;
    if (!next_line_(line_)) {
      out.wrong = Error{"csv.quote", ""};
      return out;
    }
    ++lines_;
    out.fields.back() += '\n';
  }
}

std::function<bool(std::string&)> lines_of(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  return [text](std::string& line) mutable {
    if (text.empty()) return false;
    const size_t end = text.find('\n');
    line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.ends_with('\r')) line.pop_back();
    return true;
  };
}

std::string sheet_cell(std::string text) {
  if (!text.empty() && std::string_view("=+-@\t\r\n").find(text.front()) != std::string_view::npos)
    text.insert(text.begin(), '\'');
  return text;
}

std::string csv_line(const std::vector<std::string>& fields) {
  std::string out;
  for (const auto& field : fields) {
    if (&field != &fields.front()) out += ',';
    if (field.find_first_of(",\"\r\n") == std::string::npos) {
      out += field;
      continue;
    }
    out += '"';
    for (const char c : field) out += c == '"' ? "\"\"" : std::string(1, c);
    out += '"';
  }
  return out + "\r\n";
}

}  // namespace hb
