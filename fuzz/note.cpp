#include "ledger/note.h"

#include "fuzz/input.h"

// A signed note, and a key: any bytes are one or a clear error; a key is written back as it was read.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace hb::ledger;
  static const Signer signer("log.hearback.example/answers", std::string(32, '\1'));
  const auto text = hb::fuzz::text(data, size);
  if (const auto key = parse_vkey(text)) hb::fuzz::must(format_vkey(*key) == text);
  const auto note = parse_note(text);
  if (!note) return 0;
  hb::fuzz::must(text.starts_with(note->text) && note->text.ends_with('\n') && !note->signatures.empty());
  (void)signed_by(*note, signer.key());
  const auto again = parse_note(signer.sign(note->text));  // what can be read can be signed
  hb::fuzz::must(again && again->text == note->text && signed_by(*again, signer.key()).value_or(false));
  return 0;
}
