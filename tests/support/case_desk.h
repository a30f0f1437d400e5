#pragma once
#include <gtest/gtest.h>

#include "casework/case.h"

/// One case in a small city, and the people who drive it.
namespace hb::casework::tests {

inline constexpr Instant kNow{1773201600};  // 2026-03-11 12:00 in Shanghai

inline Rules city() {
  Rules rules;
  rules.version = "v1";
  rules.units = {
      {.id = {"office"}, .kind = UnitKind::office, .size = {}, .name = {"回应办公室", ""}, .remit = {}, .places = {}},
      {.id = {"food"},
       .kind = UnitKind::department,
       .size = {},
       .name = {"食品处", ""},
       .remit = {"food"},
       .places = {}},
      {.id = {"licence"},
       .kind = UnitKind::department,
       .size = {},
       .name = {"登记许可处", ""},
       .remit = {"licence"},
       .places = {}},
      {.id = {"south"},
       .kind = UnitKind::branch,
       .size = BranchSize::medium,
       .name = {"南港分局", ""},
       .remit = {},
       .places = {"南港区"}},
      {.id = {"east"},
       .kind = UnitKind::branch,
       .size = BranchSize::large,
       .name = {"东城分局", ""},
       .remit = {},
       .places = {"东城区"}},
  };
  rules.places = {{.id = "pier", .name = {"望江码头", ""}, .aliases = {}, .in = "南港区", .unit = {}}};
  rules.conflict.department = ConflictHandler{{"office"}, ""};
  rules.conflict.branch = ConflictHandler{{"office"}, ""};
  rules.conflict.office = ConflictHandler{{}, "派驻纪检监察组"};
  rules.routing.returns = 1;
  const std::vector<OpeningHours> hours{{{9 * 3600}, {12 * 3600}}, {{13 * 3600}, {17 * 3600}}};
  rules.calendar =
      std::make_shared<const Calendar>(Zone(*date::locate_zone("Asia/Shanghai")), hours, Holidays{{2026, {}}});
  ClockSpec reply;
  reply.id = "first-reply";
  reply.starts = ClockStart::posted;
  reply.ends = ClockEnd::replied;
  reply.due = {.kind = DueRule::Kind::working, .length = hb::hours(3)};
  ClockSpec answer;
  answer.id = "final-answer";
  answer.due = {.kind = DueRule::Kind::working_days, .length = {}, .days = 3};
  answer.extension = Extension{"unit-head", true, {.kind = DueRule::Kind::days, .length = {}, .days = 10}};
  rules.clocks = {reply, answer};
  return rules;
}

inline Actor person(int64_t id, Role role, const char* unit) { return {{id}, "甲", {{role, {unit}}}}; }

inline const Actor kMonitor = person(1, Role::monitor, "south");
inline const Actor kResponder = person(2, Role::responder, "south");
inline const Actor kHead = person(3, Role::unit_head, "south");
inline const Actor kSpokes = person(4, Role::online_spokesperson, "south");
inline const Actor kLeader = person(6, Role::supervising_leader, "office");
inline const Actor kOffice = person(5, Role::office, "office");

inline CaseOpened pier() {
  CaseOpened facts;
  facts.number = {"HB-2026-0311-7K4Q-C"};
  facts.title = "望江码头海鲜摊短斤少两";
  facts.summary = "反映望江码头海鲜摊称重不足";
  facts.places = {"望江码头"};
  facts.matter = "price";
  facts.posted_at = kNow - hours(1);
  facts.noticed_at = kNow - minutes(30);
  return facts;
}

/// A case and its history, driven by commands as the desk drives it.
struct Desk {
  Rules rules = city();
  Case state;
  Instant now = kNow;

  Result<std::vector<CaseEvent>> run(const CaseCommand& command, const Actor& actor) {
    auto events = decide(state, command, actor, now, rules);
    if (events)
      for (const auto& event : *events) apply(state, {now, actor.user, actor.name, event});
    return events;
  }
  std::string code(const CaseCommand& command, const Actor& actor) {
    const auto events = run(command, actor);
    return events ? "ok" : events.error().code;
  }
  void open(const CaseOpened& facts = pier()) { ASSERT_TRUE(run(OpenCase{facts}, kMonitor)); }
  void handling() {
    open();
    ASSERT_TRUE(run(Accept{}, kResponder));
  }
  DraftId draft(Part part = Part::answer, const char* text = "经查……") {
    EXPECT_EQ(code(WriteDraft{part, text, ""}, kResponder), "ok");
    return state.drafts.back().id;
  }
  void answer(const char* text) {
    const DraftId written = draft(Part::answer, text);
    EXPECT_EQ(code(Approve{written, hash()}, kHead), "ok");
    EXPECT_EQ(code(Publish{written, hash()}, kSpokes), "ok");
  }
  Digest hash() const { return state.drafts.back().hash; }
};

}  // namespace hb::casework::tests
