#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/ids.h"
#include "casework/zone.h"

/// Case numbers and query codes (DESIGN.md section 10): readable aloud, never sequential.
namespace hb::casework {

/// "HB-2026-0928-7K4Q-C": the local day, 20 random bits as four Crockford base32 characters (of `random` the low 20
/// count), and one check character
/// (the sum of odd weights 1, 3, 5 … × value, mod 32, so that every single wrong character is found).
CaseNumber make_case_number(Day day, uint32_t random);

/// What a person typed, as the number is written: case does not matter, I and L read as 1, O as 0, blanks go.
/// Errors: "number.malformed"; "number.check" when the check character is wrong.
Result<CaseNumber> parse_case_number(std::string_view typed);

/// Ten Crockford characters of 50 random bits.
std::string make_query_code(const std::array<uint8_t, 8>& random);

/// As typed to as made; "" if it cannot be one.
std::string normal_query_code(std::string_view typed);

}  // namespace hb::casework
