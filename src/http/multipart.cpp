#include "http/multipart.h"

#include <strings.h>

#include <algorithm>

#include "base/utf8.h"

namespace hb::http {
namespace {

constexpr std::string_view kType = "multipart/form-data";
constexpr size_t kLongestBoundary = 70;  // RFC 2046 section 5.1.1

bool starts_like(std::string_view text, std::string_view with) {
  return text.size() >= with.size() && strncasecmp(text.data(), with.data(), with.size()) == 0;
}

// The value of `; name="value"` or `; name=value`; quotes inside are written %22 by browsers.
std::optional<std::string_view> parameter(std::string_view header, std::string_view name) {
  for (size_t at = header.find(';'); at != std::string_view::npos; at = header.find(';', at)) {
    at = header.find_first_not_of("; \t", at);
    if (at == std::string_view::npos) break;
    const size_t equals = header.find('=', at);
    if (equals == std::string_view::npos) break;
    const bool is_it = equals - at == name.size() && starts_like(header.substr(at), name);
    at = equals + 1;
    size_t end = 0;
    if (at < header.size() && header[at] == '"') {
      end = header.find('"', ++at);
      if (end == std::string_view::npos) break;
    } else {
      end = std::min(header.find(';', at), header.size());
    }
    if (is_it) return header.substr(at, end - at);
    at = end;
  }
  return std::nullopt;
}

struct Head {
  std::string_view name;
  bool file = false;
};

std::optional<Head> head_of(std::string_view lines) {
  while (!lines.empty()) {
    const size_t end = lines.find("\r\n");
    const std::string_view line = lines.substr(0, end);
    lines = end == std::string_view::npos ? std::string_view() : lines.substr(end + 2);
    constexpr std::string_view kDisposition = "content-disposition:";
    if (!starts_like(line, kDisposition)) continue;
    const auto name = parameter(line, "name");
    if (!name || name->empty() || !valid_utf8(*name)) return std::nullopt;
    return Head{*name, parameter(line, "filename").has_value()};
  }
  return std::nullopt;
}

}  // namespace

bool is_multipart(std::string_view content_type) { return starts_like(content_type, kType); }

std::optional<Multipart> parse_multipart(std::string_view content_type, std::string_view body, bool cut) {
  const auto boundary = is_multipart(content_type) ? parameter(content_type, "boundary") : std::nullopt;
  if (!boundary || boundary->empty() || boundary->size() > kLongestBoundary) return std::nullopt;
  const std::string between = "\r\n--" + std::string(*boundary);
  if (!body.starts_with(std::string_view(between).substr(2))) return std::nullopt;
  body.remove_prefix(between.size() - 2);
  Multipart out;
  for (size_t parts = 0;; ++parts) {
    if (body.starts_with("--") || (cut && body.size() < 2)) return out;
    if (parts == kMostParts || !body.starts_with("\r\n")) return std::nullopt;
    body.remove_prefix(2);
    const size_t blank = body.substr(0, kPartHeadLimit).find("\r\n\r\n");
    if (blank == std::string_view::npos && cut && body.size() < kPartHeadLimit) return out;
    if (blank == std::string_view::npos) return std::nullopt;
    const auto head = head_of(body.substr(0, blank));
    body.remove_prefix(blank + 4);
    const size_t end = body.find(between);
    if (head && end == std::string_view::npos && cut) return out;
    if (!head || end == std::string_view::npos) return std::nullopt;
    const std::string_view bytes = body.substr(0, end);
    body.remove_prefix(end + between.size());
    if (head->file) {
      if (!bytes.empty()) out.files.push_back({head->name, bytes});
      continue;
    }
    if (!valid_utf8(bytes) || bytes.find('\0') != std::string_view::npos) return std::nullopt;
    out.fields.emplace(head->name, bytes);
  }
}

}  // namespace hb::http
