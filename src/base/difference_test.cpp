#include "base/difference.h"

#include <gtest/gtest.h>

#include <random>

namespace hb {
namespace {

std::string marked(std::string_view before, std::string_view after) {
  std::string out;
  for (const auto& piece : difference(before, after))
    out += piece.change == Change::same      ? piece.text
           : piece.change == Change::removed ? "[-" + piece.text + "-]"
                                             : "[+" + piece.text + "+]";
  return out;
}

TEST(Difference, ShowsAReaderWhatWasChangedAndNothingElse) {
  const struct {
    const char *before, *after, *shown;
  } rows[] = {
      {"", "", ""},
      {"同样。", "同样。", "同样。"},
      {"", "新写的。", "[+新写的。+]"},
      {"撤回的。", "", "[-撤回的。-]"},
      {"我局3月5日到场检查。未发现问题。", "我局3月6日到场检查。未发现问题。",
       "我局3月[-5-][+6+]日到场检查。未发现问题。"},
      {"甲。乙。丙。", "甲。丙。", "甲。[-乙。-]丙。"},
      {"甲。丙。", "甲。乙。丙。", "甲。[+乙。+]丙。"},
      {"经查，该店无照经营。", "经查，反映的情况不属实。", "经查，[-该店无照经营-][+反映的情况不属实+]。"},
      {"Checked on 5 March. Nothing found.", "Checked on 6 March. Nothing found.",
       "Checked on [-5-][+6+] March. Nothing found."},
  };
  for (const auto& row : rows) EXPECT_EQ(marked(row.before, row.after), row.shown);
}

// A difference that does not lead from one text to the other says that something else was published.
TEST(Difference, LeadsFromTheOneTextToTheOtherByteForByte) {
  std::mt19937 random(7);
  const char* const words[] = {"甲", "乙。", "丙\n", "a", ". ", "查", "，", "𠮷", "，已", "3月"};
  for (int round = 0; round < 2000; ++round) {
    std::string texts[2];
    for (auto& text : texts)
      for (size_t n = random() % 30; n > 0; --n) text += words[random() % std::size(words)];
    std::string before, after;
    Change last = Change::added;
    bool first = true;
    for (const auto& piece : difference(texts[0], texts[1])) {
      EXPECT_FALSE(piece.text.empty());
      EXPECT_TRUE(first || piece.change != last);
      EXPECT_FALSE(!first && last == Change::added && piece.change == Change::removed);
      first = false;
      last = piece.change;
      if (piece.change != Change::added) before += piece.text;
      if (piece.change != Change::removed) after += piece.text;
    }
    ASSERT_EQ(before, texts[0]);
    ASSERT_EQ(after, texts[1]);
  }
}

TEST(Difference, ALongTextIsStruckWholeRatherThanComparedForMinutes) {
  std::string before, after;
  for (int i = 0; i < 20000; ++i) before += "甲", after += "乙";
  EXPECT_EQ(difference(before, after), (std::vector<Piece>{{Change::removed, before}, {Change::added, after}}));
}

}  // namespace
}  // namespace hb
