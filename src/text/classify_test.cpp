#include "text/classify.h"

#include <gtest/gtest.h>

namespace hb::text {
namespace {

std::vector<Example> examples() {
  std::vector<Example> out;
  const char* const food[] = {"食堂的饭菜里有虫子，孩子吃了肚子疼",
                              "饭店后厨很脏，吃完腹泻",
                              "超市卖过期牛奶，吃坏肚子",
                              "外卖里吃出头发，商家不管",
                              "学校食堂饭菜变质",
                              "烧烤店的肉不新鲜，全家腹泻",
                              "The canteen food was bad and made us sick",
                              "蛋糕过期了还在卖，吃了吐"};
  const char* const fees[] = {"停车场乱收费，不给发票",
                              "物业多收电费，价格不公示",
                              "健身房不退押金，乱收费",
                              "加油站价格标错，多收钱",
                              "景区停车收费翻倍",
                              "培训班退费难，押金不退",
                              "The parking fee was charged twice",
                              "理发店强制办卡，多收费用"};
  for (const auto* text : food) out.push_back({text, "food"});
  for (const auto* text : fees) out.push_back({text, "fees"});
  return out;
}

Classifier learnt() { return Classifier::train(examples()).value(); }

TEST(Classify, UnseenTextsGetTheLabelOfTheirMatter) {
  const auto model = learnt();
  EXPECT_EQ(model.guess("幼儿园饭菜有虫子").label, "food");
  EXPECT_EQ(model.guess("小区停车乱收费").label, "fees");
  EXPECT_EQ(model.guess("食 堂 飯 菜").label, "food");
}

// An officer must see which words spoke for the unit.
TEST(Classify, TheReasonsAreWordsOfTheText) {
  const auto guess = learnt().guess("小区停车乱收费9元");
  ASSERT_FALSE(guess.why.empty());
  EXPECT_LE(guess.why.size(), Classifier::kReasons);
  for (const auto& why : guess.why) {
    EXPECT_NE(std::string("小区停车乱收费0元").find(why.words), std::string::npos) << why.words;
    EXPECT_GT(why.weight, 0);
  }
  EXPECT_GT(guess.score, 0.5);
  EXPECT_LE(guess.score, 1.0);
}

TEST(Classify, NothingKnownIsStillAnswered) {
  for (const char* text : {"", "   ", "\xff\xfe", "龘龘"}) {
    const auto guess = learnt().guess(text);
    EXPECT_FALSE(guess.label.empty());
    EXPECT_TRUE(guess.why.empty());
  }
}

TEST(Classify, TheSameExamplesGiveTheSameBytesAndAFileReadsBack) {
  const auto written = learnt().written();
  EXPECT_EQ(written, learnt().written());
  const auto again = Classifier::parse(written).value();
  EXPECT_EQ(again.written(), written);
  EXPECT_DOUBLE_EQ(again.guess("停车收费").score, learnt().guess("停车收费").score);
}

TEST(Classify, WrongExamplesAndFilesAreRefused) {
  EXPECT_EQ(Classifier::train({}).error().code, "classify.one-label");
  const Example one[] = {{"a", "x"}, {"b", "x"}};
  EXPECT_EQ(Classifier::train(one).error().code, "classify.one-label");
  for (const char* label : {"", "a\nb", "\xff"}) {
    const Example wrong[] = {{"a", "x"}, {"b", label}};
    EXPECT_EQ(Classifier::train(wrong).error().code, "classify.label");
  }
  const std::string head = "hearback classifier 1\n0 a\n0 b\n\n";
  EXPECT_TRUE(Classifier::parse(head + "1 0.5 -0.5 词\n"));
  for (const std::string& file :
       {std::string(), std::string("hearback classifier 2\n"), std::string("hearback classifier 1\n0 a\n\n"),
        std::string("hearback classifier 1\n0 b\n0 a\n\n"), head + "1 0.5 词\n", head + "1 0.5 -0.5 词",
        head + "1 nan 0 词\n", head + "1 0 0 词\n1 0 0 词\n", head + "1 0 0 \n"})
    EXPECT_EQ(Classifier::parse(file).error().code, "classify.model") << file;
}

// A model is tried on texts it has not seen: a copy of a text must not stand on both sides.
TEST(Classify, AFifthOfEveryLabelIsHeldBackWithItsCopies) {
  std::vector<Example> all;
  for (int i = 0; i < 20; ++i)
    for (const char* label : {"x", "y"})
      for (int copies = 0; copies < 2; ++copies) all.push_back({label + std::to_string(i), label});
  const auto [learn, held] = hold_back_fifth(all);
  EXPECT_EQ(held.size(), 16u);
  EXPECT_EQ(learn.size(), 64u);
  for (const auto& h : held)
    for (const auto& l : learn) EXPECT_NE(h.text, l.text);
  EXPECT_TRUE(hold_back_fifth({}).second.empty());
}

TEST(Classify, MacroF1CountsEveryLabelTheSame) {
  const auto model = learnt();
  const Example right[] = {{"饭菜有虫子", "food"}, {"停车乱收费", "fees"}};
  EXPECT_DOUBLE_EQ(macro_f1(model, right), 1.0);
  const Example half[] = {{"饭菜有虫子", "food"}, {"饭菜有虫子", "fees"}};
  EXPECT_DOUBLE_EQ(macro_f1(model, half), 1.0 / 3);
  EXPECT_DOUBLE_EQ(macro_f1(model, {}), 0.0);
}

}  // namespace
}  // namespace hb::text
