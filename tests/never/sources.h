#pragma once
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <string_view>
#include <vector>

/// What stands in the sources themselves, for tests of what must not stand there.
namespace hb::never {

inline std::string bytes_of(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// The sources of the product below `folder` of the repository, by path from its root; tests are left out.
inline std::map<std::string, std::string> sources_in(const std::string& folder) {
  std::map<std::string, std::string> out;
  const std::filesystem::path root(HB_SOURCE_DIR);
  for (const auto& file : std::filesystem::recursive_directory_iterator(root / folder)) {
    const std::string path = std::filesystem::relative(file.path(), root).generic_string();
    const auto ends = [&](std::string_view end) { return path.ends_with(end); };
    if (!file.is_regular_file() || ends("_test.cpp") || ends(".test.ts")) continue;
    if (ends(".cpp") || ends(".h") || ends(".ts") || ends(".vue") || ends(".yaml")) out[path] = bytes_of(file.path());
  }
  return out;
}

/// Lower case, and `-`, `_`, blanks and the humps of camelCase all as "-", so that a word is found however it is
/// spelled.
inline std::string words_of(std::string_view name) {
  std::string out = "-";
  for (const char c : name) {
    const bool upper = c >= 'A' && c <= 'Z';
    const bool letter = upper || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if ((upper || !letter) && out.back() != '-') out += '-';
    if (letter) out += upper ? static_cast<char>(c + 32) : c;
  }
  return out + "-";
}

/// The first of the words, or of their plurals, that the name speaks of; "" if none.
inline std::string speaks_of(std::string_view name, const std::vector<std::string>& words) {
  const std::string spelled = words_of(name);
  for (const auto& word : words)
    for (const char* end : {"-", "s-"})
      if (spelled.find("-" + word + end) != std::string::npos) return word;
  return "";
}

}  // namespace hb::never
