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

TEST(Terms, a_kept_term_gives_its_characters_back) {
  const Terms t = terms_of(U"食堂，虾 iphone 3名㐀𠀀");
  std::vector<LetterPair> pairs;
  for (const Term& term : t.terms) pairs.push_back(letters_of(term.hash));
  const auto is = [&](size_t i, uint16_t first, uint16_t second) {
    return pairs[i].first == first && pairs[i].second == second;
  };
  EXPECT_TRUE(is(0, letter_of(U'食'), letter_of(U'堂')));
  EXPECT_TRUE(is(1, letter_of(U'虾'), 0));
  EXPECT_TRUE(is(2, 0, 0)) << "a word";
  EXPECT_TRUE(is(3, 0, 0)) << "a number";
  EXPECT_TRUE(is(4, letter_of(U'名'), letter_of(U'㐀')));
  for (char32_t c = 0x4E00; c < 0x9FFF; c += 7) {
    const Terms pair = terms_of(std::u32string{c, c + 1});
    const LetterPair back = letters_of(pair.terms.at(0).hash);
    ASSERT_EQ(back.first, letter_of(c));
    ASSERT_EQ(back.second, letter_of(c + 1));
  }
}

TEST(Terms, names_of_places_and_what_begins_with_a_surname_are_told_by_the_pair) {
  const auto kinds = [](std::u32string_view text) {
    std::vector<Term::Kind> out;
    for (const Term& t : terms_of(text).terms) out.push_back(t.kind());
    return out;
  };
  EXPECT_EQ(kinds(U"邯郸"), std::vector{Term::Kind::place});
  EXPECT_EQ(kinds(U"乌克兰"), (std::vector{Term::Kind::place, Term::Kind::place}));
  EXPECT_EQ(kinds(U"陈卫"), std::vector{Term::Kind::person});
  EXPECT_EQ(kinds(U"陈了"), std::vector{Term::Kind::han});
  EXPECT_EQ(kinds(U"食堂"), std::vector{Term::Kind::han});
}

TEST(Terms, who_turns_to_an_office_is_known_by_the_words) {
  EXPECT_GE(terms_of(U"尊敬的领导您好，我是小区业主").pleas, 3u);
  EXPECT_EQ(terms_of(U"央行下调存款准备金率").pleas, 0u);
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
