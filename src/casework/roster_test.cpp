#include "casework/roster.h"

#include <gtest/gtest.h>

#include <random>

#include "casework/period.h"
#include "tests/support/small_agency.h"

namespace hb::casework {
namespace {

using tests::colleague;

const Actor kOffice = colleague(1, Role::office);
const Actor kAn = colleague(11, Role::monitor), kBo = colleague(12, Role::monitor), kCe = colleague(13, Role::monitor);
constexpr int64_t kThursday = 20517;                     // 2026-03-05
constexpr Instant kMidnight{kThursday * 86400 - 28800};  // there, in Shanghai
constexpr Instant hour(int64_t n) { return kMidnight + hours(n); }

struct Sheet {
  Rules book = tests::small_agency();
  Roster state;
  Cover cover;
  Sheet() { EXPECT_EQ(act(OpenRoster{{"office"}}, kOffice), "roster-opened"); }
  std::string act(const RosterCommand& command, const Actor& actor, Instant now = kMidnight) {
    const auto events = decide(state, command, actor, now, book);
    if (!events) return events.error().code;
    for (const auto& event : *events) apply(state, now, actor.user, event);
    return std::string(name_of(events->front()));
  }
  /// Days by 8 to 20, nights by 20 to 8.
  void two_rotations() {
    ASSERT_EQ(act(SetRotation{{1, kThursday, 0, 1, false, hours(8), hours(20), {{11}, {12}}}}, kOffice),
              "rotation-set");
    ASSERT_EQ(act(SetRotation{{2, kThursday, 0, 7, false, hours(20), hours(32), {{13}, {12}}}}, kOffice),
              "rotation-set");
  }
  std::vector<int64_t> who(Instant at) const {
    std::vector<int64_t> out;
    for (const UserId one : on_duty(state, cover, at, *book.calendar)) out.push_back(one.value);
    return out;
  }
  std::vector<Shift> all(Instant from, Instant to) const { return shifts(state, from, to, *book.calendar); }
  const Shift* one(const std::vector<Shift>& list, std::string_view uid, int64_t person) const {
    for (const Shift& shift : list)
      if (shift.uid == uid && shift.person.value == person) return &shift;
    return nullptr;
  }
};
using People = std::vector<int64_t>;

TEST(Roster, PeopleTakeTurnsAndNightsCrossMidnight) {
  Sheet s;
  s.two_rotations();
  EXPECT_EQ(s.who(hour(7)), People{}) << "before the first day";
  EXPECT_EQ(s.who(hour(8)), People{11});
  EXPECT_EQ(s.who(hour(20) - Seconds{1}), People{11});
  EXPECT_EQ(s.who(hour(20)), People{13});
  EXPECT_EQ(s.who(hour(31)), People{13}) << "the night belongs to the day it began";
  EXPECT_EQ(s.who(hour(32)), People{12});
  EXPECT_EQ(s.who(hour(24 * 7 + 7)), People{13}) << "the seventh night";
  EXPECT_EQ(s.who(hour(24 * 7 + 21)), People{12}) << "the week is over";
}

TEST(Roster, AnOverrideStandsForItsSpanAndTheLaterOneCounts) {
  Sheet s;
  s.two_rotations();
  ASSERT_EQ(s.act(OverrideDuty{{hour(10), hour(14), {13}, "培训"}}, kOffice), "duty-overridden");
  ASSERT_EQ(s.act(OverrideDuty{{hour(12), hour(16), {12}, "病假"}}, kOffice), "duty-overridden");
  EXPECT_EQ(s.who(hour(9)), People{11});
  EXPECT_EQ(s.who(hour(10)), People{13});
  EXPECT_EQ(s.who(hour(12)), People{12});
  EXPECT_EQ(s.who(hour(16)), People{11});
  EXPECT_EQ(s.act(OverrideDuty{{hour(10), hour(14), {13}, ""}}, kOffice), "case.reason-required");
  EXPECT_EQ(s.act(OverrideDuty{{hour(10), hour(14), {13}, "培训"}}, kAn), "roster.not-allowed");
  EXPECT_EQ(s.act(OverrideDuty{{hour(10), hour(14), {13}, "培训"}}, kOffice, hour(14)), "roster.dates");
}

TEST(Roster, ASwapNeedsBothAndGivesOnlyWhatTheyHave) {
  Sheet s;
  s.two_rotations();
  const SwapAsked swap{0, {12}, hour(8), hour(20), hour(32), hour(44)};
  EXPECT_EQ(s.act(AskSwap{swap}, kCe), "roster.not-on-duty");
  ASSERT_EQ(s.act(AskSwap{swap}, kAn), "swap-asked");
  EXPECT_EQ(s.who(hour(8)), People{11}) << "asked is not agreed";
  EXPECT_EQ(s.act(AnswerSwap{1, true}, kAn), "roster.not-allowed");
  EXPECT_EQ(s.act(AnswerSwap{1, true}, kCe), "roster.not-allowed");
  ASSERT_EQ(s.act(AnswerSwap{1, true}, kBo), "swap-agreed");
  EXPECT_EQ(s.who(hour(8)), People{12});
  EXPECT_EQ(s.who(hour(21)), People{13}) << "the night is nobody's to swap";
  EXPECT_EQ(s.who(hour(32)), People{11});
  EXPECT_EQ(s.act(AnswerSwap{1, false}, kBo), "roster.wrong-state");
  ASSERT_EQ(s.act(AskSwap{{0, {12}, hour(32), hour(44), hour(8), hour(20)}}, kAn), "swap-asked");
  EXPECT_EQ(s.act(AnswerSwap{2, false}, kAn), "swap-declined") << "taken back";
}

TEST(Roster, WhatHasBeenIsNotRewritten) {
  Sheet s;
  s.two_rotations();
  const RotationSet earlier{1, kThursday, 0, 1, false, hours(8), hours(20), {{13}}};
  EXPECT_EQ(s.act(SetRotation{earlier}, kOffice, hour(48)), "roster.dates");
  RotationSet later = earlier;
  later.first = kThursday + 3;
  ASSERT_EQ(s.act(SetRotation{later}, kOffice, hour(48)), "rotation-set");
  EXPECT_EQ(s.who(hour(24 * 2 + 9)), People{11});
  EXPECT_EQ(s.who(hour(24 * 3 + 9)), People{13});
  const struct {
    RotationSet set;
    const char* code;
  } bad[] = {
      {{4, kThursday, 0, 1, false, hours(8), hours(20), {{13}}}, "roster.unknown"},
      {{3, kThursday, kThursday - 1, 1, false, hours(8), hours(20), {{13}}}, "roster.dates"},
      {{3, kThursday, 0, 0, false, hours(8), hours(20), {{13}}}, "roster.dates"},
      {{3, kThursday, 0, 1, false, hours(20), hours(8), {{13}}}, "roster.hours"},
      {{3, kThursday, 0, 1, false, hours(8), hours(33), {{13}}}, "roster.hours"},
      {{3, kThursday, 0, 1, false, hours(8), hours(20), {{0}}}, "roster.people"},
  };
  for (const auto& row : bad) EXPECT_EQ(s.act(SetRotation{row.set}, kOffice), row.code);
}

// A calendar that loses an event, or shows one that is no more, sends somebody to the office for nothing.
TEST(Roster, AShiftKeepsItsIdAndSaysThatItChanged) {
  Sheet s;
  s.two_rotations();
  const auto before = s.all(hour(0), hour(24));
  const std::string uid = "r1-" + std::to_string(kThursday);
  ASSERT_NE(s.one(before, uid, 11), nullptr);
  EXPECT_EQ(s.one(before, uid, 11)->sequence, 0);
  s.act(OverrideDuty{{hour(12), hour(14), {13}, "培训"}}, kOffice, hour(1));
  const auto split = s.all(hour(0), hour(24));
  ASSERT_NE(s.one(split, uid, 11), nullptr);
  EXPECT_EQ(s.one(split, uid, 11)->to, hour(12));
  EXPECT_EQ(s.one(split, uid, 11)->sequence, 1);
  EXPECT_EQ(s.one(split, uid, 11)->changed, hour(1));
  EXPECT_EQ(s.one(split, uid + "-2", 11)->from, hour(14));
  EXPECT_EQ(s.one(split, "o1", 13)->to, hour(14));
  s.act(OverrideDuty{{hour(8), hour(20), {12}, "病假"}}, kOffice, hour(2));
  const auto gone = s.all(hour(0), hour(24));
  EXPECT_TRUE(s.one(gone, uid, 11)->cancelled);
  EXPECT_EQ(s.one(gone, uid, 11)->sequence, 2);
  EXPECT_EQ(s.one(gone, uid, 11)->from, hour(8)) << "a cancelled one is as it was";
  EXPECT_TRUE(s.one(gone, "o1", 13)->cancelled);
}

TEST(Roster, ADayGivenToSomebodyElseIsCancelledForTheOneWhoHadIt) {
  Sheet s;
  s.two_rotations();
  ASSERT_EQ(s.act(SetRotation{{1, kThursday + 1, 0, 1, false, hours(9), hours(20), {{11}, {13}}}}, kOffice, hour(3)),
            "rotation-set");
  const auto list = s.all(hour(24), hour(72));
  const std::string friday = "r1-" + std::to_string(kThursday + 1), saturday = "r1-" + std::to_string(kThursday + 2);
  EXPECT_TRUE(s.one(list, friday, 12)->cancelled);
  EXPECT_EQ(s.one(list, friday, 12)->sequence, 1);
  EXPECT_FALSE(s.one(list, friday, 11)->cancelled);
  EXPECT_TRUE(s.one(list, saturday, 11)->cancelled);
  EXPECT_FALSE(s.one(list, saturday, 13)->cancelled);
}

// Which window somebody looks through must not change what they see.
TEST(Roster, AShiftIsTheSameThroughEveryWindow) {
  std::mt19937 random(7);
  for (int round = 0; round < 40; ++round) {
    Sheet s;
    s.two_rotations();
    for (int i = 0; i < 6; ++i) {
      const Instant from = hour(1 + static_cast<int64_t>(random() % 300));
      const Instant to = from + hours(1 + static_cast<int64_t>(random() % 60));
      const UserId person{11 + static_cast<int64_t>(random() % 3)};
      if (random() % 2 == 0) {
        s.act(OverrideDuty{{from, to, person, "调整"}}, kOffice);
      } else {
        const Actor& asker = random() % 2 == 0 ? kAn : kBo;
        s.act(AskSwap{{0, person, from, to, from + hours(24), to + hours(24)}}, asker);
        if (!s.state.swaps.empty()) s.act(AnswerSwap{s.state.swaps.back().asked.swap, true}, {person, "某人", {}});
      }
    }
    const auto whole = s.all(hour(0), hour(400));
    for (int64_t h = 0; h < 400; h += 7)
      for (const Shift& shift : s.all(hour(h), hour(h + 5)))
        EXPECT_NE(std::ranges::find(whole, shift), whole.end()) << shift.uid << " at hour " << h;
    // The slow truth: minute by minute, the last overlay that applies, else the rotation.
    for (int64_t h = 0; h < 400; h += 3) {
      const Instant at = hour(h) + minutes(30);
      std::vector<int64_t> truth;
      const auto base = [&](int64_t day, int64_t from, int64_t to, int64_t a, int64_t b, int64_t each) {
        if (day < 0 || at < hour(day * 24 + from) || hour(day * 24 + to) <= at) return;
        truth.push_back(day / each % 2 == 0 ? a : b);
      };
      for (const int64_t day : {h / 24 - 1, h / 24}) base(day, 8, 20, 11, 12, 1);
      for (const int64_t day : {h / 24 - 1, h / 24}) base(day, 20, 32, 13, 12, 7);
      for (const Overlay& over : s.state.overlays) {
        if (at < over.from || over.to <= at) continue;
        if (over.only) {
          if (std::erase(truth, over.only.value) > 0) truth.push_back(over.person.value);
        } else {
          truth = {over.person.value};
        }
      }
      auto found = s.who(at);
      std::ranges::sort(found);
      std::ranges::sort(truth);
      truth.erase(std::unique(truth.begin(), truth.end()), truth.end());
      EXPECT_EQ(found, truth) << "hour " << h << " round " << round;
    }
  }
}

// In summer time's night the hours on the wall count, not sixty-minute hours.
TEST(Roster, TheWallClockRulesWhenClocksChange) {
  Sheet s;
  s.book = tests::small_agency("America/New_York");
  s.act(SetRotation{{1, 20519, 0, 1, false, hours(0), hours(24), {{11}, {12}}}},
        kOffice);                                          // 2026-03-07; 03-08 has 23 h
  const auto day = s.all({1772946000}, {1772946000 + 1});  // 2026-03-08 00:00 EST
  ASSERT_EQ(day.size(), 1u);
  EXPECT_EQ(day[0].to - day[0].from, hours(23));
}

TEST(Roster, TheDeputyAndTheHeadStandBehindWhoeverIsOnDuty) {
  Sheet s;
  const Actor head = colleague(5, Role::unit_head);
  const std::vector<Actor> staff{kAn, kBo, head};
  const auto ask = [&](Instant at) {
    return who_is_on_duty(&s.state, {"office"}, Role::unit_head, staff, s.cover, at, *s.book.calendar);
  };
  EXPECT_EQ(ask(hour(9)).first(), head.user) << "nobody on the roster, no deputy";
  apply(s.cover, hour(0), {1}, DeputyNamed{1, {5}, {12}, Role::unit_head, {"office"}, hour(0), hour(48), "三件"});
  EXPECT_EQ(ask(hour(9)).first(), UserId{12});
  s.two_rotations();
  EXPECT_EQ(ask(hour(9)).people, std::vector<UserId>{{11}});
  EXPECT_EQ(ask(hour(9)).deputy, UserId{12});
  EXPECT_EQ(ask(hour(9)).head, head.user);
  EXPECT_EQ(ask(hour(33)).deputy, std::nullopt) << "the deputy is on duty: named once";
  apply(s.cover, hour(0), {1}, AwayNoted{1, {11}, hour(0), hour(48)});
  EXPECT_EQ(ask(hour(9)).first(), UserId{12}) << "who is away is not told";
  apply(s.cover, hour(0), {1}, AwayNoted{2, {12}, hour(0), hour(48)});
  EXPECT_EQ(ask(hour(9)).first(), head.user);
  apply(s.cover, hour(0), {1}, AwayNoted{3, {5}, hour(0), hour(48)});
  EXPECT_EQ(ask(hour(9)).first(), std::nullopt);
}

TEST(Period, IsRefusedNamingEveryGap) {
  Sheet s;
  s.two_rotations();
  const auto declare = [&](PeriodDeclared facts, const Actor& actor = kOffice) -> Error {
    const auto open = period_gaps(facts, {&s.state, 1}, s.cover, *s.book.calendar);
    const auto events = decide(Period{}, DeclarePeriod{facts, open}, actor, kMidnight, s.book);
    return events ? Error{} : events.error();
  };
  const PeriodDeclared weekend{hour(48), hour(96), {{"office"}}, "重要活动"};
  EXPECT_EQ(declare(weekend).code, "");
  EXPECT_EQ(declare(weekend, kAn).code, "period.not-allowed");
  PeriodDeclared changed = weekend;
  changed.reason = "";
  EXPECT_EQ(declare(changed).code, "case.reason-required");
  changed = weekend;
  changed.to = changed.from;
  EXPECT_EQ(declare(changed).code, "period.dates");
  changed = weekend;
  changed.from = hour(2);
  EXPECT_EQ(declare(changed), (Error{"period.gap", "office 2026-03-05T02:00:00+08:00/2026-03-05T08:00:00+08:00"}));
  changed = weekend;
  changed.units.push_back({"food"});
  EXPECT_EQ(declare(changed), (Error{"period.gap", "food 2026-03-07T00:00:00+08:00/2026-03-09T00:00:00+08:00"}));
  changed = weekend;
  changed.units = {};
  EXPECT_EQ(declare(changed).code, "route.no-such-unit") << "the office is always among them";
  apply(s.cover, hour(0), {1}, AwayNoted{1, {11}, hour(50), hour(60)});
  EXPECT_EQ(declare(weekend), (Error{"period.gap", "office 2026-03-07T08:00:00+08:00/2026-03-07T12:00:00+08:00"}))
      << "somebody on leave covers nothing";
}

TEST(Period, RunsUntilItIsLifted) {
  Rules book = tests::small_agency();
  Period state;
  EXPECT_EQ(decide(state, LiftPeriod{"提前结束"}, kOffice, kMidnight, book).error().code, "period.wrong-state");
  apply(state, kMidnight, {1}, PeriodDeclared{hour(1), hour(9), {{"office"}}, "重要活动"});
  EXPECT_FALSE(state.runs(hour(0)));
  EXPECT_TRUE(state.runs(hour(1)));
  EXPECT_FALSE(state.runs(hour(9)));
  EXPECT_EQ(decide(state, LiftPeriod{""}, kOffice, hour(2), book).error().code, "case.reason-required");
  ASSERT_TRUE(decide(state, LiftPeriod{"提前结束"}, kOffice, hour(2), book));
  apply(state, hour(2), {1}, PeriodLifted{"提前结束"});
  EXPECT_FALSE(state.runs(hour(2)));
  EXPECT_EQ(decide(state, LiftPeriod{"再来"}, kOffice, hour(3), book).error().code, "period.wrong-state");
}

}  // namespace
}  // namespace hb::casework
