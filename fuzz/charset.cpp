#include "text/charset.h"

#include "base/utf8.h"
#include "fuzz/input.h"

// Whatever the bytes, the text is well-formed UTF-8.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto decoded = hb::text::decode(hb::fuzz::text(data, size));
  hb::fuzz::must(decoded && hb::valid_utf8(decoded->text));
  return 0;
}
