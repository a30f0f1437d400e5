#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace hb {

/// Whether the bytes are well-formed UTF-8 (no overlong forms, no surrogates, at most U+10FFFF).
bool valid_utf8(std::string_view bytes);

/// Reads the code point at `at` of well-formed UTF-8 and moves `at` behind it. An ill-formed byte reads as U+FFFD and
/// moves one byte, so the loop `while (at < s.size()) next_code_point(s, at)` always ends.
char32_t next_code_point(std::string_view s, size_t& at);

/// Appends the code point; a surrogate or one past U+10FFFF becomes U+FFFD.
void append_utf8(std::string& out, char32_t c);

/// How many code points the text has.
size_t count_code_points(std::string_view s);

/// The bytes of code points [start, end).
std::string_view slice_code_points(std::string_view s, size_t start, size_t end);

/// The longest start of the text of at most `bytes` bytes that does not cut a character.
std::string_view start_of(std::string_view s, size_t bytes);

/// A Han character (CJK unified ideographs, its extensions, compatibility ideographs, 〇 and 々).
bool is_han(char32_t c);

std::u32string to_utf32(std::string_view s);
std::string to_utf8(std::u32string_view s);

}  // namespace hb
