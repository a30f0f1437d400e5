#pragma once
#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "notice/names.h"
#include "notice/terms.h"

namespace hb::notice {

/// A post as it is kept for comparison. The views point into whatever keeps it.
struct Kept {
  std::span<const uint32_t> terms;  ///< Term::hash, in text order
  const std::vector<Name>* names = nullptr;
  float weight = 0;   ///< Σ idf of its terms when it was kept
  float squares = 0;  ///< Σ idf² likewise
  size_t titled = 0;  ///< Terms::titled
};

/// A new post made ready to be compared with many kept ones.
class Probe {
 public:
  /// `idf[i]` belongs to `terms.terms[i]`, each in 0 to 1. The arguments must outlive the probe.
  Probe(const Terms& terms, std::span<const float> idf, const std::vector<Name>& names);

  const std::vector<Name>& names() const { return *names_; }
  std::span<const Term> terms() const { return terms_->terms; }
  size_t titled() const { return terms_->titled; }
  std::span<const float> idf() const { return idf_; }
  float weight() const { return weight_; }
  float squares() const { return squares_; }

  /// The place of a term in the text's order, or -1.
  int find(uint32_t hash) const;

 private:
  const Terms* terms_;
  std::span<const float> idf_;
  const std::vector<Name>* names_;
  float weight_ = 0, squares_ = 0;
  std::array<uint16_t, 1024> slots_{};  // index + 1, open addressing
};

/// What is measured of a pair, in the order of the weights.
enum Feature : size_t {
  kCosine,          ///< idf-weighted cosine
  kRarestShared,    ///< largest idf in common
  kTopShared,       ///< mean of the three largest
  kCoverLess,       ///< idf share in common, of the side that has less of it in common
  kCoverMore,       ///< and of the other
  kLongestRun,      ///< terms of the longest stretch in common, of at most 10, over 10
  kLongestRunIdf,   ///< its idf, over 5
  kRunsIdf,         ///< idf of all stretches of two terms and more, over 10
  kHead,            ///< resemblance of the first 40 terms
  kLengthRatio,     ///< |log₂ of the ratio of the numbers of terms|
  kShortLength,     ///< log₂ of the smaller number of terms, over 8
  kLongLength,      ///< and of the larger
  kNumberShared,    ///< numbers in common, of at most 3, over 3
  kNumberConflict,  ///< both have numbers, none in common
  kWordShared,      ///< words in common, of at most 3, over 3
  kWordConflict,    ///< both have words, none in common
  kPremisesAgree,   ///< see KindMatch
  kPremisesConflict,
  kTitleAgree,
  kTitleConflict,
  kSame,        ///< every term of each is in the other
  kNeighbours,  ///< resemblance of the pairs of neighbouring terms: word for word, whatever the words tell
  kNeighboursSquared,
  kNeighboursIdf,    ///< log(1 + idf) of the neighbours in common, of each pair the lesser
  kNeighboursCover,  ///< and its share of the text that tells less
  kLeftLess,         ///< log(1 + idf) of what is not in common, of the side that has less of it
  kLeftMore,         ///< and of the other
  kSharedIdf,        ///< log(1 + idf) of what is in common
  kSharedMean,       ///< mean idf of what is in common
  kLongTopShared,    ///< a long text has some rare term in common with any other: kTopShared × kLongLength
  kShortTopShared,
  kLongCosine,
  kShortCosine,
  kCosineSquared,
  kCoverMoreSquared,
  kHeadSquared,
  kPlaceConflict,  ///< both name districts, none in common
  kFeatures,
};

/// What one text has word for word of another counts in stretches of at least so many terms, and only if they
/// make kCarriedTerms together: less is a phrase or a headline of a series, not a repost. A title that both have
/// counts on neither side: every reply carries the title of its thread.
inline constexpr int kCarriedRun = 6, kCarriedTerms = 20;

struct Likeness {
  std::array<float, kFeatures> features{};
  NameMatch names;
  float beyond_names = 0;  ///< Σ idf of what is in common outside the probe's names
  float resemblance = 0;   ///< shared of all terms (Jaccard)
  float carried = 0;       ///< idf share of the shorter text that the other has word for word; see kCarriedRun
};
Likeness compare(const Probe& probe, const Kept& kept);

/// How likely, 0 to 1, the two speak of the same matter. Linear weights on the features through a logistic curve; the
/// weights were fitted on people-labelled pairs of short Chinese texts, and, so that two complaints of one sort do not
/// count as one matter, on citizens' messages and the week of the demo (docs/noticing.md).
double probability(const Likeness& likeness);

}  // namespace hb::notice
