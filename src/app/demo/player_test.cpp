// The week as a visitor finds it, heard through the real path.
#include "app/demo/player.h"

#include <fmt/core.h>
#include <gmock/gmock.h>
#include <unistd.h>

#include <algorithm>
#include <boost/json.hpp>
#include <set>

#include "app/demo/sign_in.h"
#include "app/embedded.h"
#include "app/rulebooks.h"
#include "casework/rerun.h"
#include "outbox/forum.h"
#include "outbox/runner.h"

namespace hb::app::demo {
namespace {

using namespace casework;

// The demo's parts on one directory, as the verb puts them together.
struct Show {
  explicit Show(const std::filesystem::path& dir_) : dir(dir_) {
    std::filesystem::create_directories(dir);
    auto book = check_rulebook(*embedded("rulebooks/mingchuan.toml"), "rulebooks/mingchuan.toml").value();
    clock = VirtualClock::open(dir / "clock", kWeekBegins).value();
    home = Home::load(dir / "demo.json", random).value();
    sites = Sites::start(city, *clock, home, dir, book.rules.accounts).value();
    house =
        House::open(
            {.data = dir, .book = std::move(book), .clock = *clock, .demo = true, .sites = {{"forum", sites->forum()}}})
            .value();
    EXPECT_TRUE(home.save(dir / "demo.json"));
    forum.emplace(outbox::ForumOptions{.site = sites->forum(),
                                       .reply = sites->forum() + "api/reply",
                                       .secret = home.forum_secret,
                                       .allow = {sites->forum_endpoint()}});
    runner.emplace(house->store(), *clock, outbox::Channels{{"forum", &*forum}},
                   [this](std::string_view account) { return house->registered(account); });
    house->deliver = [this] { return runner->run(); };
    player.emplace(*house, *clock, city, *sites);
    EXPECT_TRUE(player->prepare());
  }
  // Plays until the clock reaches `until`.
  void play(Instant until = kWeekEnds) {
    player->play({.speed = {},
                  .stop = [this, until] { return clock->now() >= until && until < kWeekEnds; },
                  .at = {},
                  .went_wrong =
                      [this](int line, const Error& error) {
                        wrong.push_back(std::to_string(line) + " " + error.code + " " + error.detail);
                      }});
  }

  std::filesystem::path dir;
  SystemRandom random;
  City city = load_city();
  std::unique_ptr<VirtualClock> clock;
  std::unique_ptr<House> house;
  Home home;
  std::unique_ptr<Sites> sites;
  std::optional<outbox::Forum> forum;
  std::optional<outbox::Runner> runner;
  std::optional<Player> player;
  std::vector<std::string> wrong;
};

struct Label {
  std::string story, copy_of;
};
std::map<std::string, Label> labels() {
  std::map<std::string, Label> out;
  std::string_view rest = *embedded("demo/mingchuan/posts.jsonl");
  while (!rest.empty()) {
    const size_t end = std::min(rest.find('\n'), rest.size());
    const auto o = boost::json::parse({rest.data(), end}).as_object();
    Label label{std::string(o.at("story").as_string()), ""};
    if (const auto* of = o.if_contains("copy_of")) label.copy_of = of->as_string();
    out[std::string(o.at("id").as_string())] = label;
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return out;
}

class Week : public testing::Test {
 protected:
  // Played once for all tests of this group.
  static void SetUpTestSuite() {
    dir = std::filesystem::temp_directory_path() / ("hb-week" + std::to_string(::getpid()));
    std::filesystem::remove_all(dir);
    show = new Show(dir);
    show->play();
  }
  static void TearDownTestSuite() {
    delete show;
    std::filesystem::remove_all(dir);
  }
  static std::map<std::string, desk::Post> posts() {
    std::map<std::string, desk::Post> by_link, out;
    EXPECT_TRUE(show->house->store().each_post([&](const desk::Post& post) {
      by_link[post.url] = post;
      return true;
    }));
    for (const auto& post : show->city.posts)
      if (const auto found = by_link.find(show->sites->link_of(post)); found != by_link.end())
        out[post.id] = found->second;
    return out;
  }
  static desk::CaseRow case_named(const char* title) {
    const auto rows = show->house->store().cases({.unit = {}, .waits_for = {}, .text = title, .limit = 5}).value();
    EXPECT_EQ(rows.size(), 1u) << title;
    return rows.empty() ? desk::CaseRow{} : rows.front();
  }
  static Show* show;
  static std::filesystem::path dir;
};
Show* Week::show = nullptr;
std::filesystem::path Week::dir;

// The last visits lie some minutes before the week's end.
constexpr Instant kSurelyHeard = kWeekEnds - minutes(20);

TEST_F(Week, EveryLineOfTheScriptIsTakenAndEveryPostHeardOnce) {
  EXPECT_TRUE(show->player->played());
  EXPECT_THAT(show->wrong, testing::IsEmpty());
  const auto heard = posts();
  for (const auto& post : show->city.posts) EXPECT_TRUE(post.at > kSurelyHeard || heard.contains(post.id)) << post.id;
  EXPECT_EQ(show->house->store().count_posts().value(), static_cast<int64_t>(heard.size()));
}

TEST_F(Week, TheCanteenIsCriticalFromTheFirstPostAboutHospital) {
  const auto post = posts().at("p0226");
  const auto events = show->house->store().issue_events(post.issue).value();
  const auto proposed = std::ranges::find_if(events, [](const IssueRecorded& recorded) {
    const auto* grade = std::get_if<GradeProposed>(&recorded.event);
    return grade != nullptr && grade->grade == Grade::critical;
  });
  ASSERT_NE(proposed, events.end());
  EXPECT_LE((proposed->at - post.published_at.value()).count, minutes(15).count);
  EXPECT_EQ(show->house->store().issue_row(post.issue).value()->grade, Grade::critical);
}

TEST_F(Week, NoiseIsNobodysMatter) {
  const auto story = labels();
  std::map<IssueId, std::set<std::string>> stories;
  for (const auto& [id, post] : posts()) stories[post.issue].insert(story.at(id).story);
  for (const auto& [issue, of] : stories)
    EXPECT_FALSE(of == std::set<std::string>{"noise"} && show->house->store().issue_row(issue).value()->remit)
        << issue.value;
}

// What the grouping makes of the city, with room to move; the figures are kept with the test's result.
TEST_F(Week, AStoryIsMostlyOneIssueAndItsCopiesCollapse) {
  const auto story = labels();
  std::map<std::string, std::map<IssueId, int>> issues;
  std::map<IssueId, int> sizes;
  std::map<PostId, std::string> names;
  const auto heard = posts();
  for (const auto& [id, post] : heard) {
    ++issues[story.at(id).story][post.issue];
    ++sizes[post.issue];
    names[post.id] = id;
  }
  for (const auto& [name, parts] : issues) {
    if (name == "noise") continue;
    int all = 0;
    for (const auto& [issue, n] : parts) all += n;
    if (all < 10) continue;
    const auto main = std::ranges::max_element(parts, {}, [](const auto& part) { return part.second; });
    RecordProperty(name, std::to_string(main->second) + " of " + std::to_string(all));
    EXPECT_GE(main->second * 10, all * 6) << name;
    EXPECT_GE(main->second * 10, sizes[main->first] * 8) << name << " is mixed";
  }
  int copies = 0, found = 0, wrong = 0;
  for (const auto& [id, post] : heard) {
    copies += !story.at(id).copy_of.empty();
    if (post.same_text_as) ++(story.at(id).copy_of.empty() ? wrong : found);
  }
  RecordProperty("copies", std::to_string(found) + " of " + std::to_string(copies));
  EXPECT_GE(found * 10, copies * 4);
  EXPECT_EQ(wrong, 0);
}

// What `rulebook simulate` says of another rulebook is only worth something if the one in force gives the past.
TEST_F(Week, UnderTheRulesInForceThePastComesOutAsItWas) {
  const auto told = [](const std::vector<casework::CaseClock>& clocks) {
    std::vector<std::string> out;
    for (const auto& c : clocks)
      out.push_back(fmt::format("{} {} {} {}", c.id, c.round, c.due ? c.due->seconds : 0, name_of(c.outcome)));
    return out;
  };
  const auto& rules = show->house->book().rules;
  int cases = 0, issues = 0;
  desk::CaseFilter all;
  all.limit = 500;
  const auto rows = show->house->store().cases(all).value();
  for (const auto& row : rows) {
    const auto history = show->house->store().case_events(row.number).value();
    casework::Case was;
    for (const auto& recorded : history) apply(was, recorded);
    const auto again = casework::rerun(history, rules, kWeekEnds);
    EXPECT_EQ(again.left_out, 0) << row.title;
    EXPECT_EQ(again.state.state, was.state) << row.title;
    EXPECT_EQ(again.state.unit, was.unit) << row.title;
    EXPECT_EQ(told(again.state.clocks), told(was.clocks)) << row.title;
    ++cases;
  }
  EXPECT_GE(cases, 20);
  const auto board = show->house->store().issues({.remit_only = true, .at_least = {}, .limit = 500}).value();
  for (const auto& row : board) {
    const auto history = show->house->store().issue_events(row.id).value();
    casework::GradesOverTime grades;
    for (const auto& recorded : history)
      if (const auto* grade = std::get_if<GradeProposed>(&recorded.event))
        grades.emplace_back(recorded.at, casework::ProposeGrade{grade->grade, grade->reasons});
    const auto was = show->house->issues().load(row.id).value();
    const auto again = casework::rerun(desk::fold_issue(row.id, row.first_at, {}), history, grades, rules, kWeekEnds);
    EXPECT_EQ(again.left_out, 0) << row.title;
    EXPECT_EQ(again.state.grade(), was.grade()) << row.title;
    EXPECT_EQ(told(again.state.clocks), told(was.clocks)) << row.title;
    EXPECT_EQ(again.state.notices.size(), was.notices.size()) << row.title;
    ++issues;
  }
  EXPECT_GE(issues, 10);
}

TEST_F(Week, TheLastMorningIsLeftOpen) {
  const auto barber = case_named("南港区一理发店预付卡擅自提价");
  EXPECT_EQ(barber.waits_for, "approve");
  EXPECT_GT(barber.missed, 0);
  EXPECT_EQ(case_named("南港区一停车场未在入口明码标价").waits_for, "publish");
  const auto ebike = case_named("南港区一小区充电桩服务费标价不清");
  EXPECT_EQ(ebike.waits_for, "first-reply");
  EXPECT_GT(ebike.missed, 0);
  EXPECT_EQ(case_named("西湾区一火锅店促销打折与宣传不符").waits_for, "draft");
  const auto gym = show->house->cases().load(case_named("西湾区一健身场所停业，预付卡待退").number).value();
  EXPECT_TRUE(std::ranges::any_of(gym.clocks, &CaseClock::extended));
  const auto licence = case_named("登记许可窗口一次告知不到位、开窗少");
  EXPECT_EQ(licence.unit.value, "office");
  EXPECT_EQ(licence.about.value, "licence");
  for (const char* untouched : {"snack", "netshop"}) {
    const auto all = labels();
    const auto first = std::ranges::find_if(all, [&](const auto& l) { return l.second.story == untouched; });
    const auto row = show->house->store().issue_row(posts().at(first->first).issue).value();
    EXPECT_EQ(row->cases, 0) << untouched;
  }
}

TEST_F(Week, WhatWasAnsweredStandsInItsThreadOnceAndIsNotHeardAsAPost) {
  const auto answers = show->house->store().answers({.limit = 500}).value();
  EXPECT_GE(answers.size(), 40u);
  EXPECT_TRUE(show->house->store().outbox_due(kEndOfTime, 10)->empty());
  const auto replies = read_file((dir / "demo-forum.jsonl").string()).value();
  std::set<std::string> keys;
  int lines = 0;
  std::string_view rest = replies;
  for (size_t end; (end = rest.find('\n')) != std::string_view::npos; rest.remove_prefix(end + 1), ++lines)
    keys.insert(std::string(boost::json::parse({rest.data(), end}).at("key").as_string()));
  EXPECT_GE(lines, 20);
  EXPECT_EQ(keys.size(), static_cast<size_t>(lines));
}

TEST_F(Week, ASecondStartGoesOnWhereTheClockStoodAndPlaysNothingAgain) {
  auto& store = show->house->store();
  const auto count = store.count_posts().value(), entries = store.ledger_size().value();
  const Instant stood = show->clock->now();
  delete show;
  show = new Show(dir);
  EXPECT_TRUE(show->player->played());
  EXPECT_EQ(show->clock->now(), stood);
  show->play();
  EXPECT_EQ(show->house->store().count_posts().value(), count);
  EXPECT_EQ(show->house->store().ledger_size().value(), entries);
}

// A stop at any line; at worst the line was carried out and not yet noted.
TEST(Stopped, TheNextStartPlaysOnAndDoesNoLineTwice) {
  const auto dir = std::filesystem::temp_directory_path() / ("hb-stopped" + std::to_string(::getpid()));
  std::filesystem::remove_all(dir);
  // Lines of each kind: a case opened, accepted, a draft, a complaint, a grade.
  for (const int64_t minute : {72, 78, 105, 160, 380, 400}) {
    Show show(dir);
    show.play(kWeekBegins + minutes(minute) + Seconds{1});
    EXPECT_THAT(show.wrong, testing::IsEmpty());
    const auto kept = boost::json::parse(show.house->store().setting("demo.script").value().value()).as_object();
    auto forgotten = kept;
    forgotten["done"] = kept.at("done").as_int64() - 1;
    desk::Changes changes;
    changes.settings.emplace_back("demo.script", boost::json::serialize(forgotten));
    ASSERT_TRUE(show.house->store().commit(changes));
  }
  Show show(dir);
  show.play(kWeekBegins + hours(8));
  EXPECT_THAT(show.wrong, testing::IsEmpty());
  const auto rows = show.house->store().cases({.unit = {}, .waits_for = {}, .text = {}, .limit = 50}).value();
  EXPECT_EQ(rows.size(), 6u);
  for (const auto& row : rows) {
    const auto state = show.house->cases().load(row.number).value();
    EXPECT_LE(state.drafts.size(), 1u) << row.title;
  }
  std::filesystem::remove_all(dir);
}

TEST(SignInLinks, LetSevenPeopleIntoTheDemoAndNobodyIntoADesk) {
  const auto dir = std::filesystem::temp_directory_path() / ("hb-sign-in" + std::to_string(::getpid()));
  std::filesystem::remove_all(dir);
  {
    const City city = load_city();
    Home home;
    SystemRandom random;
    const SystemClock wall;
    const SignIn sign_in(city, home, random);
    ASSERT_EQ(sign_in.links().size(), 7u);
    std::set<std::string> paths;
    auto house = House::open(
        {.data = dir, .book = check_rulebook(*embedded("rulebooks/mingchuan.toml"), "m.toml").value(), .clock = wall});
    ASSERT_TRUE(house);
    const auto served = (*house)->handler();
    const auto demo = sign_in.before(served, [](UserId user) { return "hb=" + std::to_string(user.value); });
    for (const auto& [role, path] : sign_in.links()) {
      EXPECT_EQ(path.size(), std::string("/demo/sign-in/").size() + 32);
      paths.insert(path);
      http::Request request;
      request.method = "GET";
      request.path = path;
      request.host = "127.0.0.1:8420";
      EXPECT_EQ(served(request).status, 404) << role;
      const auto let_in = demo(request);
      EXPECT_EQ(let_in.status, 303) << role;
      EXPECT_THAT(let_in.headers, testing::Contains(testing::Pair("Location", "/desk/")));
      request.path.back() = request.path.back() == '0' ? '1' : '0';
      EXPECT_EQ(demo(request).status, 404);
    }
    EXPECT_EQ(paths.size(), 7u);
  }
  std::filesystem::remove_all(dir);
}

}  // namespace
}  // namespace hb::app::demo
