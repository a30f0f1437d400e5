#pragma once
#include <string>
#include <string_view>

namespace hb::http {

/// A QR code (ISO/IEC 18004, medium correction) of a text as an SVG image in HTML, dark on light in every look of the
/// page, with its quiet zone; `name` is what it is called aloud. "" for a text too long for one.
std::string qr_code(std::string_view text, std::string_view name);

}  // namespace hb::http
