#pragma once
#include <string>

/// Pictures as bytes, for tests: a JPEG of one scan, in whose coded bytes something can be planted.
namespace hb::test {

inline std::string two_bytes(size_t n) { return {static_cast<char>(n >> 8 & 0xFF), static_cast<char>(n & 0xFF)}; }

inline std::string jpeg_segment(char marker, const std::string& body) {
  return std::string("\xFF") + marker + two_bytes(body.size() + 2) + body;
}

/// `extra`: segments before the tables.
inline std::string small_jpeg(const std::string& coded, const std::string& extra = "", size_t width = 64,
                              size_t height = 48) {
  return "\xFF\xD8" + extra + jpeg_segment('\xDB', std::string(65, '\1')) +
         jpeg_segment('\xC0', "\x08" + two_bytes(height) + two_bytes(width) + std::string("\1\1\x11\0", 4)) +
         jpeg_segment('\xDA', std::string("\1\1\0\0\x3F\0", 6)) + coded + "\xFF\xD9";
}

}  // namespace hb::test
