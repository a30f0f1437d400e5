#pragma once
#include <boost/json/value.hpp>
#include <filesystem>
#include <optional>
#include <string>

#include "base/instant.h"
#include "base/result.h"

/// What the filters that read documents from files share.
namespace hb::app {

/// Where times without a zone are meant, and how times are written: China's, which has one zone and no summer time.
inline constexpr Seconds kChina = hours(8);

/// The bytes of a file no longer than text::kMaxDocumentBytes. Errors: "file.unreadable", "charset.too-long".
Result<std::string> read_document(const std::filesystem::path& path);

/// RFC 3339 with China's offset, or null.
boost::json::value time_or_null(const std::optional<Instant>& t);

}  // namespace hb::app
