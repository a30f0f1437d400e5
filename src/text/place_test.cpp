#include "text/place.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "base/utf8.h"

namespace hb::text {
namespace {

std::string shipped(const std::string& name) {
  std::ifstream file(std::string(HB_SOURCE_DIR "/rulebooks/regions/") + name);
  std::stringstream out;
  out << file.rdbuf();
  return out.str();
}

std::shared_ptr<const Gazetteer> divisions() {
  static const auto shared = std::make_shared<const Gazetteer>(
      std::move(Gazetteer::parse(shipped("divisions.txt"), shipped("earlier.txt")).value()));
  return shared;
}

std::string places(const std::string& text, const std::vector<NamedPlace>& own = {}) {
  const PlaceFinder finder(divisions(), own);
  std::string out;
  for (const auto& f : finder.find(fold(text)))
    out += std::string(slice_code_points(text, f.span.start, f.span.end)) + "=" + (f.code.empty() ? "?" : f.code) + " ";
  return out;
}

struct Row {
  const char* text;
  const char* places;
};

// A district is often named by its short name, without its province, or as it was called before a reform.
TEST(Place, AddressesAreReadAsPeopleWriteThem) {
  const Row rows[] = {
      {"浙江省杭州市西湖区文三路478号", "浙江省=33 杭州市=3301 西湖区=330106 "},
      {"杭州西湖文三路478号", "杭州=3301 西湖=330106 "},
      {"杭州江干区九堡3幢201室", "杭州=3301 江干区=330104 "},
      {"富阳市文教北路11号", "富阳市=330111 "},
      {"广西省南宁市青秀区", "广西省=45 南宁市=4501 青秀区=450103 "},
      {"恩施州利川市", "恩施州=4228 利川市=422802 "},
      {"台州路桥区螺洋街道1号", "台州=3310 路桥区=331004 螺洋街道=33 螺洋街道=331004004 "},
      {"上海市浦东新区世纪大道1号", "上海市=3101 浦东新区=310115 "},
      {"上海上海市普陀区", "上海市=3101 普陀区=310107 "},
      {"重庆市忠县石子乡", "重庆市=5001 忠县=500233 石子乡=500233203 "},
      {"浙 江 省 杭 州 市", "浙 江 省=33 杭 州 市=3301 "},
  };
  for (const auto& row : rows) EXPECT_EQ(places(row.text), row.places) << row.text;
}

TEST(Place, NeighboursDecideAmbiguousNames) {
  EXPECT_EQ(places("南京市鼓楼区"), "南京市=3201 鼓楼区=320106 ");
  EXPECT_EQ(places("福州鼓楼区"), "福州=3501 鼓楼区=350102 ");
  EXPECT_EQ(places("鼓楼区"), "鼓楼区=? ");
  EXPECT_EQ(places("鼓楼区的老店。福州人都知道"), "鼓楼区=350102 福州=3501 ");
  EXPECT_EQ(places("吉林省吉林市"), "吉林省=22 吉林市=2202 ");
}

TEST(Place, AUniqueTownImpliesWhatHoldsIt) {
  EXPECT_EQ(places("濮院镇的毛衫"), "濮院镇=33 濮院镇=3304 濮院镇=330483 濮院镇=330483101 ");
  EXPECT_EQ(places("桐乡市濮院镇"), "桐乡市=330483 濮院镇=33 濮院镇=3304 濮院镇=330483101 ");
  EXPECT_EQ(places("城关镇"), "城关镇=? ");
  EXPECT_EQ(places("江苏省濮院镇"), "江苏省=32 濮院镇=330483101 ");
}

// What only looks like a place would send the matter to the wrong branch.
TEST(Place, OtherWordsAreNoPlaces) {
  for (const char* text :
       {"在上海路上", "北京市场监管", "菜市场很大", "三明治不新鲜", "店长宁可扔掉", "朝南阳台漏水", "连着三年三明治",
        "和平年代", "我在大城市", "未开封的餐具", "新城市广场", "前方山体垮塌", "白玉兰开了", "", "镇上没有", "123"})
    EXPECT_TRUE(places(text).empty() || places(text) == "北京=1101 ") << text << " " << places(text);
  EXPECT_EQ(places("南京大屠杀"), "南京=3201 ");
}

TEST(Place, ThePlacesOfTheRulebookComeFirst) {
  const std::vector<NamedPlace> own = {
      {"东城区", "东城区", PlaceLevel::district, "east"}, {"东城", "东城", PlaceLevel::district, "east"},
      {"西码头", "west-pier", PlaceLevel::own, "west"},   {"西码头海鲜市场", "pier-market", PlaceLevel::own, "west"},
      {"镇", "nothing", PlaceLevel::own, "west"},         {"西湖区", "330106", PlaceLevel::district, "lake"}};
  EXPECT_EQ(places("😀东城区三小和西码头海鲜市场", own), "东城区=东城区 西码头海鲜市场=pier-market ");
  EXPECT_EQ(places("西 码 头 上", own), "西 码 头=west-pier ");
  EXPECT_EQ(places("西码头海鲜", own), "西码头=west-pier ");
  const PlaceFinder finder(divisions(), own);
  const auto unit = [&](const char* text) {
    const auto found = unit_of(finder.find(fold(text)));
    return found.several ? "several" : found.unit;
  };
  EXPECT_EQ(unit("东城三小和东城区"), "east");
  EXPECT_EQ(unit("东城区的和西码头的"), "several");
  EXPECT_EQ(unit("杭州市古荡街道"), "lake");  // a town of the district
  EXPECT_EQ(unit("蚌埠"), "");
}

TEST(Place, AWrongListIsRefused) {
  EXPECT_FALSE(Gazetteer::parse("33"));
  EXPECT_FALSE(Gazetteer::parse("333 某省"));
  EXPECT_FALSE(Gazetteer::parse("330106 西湖区 1"));
  EXPECT_FALSE(Gazetteer::parse("33 \xFF"));
  EXPECT_EQ(Gazetteer::parse("x y").error().code, "regions.line");
  EXPECT_TRUE(Gazetteer::parse("# nothing\n\n"));
}

}  // namespace
}  // namespace hb::text
