#include "text/matter.h"

#include <gtest/gtest.h>

namespace hb::text {
namespace {

const MatterLexicon kLexicon({{"food", {"食堂", "食品", "餐馆", "canteen"}, {"ill"}},
                              {"price", {"标价", "价格", "多收钱"}, {"price-fraud"}},
                              {"advertising", {"广告", "价格表广告"}, {}}});

std::string told(std::string_view text, std::vector<std::string> harms = {}) {
  const auto guess = kLexicon.guess(text, harms);
  if (!guess) return "none";
  std::string out = guess->id + ":";
  for (const auto& word : guess->words) out += " " + word;
  for (const auto& harm : guess->harms) out += " harm:" + harm;
  return out;
}

TEST(Matter, IsTheOneThatMostDifferentWordsSpeakFor) {
  const std::pair<const char*, const char*> rows[] = {
      {"学校食堂的食品不新鲜，食堂没人管", "food: 食堂 食品"},
      {"没有标价，结账多收钱，在一家餐馆", "price: 标价 多收钱"},
      {"餐馆的价格", "none"},  // as much for one as for the other
      {"今天天气好", "none"},
      {"", "none"},
      {"价格表广告太大", "advertising: 价格表广告"},  // the longest of those that overlap
      {"The canteen again", "food: canteen"},
      {"canteens and scanteen", "none"},  // Latin words are whole
      {"ＣＡＮＴＥＥＮ", "food: canteen"},
  };
  for (const auto& [text, said] : rows) EXPECT_EQ(told(text), said) << text;
}

TEST(Matter, AHarmThatWasFoundCountsAsTwoWords) {
  EXPECT_EQ(told("价格", {"ill"}), "food: harm:ill");
  EXPECT_EQ(told("价格和标价", {"ill"}), "none");
  EXPECT_EQ(told("食堂", {"death"}), "food: 食堂") << "a harm that says nothing of the matter";
}

TEST(Matter, ALexiconOfNothingGuessesNothing) { EXPECT_FALSE(MatterLexicon(std::vector<Matter>{}).guess("食堂", {})); }

}  // namespace
}  // namespace hb::text
