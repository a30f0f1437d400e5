#pragma once
#include <string>
#include <string_view>

#include "base/result.h"

/// A photo as somebody's telephone made it, without what the telephone wrote into it: where and when it was taken, with
/// what, by whom, and the small picture of what was cut away. Pure; nothing is decoded.
namespace hb::text {

inline constexpr uint64_t kMostPixels = 40'000'000;  ///< width times height

struct Picture {
  std::string_view type;  ///< "image/jpeg" or "image/png", by its bytes
  std::string bytes;      ///< what decoding needs, and nothing else
  uint32_t width = 0, height = 0;
};

/// JPEG (ITU-T T.81): frame, tables, scans and the colour transform of Adobe's segment stay; a JFIF head is written
/// anew without its thumbnail; of Exif (APP1) the orientation alone is kept, in a segment of ours; every other
/// application segment and comment goes, and so does all behind the first picture's end. PNG (W3C PNG 3): IHDR, PLTE,
/// tRNS, IDAT and IEND stay; of an animation the first picture. The output is never longer than the input by more than
/// 64 bytes, and stripping it again changes nothing. Errors: "picture.unknown" (neither), "picture.damaged" (what),
/// "picture.too-large" (more pixels).
Result<Picture> strip_picture(std::string_view bytes);

}  // namespace hb::text
