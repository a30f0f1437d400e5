// The path through the desk's rooms, with nothing faked but time, chance and the disk.

#include <gtest/gtest.h>

#include <algorithm>

#include "desk/duty.h"
#include "desk/requests.h"
#include "desk/staff.h"
#include "desk/templates.h"
#include "ledger/entry.h"
#include "store/event_codec.h"
#include "tests/support/desk_world.h"
#include "tests/support/rulebook_desk.h"
#include "tests/support/rulebooks.h"

namespace hb::app {
namespace {

using namespace casework;
using test::DeskWorld;

desk::Incoming post(const char* text, const char* author, const char* url = "http://forum.example/t/1") {
  return {.source = "forum",
          .publisher = "",
          .url = url,
          .published_at = Instant{1772687000},
          .title = "",
          .text = text,
          .author = author};
}

constexpr const char* kHospital =
    "我家孩子在东城第三小学吃完午饭就上吐下泻，现在送到医院输液住院了，同班还有两个也这样，电话13800138000";

TEST(Hearing, OnePostAboutAChildInHospitalIsCriticalAndStartsTheClocks) {
  DeskWorld w;
  ASSERT_TRUE(w.hearing.load());
  const auto in = post(kHospital, "起床困难户");
  const auto heard = w.hearing.hear({&in, 1});
  ASSERT_TRUE(heard) << heard.error().code;
  ASSERT_EQ(heard->critical.size(), 1u);
  const auto issue = w.issues.load(heard->critical.front());
  ASSERT_TRUE(issue);
  EXPECT_EQ(issue->grade(), Grade::critical);
  EXPECT_FALSE(issue->reasons.empty());
  EXPECT_TRUE(std::ranges::any_of(issue->clocks, [](const auto& c) { return c.id == "report-critical"; }));
  const auto stored = w.store.post({1}).value();
  ASSERT_TRUE(stored);
  EXPECT_EQ(stored->text.find("13800138000"), std::string::npos);
  EXPECT_NE(stored->text.find("⟦phone⟧"), std::string::npos);
  EXPECT_EQ(w.store.issue_row(issue->id).value()->voices, 1);
}

TEST(Hearing, TheSamePostIsStoredOnceAndOneAuthorIsOneVoice) {
  DeskWorld w;
  ASSERT_TRUE(w.hearing.load());
  const auto first = post(kHospital, "甲");
  const auto again = post("东城第三小学那个食堂的事，我家孩子也住院输液了，午饭后上吐下泻，同班好几个都在医院", "甲",
                          "http://forum.example/t/2");
  ASSERT_TRUE(w.hearing.hear({&first, 1}));
  const auto twice = w.hearing.hear({&first, 1});
  EXPECT_EQ(twice->stored, 0);
  EXPECT_EQ(twice->known, 1);
  ASSERT_TRUE(w.hearing.hear({&again, 1}));
  const auto row = w.store.issue_row(w.store.post({1}).value()->issue).value();
  EXPECT_EQ(row->voices, 1);
}

// A branch sees its own district; who sees the whole city is told by name.
TEST(Hearing, AnIssueOfTwoDistrictsIsPutBeforeTheOfficeTheDepartmentAndItsLeader) {
  DeskWorld w;
  desk::Changes people;
  people.users = {{{4}, "a", "安如", "", {{Role::office, {"office"}}}, false},
                  {{5}, "b", "食安", "", {{Role::unit_head, {"food"}}}, false},
                  {{6}, "c", "分管", "", {{Role::supervising_leader, {}}}, false}};
  ASSERT_TRUE(w.store.commit(people));
  ASSERT_TRUE(w.hearing.load());
  const auto one = post("东城区一家连锁超市卖过期牛奶，食品都过了保质期", "甲");
  ASSERT_TRUE(w.hearing.hear({&one, 1}));
  const IssueId issue = w.store.post({1}).value()->issue;
  EXPECT_FALSE(w.issues.load(issue)->spread) << "one district is its branch's matter";
  const auto two =
      post("这家连锁超市在东城区和南港区的店都卖过期牛奶，食品都过了保质期", "乙", "http://forum.example/t/2");
  ASSERT_TRUE(w.hearing.hear({&two, 1}));
  ASSERT_EQ(w.store.post({2}).value()->issue, issue);
  const auto state = w.issues.load(issue).value();
  ASSERT_TRUE(state.spread);
  EXPECT_EQ(state.spread->districts, (std::vector<UnitId>{{"east"}, {"south"}}));
  EXPECT_EQ(state.spread->department.value, "food");
  std::string told;
  for (const auto& notice : state.notices) {
    if (notice.told.why != TellWhy::spread) continue;
    told += notice.told.rung.id + ":";
    for (const auto& person : notice.told.to) told += person.name;
    told += " ";
    EXPECT_TRUE(waits(notice, state.clocks, state.notices));
  }
  EXPECT_EQ(told, "office:安如 food:食安 supervising-leader:分管 ");
  const auto again = post("东城区南港区连锁超市过期牛奶还在卖，食品过了保质期没人管", "丙", "http://forum.example/t/3");
  ASSERT_TRUE(w.hearing.hear({&again, 1}));
  EXPECT_EQ(w.issues.load(w.store.post({3}).value()->issue)->notices.size(), state.notices.size()) << "said once";
  const auto mine = std::ranges::find(state.notices, TellWhy::spread, [](const Notice& n) { return n.told.why; });
  const auto done = w.issues.act({{4}, "安如", {{Role::office, {"office"}}}}, issue, Acknowledge{mine->told.notice});
  ASSERT_TRUE(done) << done.error().code;
}

TEST(Hearing, AnIssueOfABranchSourceThatACitySourceTakesUpHasSpread) {
  DeskWorld w;
  desk::Changes c;
  c.sources = {{{"east-board"}, "东城社区", {"east"}, "", "", {}, {}, ""},
               {{"forum"}, "论坛", {"office"}, "", "", {}, {}, ""}};
  ASSERT_TRUE(w.store.commit(c));
  ASSERT_TRUE(w.hearing.load());
  auto one = post(kHospital, "甲");
  one.source = "east-board";
  ASSERT_TRUE(w.hearing.hear({&one, 1}));
  const IssueId issue = w.store.post({1}).value()->issue;
  EXPECT_FALSE(w.issues.load(issue)->spread);
  const auto two = post(kHospital, "乙", "http://forum.example/t/2");
  ASSERT_TRUE(w.hearing.hear({&two, 1}));
  ASSERT_EQ(w.store.post({2}).value()->issue, issue);
  ASSERT_TRUE(w.issues.load(issue)->spread);
  EXPECT_EQ(w.issues.load(issue)->spread->sources, (std::vector<UnitId>{{"east"}, {"office"}}));

  // A restart remembers how far it reaches, and says it no second time.
  desk::Hearing restarted(w.wiring, w.book.notice, w.allow);
  ASSERT_TRUE(restarted.load());
  const auto three = post(kHospital, "丙", "http://forum.example/t/3");
  ASSERT_TRUE(restarted.hear({&three, 1}));
  const auto history = w.store.issue_events(issue).value();
  EXPECT_EQ(std::ranges::count_if(history, [](const auto& e) { return std::holds_alternative<IssueSpread>(e.event); }),
            1);
}

TEST(Hearing, ARestartGoesOnWithTheSameIssues) {
  DeskWorld w;
  ASSERT_TRUE(w.hearing.load());
  const auto first = post(kHospital, "甲");
  ASSERT_TRUE(w.hearing.hear({&first, 1}));
  desk::Hearing restarted(w.wiring, w.book.notice, w.allow);
  ASSERT_TRUE(restarted.load());
  const auto same = restarted.hear({&first, 1});
  EXPECT_EQ(same->known, 1);
  const auto copy = post(kHospital, "乙", "http://forum.example/t/9");
  ASSERT_TRUE(restarted.hear({&copy, 1}));
  const auto stored = w.store.post({2}).value();
  EXPECT_EQ(stored->issue, w.store.post({1}).value()->issue);
  EXPECT_EQ(stored->same_text_as, PostId{1});
}

// A promise keeps the rules that made it: what the page offers is what the desk then does.
TEST(Desk, AClockIsPausedByTheRulebookThatMadeIt) {
  DeskWorld w;
  const auto with = [&](std::vector<std::string> causes, const char* version) {
    auto rules = w.book.rules;
    for (auto& clock : rules.clocks)
      if (clock.id == "final-answer") clock.pause_reasons = causes;
    rules.version = version;
    w.wiring.rules.adopt(std::make_shared<const Rules>(rules));
  };
  const auto open = [&] {
    CaseOpened facts;
    facts.title = "扣秤";
    facts.places = {"南港区"};
    facts.posted_at = facts.noticed_at = w.clock.at;
    return w.cases.open(DeskWorld::person(1, Role::office, "office"), facts).value();
  };
  const auto head = DeskWorld::person(2, Role::unit_head, "south");
  const desk::Staff staff(w.wiring);
  const auto offered = [&](const CaseNumber& number) {
    const auto view = staff.case_view(head, number, Language::zh);
    EXPECT_TRUE(view);
    const auto line = std::ranges::find(view->clocks, "final-answer", [](const auto& one) { return one.clock.id; });
    EXPECT_EQ(std::ranges::find(view->may, "pause") != view->may.end(), !line->may_pause_for.empty());
    return line->may_pause_for;
  };
  with({"testing"}, "allows it");
  const auto pausable = open();
  with({}, "does not");
  const auto not_pausable = open();
  EXPECT_EQ(offered(pausable), std::vector<std::string>{"testing"});
  EXPECT_TRUE(w.cases.act(head, pausable, PauseClock{"final-answer", "testing", "送检"}));
  with({"testing"}, "allows it again");
  EXPECT_TRUE(offered(not_pausable).empty());
  EXPECT_EQ(w.cases.act(head, not_pausable, PauseClock{"final-answer", "testing", "送检"}).error().code,
            "clock.cannot-pause");
}

// However many cases there are, and though another version is adopted while they are being looked at.
TEST(Desk, ANewCalendarReachesEveryCaseThatWasProvisional) {
  DeskWorld w;
  w.clock.at = Instant{1798689600};  // 2026-12-31 12:00 in Shanghai: nobody knows the holidays of 2027 yet
  test::RulebookDesk desk(w);
  const auto office = DeskWorld::person(1, Role::office, "office");
  CaseOpened facts;
  facts.title = "扣秤";
  facts.places = {"南港区"};
  facts.posted_at = facts.noticed_at = w.clock.at;
  std::vector<CaseNumber> numbers;
  for (int i = 0; i < 520; ++i) numbers.push_back(w.cases.open(office, facts).value());
  const auto adopt = [&](const std::string& toml, const std::string& calendar) {
    const auto id = desk.rulebooks.propose(office, {toml, calendar, ""}, "x");
    ASSERT_TRUE(id) << id.error().code << " " << id.error().detail;
    ASSERT_TRUE(desk.rulebooks.confirm(DeskWorld::person(2, Role::spokesperson, "office"), *id, 1));
  };
  const std::string toml = w.book.made_of.toml;
  adopt(toml + "\n# another wording\n", "");
  EXPECT_TRUE(desk.rulebooks.recompute().value()) << "500 are done";
  std::string calendar = w.book.made_of.holidays;
  const size_t end = calendar.rfind("  }\n }\n}");
  ASSERT_NE(end, std::string::npos);
  calendar.replace(end, 3, "  },\n  \"2027\": {\"source\": \"x\", \"off\": [\"2027-01-01\"], \"on\": []}");
  adopt(toml, calendar);
  for (Result<bool> more = true; more.value();) more = desk.rulebooks.recompute();
  for (const auto& number : numbers) {
    const auto state = w.cases.load(number);
    for (const auto& clock : state->clocks) EXPECT_FALSE(clock.provisional) << number.value << clock.id;
  }
  EXPECT_FALSE(desk.rulebooks.recompute().value()) << "once is enough";
}

CaseNumber short_weight(DeskWorld& w) {
  desk::Complaint complaint;
  complaint.title = "投诉：价格（南港区）";
  complaint.text = "扣秤";
  complaint.places = {"南港区"};
  complaint.matter = "price";
  return w.cases.complain(complaint, w.vault)->number;
}

// Two citizens about one shop: one answer, and each keeps number, clocks and survey.
TEST(Desk, WhatIsMergedIsAnsweredTogetherAndCanBeParted) {
  DeskWorld w;
  const auto responder = DeskWorld::person(2, Role::responder, "south");
  const auto head = DeskWorld::person(3, Role::unit_head, "south");
  const auto spokes = DeskWorld::person(4, Role::online_spokesperson, "south");
  const auto office = DeskWorld::person(5, Role::office, "office");
  const CaseNumber parent = short_weight(w), child = short_weight(w), third = short_weight(w);
  const auto merge = [&](const CaseNumber& one, const CaseNumber& into) {
    return w.cases.act(office, one, Merge{{.number = into, .unit = {}, .about = {}}, "同一家店"});
  };
  EXPECT_EQ(merge(child, {"HB-2026-0305-0000-0"}).error().code, "case.unknown");
  ASSERT_TRUE(merge(child, parent));
  ASSERT_TRUE(merge(third, parent));
  EXPECT_EQ(w.cases.load(parent)->children, (std::vector<CaseNumber>{child, third}));
  EXPECT_EQ(w.store.case_row(child).value()->parent, parent);
  EXPECT_EQ(w.store.case_row(child).value()->waits_for, "") << "nobody is asked for it any more";
  EXPECT_EQ(merge(parent, child).error(), (Error{"case.cannot-merge", "merged"}));
  ASSERT_TRUE(w.cases.act(office, third, Unmerge{"不是同一天"}));
  EXPECT_EQ(w.cases.load(parent)->children, std::vector<CaseNumber>{child});
  EXPECT_EQ(w.store.case_row(third).value()->waits_for, "first-reply");

  ASSERT_TRUE(w.cases.act(office, parent, DispatchTo{{"south"}, "由分局办理"}));
  ASSERT_TRUE(w.cases.act(responder, parent, Accept{}));
  const auto state = w.cases.act(responder, parent, WriteDraft{Part::answer, "已更换公平秤。", ""});
  ASSERT_TRUE(state) << state.error().code;
  const Draft draft = state->drafts.back();
  ASSERT_TRUE(w.cases.act(head, parent, Approve{draft.id, draft.hash}));
  ASSERT_TRUE(w.cases.act(spokes, parent, Publish{draft.id, draft.hash}));
  EXPECT_EQ(w.cases.load(child)->state, CaseState::answered);
  EXPECT_EQ(w.cases.load(third)->state, CaseState::handling);
  EXPECT_EQ(w.store.case_row(child).value()->next_due, std::nullopt);
  EXPECT_EQ(w.store.answers({})->size(), 1u) << "one word, one entry";

  ASSERT_TRUE(w.cases.rate(child, {Solved::no, 1, false}));
  EXPECT_FALSE(w.cases.load(child)->parent) << "who was not helped goes their own way";
  EXPECT_TRUE(w.cases.load(parent)->children.empty());
}

// The second answer is for whom the first did not help: nobody else's answer is taken back or corrected with it.
TEST(Desk, AParentThatIsLookedIntoOnceMoreLetsItsAnsweredChildrenGo) {
  DeskWorld w;
  const auto office = DeskWorld::person(5, Role::office, "office");
  const CaseNumber parent = short_weight(w), child = short_weight(w);
  ASSERT_TRUE(w.cases.act(office, child, Merge{{.number = parent, .unit = {}, .about = {}}, "同一家店"}));
  const auto responder = DeskWorld::person(2, Role::responder, "south");
  ASSERT_TRUE(w.cases.act(responder, parent, Accept{}));
  const Draft draft = w.cases.act(responder, parent, WriteDraft{Part::answer, "已更换公平秤。", ""})->drafts.back();
  ASSERT_TRUE(w.cases.act(DeskWorld::person(3, Role::unit_head, "south"), parent, Approve{draft.id, draft.hash}));
  ASSERT_TRUE(
      w.cases.act(DeskWorld::person(4, Role::online_spokesperson, "south"), parent, Publish{draft.id, draft.hash}));
  ASSERT_TRUE(w.cases.rate(parent, {Solved::no, 1, /*of_unit=*/true}));
  EXPECT_EQ(w.cases.load(parent)->opened.about.value, "south") << "the unit is shut out of this one from here on";
  const auto parted = w.cases.load(child);
  EXPECT_FALSE(parted->parent);
  EXPECT_EQ(parted->state, CaseState::answered) << "its answer stands";
  EXPECT_EQ(parted->heard.size(), 1u) << "and its citizen still reads it";
  EXPECT_TRUE(w.cases.load(parent)->children.empty());
}

TEST(Desk, AParentThatItsCitizenTakesBackLetsItsChildrenGo) {
  DeskWorld w;
  const auto office = DeskWorld::person(5, Role::office, "office");
  const CaseNumber parent = short_weight(w), child = short_weight(w);
  ASSERT_TRUE(w.cases.act(office, child, Merge{{.number = parent, .unit = {}, .about = {}}, "同一家店"}));
  ASSERT_TRUE(w.cases.act(the_citizen(), parent, Withdraw{}));
  EXPECT_FALSE(w.cases.load(child)->parent);
  EXPECT_EQ(w.store.case_row(child).value()->waits_for, "first-reply") << "and somebody is asked for it again";
}

const char* const kRash = "万象健身关门了，会员卡里的两千块钱退不了，店长的电话也打不通";
const char* const kClosed = "昨天去游泳发现贴了停业通知，教练说老板跑路欠着三个月工资";
const char* const kBoth =
    "万象健身关门了，会员卡里的钱退不了，店长的电话打不通，门口贴了停业通知，教练说老板跑路欠着三个月工资";

struct RegroupedDesk : DeskWorld {
  RegroupedDesk() {
    EXPECT_TRUE(hearing.load());
    hear(kRash, "甲"), hear(kClosed, "乙");
  }
  void hear(const char* text, const char* author) {
    const auto in = post(text, author);
    ASSERT_TRUE(hearing.hear({&in, 1}));
  }
  IssueId of(int64_t number) { return store.post({number}).value()->issue; }
  std::vector<int64_t> board() {
    std::vector<int64_t> out;
    const auto rows = store.issues({});
    for (const auto& row : *rows) out.push_back(row.id.value);
    return out;
  }
  const Actor monitor = person(1, Role::monitor, "west");
};

TEST(Regroup, APostThatJoinsTwoIssuesMakesThemOneAndAPersonPartsThemForGood) {
  RegroupedDesk w;
  const IssueId one = w.of(1), other = w.of(2);
  ASSERT_NE(one, other);
  w.hear(kBoth, "丙");
  EXPECT_EQ(w.of(2), one);
  EXPECT_EQ(w.board(), std::vector<int64_t>{one.value});
  auto row = *w.store.issue_row(one).value();
  EXPECT_EQ(row.posts, 3);
  EXPECT_EQ(row.voices, 3) << "each issue counted its own: at most three";
  EXPECT_EQ(w.store.issue_row(other).value()->merged_into, one);
  EXPECT_EQ(w.issues.load(one)->took_in.at(0).shown_by, PostId{3});

  EXPECT_EQ(w.hearing.regroup(w.monitor, desk::PartIssues{one, other, "两家店"}, 0).error().code, "store.version");
  ASSERT_EQ(*w.hearing.regroup(w.monitor, desk::PartIssues{one, other, "两家店"}), other);
  EXPECT_EQ(w.of(2), other);
  row = *w.store.issue_row(one).value();
  const auto parted = *w.store.issue_row(other).value();
  EXPECT_EQ(row.posts + parted.posts, 3);
  EXPECT_EQ(row.voices + parted.voices, 3);
  w.hear((std::string(kBoth) + "。求助").c_str(), "丁");
  EXPECT_EQ(w.of(2), other) << "a person said that they are two";
  ASSERT_TRUE(w.hearing.load());
  w.hear((std::string(kBoth) + "，怎么办").c_str(), "戊");
  EXPECT_EQ(w.board().size(), 2u) << "after a restart as well";
}

// What a monitor would lose: the same question again after it was answered.
TEST(Alike, WhatLooksLikeOneIsListedUntilAPersonSaysWhetherItIs) {
  DeskWorld w;
  ASSERT_TRUE(w.hearing.load());
  const Actor monitor = DeskWorld::person(1, Role::monitor, "west"),
              auditor = DeskWorld::person(2, Role::auditor, "office");
  const char* const kTexts[] = {"东湖码头买的三斤基围虾回家一称只有两斤二两，摊主的秤做了手脚，缺斤少两太过分了",
                                "西湖码头买的三斤基围虾回家一称只有两斤三两，摊主的秤做了手脚，缺斤少两太过分了",
                                "南湖码头买的三斤基围虾回家一称只有两斤三两，摊主的秤做了手脚，缺斤少两实在过分"};
  for (const char* text : kTexts) {
    const auto in = post(text, text);
    ASSERT_TRUE(w.hearing.hear({&in, 1}));
  }
  const IssueId east = w.store.post({1}).value()->issue, west = w.store.post({2}).value()->issue,
                south = w.store.post({3}).value()->issue;
  ASSERT_TRUE(east != west && west != south && east != south);
  const auto pairs = [&](IssueId of = {}) {
    std::set<std::pair<int64_t, int64_t>> out;
    const auto found = w.hearing.alike(monitor, of);
    for (const auto& pair : *found) out.emplace(pair.one.id.value, pair.other.id.value);
    return out;
  };
  const auto found = w.hearing.alike(monitor, {});
  ASSERT_EQ(pairs(), (std::set<std::pair<int64_t, int64_t>>{{east.value, west.value}, {west.value, south.value}}))
      << "the other two have less in common";
  const auto& first = found->front();
  EXPECT_LT(first.one.id, first.other.id);
  EXPECT_EQ(w.store.post(first.post.id).value()->issue, first.one.id);
  EXPECT_EQ(w.store.post(first.like.id).value()->issue, first.other.id);
  EXPECT_NE(first.why.at(0).zh.find("可能说的是同一件事"), std::string::npos);
  EXPECT_NE(first.why.back().zh.find("不同，不并入"), std::string::npos) << "and what kept them apart";
  EXPECT_TRUE(first.may_merge && first.may_part);
  const auto read_only = w.hearing.alike(auditor, {});
  for (const auto& pair : *read_only) EXPECT_FALSE(pair.may_merge || pair.may_part);
  EXPECT_TRUE(pairs(west).contains({west.value, south.value}));
  EXPECT_EQ(w.hearing.alike(monitor, {99}).error().code, "issue.unknown");

  const auto refused =
      w.hearing.regroup(monitor, desk::PartIssues{east, west, "两个码头"}, w.issues.load(east)->version);
  ASSERT_TRUE(refused) << refused.error().code;
  EXPECT_EQ(*refused, east);
  EXPECT_EQ(w.hearing.regroup(monitor, desk::PartIssues{east, west, "又一次"}).error().code, "issue.not-merged");
  EXPECT_EQ(w.hearing.regroup(monitor, desk::PartIssues{east, east, "自己"}).error().code, "issue.same");
  EXPECT_FALSE(pairs().contains({east.value, west.value}));
  ASSERT_TRUE(w.hearing.regroup(monitor, desk::MergeIssues{.one = west, .other = south, .reason = "同一个摊"}));
  EXPECT_EQ(pairs(), (std::set<std::pair<int64_t, int64_t>>{})) << "the one it went into was refused";
  ASSERT_TRUE(w.hearing.load());
  EXPECT_TRUE(pairs().empty()) << "after a restart as well";
}

TEST(Regroup, WhatWasHeardUnderBothIsCountedTogetherAfterARestart) {
  RegroupedDesk w;
  ASSERT_TRUE(w.hearing.regroup(w.monitor, desk::MergeIssues{w.of(2), w.of(1), "同一家店"}));
  ASSERT_TRUE(w.hearing.load());
  w.hear("万象健身的会员卡退不了，店长电话打不通，两千块钱", "丁");
  EXPECT_EQ(w.of(3), w.of(1));
  EXPECT_EQ(w.store.issue_row(w.of(1)).value()->voices, 3);
}

// A public page was once of that number.
TEST(Regroup, ANumberIsNotGivenAgainAfterARestart) {
  RegroupedDesk w;
  const IssueId gone = w.of(2);
  ASSERT_TRUE(w.hearing.regroup(w.monitor, desk::MergeIssues{w.of(1), gone, "同一家店"}));
  ASSERT_TRUE(w.hearing.load());
  w.hear(kHospital, "丙");
  EXPECT_GT(w.of(3), gone);
}

TEST(Regroup, PostsOfAnotherMatterAreMovedOutWithTheirCopiesAndGradedByWhatTheySay) {
  RegroupedDesk w;
  const IssueId one = w.of(1);
  ASSERT_TRUE(w.hearing.regroup(w.monitor, desk::MergeIssues{one, w.of(2), "同一家店"}));
  w.hear(kHospital, "丙");
  const IssueId hospital = w.of(3);
  ASSERT_TRUE(w.hearing.regroup(w.monitor, desk::MergeIssues{one, hospital, "误并"}));
  w.hear((std::string(kHospital) + "！").c_str(), "丁");
  ASSERT_EQ(w.of(4), one);
  const auto code = [&](const desk::MoveThem& move) { return w.hearing.regroup(w.monitor, move).error().code; };
  EXPECT_EQ(code({one, {{3}, {99}}, {}, "另一件事"}), "issue.posts");
  EXPECT_EQ(code({one, {{1}, {2}, {3}}, {}, "全部"}), "issue.posts") << "that is merging";
  EXPECT_EQ(code({one, {{3}}, {77}, "另一件事"}), "issue.unknown");
  const auto split = w.hearing.regroup(w.monitor, desk::MoveThem{one, {{3}}, {}, "另一件事"});
  ASSERT_TRUE(split) << split.error().code;
  EXPECT_EQ(w.of(3), *split);
  EXPECT_EQ(w.of(4), *split) << "its copy goes along";
  const auto row = *w.store.issue_row(*split).value();
  EXPECT_EQ(row.grade, Grade::critical);
  EXPECT_TRUE(row.remit);
  EXPECT_EQ(row.posts, 1);
  EXPECT_EQ(row.copies, 1);
  EXPECT_EQ(w.store.issue_row(one).value()->posts, 2);
  ASSERT_EQ(*w.hearing.regroup(w.monitor, desk::MoveThem{*split, {{4}}, one, "看错了"}), one) << "back again";
  EXPECT_EQ(w.of(4), one);
}

TEST(Regroup, WhatWasNotWrittenDrawsNoLaterPostAfterIt) {
  RegroupedDesk w;
  const IssueId one = w.of(1), gone = w.of(2);
  ASSERT_TRUE(w.hearing.regroup(w.monitor, desk::MergeIssues{one, gone, "同一家店"}));
  w.hear(kHospital, "丙");
  ASSERT_TRUE(w.hearing.regroup(w.monitor, desk::MergeIssues{one, w.of(3), "误并"}));
  EXPECT_EQ(w.hearing.regroup(w.monitor, desk::MoveThem{one, {{3}}, gone, "另一件事"}).error().code, "issue.merged");
  w.hear((std::string(kHospital) + "！").c_str(), "丁");
  EXPECT_EQ(w.of(4), one) << "where its original still is";
}

// A case from the issue to the answer in the ledger, by the people it takes.
TEST(Desk, FromAnIssueToAnAnswerThatAnyoneCanVerify) {
  DeskWorld w;
  ASSERT_TRUE(w.hearing.load());
  ASSERT_TRUE(w.log.open());
  const auto in = post(kHospital, "甲");
  ASSERT_TRUE(w.hearing.hear({&in, 1}));
  const IssueId issue = w.store.post({1}).value()->issue;

  CaseOpened facts;
  facts.title = "东城第三小学午餐后多名学生就医";
  facts.summary = "反映东城区一所小学午餐后有学生就医";
  facts.places = {"东城区"};
  facts.matter = "food";
  facts.issue = issue;
  facts.posted_at = facts.noticed_at = w.clock.at;
  const auto monitor = DeskWorld::person(1, Role::monitor, "east");
  const auto responder = DeskWorld::person(2, Role::responder, "east");
  const auto head = DeskWorld::person(3, Role::unit_head, "east");
  const auto spokes = DeskWorld::person(4, Role::online_spokesperson, "east");
  const auto number = w.cases.open(monitor, facts);
  ASSERT_TRUE(number) << number.error().code << number.error().detail;
  EXPECT_EQ(w.issues.load(issue)->cases.size(), 1u);
  EXPECT_EQ(w.store.case_row(*number).value()->waits_for, "accept");

  ASSERT_TRUE(w.cases.act(responder, *number, Accept{}));
  auto state = w.cases.act(responder, *number, WriteDraft{Part::answer, "经查，当日午餐留样检出……", ""});
  ASSERT_TRUE(state);
  const Draft draft = state->drafts.back();
  ASSERT_TRUE(w.cases.act(head, *number, Approve{draft.id, draft.hash}));
  EXPECT_EQ(w.store.case_row(*number).value()->waits_for, "publish");
  ASSERT_TRUE(w.cases.act(spokes, *number, Publish{draft.id, draft.hash}));

  // Entered with the act; proven once the log is sequenced.
  const auto answers = w.store.answers_of_case(*number).value();
  ASSERT_EQ(answers.size(), 1u);
  EXPECT_EQ(w.log.proof(answers[0].entry).error().code, "ledger.not-yet");
  EXPECT_TRUE(w.log.sequence().value());
  EXPECT_FALSE(w.log.sequence().value());
  const auto proof = w.log.proof(answers[0].entry);
  ASSERT_TRUE(proof);
  const auto row = w.store.ledger_rows(answers[0].entry, answers[0].entry + 1).value().front();
  EXPECT_TRUE(ledger::verify_proof(*proof, row.leaf, w.signer.key()));
  EXPECT_EQ(ledger::parse_entry(row.leaf)->body_commit, ledger::body_commit(*proof->extra, draft.text));

  // The receipt comes with the end of its minute and shows nothing.
  EXPECT_EQ(desk::enter_receipts(w.wiring).value(), 0);
  w.clock.at = w.clock.at + minutes(1);
  EXPECT_EQ(desk::enter_receipts(w.wiring).value(), 1);
  EXPECT_EQ(desk::enter_receipts(w.wiring).value(), 0);
  EXPECT_TRUE(w.log.sequence().value());
}

TEST(Desk, AComplaintGoesToTheOfficeWhileTheBranchIsOnLeave) {
  DeskWorld w;
  desk::Changes people;
  people.users = {{{1}, "a", "甲", "", {{Role::unit_head, {"south"}}}, false},
                  {{2}, "b", "乙", "", {{Role::online_spokesperson, {"south"}}}, false},
                  {{3}, "c", "丙", "", {{Role::responder, {"south"}}}, false},
                  {{4}, "d", "丁", "", {{Role::office, {"office"}}}, false}};
  ASSERT_TRUE(w.store.commit(people));
  desk::Complaint complaint;
  complaint.title = "奶茶喝出异物";
  complaint.text = "奶茶里有一只虫子";
  complaint.places = {"南港区"};
  const auto unit_of_next = [&] { return w.cases.load(w.cases.complain(complaint, w.vault)->number)->unit.value; };
  EXPECT_EQ(unit_of_next(), "south");
  desk::Duty duty(w.wiring);
  const auto done = duty.act(DeskWorld::person(4, Role::office, "office"),
                             desk::AwayAsked{{2}, w.clock.at - hours(1), w.clock.at + hours(8)}, 0);
  ASSERT_TRUE(done) << done.error().code;
  EXPECT_EQ(unit_of_next(), "office");
  w.clock.at = w.clock.at + hours(9);
  EXPECT_EQ(unit_of_next(), "south") << "and back once they are there again";
}

TEST(Desk, ACitizensWordsAreSealedAndTheCodeIsTheWayBack) {
  DeskWorld w;
  desk::Complaint complaint;
  complaint.title = "奶茶喝出异物";
  complaint.text = "我在南港区买的奶茶里有一只虫子";
  complaint.contact = "联系人 13900000000";
  complaint.places = {"南港区"};
  complaint.matter = "food";
  const auto receipt = w.cases.complain(complaint, w.vault);
  ASSERT_TRUE(receipt) << receipt.error().code;
  EXPECT_EQ(receipt->query_code.size(), 10u);
  const auto kept = w.store.citizen(receipt->number).value();
  ASSERT_TRUE(kept);
  EXPECT_TRUE(w.vault.fits(receipt->query_code, kept->code_hash));
  EXPECT_EQ(kept->sealed.find("虫子"), std::string::npos);
  EXPECT_EQ(w.store.case_row(receipt->number).value()->unit.value, "south");
  complaint.text = " ";
  EXPECT_EQ(w.cases.complain(complaint, w.vault).error().code, "case.empty");
  complaint.text = "虫子";
  complaint.contact = std::string(
      "1390\0"
      "0000",
      9);
  EXPECT_EQ(w.cases.complain(complaint, w.vault).error().code, "case.not-utf8");
}

// A photograph of a scale is worth nothing if it can be exchanged: it lies sealed, and is held against its hash.
TEST(Desk, EvidenceIsSealedAndHeldAgainstItsHash) {
  DeskWorld w;
  desk::Complaint complaint;
  complaint.title = complaint.text = "码头短秤";
  complaint.places = {"南港区"};
  const CaseNumber number = w.cases.complain(complaint, w.vault)->number;
  const Actor head = DeskWorld::person(3, Role::unit_head, "south");
  const std::string photo("\xFF\xD8\xFF photo\0of a scale", 20);
  const auto added = w.cases.add_evidence(head, number, "现场照片", photo, w.vault);
  ASSERT_TRUE(added) << added.error().code;
  EXPECT_EQ(added->evidence[0].facts.sha256, sha256(photo));
  EXPECT_EQ(w.store.evidence(number, 1)->value().sealed.find("scale"), std::string::npos);
  const auto read = w.cases.evidence(head, number, 1, w.vault);
  ASSERT_TRUE(read) << read.error().code;
  EXPECT_EQ(read->second, photo);
  EXPECT_EQ(w.cases.evidence(DeskWorld::person(5, Role::responder, "east"), number, 1, w.vault).error().code,
            "case.no-evidence");
  EXPECT_EQ(w.cases.evidence(head, number, 2, w.vault).error().code, "case.no-evidence");
  EXPECT_EQ(w.cases
                .add_evidence(head, number, "大",
                              "\xFF\xD8\xFF" + std::string(static_cast<size_t>(kEvidenceLimit), 'x'), w.vault)
                .error()
                .code,
            "case.evidence");
  struct Exchanged : desk::Vault {
    std::string hash_secret(std::string_view) override { return {}; }
    bool fits(std::string_view, std::string_view) override { return false; }
    Result<std::string> seal(const CaseNumber&, std::string_view plain) override { return std::string(plain); }
    Result<std::string> open(const CaseNumber&, std::string_view) override { return "another photo"; }
  } exchanged;
  EXPECT_EQ(w.cases.evidence(head, number, 1, exchanged).error().code, "case.evidence-changed");
}

// The two hashes of a reply sent from a template stand in the ledger, and its fields are the case's own.
TEST(Desk, ATemplateIsFilledInAndEnteredWithItsHash) {
  DeskWorld w;
  desk::Complaint complaint;
  complaint.title = complaint.text = "码头短秤";
  complaint.places = {"南港区"};
  const CaseNumber number = w.cases.complain(complaint, w.vault)->number;
  const Actor responder = DeskWorld::person(2, Role::responder, "south");
  const Actor head = DeskWorld::person(3, Role::unit_head, "south");
  ASSERT_TRUE(w.cases.act(responder, number, Accept{}));
  desk::Templates templates(w.wiring);
  const int64_t day = w.clock.at.seconds / 86400 + 30;
  const auto id = templates.write(responder, {"已收到", "{number} 已于{date}由{unit}受理。", {"south"}, day});
  ASSERT_TRUE(id) << id.error().code;
  EXPECT_TRUE(templates.fitting(responder, number)->empty()) << "nobody has approved it";
  const Digest hash = template_hash("{number} 已于{date}由{unit}受理。");
  EXPECT_EQ(w.cases.act(responder, number, SendTemplate{.of = 1, .seen = hash}).error().code, "case.no-template");
  ASSERT_TRUE(templates.act(head, *id, ApproveTemplate{hash}, 1));
  ASSERT_EQ(templates.fitting(responder, number)->size(), 1u);
  EXPECT_EQ(w.cases.act(responder, number, SendTemplate{.of = 0, .seen = hash}).error().code, "case.no-template");
  EXPECT_TRUE(templates.fitting(head, number)->empty()) << "who approved it does not send it";
  const auto sent = w.cases.act(responder, number, SendTemplate{.of = 1, .seen = hash});
  ASSERT_TRUE(sent) << sent.error().code;
  const std::string& text = sent->drafts.back().text;
  EXPECT_EQ(text.find(number.value), 0u) << text;
  EXPECT_EQ(text.find('{'), std::string::npos) << text;
  EXPECT_EQ(templates.fitting(responder, number)->size(), 0u) << "a first reply is given once";
  const auto entries = w.store.ledger_rows(0, 10).value();
  const auto entry = ledger::parse_entry(entries.back().leaf);
  ASSERT_TRUE(entry);
  EXPECT_EQ(entry->kind, ledger::EntryKind::reply);
  EXPECT_EQ(entry->template_hash, hash);
  EXPECT_EQ(entries.back().body, text);
}

TEST(Desk, OnlyAHandlerIsShownACitizensWordsAndTheRecordSaysSoFirst) {
  DeskWorld w;
  desk::Complaint complaint;
  complaint.title = "奶茶喝出异物";
  complaint.text = "我在南港区买的奶茶里有一只虫子";
  complaint.contact = "联系人 13900000000";
  complaint.places = {"南港区"};
  const CaseNumber number = w.cases.complain(complaint, w.vault)->number;
  for (const auto& outsider :
       {DeskWorld::person(5, Role::responder, "east"), DeskWorld::person(6, Role::office, "office"),
        DeskWorld::person(7, Role::auditor, "office"), DeskWorld::person(8, Role::monitor, "south"),
        DeskWorld::person(9, Role::auditor, "south"), DeskWorld::person(9, Role::administrator, "south"), the_desk()})
    EXPECT_EQ(w.cases.show_citizen(outsider, number, w.vault).error().code, "case.not-allowed");
  const auto before = w.store.case_events(number)->size();
  const auto words = w.cases.show_citizen(DeskWorld::person(2, Role::responder, "south"), number, w.vault);
  ASSERT_TRUE(words) << words.error().code;
  EXPECT_EQ(words->text, complaint.text);
  EXPECT_EQ(words->contact, complaint.contact);
  const auto history = w.store.case_events(number).value();
  ASSERT_EQ(history.size(), before + 1);
  EXPECT_EQ(history.back().by, UserId{2});
  EXPECT_EQ(history.back().event, CaseEvent(CitizenShown{}));
  // A vault that will not open: the showing stands in the record all the same.
  struct Shut : test::OpenVault {
    Result<std::string> open(const CaseNumber&, std::string_view) override { return fail("vault.shut"); }
  } shut;
  EXPECT_EQ(w.cases.show_citizen(DeskWorld::person(3, Role::unit_head, "south"), number, shut).error().code,
            "vault.shut");
  EXPECT_EQ(w.store.case_events(number)->size(), before + 2);
  EXPECT_EQ(w.cases.show_citizen(DeskWorld::person(2, Role::responder, "south"), {"HB-9"}, w.vault).error().code,
            "case.unknown");
}

TEST(Desk, AStatementOfThreePeopleIsInTheLedgerOnThePortalAndOnItsWay) {
  DeskWorld w;
  ASSERT_TRUE(w.hearing.load());
  ASSERT_TRUE(w.log.open());
  const auto in = post(kHospital, "甲");
  ASSERT_TRUE(w.hearing.hear({&in, 1}));
  const IssueId issue = w.store.post({1}).value()->issue;
  const auto author = DeskWorld::person(2, Role::responder, "food");
  const auto speaker = DeskWorld::person(3, Role::spokesperson, "office");
  const auto publisher = DeskWorld::person(4, Role::online_spokesperson, "office");
  const auto drafted = w.issues.act(author, issue, DraftStatement{"情况通报", "截至20时，共有18名学生就诊。"});
  ASSERT_TRUE(drafted) << drafted.error().code;
  const auto& draft = drafted->statements.back();
  ASSERT_TRUE(w.issues.act(speaker, issue, ApproveStatement{draft.id, draft.hash}));
  EXPECT_EQ(*w.store.ledger_size(), 0);
  const auto done = w.issues.act(publisher, issue, PublishStatement{draft.id, draft.hash});
  ASSERT_TRUE(done) << done.error().code;
  const auto clock = std::ranges::find(done->clocks, "statement", &CaseClock::id);
  ASSERT_NE(clock, done->clocks.end());
  EXPECT_EQ(clock->outcome, ClockOutcome::met);

  const auto rows = w.store.statements_of_issue(issue).value();
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].title, draft.title);
  EXPECT_EQ(rows[0].unit.value, "office");
  const auto leaf = w.store.ledger_rows(rows[0].entry, rows[0].entry + 1).value().front();
  EXPECT_EQ(leaf.body, draft.title + "\n\n" + draft.text);
  EXPECT_TRUE(leaf.shown);
  const auto entry = ledger::parse_entry(leaf.leaf);
  ASSERT_TRUE(entry);
  EXPECT_EQ(entry->kind, ledger::EntryKind::statement);
  EXPECT_EQ(entry->about, "issue:" + std::to_string(issue.value));
  const auto out = w.store.outbox_due(w.clock.at, 9).value();
  ASSERT_EQ(out.size(), 1u);
  EXPECT_EQ(out[0].account, "forum-bureau");
  EXPECT_EQ(out[0].body, leaf.body);
  EXPECT_EQ(out[0].target, "http://forum.example/t/1");
}

// Without a number of its own a report cannot be found again; without names nobody can be asked why nobody came.
TEST(Desk, AReportIsNumberedInItsYearAndThoseOnTheRungAreToldByName) {
  DeskWorld w;
  ASSERT_TRUE(w.hearing.load());
  const auto author = DeskWorld::person(2, Role::responder, "food");
  const auto speaker = DeskWorld::person(3, Role::spokesperson, "office");
  const auto hands = DeskWorld::person(4, Role::online_spokesperson, "office");
  desk::Changes staff;
  staff.users = {{{1}, "an", "安如", "", {{Role::office, {"office"}}}, false},
                 {{3}, "xun", "荀正言", "", {{Role::spokesperson, {"office"}}}, false}};
  ASSERT_TRUE(w.store.commit(staff));
  const auto first = post(kHospital, "甲");
  const auto second = post("望江码头的海鲜店吃完全家住院，西城区医院已经收了五个", "乙", "http://forum.example/t/2");
  ASSERT_TRUE(w.hearing.hear({&first, 1}));
  ASSERT_TRUE(w.hearing.hear({&second, 1}));
  const IssueId canteen = w.store.post({1}).value()->issue;
  const IssueId pier = w.store.post({2}).value()->issue;
  ASSERT_NE(canteen, pier);

  const auto told = w.issues.load(canteen)->notices;
  ASSERT_FALSE(told.empty());
  ASSERT_FALSE(told[0].told.to.empty());
  EXPECT_EQ(told[0].told.to[0].name, "安如");
  EXPECT_EQ(w.store.issue_row(canteen).value()->unacknowledged, static_cast<int64_t>(told.size()));

  const auto number_of = [&](IssueId issue) {
    EXPECT_TRUE(w.issues.act(author, issue, DraftReport{{"疑似食物中毒", "东城区", "18人", "已封存", "调查"}}));
    const Report report = w.issues.load(issue)->reports.back();
    const auto approved = w.issues.act(speaker, issue, ApproveReport{report.id, report.hash});
    EXPECT_TRUE(approved) << approved.error().code;
    return std::pair(approved->reports.back().year, approved->reports.back().number);
  };
  EXPECT_EQ(number_of(canteen), std::pair(2026, 1));
  EXPECT_EQ(number_of(pier), std::pair(2026, 2));

  w.clock.at = w.clock.at + hours(1);
  ASSERT_TRUE(w.issues.act(hands, canteen, HandOverReport{{1}, "省局", "机要", "收文12号", w.clock.at}));
  const auto notices = w.issues.load(canteen)->notices;
  const auto report = std::ranges::find(notices, TellWhy::report, [](const Notice& one) { return one.told.why; });
  ASSERT_NE(report, notices.end());
  EXPECT_EQ(report->told.to, (std::vector<Told>{{{3}, "荀正言"}}));
  const auto done = w.issues.act(speaker, canteen, Acknowledge{report->told.notice});
  ASSERT_TRUE(done) << done.error().code;
  const auto clock = std::ranges::find(done->clocks, "report-critical", &CaseClock::id);
  ASSERT_NE(clock, done->clocks.end());
  EXPECT_EQ(clock->outcome, ClockOutcome::met);

  // At the other nobody answers: the ladder is climbed as time passes, before any clock is due.
  const auto before = w.issues.load(pier)->notices.size();
  ASSERT_LT(w.store.issue_row(pier).value()->wakes_at, w.store.issue_row(pier).value()->next_due);
  ASSERT_TRUE(w.issues.tick());
  EXPECT_GT(w.issues.load(pier)->notices.size(), before);
}

// They go to authorities and other agencies, and into the record for years.
TEST(Desk, WhatIsWrittenInsideAboutAnIssueHoldsNobodysNumber) {
  DeskWorld w;
  ASSERT_TRUE(w.hearing.load());
  const auto in = post(kHospital, "甲");
  ASSERT_TRUE(w.hearing.hear({&in, 1}));
  const IssueId issue = w.store.post({1}).value()->issue;
  const Actor author = DeskWorld::person(2, Role::responder, "food");
  const Actor speaker = DeskWorld::person(3, Role::spokesperson, "office");
  const std::string phone = "家长13800138000反映";
  desk::Changes people;
  people.users = {{{3}, "x", "发言", "", {{Role::spokesperson, {"office"}}}, false}};
  ASSERT_TRUE(w.store.commit(people));
  ASSERT_TRUE(w.issues.act(author, issue, DraftReport{{phone, phone, phone, phone, phone}}));
  ASSERT_TRUE(w.issues.act(author, issue, WriteFacts{phone, phone}));
  ASSERT_TRUE(w.issues.act(author, issue, DraftPartnerNotice{"市卫生健康委", phone, phone}));
  ASSERT_TRUE(w.issues.act(speaker, issue, RecordAssessment{w.clock.at, {{3}}, phone, phone}));
  const auto history = w.store.issue_events(issue).value();
  for (const auto& recorded : history)
    EXPECT_EQ(store::encode(recorded.event).find("13800138000"), std::string::npos) << name_of(recorded.event);
}

// A reply belongs where the matter was raised first, and nowhere that never spoke of it.
TEST(Desk, AReplyGoesToTheThreadThatSpokeFirstAndToNoForumThatDidNot) {
  DeskWorld w;
  ASSERT_TRUE(w.hearing.load());
  const auto later = post(kHospital, "甲", "http://forum.example/t/7");
  auto first = post(kHospital, "乙", "http://forum.example/t/3");
  first.published_at = *later.published_at - hours(1);
  auto news = post(kHospital, "丙", "http://news.example/1");
  news.published_at = *later.published_at - hours(2);
  for (const auto& in : {news, later, first}) ASSERT_TRUE(w.hearing.hear({&in, 1}));
  const auto elsewhere = post("城北农贸市场的蜂蜜没有标签，能不能吃", "丁", "http://news.example/2");
  ASSERT_TRUE(w.hearing.hear({&elsewhere, 1}));
  const auto answered = [&](PostId heard) {
    CaseOpened facts;
    facts.title = facts.summary = "一";
    facts.places = {"东城区"};
    facts.issue = w.store.post(heard).value()->issue;
    facts.posted_at = facts.noticed_at = w.clock.at;
    const auto number = w.cases.open(DeskWorld::person(1, Role::monitor, "east"), facts).value();
    const auto responder = DeskWorld::person(2, Role::responder, "east");
    EXPECT_TRUE(w.cases.act(responder, number, Accept{}));
    const Draft draft = w.cases.act(responder, number, WriteDraft{Part::first_reply, "已受理。", ""})->drafts.back();
    EXPECT_TRUE(w.cases.act(DeskWorld::person(3, Role::unit_head, "east"), number, Approve{draft.id, draft.hash}));
  };
  answered({1});
  auto out = w.store.outbox_due(w.clock.at, 9).value();
  ASSERT_EQ(out.size(), 1u);
  EXPECT_EQ(out[0].target, "http://forum.example/t/3");
  EXPECT_EQ(out[0].account, "forum-east");
  answered({4});
  EXPECT_EQ(w.store.outbox_due(w.clock.at, 9)->size(), 1u);
}

// The listener and a person write the same line of the board at the same moment.
TEST(Desk, APostThatComesInDuringADecisionIsStillCounted) {
  DeskWorld w;
  ASSERT_TRUE(w.hearing.load());
  const auto first = post(kHospital, "甲");
  ASSERT_TRUE(w.hearing.hear({&first, 1}));
  const IssueId issue = w.store.post({1}).value()->issue;
  const auto before = w.issues.load(issue).value();
  const auto copy = post(kHospital, "乙", "http://forum.example/t/9");
  ASSERT_TRUE(w.hearing.hear({&copy, 1}));
  desk::Changes late;  // decided on what stood before the second post
  ASSERT_TRUE(desk::append_issue(before, {GradeSet{Grade::serious, "复核"}},
                                 DeskWorld::person(1, Role::monitor, "east"), w.clock.at, w.wiring, late));
  late.issues[0].expected_version = w.issues.load(issue)->version;
  ASSERT_TRUE(w.store.commit(late));
  const auto row = w.store.issue_row(issue).value();
  EXPECT_EQ(row->copies, 1);
  EXPECT_EQ(row->grade, Grade::serious);
}

TEST(Desk, AClockThatPassesIsMissedOnce) {
  DeskWorld w;
  desk::Complaint complaint;
  complaint.title = "退款一直不到账";
  complaint.text = "健身房关门了";
  complaint.places = {"西湾区"};
  const auto receipt = w.cases.complain(complaint, w.vault);
  ASSERT_TRUE(receipt);
  w.clock.at = w.clock.at + hours(24 * 14);
  EXPECT_EQ(w.cases.tick().value(), 2);
  EXPECT_EQ(w.cases.tick().value(), 0);
  EXPECT_EQ(w.store.case_row(receipt->number).value()->missed, 2);
}

TEST(Log, ARecordPutBackFromAnOldBackupIsNotSigned) {
  DeskWorld w;
  ASSERT_TRUE(w.log.open());
  desk::Complaint complaint;
  complaint.title = "一";
  complaint.text = "一";
  complaint.matter = "food";
  const auto enter = [&] {
    ASSERT_TRUE(w.cases.complain(complaint, w.vault));
    w.clock.at = w.clock.at + minutes(1);
    ASSERT_EQ(desk::enter_receipts(w.wiring).value(), 1);
    ASSERT_TRUE(w.log.sequence().value());
  };
  enter();
  const auto old = w.store.ledger_state().value();
  store::MemoryStore backup;  // the record as it was before anything was signed, beside today's files
  desk::Log restored(backup, w.files, w.signer);
  EXPECT_EQ(restored.open().error().code, "ledger.fork");
  EXPECT_EQ(restored.sequence().error().code, "ledger.not-open");
  ASSERT_TRUE(w.files.write("checkpoint", old.checkpoint));
  enter();
  ASSERT_TRUE(w.files.write("checkpoint", old.checkpoint));  // cut off before the file moved
  desk::Log again(w.store, w.files, w.signer);
  ASSERT_TRUE(again.open());
  EXPECT_EQ(**w.files.read("checkpoint"), w.store.ledger_state().value().checkpoint);
}

TEST(RulesInForce, a_clock_of_an_earlier_version_still_says_how_it_was_reckoned) {
  const auto shipped = hb::tests::shipped_rulebook("municipal-market-regulator.toml").rules;
  const auto first = std::make_shared<const casework::Rules>(shipped);
  desk::RulesInForce rules(first);
  const desk::RulesInForce copy = rules;
  const casework::Rules& held = *rules;
  const casework::ClockSpec& spec = *first->clock("first-reply");
  casework::CaseClock clock;
  clock.id = "first-reply";
  clock.from = {1773201600};
  clock.due = casework::due(spec, *first->calendar, casework::run_of(clock))->due;
  clock.rules = first->version;
  const auto before = desk::explain_clock(clock, rules, Language::zh);
  ASSERT_FALSE(before.empty());

  auto second = shipped;
  second.version = "another";
  second.clocks.clear();
  rules.adopt(std::make_shared<const casework::Rules>(std::move(second)));
  EXPECT_EQ(copy->version, "another") << "every use case sees the adoption";
  EXPECT_EQ(held.version, first->version) << "one that is under way sees one version to its end";
  EXPECT_EQ(desk::explain_clock(clock, copy, Language::zh), before);
  clock.calendar = "another";
  EXPECT_EQ(desk::explain_clock(clock, copy, Language::zh), before) << "its own length, the later calendar";
  clock.rules = "lost";
  EXPECT_TRUE(desk::explain_clock(clock, copy, Language::zh).empty()) << "nothing is made up";
}

// A rulebook that no longer knows a clock would make the date we gave another office disappear.
TEST(Desk, another_office_keeps_the_date_it_was_given_when_a_rulebook_without_that_clock_is_adopted) {
  DeskWorld w;
  desk::Complaint complaint;
  complaint.title = "投诉";
  complaint.text = "短斤少两";
  complaint.matter = "price";
  const auto receipt = w.cases.complain(complaint, w.vault);
  ASSERT_TRUE(receipt);
  const desk::Requests requests(w.store, w.wiring.rules);
  const auto given = requests.one(receipt->number.value).value()->expected;
  ASSERT_TRUE(given);

  auto second = w.book.rules;
  second.version = "another";
  second.clocks.clear();
  w.wiring.rules.adopt(std::make_shared<const casework::Rules>(std::move(second)));
  EXPECT_EQ(requests.one(receipt->number.value).value()->expected, given);
}

}  // namespace
}  // namespace hb::app
