#include "text/place.h"

#include <gtest/gtest.h>

#include "base/utf8.h"

namespace hb::text {
namespace {

const PlaceIndex& city() {
  static const PlaceIndex index({{"东城区", "330102", PlaceLevel::district, "east"},
                                 {"东城", "330102", PlaceLevel::district, "east"},
                                 {"城关镇", "330102100", PlaceLevel::town, "east"},
                                 {"城关镇", "330103100", PlaceLevel::town, "west"},
                                 {"西码头", "west-pier", PlaceLevel::own, "west"},
                                 {"西码头海鲜市场", "pier-market", PlaceLevel::own, "west"},
                                 {"镇", "nothing", PlaceLevel::own, ""}});
  return index;
}

std::string found(const std::string& text) {
  std::string out;
  for (const auto& f : city().find(fold(text)))
    out += std::string(slice_code_points(text, f.span.start, f.span.end)) + "=" + f.place->id + " ";
  return out;
}

TEST(Place, TakesTheLongestNameAndAllOfThatName) {
  EXPECT_EQ(found("😀东城区三小和西码头海鲜市场"), "东城区=330102 西码头海鲜市场=pier-market ");
  EXPECT_EQ(found("东城三小"), "东城=330102 ");
  EXPECT_EQ(found("城关镇"), "城关镇=330102100 城关镇=330103100 ");
  EXPECT_EQ(found("西码头海鲜"), "西码头=west-pier ");
  EXPECT_EQ(found("西 码 头 上"), "西 码 头=west-pier ");
  EXPECT_EQ(found("镇上没有"), "");
  EXPECT_EQ(found(""), "");
  EXPECT_TRUE(PlaceIndex({}).find(fold("东城区")).empty());
}

}  // namespace
}  // namespace hb::text
