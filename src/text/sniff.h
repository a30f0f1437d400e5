#pragma once
#include <string_view>

namespace hb::text {

/// What bytes are by how they begin (https://mimesniff.spec.whatwg.org, and what offices send besides), whatever they
/// are said to be: "image/jpeg"; "text/plain" for UTF-8 that is nothing else, "application/octet-stream" for the rest.
std::string_view sniff(std::string_view bytes);

}  // namespace hb::text
