#include "fuzz/input.h"
#include "ledger/tile.h"

// A tile has one path.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto text = hb::fuzz::text(data, size);
  if (const auto tile = hb::ledger::parse_tile_path(text)) hb::fuzz::must(hb::ledger::tile_path(*tile) == text);
  return 0;
}
