#include "rulebook/fields.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/ascii.h"
#include "base/nearest.h"
#include "base/utf8.h"

namespace hb::rulebook {
namespace {

constexpr size_t kLargestFile = 1 << 20;
constexpr size_t kLongestText = 2000;
constexpr size_t kLongestList = 5000;
constexpr int64_t kTenYears = 87600;  // hours

int line_of(const toml::source_region& source) { return std::max(1, static_cast<int>(source.begin.line)); }

std::string below(const std::string& key, std::string_view child) {
  return key.empty() ? std::string(child) : fmt::format("{}.{}", key, child);
}

}  // namespace

std::string to_text(const Finding& f) {
  std::string text = fmt::format("{}:{}: {}expected {}, found {}", f.file, f.line, f.key.empty() ? "" : f.key + ": ",
                                 f.expected, f.found);
  if (!f.nearest.empty()) text += fmt::format(" (nearest: \"{}\")", f.nearest);
  return text;
}

void Report::add(const Spot& spot, std::string expected, std::string found, std::string nearest_name) {
  findings_.push_back({file_, spot.line, spot.key, std::move(expected), std::move(found), std::move(nearest_name)});
}

std::string as_found(const toml::node& node) {
  if (auto* s = node.as_string()) {
    constexpr size_t kShown = 80;
    const std::string& text = s->get();
    if (text.size() <= kShown) return '"' + text + '"';
    return '"' + std::string(slice_code_points(text, 0, kShown / 4)) + "…\"";
  }
  if (auto* i = node.as_integer()) return std::to_string(i->get());
  if (auto* d = node.as_floating_point()) return fmt::format("{}", d->get());
  if (auto* b = node.as_boolean()) return b->get() ? "true" : "false";
  if (node.is_table()) return "a table";
  if (node.is_array()) return node.as_array()->empty() ? "an empty list" : "a list";
  return "a date or time";
}

std::string one_of(std::span<const std::string_view> names) {
  std::string out;
  for (size_t i = 0; i < names.size(); ++i) {
    if (i > 0) out += i + 1 == names.size() ? " or " : ", ";
    out += names[i];
  }
  return out;
}

bool is_id(std::string_view text) { return is_plain_id(text) && text.size() <= 64 && text.front() != '-'; }

std::optional<toml::table> parse_toml(std::string_view bytes, Report& report) {
  if (bytes.size() > kLargestFile) {
    report.add({}, "a file of at most 1 MiB", fmt::format("{} bytes", bytes.size()));
    return std::nullopt;
  }
  toml::parse_result parsed = toml::parse(bytes);
  if (!parsed) {
    const toml::parse_error& e = parsed.error();
    report.add({line_of(e.source()), ""}, "valid TOML", std::string(e.description()));
    return std::nullopt;
  }
  return std::move(parsed).table();
}

Fields::Fields(Report& report, const toml::table& table, Spot spot, std::initializer_list<std::string_view> known)
    : report_(report), table_(table), spot_(std::move(spot)) {
  for (const auto& [key, value] : table_) {
    if (std::ranges::find(known, key.str()) != known.end()) continue;
    report_.add({line_of(key.source()), below(spot_.key, key.str())},
                "a known key: " + one_of(std::vector<std::string_view>(known)), fmt::format("\"{}\"", key.str()),
                nearest(key.str(), std::vector<std::string_view>(known)));
  }
}

Spot Fields::spot(std::string_view key) const {
  auto it = table_.find(key);
  return {it == table_.end() ? spot_.line : line_of(it->first.source()), below(spot_.key, key)};
}

void Fields::wrong(std::string_view key, std::string expected, std::string nearest_name) const {
  const toml::node* n = node(key);
  report_.add(spot(key), std::move(expected), n ? as_found(*n) : "nothing", std::move(nearest_name));
}

void Fields::require(std::string_view key, std::string expected) const {
  if (!has(key)) wrong(key, std::move(expected));
}

std::optional<Text> Fields::text(std::string_view key) const {
  const toml::node* n = node(key);
  if (!n) return std::nullopt;
  const auto* s = n->as_string();
  if (!s || s->get().empty() || s->get().size() > kLongestText) {
    wrong(key, fmt::format("a text of 1 to {} bytes", kLongestText));
    return std::nullopt;
  }
  return Text{s->get(), spot(key)};
}

std::optional<int> Fields::integer(std::string_view key, int least, int most) const {
  const toml::node* n = node(key);
  if (!n) return std::nullopt;
  const auto* i = n->as_integer();
  if (!i || i->get() < least || i->get() > most) {
    wrong(key, fmt::format("a whole number from {} to {}", least, most));
    return std::nullopt;
  }
  return static_cast<int>(i->get());
}

std::optional<double> Fields::number(std::string_view key, double least, double most) const {
  const toml::node* n = node(key);
  if (!n) return std::nullopt;
  const std::optional<double> value = n->value<double>();
  if (!value || !n->is_number() || !(*value >= least && *value <= most)) {
    wrong(key, fmt::format("a number from {} to {}", least, most));
    return std::nullopt;
  }
  return value;
}

std::optional<bool> Fields::flag(std::string_view key) const {
  const toml::node* n = node(key);
  if (!n) return std::nullopt;
  const auto* b = n->as_boolean();
  if (!b) wrong(key, "true or false");
  return b ? std::optional(b->get()) : std::nullopt;
}

std::optional<size_t> Fields::choice(std::string_view key, std::span<const std::string_view> names) const {
  const toml::node* n = node(key);
  if (!n) return std::nullopt;
  const auto* s = n->as_string();
  auto it = s ? std::ranges::find(names, s->get()) : names.end();
  if (it == names.end()) {
    wrong(key, one_of(names), s ? nearest(s->get(), names) : "");
    return std::nullopt;
  }
  return it - names.begin();
}

std::optional<Seconds> Fields::duration(std::string_view key) const {
  const toml::node* n = node(key);
  if (!n) return std::nullopt;
  const auto* s = n->as_string();
  int64_t count = 0;
  if (s && s->get().size() > 1) {
    const std::string& text = s->get();
    const char* end = text.data() + text.size() - 1;
    const auto read = std::from_chars(text.data(), end, count);
    const int64_t most = *end == 'h' ? kTenYears : kTenYears * 60;
    if (read.ec == std::errc{} && read.ptr == end && (*end == 'h' || *end == 'm') && count > 0 && count <= most)
      return *end == 'h' ? hours(count) : minutes(count);
  }
  wrong(key, fmt::format("a duration such as \"3h\" or \"90m\", at most \"{}h\"", kTenYears));
  return std::nullopt;
}

std::vector<Text> Fields::texts(std::string_view key) const {
  const toml::node* n = node(key);
  if (!n) return {};
  const auto* array = n->as_array();
  if (!array || array->size() > kLongestList) {
    wrong(key, "a list of texts");
    return {};
  }
  std::vector<Text> out;
  for (const toml::node& item : *array) {
    const Spot here{line_of(item.source()), below(spot_.key, key)};
    const auto* s = item.as_string();
    if (s && !s->get().empty() && s->get().size() <= kLongestText) {
      out.push_back({s->get(), here});
    } else {
      report_.add(here, fmt::format("a text of 1 to {} bytes", kLongestText), as_found(item));
    }
  }
  return out;
}

std::optional<Fields> Fields::table(std::string_view key, std::initializer_list<std::string_view> known) const {
  const toml::node* n = node(key);
  if (!n) return std::nullopt;
  if (!n->is_table()) {
    wrong(key, "a table");
    return std::nullopt;
  }
  return Fields(report_, *n->as_table(), spot(key), known);
}

std::vector<Fields> Fields::tables(std::string_view key, std::initializer_list<std::string_view> known) const {
  const toml::node* n = node(key);
  if (!n) return {};
  const auto* array = n->as_array();
  if (!array || array->size() > kLongestList) {
    wrong(key, fmt::format("tables, each headed [[{}]]", key));
    return {};
  }
  std::vector<Fields> out;
  for (const toml::node& item : *array) {
    const Spot here{line_of(item.source()), below(spot_.key, key)};
    if (item.is_table()) {
      out.emplace_back(report_, *item.as_table(), here, known);
    } else {
      report_.add(here, fmt::format("a table headed [[{}]]", key), as_found(item));
    }
  }
  return out;
}

std::string Fields::id(std::string_view key) const {
  const toml::node* n = node(key);
  const auto* s = n ? n->as_string() : nullptr;
  if (s && is_id(s->get())) return s->get();
  wrong(key, "an id of lower-case letters, digits and hyphens, at most 64");
  return {};
}

casework::Words Fields::words(std::string_view key) const {
  require(key, "{ zh = \"…\", en = \"…\" }");
  const auto languages = table(key, {"zh", "en"});
  if (!languages) return {};
  languages->require("zh", "the name in Chinese");
  const auto zh = languages->text("zh");
  const auto en = languages->text("en");
  return {zh ? zh->value : "", en ? en->value : ""};
}

}  // namespace hb::rulebook
