#pragma once
#include <string>
#include <string_view>

/// What formats of the net, and ids of ours, ask of ASCII letters and blanks; every other byte stays as it is.
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

/// Whether it is made of what ids of ours are made of, lower-case letters, digits and hyphens, and not empty.
inline bool is_plain_id(std::string_view s) {
  return !s.empty() && s.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string_view::npos;
}

}  // namespace hb
