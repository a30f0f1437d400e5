#include "ledger/policy.h"

#include "fuzz/input.h"

// Any bytes are a policy or a clear error, and a policy can be asked: nobody's signature meets no quorum but `none`.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto policy = hb::ledger::parse_policy(hb::fuzz::text(data, size));
  if (policy) hb::fuzz::must(hb::ledger::witnessed({}, *policy).value_or(true) == !policy->quorum);
  return 0;
}
