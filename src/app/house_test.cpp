// A whole desk on a directory, heard through the real fetcher from a stub site.

#include "app/house.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <iterator>

#include "app/rulebooks.h"
#include "app/serving.h"
#include "tests/support/desk_world.h"
#include "tests/support/stub_server.h"

namespace hb::app {
namespace {

constexpr const char* kFeed = R"(<?xml version="1.0"?><rss version="2.0"><channel><title>x</title>
<item><guid>1</guid><title>孩子吃完午饭住院</title><author>起床困难户</author>
<pubDate>Thu, 05 Mar 2026 12:00:00 +0800</pubDate>
<description>东城第三小学的孩子吃完午饭上吐下泻，送到医院住院输液，电话13800138000</description></item>
<item><guid>2</guid><title>公告</title><author>东城市场监管</author><pubDate>Thu, 05 Mar 2026 12:30:00 +0800</pubDate>
<description>东城第三小学一事，我局已到现场</description></item></channel></rss>)";

class HouseTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = testing::TempDir() + "hb-house-XXXXXX";
    ASSERT_TRUE(::mkdtemp(pattern.data()));
    dir_ = pattern;
  }
  void TearDown() override {
    house_.reset();
    std::filesystem::remove_all(dir_);
  }
  Result<std::unique_ptr<House>> try_open(bool demo = false) {
    return House::open({.data = dir_,
                        .book = load_rulebook(HB_SOURCE_DIR "/rulebooks/mingchuan.toml").value(),
                        .clock = clock_,
                        .demo = demo});
  }
  void open() {
    house_.reset();
    auto opened = try_open();
    ASSERT_TRUE(opened) << opened.error().code << " " << opened.error().detail;
    house_ = std::move(*opened);
  }
  listen::SourceConfig source(const char* id, const test::StubServer& site) {
    listen::SourceConfig config;
    config.id = {id};
    config.name = id;
    config.url = site.url("/feed");
    config.unit = {"office"};
    config.rhythm = minutes(10);
    config.allow = {site.endpoint()};
    return config;
  }
  /// Works until the house waits longer than the host's gap.
  void work(int steps = 8) {
    for (int i = 0; i < steps; ++i) {
      const auto next = house_->work();
      ASSERT_TRUE(next) << next.error().code << " " << next.error().detail;
      clock_.at = clock_.at + Seconds{3};
    }
  }
  static void answer(const test::StubRequest& request, const test::StubWrite& write) {
    if (request.target == "/feed")
      write(test::http_answer(200, "Content-Type: application/rss+xml; charset=utf-8\r\n", kFeed));
    else
      write(test::http_answer(404, "", ""));
  }

  std::filesystem::path dir_;
  test::HandClock clock_;
  std::unique_ptr<House> house_;
};

TEST_F(HouseTest, TheRulebookItBeganWithGoesOnToHold) {
  open();
  const std::string first = house_->book().rules.version;
  house_.reset();
  auto again = House::open({.data = dir_, .book = load_rulebook("").value(), .clock = clock_});
  ASSERT_TRUE(again);
  EXPECT_EQ((*again)->book().rules.version, first);
  EXPECT_EQ((*again)->wiring().rules->version, first);
}

// Two people, then it holds: for what begins, and for the calendar of what is provisional; what runs keeps its length.
TEST_F(HouseTest, AnotherRulebookHoldsOnceTwoPeopleHaveSaidSo) {
  using namespace casework;
  clock_.at = Instant{1798689600};  // Thursday 2026-12-31 12:00 in Shanghai
  open();
  const auto office = Actor{{1}, "office", {{Role::office, {"office"}}}};
  const auto speaker = Actor{{2}, "speaker", {{Role::spokesperson, {"office"}}}};
  CaseOpened facts;
  facts.title = "扣秤";
  facts.places = {"南港区"};
  facts.matter = "price";
  facts.posted_at = facts.noticed_at = clock_.at;
  const auto before = house_->cases().open(office, facts);
  ASSERT_TRUE(before) << before.error().code;
  const auto clock_of = [&](const CaseNumber& number, std::string_view id) {
    const auto state = house_->cases().load(number);
    for (const auto& clock : state->clocks)
      if (clock.id == id) return clock;
    return CaseClock{};
  };
  const CaseClock old = clock_of(*before, "final-answer");
  EXPECT_TRUE(old.provisional) << "nobody knows the holidays of 2027 yet";

  std::string toml = read_file(HB_SOURCE_DIR "/rulebooks/mingchuan.toml").value();
  const std::string_view three_days = "due       = { working_days = 3 }";
  ASSERT_NE(toml.find(three_days), std::string::npos);
  toml.replace(toml.find(three_days), three_days.size(), "due       = { working_days = 2 }");
  std::string calendar = read_file(HB_SOURCE_DIR "/rulebooks/calendars/cn.json").value();
  const size_t end = calendar.rfind("  }\n }\n}");
  ASSERT_NE(end, std::string::npos);
  calendar.replace(end, 3,
                   "  },\n  \"2027\": {\"source\": \"https://www.gov.cn/2027\", \"off\": [\"2027-01-01\", "
                   "\"2027-01-04\", \"2027-01-05\"], \"on\": []}");
  auto& rulebooks = house_->rulebooks();
  EXPECT_EQ(rulebooks.propose(office, {toml + "\nnonsense = 1", calendar, ""}, "x").error().code, "rulebook.wrong");
  const auto wrong = rulebooks.check({toml + "\nnonsense = 1", calendar, ""}, Language::zh);
  ASSERT_TRUE(wrong);
  EXPECT_EQ(wrong->findings.size(), 1u);
  const auto checked = rulebooks.check({toml, calendar, ""}, Language::zh);
  ASSERT_TRUE(checked);
  EXPECT_NE(checked->difference.find("+ "), std::string::npos);
  EXPECT_TRUE(std::ranges::count(checked->dues, "final-answer", &desk::DueBeside::clock));
  EXPECT_EQ(rulebooks.propose(speaker, {toml, calendar, ""}, "加快答复").error().code, "proposal.not-allowed");
  const auto id = rulebooks.propose(office, {toml, calendar, ""}, "加快答复");
  ASSERT_TRUE(id) << id.error().code << " " << id.error().detail;
  EXPECT_EQ(rulebooks.confirm(office, *id, 1).error().code, "proposal.same-person");
  EXPECT_EQ(rulebooks.confirm(speaker, *id, 7).error().code, "store.version");
  const std::string began = house_->wiring().rules->version;
  const int64_t entries = house_->store().ledger_size().value();
  const auto done = rulebooks.confirm(speaker, *id, 1);
  ASSERT_TRUE(done) << done.error().code;
  EXPECT_NE(house_->wiring().rules->version, began) << "at once, without a restart";
  EXPECT_EQ(rulebooks.confirm(speaker, *id, 2).error().code, "proposal.wrong-state");
  EXPECT_EQ(rulebooks.propose(office, {toml, calendar, ""}, "again").error().code, "rulebook.same");
  ASSERT_EQ(house_->store().ledger_size().value(), entries + 1);
  const auto entry = house_->store().ledger_rows(entries, entries + 1)->front();
  EXPECT_NE(entry.leaf.find("kind rulebook"), std::string::npos);
  EXPECT_EQ(entry.body, toml) << "anybody can read by which rules they are answered";

  work(2);
  const CaseClock same = clock_of(*before, "final-answer");
  EXPECT_EQ(same.rules, began) << "the length is that of the version that made it";
  EXPECT_FALSE(same.provisional);
  EXPECT_EQ((same.due.value() - old.due.value()).count, 3 * 86400) << "three more days off, by the notice of 2027";
  const auto after = house_->cases().open(office, facts);
  ASSERT_TRUE(after);
  EXPECT_EQ((same.due.value() - clock_of(*after, "final-answer").due.value()).count / 86400, 1);

  const std::string adopted = house_->wiring().rules->version;
  open();
  EXPECT_EQ(house_->wiring().rules->version, adopted) << "nor is it forgotten by a restart";
  work(2);
  EXPECT_EQ(clock_of(*before, "final-answer").due, same.due) << "and nothing is reckoned twice";
}

TEST_F(HouseTest, ARulebookWithoutAUnitThatHasOpenCasesIsRefused) {
  using namespace casework;
  open();
  const auto office = Actor{{1}, "office", {{Role::office, {"office"}}}};
  CaseOpened facts;
  facts.title = "扣秤";
  facts.places = {"南港区"};
  facts.posted_at = facts.noticed_at = clock_.at;
  ASSERT_TRUE(house_->cases().open(office, facts));
  std::string toml = read_file(HB_SOURCE_DIR "/rulebooks/mingchuan.toml").value();
  for (size_t at; (at = toml.find("\"south\"")) != std::string::npos;) toml.replace(at, 7, "\"harbour\"");
  const auto refused = house_->rulebooks().propose(office, {toml, "", ""}, "x");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error(), (Error{"rulebook.unit-in-use", "south"})) << refused.error().detail;
  EXPECT_EQ(house_->rulebooks().check({toml, "", ""}, Language::en)->orphaned, std::vector<UnitId>{{"south"}});
}

TEST_F(HouseTest, APostHeardIsAnIssueAndOurOwnWordIsNot) {
  const test::StubServer site(answer);
  open();
  ASSERT_TRUE(house_->add_source(source("paper", site)));
  work();
  EXPECT_EQ(house_->store().count_posts(), 1);
  const auto post = house_->store().post({1}).value();
  ASSERT_TRUE(post);
  EXPECT_EQ(post->text.find("13800138000"), std::string::npos);
  EXPECT_FALSE(post->why.empty());
  EXPECT_FALSE(post->why.front().en.empty());
  const auto issue = house_->store().issue_row(post->issue).value();
  ASSERT_TRUE(issue);
  EXPECT_EQ(issue->grade, Grade::critical);
  EXPECT_EQ(issue->unit.value, "east");
}

TEST_F(HouseTest, ARestartGoesOnAndHearsNothingTwice) {
  const test::StubServer site(answer);
  open();
  ASSERT_TRUE(house_->add_source(source("paper", site)));
  work();
  const std::string vkey = house_->vkey();
  open();
  EXPECT_EQ(house_->vkey(), vkey) << "the log keeps its name and key";
  clock_.at = clock_.at + hours(1);
  work();
  EXPECT_EQ(house_->store().count_posts(), 1);
}

TEST_F(HouseTest, AFailingSourceSaysWhyAndTheOthersGoOn) {
  const test::StubServer good(answer);
  const test::StubServer bad([](const test::StubRequest& request, const test::StubWrite& write) {
    write(test::http_answer(request.target == "/feed" ? 403 : 404, "", ""));
  });
  open();
  ASSERT_TRUE(house_->add_source(source("bad", bad)));
  ASSERT_TRUE(house_->add_source(source("good", good)));
  work();
  const auto rows = house_->store().sources().value();
  ASSERT_EQ(rows.size(), 2u);
  for (const auto& row : rows) EXPECT_EQ(row.last_error, row.id.value == "bad" ? "http.status" : "") << row.id.value;
  EXPECT_EQ(house_->store().count_posts(), 1);
}

TEST_F(HouseTest, ADamagedSourceRowDoesNotKeepTheDeskClosed) {
  const test::StubServer site(answer);
  open();
  ASSERT_TRUE(house_->add_source(source("good", site)));
  desk::Changes changes;
  auto damaged = house_->store().sources().value().front();
  damaged.id = {"bad"};
  damaged.config = "{";
  changes.sources.push_back(damaged);
  ASSERT_TRUE(house_->store().commit(changes));
  open();
  work();
  EXPECT_EQ(house_->store().count_posts(), 1);
  const auto rows = house_->store().sources().value();
  for (const auto& row : rows)
    EXPECT_EQ(row.last_error, row.id.value == "bad" ? "source.malformed" : "") << row.id.value;
}

TEST_F(HouseTest, TwoOutletsOfOneOwnerAreOnePublisherAfterARestartToo) {
  const test::StubServer first(answer), second(answer), third(answer);
  open();
  auto config = source("paper", first);
  config.publisher = "owner";
  ASSERT_TRUE(house_->add_source(config));
  work();
  open();
  config = source("paper-evening", second);
  config.publisher = "owner";
  ASSERT_TRUE(house_->add_source(config));
  work();
  const auto publishers = [&] {
    return house_->store().issue_row(house_->store().post({1}).value()->issue).value()->publishers;
  };
  EXPECT_EQ(house_->store().count_posts(), 2);
  EXPECT_EQ(publishers(), 1);
  ASSERT_TRUE(house_->add_source(source("forum", third)));
  work();
  EXPECT_EQ(publishers(), 2);
}

TEST_F(HouseTest, AStopIsHeardBeforeTheNextVisit) {
  const test::StubServer site(answer);
  open();
  ASSERT_TRUE(house_->add_source(source("paper", site)));
  ASSERT_TRUE(house_->listen([] { return true; }));
  EXPECT_FALSE(house_->store().sources()->front().last_success);
  EXPECT_TRUE(site.requests().empty());
}

// Nobody stops the desk to listen to one place more or less; and nobody does either alone.
TEST_F(HouseTest, WhatTwoPeopleSayIsListenedToAndStoppedWhileTheDeskRuns) {
  const test::StubServer site(answer);
  open();
  ASSERT_TRUE(house_->work());
  const casework::Actor office = test::DeskWorld::person(1, casework::Role::office, "office");
  const casework::Actor other = test::DeskWorld::person(2, casework::Role::administrator, "office");
  auto& registers = house_->registers();
  const auto added = registers.propose_source(office, listen::to_bytes(source("paper", site)), "本地报纸");
  ASSERT_TRUE(added) << added.error().code;
  EXPECT_EQ(house_->confirm_source(office, *added, 1).error().code, "proposal.same-person");
  work();
  EXPECT_TRUE(site.requests().empty());
  ASSERT_TRUE(house_->confirm_source(other, *added, 1));
  work();
  EXPECT_EQ(house_->store().count_posts(), 1);
  EXPECT_EQ(registers.propose_source(office, listen::to_bytes(source("paper", site)), "再来").error().code,
            "source.same");

  const auto removed = registers.propose_removal(other, {"paper"}, "停刊");
  ASSERT_TRUE(removed) << removed.error().code;
  ASSERT_TRUE(house_->confirm_source(office, *removed, 1));
  const auto before = site.requests().size();
  for (int restarted = 0; restarted < 2; ++restarted) {
    clock_.at = clock_.at + hours(2);
    work();
    EXPECT_EQ(site.requests().size(), before) << restarted;
    open();
  }
  EXPECT_TRUE(house_->store().sources()->front().ended_at) << "its posts stay, and so does where they came from";
  EXPECT_EQ(house_->store().count_posts(), 1);
  EXPECT_EQ(house_->registers().propose_removal(office, {"paper"}, "停刊").error().code, "source.unknown");
}

// The hour in which a directive is read runs at night as well: nobody needs to look at it for it to be missed.
TEST_F(HouseTest, ADirectiveNobodyReadsIsMissedOnItsSecond) {
  open();
  desk::Directives directives(house_->wiring());
  const casework::Actor office{{4}, "甲", {{casework::Role::office, {"office"}}}};
  const auto id = directives.receive(office, {"省网络平台", "请核实某市场缺斤短两", clock_.at});
  ASSERT_TRUE(id) << id.error().code;
  const auto missed = [&] {
    return desk::load_record<casework::Directive, casework::DirectiveEvent>(house_->store(), *id)
               ->clocks.at(0)
               .outcome == casework::ClockOutcome::missed;
  };
  const Instant due = clock_.at + hours(1);
  clock_.at = due;
  const auto next = house_->beat();
  ASSERT_TRUE(next) << next.error().code;
  EXPECT_FALSE(missed());
  EXPECT_LE(*next, due + Seconds{1});
  clock_.at = due + Seconds{1};
  ASSERT_TRUE(house_->beat());
  EXPECT_TRUE(missed());
}

TEST_F(HouseTest, TheRegisterOfAccountsIsThereAfterARestart) {
  open();
  const casework::Actor office = test::DeskWorld::person(1, casework::Role::office, "office");
  const casework::Actor speaker = test::DeskWorld::person(2, casework::Role::spokesperson, "office");
  const casework::OfficialAccount video{"video", {"视频号", "Video"}, "video", {"office"}, "https://video.example/a"};
  const auto put = house_->registers().propose_account(office, video, "开通");
  const auto gone = house_->registers().propose_withdrawal(office, "forum-food", "停用");
  ASSERT_TRUE(put && gone);
  EXPECT_FALSE(house_->registered("video"));
  for (const auto& one : {*put, *gone}) ASSERT_TRUE(house_->registers().confirm(speaker, one, 1));
  for (int restarted = 0; restarted < 2; ++restarted) {
    EXPECT_TRUE(house_->registered("video")) << restarted;
    EXPECT_FALSE(house_->registered("forum-food")) << restarted;
    EXPECT_TRUE(house_->registered("forum-east")) << restarted;
    open();
  }
}

TEST_F(HouseTest, APrivatePersonIsNoSource) {
  const test::StubServer site(answer);
  open();
  auto config = source("person", site);
  config.url = "https://weibo.com/u/1234567";
  EXPECT_EQ(house_->add_source(config).error().code, "source.person");
  const casework::Actor office = test::DeskWorld::person(1, casework::Role::office, "office");
  EXPECT_EQ(house_->registers().propose_source(office, listen::to_bytes(config), "网友").error().code, "source.person");
  EXPECT_TRUE(house_->store().sources()->empty());
}

TEST_F(HouseTest, TheOriginalIsSealedUnderTheKeyOfItsDayAndGoneWithIt) {
  const test::StubServer site(answer);
  open();
  ASSERT_TRUE(house_->add_source(source("paper", site)));
  work();
  const auto post = house_->store().post({1}).value();
  const auto row = house_->store().document(post->document).value();
  ASSERT_TRUE(row);
  EXPECT_EQ(row->sealed.find("住院"), std::string::npos);
  const auto& zone = house_->book().rules.calendar->zone();
  const DocumentSeal seal(dir_ / "keys" / "days", zone);
  EXPECT_NE(seal.open(*row).value().find("13800138000"), std::string::npos) << "evidence is kept as it came";
  struct stat key {};
  ASSERT_EQ(::stat((dir_ / "keys" / "days" / (row->day + ".key")).c_str(), &key), 0);
  EXPECT_EQ(key.st_mode & 0777, 0600u);
  EXPECT_EQ(seal.forget(clock_.at + hours(29 * 24)), 0);
  EXPECT_EQ(seal.forget(clock_.at + hours(32 * 24)), 1);
  EXPECT_EQ(seal.open(*row).error().code, "key.missing");
}

TEST_F(HouseTest, TheNameOfWhoWroteIsInNoFile) {
  const test::StubServer site(answer);
  open();
  ASSERT_TRUE(house_->add_source(source("paper", site)));
  work();
  EXPECT_EQ(house_->store().issue_row(house_->store().post({1}).value()->issue).value()->voices, 1);
  for (const auto& entry : std::filesystem::recursive_directory_iterator(dir_)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(file), {}};
    EXPECT_EQ(bytes.find("起床困难户"), std::string::npos) << entry.path();
  }
}

TEST_F(HouseTest, OneServerADirectoryAndOneKindOfIt) {
  open();
  const auto second = try_open();
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, "store.locked");
  EXPECT_EQ(second.error().detail, std::to_string(::getpid()));
  house_.reset();
  EXPECT_EQ(try_open(/*demo=*/true).error().code, "house.kind");
  EXPECT_TRUE(try_open());
}

TEST_F(HouseTest, AnOldBackupOverANewerCheckpointIsServedAndNotSigned) {
  open();
  desk::Complaint complaint;
  complaint.title = complaint.text = "短秤";
  ASSERT_TRUE(house_->cases().complain(complaint, house_->vault()));
  clock_.at = clock_.at + minutes(2);
  ASSERT_TRUE(house_->beat());
  house_.reset();
  for (const char* name : {"hearback.db", "hearback.db-wal", "hearback.db-shm"}) std::filesystem::remove(dir_ / name);
  open();
  ASSERT_TRUE(house_->unsigned_because());
  EXPECT_EQ(house_->unsigned_because()->code, "ledger.fork");
  http::Request ready;
  ready.method = "GET";
  ready.path = "/readyz";
  EXPECT_EQ(house_->handler()(ready).status, 503);
  ready.path = "/";
  EXPECT_EQ(house_->handler()(ready).status, 200);
}

TEST(Listen, AddressesAreReadAndOnlyLoopbackIsOurs) {
  EXPECT_EQ(parse_listen("127.0.0.1:8420")->port, 8420);
  EXPECT_EQ(parse_listen("[::1]:0")->address, "::1");
  for (const char* bad : {"", "8420", ":8420", "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:70000", "::1:80"})
    EXPECT_FALSE(parse_listen(bad)) << bad;
  EXPECT_TRUE(is_loopback("127.0.0.2"));
  EXPECT_FALSE(is_loopback("0.0.0.0"));
}

TEST(Listen, BehindAProxyOnlyItsNetworkIsAnswered) {
  const auto v4 = parse_proxies("10.1.2.0/24");
  ASSERT_TRUE(v4);
  EXPECT_TRUE((*v4)("10.1.2.7"));
  for (const char* other : {"10.1.3.7", "192.0.2.1", "fd00::1", ""}) EXPECT_FALSE((*v4)(other)) << other;
  EXPECT_TRUE((*parse_proxies("fd00::/64"))("fd00::7"));
  EXPECT_FALSE((*parse_proxies("fd00::/64"))("fd01::7"));
  for (const char* bad : {"10.1.2.0/40", "proxy", "10.1.2"}) EXPECT_FALSE(parse_proxies(bad)) << bad;
  const auto handler = only_from(*v4, [](const http::Request&) { return http::Response{}; });
  http::Request request;
  for (const auto& [remote, status] : {std::pair{"10.1.2.7", 200}, {"127.0.0.1", 200}, {"10.9.9.9", 403}}) {
    request.remote = remote;
    EXPECT_EQ(handler(request).status, status) << remote;
  }
}

TEST(Serving, WhoSentARequestIsTheLastAddressThatNoProxyHas) {
  std::string remote;
  const auto handler = only_from(*parse_proxies("10.1.2.0/24"), [&](const http::Request& request) {
    remote = request.remote;
    return http::Response{};
  });
  struct Row {
    const char *peer, *forwarded, *sender;
  };
  for (const Row& row : {Row{"10.1.2.7", "203.0.113.9", "203.0.113.9"}, Row{"127.0.0.1", "203.0.113.9", "203.0.113.9"},
                         Row{"10.1.2.7", "192.0.2.1, 203.0.113.9", "203.0.113.9"},
                         Row{"10.1.2.7", "192.0.2.1,203.0.113.9 , 10.1.2.8", "203.0.113.9"},
                         Row{"127.0.0.1", "", "127.0.0.1"}, Row{"10.1.2.7", "10.1.2.9", "10.1.2.9"}}) {
    http::Request request;
    request.remote = row.peer;
    request.forwarded_for = row.forwarded;
    handler(request);
    EXPECT_EQ(remote, row.sender) << row.forwarded;
  }
}

}  // namespace
}  // namespace hb::app
