#include "notice/centre.h"

#include <gtest/gtest.h>

#include "text/fold.h"

namespace hb::notice {
namespace {

/// A headline whose words all weigh the same.
struct Headline {
  explicit Headline(std::string_view text) : terms(terms_of(text::fold(text).text)), idf(terms.terms.size(), 0.8f) {}

  Terms terms;
  std::vector<float> idf;
  std::vector<Name> names;
};

void add(Centre& centre, const Headline& headline) {
  for (size_t i = 0; i < headline.idf.size(); ++i) centre.add(headline.terms.terms[i].hash, headline.idf[i]);
}

float cosine(const Centre& centre, const Headline& headline) {
  return centre.compare(Probe(headline.terms, headline.idf, {}, headline.names)).cosine;
}

const Headline kKilled("Metro-North worker killed by train in Harlem");
const Headline kRailroad("Metro-North railroad employee struck in Harlem");
const Headline kTracks("Death of railroad worker on tracks renews safety concerns");
const Headline kStocks("US stocks fall as commodity shares lead drop on China");

TEST(Centre, a_post_is_nearer_to_what_its_matter_says_together_than_to_another_matter) {
  Centre centre;
  add(centre, kKilled);
  EXPECT_NEAR(cosine(centre, kKilled), 1, 1e-3);
  const float from_one = cosine(centre, kTracks);
  add(centre, kRailroad);
  EXPECT_GT(cosine(centre, kTracks), from_one);
  EXPECT_EQ(cosine(centre, kStocks), 0);
  EXPECT_EQ(cosine(Centre(), kStocks), 0);
}

TEST(Centre, goes_on_alike_from_its_weights) {
  Centre centre;
  add(centre, kKilled);
  add(centre, kRailroad);
  Centre restored(centre.weights());
  add(centre, kTracks);
  add(restored, kTracks);
  EXPECT_EQ(restored.weights(), centre.weights());
  EXPECT_EQ(cosine(restored, kKilled), cosine(centre, kKilled));
}

TEST(Centre, stays_bounded_and_keeps_what_weighs) {
  Centre centre;
  add(centre, kKilled);
  add(centre, kKilled);
  for (uint32_t term = 1; term <= 5000; ++term) centre.add(term, 0.8f);
  EXPECT_LE(centre.weights().size(), Centre::kTerms);
  EXPECT_GT(cosine(centre, kKilled), 0);
}

TEST(Centre, an_issue_of_one_post_asks_for_more_in_common) {
  const Centre::Nearness nearness{.cosine = 0.2f};
  EXPECT_LT(probability(nearness, 1), probability(nearness, 20));
  EXPECT_LT(probability({.cosine = 0.1f}, 20), probability(nearness, 20));
}

}  // namespace
}  // namespace hb::notice
