#include "fuzz/input.h"
#include "ledger/note.h"

// The body of a checkpoint has one spelling.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto text = hb::fuzz::text(data, size);
  if (const auto read = hb::ledger::parse_checkpoint(text)) {
    hb::fuzz::must(hb::ledger::format_checkpoint(*read) == text);
  }
  return 0;
}
