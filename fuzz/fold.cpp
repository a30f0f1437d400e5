#include "text/fold.h"

#include "fuzz/input.h"
#include "text/fingerprint.h"

// Every folded character knows where it came from, in order, inside the original.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto folded = hb::text::fold(hb::fuzz::text(data, size));
  hb::fuzz::must(folded.origin.size() == folded.text.size());
  uint32_t last = 0;
  for (const auto& span : folded.origin) {
    hb::fuzz::must(last <= span.start && span.start <= span.end && span.end <= folded.original_length);
    last = span.start;
  }
  hb::fuzz::must(hb::text::sketch(folded).size() <= hb::text::kSketchSize);
  return 0;
}
