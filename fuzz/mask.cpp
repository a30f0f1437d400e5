#include "text/mask.h"

#include "fuzz/input.h"

// Stretches ascend without overlap.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto text = hb::fuzz::text(data, size);
  const auto found = hb::text::find_personal(text);
  uint32_t last = 0;
  for (const auto& personal : found) {
    hb::fuzz::must(last <= personal.span.start && personal.span.start < personal.span.end);
    last = personal.span.end;
  }
  hb::fuzz::must(!found.empty() || hb::text::mask(text, found) == text);
  return 0;
}
