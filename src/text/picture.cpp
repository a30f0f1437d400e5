#include "text/picture.h"

#include <array>
#include <optional>

namespace hb::text {
namespace {

uint32_t big(std::string_view s, size_t at, size_t count) {
  uint32_t out = 0;
  for (size_t i = 0; i < count; ++i) out = out << 8 | static_cast<uint8_t>(s[at + i]);
  return out;
}
uint32_t little(std::string_view s, size_t at, size_t count) {
  uint32_t out = 0;
  for (size_t i = count; i-- > 0;) out = out << 8 | static_cast<uint8_t>(s[at + i]);
  return out;
}

auto damaged(const char* what) { return fail("picture.damaged", what); }

bool too_large(const Picture& p) { return uint64_t{p.width} * p.height > kMostPixels; }

// ---------------------------------------------------------------- JPEG

using namespace std::string_view_literals;

constexpr auto kStart = "\xFF\xD8"sv, kEnd = "\xFF\xD9"sv;
constexpr auto kJfif = "\xFF\xE0\x00\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0"sv;
constexpr auto kAdobe =
    "\xFF\xEE\x00\x0E"
    "Adobe\0\x64\0\0\0\0"sv;  // the transform follows
// A TIFF of one entry: Orientation (0x0112), one SHORT; its value follows, then the rest.
constexpr auto kExif =
    "\xFF\xE1\x00\x22"
    "Exif\0\0MM\0\x2A\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0"sv;
constexpr auto kExifRest = "\0\0\0\0\0\0"sv;

// The orientation that an Exif segment tells, 1 to 8; 1, upright, if it tells none.
char orientation_of(std::string_view segment) {
  if (!segment.starts_with("Exif\0\0"sv)) return 1;
  const std::string_view tiff = segment.substr(6);
  if (tiff.size() < 8) return 1;
  const bool is_big = tiff.starts_with("MM\0\x2A"sv);
  if (!is_big && !tiff.starts_with("II\x2A\0"sv)) return 1;
  const auto number = [&](size_t at, size_t count) { return is_big ? big(tiff, at, count) : little(tiff, at, count); };
  const size_t directory = number(4, 4);
  if (directory > tiff.size() - 2) return 1;
  const size_t entries = number(directory, 2);
  for (size_t i = 0; i < entries; ++i) {
    const size_t at = directory + 2 + i * 12;
    if (at + 12 > tiff.size()) break;
    if (number(at, 2) != 0x0112) continue;
    const uint32_t value = number(at + 8, 2);
    return number(at + 2, 2) == 3 && value >= 1 && value <= 8 ? static_cast<char>(value) : 1;
  }
  return 1;
}

class Jpeg {
 public:
  explicit Jpeg(std::string_view bytes) : bytes_(bytes) {}

  Result<Picture> strip() {
    at_ = kStart.size();
    for (;;) {
      if (at_ + 2 > bytes_.size() || bytes_[at_] != '\xFF') return damaged("no marker");
      while (at_ + 2 < bytes_.size() && bytes_[at_ + 1] == '\xFF') ++at_;  // fill bytes
      const auto marker = static_cast<uint8_t>(bytes_[at_ + 1]);
      if (marker == 0xD9) break;
      if (at_ + 4 > bytes_.size()) return damaged("segment");
      const size_t length = big(bytes_, at_ + 2, 2);
      if (length < 2 || at_ + 2 + length > bytes_.size()) return damaged("segment");
      const std::string_view whole = bytes_.substr(at_, length + 2), body = whole.substr(4);
      at_ += whole.size();
      if (auto ok = take(marker, whole, body); !ok) return tl::unexpected(ok.error());
    }
    if (!frame_ || scans_ == 0) return damaged("no picture");
    if (too_large(out_)) return fail("picture.too-large");
    std::string head(kStart);
    if (jfif_) head += kJfif;
    if (orientation_ != 1) ((head += kExif) += orientation_) += kExifRest;
    if (transform_) (head += kAdobe) += *transform_;
    out_.type = "image/jpeg";
    out_.bytes = head + kept_;
    out_.bytes += kEnd;
    return std::move(out_);
  }

 private:
  Result<void> take(uint8_t marker, std::string_view whole, std::string_view body) {
    switch (marker) {
      case 0xC4:  // Huffman tables
      case 0xCC:  // arithmetic conditioning
      case 0xDB:  // quantisation tables
      case 0xDD:  // restart interval
        kept_ += whole;
        return {};
      case 0xDA:
        return scan(whole);
      case 0xE0:
        jfif_ = jfif_ || body.starts_with("JFIF\0"sv);
        return {};
      case 0xE1:
        if (orientation_ == 1) orientation_ = orientation_of(body);
        return {};
      case 0xEE:
        if (body.size() >= 12 && body.starts_with("Adobe")) transform_ = body[11];
        return {};
      default:
        break;
    }
    if (marker >= 0xC0 && marker <= 0xCF && marker != 0xC8) return start_frame(whole, body);
    if ((marker >= 0xE2 && marker <= 0xEF) || marker == 0xFE) return {};
    return damaged("marker");
  }

  Result<void> start_frame(std::string_view whole, std::string_view body) {
    if (frame_ || body.size() < 6) return damaged("frame");
    out_.height = big(body, 1, 2);
    out_.width = big(body, 3, 2);
    const size_t components = static_cast<uint8_t>(body[5]);
    if (out_.height == 0 || out_.width == 0 || components < 1 || components > 4 || body.size() != 6 + 3 * components)
      return damaged("frame");
    frame_ = true;
    kept_ += whole;
    return {};
  }

  // The segment and the coded bytes behind it, up to the next marker that is not a restart.
  Result<void> scan(std::string_view whole) {
    if (!frame_) return damaged("scan before frame");
    const size_t from = at_;
    for (;; ++at_) {
      at_ = bytes_.find('\xFF', at_);
      if (at_ == std::string_view::npos || at_ + 1 >= bytes_.size()) return damaged("cut off");
      const auto next = static_cast<uint8_t>(bytes_[at_ + 1]);
      if (next != 0x00 && next != 0xFF && (next < 0xD0 || next > 0xD7)) break;
    }
    kept_ += whole;
    kept_ += bytes_.substr(from, at_ - from);
    ++scans_;
    return {};
  }

  std::string_view bytes_;
  size_t at_ = 0;
  bool frame_ = false, jfif_ = false;
  size_t scans_ = 0;
  char orientation_ = 1;
  std::optional<char> transform_;
  std::string kept_;
  Picture out_;
};

// ---------------------------------------------------------------- PNG

constexpr auto kPng = "\x89PNG\r\n\x1A\n"sv;

uint32_t crc32(std::string_view bytes) {  // PNG, annex D
  static constexpr auto kTable = [] {
    std::array<uint32_t, 256> out{};
    for (uint32_t n = 0; n < 256; ++n) {
      uint32_t c = n;
      for (int k = 0; k < 8; ++k) c = (c & 1) != 0 ? 0xEDB88320U ^ (c >> 1) : c >> 1;
      out.at(n) = c;
    }
    return out;
  }();
  uint32_t c = 0xFFFFFFFFU;
  for (const char byte : bytes) c = kTable.at((c ^ static_cast<uint8_t>(byte)) & 0xFF) ^ (c >> 8);
  return c ^ 0xFFFFFFFFU;
}

Result<Picture> strip_png(std::string_view bytes) {
  Picture out{.type = "image/png", .bytes = std::string(kPng)};
  bool data = false;
  for (size_t at = kPng.size();;) {
    if (at + 12 > bytes.size()) return damaged("cut off");
    const size_t length = big(bytes, at, 4);
    if (length > bytes.size() - at - 12) return damaged("chunk");
    const std::string_view whole = bytes.substr(at, length + 12), type = whole.substr(4, 4);
    if (crc32(whole.substr(4, length + 4)) != big(whole, length + 8, 4)) return damaged("checksum");
    const bool first = at == kPng.size();
    if (first != (type == "IHDR")) return damaged("header");
    if (first) {
      if (length != 13) return damaged("header");
      out.width = big(whole, 8, 4);
      out.height = big(whole, 12, 4);
      if (out.width == 0 || out.height == 0) return damaged("header");
      if (too_large(out)) return fail("picture.too-large");
    }
    at += whole.size();
    if (type == "IHDR" || type == "PLTE" || type == "tRNS" || type == "IDAT") {
      data = data || type == "IDAT";
      out.bytes += whole;
    } else if (type == "IEND") {
      if (!data || length != 0) return damaged("no picture");
      out.bytes += whole;
      return out;
    } else if ((type[0] & 0x20) == 0) {
      return damaged("chunk that decoding would need");
    }
  }
}

}  // namespace

Result<Picture> strip_picture(std::string_view bytes) {
  if (bytes.starts_with(kStart)) return Jpeg(bytes).strip();
  if (bytes.starts_with(kPng)) return strip_png(bytes);
  return fail("picture.unknown");
}

}  // namespace hb::text
