#pragma once
#include <cstdint>
#include <utility>
#include <vector>

#include "notice/likeness.h"

namespace hb::notice {

/// What the posts of an issue say together: each term with the sum of what it weighed in them. Headlines of one event
/// share few words pair by pair, but each shares some with most of the others. Kept for posts of words (Terms::wordy);
/// a post that left the window stays in it. Whole numbers only, so that every machine gets the same.
class Centre {
 public:
  /// At most this many terms; past it the heavier half stays.
  static constexpr size_t kTerms = 512;
  using Weight = std::pair<uint32_t, uint32_t>;  ///< Term::hash and Σ idf in 255ths

  Centre() = default;
  /// As `weights()` gave them; ascending by hash, at most kTerms.
  explicit Centre(std::vector<Weight> weights);

  /// A term of one post; `idf` in 0 to 1.
  void add(uint32_t term, float idf);

  struct Nearness {
    float cosine = 0;        ///< idf-weighted
    float beyond_names = 0;  ///< Σ idf of what is in common outside the probe's names
  };
  Nearness compare(const Probe& probe) const;

  const std::vector<Weight>& weights() const { return weights_; }

 private:
  void prune();

  std::vector<Weight> weights_;  // ascending by hash
  uint64_t squares_ = 0;         // Σ weight²
};

/// How likely, 0 to 1, a post this near to the centre of an issue of so many texts speaks of its matter.
double probability(const Centre::Nearness& nearness, uint32_t texts);

}  // namespace hb::notice
