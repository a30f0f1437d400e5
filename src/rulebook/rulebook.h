#pragma once
#include <date/tz.h>

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "casework/organisation.h"
#include "notice/options.h"
#include "rulebook/finding.h"
#include "text/matter.h"

/// The rulebook: TOML that states the organisation, its calendar, clocks, grades and routing. This room only reads and
/// checks; docs/rulebook.md says what each key means.
namespace hb::rulebook {

/// What a rulebook needs of the world. Both functions are called during `parse` only.
struct Surroundings {
  /// The bytes of a file the rulebook names, relative to the rulebook; none if it cannot be read.
  std::function<std::optional<std::string>(const std::string& name)> read;
  /// A zone of the tz database; null if there is none of that name.
  std::function<const date::time_zone*(std::string_view name)> zone;
  /// The bytes of the harm lexicon (rulebooks/harms.toml).
  std::string_view harms;
};

/// The exact bytes a rulebook was read from: whoever keeps them can read the same version again.
struct MadeOf {
  std::string toml;
  std::string calendar;  ///< name of the calendar's file, as the rulebook names it
  std::string holidays;  ///< its bytes
  std::string harms;     ///< bytes of the harm lexicon
};

struct Rulebook {
  casework::Rules rules;
  notice::Options notice;
  MadeOf made_of;
};

/// Reads a rulebook of at most 1 MiB. `file` is its name in the findings. Either everything is right, or all that is
/// wrong comes back, ordered by file and line.
Result<Rulebook, Findings> parse(std::string_view bytes, const std::string& file, const Surroundings& surroundings);

/// Reads the part of a rulebook that concerns noticing, from a file that may have nothing else: `[notice]`,
/// `[[grade]]`, `[[place]]`. Without a `[[grade]]` the grades of `defaults` stay; so does every absent figure.
Result<notice::Options, Findings> parse_notice_options(std::string_view bytes, const std::string& file,
                                                       notice::Options defaults);

/// Reads a harm lexicon: `[[harm]]` with id, name, words, negations, examples and counterexamples (sentences that do
/// and do not speak of the harm, for the tests).
Result<std::vector<notice::Harm>, Findings> parse_harms(std::string_view bytes, const std::string& file);

/// Reads a remit lexicon: `[[remit]]` with id, words, harms and examples (texts that are about it, for the tests).
Result<std::vector<text::Matter>, Findings> parse_remits(std::string_view bytes, const std::string& file);

}  // namespace hb::rulebook
