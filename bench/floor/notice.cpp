#include <sys/resource.h>

#include <cstdio>
#include <cstdlib>

#include "bench/notice_posts.h"

// notice POSTS [TITLES]: tokenising and hashing alone, of the 20,000 texts that come after POSTS: code points of UTF-8,
// each pair of neighbouring Han characters and each Latin word hashed.
int main(int count, char** argument) {
  const bench::Posts posts(count > 2 ? argument[2] : "");
  const long live = std::atol(argument[1]);
  uint64_t sum = 0;
  rusage used{};
  const auto cpu = [&] {
    getrusage(RUSAGE_SELF, &used);
    return static_cast<double>(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
           1e-6 * static_cast<double>(used.ru_utime.tv_usec + used.ru_stime.tv_usec);
  };
  std::vector<uint32_t> points, hashes;
  double spent = cpu();
  for (long i = live; i < live + bench::kMeasured; ++i) {
    const std::string text = posts.text(static_cast<uint64_t>(i));
    points.clear();
    hashes.clear();
    for (size_t k = 0; k < text.size();) {
      const auto byte = [&](size_t n) { return static_cast<uint32_t>(static_cast<unsigned char>(text[k + n])); };
      const uint32_t first = byte(0);
      if (first < 0x80) {
        points.push_back(first | (first >= 'A' && first <= 'Z' ? 0x20u : 0u));
        k += 1;
      } else if (first < 0xe0 && k + 1 < text.size()) {
        points.push_back((first & 0x1f) << 6 | (byte(1) & 0x3f));
        k += 2;
      } else if (first < 0xf0 && k + 2 < text.size()) {
        points.push_back((first & 0x0f) << 12 | (byte(1) & 0x3f) << 6 | (byte(2) & 0x3f));
        k += 3;
      } else {
        points.push_back(0xfffd);
        k += 4;
      }
    }
    const auto han = [](uint32_t c) { return c >= 0x4e00 && c < 0xa000; };
    const auto latin = [](uint32_t c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
    for (size_t k = 0; k < points.size(); ++k) {
      uint32_t hash = 2166136261u;
      if (han(points[k])) {
        if (k + 1 < points.size() && han(points[k + 1]))
          hashes.push_back((hash ^ points[k]) * 16777619u * 31 ^ points[k + 1] * 2654435761u);
      } else if (latin(points[k])) {
        for (; k < points.size() && latin(points[k]); ++k) hash = (hash ^ points[k]) * 16777619u;
        hashes.push_back(hash);
      }
    }
    for (const uint32_t hash : hashes) sum += hash;
  }
  spent = cpu() - spent;
  std::printf("%.4f 0 %llu\n", spent, static_cast<unsigned long long>(sum));
}
