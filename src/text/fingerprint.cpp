#include "text/fingerprint.h"

#include <algorithm>

#include "base/utf8.h"

namespace hb::text {
namespace {

bool counts(char32_t c) { return is_han(c) || is_word_char(c); }

// The finaliser of SplitMix64 (Steele, Lea, Flood 2014): a bijection that spreads every input bit.
uint64_t mix(uint64_t x) {
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
  return x ^ (x >> 31);
}

}  // namespace

uint64_t text_key(const Folded& folded) {
  uint64_t h = 0;
  for (const char32_t c : folded.text)
    if (counts(c)) h = mix(h + 0x9E3779B97F4A7C15u + c);
  return h;
}

std::vector<uint32_t> sketch(const Folded& folded) {
  std::vector<uint32_t> hashes;
  hashes.reserve(folded.text.size());
  constexpr uint64_t kMask = (uint64_t{1} << 63) - 1;
  uint64_t last_three = 0;  // 21 bits a character
  size_t n = 0;
  for (const char32_t c : folded.text) {
    if (!counts(c)) continue;
    if (++n >= 4) hashes.push_back(static_cast<uint32_t>(mix(mix(last_three) ^ c)));
    last_three = ((last_three << 21) | c) & kMask;
  }
  std::sort(hashes.begin(), hashes.end());
  hashes.erase(std::unique(hashes.begin(), hashes.end()), hashes.end());
  if (hashes.size() > kSketchSize) hashes.resize(kSketchSize);
  return hashes;
}

// Bottom-k estimate (Broder 1997): of the k smallest hashes of the union, the share that both have.
double resemblance(const std::vector<uint32_t>& a, const std::vector<uint32_t>& b) {
  if (a.empty() || b.empty()) return 0;
  const bool complete = a.size() < kSketchSize && b.size() < kSketchSize;
  const size_t limit = complete ? a.size() + b.size() : kSketchSize;
  size_t i = 0, j = 0, seen = 0, both = 0;
  while (seen < limit && (i < a.size() || j < b.size())) {
    const bool take_a = j == b.size() || (i < a.size() && a[i] <= b[j]);
    const bool take_b = i == a.size() || (j < b.size() && b[j] <= a[i]);
    both += take_a && take_b ? 1 : 0;
    i += take_a ? 1 : 0;
    j += take_b ? 1 : 0;
    ++seen;
  }
  return static_cast<double>(both) / static_cast<double>(seen);
}

}  // namespace hb::text
