#include "notice/centre.h"

#include <algorithm>
#include <cmath>

namespace hb::notice {
namespace {

constexpr float kUnit = 255;

// Fitted on English headlines: an even chance of joining stands a little above the cosine at which strangers meet, and
// higher for a young issue, whose centre is only a few posts.
constexpr double kNear = 0.12, kYoung = 0.10, kSteep = 12, kAtNear = -0.8;

uint64_t square(uint64_t n) { return n * n; }

}  // namespace

Centre::Centre(std::vector<Weight> weights) : weights_(std::move(weights)) {
  for (const Weight& w : weights_) squares_ += square(w.second);
}

void Centre::add(uint32_t term, float idf) {
  const auto more = static_cast<uint32_t>(std::lround(idf * kUnit));
  auto at = std::lower_bound(weights_.begin(), weights_.end(), Weight{term, 0});
  if (at == weights_.end() || at->first != term) at = weights_.insert(at, {term, 0});
  squares_ += square(uint64_t{at->second} + more) - square(at->second);
  at->second += more;
  if (weights_.size() > kTerms) prune();
}

void Centre::prune() {
  std::sort(weights_.begin(), weights_.end(), [](const Weight& a, const Weight& b) {
    return a.second != b.second ? a.second > b.second : a.first < b.first;
  });
  weights_.resize(kTerms / 2);
  std::sort(weights_.begin(), weights_.end());
  squares_ = 0;
  for (const Weight& w : weights_) squares_ += square(w.second);
}

Centre::Nearness Centre::compare(const Probe& probe) const {
  Nearness out;
  double shared = 0;
  for (size_t i = 0; i < probe.terms().size(); ++i) {
    const Term& term = probe.terms()[i];
    const auto at = std::lower_bound(weights_.begin(), weights_.end(), Weight{term.hash, 0});
    if (at == weights_.end() || at->first != term.hash) continue;
    shared += static_cast<double>(probe.idf()[i]) * at->second;
    if (!term.named) out.beyond_names += probe.idf()[i];
  }
  const double lengths = std::sqrt(static_cast<double>(probe.squares()) * static_cast<double>(squares_));
  out.cosine = lengths > 0 ? static_cast<float>(std::min(1.0, shared / lengths)) : 0;
  return out;
}

double probability(const Centre::Nearness& nearness, uint32_t texts) {
  const double enough = kNear + kYoung / std::sqrt(std::max(texts, 1u));
  return 1 / (1 + std::exp(-kAtNear - kSteep * (nearness.cosine - enough)));
}

}  // namespace hb::notice
