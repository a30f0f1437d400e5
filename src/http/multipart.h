#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/message.h"

/// A form that carries files (multipart/form-data, RFC 7578), as browsers send it.
namespace hb::http {

inline constexpr size_t kMostParts = 100;       ///< as the fields of any form
inline constexpr size_t kPartHeadLimit = 2048;  ///< bytes of one part's headers

/// A file of the form; the name it had on the sender's machine is not looked at.
struct Upload {
  std::string_view name;   ///< of the field
  std::string_view bytes;  ///< within the body
};

struct Multipart {
  Fields fields;              ///< those without files
  std::vector<Upload> files;  ///< in order; a field left empty is none
};

bool is_multipart(std::string_view content_type);

/// Nothing if the body is not such a form from beginning to end, is past a bound, or a field is not UTF-8 or has a NUL.
/// Of a body that was `cut` the parts that came whole are given. `body` outlives what comes back.
std::optional<Multipart> parse_multipart(std::string_view content_type, std::string_view body, bool cut = false);

}  // namespace hb::http
