#include "casework/cover.h"

#include <gtest/gtest.h>

#include "casework/case.h"
#include "tests/support/small_agency.h"

namespace hb::casework {
namespace {

using tests::colleague;

const Actor kHead = colleague(1, Role::unit_head, "east");
const Actor kSecond = colleague(2, Role::responder, "east");
const Actor kOffice = colleague(3, Role::office);
const Actor kStranger = colleague(4, Role::responder, "food");
constexpr Instant kNow{1772687400};

NameDeputy name_deputy() {
  return {kHead, kSecond, Role::unit_head, {"east"}, kNow, kNow + hours(24), "三件待办，两件将到期"};
}

struct Register {
  Rules book = tests::small_agency();
  Cover state;
  std::string act(const CoverCommand& command, const Actor& actor, Instant now = kNow) {
    const auto events = decide(state, command, actor, now, book);
    if (!events) return events.error().code;
    for (const auto& event : *events) apply(state, now, actor.user, event);
    return std::string(name_of(events->front()));
  }
};

// A deputy who is not named properly would approve in nobody's name.
TEST(Cover, ADeputyIsNamedForAPostWithDatesAndHandOver) {
  const auto tried = [](auto change, const Actor& actor = kHead) {
    NameDeputy command = name_deputy();
    change(command);
    return Register{}.act(command, actor);
  };
  EXPECT_EQ(tried([](NameDeputy&) {}), "deputy-named");
  EXPECT_EQ(tried([](NameDeputy&) {}, kOffice), "deputy-named");
  EXPECT_EQ(tried([](NameDeputy&) {}, kSecond), "cover.not-allowed");
  EXPECT_EQ(tried([](NameDeputy& c) { c.handover = " "; }), "case.empty");
  EXPECT_EQ(tried([](NameDeputy& c) { c.to = c.from; }), "cover.dates");
  EXPECT_EQ(tried([](NameDeputy& c) { c.deputy = kHead; }), "cover.same-person");
  EXPECT_EQ(tried([](NameDeputy& c) { c.deputy = kStranger; }), "cover.not-of-unit");
  EXPECT_EQ(tried([](NameDeputy& c) { c.deputy = kOffice; }), "deputy-named");
  EXPECT_EQ(tried([](NameDeputy& c) { c.deputy = colleague(8, Role::auditor, "east"); }), "cover.not-of-unit");
  EXPECT_EQ(tried([](NameDeputy& c) { c.role = Role::online_spokesperson; }), "cover.not-the-holder");
  EXPECT_EQ(tried([](NameDeputy& c) { c.role = Role::responder; }), "cover.no-such-role");
}

TEST(Cover, APostHasOneDeputyAtATime) {
  Register r;
  ASSERT_EQ(r.act(name_deputy(), kHead), "deputy-named");
  NameDeputy again = name_deputy();
  again.from = kNow + hours(23);
  again.to = kNow + hours(30);
  EXPECT_EQ(r.act(again, kHead), "cover.overlap");
  again.from = kNow + hours(24);
  EXPECT_EQ(r.act(again, kHead), "deputy-named") << "the next begins where this one ends";
}

TEST(Cover, TheDeputyHasThePartFromTheFirstDayToTheLast) {
  Register r;
  r.act(name_deputy(), kHead);
  EXPECT_TRUE(acting(r.state, kSecond.user, kNow - Seconds{1}).empty());
  EXPECT_EQ(acting(r.state, kSecond.user, kNow), (std::vector<Grant>{{Role::unit_head, {"east"}}}));
  EXPECT_TRUE(acting(r.state, kSecond.user, kNow + hours(24)).empty());
  EXPECT_TRUE(acting(r.state, kHead.user, kNow).empty());
  EXPECT_EQ(r.act(EndDeputy{1, "都已办结"}, kStranger), "cover.not-allowed");
  EXPECT_EQ(r.act(EndDeputy{1, ""}, kSecond), "case.empty") << "what is handed back is said";
  EXPECT_EQ(r.act(EndDeputy{1, "都已办结"}, kSecond, kNow + hours(2)), "deputy-ended");
  EXPECT_FALSE(acting(r.state, kSecond.user, kNow + hours(1)).empty()) << "what was done until then stays right";
  EXPECT_TRUE(acting(r.state, kSecond.user, kNow + hours(2)).empty());
  EXPECT_EQ(r.act(EndDeputy{1, "都已办结"}, kSecond, kNow + hours(3)), "cover.wrong-state");
  EXPECT_EQ(r.act(EndDeputy{7, "都已办结"}, kSecond), "cover.unknown");
}

TEST(Cover, WhoIsAwayIsNotPresentAndADeputyIsWithTheirPart) {
  Register r;
  r.act(name_deputy(), kHead);
  EXPECT_EQ(r.act(NoteAway{kHead, kNow, kNow + hours(8)}, kSecond), "cover.not-allowed");
  EXPECT_EQ(r.act(NoteAway{kHead, kNow, kNow}, kHead), "cover.dates");
  ASSERT_EQ(r.act(NoteAway{kHead, kNow, kNow + hours(8)}, kHead), "away-noted");
  const std::vector<Actor> staff{kHead, kSecond, kOffice};
  const auto there = present(staff, r.state, kNow);
  ASSERT_EQ(there.size(), 2u);
  EXPECT_EQ(there[0].user, kSecond.user);
  EXPECT_TRUE(there[0].has(Role::unit_head, {"east"}));
  EXPECT_EQ(present(staff, r.state, kNow + hours(8)).size(), 3u);
  EXPECT_EQ(r.act(EndAway{1}, kHead, kNow + hours(1)), "away-ended");
  EXPECT_FALSE(r.state.is_away(kHead.user, kNow + hours(1)));
  EXPECT_EQ(r.act(NoteAway{kSecond, kNow, kNow + hours(8)}, kHead), "away-noted") << "the head notes for the unit";
}

// Standing in for the head does not make two people of one: the draft is still their own.
TEST(Cover, ADeputyNeverPlaysTwoParts) {
  Rules book = tests::small_agency();
  Register r;
  r.act(name_deputy(), kHead);
  Case state;
  CaseOpened facts;
  facts.number = {"HB-1"};
  facts.title = "缺斤短两";
  std::vector<CaseEvent> past{facts, Dispatched{{"east"}, "", {}, ""}, Accepted{},
                              Drafted{{1}, Part::answer, "经查……", ""}};
  for (auto& event : past) apply(state, {kNow, kSecond.user, kSecond.name, event});
  Actor as_deputy = kSecond;
  for (const Grant& grant : acting(r.state, kSecond.user, kNow)) as_deputy.grants.push_back(grant);
  const Approve approve{{1}, state.drafts[0].hash};
  EXPECT_EQ(decide(state, approve, as_deputy, kNow, book).error().code, "case.same-person");
  EXPECT_TRUE(decide(state, approve, kHead, kNow, book));
  as_deputy.user = {9};
  EXPECT_TRUE(decide(state, approve, as_deputy, kNow, book)) << "another one as the deputy may";
}

// A button that is refused, or one that is missing, sends somebody to the telephone.
TEST(Cover, WhatAPersonMayDoIsWhatTheRuleAccepts) {
  const Actor other_head = colleague(9, Role::unit_head, "food");
  for (const Actor& actor : {kHead, kSecond, kOffice, kStranger, other_head}) {
    Register r;
    EXPECT_EQ(may_name_deputy(actor, kHead.user, Role::unit_head, {"east"}, r.book),
              r.act(name_deputy(), actor) == "deputy-named")
        << actor.name;
    EXPECT_FALSE(may_name_deputy(actor, kHead.user, Role::responder, {"east"}, r.book));
    for (const Actor& person : {kHead, kSecond, kStranger})
      EXPECT_EQ(may_note_away(actor, person, r.book),
                Register{}.act(NoteAway{person, kNow, kNow + hours(1)}, actor) == "away-noted")
          << actor.name << " for " << person.name;
    Register held;
    ASSERT_EQ(held.act(name_deputy(), kHead), "deputy-named");
    ASSERT_EQ(held.act(NoteAway{kSecond, kNow, kNow + hours(8)}, kSecond), "away-noted");
    for (const Instant at : {kNow, kNow + hours(8), kNow + hours(24)}) {
      Register deputy = held, away = held;
      EXPECT_EQ(may_end(actor, held.state.deputies.front(), at, held.book),
                deputy.act(EndDeputy{1, "已交回"}, actor, at) == "deputy-ended");
      EXPECT_EQ(may_end(actor, held.state.away.front(), at, held.book),
                away.act(EndAway{1}, actor, at) == "away-ended");
    }
  }
}

}  // namespace
}  // namespace hb::casework
