// 2.4: rank is harm, not tone.

#include <gtest/gtest.h>

#include "tests/never/sources.h"
#include "tests/support/desk_world.h"

namespace hb::never {
namespace {

/// What became of a matter of which forty people spoke over two days.
struct Outcome {
  std::vector<Grade> grades;
  std::vector<std::string> harms;
  size_t alarms = 0;
  size_t issues = 0;
  IssueId last;
};

Outcome heard(const char* what, const char* (*tone)(int)) {
  test::DeskWorld w;
  notice::Engine engine(w.book.notice);
  Outcome out;
  std::map<IssueId, int> voices;
  int64_t at = 1772600000;
  for (int i = 0; i < 40; ++i) {
    const std::string text = std::string(what) + "，第" + std::to_string(i * 7 + 3) + "天了。" + tone(i);
    const auto folded = text::fold(text, w.wiring.simplifier);
    const auto verdict = engine.decide({.id = {i + 1},
                                        .publisher = "forum",
                                        .published_at = {at += i < 10 ? 7200 : 900},
                                        .text = folded,
                                        .thread = "http://forum.example/t/1",
                                        .reply = i > 0},  // one matter, however it is put
                                       [&](IssueId issue) { return ++voices[issue]; });
    out.grades.push_back(verdict.grade);
    for (const auto& harm : verdict.harms) out.harms.push_back(harm);
    out.alarms += verdict.alarms.size();
    out.last = verdict.issue;
  }
  out.issues = engine.live_issues();
  return out;
}

const char* polite(int i) {
  static const char* const words[] = {"麻烦监管部门的同志看看，谢谢。", "辛苦监管部门了，请帮忙。",
                                      "望监管部门的同志指导一下。"};
  return words[i % 3];
}
const char* rude(int i) {
  static const char* const words[] = {"监管部门全是饭桶，废物，滚！", "监管部门不要脸，垃圾衙门！",
                                      "监管部门吃干饭的，气死我了！"};
  return words[i % 3];
}

TEST(NeverTone, BeingRudeToTheAgencyRaisesNothing) {
  for (const char* what : {"西湾区万达路那家健身房昨晚贴条关门，教练全走了，去年办的两年卡还剩一年半，三千多块钱退不了",
                           "解放路农贸市场东门第三个水产摊的电子秤不准，买两斤虾回家一称只有一斤六两，整整少了四两",
                           "东城第三小学今天中午食堂的凉拌鸡丝有味道，孩子吃完午饭就上吐下泻，现在送医院输液"}) {
    const Outcome kind = heard(what, polite), harsh = heard(what, rude);
    EXPECT_EQ(harsh.grades, kind.grades) << what;
    EXPECT_EQ(harsh.harms, kind.harms) << what;
    EXPECT_EQ(harsh.alarms, kind.alarms) << what;
    EXPECT_EQ(harsh.issues, kind.issues) << what;
  }
}

// The lexicon of harms says what may hurt or cheat people; no word of it is about the agency or about tone.
TEST(NeverTone, NoInsultIsAHarm) {
  test::DeskWorld w;
  notice::Engine engine(w.book.notice);
  int64_t id = 0;
  for (const char* text : {"市场监管局全是饭桶", "你们局长就是个骗子混蛋", "垃圾衙门，不作为，气死我了",
                           "滚，废物，吃干饭的", "监管局怎么还不去死", "投诉你们这群王八蛋", "愤怒！失望！可耻！"}) {
    const auto folded = text::fold(text, w.wiring.simplifier);
    const auto verdict =
        engine.decide({.id = {++id}, .publisher = "forum", .published_at = {1772600000 + id}, .text = folded},
                      [](IssueId) { return 1; });
    EXPECT_TRUE(verdict.harms.empty()) << text;
    EXPECT_EQ(verdict.grade, Grade::routine) << text;
    EXPECT_TRUE(verdict.alarms.empty()) << text;
  }
}

TEST(NeverTone, SentimentIsComputedNowhere) {
  int files = 0;
  for (const char* folder : {"src", "web/src", "api"}) {
    for (const auto& [path, text] : sources_in(folder)) {
      ++files;
      const std::string spelled = words_of(text);
      for (const char* word :
           {"-sentiment", "-polarity-", "-emotion", "-mood-", "-valence-", "-anger-", "-hostil", "-negativity-"})
        EXPECT_EQ(spelled.find(word), std::string::npos) << path << " has " << word;
    }
  }
  EXPECT_GT(files, 150);
}

}  // namespace
}  // namespace hb::never
