#include "base/condition.h"

#include <gtest/gtest.h>

#include "base/nearest.h"

namespace hb {
namespace {

TEST(Condition, reads_the_lines_of_the_grade_table) {
  for (const char* text :
       {"harm:hospitalised", "remit", "grade >= serious", "voices >= 50 and growth >= 4",
        "harm:child-product and voices >= 2 or publishers >= 5 or waiting >= 6", "growth >= 2.5", "repeat >= 0"}) {
    auto c = parse_condition(text);
    ASSERT_TRUE(c) << text;
    EXPECT_EQ(to_text(*c), text);
  }
  EXPECT_EQ(to_text(parse_condition("  voices>=50   and\tgrowth>= 4 ").value()), "voices >= 50 and growth >= 4");
}

TEST(Condition, points_at_the_word_it_cannot_read) {
  struct {
    const char* text;
    size_t offset;
    const char* found;
    const char* nearest;
  } rows[] = {
      {"", 0, "", ""},
      {"voises >= 3", 0, "voises", "voices"},
      {"voices > 3", 7, ">", ""},
      {"voices >= many", 10, "many", ""},
      {"voices >= -1", 10, "-1", ""},
      {"voices >= 1e3", 10, "1e3", ""},
      {"voices >=", 9, "", ""},
      {"grade >= seriuos", 9, "seriuos", "serious"},
      {"harm:", 0, "harm:", ""},
      {"harm:死亡", 0, "harm:死亡", ""},
      {"remit and", 9, "", ""},
      {"remit remit", 6, "remit", ""},
      {"remit AND remit", 6, "AND", ""},
      {"(remit)", 0, "(remit)", "remit"},
  };
  for (const auto& row : rows) {
    auto c = parse_condition(row.text);
    ASSERT_FALSE(c) << row.text;
    EXPECT_EQ(c.error().offset, row.offset) << row.text;
    EXPECT_EQ(c.error().found, row.found) << row.text;
    EXPECT_EQ(c.error().nearest, row.nearest) << row.text;
    EXPECT_FALSE(c.error().expected.empty()) << row.text;
  }
  EXPECT_FALSE(parse_condition(std::string(1001, ' ') + "remit"));
}

TEST(Condition, gives_its_reasons_with_the_arithmetic) {
  const std::vector<std::string> harms = {"ill"};
  Facts facts{.harms = harms, .remit = true, .grade = Grade::serious};
  facts.measures[static_cast<size_t>(Measure::voices)] = 52;
  facts.measures[static_cast<size_t>(Measure::growth)] = 13.0 / 3;
  const std::pair<const char*, const char*> rows[] = {
      {"voices >= 50 and growth >= 4", "voices 52 >= 50, growth 4.333 >= 4"},
      {"voices >= 52", "voices 52 >= 52"},
      {"voices >= 53", "none"},
      {"voices >= 53 or harm:ill", "harm:ill"},
      {"harm:ill or voices >= 1", "harm:ill"},
      {"voices >= 53 and harm:ill or remit", "remit"},
      {"voices >= 1 or harm:death and remit", "voices 52 >= 1"},
      {"harm:death", "none"},
      {"grade >= routine", "grade serious >= routine"},
      {"grade >= critical", "none"},
      {"publishers >= 1", "none"},
  };
  for (const auto& [text, expected] : rows) {
    auto reasons = evaluate(parse_condition(text).value(), facts);
    std::string told;
    if (!reasons) told = "none";
    for (size_t i = 0; reasons && i < reasons->size(); ++i) told += (i ? ", " : "") + to_text((*reasons)[i]);
    EXPECT_EQ(told, expected) << text;
  }
}

TEST(Nearest, names_what_was_meant_and_nothing_far_fetched) {
  const std::string_view known[] = {"working", "working_days", "elapsed", "days"};
  EXPECT_EQ(nearest("workin", known), "working");
  EXPECT_EQ(nearest("wroking", known), "working");
  EXPECT_EQ(nearest("working-days", known), "working_days");
  EXPECT_EQ(nearest("day", known), "days");
  EXPECT_EQ(nearest("hours", known), "");
  EXPECT_EQ(nearest("", known), "");
  EXPECT_EQ(nearest(std::string(100, 'x'), known), "");
}

}  // namespace
}  // namespace hb
