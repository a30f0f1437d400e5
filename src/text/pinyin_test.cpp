#include "text/pinyin.h"

#include <gtest/gtest.h>

namespace hb::text {
namespace {

TEST(Pinyin, ANameIsFoundAsItIsTyped) {
  const Pinyin pinyin;
  struct Row {
    const char *name, *initials, *whole;
  };
  for (const Row& row :
       {Row{"王芳", "wf", "wangfang"}, Row{"吕绿", "ll", "lulu"}, Row{"欧阳明川", "oymc", "ouyangmingchuan"},
        Row{"Li Lei 2", "lilei2", "lilei2"}, Row{"、 ·", "", ""}, Row{"", "", ""}, Row{"\xFF王", "w", "wang"}}) {
    EXPECT_EQ(pinyin.of(row.name).initials, row.initials) << row.name;
    EXPECT_EQ(pinyin.of(row.name).whole, row.whole) << row.name;
  }
}

}  // namespace
}  // namespace hb::text
