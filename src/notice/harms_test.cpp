#include "notice/harms.h"

#include <gtest/gtest.h>

namespace hb::notice {
namespace {

const std::vector<Harm> kHarms = {
    {"hospitalised", "有人住院", "in hospital", {"住院", "送医院", "ICU", "in hospital"}, {"住院部", "我家猫"}},
    {"ill", "有人身体不适", "ill", {"呕吐", "上吐下泻", "中毒"}, {"笑到"}},
};

std::vector<std::string> found(std::string_view text) {
  std::vector<std::string> out;
  for (const HarmHit& hit : HarmFinder(kHarms).find(text::fold(text).text)) out.push_back(kHarms[hit.harm].id);
  return out;
}

using Ids = std::vector<std::string>;

TEST(HarmFinder, a_child_in_hospital_is_never_missed) {
  for (const char* text :
       {"孩子住院了", "没人管，孩子住院了", "学校没有通知\n孩子已经住院", "不得不住院观察", "孩子在ICU", "孩子在ＩＣＵ",
        "住 院 了", "五个孩子住院，学校说没事", "老师不管，住院三天", "My son is in hospital", "不是谣言，真的住院了"})
    EXPECT_EQ(found(text), Ids{"hospitalised"}) << text;
}

TEST(HarmFinder, what_is_denied_or_only_supposed_is_no_harm) {
  for (const char* text : {"没有住院", "没有一个孩子住院", "还没住院", "并未出现学生住院", "不用住院", "有没有人住院？",
                           "如果住院谁负责", "怕孩子住院", "万一吃到住院怎么办", "会不会呕吐", "区医院住院部在哪",
                           "我家猫住院了", "笑到中毒", "not in hospital", "basic un"})
    EXPECT_EQ(found(text), Ids{}) << text;
}

TEST(HarmFinder, tells_where_and_by_which_word) {
  const auto hits = HarmFinder(kHarms).find(text::fold("午饭后上吐下泻，呕吐，又呕吐，现在住院").text);
  ASSERT_EQ(hits.size(), 3u);
  EXPECT_EQ(hits[0], (HarmHit{1, {3, 7}, "上吐下泻"}));
  EXPECT_EQ(hits[1], (HarmHit{1, {8, 10}, "呕吐"}));
  EXPECT_EQ(hits[2], (HarmHit{0, {17, 19}, "住院"}));
}

TEST(HarmFinder, an_empty_lexicon_or_an_empty_word_finds_nothing) {
  EXPECT_TRUE(HarmFinder().find(U"住院").empty());
  EXPECT_TRUE(HarmFinder({{"x", "", "", {"", " "}, {""}}}).find(U"住院").empty());
}

}  // namespace
}  // namespace hb::notice
