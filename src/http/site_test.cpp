#include "http/site.h"

#include <gtest/gtest.h>

namespace hb::http {
namespace {

using namespace desk;

/// Holds one answer and one case; what these pages never call is empty.
class FakeStore final : public Store {
 public:
  std::vector<AnswerRow> rows;
  std::vector<LedgerRow> ledger;
  StatementRow said{0, {7}, {1}, "<b>通报</b>", "<img src=x>已停止供餐", {"office"}, {}};

  Result<Committed> commit(const Changes&) override { return fail("store.full"); }
  Result<std::vector<casework::Recorded>> case_events(const CaseNumber&) override { return {}; }
  Result<std::vector<casework::IssueRecorded>> issue_events(IssueId) override { return {}; }
  Result<std::vector<CaseRow>> cases(const CaseFilter&) override { return {}; }
  Result<int64_t> count_cases(const CaseFilter&) override { return 0; }
  Result<std::optional<CaseRow>> case_row(const CaseNumber& n) override {
    CaseRow row;
    row.number = n;
    return std::optional(row);
  }
  Result<std::vector<IssueRow>> issues(const IssueFilter&) override {
    IssueRow row;
    row.title = "网友原话";
    row.places = {"<b>城南</b>"};
    return std::vector{row};
  }
  Result<std::optional<IssueRow>> issue_row(IssueId) override { return std::nullopt; }
  Result<std::vector<CaseRow>> cases_of_issue(IssueId) override { return {}; }
  Result<std::vector<CaseNumber>> cases_due(Instant, int64_t) override { return {}; }
  Result<std::vector<IssueId>> issues_due(Instant, int64_t) override { return {}; }
  Result<std::optional<Post>> post(PostId) override { return std::nullopt; }
  Result<std::vector<Post>> posts_of_issue(IssueId, int64_t, int64_t) override { return {}; }
  Result<std::vector<PostTimes>> post_times(IssueId) override { return {}; }
  Result<std::vector<std::pair<PostId, int64_t>>> copies(IssueId) override { return {}; }
  Result<std::vector<Post>> search(std::string_view, int64_t) override { return {}; }
  Result<void> each_post(const std::function<bool(const Post&)>&) override { return {}; }
  Result<int64_t> count_posts() override { return 0; }
  Result<std::optional<std::string>> voice_key(IssueId) override { return std::nullopt; }
  Result<int64_t> count_voices(IssueId) override { return 0; }
  Result<bool> has_voice(IssueId, std::string_view) override { return false; }
  Result<std::vector<LedgerRow>> ledger_rows(int64_t from, int64_t to) override {
    return std::vector<LedgerRow>(ledger.begin() + from, ledger.begin() + to);
  }
  Result<int64_t> ledger_size() override { return static_cast<int64_t>(ledger.size()); }
  Result<LedgerState> ledger_state() override { return {}; }
  Result<std::vector<AnswerRow>> answers(int64_t, int64_t) override { return rows; }
  Result<std::optional<AnswerRow>> answer(int64_t entry) override {
    for (const auto& row : rows)
      if (row.entry == entry) return std::optional(row);
    return std::nullopt;
  }
  Result<std::vector<AnswerRow>> answers_of_case(const CaseNumber&) override { return rows; }
  Result<std::vector<StatementRow>> statements(int64_t, int64_t) override { return std::vector{said}; }
  Result<std::optional<StatementRow>> statement(int64_t entry) override {
    return entry == said.entry ? std::optional(said) : std::nullopt;
  }
  Result<std::vector<StatementRow>> statements_of_issue(IssueId) override {
    StatementRow second = said;
    second.entry = 1;
    second.title = "第二次通报<b>";
    return std::vector{second, said};
  }
  Result<std::vector<OutboxRow>> outbox_due(Instant, int64_t) override { return {}; }
  Result<std::vector<User>> users() override { return {}; }
  Result<std::optional<User>> user(UserId) override { return std::nullopt; }
  Result<std::vector<SourceRow>> sources() override { return {}; }
  Result<std::optional<Citizen>> citizen(const CaseNumber& n) override {
    if (n.value != "HB-1") return std::nullopt;
    return std::optional(Citizen{n, "right", ""});
  }
  Result<std::optional<DocumentRow>> document(const Digest&) override { return std::nullopt; }
  Result<std::optional<std::string>> setting(std::string_view) override { return std::nullopt; }
};

class FakeFiles final : public Files {
 public:
  Result<void> write(std::string_view, std::string_view) override { return {}; }
  Result<std::optional<std::string>> read(std::string_view path) override {
    if (path == "checkpoint" || path == "tile/0/000.p/2")
      return std::optional<std::string>("bytes of " + std::string(path));
    return std::nullopt;
  }
};
class FakeVault final : public Vault {
 public:
  std::string hash_secret(std::string_view secret) override { return std::string(secret); }
  bool fits(std::string_view secret, std::string_view hashed) override { return secret == hashed; }
  Result<std::string> seal(const CaseNumber&, std::string_view plain) override { return std::string(plain); }
  Result<std::string> open(const CaseNumber&, std::string_view sealed) override { return std::string(sealed); }
};
class FakeClock final : public Clock {
 public:
  Instant at{1'000'000};
  Instant now() const override { return at; }
};
class FakeRandom final : public Random {
 public:
  void fill(std::span<uint8_t> out) override { std::fill(out.begin(), out.end(), uint8_t{7}); }
};

class SiteTest : public ::testing::Test {
 protected:
  SiteTest() {
    AnswerRow row;
    row.number = {"HB-1"};
    row.summary = "<script>坏</script>";
    row.text = "<img src=x>已整改";
    store.rows.push_back(row);
    store.ledger.push_back({0, "leaf", std::string(32, 's'), "原\"文", true, {}});
    store.ledger.push_back({1, "leaf", "", "", true, {}});
    store.ledger.push_back({2, "leaf", "s", "private", false, {}});
  }
  Response get(const std::string& path) { return ask("GET", path, ""); }
  Response ask(const std::string& method, const std::string& path, const std::string& body,
               const std::string& fetch_site = "same-origin", const std::string& origin = "") {
    Request request;
    request.method = method;
    request.path = path;
    request.body = body;
    request.host = "city.example";
    request.sec_fetch_site = fetch_site;
    request.origin = origin;
    return handler(request);
  }

  FakeStore store;
  FakeFiles files;
  FakeVault vault;
  FakeClock clock;
  FakeRandom random;
  Cases cases{{store, clock, random, nullptr, "city.example/office"}};
  Portal portal{store, vault, clock};
  Handler handler = make_site({store, files, cases, vault, portal, "<明川市>", "key+1+AAAA", {}, [](std::string_view) {
                                 return std::optional<std::string>("body{}");
                               }});
};

TEST_F(SiteTest, EveryAnswerHasEverySecurityHeader) {
  for (const char* path :
       {"/", "/answers", "/answers/0", "/answers/x", "/statements", "/statements/0", "/issues", "/complain", "/track",
        "/track/HB-9", "/ledger", "/healthz", "/readyz", "/assets/portal.css", "/ledger/checkpoint", "/ledger/vkey",
        "/ledger/tile/0/000.p/2", "/ledger/body/0", "/nothing"}) {
    std::map<std::string, std::string> headers;
    for (const auto& [name, text] : get(path).headers) EXPECT_TRUE(headers.emplace(name, text).second) << path << name;
    EXPECT_TRUE(headers["Content-Security-Policy"].starts_with("default-src 'none'; script-src 'self'")) << path;
    EXPECT_TRUE(headers["Content-Security-Policy"].ends_with("frame-ancestors 'none'")) << path;
    EXPECT_EQ(headers["X-Content-Type-Options"], "nosniff") << path;
    EXPECT_EQ(headers["Referrer-Policy"], "no-referrer") << path;
    EXPECT_EQ(headers["Cross-Origin-Opener-Policy"], "same-origin") << path;
    EXPECT_NE(headers["Cache-Control"], "") << path;
  }
}

TEST_F(SiteTest, NothingFromOutsideBecomesMarkup) {
  for (const char* path :
       {"/", "/answers", "/answers/0", "/statements", "/statements/0", "/issues", "/track/<script>"}) {
    const std::string body = get(path).body;
    for (const char* bad : {"<script", "<img", "<b>", "<明川"})
      EXPECT_EQ(body.find(bad), std::string::npos) << path << bad;
  }
  EXPECT_EQ(get("/issues").body.find("网友原话"), std::string::npos);  // counts only, no quotes
}

TEST_F(SiteTest, AStatementStandsWithItsPlaceInTheLedgerAndBesideTheOthersOfItsIssue) {
  EXPECT_NE(get("/statements").body.find("href=\"/statements/0\""), std::string::npos);
  const std::string page = get("/statements/0").body;
  for (const char* part : {"已停止供餐", "/ledger/body/0", "href=\"/statements/1\"", "第二次通报"})
    EXPECT_NE(page.find(part), std::string::npos) << part;
  for (const char* none : {"/statements/2", "/statements/x", "/statements/-1", "/statements/9223372036854775808"})
    EXPECT_EQ(get(none).status, 404) << none;
}

TEST_F(SiteTest, LedgerBodiesAreServedOnlyWhilePublic) {
  EXPECT_EQ(get("/ledger/body/0").body.substr(0, 20), "{\"index\":0,\"salt\":\"c");
  const std::pair<const char*, int> rows[] = {
      {"0", 200}, {"1", 410}, {"2", 404}, {"3", 404}, {"-1", 404}, {"00", 404}, {"9223372036854775808", 404}};
  for (const auto& [index, status] : rows) EXPECT_EQ(get(std::string("/ledger/body/") + index).status, status) << index;
  EXPECT_EQ(get("/ledger/tile/0/000.p/2").body, "bytes of tile/0/000.p/2");
  EXPECT_EQ(get("/ledger/tile/../checkpoint").status, 404);
  EXPECT_EQ(get("/ledger/vkey").body, "key+1+AAAA\n");
}

TEST_F(SiteTest, WrongNumberAndWrongCodeReadTheSameAndTriesAreCounted) {
  const Response code = ask("POST", "/track", "number=HB-1&code=bad");
  EXPECT_EQ(code.status, 422);
  std::string other = ask("POST", "/track", "number=HB-2&code=right").body;
  other.replace(other.find("HB-2"), 4, "HB-1");
  EXPECT_EQ(code.body, other);
  EXPECT_EQ(ask("POST", "/track", "number=HB-1&code=right").status, 200);
  for (int i = 0; i < 10; ++i) ask("POST", "/track", "number=HB-1&code=bad");
  EXPECT_EQ(ask("POST", "/track", "number=HB-1&code=right").status, 422);
  clock.at = clock.at + hours(1);
  EXPECT_EQ(ask("POST", "/track", "number=HB-1&code=right").status, 200);
}

TEST_F(SiteTest, FormsAreTakenOnlyFromOurOwnPages) {
  const std::string form = "title=t&text=x&step=check";
  EXPECT_EQ(ask("POST", "/complain", form, "cross-site").status, 403);
  EXPECT_EQ(ask("POST", "/complain", form, "", "https://evil.example").status, 403);
  EXPECT_EQ(ask("POST", "/complain", form, "", "https://city.example").status, 200);
}

TEST_F(SiteTest, AComplaintIsCheckedBeforeItIsSentAndErrorsPointToTheirFields) {
  const Response bad = ask("POST", "/complain", "title=&text=%3Cscript%3E&step=send");
  EXPECT_EQ(bad.status, 422);
  EXPECT_NE(bad.body.find("<title>出错："), std::string::npos);
  EXPECT_NE(bad.body.find("href=\"#title\""), std::string::npos);
  const Response check = ask("POST", "/complain", "title=水&text=%22%3E%3Cscript%3E&step=check");
  EXPECT_NE(check.body.find("value=\"&quot;&gt;&lt;script&gt;\""), std::string::npos);
  EXPECT_NE(check.body.find("value=\"send\""), std::string::npos);
}

}  // namespace
}  // namespace hb::http
