#include "app/rulebooks.h"

#include <date/tz.h>

#include <charconv>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <utility>

#include "app/embedded.h"

namespace hb::app {
namespace {

constexpr uintmax_t kLargestFile = 8 << 20;
constexpr std::string_view kDefault = "rulebooks/municipal-market-regulator.toml";

}  // namespace

const date::time_zone* find_zone(std::string_view name) {
  try {
    return date::locate_zone(name);
  } catch (const std::runtime_error&) {
    return nullptr;
  }
}

std::optional<std::string> read_file(const std::string& path) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error) || std::filesystem::file_size(path, error) > kLargestFile)
    return std::nullopt;
  std::ifstream in(path, std::ios::binary);
  if (!in) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(in), {});
}

Result<rulebook::Rulebook, rulebook::Findings> check_rulebook(std::string_view bytes, const std::string& path) {
  const auto folder = std::filesystem::path(path).parent_path();
  const auto read = [&](const std::string& name) -> std::optional<std::string> {
    if (auto beside = read_file((folder / name).string())) return beside;
    if (auto shipped = embedded("rulebooks/" + name)) return std::string(*shipped);
    return std::nullopt;
  };
  return rulebook::parse(bytes, path,
                         {.read = read, .zone = find_zone, .harms = embedded("rulebooks/harms.toml").value_or("")});
}

Result<rulebook::Rulebook, rulebook::Findings> load_rulebook(const std::string& path) {
  if (path.empty()) return check_rulebook(embedded(kDefault).value_or(""), std::string(kDefault));
  const auto bytes = read_file(path);
  if (!bytes) return tl::unexpected(rulebook::Findings{{path, 1, "", "a file that can be read", "none", ""}});
  return check_rulebook(*bytes, path);
}

Result<rulebook::Rulebook, rulebook::Findings> check_rulebook_text(std::string_view toml, const std::string& calendar,
                                                                   std::string_view harms,
                                                                   const rulebook::MadeOf& in_force) {
  const auto read = [&](const std::string& name) -> std::optional<std::string> {
    if (!calendar.empty()) return calendar;
    if (name == in_force.calendar) return in_force.holidays;
    if (auto shipped = embedded("rulebooks/" + name)) return std::string(*shipped);
    return std::nullopt;
  };
  if (harms.empty()) harms = in_force.harms;
  return rulebook::parse(toml, "rulebook.toml", {.read = read, .zone = find_zone, .harms = harms});
}

// Each part: its name, a blank, its length in bytes, a line feed, its bytes, a line feed. The calendar's name is the
// first part.
std::string pack_rulebook(const rulebook::MadeOf& made_of) {
  std::string out;
  for (const auto& [name, bytes] : {std::pair<std::string_view, std::string_view>{"calendar-name", made_of.calendar},
                                    {"toml", made_of.toml},
                                    {"calendar", made_of.holidays},
                                    {"harms", made_of.harms}})
    out.append(name).append(" ").append(std::to_string(bytes.size())).append("\n").append(bytes).append("\n");
  return out;
}

namespace {

// The next part, which must be of that name.
std::optional<std::string_view> take_part(std::string_view& packed, std::string_view name) {
  if (!packed.starts_with(name) || packed.size() <= name.size() || packed[name.size()] != ' ') return std::nullopt;
  packed.remove_prefix(name.size() + 1);
  size_t length = 0;
  const auto [end, error] = std::from_chars(packed.data(), packed.data() + packed.size(), length);
  packed.remove_prefix(static_cast<size_t>(end - packed.data()));
  if (error != std::errc() || !packed.starts_with('\n') || length > packed.size() || packed.size() - length < 2)
    return std::nullopt;
  const std::string_view part = packed.substr(1, length);
  packed.remove_prefix(length + 1);
  if (!packed.starts_with('\n')) return std::nullopt;
  packed.remove_prefix(1);
  return part;
}

}  // namespace

Result<rulebook::Rulebook, rulebook::Findings> unpack_rulebook(std::string_view packed, const std::string& name) {
  const auto calendar = take_part(packed, "calendar-name");
  const auto toml = take_part(packed, "toml");
  const auto holidays = take_part(packed, "calendar");
  const auto harms = take_part(packed, "harms");
  if (!calendar || !toml || !holidays || !harms || !packed.empty())
    return tl::unexpected(rulebook::Findings{{name, 1, "", "a rulebook as it was kept", "something else", ""}});
  const auto read = [&](const std::string& file) -> std::optional<std::string> {
    if (file != *calendar) return std::nullopt;
    return std::string(*holidays);
  };
  return rulebook::parse(*toml, name, {.read = read, .zone = find_zone, .harms = *harms});
}

std::shared_ptr<const text::MatterLexicon> open_matters() {
  const auto bytes = embedded("rulebooks/remits.toml").value();
  return std::make_shared<text::MatterLexicon>(rulebook::parse_remits(bytes, "remits.toml").value());
}

}  // namespace hb::app
