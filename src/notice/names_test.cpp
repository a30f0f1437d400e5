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
      {"看《长江之歌》有感", "推荐《长江之歌》"},
  };
  for (const auto& [a, b] : rows) {
    const NameMatch m = match(names(a), names(b));
    EXPECT_TRUE(m.agree || m.title_agree) << a;
    EXPECT_FALSE(m.conflict || m.title_conflict) << a;
  }
}

TEST(Names, other_premises_of_one_sort_conflict) {
  const std::vector<std::pair<const char*, const char*>> rows = {
      {"东湖码头缺斤少两", "西湖码头缺斤少两"},
      {"张记包子店吃出虫子", "李记包子店吃出虫子"},
      {"第一小学食堂", "第三小学食堂"},
      {"《流浪地球》票价", "《满江红》票价"},
  };
  for (const auto& [a, b] : rows) {
    const NameMatch m = match(names(a), names(b));
    EXPECT_TRUE(m.conflict || m.title_conflict) << a;
    EXPECT_FALSE(m.agree || m.title_agree) << a;
  }
}

TEST(Names, what_names_nothing_is_no_name) {
  for (const char* text : {"这家超市", "去超市买的", "码头", "学校食堂", "一家健身房", "有限公司", "辛苦市场监管局了",
                           "稳定市场秩序", "《》", "", "supermarket"})
    EXPECT_TRUE(names(text).empty()) << text;
}

TEST(Names, premises_of_different_sorts_say_nothing_about_each_other) {
  const NameMatch m = match(names("望江码头"), names("阳光小学"));
  EXPECT_FALSE(m.agree || m.conflict);
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
