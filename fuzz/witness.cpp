#include "ledger/witness.h"

#include "fuzz/input.h"

// What a witness answers: any bytes are one line of its key, which verifies behind the checkpoint, or a clear error.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace hb::ledger;
  static const Signer log("log.hearback.example/answers", std::string(32, '\1'));
  static const auto key =
      parse_vkey("witness.example/w1+df1c0a35+BIE5dw6ofRdfVqNUZsNMfszLjYqRtO43ol32D1uPybOU").value();
  static const std::string checkpoint =
      log.sign("log.hearback.example/answers\n300\n2oUkI7hyLFHDl0BX/BdZRlrWCYiVgfzzh9dKRo+IEjM=\n");
  const auto text = hb::fuzz::text(data, size);
  (void)held_size(text);
  const auto line = cosignature(text, checkpoint, key);
  if (!line) return 0;
  const auto note = parse_note(checkpoint + *line);
  hb::fuzz::must(note && note->signatures.size() == 2 && signed_by(*note, key).value_or(false));
  return 0;
}
