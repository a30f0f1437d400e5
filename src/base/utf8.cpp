#include "base/utf8.h"

#include <array>

namespace hb {
namespace {

// Length of the well-formed sequence at `at`, 0 if there is none; its code point in `out`.
size_t decode(std::string_view s, size_t at, char32_t& out) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(s[i]); };
  const unsigned lead = byte(at);
  if (lead < 0x80) {
    out = lead;
    return 1;
  }
  const size_t n = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC2 ? 2 : 0;
  if (n == 0 || lead > 0xF4 || at + n > s.size()) return 0;
  char32_t c = lead & (0x7Fu >> n);
  for (size_t i = 1; i < n; ++i) {
    if ((byte(at + i) & 0xC0u) != 0x80u) return 0;
    c = (c << 6) | (byte(at + i) & 0x3Fu);
  }
  if ((n == 3 && c < 0x800) || (n == 4 && c < 0x10000) || c > 0x10FFFF || (c >= 0xD800 && c < 0xE000)) return 0;
  out = c;
  return n;
}

// Writes the bytes of a code point, at most four; where they end.
char* encode(char32_t c, char* to) {
  if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) c = 0xFFFD;
  const auto tail = [&](int shift) { *to++ = static_cast<char>(0x80 | ((c >> shift) & 0x3F)); };
  if (c < 0x80) {
    *to++ = static_cast<char>(c);
  } else if (c < 0x800) {
    *to++ = static_cast<char>(0xC0 | (c >> 6));
    tail(0);
  } else if (c < 0x10000) {
    *to++ = static_cast<char>(0xE0 | (c >> 12));
    tail(6);
    tail(0);
  } else {
    *to++ = static_cast<char>(0xF0 | (c >> 18));
    tail(12);
    tail(6);
    tail(0);
  }
  return to;
}

}  // namespace

bool valid_utf8(std::string_view s) {
  char32_t c = 0;
  for (size_t at = 0; at < s.size();) {
    const size_t n = decode(s, at, c);
    if (n == 0) return false;
    at += n;
  }
  return true;
}

char32_t next_code_point(std::string_view s, size_t& at) {
  char32_t c = 0;
  const size_t n = decode(s, at, c);
  at += n == 0 ? 1 : n;
  return n == 0 ? U'\uFFFD' : c;
}

void append_utf8(std::string& out, char32_t c) {
  std::array<char, 4> bytes{};
  out.append(bytes.data(), encode(c, bytes.data()));
}

size_t count_code_points(std::string_view s) {
  size_t n = 0;
  for (size_t at = 0; at < s.size(); ++n) next_code_point(s, at);
  return n;
}

std::string_view slice_code_points(std::string_view s, size_t start, size_t end) {
  size_t at = 0, n = 0;
  for (; n < start && at < s.size(); ++n) next_code_point(s, at);
  const size_t first = at;
  for (; n < end && at < s.size(); ++n) next_code_point(s, at);
  return s.substr(first, at - first);
}

std::string_view start_of(std::string_view s, size_t bytes) {
  if (s.size() <= bytes) return s;
  while (bytes > 0 && (static_cast<unsigned char>(s[bytes]) & 0xC0) == 0x80) --bytes;
  return s.substr(0, bytes);
}

bool is_han(char32_t c) {
  return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) || (c >= 0x20000 && c <= 0x323AF) ||
         (c >= 0xF900 && c <= 0xFAFF) || c == 0x3007 || c == 0x3005;
}

std::u32string to_utf32(std::string_view s) {
  std::u32string out;
  out.reserve(s.size());
  for (size_t at = 0; at < s.size();) out += next_code_point(s, at);
  return out;
}

std::string to_utf8(std::u32string_view s) {
  std::string out(s.size() * 4, '\0');
  char* end = out.data();
  for (const char32_t c : s) end = encode(c, end);
  out.resize(static_cast<size_t>(end - out.data()));
  return out;
}

}  // namespace hb
