#include "text/picture.h"

#include "fuzz/input.h"

// Any bytes are a picture or a clear error; a stripped picture is one, hardly longer, and has nothing left to strip.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using hb::text::strip_picture;
  const auto picture = strip_picture(hb::fuzz::text(data, size));
  if (!picture) return 0;
  hb::fuzz::must(picture->bytes.size() <= size + 64 && picture->width > 0 && picture->height > 0);
  const auto again = strip_picture(picture->bytes);
  hb::fuzz::must(again && again->bytes == picture->bytes && again->type == picture->type);
  return 0;
}
