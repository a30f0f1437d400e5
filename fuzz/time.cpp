#include "base/instant.h"
#include "fuzz/input.h"

// A time that is read is written and read back as the same moment.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (const auto t = hb::parse_rfc3339(hb::fuzz::text(data, size))) {
    hb::fuzz::must(hb::parse_rfc3339(hb::format_rfc3339(*t)) == *t);
  }
  return 0;
}
