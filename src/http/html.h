#pragma once
#include <string>
#include <string_view>

namespace hb::http {

/// Text as it may stand between tags and in a double-quoted attribute: & < > " ' escaped, control characters other
/// than tab and line feed dropped.
std::string escape(std::string_view text);

}  // namespace hb::http
