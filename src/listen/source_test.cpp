#include "listen/source.h"

#include <gtest/gtest.h>

namespace hb::listen {
namespace {

// Whoever writes one by hand leaves out what goes without saying, and is told of a slip of the pen.
TEST(Source, AConfigurationLeavesOutWhatHasADefaultAndNothingElse) {
  const std::string least = R"("id":"paper","name":"报纸","kind":"feed","url":"https://a.example/feed","unit":"office")";
  const auto read = [&](const std::string& more) { return parse_config("{" + least + more + "}"); };
  const auto config = read("");
  ASSERT_TRUE(config) << config.error().detail;
  EXPECT_EQ(config->rhythm, minutes(30));
  EXPECT_EQ(config->pages, 1);
  EXPECT_EQ(parse_config(to_bytes(*config)).value(), *config);
  EXPECT_EQ(read(R"(,"selectors":{"row":"//li"})")->selectors.row, "//li");
  const auto wrong = [&](const std::string& more) { return read(more).error().detail; };
  EXPECT_EQ(wrong(R"(,"rhythm":1800)"), "rhythm");
  EXPECT_EQ(wrong(R"(,"pages":"many")"), "pages");
  EXPECT_EQ(wrong(R"(,"selectors":{"rows":"//li"})"), "selectors.rows");
  EXPECT_EQ(wrong(R"(,"allow":"all")"), "allow");
  for (const char* key : {"id", "name", "kind", "url", "unit"}) {
    std::string without = least;
    without.replace(without.find(std::string("\"") + key), 2, "\"x");
    EXPECT_FALSE(parse_config("{" + without + "}")) << key;
  }
}

}  // namespace
}  // namespace hb::listen
