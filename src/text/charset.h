#pragma once
#include <string>
#include <string_view>

#include "base/result.h"

namespace hb::text {

/// Bytes of unknown encoding, read as text.
struct Decoded {
  std::string text;  ///< well-formed UTF-8 without a byte order mark
  std::string
      charset;  ///< what the bytes were read as, lower case: "utf-8", "gb18030", "big5-hkscs", "windows-1252", …
  bool replaced = false;  ///< bytes that are no character in `charset` became U+FFFD; keep the original as evidence
};

/// The longest document that is decoded; its UTF-8 may be three times as long.
inline constexpr size_t kMaxDocumentBytes = 15u << 20;

/// Finds the charset and converts. Asked in this order: byte order mark · UTF-8 that is well-formed, whatever was
/// declared · the document's own declaration (`<meta>`, `<?xml encoding`) · the `content_type` header · statistics
/// (share of frequent Chinese characters under GB18030, Big5 and UTF-8, then uchardet). A declaration under which the
/// bytes are no plausible text is passed over. GB2312 and GBK are read as GB18030, Big5 as Big5-HKSCS, Latin-1 as
/// Windows-1252, as the WHATWG Encoding Standard does. Error "charset.too-long" past kMaxDocumentBytes.
Result<Decoded> decode(std::string_view bytes, std::string_view content_type = {});

/// Reads the bytes in a charset known from elsewhere (a WHATWG label such as "GB2312"); "charset.unknown" if it is none
/// of ours.
Result<Decoded> decode_as(std::string_view bytes, std::string_view label);

/// Control characters U+0080 to U+009F in UTF-8 become what writers meant by them, their Windows-1252 characters, as
/// the HTML standard reads `&#146;`. The five that have none stay.
std::string without_c1(std::string text);

}  // namespace hb::text
