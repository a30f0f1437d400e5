#include "text/fold.h"

#include <gtest/gtest.h>

#include "base/utf8.h"

namespace hb::text {
namespace {

// Stands for OpenCC: a character table and one phrase that keeps its character, as 乾隆 does.
Simplifier small_simplifier() {
  return Simplifier([](const std::string& text) {
    const std::u32string from = U"學發麵體訴飯館貴説乾", to = U"学发面体诉饭馆贵说干";
    auto wide = to_utf32(text);
    for (size_t i = 0; i < wide.size(); ++i) {
      if (wide.compare(i, 2, U"乾隆") == 0) continue;
      if (const auto at = from.find(wide[i]); at != std::u32string::npos) wide[i] = to[at];
    }
    return to_utf8(wide);
  });
}

TEST(Fold, MakesWritingsOfTheSameTextEqual) {
  const Simplifier simplifier = small_simplifier();
  const struct {
    const char* in;
    const char* out;
  } rows[] = {
      {"", ""},
      {"ＡＢＣ１２３", "abc123"},
      {"iPhone Ⅻ", "iphone xii"},
      {"學校食堂，麵裡", "学校食堂,面裡"},
      {"乾隆 饼乾", "乾隆 饼干"},
      {"食\u200B物\u200D中\uFEFF毒", "食物中毒"},
      {"食★物☆中●毒", "食物中毒"},
      {"太坑了😡😡退钱", "太坑了退钱"},
      {"A★B", "a b"},
      {"1️⃣3️⃣8️⃣", "138"},
      {"食 物 中 毒", "食物中毒"},
      {"东城 西城", "东城 西城"},
      {"一 二", "一 二"},
      {"  a \t b  \r\n\r\n c ", "a b\nc"},
      {"e\u0301te\u0301 STRASSE straße", "été strasse strasse"},
      {"㎏ ①②③ ﬁne", "kg 123 fine"},
      {"中̶毒̶", "中毒"},
      {"\xFFx", "\uFFFDx"},
  };
  for (const auto& row : rows) EXPECT_EQ(fold_to_utf8(row.in, simplifier), row.out) << row.in;
}

// A highlight must fall on the characters that the person wrote.
TEST(Fold, MapsBackToTheOriginal) {
  const Simplifier simplifier = small_simplifier();
  const struct {
    const char* in;
    const char32_t* word;
    const char* original;
  } rows[] = {
      {"昨天學\u200B校食★堂出事", U"学校食堂", "學\u200B校食★堂"},
      {"重㎏的", U"kg", "㎏"},
      {"cafe\u0301 x", U"é", "e\u0301"},
      {"说：食 物 中 毒！", U"食物中毒", "食 物 中 毒"},
      {"ＡＢＣ", U"bc", "ＢＣ"},
  };
  for (const auto& row : rows) {
    const auto folded = fold(row.in, simplifier);
    const auto at = folded.text.find(row.word);
    ASSERT_NE(at, std::u32string::npos) << row.in << " → " << to_utf8(folded.text);
    const Span found{static_cast<uint32_t>(at), static_cast<uint32_t>(at + std::u32string_view(row.word).size())};
    const Span span = folded.original(found);
    EXPECT_EQ(slice_code_points(row.in, span.start, span.end), row.original) << row.in;
  }
}

TEST(Fold, HoldsItsShapeAndFoldsTwiceToTheSame) {
  const Simplifier simplifier = small_simplifier();
  std::string hostile = "a";
  for (int i = 0; i < 3000; ++i) hostile += "\u0301";
  for (const std::string& in : {hostile, std::string("\xF0\x9F\xF0\x9F 麵 ★ \n\n食 物 中"), std::string(2000, '\xFF'),
                                std::string("﷽ ㍿ ½ \u1E9E \u2028 x\u0338")}) {
    const auto once = fold(in, simplifier);
    ASSERT_EQ(once.text.size(), once.origin.size());
    for (size_t i = 0; i < once.origin.size(); ++i) {
      EXPECT_LE(once.origin[i].start, once.origin[i].end);
      EXPECT_LE(once.origin[i].end, once.original_length);
      EXPECT_LE(once.origin[i > 0 ? i - 1 : 0].start, once.origin[i].start);
    }
    EXPECT_EQ(fold(to_utf8(once.text), simplifier).text, once.text);
  }
}

}  // namespace
}  // namespace hb::text
