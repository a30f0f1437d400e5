#pragma once
#include <string>
#include <string_view>

#include "casework/calendar.h"
#include "rulebook/finding.h"

namespace hb::rulebook {

/// Reads a calendar file, JSON of at most 4 MiB:
/// `{"years": {"2026": {"source": "…", "published"?: "2025-11-04", "off": ["2026-01-01", …], "on": [...]}}}`.
/// What is wrong goes to `findings`, located by line; the rest is read.
casework::Holidays parse_holidays(std::string_view bytes, const std::string& file, Findings& findings);

}  // namespace hb::rulebook
