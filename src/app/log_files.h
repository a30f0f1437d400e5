#pragma once
#include <functional>
#include <string>

#include "base/result.h"

/// The files of a public log as an outsider gets them: from a site, or from a mirror on disk.
namespace hb::app {

/// The longest file read: a bundle of 256 entries of 65,535 bytes.
inline constexpr size_t kLogFileLimit = size_t{256} * (2 + 65535);

/// Gets the file at a path below the log's prefix ("checkpoint", "tile/0/000"). One thread.
/// Errors: "log.missing" (it is not there), "log.gone" (it was there: HTTP 410), "log.unreadable" (why).
using LogFiles = std::function<Result<std::string>(const std::string& path)>;

/// Opens what the user typed: a folder, a site, or a log's prefix; `ledger` below it is tried first, the place itself
/// next. Any address is fetched, at most 5 redirects far. Errors: "log.unreadable" (no checkpoint at either).
Result<LogFiles> open_log(const std::string& where);

}  // namespace hb::app
