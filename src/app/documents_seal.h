#pragma once
#include <filesystem>
#include <string>

#include "base/instant.h"
#include "base/result.h"
#include "casework/zone.h"
#include "desk/ports.h"
#include "listen/poll.h"

/// What was fetched, sealed: compressed, then encrypted under the key of its day, which is destroyed after 30 days
/// (DESIGN.md 2.2). Days are the rulebook zone's.
namespace hb::app {

inline constexpr Seconds kDayKeyLives = hours(30 * 24);

class DocumentSeal {
 public:
  /// Keys lie below `dir`, a file a day; `zone` outlives it.
  DocumentSeal(std::filesystem::path dir, const casework::Zone& zone) : dir_(std::move(dir)), zone_(zone) {}

  /// Errors: those of key_file.
  Result<desk::DocumentRow> seal(const listen::Document& document, const SourceId& source) const;

  /// Headers, an empty line, then the bytes as they came. Errors: "key.missing" once its day's key is gone,
  /// "seal.damaged".
  Result<std::string> open(const desk::DocumentRow& row) const;

  /// Destroys the keys of days that ended more than kDayKeyLives ago; how many.
  int forget(Instant now) const;

 private:
  std::filesystem::path dir_;
  const casework::Zone& zone_;
};

}  // namespace hb::app
