#include "listen/robots.h"

#include <algorithm>
#include <cctype>

#include "base/ascii.h"

namespace hb::listen {
namespace {

constexpr size_t kMostRules = 20'000;
constexpr size_t kLongestPattern = 2048;

bool same_word(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

// "%7E" and "~" are one, "/食" and "/%e9%A3%9F" too: letters, digits and marks stand plain, all else as %XX.
std::string canonical(std::string_view path) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  const auto hex = [](unsigned char c) { return std::isdigit(c) != 0 ? c - '0' : (c | 32) - 'a' + 10; };
  std::string out;
  for (size_t i = 0; i < path.size(); ++i) {
    auto c = static_cast<unsigned char>(path[i]);
    bool escaped = false;
    if (c == '%' && i + 2 < path.size() && std::isxdigit(static_cast<unsigned char>(path[i + 1])) != 0 &&
        std::isxdigit(static_cast<unsigned char>(path[i + 2])) != 0) {
      c = static_cast<unsigned char>(hex(static_cast<unsigned char>(path[i + 1])) * 16 +
                                     hex(static_cast<unsigned char>(path[i + 2])));
      escaped = true;
      i += 2;
    }
    const bool unreserved = std::isalnum(c) != 0 || c == '-' || c == '.' || c == '_' || c == '~';
    if (unreserved || (!escaped && c > ' ' && c < 0x7F)) {
      out += static_cast<char>(c);
    } else {
      out += {'%', kHex[c >> 4], kHex[c & 15]};
    }
  }
  return out;
}

}  // namespace

bool matches(std::string_view pattern, std::string_view text) {
  const bool to_end = pattern.ends_with('$');
  if (to_end) pattern.remove_suffix(1);
  size_t p = 0, t = 0;
  size_t star = std::string_view::npos, resume = 0;  // the last '*', and where its stretch of text ends so far
  for (;;) {
    if (p == pattern.size() && (!to_end || t == text.size())) return true;
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = t;
    } else if (p < pattern.size() && t < text.size() && pattern[p] == text[t]) {
      ++p, ++t;
    } else if (star != std::string_view::npos && resume < text.size()) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
}

Robots Robots::parse(std::string_view text, std::string_view token) {
  Robots ours, anyones;
  bool for_us = false, for_anyone = false;  // the group being read
  bool named = false;                       // some group is for us, even one without rules
  bool in_rules = false;                    // a user-agent line now starts a new group
  text = text.substr(0, kMostRobotsBytes);
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.find_first_of("\r\n", at), text.size());
    const std::string_view line = text.substr(at, end - at);
    at = end + 1;
    const std::string_view plain = line.substr(0, line.find('#'));
    const size_t colon = plain.find(':');
    if (colon == std::string_view::npos) continue;
    const std::string_view key = trimmed(plain.substr(0, colon)), value = trimmed(plain.substr(colon + 1));
    if (same_word(key, "user-agent")) {
      if (in_rules) for_us = for_anyone = in_rules = false;
      // "Hearback/1.0" means us too: the token ends at the first character that no token has.
      const auto* token_end = std::find_if_not(
          value.begin(), value.end(), [](unsigned char c) { return std::isalpha(c) != 0 || c == '-' || c == '_'; });
      if (same_word(value.substr(0, static_cast<size_t>(token_end - value.begin())), token)) for_us = named = true;
      if (value.starts_with('*')) for_anyone = true;
    } else if (const bool allow = same_word(key, "allow"); allow || same_word(key, "disallow")) {
      in_rules = true;
      if (value.empty() || value.size() > kLongestPattern) continue;
      for (Robots* r : {for_us ? &ours : nullptr, for_anyone ? &anyones : nullptr})
        if (r != nullptr && r->rules_.size() < kMostRules) r->rules_.push_back({allow, canonical(value)});
    }
  }
  return named ? ours : anyones;
}

bool Robots::allows(std::string_view path_and_query) const {
  const std::string path = canonical(path_and_query);
  if (path == "/robots.txt") return true;
  size_t longest = 0;
  bool allowed = true;
  for (const Rule& rule : rules_) {
    const size_t length = rule.pattern.size();
    if (length < longest || (length == longest && (allowed || !rule.allow))) continue;
    if (!matches(rule.pattern, path)) continue;
    longest = length;
    allowed = rule.allow;
  }
  return allowed;
}

}  // namespace hb::listen
