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
  float weight = 0;          ///< Σ idf of its terms when it was kept
  float squares = 0;         ///< Σ idf² likewise
  size_t titled = 0;         ///< Terms::titled
  float letter_squares = 0;  ///< Σ idf² of its Han characters when it was kept
  uint32_t pleas = 0;        ///< Terms::pleas
};

/// A new post made ready to be compared with many kept ones.
class Probe {
 public:
  /// `idf[i]` belongs to `terms.terms[i]`, `letter_idf[i]` to `terms.letters[i]`, each in 0 to 1. The arguments must
  /// outlive the probe.
  Probe(const Terms& terms, std::span<const float> idf, std::span<const float> letter_idf,
        const std::vector<Name>& names);

  const std::vector<Name>& names() const { return *names_; }
  std::span<const Term> terms() const { return terms_->terms; }
  size_t titled() const { return terms_->titled; }
  std::span<const float> idf() const { return idf_; }
  float weight() const { return weight_; }
  float squares() const { return squares_; }
  std::span<const float> letter_idf() const { return letter_idf_; }
  float letter_squares() const { return letter_squares_; }
  uint32_t pleas() const { return terms_->pleas; }
  size_t skips() const { return skips_; }
  int of_kind(Term::Kind kind) const { return of_kind_[static_cast<size_t>(kind)]; }

  /// The place of a term in the text's order, or -1.
  int find(uint32_t hash) const;
  /// The place of a Han character in Terms::letters, or -1.
  int find_letter(uint16_t letter) const;
  /// Whether the two characters stand in it with one between.
  bool has_skip(uint16_t first, uint16_t third) const;

 private:
  const Terms* terms_;
  std::span<const float> idf_, letter_idf_;
  const std::vector<Name>* names_;
  float weight_ = 0, squares_ = 0, letter_squares_ = 0;
  size_t skips_ = 0;
  std::array<int, kTermKinds> of_kind_{};
  // Open addressing.
  std::array<uint16_t, 1024> slots_{};         // index of a term + 1
  std::array<uint16_t, 1024> letter_slots_{};  // index of a letter + 1
  std::array<uint32_t, 1024> skip_slots_{};    // both letters
};

/// What is measured of a pair, in the order of the weights. "Plea" and "Short" stand for a product with how much both
/// texts turn to an office (Terms::pleas of the side with fewer, of at most 3, over 3), and with kShortLength below:
/// what tells that two complaints are one matter is not what tells it of two headlines.
enum Feature : size_t {
  kCoverMore,      ///< idf share in common, of the side that has more of it in common
  kLongestRunIdf,  ///< idf of the longest stretch of terms in common, over 5
  kRunsIdf,        ///< idf of all stretches of two terms and more, over 10
  kHead,           ///< resemblance of the first 40 terms
  kLongLength,     ///< log₂ of the larger number of terms, over 8
  kWordShared,     ///< words in common, of at most 3, over 3
  kWordConflict,   ///< both have words, none in common
  kPremisesAgree,  ///< see KindMatch
  kTitleAgree,
  kTitleConflict,
  kNeighboursSquared,  ///< (resemblance of the pairs of neighbouring terms)²: word for word, whatever the words tell
  kSharedIdf,          ///< log(1 + idf) of what is in common
  kLongCosine,         ///< idf-weighted cosine × kLongLength
  kShortCosine,        ///< and × the same of the smaller number of terms
  kPlaceConflict,      ///< both name districts, none in common
  kLettersCosine,      ///< idf-weighted cosine of the Han characters: 北大 and 北京大学
  kLettersCosineSquared,
  kHeadLetters,      ///< resemblance of the first 14 characters
  kPlacesLeftLess,   ///< log(1 + number) of Term::Kind::place not in common, of the side with fewer
  kPlacesLeftMore,   ///< and of the other
  kPersonsShared,    ///< log(1 + idf) of Term::Kind::person in common
  kPersonsLeftMore,  ///< log(1 + number) of those not in common, of the side with more
  kPersonsApart,     ///< both have some, none in common
  kPleaEither,       ///< pleas of the side with more, of at most 3, over 3
  kPleaSkips,        ///< resemblance of the pairs of characters with one between
  kPleaPremisesAgree,
  kPleaCoverLess,
  kPleaSkipsShared,  ///< log(1 + number of such pairs in common)
  kPleaPlacesLeftLess,
  kPleaPersonsShared,
  kPleaLongLength,
  kPleaSharedIdf,
  kPleaWordShared,
  kShortLettersCosine,
  kShortSkips,
  kShortPlacesShared,  ///< log(1 + idf) of Term::Kind::place in common
  kFeatures,
};

/// What one text has word for word of another counts in stretches of at least so many terms, and only if they
/// make kCarriedTerms together: less is a phrase or a headline of a series, not a repost. A title that both have
/// counts on neither side: every reply carries the title of its thread.
inline constexpr int kCarriedRun = 6, kCarriedTerms = 20;

struct Likeness {
  std::array<float, kFeatures> features{};
  NameMatch names;
  float beyond_names = 0;       ///< Σ idf of what is in common outside the probe's names
  bool numbers_differ = false;  ///< both have numbers, none in common
  bool one_number = false;      ///< and each only one: the price of an advertisement put up again
  float resemblance = 0;        ///< shared of all terms (Jaccard)
  float carried = 0;            ///< idf share of the shorter text that the other has word for word; see kCarriedRun
  float carried_body = 0;       ///< the share of its terms behind its title, likewise
};
Likeness compare(const Probe& probe, const Kept& kept);

/// How likely, 0 to 1, the two speak of the same matter. Linear weights on the features through a logistic curve; the
/// weights were fitted on people-labelled pairs of short Chinese texts, and, so that two complaints of one sort do not
/// count as one matter, on citizens' messages and the week of the demo (docs/noticing.md).
double probability(const Likeness& likeness);

}  // namespace hb::notice
