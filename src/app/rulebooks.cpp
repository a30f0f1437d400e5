#include "app/rulebooks.h"

#include <date/tz.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "app/embedded.h"

namespace hb::app {
namespace {

constexpr uintmax_t kLargestFile = 8 << 20;
constexpr std::string_view kDefault = "rulebooks/municipal-market-regulator.toml";

const date::time_zone* find_zone(std::string_view name) {
  try {
    return date::locate_zone(name);
  } catch (const std::runtime_error&) {
    return nullptr;
  }
}

}  // namespace

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

}  // namespace hb::app
