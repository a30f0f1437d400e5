#include "text/sniff.h"

#include "base/ascii.h"
#include "base/utf8.h"

namespace hb::text {

std::string_view sniff(std::string_view b) {
  struct Sort {
    size_t at;
    std::string_view begins, type;
  };
  using namespace std::string_view_literals;
  static constexpr Sort kSorts[] = {
      {0, "%PDF-", "application/pdf"},
      {0, "\x89PNG\r\n\x1a\n", "image/png"},
      {0, "\xff\xd8\xff", "image/jpeg"},
      {0, "GIF8", "image/gif"},
      {8, "WEBP", "image/webp"},
      {4, "ftypheic", "image/heic"},
      {4, "ftyp", "video/mp4"},
      {0, "BM", "image/bmp"},
      {0, "PK\3\4", "application/zip"},
      {0, "Rar!", "application/x-rar"},
      {0, "7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"},
      {0, "\x1f\x8b", "application/gzip"},
      {0, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"},
      {0, "MZ", "application/x-msdownload"},
      {0,
       "\x7f"
       "ELF",
       "application/x-executable"},
      {0, "ID3", "audio/mpeg"},
      {0, "#!AMR", "audio/amr"},
      {0, "OggS", "application/ogg"},
      {0, "RIFF", "application/x-riff"},
      {0, "{\\rtf", "application/rtf"},
  };
  for (const Sort& sort : kSorts)
    if (b.size() > sort.at && b.substr(sort.at).starts_with(sort.begins)) return sort.type;
  const std::string_view head = b.substr(0, 512);
  if (head.find('\0') != std::string_view::npos) return "application/octet-stream";
  const size_t first = head.find_first_not_of(" \t\r\n");
  if (first != std::string_view::npos && head[first] == '<' && lower(head).find("<html") != std::string::npos)
    return "text/html";
  return b.empty() || !valid_utf8(b) ? "application/octet-stream" : "text/plain";
}

}  // namespace hb::text
