#include "http/routes.h"

#include <gtest/gtest.h>

#include "http/html.h"

namespace hb::http {
namespace {

Route named(std::string_view method, std::string_view pattern) {
  return {method, pattern, [pattern](const Request&, const Params& params) {
            Response r;
            r.body = pattern;
            for (const auto& [name, value] : params) r.body += " " + name + "=" + value;
            return r;
          }};
}

TEST(Routes, TheFirstPatternThatFitsAnswers) {
  const std::vector<Route> routes = {named("GET", "/"), named("GET", "/track"), named("POST", "/track"),
                                     named("GET", "/track/{number}"), named("GET", "/ledger/tile/{path*}")};
  const Handler missing = [](const Request&) { return Response{404, "", {}, "none"}; };
  const struct {
    const char* method;
    const char* path;
    int status;
    const char* body;
  } rows[] = {
      {"GET", "/", 200, "/"},
      {"HEAD", "/", 200, "/"},
      {"POST", "/track", 200, "/track"},
      {"DELETE", "/track", 405, "Method not allowed\n"},
      {"GET", "/track/HB-1", 200, "/track/{number} number=HB-1"},
      {"GET", "/track/", 404, "none"},
      {"GET", "/track/a/b", 404, "none"},
      {"GET", "/ledger/tile/0/x001/234.p/5", 200, "/ledger/tile/{path*} path=0/x001/234.p/5"},
      {"GET", "/ledger/tile/", 404, "none"},
      {"GET", "/nothing", 404, "none"},
  };
  for (const auto& row : rows) {
    Request request;
    request.method = row.method;
    request.path = row.path;
    const Response got = dispatch(routes, request, missing);
    EXPECT_EQ(got.status, row.status) << row.method << row.path;
    EXPECT_EQ(got.body, row.body) << row.method << row.path;
  }
}

TEST(Escape, NothingACitizenOrAPosterWritesBecomesMarkup) {
  EXPECT_EQ(escape("<script>alert('水')</script>"), "&lt;script&gt;alert(&#39;水&#39;)&lt;/script&gt;");
  EXPECT_EQ(escape("\" onfocus=x autofocus a=\""), "&quot; onfocus=x autofocus a=&quot;");
  EXPECT_EQ(escape(std::string_view("a\0\x1b\nb&amp;", 10)), "a\nb&amp;amp;");
}

TEST(Fields, OfAFormAreDecodedOrRefused) {
  EXPECT_EQ(parse_fields("a=1+2&b=%E6%B0%B4&a=3&c")->at("a"), "1 2");
  EXPECT_EQ(parse_fields("a=1&b=%E6%B0%B4")->at("b"), "水");
  EXPECT_TRUE(parse_fields("")->empty());
  for (const char* bad : {"a=%", "a=%4", "a=%zz", "a=%00", "a=%ff", "%c0%af=1"}) EXPECT_FALSE(parse_fields(bad)) << bad;
  std::string many;
  for (int i = 0; i < 101; ++i) many += "a=1&";
  EXPECT_FALSE(parse_fields(many));
}

}  // namespace
}  // namespace hb::http
