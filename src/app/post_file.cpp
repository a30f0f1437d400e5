#include "app/post_file.h"

#include <algorithm>
#include <array>
#include <filesystem>

#include "base/utf8.h"

namespace hb::app {
namespace {

constexpr size_t kHeld = PostReader::kLongestLine + 1;  // what is longer is cut just behind the bound, and so rejected
constexpr std::array<std::string_view, 3> kNeeded = {"id", "published_at", "text"};

}  // namespace

Result<PostFile> PostFile::open(const std::string& path) {
  PostFile file;
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) return fail("file.unreadable", path);
  file.bytes_ = std::filesystem::file_size(path, error);
  file.in_.open(path, std::ios::binary);
  if (!file.in_) return fail("file.unreadable", path);
  if (path.ends_with(".csv")) {
    const auto header = file.csv().next();
    if (!header) return fail("csv.missing", "id");
    if (header->wrong) return tl::unexpected(*header->wrong);
    file.columns_ = header->fields;
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
  const uint64_t before = lines_;
  const auto record = csv().next();
  if (!record) return std::nullopt;
  const uint64_t start = before + record->line;
  if (record->wrong) return Record{start, tl::unexpected(*record->wrong)};
  return Record{start, post_of(record->fields)};
}

CsvReader PostFile::csv() {
  return {[this](std::string& out) { return line(out); }, PostReader::kLongestLine};
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
