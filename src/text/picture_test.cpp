#include "text/picture.h"

#include <gtest/gtest.h>

namespace hb::text {
namespace {

using namespace std::string_literals;

std::string two(size_t n) { return {static_cast<char>(n >> 8), static_cast<char>(n & 0xFF)}; }
std::string four(size_t n) { return two(n >> 16) + two(n & 0xFFFF); }
std::string segment(uint8_t marker, const std::string& body) {
  return "\xFF"s + static_cast<char>(marker) + two(body.size() + 2) + body;
}

const std::string kTables = segment(0xDB, "\0"s + std::string(64, '\1')) + segment(0xC4, "\0"s + std::string(16, '\0'));
std::string frame(size_t width, size_t height) {
  return segment(0xC0, "\x08"s + two(height) + two(width) + "\x01\x01\x11\0"s);
}
// One scan, with a stuffed 0xFF and a restart marker in it.
const std::string kScan = segment(0xDA, "\x01\x01\0\0\x3F\0"s) + "ab\xFF\0cd\xFF\xD0"s + "ef";
const std::string kJfif = segment(0xE0, "JFIF\0\x01\x01\0\0\x01\0\x01\0\0"s);
const std::string kEnd = "\xFF\xD9";

std::string jpeg(const std::string& before_tables = "", const std::string& behind = "") {
  return "\xFF\xD8" + before_tables + kTables + frame(640, 480) + kScan + kEnd + behind;
}

// Exif as a telephone writes it: orientation among other entries, either byte order, a place in what follows.
std::string exif(bool is_big, int orientation) {
  const auto number = [&](size_t n, int bytes) {
    std::string out = bytes == 4 ? four(n) : two(n);
    if (!is_big) out.assign(out.rbegin(), out.rend());
    return out;
  };
  const auto entry = [&](size_t tag, size_t value) {
    return number(tag, 2) + number(3, 2) + number(1, 4) + number(value, 2) + number(0, 2);
  };
  return segment(0xE1, "Exif\0\0"s + (is_big ? "MM" : "II") + number(42, 2) + number(8, 4) + number(2, 2) +
                           entry(0x0100, 640) + entry(0x0112, static_cast<size_t>(orientation)) + number(0, 4) +
                           "GPS 39.9042N 116.4074E Taken by Zhang");
}

std::string code(std::string_view bytes) {
  const auto picture = strip_picture(bytes);
  return picture ? "ok" : picture.error().code + (picture.error().detail.empty() ? "" : " " + picture.error().detail);
}
std::string stripped(std::string_view bytes) {
  const auto picture = strip_picture(bytes);
  return picture ? picture->bytes : picture.error().code;
}

TEST(Picture, NothingThatATelephoneAddsToAJpegIsLeft) {
  const std::string thumbnail = "\xFF\xD8 a small picture \xFF\xD9";
  const std::string noise = segment(0xE1, "Exif\0\0 PLANTED "s + thumbnail) +
                            segment(0xE1, "http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>PLANTED"s) +
                            segment(0xE2, "ICC_PROFILE\0\x01\x01 PLANTED"s) + segment(0xE2, "MPF\0PLANTED"s) +
                            segment(0xED, "Photoshop 3.0\0 PLANTED"s) + segment(0xFE, "PLANTED, in a comment") +
                            segment(0xEF, "PLANTED");
  const std::string whole = jpeg(kJfif + noise, "PLANTED behind the end " + jpeg());
  const auto picture = strip_picture(whole);
  ASSERT_TRUE(picture);
  EXPECT_EQ(picture->type, "image/jpeg");
  EXPECT_EQ(picture->width, 640U);
  EXPECT_EQ(picture->height, 480U);
  EXPECT_EQ(picture->bytes, jpeg(kJfif));
  EXPECT_EQ(picture->bytes.find("PLANTED"), std::string::npos);
  EXPECT_EQ(stripped(jpeg(noise)), jpeg()) << "no head of JFIF where there was none";
}

TEST(Picture, ANoteBetweenTwoScansGoesToo) {
  const std::string two_scans = "\xFF\xD8" + kTables + frame(9, 9) + kScan + segment(0xFE, "PLANTED") + kScan + kEnd;
  EXPECT_EQ(stripped(two_scans), "\xFF\xD8" + kTables + frame(9, 9) + kScan + kScan + kEnd);
}

TEST(Picture, ItStaysTheRightWayUp) {
  for (const bool is_big : {true, false}) {
    for (int orientation = 2; orientation <= 8; ++orientation) {
      const std::string out = stripped(jpeg(exif(is_big, orientation)));
      const std::string ours =
          "\xFF\xE1\0\x22"
          "Exif\0\0MM\0\x2A\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0"s +
          static_cast<char>(orientation) + std::string(7, '\0');
      ASSERT_EQ(out.substr(2, 36), ours.substr(0, 36)) << orientation;
      EXPECT_EQ(out.size(), jpeg().size() + 36);
      EXPECT_EQ(out.find("GPS"), std::string::npos);
      EXPECT_EQ(stripped(out), out);
    }
    EXPECT_EQ(stripped(jpeg(exif(is_big, 1))), jpeg());
    EXPECT_EQ(stripped(jpeg(exif(is_big, 9))), jpeg()) << "no orientation at all";
  }
}

TEST(Picture, TheColoursOfAnAdobePictureStay) {
  const std::string adobe = "Adobe\0\x64\x80\0\0\0\x02"s;
  EXPECT_EQ(stripped(jpeg(segment(0xEE, adobe + "PLANTED"))), jpeg(segment(0xEE, "Adobe\0\x64\0\0\0\0\x02"s)));
}

TEST(Picture, ADamagedJpegIsRefused) {
  EXPECT_EQ(code(jpeg()), "ok");
  const std::string whole = jpeg(kJfif + exif(true, 6));
  for (size_t size = 2; size < whole.size(); ++size)
    EXPECT_EQ(code(std::string_view(whole).substr(0, size)).substr(0, 15), "picture.damaged") << size;
  EXPECT_EQ(code("\xFF\xD8" + kTables + kScan + kEnd), "picture.damaged scan before frame");
  EXPECT_EQ(code("\xFF\xD8" + frame(9, 9) + kEnd), "picture.damaged no picture");
  EXPECT_EQ(code("\xFF\xD8" + frame(9, 9) + frame(9, 9) + kScan + kEnd), "picture.damaged frame");
  EXPECT_EQ(code("\xFF\xD8" + frame(0, 9) + kScan + kEnd), "picture.damaged frame");
  EXPECT_EQ(code(jpeg(segment(0x01, "x"))), "picture.damaged marker");
  EXPECT_EQ(code("\xFF\xD8" + frame(65000, 65000) + kScan + kEnd), "picture.too-large");
}

// The checksum of a chunk, bit by bit.
std::string chunk(const std::string& type, const std::string& body) {
  uint32_t c = 0xFFFFFFFFU;
  for (const char byte : type + body) {
    c ^= static_cast<uint8_t>(byte);
    for (int k = 0; k < 8; ++k) c = (c & 1) != 0 ? 0xEDB88320U ^ (c >> 1) : c >> 1;
  }
  return four(body.size()) + type + body + four(c ^ 0xFFFFFFFFU);
}
std::string png(const std::string& noise = "", const std::string& behind = "", size_t width = 640) {
  return "\x89PNG\r\n\x1A\n" + chunk("IHDR", four(width) + four(480) + "\x08\x03\0\0\0"s) + noise +
         chunk("PLTE", "abc") + chunk("tRNS", "\0"s) + chunk("IDAT", "xyz") + noise + chunk("IDAT", "xyz") +
         chunk("IEND", "") + behind;
}

TEST(Picture, NothingButThePictureIsLeftOfAPng) {
  const std::string noise = chunk("tEXt", "Author\0PLANTED"s) + chunk("iTXt", "XML:com.adobe.xmp\0PLANTED"s) +
                            chunk("zTXt", "PLANTED") + chunk("eXIf", "MM PLANTED") + chunk("tIME", "PLANTED") +
                            chunk("iCCP", "PLANTED") + chunk("acTL", "PLANTED") + chunk("fdAT", "PLANTED");
  const auto picture = strip_picture(png(noise, "PLANTED"));
  ASSERT_TRUE(picture);
  EXPECT_EQ(picture->type, "image/png");
  EXPECT_EQ(picture->bytes, png());
  EXPECT_EQ(picture->width, 640U);
}

TEST(Picture, ADamagedPngIsRefused) {
  const std::string whole = png();
  EXPECT_EQ(code(whole), "ok");
  for (size_t size = 8; size < whole.size(); ++size)
    EXPECT_EQ(code(std::string_view(whole).substr(0, size)).substr(0, 15), "picture.damaged") << size;
  std::string turned = whole;
  turned[42] = static_cast<char>(turned[42] ^ 1);
  EXPECT_EQ(code(turned), "picture.damaged checksum");
  EXPECT_EQ(code(png(chunk("HUGE", ""))), "picture.damaged chunk that decoding would need");
  EXPECT_EQ(code(png("", "", 0)), "picture.damaged header");
  EXPECT_EQ(code(png("", "", 100'000)), "picture.too-large") << "before anybody decodes it";
  EXPECT_EQ(code("\x89PNG\r\n\x1A\n" + chunk("IHDR", four(9) + four(9) + "\x08\x02\0\0\0"s) + chunk("IEND", "")),
            "picture.damaged no picture");
}

TEST(Picture, WhatIsNoPictureIsRefusedWhateverItIsCalled) {
  for (const auto& bytes :
       {""s, "\xFF"s, "GIF89a"s, "<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>"s, "%PDF-1.7"s,
        "RIFF\0\0\0\0WEBPVP8 "s, "\x89PNG"s})
    EXPECT_EQ(code(bytes), "picture.unknown") << bytes;
}

}  // namespace
}  // namespace hb::text
