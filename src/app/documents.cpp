#include "app/documents.h"

#include <fstream>
#include <sstream>

#include "text/charset.h"

namespace hb::app {

Result<std::string> read_document(const std::filesystem::path& path) {
  std::error_code error;
  const auto size = std::filesystem::file_size(path, error);
  if (error) return fail("file.unreadable", error.message());
  if (size > text::kMaxDocumentBytes) return fail("charset.too-long", std::to_string(size));
  std::ifstream file(path, std::ios::binary);
  std::string bytes(size, '\0');
  if (!file.read(bytes.data(), static_cast<std::streamsize>(size))) return fail("file.unreadable");
  return bytes;
}

boost::json::value time_or_null(const std::optional<Instant>& t) {
  return t ? boost::json::value(format_rfc3339(*t, kChina)) : boost::json::value(nullptr);
}

}  // namespace hb::app
