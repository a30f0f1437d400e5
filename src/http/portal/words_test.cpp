#include "http/portal/words.h"

#include <gtest/gtest.h>

#include <set>

#include "tests/support/portal_world.h"

namespace hb::http {
namespace {

std::multiset<std::string> placeholders(std::string_view text) {
  std::multiset<std::string> out;
  for (size_t at = 0; (at = text.find('{', at)) != std::string_view::npos; ++at) {
    const size_t end = text.find('}', at);
    if (end == std::string_view::npos) break;
    out.emplace(text.substr(at, end - at + 1));
  }
  return out;
}

// Without it one language has a page with a hole.
TEST(Words, BothFilesSayTheSameThings) {
  const Words zh = test::words_of("zh");
  const Words en = test::words_of("en");
  EXPECT_GT(zh.all().size(), 300u);
  for (const auto& [key, text] : zh.all()) {
    ASSERT_TRUE(en.has(key)) << key;
    if (key.starts_with("time.")) continue;  // another order, other parts
    EXPECT_EQ(placeholders(text), placeholders(en.all().at(key))) << key;
    EXPECT_NE(text, "") << key;
    EXPECT_NE(en.all().at(key), "") << key;
  }
  for (const auto& [key, text] : en.all()) EXPECT_TRUE(zh.has(key)) << key;
}

TEST(Words, MarksAreReadInTheSentenceAndNeverInWhatIsFilledIn) {
  const auto words = Words::parse(
      "# a remark\n\n a.b = 打开[{name}](/x/{n})，运行 `ls <x>` \r\nplain=1 < 2\nquoted = \" 空 \"\n"
      "open = [没有链接 与 `半个\n");
  ASSERT_TRUE(words);
  EXPECT_EQ(words->html("a.b", {{"name", "[<b>](/evil)`"}, {"n", "\"7"}}),
            "打开<a href=\"/x/&quot;7\">[&lt;b&gt;](/evil)`</a>，运行 <code>ls &lt;x&gt;</code>");
  EXPECT_EQ(words->html("plain"), "1 &lt; 2");
  EXPECT_EQ(words->text("plain"), "1 < 2");
  EXPECT_EQ(words->text("quoted"), " 空 ");
  EXPECT_EQ(words->html("open"), "[没有链接 与 `半个");
  EXPECT_EQ(words->html("no.such<"), "⟨no.such&lt;⟩");
}

TEST(Words, ADamagedFileIsNamedWithItsLine) {
  EXPECT_EQ(Words::parse("a = 1\nb\n").error(), (Error{"words.malformed", "2"}));
  EXPECT_EQ(Words::parse("= 1\n").error(), (Error{"words.malformed", "1"}));
  EXPECT_EQ(Words::parse("a = 1\na = 2").error(), (Error{"words.twice", "2: a"}));
}

}  // namespace
}  // namespace hb::http
