#pragma once
#include <date/tz.h>

#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

#include "rulebook/rulebook.h"

/// The shipped rulebooks and what they need, read from the source tree.
namespace hb::tests {

inline std::optional<std::string> source_file(const std::string& path) {
  std::ifstream in(HB_SOURCE_DIR "/" + path, std::ios::binary);
  if (!in) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(in), {});
}

inline rulebook::Surroundings surroundings() {
  static const std::string harms = source_file("rulebooks/harms.toml").value();
  return {.read = [](const std::string& name) { return source_file("rulebooks/" + name); },
          .zone = [](std::string_view name) -> const date::time_zone* {
            try {
              return date::locate_zone(name);
            } catch (const std::runtime_error&) {
              return nullptr;
            }
          },
          .harms = harms};
}

/// "municipal-market-regulator.toml", "mingchuan.toml".
inline rulebook::Rulebook shipped_rulebook(const std::string& name) {
  auto book = rulebook::parse(source_file("rulebooks/" + name).value(), name, surroundings());
  if (!book) throw std::runtime_error(rulebook::to_text(book.error().front()));
  return *std::move(book);
}

}  // namespace hb::tests
