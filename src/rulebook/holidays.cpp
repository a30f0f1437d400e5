#include "rulebook/holidays.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <charconv>

#include "base/nearest.h"

namespace hb::rulebook {
namespace {

namespace json = boost::json;

constexpr size_t kLargestFile = 4 << 20;

std::optional<int> digits(std::string_view text) {
  int n = 0;
  if (text.empty() || !std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; })) return std::nullopt;
  std::from_chars(text.data(), text.data() + text.size(), n);
  return n;
}

std::optional<casework::Day> parse_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto y = digits(text.substr(0, 4)), m = digits(text.substr(5, 2)), d = digits(text.substr(8, 2));
  if (!y || !m || !d) return std::nullopt;
  const date::year_month_day ymd{date::year{*y}, date::month{static_cast<unsigned>(*m)},
                                 date::day{static_cast<unsigned>(*d)}};
  if (!ymd.ok()) return std::nullopt;
  return casework::Day{date::local_days{ymd}};
}

/// Walks the file in its own order. JSON values do not remember where they stood, but the walk meets them in the order
/// of the file, so that looking for the next occurrence of their text finds the line.
class Reader {
 public:
  Reader(std::string_view bytes, const std::string& file, Findings& findings)
      : bytes_(bytes), file_(file), findings_(findings) {}

  casework::Holidays read() {
    if (bytes_.size() > kLargestFile) {
      wrong("", "a file of at most 4 MiB", fmt::format("{} bytes", bytes_.size()));
      return {};
    }
    json::stream_parser parser;
    json::error_code error;
    at_ = parser.write_some(bytes_.data(), bytes_.size(), error);
    if (!error && at_ < bytes_.size()) error = json::error::extra_data;
    if (!error) parser.finish(error);
    if (error) {
      wrong("", "valid JSON", error.message());
      return {};
    }
    at_ = 0;
    const json::value root = parser.release();
    const json::value* years = root.is_object() ? root.as_object().if_contains("years") : nullptr;
    if (!years || !years->is_object()) {
      wrong("years", "an object of years", "nothing");
      return {};
    }
    known(root.as_object(), std::array<std::string_view, 1>{"years"}, "");
    casework::Holidays out;
    for (const auto& [name, value] : years->as_object()) {
      find(name);
      const auto year = digits(name);
      if (!year || name.size() != 4) {
        wrong("years", "a year of four digits", fmt::format("\"{}\"", std::string_view(name)));
      } else if (!value.is_object()) {
        wrong("years." + std::string(name), "an object with source, off and on", json::serialize(value).substr(0, 80));
      } else {
        out[*year] = notice(value.as_object(), "years." + std::string(name));
      }
    }
    return out;
  }

 private:
  casework::HolidayNotice notice(const json::object& object, const std::string& key) {
    known(object, std::array<std::string_view, 4>{"source", "published", "off", "on"}, key);
    casework::HolidayNotice out;
    out.source = text(object, key, "source");
    out.published = text(object, key, "published");
    if (!out.published.empty() && !parse_date(out.published))
      wrong(key + ".published", "a date such as 2025-11-04", '"' + out.published + '"');
    for (const auto& [name, value] : object) {
      if (name == "off") out.off = dates(value, key + ".off");
      if (name == "on") out.on = dates(value, key + ".on");
    }
    return out;
  }

  void known(const json::object& object, std::span<const std::string_view> names, const std::string& key) {
    for (const auto& [name, value] : object) {
      if (std::ranges::find(names, std::string_view(name)) != names.end()) continue;
      const size_t back = at_;
      find(name);
      findings_.push_back({file_, line(), key.empty() ? std::string(name) : key + "." + std::string(name),
                           "a known key", fmt::format("\"{}\"", std::string_view(name)), nearest(name, names)});
      at_ = back;
    }
  }

  std::string text(const json::object& object, const std::string& key, std::string_view name) {
    const json::value* value = object.if_contains(name);
    if (!value) return {};
    if (value->is_string()) return std::string(value->as_string());
    wrong(fmt::format("{}.{}", key, name), "a text", json::serialize(*value).substr(0, 80));
    return {};
  }

  std::vector<casework::Day> dates(const json::value& value, const std::string& key) {
    std::vector<casework::Day> out;
    if (!value.is_array()) {
      wrong(key, "a list of dates", json::serialize(value).substr(0, 80));
      return out;
    }
    for (const json::value& item : value.as_array()) {
      if (item.is_string()) find(item.as_string());
      const auto day = item.is_string() ? parse_date(item.as_string()) : std::nullopt;
      if (day) {
        out.push_back(*day);
      } else {
        wrong(key, "a date such as 2026-01-01", json::serialize(item).substr(0, 80));
      }
    }
    return out;
  }

  void find(std::string_view name) {
    const size_t found = bytes_.find(fmt::format("\"{}\"", name), at_);
    if (found != std::string_view::npos) at_ = found;
  }

  int line() const { return 1 + static_cast<int>(std::ranges::count(bytes_.substr(0, at_), '\n')); }

  void wrong(std::string key, std::string expected, std::string found) {
    findings_.push_back({file_, line(), std::move(key), std::move(expected), std::move(found), ""});
  }

  std::string_view bytes_;
  const std::string& file_;
  Findings& findings_;
  size_t at_ = 0;
};

}  // namespace

casework::Holidays parse_holidays(std::string_view bytes, const std::string& file, Findings& findings) {
  return Reader(bytes, file, findings).read();
}

}  // namespace hb::rulebook
