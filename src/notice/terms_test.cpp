#include "notice/terms.h"

#include <gtest/gtest.h>

#include "text/fold.h"

namespace hb::notice {
namespace {

std::vector<uint32_t> hashes(std::string_view text) {
  std::vector<uint32_t> out;
  for (const Term& t : terms_of(text::fold(text).text).terms) out.push_back(t.hash);
  return out;
}

TEST(Terms, pairs_of_han_words_and_numbers_in_text_order) {
  const Terms t = terms_of(U"食堂 iphone 15 3名学生");
  ASSERT_EQ(t.terms.size(), 6u);
  const std::vector<Term::Kind> kinds = {Term::Kind::han,    Term::Kind::word, Term::Kind::number,
                                         Term::Kind::number, Term::Kind::han,  Term::Kind::han};
  for (size_t i = 0; i < kinds.size(); ++i) EXPECT_EQ(t.terms[i].kind(), kinds[i]) << i;
  EXPECT_EQ(t.terms[4].at, 14u);
  EXPECT_EQ(t.han, 5u);
  EXPECT_EQ(t.words, 3u);
}

TEST(Terms, each_once_whatever_the_punctuation) {
  EXPECT_EQ(hashes("退钱！退钱！退钱！"), hashes("退钱"));
  EXPECT_EQ(hashes("ABC，食堂"), hashes("abc 食堂"));
  EXPECT_NE(hashes("3名学生"), hashes("3个学生"));
  EXPECT_EQ(hashes("虾"), hashes("，虾。"));
}

TEST(Terms, words_of_english_without_their_endings_and_without_those_of_grammar) {
  EXPECT_EQ(hashes("tapers tapered"), hashes("the taper of tapering"));
  EXPECT_EQ(hashes("Fed's stocks"), hashes("fed stock"));
  EXPECT_NE(hashes("glass"), hashes("glas"));
  EXPECT_TRUE(terms_of(U"metro north worker killed").wordy());
  EXPECT_FALSE(terms_of(U"食堂 iphone 15 3名学生").wordy());
}

TEST(Terms, a_long_text_is_cut_and_an_empty_one_has_none) {
  std::string text;
  for (int i = 0; i < 5000; ++i) text += "w" + std::to_string(i) + " ";
  EXPECT_EQ(hashes(text).size(), kTermsPerPost);
  EXPECT_TRUE(hashes("").empty());
  EXPECT_TRUE(hashes("！？…").empty());
}

}  // namespace
}  // namespace hb::notice
