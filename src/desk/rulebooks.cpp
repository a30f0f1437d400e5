#include "desk/rulebooks.h"

#include <charconv>

namespace hb::desk {
namespace {

// A line each: version, seconds since 1970, the proposal's id or "-".
std::string format(const std::vector<RulebookVersion>& versions) {
  std::string out;
  for (const auto& one : versions)
    out += one.version + " " + std::to_string(one.since.seconds) + " " +
           (one.proposal.value.empty() ? "-" : one.proposal.value) + "\n";
  return out;
}

std::string_view take_word(std::string_view& text, char end) {
  const std::string_view word = text.substr(0, text.find(end));
  text.remove_prefix(std::min(text.size(), word.size() + 1));
  return word;
}

}  // namespace

std::string rulebook_setting(std::string_view version) { return "rulebook/" + std::string(version); }

Result<std::vector<RulebookVersion>> rulebook_versions(Store& store) {
  const auto setting = store.setting(kRulebookVersions);
  if (!setting) return tl::unexpected(setting.error());
  std::vector<RulebookVersion> out;
  std::string_view rest = *setting ? std::string_view(**setting) : std::string_view();
  while (!rest.empty()) {
    std::string_view line = take_word(rest, '\n');
    RulebookVersion one;
    one.version = take_word(line, ' ');
    const std::string_view since = take_word(line, ' ');
    const auto [end, error] = std::from_chars(since.data(), since.data() + since.size(), one.since.seconds);
    if (error != std::errc() || one.version.empty()) return fail("store.broken", std::string(kRulebookVersions));
    if (line != "-") one.proposal.value = line;
    out.push_back(std::move(one));
  }
  return out;
}

void keep_rulebook(std::vector<RulebookVersion> before, RulebookVersion next, std::string bytes, Changes& changes) {
  changes.settings.emplace_back(rulebook_setting(next.version), std::move(bytes));
  before.push_back(std::move(next));
  changes.settings.emplace_back(kRulebookVersions, format(before));
}

}  // namespace hb::desk
