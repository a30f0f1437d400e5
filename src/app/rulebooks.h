#pragma once
#include <memory>
#include <optional>
#include <string>

#include "rulebook/rulebook.h"

namespace hb::app {

/// In the system's tz database; null if it has none of that name.
const date::time_zone* find_zone(std::string_view name);

/// A whole file, at most 8 MiB; none if it cannot be read.
std::optional<std::string> read_file(const std::string& path);

/// Checks the bytes of the rulebook at `path`. A file it names is taken from beside it, or, if there is none, from
/// those that ship in the binary under rulebooks/. Opens the tz database; call it before the threads that use its
/// result.
Result<rulebook::Rulebook, rulebook::Findings> check_rulebook(std::string_view bytes, const std::string& path);

/// Reads and checks a rulebook; `path` "" means the shipped default. A file that cannot be read is one finding.
Result<rulebook::Rulebook, rulebook::Findings> load_rulebook(const std::string& path);

/// One that was handed in as text. `calendar` are the holidays it names; if there are none given, those of the rulebook
/// in force if that names the same, else those that ship. `harms`: "": those in force.
Result<rulebook::Rulebook, rulebook::Findings> check_rulebook_text(std::string_view toml, const std::string& calendar,
                                                                   std::string_view harms,
                                                                   const rulebook::MadeOf& in_force);

/// All a rulebook was read from as one text of UTF-8, so that this very version can be read again whatever ships later.
std::string pack_rulebook(const rulebook::MadeOf& made_of);
/// Back from such a text; `name` is the rulebook's in the findings. One that was damaged is one finding.
Result<rulebook::Rulebook, rulebook::Findings> unpack_rulebook(std::string_view packed, const std::string& name);

/// The shipped lexicon of remits.
std::shared_ptr<const text::MatterLexicon> open_matters();

}  // namespace hb::app
