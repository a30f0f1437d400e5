#include "casework/number.h"

#include "fuzz/input.h"

// A number that is understood is written one way only.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto typed = hb::fuzz::text(data, size);
  if (const auto number = hb::casework::parse_case_number(typed)) {
    hb::fuzz::must(hb::casework::parse_case_number(number->value) == *number);
  }
  const auto code = hb::casework::normal_query_code(typed);
  hb::fuzz::must(code.empty() || hb::casework::normal_query_code(code) == code);
  return 0;
}
