#include <openssl/sha.h>

#include <cstdio>
#include <cstdlib>

#include "bench/input.h"

// ledger COUNT: SHA-256 of the same entries, one by one.
int main(int, char** argv) {
  const auto count = static_cast<uint64_t>(std::atol(argv[1]));
  unsigned char digest[SHA256_DIGEST_LENGTH], all = 0;
  for (uint64_t i = 0; i < count; ++i) {
    const std::string entry = bench::entry(i);
    SHA256(reinterpret_cast<const unsigned char*>(entry.data()), entry.size(), digest);
    all ^= digest[0];
  }
  std::printf("%02x\n", all);
}
