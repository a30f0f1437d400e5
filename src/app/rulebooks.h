#pragma once
#include <optional>
#include <string>

#include "rulebook/rulebook.h"

namespace hb::app {

/// A whole file, at most 8 MiB; none if it cannot be read.
std::optional<std::string> read_file(const std::string& path);

/// Checks the bytes of the rulebook at `path`. A file it names is taken from beside it, or, if there is none, from
/// those that ship in the binary under rulebooks/. Opens the tz database; call it before the threads that use its
/// result.
Result<rulebook::Rulebook, rulebook::Findings> check_rulebook(std::string_view bytes, const std::string& path);

/// Reads and checks a rulebook; `path` "" means the shipped default. A file that cannot be read is one finding.
Result<rulebook::Rulebook, rulebook::Findings> load_rulebook(const std::string& path);

}  // namespace hb::app
