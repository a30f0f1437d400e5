#include "notice/likeness.h"

#include <algorithm>
#include <cmath>

namespace hb::notice {
namespace {

constexpr double kBias = -4.013;
constexpr std::array<double, kFeatures> kWeights{
    6.904,   // kCosine
    -0.427,  // kRarestShared
    1.438,   // kTopShared
    -5.858,  // kCoverLess
    0.774,   // kCoverMore
    0.778,   // kLongestRun
    -0.955,  // kLongestRunIdf
    -0.607,  // kRunsIdf
    4.786,   // kHead
    0.173,   // kLengthRatio
    0.975,   // kShortLength
    1.371,   // kLongLength
    -0.328,  // kNumberShared
    -0.092,  // kNumberConflict
    -1.170,  // kWordShared
    -1.750,  // kWordConflict
    0.699,   // kPremisesAgree
    -0.615,  // kPremisesConflict
    1.080,   // kTitleAgree
    -1.113,  // kTitleConflict
    3.207,   // kSame
    -7.892,  // kNeighbours
    9.762,   // kNeighboursSquared
    0.204,   // kNeighboursIdf
    -3.821,  // kNeighboursCover
    -0.231,  // kLeftLess
    -0.573,  // kLeftMore
    0.847,   // kSharedIdf
    1.688,   // kSharedMean
    0.260,   // kLongTopShared
    -0.525,  // kShortTopShared
    11.339,  // kLongCosine
    -2.506,  // kShortCosine
    -2.144,  // kCosineSquared
    -1.129,  // kCoverMoreSquared
    -2.722,  // kHeadSquared
    -1.482,  // kPlaceConflict
};

constexpr size_t kMask = 1023;

/// What the walk over one kept post gathers.
struct Walk {
  float weight = 0, squares = 0, beyond_names = 0;
  std::array<float, 3> top{};
  int shared = 0, head_shared = 0;
  int longest = 0, carried = 0;
  float carried_idf = 0, title_idf = 0;
  float longest_idf = 0, runs_idf = 0;
  std::array<int, 3> shared_kind{}, kept_kind{};
  int run = 0, run_titled = 0;
  float run_idf = 0, run_title_idf = 0;
  int neighbours = 0;
  float neighbours_idf = 0, last_idf = 0;

  void end_run() {
    if (run > longest || (run == longest && run_idf > longest_idf)) longest = run, longest_idf = run_idf;
    if (run >= 2) runs_idf += run_idf;
    if (run >= kCarriedRun) carried += run - run_titled, carried_idf += run_idf - run_title_idf;
    run = run_titled = 0, run_idf = run_title_idf = 0;
  }
  void share(float idf, bool in_both_titles) {
    ++shared, weight += idf, squares += idf * idf;
    if (run > 0) ++neighbours, neighbours_idf += std::min(idf, last_idf);
    last_idf = idf;
    ++run, run_idf += idf;
    if (in_both_titles) ++run_titled, run_title_idf += idf, title_idf += idf;
    if (idf <= top[2]) return;
    top[2] = idf;
    if (top[2] > top[1]) std::swap(top[1], top[2]);
    if (top[1] > top[0]) std::swap(top[0], top[1]);
  }
};

float log2_of(size_t n) { return std::log2(static_cast<float>(std::max<size_t>(n, 1))); }

}  // namespace

Probe::Probe(const Terms& terms, std::span<const float> idf, const std::vector<Name>& names)
    : terms_(&terms), idf_(idf), names_(&names) {
  for (size_t i = 0; i < terms.terms.size(); ++i) {
    weight_ += idf[i], squares_ += idf[i] * idf[i];
    size_t slot = terms.terms[i].hash & kMask;
    while (slots_[slot] != 0) slot = (slot + 1) & kMask;
    slots_[slot] = static_cast<uint16_t>(i + 1);
  }
}

int Probe::find(uint32_t hash) const {
  for (size_t slot = hash & kMask; slots_[slot] != 0; slot = (slot + 1) & kMask)
    if (terms_->terms[slots_[slot] - 1u].hash == hash) return slots_[slot] - 1;
  return -1;
}

Likeness compare(const Probe& probe, const Kept& kept) {
  constexpr size_t kHeadTerms = 40;
  const size_t n = probe.terms().size(), m = kept.terms.size();
  Walk w;
  int last = -2;
  for (size_t j = 0; j < m; ++j) {
    const uint32_t hash = kept.terms[j];
    ++w.kept_kind[hash >> 30];
    const int i = probe.find(hash);
    if (i < 0 || i != last + 1) w.end_run();
    if (i >= 0) {
      const float idf = probe.idf()[static_cast<size_t>(i)];
      w.share(idf, j < kept.titled && static_cast<size_t>(i) < probe.titled());
      if (!probe.terms()[static_cast<size_t>(i)].named) w.beyond_names += idf;
      ++w.shared_kind[hash >> 30];
      if (j < kHeadTerms && static_cast<size_t>(i) < kHeadTerms) ++w.head_shared;
    }
    last = i < 0 ? -2 : i;
  }
  w.end_run();
  std::array<int, 3> kind{};
  for (const Term& t : probe.terms()) ++kind[t.hash >> 30];

  Likeness out;
  out.beyond_names = w.beyond_names;
  out.names = match(probe.names(), *kept.names);
  out.resemblance =
      n + m == 0 ? 0 : static_cast<float>(w.shared) / static_cast<float>(n + m - static_cast<size_t>(w.shared));
  if (w.carried >= kCarriedTerms)
    out.carried = w.carried_idf / std::max(std::min(probe.weight(), kept.weight) - w.title_idf, 0.01f);
  auto& f = out.features;
  const float cover_a = probe.weight() > 0 ? w.weight / probe.weight() : 0;
  const float cover_b = kept.weight > 0 ? std::min(1.0f, w.weight / kept.weight) : 0;
  const size_t heads = std::min(n, kHeadTerms) + std::min(m, kHeadTerms) - static_cast<size_t>(w.head_shared);
  f[kCosine] =
      probe.squares() * kept.squares > 0 ? std::min(1.0f, w.squares / std::sqrt(probe.squares() * kept.squares)) : 0;
  f[kRarestShared] = w.top[0];
  f[kTopShared] = (w.top[0] + w.top[1] + w.top[2]) / 3;
  f[kCoverLess] = std::min(cover_a, cover_b);
  f[kCoverMore] = std::max(cover_a, cover_b);
  f[kLongestRun] = static_cast<float>(std::min(w.longest, 10)) / 10;
  f[kLongestRunIdf] = std::min(w.longest_idf, 10.0f) / 5;
  f[kRunsIdf] = std::min(w.runs_idf, 20.0f) / 10;
  f[kHead] = heads == 0 ? 0 : static_cast<float>(w.head_shared) / static_cast<float>(heads);
  f[kLengthRatio] = std::abs(log2_of(n) - log2_of(m));
  f[kShortLength] = log2_of(std::min(n, m)) / 8;
  f[kLongLength] = log2_of(std::max(n, m)) / 8;
  f[kNumberShared] = static_cast<float>(std::min(w.shared_kind[2], 3)) / 3;
  f[kNumberConflict] = kind[2] > 0 && w.kept_kind[2] > 0 && w.shared_kind[2] == 0;
  f[kWordShared] = static_cast<float>(std::min(w.shared_kind[1], 3)) / 3;
  f[kWordConflict] = kind[1] > 0 && w.kept_kind[1] > 0 && w.shared_kind[1] == 0;
  const auto [place, premises, title] = out.names;
  f[kPremisesAgree] = premises.agree;
  f[kPremisesConflict] = premises.conflict && !premises.agree;
  f[kTitleAgree] = title.agree;
  f[kTitleConflict] = title.conflict && !title.agree;
  f[kSame] = n > 0 && w.shared == static_cast<int>(n) && n == m;
  const float left_a = std::max(0.0f, probe.weight() - w.weight), left_b = std::max(0.0f, kept.weight - w.weight);
  const auto pairs = static_cast<float>(n + m) - 2 - static_cast<float>(w.neighbours);
  f[kNeighbours] = pairs > 0 ? static_cast<float>(w.neighbours) / pairs : 0;
  f[kNeighboursSquared] = f[kNeighbours] * f[kNeighbours];
  f[kNeighboursIdf] = std::log1p(w.neighbours_idf);
  f[kNeighboursCover] = w.neighbours_idf / (1 + std::min(probe.weight(), kept.weight));
  f[kLeftLess] = std::log1p(std::min(left_a, left_b));
  f[kLeftMore] = std::log1p(std::max(left_a, left_b));
  f[kSharedIdf] = std::log1p(w.weight);
  f[kSharedMean] = w.shared > 0 ? w.weight / static_cast<float>(w.shared) : 0;
  f[kLongTopShared] = f[kLongLength] * f[kTopShared];
  f[kShortTopShared] = f[kShortLength] * f[kTopShared];
  f[kLongCosine] = f[kLongLength] * f[kCosine];
  f[kShortCosine] = f[kShortLength] * f[kCosine];
  f[kCosineSquared] = f[kCosine] * f[kCosine];
  f[kCoverMoreSquared] = f[kCoverMore] * f[kCoverMore];
  f[kHeadSquared] = f[kHead] * f[kHead];
  f[kPlaceConflict] = place.conflict;
  return out;
}

double probability(const Likeness& likeness) {
  double z = kBias;
  for (size_t i = 0; i < kFeatures; ++i) z += kWeights[i] * likeness.features[i];
  return 1 / (1 + std::exp(-z));
}

}  // namespace hb::notice
