#include "fuzz/input.h"
#include "listen/page_reader.h"

// Whatever the process that reads pages tells, it is an answer, which is told again as the same, or a clear error.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  auto answer = hb::listen::parse_answer(hb::fuzz::text(data, size));
  if (!answer) return 0;
  hb::fuzz::must(answer->authors.size() == answer->entries.size());
  const auto told = hb::listen::to_bytes(std::move(answer));
  hb::fuzz::must(hb::listen::to_bytes(hb::listen::parse_answer(told)) == told);
  return 0;
}
