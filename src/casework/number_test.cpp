#include "casework/number.h"

#include <gtest/gtest.h>

namespace hb::casework {
namespace {

TEST(CaseNumber, IsReadBackHoweverItWasTyped) {
  const auto number = make_case_number(Day{date::local_days{date::year{2026} / 9 / 28}}, 0x39D17);
  EXPECT_TRUE(number.value.starts_with("HB-2026-0928-"));
  std::string typed = number.value;
  for (char& c : typed) c = static_cast<char>(std::tolower(c));
  EXPECT_EQ(parse_case_number(typed)->value, number.value);
  EXPECT_EQ(parse_case_number(" HB 2026 0928 " + number.value.substr(13))->value, number.value);
}

TEST(CaseNumber, EveryWrongCharacterIsFound) {
  const auto number = make_case_number(Day{date::local_days{date::year{2026} / 3 / 3}}, 123456).value;
  constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  for (size_t i = 3; i < number.size(); ++i) {
    if (number[i] == '-') continue;
    for (const char c : kAlphabet) {
      if (c == number[i]) continue;
      std::string wrong = number;
      wrong[i] = c;
      EXPECT_FALSE(parse_case_number(wrong)) << wrong;
    }
  }
  for (const char* bad :
       {"", "HB", "XX-2026-0303-7K4Q-C", "HB-2026-0303-7K4Q", "HB-2026-03A3-7K4Q-C", "HB-2026-0303-7U4Q-C"})
    EXPECT_FALSE(parse_case_number(bad)) << bad;
}

TEST(QueryCode, IsReadBackHoweverItWasTyped) {
  const std::string code = make_query_code({1, 2, 3, 4, 5, 6, 7, 8});
  EXPECT_EQ(code.size(), 10u);
  EXPECT_EQ(normal_query_code(code.substr(0, 5) + "-" + code.substr(5)), code);
  EXPECT_EQ(normal_query_code("oil"), "");
  EXPECT_EQ(normal_query_code("OIL0000000"), "0110000000");
}

}  // namespace
}  // namespace hb::casework
