#include "notice/names.h"

#include <gtest/gtest.h>

#include "text/fold.h"

namespace hb::notice {
namespace {

std::vector<Name> names(std::string_view text) { return names_of(text::fold(text).text); }

TEST(Names, the_same_premises_agree_however_they_are_introduced) {
  const std::vector<std::pair<const char*, const char*>> rows = {
      {"望江码头缺斤少两", "昨天带亲戚去望江码头买虾"},
      {"阳光小学的食堂", "我孩子在阳光小学读二年级"},
      {"力健健身房跑路", "办了力健健身的卡"},
      {"张记烧烤吃坏了肚子", "张记饭店的烤串"},
      {"看《长江之歌》有感", "推荐《长江之歌》"},
      {"鸿远建筑劳务公司拖欠工资", "鸿远公司的老板跑了"},
      {"碧水华庭小区旁边的搅拌站", "住在碧水华庭，半夜吵"},
      {"3号线什么时候开工", "地铁三号线延长"},
      {"乐家超市卖过期饼干", "在乐家超市门口"},
      {"市第四中学食堂有虫", "四中的食堂"},
  };
  for (const auto& [a, b] : rows) {
    const NameMatch m = match(names(a), names(b));
    EXPECT_TRUE(m.agree()) << a;
    EXPECT_FALSE(m.premises.conflict || m.title.conflict) << a;
  }
}

TEST(Names, other_premises_of_one_sort_conflict) {
  const std::vector<std::pair<const char*, const char*>> rows = {
      {"东湖码头缺斤少两", "西湖码头缺斤少两"},
      {"张记包子店吃出虫子", "李记包子店吃出虫子"},
      {"第一小学食堂", "第三小学食堂"},
      {"实验第二小学的食堂", "实验第二中学的食堂"},
      {"昨天在银南水果店买的，吃完拉肚子", "湖柏奶茶店喝的，晚上拉肚子"},
      {"《流浪地球》票价", "《满江红》票价"},
      {"四中食堂有虫", "市六中食堂有虫"},
      {"宏业建筑公司欠薪", "鸿远建筑公司欠薪"},
      {"锦绣华庭旁边的搅拌站", "碧水华庭旁边的搅拌站"},
      {"三号线什么时候开工", "地铁6号线什么时候开工"},
      {"乐家超市卖过期饼干", "百川超市卖过期牛奶"},
  };
  for (const auto& [a, b] : rows) {
    const NameMatch m = match(names(a), names(b));
    EXPECT_TRUE(m.veto()) << a;
    EXPECT_FALSE(m.agree()) << a;
  }
}

TEST(Names, what_names_nothing_is_no_name) {
  for (const char* text : {"这家超市", "去超市买的", "码头", "学校食堂", "一家健身房", "有限公司", "辛苦市场监管局了",
                           "稳定市场秩序", "五中全会", "市场中", "《》", "", "supermarket"})
    EXPECT_TRUE(names(text).empty()) << text;
}

// Whoever complains cites the law, and calls the firm what it is.
TEST(Names, a_law_cited_and_a_bad_word_for_a_firm_are_no_names) {
  for (const char* text :
       {"违反《劳动合同法》", "按《商品房销售管理办法》", "不发《出生医学证明》", "传销集团", "燃气公司"})
    EXPECT_TRUE(names(text).empty()) << text;
}

TEST(Names, a_district_hidden_by_a_letter_keeps_complaints_apart) {
  EXPECT_TRUE(match(names("A7县的路灯坏了"), names("K2区的路灯坏了")).veto());
  EXPECT_TRUE(match(names("Ａ７县的路灯坏了"), names("a7县路灯")).agree());
  EXPECT_TRUE(match(names("K市的路灯坏了"), names("C市的路灯坏了")).veto());
  EXPECT_FALSE(match(names("A市的路灯坏了"), names("A市的公交太慢")).agree());
  for (const char* text : {"b区3栋", "pm25区域", "26路公交", "5A级景区"}) EXPECT_TRUE(names(text).empty()) << text;
}

TEST(Names, other_premises_of_one_district_keep_complaints_apart) {
  std::vector<Name> east = names("第一小学食堂"), other = names("第三小学食堂");
  for (auto* list : {&east, &other}) {
    list->push_back(place_name("330102"));
    std::sort(list->begin(), list->end());
  }
  EXPECT_TRUE(match(east, other).veto());
}

TEST(Names, premises_of_different_sorts_say_nothing_about_each_other) {
  const NameMatch m = match(names("望江码头"), names("阳光小学"));
  EXPECT_FALSE(m.agree() || m.veto());
}

TEST(Names, codes_count_by_district_and_other_ids_whole) {
  EXPECT_EQ(place_name("330106001"), place_name("330106002"));
  EXPECT_NE(place_name("330106"), place_name("330108"));
  EXPECT_NE(place_name("wangjiang-pier"), place_name("wangjiang-park"));
  EXPECT_NE(place_name("pier"), own_place_name("pier"));
}

TEST(Names, a_flood_of_names_is_bounded) {
  std::string text;
  for (int i = 0; i < 500; ++i) text += "《书" + std::to_string(i) + "》";
  EXPECT_LE(names(text).size(), kNamesPerPost);
}

}  // namespace
}  // namespace hb::notice
