#include "listen/robots.h"

#include "fuzz/input.h"

// Any bytes are a robots.txt; the first line serves as a path too, against the slow reading of what a pattern means.
namespace {

bool slow_matches(std::string_view pattern, std::string_view text) {
  if (pattern.empty()) return true;
  if (pattern == "$") return text.empty();
  if (pattern[0] == '*')
    return slow_matches(pattern.substr(1), text) || (!text.empty() && slow_matches(pattern, text.substr(1)));
  return !text.empty() && pattern[0] == text[0] && slow_matches(pattern.substr(1), text.substr(1));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto bytes = hb::fuzz::text(data, size);
  const auto line = bytes.substr(0, bytes.find('\n'));
  const auto robots = hb::listen::Robots::parse(bytes);
  robots.allows(line);
  hb::fuzz::must(robots.allows("/robots.txt"));
  const auto pattern = line.substr(0, 12), text = bytes.substr(std::min(line.size() + 1, bytes.size())).substr(0, 16);
  hb::fuzz::must(hb::listen::matches(pattern, text) == slow_matches(pattern, text));
  return 0;
}
