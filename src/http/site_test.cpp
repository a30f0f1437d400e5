#include "http/site.h"

#include <gtest/gtest.h>

#include <set>

#include "tests/support/portal_world.h"

namespace hb::http {
namespace {

std::string header(const Response& response, std::string_view name) {
  for (const auto& [key, value] : response.headers)
    if (key == name) return value;
  return {};
}

struct SiteTest : ::testing::Test {
  SiteTest() {
    desk::Changes changes;
    changes.ledger.push_back({0, "leaf", std::string(32, 's'), "原\"文", true, {}});
    changes.ledger.push_back({1, "leaf", "", "", true, {}});
    changes.ledger.push_back({2, "leaf", "s", "private", false, {}});
    EXPECT_TRUE(w.store.commit(changes));
    EXPECT_TRUE(w.log.sequence().value());
  }
  test::PortalWorld w;
};

TEST_F(SiteTest, EveryAnswerHasEverySecurityHeader) {
  for (const char* path : {"/",
                           "/answers",
                           "/answers/0",
                           "/answers/x",
                           "/answers/0.tlog-proof",
                           "/statements",
                           "/statements/0",
                           "/issues",
                           "/complain",
                           "/track",
                           "/track/HB-9",
                           "/ledger",
                           "/verify",
                           "/feed.atom",
                           "/healthz",
                           "/readyz",
                           "/assets/portal.css",
                           "/assets/verify.js",
                           "/ledger/checkpoint",
                           "/ledger/vkey",
                           "/ledger/tile/0/000.p/3",
                           "/ledger/body/0",
                           "/nothing"}) {
    const Response response = w.get(path);
    std::set<std::string> names;
    for (const auto& [name, text] : response.headers)
      EXPECT_TRUE(name == "Set-Cookie" || names.insert(name).second) << path << name;
    EXPECT_TRUE(header(response, "Content-Security-Policy").starts_with("default-src 'none'; script-src 'self'"))
        << path;
    EXPECT_TRUE(header(response, "Content-Security-Policy").ends_with("frame-ancestors 'none'")) << path;
    EXPECT_EQ(header(response, "X-Content-Type-Options"), "nosniff") << path;
    EXPECT_EQ(header(response, "Referrer-Policy"), "no-referrer") << path;
    EXPECT_EQ(header(response, "Cross-Origin-Opener-Policy"), "same-origin") << path;
    EXPECT_NE(header(response, "Cache-Control"), "") << path;
  }
}

TEST_F(SiteTest, LedgerBodiesAreServedOnlyWhilePublic) {
  EXPECT_EQ(w.get("/ledger/body/0").body.substr(0, 20), "{\"index\":0,\"salt\":\"c");
  const std::pair<const char*, int> rows[] = {
      {"0", 200}, {"1", 410}, {"2", 404}, {"3", 404}, {"-1", 404}, {"00", 404}, {"9223372036854775808", 404}};
  for (const auto& [index, status] : rows)
    EXPECT_EQ(w.get(std::string("/ledger/body/") + index).status, status) << index;
  EXPECT_EQ(w.get("/ledger/tile/0/000.p/3").body.size(), 96u);
  EXPECT_EQ(w.get("/ledger/tile/%2e%2e/checkpoint").status, 404);
  EXPECT_EQ(w.get("/ledger/vkey").body, ledger::format_vkey(w.signer.key()) + "\n");
}

TEST_F(SiteTest, FormsAreTakenOnlyFromOurOwnPagesAndOnlyIfTheyFit) {
  const std::string form = "kind=complaint&text=x&step=where";
  const Response refused = w.post("/complain", form, "", "cross-site");
  EXPECT_EQ(refused.status, 403);
  EXPECT_NE(refused.body.find("没有保存"), std::string::npos);
  EXPECT_EQ(w.post("/complain", form, "", "", "https://evil.example").status, 403);
  EXPECT_EQ(w.post("/complain", form, "", "", "https://city.example").status, 200);
  EXPECT_EQ(w.post("/complain", "text=" + std::string(70'000, 'x')).status, 413);
  EXPECT_EQ(w.post("/complain", "text=%zz").status, 400);
}

TEST_F(SiteTest, APageIsSharedOnlyWithThoseWhoChoseNothing) {
  const Response plain = w.get("/answers");
  EXPECT_EQ(header(plain, "Cache-Control"), "public, max-age=30");
  EXPECT_EQ(header(plain, "Vary"), "Cookie");
  Request again;
  again.method = "GET";
  again.path = "/answers";
  again.if_none_match = header(plain, "ETag");
  const Response same = w.site(again);
  EXPECT_EQ(same.status, 304);
  EXPECT_EQ(same.body, "");
  EXPECT_EQ(header(w.get("/answers", "hb-lang=en"), "Cache-Control"), "private, no-cache");
  const Response chosen = w.get("/answers?lang=en");
  EXPECT_EQ(header(chosen, "Cache-Control"), "no-store");
  EXPECT_EQ(header(chosen, "Set-Cookie").substr(0, 11), "hb-lang=en;");
  for (const char* kept_by_nobody : {"/track/HB-1", "/nothing", "/answers/99"})
    EXPECT_EQ(header(w.get(kept_by_nobody), "Cache-Control"), "no-store") << kept_by_nobody;
}

TEST_F(SiteTest, LanguageAndLookComeFromTheAddressElseFromTheCookie) {
  const auto html = [&](const char* path, const char* cookie) { return w.get(path, cookie).body.substr(16, 40); };
  EXPECT_NE(html("/", "").find("lang=\"zh-CN\" class=\"standard\""), std::string::npos);
  EXPECT_NE(html("/", "a=b; hb-lang=en; hb-look=large").find("lang=\"en\" class=\"large\""), std::string::npos);
  EXPECT_NE(html("/?lang=zh&look=contrast", "hb-lang=en").find("lang=\"zh-CN\" class=\"contrast\""), std::string::npos);
  EXPECT_NE(html("/?lang=xx&look=%22%3E", "hb-look=\"><b>").find("lang=\"zh-CN\" class=\"standard\""),
            std::string::npos);
}

}  // namespace
}  // namespace hb::http
