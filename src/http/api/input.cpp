#include "http/api/input.h"

#include <algorithm>
#include <charconv>

#include "base/utf8.h"

namespace hb::http::api {
namespace {

namespace json = boost::json;

constexpr int64_t kMostOffset = 1'000'000;
constexpr std::string_view kCursor = "from ";

bool is_json(std::string_view content_type) {
  std::string type(content_type.substr(0, content_type.find(';')));
  std::erase(type, ' ');
  std::ranges::transform(type, type.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
  return type == "application/json";
}

std::optional<int64_t> whole_number(std::string_view digits) {
  int64_t n = -1;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), n);
  if (error != std::errc() || end != digits.data() + digits.size() || n < 0) return std::nullopt;
  return n;
}

}  // namespace

Body::Body(const Request& request) {
  if (!is_json(request.content_type)) {
    wrong_ = Error{"request.media-type", ""};
    return;
  }
  boost::system::error_code error;
  auto value = json::parse(json::string_view(request.body.data(), request.body.size()), error);
  if (error || !value.is_object()) {
    wrong_ = Error{"request.json", ""};
    return;
  }
  object_ = std::move(value.as_object());
}

const json::value* Body::find(const char* field) const { return object_.if_contains(field); }

std::string Body::text(const char* field) {
  const auto* value = find(field);
  if (value == nullptr || !value->is_string()) return note(field), "";
  return {value->as_string().data(), value->as_string().size()};
}

std::string Body::text_or(const char* field) { return find(field) == nullptr ? "" : text(field); }

int64_t Body::number(const char* field) {
  const auto* value = find(field);
  if (value == nullptr || !value->is_int64() || value->as_int64() < 0) return note(field), 0;
  return value->as_int64();
}

int64_t Body::number_or(const char* field, int64_t absent) { return find(field) == nullptr ? absent : number(field); }

bool Body::flag_or(const char* field) {
  const auto* value = find(field);
  if (value == nullptr) return false;
  if (!value->is_bool()) return note(field), false;
  return value->as_bool();
}

std::vector<std::string> Body::texts_or(const char* field, size_t most) {
  std::vector<std::string> out;
  const auto* value = find(field);
  if (value == nullptr) return out;
  if (!value->is_array() || value->as_array().size() > most) return note(field), out;
  for (const auto& one : value->as_array()) {
    if (!one.is_string()) return note(field), out;
    out.emplace_back(one.as_string().data(), one.as_string().size());
  }
  return out;
}

std::vector<int64_t> Body::numbers_or(const char* field, size_t most) {
  std::vector<int64_t> out;
  const auto* value = find(field);
  if (value == nullptr) return out;
  if (!value->is_array() || value->as_array().size() > most) return note(field), out;
  for (const auto& one : value->as_array()) {
    if (!one.is_int64()) return note(field), out;
    out.push_back(one.as_int64());
  }
  return out;
}

std::vector<Body> Body::bodies(const char* field, size_t most) {
  std::vector<Body> out;
  const auto* value = find(field);
  if (value == nullptr) return out;
  if (!value->is_array() || value->as_array().size() > most) return note(field), out;
  for (const auto& one : value->as_array()) {
    if (!one.is_object()) return note(field), out;
    out.push_back(Body(one.as_object()));
  }
  return out;
}

Instant Body::moment(const char* field) {
  const auto read = parse_rfc3339(text(field));
  if (!read) note(field);
  return read.value_or(Instant{});
}

std::optional<Instant> Body::moment_or(const char* field) {
  if (find(field) == nullptr) return std::nullopt;
  return moment(field);
}

int64_t Body::day_or(const char* field) {
  if (find(field) == nullptr) return 0;
  const auto read = day_of(text(field));
  if (!read) note(field);
  return read.value_or(0);
}

Digest Body::digest(const char* field) {
  Digest out{};
  const auto bytes = from_hex(text(field));
  if (!bytes || bytes->size() != out.size()) return note(field), out;
  std::copy(bytes->begin(), bytes->end(), out.begin());
  return out;
}

std::optional<std::string> Query::text(const char* name, size_t most_code_points) {
  const auto at = fields_.find(name);
  if (at == fields_.end() || at->second.empty()) return std::nullopt;
  if (count_code_points(at->second) > most_code_points) note(name);
  return at->second;
}

bool Query::flag(const char* name, bool absent) {
  const auto at = fields_.find(name);
  if (at == fields_.end()) return absent;
  if (at->second != "true" && at->second != "false") note(name);
  return at->second == "true";
}

int64_t Query::limit() {
  const auto at = fields_.find("limit");
  if (at == fields_.end()) return 50;
  const auto n = whole_number(at->second);
  if (!n || *n < 1 || *n > 200) return note("limit"), 50;
  return *n;
}

int64_t Query::number(const char* name, int64_t absent, int64_t least, int64_t most) {
  const auto at = fields_.find(name);
  if (at == fields_.end()) return absent;
  const auto n = whole_number(at->second);
  if (!n || *n < least || *n > most) return note(name), absent;
  return *n;
}

int64_t Query::cursor() {
  const auto at = fields_.find("cursor");
  if (at == fields_.end()) return 0;
  const auto text = from_hex(at->second);
  const auto offset = text && text->starts_with(kCursor) ? whole_number(text->substr(kCursor.size())) : std::nullopt;
  if (!offset || *offset > kMostOffset) return note("cursor"), 0;
  return *offset;
}

Language Query::language() {
  const auto at = fields_.find("lang");
  if (at == fields_.end() || at->second == "zh") return Language::zh;
  if (at->second != "en") note("lang");
  return Language::en;
}

std::string cursor_at(int64_t offset) { return to_hex(std::string(kCursor) + std::to_string(offset)); }

std::optional<int> day_of(const std::string& date) {
  if (date.size() != 10) return std::nullopt;
  const auto read = parse_rfc3339(date + "T00:00:00Z");
  if (!read) return std::nullopt;
  return static_cast<int>(read->seconds / hours(24).count);
}

std::optional<int64_t> id_of(std::string_view digits) { return whole_number(digits); }

Result<int64_t> version_of(const Request& request) {
  const std::string_view tag = request.if_match;
  if (tag.empty()) return fail("request.no-version");
  const auto version = tag.size() > 2 && tag.front() == '"' && tag.back() == '"'
                           ? whole_number(tag.substr(1, tag.size() - 2))
                           : std::nullopt;
  if (!version) return fail("request.field", "If-Match");
  return *version;
}

std::string etag_of(int64_t version) { return '"' + std::to_string(version) + '"'; }

}  // namespace hb::http::api
