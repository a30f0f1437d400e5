#pragma once
#include <cstdint>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

/// The inputs that a part and its floor share; none of Hearback's code.
namespace bench {

/// The same pseudo-random numbers on every machine (Knuth's MMIX constants).
struct Numbers {
  uint64_t state = 1;
  uint64_t next() { return (state = state * 6364136223846793005u + 1442695040888963407u) >> 33; }
};

inline std::string file(const char* path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

inline std::vector<std::string> lines(const char* path) {
  std::vector<std::string> out;
  std::ifstream in(path, std::ios::binary);
  for (std::string line; std::getline(in, line);) out.push_back(std::move(line));
  return out;
}

/// A moment of the years 2008 to 2025 in seconds since 1970.
inline int64_t moment(Numbers& numbers) {
  return 1199145600 + static_cast<int64_t>(numbers.next() % (18 * 365 * 86400u));
}

/// The i-th entry of a log, about as long as a real one.
inline std::string entry(uint64_t i) {
  std::string text = "hearback-entry/v1\nkind answer\ncase HB-2026-";
  text += std::to_string(100000 + i);
  text += "\nrev 1\ntime 2026-01-02T03:04:05Z\noffice city.example/water\nbody-commit sha256:";
  text.append(64, static_cast<char>('a' + i % 6));
  return text += "\nsupersedes -\n";
}

}  // namespace bench
