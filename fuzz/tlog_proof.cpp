#include "fuzz/input.h"
#include "ledger/proof.h"

// The file a citizen keeps: one spelling, and no lie in it is believed. What the seeds prove holds for their entry
// only.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace hb::ledger;
  static const Signer signer("log.hearback.example/answers", std::string(32, '\1'));
  const auto text = hb::fuzz::text(data, size);
  const auto proof = parse_proof(text);
  if (!proof) return 0;
  hb::fuzz::must(format_proof(*proof) == text);
  hb::fuzz::must(!verify_proof(*proof, "an entry that no log holds", signer.key()));
  return 0;
}
