#include "ledger/note.h"

#include "fuzz/input.h"
#include "ledger/entry.h"
#include "ledger/proof.h"
#include "ledger/tile.h"

// Everything of the ledger that strangers hand us; what is read strictly is written back byte for byte.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto text = hb::fuzz::text(data, size);
  (void)hb::ledger::parse_note(text);
  (void)hb::ledger::decode_bundle(text, 3);
  if (const auto key = hb::ledger::parse_vkey(text)) hb::fuzz::must(hb::ledger::format_vkey(*key) == text);
  if (const auto c = hb::ledger::parse_checkpoint(text)) hb::fuzz::must(hb::ledger::format_checkpoint(*c) == text);
  if (const auto entry = hb::ledger::parse_entry(text)) hb::fuzz::must(hb::ledger::format_entry(*entry) == text);
  if (const auto tile = hb::ledger::parse_tile_path(text)) hb::fuzz::must(hb::ledger::tile_path(*tile) == text);
  if (const auto proof = hb::ledger::parse_proof(text)) {
    hb::fuzz::must(hb::ledger::parse_proof(hb::ledger::format_proof(*proof)).has_value());
  }
  return 0;
}
