#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.h"
#include "base/instant.h"
#include "desk/ports.h"

/// The rulebooks a desk was run by. Each version's bytes are a setting of their own and stay there, so that every clock
/// ever made can be explained; one more setting says which versions held since when.
namespace hb::desk {

struct RulebookVersion {
  std::string version;  ///< casework::Rules::version
  Instant since;
  RecordId proposal;  ///< by which it was adopted; empty: the one the desk began with
  friend bool operator==(const RulebookVersion&, const RulebookVersion&) = default;
};

inline constexpr std::string_view kRulebookVersions = "rulebook.versions";
/// The setting that keeps the bytes of a version.
std::string rulebook_setting(std::string_view version);

/// Oldest first; the last is in force. Empty for a desk that has never been started.
Result<std::vector<RulebookVersion>> rulebook_versions(Store& store);
/// Adds the version and its bytes to a change; `before` is what rulebook_versions says.
void keep_rulebook(std::vector<RulebookVersion> before, RulebookVersion next, std::string bytes, Changes& changes);

}  // namespace hb::desk
