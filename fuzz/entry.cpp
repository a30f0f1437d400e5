#include "ledger/entry.h"

#include "fuzz/input.h"
#include "ledger/tile.h"

// A leaf has one spelling, and so has a bundle of leaves.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace hb::ledger;
  const auto text = hb::fuzz::text(data, size);
  if (const auto entry = parse_entry(text)) hb::fuzz::must(format_entry(*entry).value_or("") == text);
  for (size_t count = 0; count < 4; ++count)
    if (const auto entries = decode_bundle(text, count)) hb::fuzz::must(encode_bundle(*entries).value_or("x") == text);
  return 0;
}
