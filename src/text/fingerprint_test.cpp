#include "text/fingerprint.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace hb::text {
namespace {

const std::string kPost =
    "东城区第三小学食堂昨天中午的红烧鸡块有异味，班里七个孩子晚上呕吐腹泻，已经送到市人民医院，请市场监管局尽快查一查"
    "。";

TEST(Fingerprint, SameTextHasOneKey) {
  const auto key = [](const std::string& text) { return text_key(fold(text)); };
  for (const char* same : {"食物中毒了!", "食物中毒了", " 食物，中毒了。 ", "【食物】中毒了！！", "食★物中毒了"})
    EXPECT_EQ(key(same), key("食物中毒了")) << same;
  for (const char* other : {"食物中毒", "中毒食物了", "食物没中毒了", ""})
    EXPECT_NE(key(other), key("食物中毒了")) << other;
  EXPECT_EQ(key("！！！"), 0u);
}

TEST(Fingerprint, NearCopiesResembleAndOthersDoNot) {
  const auto alike = [](const std::string& a, const std::string& b) {
    return resemblance(sketch(fold(a)), sketch(fold(b)));
  };
  EXPECT_EQ(alike(kPost, kPost), 1.0);
  EXPECT_GT(alike(kPost, "转发：" + kPost), 0.9);
  EXPECT_GT(alike(kPost, kPost + "有知道情况的家长吗"), 0.7);
  EXPECT_LT(alike(kPost, "西码头海鲜市场缺斤少两，三斤虾回家一称只有两斤二两，老板还不承认，这种事归谁管？"), 0.05);
  EXPECT_EQ(alike("", kPost), 0.0);
  EXPECT_EQ(alike("中毒", "中毒"), 0.0);  // too short to say anything
}

// The estimate against the exact resemblance of the 4-gram sets.
TEST(Fingerprint, EstimatesTheExactResemblance) {
  const auto grams = [](const std::u32string& t) {
    std::set<std::u32string> out;
    for (size_t i = 0; i + 4 <= t.size(); ++i) out.insert(t.substr(i, 4));
    return out;
  };
  uint64_t seed = 7;
  const auto next = [&] { return seed = seed * 6364136223846793005u + 1442695040888963407u, seed >> 33; };
  for (int round = 0; round < 60; ++round) {
    Folded a;
    for (size_t i = 0, n = 20 + next() % 400; i < n; ++i) a.text += static_cast<char32_t>(0x4E00 + next() % 3000);
    Folded b = a;
    for (size_t i = 0, n = next() % (a.text.size() / 3); i < n; ++i)
      b.text[next() % b.text.size()] = static_cast<char32_t>(0x4E00 + next() % 3000);
    const auto ga = grams(a.text), gb = grams(b.text);
    size_t both = 0;
    for (const auto& g : ga) both += gb.count(g);
    const double exact = static_cast<double>(both) / static_cast<double>(ga.size() + gb.size() - both);
    const double slack = ga.size() < kSketchSize && gb.size() < kSketchSize ? 1e-9 : 0.25;
    EXPECT_NEAR(resemblance(sketch(a), sketch(b)), exact, slack) << round;
  }
}

}  // namespace
}  // namespace hb::text
