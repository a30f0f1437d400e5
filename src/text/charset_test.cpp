#include "text/charset.h"

#include <gtest/gtest.h>
#include <unicode/ucnv.h>

#include "base/utf8.h"

namespace hb::text {
namespace {

std::string encode(const std::string& utf8, const char* charset) {
  UErrorCode error = U_ZERO_ERROR;
  std::string out(utf8.size() * 4 + 8, '\0');
  const int32_t n = ucnv_convert(charset, "utf-8", out.data(), static_cast<int32_t>(out.size()), utf8.data(),
                                 static_cast<int32_t>(utf8.size()), &error);
  out.resize(static_cast<size_t>(n));
  return out;
}

const std::string kSimplified =
    "昨天下午孩子在学校食堂吃完饭以后一直说肚子疼，晚上就送到市人民医院了，医生说可能是食物中毒，请有关部门尽快调查。"
    "我们班已经有七个孩子出现这样的情况，家长群里都在问，学校到现在没有给大家一个说法，希望市场监管局来看一看。";
const std::string kTraditional =
    "昨天下午孩子在學校食堂吃完飯以後一直說肚子疼，晚上就送到市人民醫院了，醫生說可能是食物中毒，請有關部門盡快調查。"
    "我們班已經有七個孩子出現這樣的情況，家長群裡都在問，學校到現在沒有給大家一個說法，希望市場監管局來看一看。";

std::string page(const std::string& declaration, const std::string& body) {
  return "<html><head>" + declaration + "<title>t</title></head><body><p>" + body + "</p></body></html>";
}

struct Row {
  const char* what;
  std::string bytes;
  std::string content_type;
  std::string charset;
  std::string contains;
};

TEST(Charset, ReadsTheTextWhateverIsDeclared) {
  const std::string gb = encode(kSimplified, "gb18030"), big5 = encode(kTraditional, "Big5-HKSCS");
  const Row rows[] = {
      {"utf-8 declared gb2312", page("<meta charset=gb2312>", kSimplified), "text/html; charset=GBK", "utf-8",
       kSimplified},
      {"gbk declared", page("<meta charset='gbk'>", gb), "", "gb18030", kSimplified},
      {"gb2312 in http-equiv", page("<meta http-equiv=Content-Type content='text/html; charset=gb2312'>", gb), "",
       "gb18030", kSimplified},
      {"gb declared utf-8", page("<meta charset=utf-8>", gb), "text/html; charset=utf-8", "gb18030", kSimplified},
      {"gb declared latin-1 by the server", page("", gb), "text/html; charset=ISO-8859-1", "gb18030", kSimplified},
      {"gb declared big5", page("<meta charset=big5>", gb), "", "gb18030", kSimplified},
      {"gb undeclared", page("", gb), "", "gb18030", kSimplified},
      {"gb with traditional characters", page("", encode(kTraditional, "gb18030")), "", "gb18030", kTraditional},
      {"big5 undeclared", page("", big5), "", "big5-hkscs", kTraditional},
      {"big5 declared gb2312", page("<meta charset=gb2312>", big5), "", "big5-hkscs", kTraditional},
      {"header only", "short " + encode("食堂", "gb18030"), "text/plain;charset=gb2312", "gb18030", "食堂"},
      {"utf-16 with mark", "\xFF\xFE" + encode(kSimplified, "utf-16le"), "", "utf-16le", kSimplified},
      {"utf-16 without mark", encode(page("", kSimplified), "utf-16be"), "", "utf-16be", kSimplified},
      {"utf-8 with mark", "\xEF\xBB\xBF" + kSimplified, "text/html; charset=gbk", "utf-8", kSimplified},
      {"windows-1252", "Caf\xE9 ferm\xE9 \x80 5, d\xE9j\xE0 vu", "text/html; charset=iso-8859-1", "windows-1252",
       "Café fermé € 5"},
      {"windows-1251", encode("Сегодня в городе открылась новая школа, дети очень рады", "windows-1251"),
       "text/html; charset=windows-1251", "windows-1251", "Сегодня"},
  };
  for (const auto& row : rows) {
    const auto got = decode(row.bytes, row.content_type);
    ASSERT_TRUE(got) << row.what;
    EXPECT_EQ(got->charset, row.charset) << row.what;
    EXPECT_NE(got->text.find(row.contains), std::string::npos) << row.what;
    EXPECT_FALSE(got->replaced) << row.what;
    EXPECT_TRUE(valid_utf8(got->text)) << row.what;
  }
}

// A page cut in the middle of a character is still a complaint that somebody wrote.
TEST(Charset, FlagsWhatItCouldNotReadAndKeepsTheRest) {
  const auto cut = decode(page("", kSimplified.substr(0, 100)) + kSimplified);
  ASSERT_TRUE(cut);
  EXPECT_EQ(cut->charset, "utf-8");
  EXPECT_TRUE(cut->replaced);
  EXPECT_NE(cut->text.find("人民医院"), std::string::npos);
  const auto gb = decode(page("<meta charset=gbk>", encode(kSimplified, "gb18030") + "\xFF\xFF"));
  ASSERT_TRUE(gb);
  EXPECT_EQ(gb->charset, "gb18030");
  EXPECT_TRUE(gb->replaced);
  EXPECT_NE(gb->text.find("食物中毒"), std::string::npos);
}

// Statistics may name a charset that no converter knows.
TEST(Charset, AlwaysComesToAnEnd) {
  EXPECT_TRUE(decode(
      "\xCF\xC1\xCB\xC8windows1252\xDA\xAC\xCB\xA4\xCE\xBB#Y\xA1Z\xA3\xCB\xAD&\xAE\xCF\xA1Z\xA3\xCB\xAD&'\xA1\xA3"));
}

TEST(Charset, IsBounded) {
  EXPECT_EQ(decode(std::string(kMaxDocumentBytes + 1, 'a')).error().code, "charset.too-long");
  EXPECT_EQ(decode_as("a", "utf-7").error().code, "charset.unknown");
  EXPECT_EQ(decode_as(encode("听答", "gb18030"), "GB2312")->text, "听答");
  EXPECT_EQ(decode("")->text, "");
}

}  // namespace
}  // namespace hb::text
