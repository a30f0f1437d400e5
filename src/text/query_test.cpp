#include "text/query.h"

#include <gtest/gtest.h>

#include "base/utf8.h"

namespace hb::text {
namespace {

const Zone kChina = fixed_zone(hours(8));

QueryNode parsed(const std::string& expression) {
  auto query = parse_query(expression, kChina);
  EXPECT_TRUE(query) << expression;
  return query ? *query : QueryNode{.folded = U"\uFFFF"};
}

bool hits(const std::string& expression, const std::string& text, const std::string& title = {}) {
  Subject subject;
  subject.text = fold(text);
  subject.title = fold(title);
  return match(parsed(expression), subject).hit;
}

TEST(Query, FindsWhatAReaderExpects) {
  const struct {
    const char* query;
    const char* text;
    bool hit;
  } rows[] = {
      {"食堂", "三小食堂里", true},
      {"食堂", "食 堂", false},
      {"食物中毒", "食★物★中毒", true},
      {"食堂", "食品", false},
      {"食堂 呕吐", "食堂饭后呕吐", true},
      {"食堂 呕吐", "食堂关门", false},
      {"食堂 AND 呕吐", "呕吐，食堂", true},
      {"食堂 OR 餐厅", "餐厅", true},
      {"食堂 呕吐 OR 餐厅", "餐厅", true},
      {"食堂 (呕吐 OR 腹泻)", "食堂 腹泻", true},
      {"食堂 NOT 演练", "食堂演练", false},
      {"食堂 NOT 演练", "食堂出事", true},
      {"NOT 演练", "出事", true},
      {"NOT NOT 演练", "演练", true},
      {"app", "这个APP不行", true},
      {"app", "happy apple", false},
      {"app*", "apple", true},
      {"app*", "happy", false},
      {"iphone手机", "买IPHONE手机被骗", true},
      {"phone手机", "iphone手机", false},
      {"12315", "打12315没人接", true},
      {"12315", "123156", false},
      {"\"food poisoning\"", "Food  poisoning at school", true},
      {"\"food poisoning\"", "food\npoisoning", true},
      {"\"food poisoning\"", "poisoning food", false},
      {"\"OR\"", "this or that", true},
      {"ＡＰＰ", "app", true},
      {"（食堂 OR 餐厅）呕吐", "餐厅呕吐", true},
      {"“食堂”", "食堂", true},
      {"3.15", "3.15晚会", true},
  };
  for (const auto& row : rows) EXPECT_EQ(hits(row.query, row.text), row.hit) << row.query << " | " << row.text;
}

TEST(Query, CountsCharactersAndWordsBetween) {
  const struct {
    const char* query;
    const char* text;
    bool hit;
  } rows[] = {
      {"食堂 NEAR/0 呕吐", "食堂呕吐", true},
      {"食堂 NEAR/0 呕吐", "食堂，呕吐", true},
      {"食堂 NEAR/0 呕吐", "食堂后呕吐", false},
      {"食堂 NEAR/2 呕吐", "食堂饭后呕吐", true},
      {"食堂 NEAR/1 呕吐", "食堂饭后呕吐", false},
      {"食堂 NEAR/2 呕吐", "呕吐是食堂", true},
      {"食堂 BEFORE/2 呕吐", "呕吐是食堂", false},
      {"食堂 BEFORE/2 呕吐", "食堂饭后呕吐", true},
      {"food NEAR/1 sick", "food made sick", true},
      {"food NEAR/1 sick", "food made them sick", false},
      {"食堂 NEAR/3 (呕吐 OR 腹泻)", "食堂吃完腹泻", true},
      {"食堂 NEAR/2 呕吐 NEAR/2 医院", "食堂后呕吐送医院", true},
      {"食堂 NEAR/2 呕吐 NEAR/2 医院", "食堂后呕吐昨天送医院", false},
      {"NOT 食堂 NEAR/2 呕吐", "食堂呕吐", false},
      {"食堂 NEAR/2 食堂", "食堂", false},
      {"食食 NEAR/0 食", "食食食", true},
  };
  for (const auto& row : rows) EXPECT_EQ(hits(row.query, row.text), row.hit) << row.query << " | " << row.text;
}

TEST(Query, AsksFields) {
  Subject subject;
  subject.title = fold("三小食堂出事");
  subject.text = fold("七名学生就医");
  subject.source = {"forum", "明川论坛"};
  subject.place = {"清河区", "明川市东城区"};
  subject.grade = "serious";
  subject.published_at = *parse_rfc3339("2026-03-03T08:12:00+08:00");
  const auto hit = [&](const char* expression) { return match(parsed(expression), subject).hit; };
  for (const char* yes :
       {"title:食堂", "title:\"三小食堂\" 学生", "食堂", "source:forum", "source:for*", "source:明川论坛", "place:东城",
        "place:清河", "grade:serious", "after:2026-03-03", "before:2026-03-04", "after:2026-03-03T08:12:00+08:00",
        "title:食堂 NEAR/5 出事", "NOT before:2026-03-03"})
    EXPECT_TRUE(hit(yes)) << yes;
  for (const char* no : {"title:学生", "source:for", "place:西城", "grade:critical", "after:2026-03-04",
                         "before:2026-03-03", "食堂 NEAR/50 学生", "before:2026-03-03T08:12:00+08:00"})
    EXPECT_FALSE(hit(no)) << no;
  EXPECT_FALSE(match(parsed("grade:serious"), Subject{}).hit);
  EXPECT_FALSE(match(parsed("after:2026-03-03"), Subject{}).hit);
}

// Nobody can be searched for.
TEST(Query, HasNoFieldForAnAuthor) {
  for (const char* field : {"author:张三", "user:x", "from:x", "account:x", "handle:x", "voice:x"}) {
    const auto query = parse_query(field, kChina);
    ASSERT_FALSE(query) << field;
    EXPECT_EQ(query.error().expected, Expected::field);
  }
}

TEST(Query, PointsAtTheCharacterThatIsWrong) {
  const struct {
    const char* query;
    uint32_t offset;
    Expected expected;
    const char* found;
  } rows[] = {
      {"", 0, Expected::term, ""},
      {"食堂 AND", 6, Expected::term, ""},
      {"OR 食堂", 0, Expected::term, "OR"},
      {"(食堂 呕吐", 6, Expected::closing_bracket, ""},
      {"食堂)", 2, Expected::operand, ")"},
      {"食堂 \"呕吐", 6, Expected::closing_quote, ""},
      {"食堂 NEAR 呕吐", 7, Expected::distance, ""},
      {"食堂 NEAR/x 呕吐", 8, Expected::distance, "x"},
      {"食堂 NEAR/101 呕吐", 8, Expected::distance, "101"},
      {"食堂 NEAR/2", 9, Expected::term, ""},
      {"(a b) NEAR/2 c", 0, Expected::nearby_words, "("},
      {"a NEAR/2 source:x", 9, Expected::nearby_words, "x"},
      {"𠮷 after:昨天", 8, Expected::date, "昨天"},
      {"grade:bad", 6, Expected::grade, "bad"},
      {"a author:张三", 2, Expected::field, "author"},
      {"title:", 6, Expected::term, ""},
      {"食*", 0, Expected::term, "食*"},
      {"*", 0, Expected::term, "*"},
      {"\"  \"", 0, Expected::term, "  "},
  };
  for (const auto& row : rows) {
    const auto query = parse_query(row.query, kChina);
    ASSERT_FALSE(query) << row.query;
    EXPECT_EQ(query.error().offset, row.offset) << row.query;
    EXPECT_EQ(query.error().expected, row.expected) << row.query;
    EXPECT_EQ(query.error().found, row.found) << row.query;
  }
}

TEST(Query, IsBounded) {
  std::string deep, wide;
  for (int i = 0; i < 1000; ++i) deep += "(";
  for (int i = 0; i < 300; ++i) wide += "a OR ";
  EXPECT_EQ(parse_query(deep, kChina).error().expected, Expected::shorter);
  EXPECT_EQ(parse_query(wide + "a", kChina).error().expected, Expected::shorter);
  EXPECT_EQ(parse_query(std::string(5000, 'a'), kChina).error().expected, Expected::shorter);
}

TEST(Query, MarksTheOriginalCharacters) {
  const std::string text = "😀昨天ＡＰＰ里★说食★堂的饭，吃完呕吐";
  Subject subject;
  subject.text = fold(text);
  const auto found = match(parsed("(食堂 NEAR/6 呕吐) app 没有 OR app OR 食堂 NEAR/6 呕吐"), subject);
  ASSERT_TRUE(found.hit);
  std::vector<std::string> marked;
  for (const Span s : found.spans) marked.emplace_back(slice_code_points(text, s.start, s.end));
  EXPECT_EQ(marked, (std::vector<std::string>{"ＡＰＰ", "食★堂", "呕吐"}));
}

// NEAR against the slow truth: every pair of occurrences, every token between counted.
TEST(Query, NearAgreesWithCountingByHand) {
  uint64_t seed = 3;
  const auto next = [&](uint64_t n) {
    return (seed = seed * 6364136223846793005u + 1442695040888963407u, (seed >> 33) % n);
  };
  for (int round = 0; round < 2000; ++round) {
    std::u32string text;
    for (size_t i = 0, n = 3 + next(25); i < n; ++i) text += U"食堂吐，a b"[next(7)];
    const auto folded = fold(to_utf8(text));
    const uint32_t n = static_cast<uint32_t>(next(4));
    bool near = false, before = false;
    const auto& t = folded.text;
    for (size_t i = 0; i + 1 < t.size(); ++i)
      for (size_t j = 0; j < t.size(); ++j) {
        if (t.substr(i, 2) != U"食堂" || t[j] != U'吐') continue;
        const size_t from = j > i ? i + 2 : j + 1, to = j > i ? j : i;
        uint32_t tokens = 0;
        for (size_t k = from; k < to; ++k)
          tokens += is_han(t[k]) || (is_word_char(t[k]) && (k == 0 || !is_word_char(t[k - 1]))) ? 1 : 0;
        near = near || tokens <= n;
        before = before || (j > i && tokens <= n);
      }
    EXPECT_EQ(hits("食堂 NEAR/" + std::to_string(n) + " 吐", to_utf8(text)), near) << to_utf8(text) << n;
    EXPECT_EQ(hits("食堂 BEFORE/" + std::to_string(n) + " 吐", to_utf8(text)), before) << to_utf8(text) << n;
  }
}

}  // namespace
}  // namespace hb::text
