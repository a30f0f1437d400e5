#pragma once
#include <string>
#include <string_view>

/// What formats of the net ask of ASCII letters and blanks; every other byte stays as it is.
namespace hb {

/// A to Z become a to z.
inline std::string lower(std::string_view s) {
  std::string out(s);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return out;
}

/// Without the `blanks` at both ends.
inline std::string_view trimmed(std::string_view s, std::string_view blanks = " \t\r\n") {
  const size_t first = s.find_first_not_of(blanks);
  return first == std::string_view::npos ? "" : s.substr(first, s.find_last_not_of(blanks) - first + 1);
}

}  // namespace hb
