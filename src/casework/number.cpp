#include "casework/number.h"

#include <fmt/format.h>

namespace hb::casework {
namespace {

constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

// The typed text in the alphabet, hyphens and blanks gone; "" if a character is none of it.
std::string canonical(std::string_view typed) {
  std::string out;
  for (char c : typed) {
    if (c == '-' || c == ' ') continue;
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    if (c == 'I' || c == 'L') c = '1';
    if (c == 'O') c = '0';
    if (kAlphabet.find(c) == std::string_view::npos) return {};
    out += c;
  }
  return out;
}

char check_of(std::string_view body) {
  size_t sum = 0;
  // Odd weights only: each is invertible mod 32, so every single wrong character is found.
  for (size_t i = 0; i < body.size(); ++i) sum += (2 * i + 1) * kAlphabet.find(body[i]);
  return kAlphabet[sum % kAlphabet.size()];
}

}  // namespace

CaseNumber make_case_number(Day day, uint32_t random) {
  const date::year_month_day ymd{day};
  std::string body = fmt::format("{:04}{:02}{:02}", static_cast<int>(ymd.year()), static_cast<unsigned>(ymd.month()),
                                 static_cast<unsigned>(ymd.day()));
  for (int shift = 15; shift >= 0; shift -= 5) body += kAlphabet[(random >> shift) & 31];
  return {fmt::format("HB-{}-{}-{}-{}", body.substr(0, 4), body.substr(4, 4), body.substr(8), check_of(body))};
}

Result<CaseNumber> parse_case_number(std::string_view typed) {
  if (typed.size() > 64) return fail("number.malformed");
  const std::string all = canonical(typed);
  if (all.size() != 15 || !all.starts_with("HB")) return fail("number.malformed");
  const std::string_view body = std::string_view(all).substr(2, 12);
  if (body.substr(0, 8).find_first_not_of("0123456789") != std::string_view::npos) return fail("number.malformed");
  if (check_of(body) != all.back()) return fail("number.check");
  return CaseNumber{fmt::format("HB-{}-{}-{}-{}", body.substr(0, 4), body.substr(4, 4), body.substr(8), all.back())};
}

std::string make_query_code(const std::array<uint8_t, 8>& random) {
  uint64_t bits = 0;
  for (const uint8_t byte : random) bits = bits << 8 | byte;
  std::string out;
  for (int i = 0; i < 10; ++i) out += kAlphabet[(bits >> (5 * i)) & 31];
  return out;
}

std::string normal_query_code(std::string_view typed) {
  if (typed.size() > 64) return {};
  std::string out = canonical(typed);
  return out.size() == 10 ? out : std::string{};
}

}  // namespace hb::casework
