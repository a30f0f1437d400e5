#include "text/watch_set.h"

#include <gtest/gtest.h>

#include <string>

#include "base/utf8.h"

namespace hb::text {
namespace {

const Zone kChina = fixed_zone(hours(8));

QueryNode parsed(const std::string& expression) {
  auto query = parse_query(expression, kChina);
  EXPECT_TRUE(query) << expression;
  return query ? *query : QueryNode{.folded = U"\uFFFF"};
}

Subject subject_of(const std::string& title, const std::string& text) {
  Subject out;
  out.title = fold(title);
  out.text = fold(text);
  return out;
}

struct Dice {
  uint64_t seed;
  uint64_t operator()(uint64_t n) {
    return (seed = seed * 6364136223846793005u + 1442695040888963407u, (seed >> 33) % n);
  }
};

std::string expression(Dice& dice, int depth) {
  static constexpr const char* kTerms[] = {"食堂",     "呕吐",        "堂", "\"a b\"", "ab*",        "title:食堂",
                                           "\"吐 a\"", "source:论坛", "ab", "食堂呕",  "place:东城", "\"堂，吐\""};
  if (depth == 0) return kTerms[dice(std::size(kTerms))];
  const auto inner = [&] { return expression(dice, depth - 1); };
  switch (dice(6)) {
    case 0:
      return "(" + inner() + " OR " + inner() + ")";
    case 1:
      return "(" + inner() + " " + inner() + ")";
    case 2:
      return "NOT (" + inner() + ")";
    case 3:
      return "食堂 NEAR/2 (呕吐 OR \"a b\")";
    default:
      return inner();
  }
}

// A watch that a post matches is never left out because the one pass for all of them was clever.
TEST(WatchSet, AnswersAsEachQueryAskedForItself) {
  Dice dice{11};
  std::vector<QueryNode> queries;
  for (int i = 0; i < 400; ++i) queries.push_back(parsed(expression(dice, static_cast<int>(dice(4)))));
  WatchSet set(queries);
  size_t hits = 0;
  for (int round = 0; round < 400; ++round) {
    std::u32string title, text;
    for (size_t i = 0, n = dice(8); i < n; ++i) title += U"食堂吐呕a b\n，"[dice(9)];
    for (size_t i = 0, n = dice(30); i < n; ++i) text += U"食堂吐呕ab \n，"[dice(9)];
    auto subject = subject_of(to_utf8(title), to_utf8(text));
    if (dice(2) == 0) subject.source = {"论坛"};
    if (dice(2) == 0) subject.place = {"东城区"};
    std::vector<uint32_t> expected;
    for (uint32_t i = 0; i < queries.size(); ++i)
      if (match(queries[i], subject).hit) expected.push_back(i);
    ASSERT_EQ(set.matching(subject), expected) << to_utf8(title) << " | " << to_utf8(text);
    hits += expected.size();
  }
  EXPECT_GT(hits, 10'000U);
}

TEST(WatchSet, SaysWhichWordsAPostNeeds) {
  const struct {
    const char* query;
    std::vector<OneOf> needs;
  } rows[] = {
      {"食堂", {{U"食堂"}}},
      {"食堂 呕吐", {{U"食堂"}, {U"呕吐"}}},
      {"食堂 (呕吐 OR 腹泻)", {{U"食堂"}, {U"呕吐", U"腹泻"}}},
      {"(三小食堂 饭) OR 腹泻", {{U"三小食堂", U"腹泻"}}},
      {"食堂 NEAR/3 呕吐", {{U"食堂"}, {U"呕吐"}}},
      {"\"food poisoning\"", {{U"food"}, {U"poisoning"}}},
      {"食堂 NOT 演练", {{U"食堂"}}},
      {"title:食堂 source:x", {{U"食堂"}}},
      {"食堂 OR NOT 演练", {}},
      {"NOT 演练", {}},
      {"after:2026-03-03", {}},
  };
  for (const auto& row : rows) EXPECT_EQ(needs(parsed(row.query)), row.needs) << row.query;
}

TEST(WatchSet, OfNothingMatchesNothing) {
  EXPECT_TRUE(WatchSet({}).matching(subject_of("食堂", "呕吐")).empty());
  EXPECT_EQ(WatchSet({parsed("NOT 演练")}).matching(subject_of("", "")), std::vector<uint32_t>{0});
  EXPECT_TRUE(WatchSet({parsed("食堂")}).matching(subject_of("", "")).empty());
}

}  // namespace
}  // namespace hb::text
