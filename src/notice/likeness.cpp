#include "notice/likeness.h"

#include <algorithm>
#include <bitset>
#include <cmath>

namespace hb::notice {
namespace {

constexpr double kBias = -5.931;
constexpr std::array<double, kFeatures> kWeights{
    -6.230,   // kCoverMore
    -0.518,   // kLongestRunIdf
    -0.688,   // kRunsIdf
    1.700,    // kHead
    2.258,    // kLongLength
    -1.511,   // kWordShared
    -1.468,   // kWordConflict
    1.034,    // kPremisesAgree
    0.917,    // kTitleAgree
    -1.146,   // kTitleConflict
    8.766,    // kNeighboursSquared
    1.213,    // kSharedIdf
    40.082,   // kLongCosine
    -25.877,  // kShortCosine
    -3.395,   // kPlaceConflict
    12.629,   // kLettersCosine
    -7.731,   // kLettersCosineSquared
    1.353,    // kHeadLetters
    -0.976,   // kPlacesLeftLess
    -0.356,   // kPlacesLeftMore
    0.450,    // kPersonsShared
    -0.329,   // kPersonsLeftMore
    -0.299,   // kPersonsApart
    -0.519,   // kPleaEither
    -25.689,  // kPleaSkips
    1.801,    // kPleaPremisesAgree
    27.890,   // kPleaCoverLess
    2.059,    // kPleaSkipsShared
    -2.092,   // kPleaPlacesLeftLess
    0.059,    // kPleaPersonsShared
    -3.699,   // kPleaLongLength
    -1.695,   // kPleaSharedIdf
    0.470,    // kPleaWordShared
    -5.151,   // kShortLettersCosine
    -15.551,  // kShortSkips
    0.687,    // kShortPlacesShared
};

constexpr size_t kMask = 1023;
constexpr size_t kHeadLettersOf = 14;

size_t letter_slot(uint16_t letter) { return letter * 0x9e3779b9u >> 22; }
uint32_t skip_of(uint16_t first, uint16_t third) { return uint32_t{first} << 16 | third; }
size_t skip_slot(uint32_t skip) { return skip * 0x9e3779b9u >> 22; }

float log1p_of(int n) { return std::log1p(static_cast<float>(n)); }

/// What is gathered of the characters.
struct Letters {
  std::bitset<2 * kTermsPerPost> shared;  // by place in the probe
  float squares = 0;
  std::array<uint16_t, kHeadLettersOf> head{};
  size_t in_head = 0, head_shared = 0;
  int skips = 0, skips_shared = 0;
  LetterPair last;

  void take(const Probe& probe, uint16_t letter) {
    const int i = probe.find_letter(letter);
    if (in_head < head.size() && std::find(head.begin(), head.begin() + in_head, letter) == head.begin() + in_head) {
      head[in_head++] = letter;
      head_shared += i >= 0 && static_cast<size_t>(i) < kHeadLettersOf;
    }
    if (i < 0 || shared[static_cast<size_t>(i)]) return;
    shared.set(static_cast<size_t>(i));
    const float idf = probe.letter_idf()[static_cast<size_t>(i)];
    squares += idf * idf;
  }
  void take(const Probe& probe, LetterPair pair) {
    const bool goes_on = pair.first != 0 && pair.first == last.second;
    if (pair.first != 0 && !goes_on) take(probe, pair.first);
    if (pair.second != 0) take(probe, pair.second);
    if (goes_on && pair.second != 0) {
      ++skips;
      skips_shared += probe.has_skip(last.first, pair.second);
    }
    last = pair;
  }
};

/// What the walk over one kept post gathers.
struct Walk {
  float weight = 0, squares = 0, beyond_names = 0;
  int shared = 0, head_shared = 0;
  int longest = 0, carried = 0;
  float carried_idf = 0, title_idf = 0;
  float longest_idf = 0, runs_idf = 0;
  std::array<int, kTermKinds> shared_kind{}, kept_kind{};
  std::array<float, kTermKinds> shared_kind_idf{};
  int run = 0, run_titled = 0;
  float run_idf = 0, run_title_idf = 0;
  int neighbours = 0;

  void end_run() {
    if (run > longest || (run == longest && run_idf > longest_idf)) longest = run, longest_idf = run_idf;
    if (run >= 2) runs_idf += run_idf;
    if (run >= kCarriedRun) carried += run - run_titled, carried_idf += run_idf - run_title_idf;
    run = run_titled = 0, run_idf = run_title_idf = 0;
  }
  void share(float idf, bool in_both_titles) {
    ++shared, weight += idf, squares += idf * idf;
    if (run > 0) ++neighbours;
    ++run, run_idf += idf;
    if (in_both_titles) ++run_titled, run_title_idf += idf, title_idf += idf;
  }
};

float cosine_of(float shared, float a, float b) { return a * b > 0 ? std::min(1.0f, shared / std::sqrt(a * b)) : 0; }
float log2_of(size_t n) { return std::log2(static_cast<float>(std::max<size_t>(n, 1))); }

}  // namespace

Probe::Probe(const Terms& terms, std::span<const float> idf, std::span<const float> letter_idf,
             const std::vector<Name>& names)
    : terms_(&terms), idf_(idf), letter_idf_(letter_idf), names_(&names) {
  LetterPair last;
  for (size_t i = 0; i < terms.terms.size(); ++i) {
    const Term& term = terms.terms[i];
    weight_ += idf[i], squares_ += idf[i] * idf[i];
    ++of_kind_[static_cast<size_t>(term.kind())];
    size_t slot = term.hash & kMask;
    while (slots_[slot] != 0) slot = (slot + 1) & kMask;
    slots_[slot] = static_cast<uint16_t>(i + 1);
    const LetterPair pair = letters_of(term.hash);
    if (pair.second != 0 && pair.first == last.second) {
      const uint32_t skip = skip_of(last.first, pair.second);
      for (slot = skip_slot(skip); skip_slots_[slot] != 0 && skip_slots_[slot] != skip;) slot = (slot + 1) & kMask;
      skip_slots_[slot] = skip;
      ++skips_;
    }
    last = pair;
  }
  for (size_t i = 0; i < terms.letters.size(); ++i) {
    letter_squares_ += letter_idf[i] * letter_idf[i];
    size_t slot = letter_slot(terms.letters[i]);
    while (letter_slots_[slot] != 0) slot = (slot + 1) & kMask;
    letter_slots_[slot] = static_cast<uint16_t>(i + 1);
  }
}

int Probe::find_letter(uint16_t letter) const {
  for (size_t slot = letter_slot(letter); letter_slots_[slot] != 0; slot = (slot + 1) & kMask)
    if (terms_->letters[letter_slots_[slot] - 1u] == letter) return letter_slots_[slot] - 1;
  return -1;
}

bool Probe::has_skip(uint16_t first, uint16_t third) const {
  const uint32_t skip = skip_of(first, third);
  for (size_t slot = skip_slot(skip); skip_slots_[slot] != 0; slot = (slot + 1) & kMask)
    if (skip_slots_[slot] == skip) return true;
  return false;
}

int Probe::find(uint32_t hash) const {
  for (size_t slot = hash & kMask; slots_[slot] != 0; slot = (slot + 1) & kMask)
    if (terms_->terms[slots_[slot] - 1u].hash == hash) return slots_[slot] - 1;
  return -1;
}

Likeness compare(const Probe& probe, const Kept& kept) {
  constexpr size_t kHeadTerms = 40;
  constexpr auto kWords = static_cast<size_t>(Term::Kind::word), kNumbers = static_cast<size_t>(Term::Kind::number),
                 kPlaces = static_cast<size_t>(Term::Kind::place), kPersons = static_cast<size_t>(Term::Kind::person);
  const size_t n = probe.terms().size(), m = kept.terms.size();
  Walk w;
  Letters letters;
  int last = -2;
  for (size_t j = 0; j < m; ++j) {
    const uint32_t hash = kept.terms[j];
    const auto sort = static_cast<size_t>(Term::kind_of(hash));
    ++w.kept_kind[sort];
    letters.take(probe, letters_of(hash));
    const int i = probe.find(hash);
    if (i < 0 || i != last + 1) w.end_run();
    if (i >= 0) {
      const float idf = probe.idf()[static_cast<size_t>(i)];
      w.share(idf, j < kept.titled && static_cast<size_t>(i) < probe.titled());
      if (!probe.terms()[static_cast<size_t>(i)].named) w.beyond_names += idf;
      ++w.shared_kind[sort];
      w.shared_kind_idf[sort] += idf;
      if (j < kHeadTerms && static_cast<size_t>(i) < kHeadTerms) ++w.head_shared;
    }
    last = i < 0 ? -2 : i;
  }
  w.end_run();

  Likeness out;
  out.beyond_names = w.beyond_names;
  out.names = match(probe.names(), *kept.names);
  out.resemblance =
      n + m == 0 ? 0 : static_cast<float>(w.shared) / static_cast<float>(n + m - static_cast<size_t>(w.shared));
  if (w.carried >= kCarriedTerms) {
    const size_t body = std::min(n - std::min(n, probe.titled()), m - std::min(m, kept.titled));
    out.carried_body = std::min(1.0f, static_cast<float>(w.carried) / static_cast<float>(std::max<size_t>(body, 1)));
    out.carried = w.carried_idf / std::max(std::min(probe.weight(), kept.weight) - w.title_idf, 0.01f);
  }
  out.numbers_differ =
      probe.of_kind(Term::Kind::number) > 0 && w.kept_kind[kNumbers] > 0 && w.shared_kind[kNumbers] == 0;
  out.one_number = out.numbers_differ && probe.of_kind(Term::Kind::number) == 1 && w.kept_kind[kNumbers] == 1;

  const float cover_a = probe.weight() > 0 ? w.weight / probe.weight() : 0;
  const float cover_b = kept.weight > 0 ? std::min(1.0f, w.weight / kept.weight) : 0;
  const float cosine = cosine_of(w.squares, probe.squares(), kept.squares);
  const float letters_cosine = cosine_of(letters.squares, probe.letter_squares(), kept.letter_squares);
  const float shorter = log2_of(std::min(n, m)) / 8, longer = log2_of(std::max(n, m)) / 8;
  const size_t heads = std::min(n, kHeadTerms) + std::min(m, kHeadTerms) - static_cast<size_t>(w.head_shared);
  const size_t letter_heads =
      std::min(probe.letter_idf().size(), kHeadLettersOf) + letters.in_head - letters.head_shared;
  const auto pairs = static_cast<float>(n + m) - 2 - static_cast<float>(w.neighbours);
  const float neighbours = pairs > 0 ? static_cast<float>(w.neighbours) / pairs : 0;
  const float skips = static_cast<float>(letters.skips_shared) /
                      static_cast<float>(1 + static_cast<int>(probe.skips()) + letters.skips - letters.skips_shared);
  const float plea = static_cast<float>(std::min({probe.pleas(), kept.pleas, 3u})) / 3;
  const auto left = [&](Term::Kind kind) {
    const auto k = static_cast<size_t>(kind);
    return std::minmax({probe.of_kind(kind) - w.shared_kind[k], w.kept_kind[k] - w.shared_kind[k]});
  };
  const auto [places_less, places_more] = left(Term::Kind::place);
  const auto [persons_less, persons_more] = left(Term::Kind::person);
  const auto [place, premises, title] = out.names;

  auto& f = out.features;
  f[kCoverMore] = std::max(cover_a, cover_b);
  f[kLongestRunIdf] = std::min(w.longest_idf, 10.0f) / 5;
  f[kRunsIdf] = std::min(w.runs_idf, 20.0f) / 10;
  f[kHead] = heads == 0 ? 0 : static_cast<float>(w.head_shared) / static_cast<float>(heads);
  f[kLongLength] = longer;
  f[kWordShared] = static_cast<float>(std::min(w.shared_kind[kWords], 3)) / 3;
  f[kWordConflict] = probe.of_kind(Term::Kind::word) > 0 && w.kept_kind[kWords] > 0 && w.shared_kind[kWords] == 0;
  f[kPremisesAgree] = premises.agree;
  f[kTitleAgree] = title.agree;
  f[kTitleConflict] = title.conflict && !title.agree;
  f[kNeighboursSquared] = neighbours * neighbours;
  f[kSharedIdf] = std::log1p(w.weight);
  f[kLongCosine] = longer * cosine;
  f[kShortCosine] = shorter * cosine;
  f[kPlaceConflict] = place.conflict;
  f[kLettersCosine] = letters_cosine;
  f[kLettersCosineSquared] = letters_cosine * letters_cosine;
  f[kHeadLetters] = static_cast<float>(letters.head_shared) / static_cast<float>(1 + letter_heads);
  f[kPlacesLeftLess] = log1p_of(places_less);
  f[kPlacesLeftMore] = log1p_of(places_more);
  f[kPersonsShared] = std::log1p(w.shared_kind_idf[kPersons]);
  f[kPersonsLeftMore] = log1p_of(persons_more);
  f[kPersonsApart] = w.shared_kind[kPersons] == 0 && persons_less > 0;
  f[kPleaEither] = static_cast<float>(std::min(std::max(probe.pleas(), kept.pleas), 3u)) / 3;
  f[kPleaSkips] = plea * skips;
  f[kPleaPremisesAgree] = plea * f[kPremisesAgree];
  f[kPleaCoverLess] = plea * std::min(cover_a, cover_b);
  f[kPleaSkipsShared] = plea * log1p_of(letters.skips_shared);
  f[kPleaPlacesLeftLess] = plea * f[kPlacesLeftLess];
  f[kPleaPersonsShared] = plea * f[kPersonsShared];
  f[kPleaLongLength] = plea * longer;
  f[kPleaSharedIdf] = plea * f[kSharedIdf];
  f[kPleaWordShared] = plea * f[kWordShared];
  f[kShortLettersCosine] = shorter * letters_cosine;
  f[kShortSkips] = shorter * skips;
  f[kShortPlacesShared] = shorter * std::log1p(w.shared_kind_idf[kPlaces]);
  return out;
}

double probability(const Likeness& likeness) {
  double z = kBias;
  for (size_t i = 0; i < kFeatures; ++i) z += kWeights[i] * likeness.features[i];
  return 1 / (1 + std::exp(-z));
}

}  // namespace hb::notice
