#include "notice/index.h"

#include <gtest/gtest.h>

#include <deque>
#include <random>
#include <set>

namespace hb::notice {
namespace {

std::vector<uint32_t> newest(const TermIndex& index, uint32_t hash, size_t limit) {
  std::vector<uint32_t> out;
  index.newest(hash, limit, [&](uint32_t number) { out.push_back(number); });
  return out;
}

TEST(TermIndex, answers_as_a_plain_search_would_while_posts_come_and_go) {
  std::mt19937 random(7);
  TermIndex index;
  std::deque<std::pair<uint32_t, std::vector<Term>>> truth;
  uint32_t number = 0xffffff00u;  // numbers wrap on the way
  for (int step = 0; step < 20000; ++step) {
    if (!truth.empty() && random() % 5 < 2) {
      index.drop_oldest();
      truth.pop_front();
      continue;
    }
    std::set<uint32_t> hashes;
    for (size_t n = random() % 12; n > 0; --n) hashes.insert(1 + random() % 300);
    std::vector<Term> terms;
    for (const uint32_t h : hashes) terms.push_back({h, 0, 0});
    index.add(number, terms);
    EXPECT_EQ(index.terms(index.last_added()).size(), terms.size());
    truth.emplace_back(number++, terms);
    if (step % 50 != 0) continue;
    const uint32_t asked = 1 + random() % 300;
    std::vector<uint32_t> expected;
    uint32_t frequency = 0;
    for (auto it = truth.rbegin(); it != truth.rend(); ++it)
      for (const Term& t : it->second)
        if (t.hash == asked) {
          ++frequency;
          if (expected.size() < 32) expected.push_back(it->first);
        }
    EXPECT_EQ(newest(index, asked, 32), expected);
    EXPECT_EQ(index.frequency(asked), frequency);
  }
  while (!truth.empty()) {
    index.drop_oldest();
    truth.pop_front();
  }
  for (uint32_t h = 1; h <= 300; ++h) EXPECT_EQ(index.frequency(h), 0u);
}

}  // namespace
}  // namespace hb::notice
