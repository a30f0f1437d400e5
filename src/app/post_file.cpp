#include "app/post_file.h"

#include <algorithm>
#include <array>
#include <filesystem>

#include "base/utf8.h"

namespace hb::app {
namespace {

constexpr size_t kHeld = PostReader::kLongestLine + 1;  // what is longer is cut just behind the bound, and so rejected
constexpr std::array<std::string_view, 3> kNeeded = {"id", "published_at", "text"};

bool blank(const std::string& line) { return line.find_first_not_of(" \t") == std::string::npos; }

// One line of a record; `quoted` says whether it starts, and then whether it ends, inside a quoted field. False if a
// quote stands in the middle of a field.
bool add_csv(std::string_view line, bool& quoted, std::vector<std::string>& fields) {
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

Result<PostFile> PostFile::open(const std::string& path) {
  PostFile file;
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) return fail("file.unreadable", path);
  file.bytes_ = std::filesystem::file_size(path, error);
  file.in_.open(path, std::ios::binary);
  if (!file.in_) return fail("file.unreadable", path);
  if (path.ends_with(".csv")) {
    std::optional<Error> bad;
    if (!file.csv(file.columns_, bad)) return fail("csv.missing", "id");
    if (bad) return tl::unexpected(*bad);
    for (const auto needed : kNeeded)
      if (std::ranges::find(file.columns_, needed) == file.columns_.end())
        return fail("csv.missing", std::string(needed));
  }
  return file;
}

std::optional<PostFile::Record> PostFile::next() {
  if (columns_.empty()) {
    if (!line(pending_)) return std::nullopt;
    return Record{lines_, reader_.read(pending_)};
  }
  std::vector<std::string> fields;
  std::optional<Error> error;
  if (!csv(fields, error)) return std::nullopt;
  if (error) return Record{start_, tl::unexpected(*error)};
  return Record{start_, post_of(fields)};
}

bool PostFile::line(std::string& out) {
  out.clear();
  auto& buffer = *in_.rdbuf();
  int c = buffer.sgetc();
  if (c == EOF) return false;
  for (; c != EOF; c = buffer.sgetc()) {
    buffer.sbumpc();
    ++bytes_read_;
    if (c == '\n') break;
    if (out.size() < kHeld) out += static_cast<char>(c);
  }
  if (lines_++ == 0 && out.starts_with("\xEF\xBB\xBF")) out.erase(0, 3);
  if (out.ends_with('\r')) out.pop_back();
  return true;
}

// A quoted field may hold line ends: the record goes on with the next line until the quote closes.
bool PostFile::csv(std::vector<std::string>& fields, std::optional<Error>& error) {
  fields.assign(1, {});
  do {
    if (!line(pending_)) return false;
  } while (blank(pending_));
  start_ = lines_;
  size_t size = 0;
  for (bool quoted = false;;) {
    if (!add_csv(pending_, quoted, fields)) error = Error{"csv.quote", ""};
    if ((size += pending_.size()) > PostReader::kLongestLine) {
      error = Error{"line.too-long", ""};
      fields.assign(1, {});
    }
    if (!quoted) return true;
    if (!line(pending_)) {
      error = Error{"csv.quote", ""};
      return true;
    }
    fields.back() += '\n';
  }
}

Result<PostLine> PostFile::post_of(const std::vector<std::string>& fields) const {
  if (fields.size() != columns_.size()) return fail("csv.columns");
  const auto field = [&](std::string_view name) -> std::string {
    const auto at = std::ranges::find(columns_, name);
    return at == columns_.end() ? std::string() : fields[static_cast<size_t>(at - columns_.begin())];
  };
  PostLine post{.id = field("id"),
                .source = field("source"),
                .url = field("url"),
                .title = field("title"),
                .text = field("text"),
                .author = field("author"),
                .place = field("place"),
                .published_at = {}};
  for (const auto needed : kNeeded)
    if (field(needed).empty()) return fail("line.missing", std::string(needed));
  for (const auto& value : fields)
    if (!valid_utf8(value)) return fail("csv.not-utf8");
  const auto published_at = parse_rfc3339(field("published_at"));
  if (!published_at) return fail("line.wrong-time", "published_at");
  post.published_at = *published_at;
  return post;
}

}  // namespace hb::app
