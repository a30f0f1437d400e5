#include "http/portal/qr.h"

#include <qrencode.h>

#include <memory>

#include "http/html.h"

namespace hb::http {

std::string qr_code(std::string_view text, std::string_view name) {
  constexpr int kQuiet = 4;  // modules of light around it
  const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(
      QRcode_encodeString8bit(std::string(text).c_str(), 0, QR_ECLEVEL_M), QRcode_free);
  if (code == nullptr) return {};
  const std::string size = std::to_string(code->width + 2 * kQuiet);
  std::string path;
  for (int y = 0; y < code->width; ++y)
    for (int x = 0; x < code->width; ++x)
      if ((code->data[y * code->width + x] & 1) != 0)
        path += "M" + std::to_string(x + kQuiet) + " " + std::to_string(y + kQuiet) + "h1v1h-1z";
  return "<svg class=\"qr\" role=\"img\" aria-label=\"" + escape(name) + "\" viewBox=\"0 0 " + size + " " + size +
         "\"><rect width=\"" + size + "\" height=\"" + size + "\" fill=\"#fff\"></rect><path d=\"" + path +
         "\" fill=\"#000\"></path></svg>\n";
}

}  // namespace hb::http
