#include <cstdio>
#include <cstdlib>
#include <vector>

#include "bench/input.h"
#include "ledger/tile.h"
#include "ledger/tree.h"

// ledger COUNT: what a full verification computes: bundles taken apart, leaves and tree hashed to the root.
int main(int, char** argv) {
  const auto count = static_cast<uint64_t>(std::atol(argv[1]));
  hb::ledger::Frontier tree;
  for (uint64_t at = 0; at < count; at += hb::ledger::kTileWidth) {
    std::vector<std::string> entries;
    for (uint64_t i = at; i < count && i < at + hb::ledger::kTileWidth; ++i) entries.push_back(bench::entry(i));
    const auto bundle = hb::ledger::encode_bundle(entries);
    const auto decoded = hb::ledger::decode_bundle(*bundle, entries.size());
    for (const std::string& entry : *decoded) tree.append(hb::ledger::leaf_hash(entry));
  }
  std::printf("%02x%02x\n", tree.root()[0], tree.root()[1]);
}
