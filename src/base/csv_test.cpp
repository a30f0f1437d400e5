#include "base/csv.h"

#include <gtest/gtest.h>

namespace hb {
namespace {

using Fields = std::vector<std::string>;

std::vector<CsvReader::Record> all(std::string_view text, size_t longest = 1000) {
  CsvReader reader(lines_of(text), longest);
  std::vector<CsvReader::Record> out;
  while (auto record = reader.next()) out.push_back(*std::move(record));
  return out;
}

TEST(Csv, RecordsAreReadAsSpreadsheetsWriteThem) {
  const auto got = all("\xEF\xBB\xBF编号,内容\r\n\r\n1,\"一, \"\"二\"\"\r\n三\"\n2,\n3");
  ASSERT_EQ(got.size(), 4u);
  EXPECT_EQ(got[0].fields, (Fields{"编号", "内容"}));
  EXPECT_EQ(got[1].fields, (Fields{"1", "一, \"二\"\n三"}));
  EXPECT_EQ(got[1].line, 3u);
  EXPECT_EQ(got[2].fields, (Fields{"2", ""}));
  EXPECT_EQ(got[2].line, 5u) << "a line inside quotes counts";
  EXPECT_EQ(got[3].fields, (Fields{"3"}));
  EXPECT_TRUE(all("").empty());
  EXPECT_TRUE(all("\n \n").empty());
}

TEST(Csv, ABadRecordIsNamedAndTheNextOneIsRead) {
  const auto middle = all("a\"b,c\nd,e\n");
  ASSERT_EQ(middle.size(), 2u);
  EXPECT_EQ(middle[0].wrong, (Error{"csv.quote", ""}));
  EXPECT_EQ(middle[1].fields, (Fields{"d", "e"}));
  EXPECT_EQ(all("a,\"b\nc").at(0).wrong, (Error{"csv.quote", ""})) << "it never closes";
  const auto longest = all("abcdef\ng\n", 5);
  EXPECT_EQ(longest[0].wrong, (Error{"line.too-long", ""}));
  EXPECT_EQ(longest[1].fields, (Fields{"g"}));
}

TEST(Csv, WhatIsWrittenIsReadBack) {
  const Fields fields = {"", "一", "a,b", "\"quoted\"", "two\nlines", " blank "};
  const std::string line = csv_line(fields);
  EXPECT_TRUE(line.ends_with("\r\n"));
  EXPECT_EQ(all(line).at(0).fields, fields);
}

// What somebody wrote is text in the sheet, whatever it begins with.
TEST(Csv, ACellIsNeverAFormula) {
  for (const char* text : {"=1+1", "+86", "-1", "@SUM(A1)", "\t=1", "\r=1"})
    EXPECT_EQ(sheet_cell(text), "'" + std::string(text));
  for (const char* text : {"", "一", "1=1", " =1", "'=1"}) EXPECT_EQ(sheet_cell(text), text);
}

}  // namespace
}  // namespace hb
