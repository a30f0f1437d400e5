#include "casework/reply_template.h"

#include <date/tz.h>
#include <gtest/gtest.h>

namespace hb::casework {
namespace {

constexpr Instant kNow{1773201600};  // 2026-03-11 12:00 in Shanghai
constexpr int64_t kToday = 1773201600 / 86400;

Rules agency() {
  Rules rules;
  for (const char* id : {"office", "food"})
    rules.units.push_back({.id = {id},
                           .kind = std::string_view(id) == "office" ? UnitKind::office : UnitKind::department,
                           .size = {},
                           .name = {id, ""},
                           .remit = {},
                           .places = {}});
  rules.calendar =
      std::make_shared<const Calendar>(Zone(*date::locate_zone("Asia/Shanghai")),
                                       std::vector<OpeningHours>{{{9 * 3600}, {17 * 3600}}}, Holidays{{2026, {}}});
  return rules;
}
Actor person(int64_t id, Role role, const char* unit) { return {{id}, "甲", {{role, {unit}}}}; }

const Actor kResponder = person(1, Role::responder, "food");
const Actor kHead = person(2, Role::unit_head, "food");
const TemplateWritten kReceived{
    "已收到", "您的诉求（{number}）已于{date}由{unit}受理，进度见 {link}。", {"food"}, kToday + 90};

struct Desk {
  Rules rules = agency();
  ReplyTemplate state;

  std::string code(const TemplateCommand& command, const Actor& actor) {
    const auto events = decide(state, command, actor, kNow, rules);
    if (!events) return events.error().code;
    for (const auto& event : *events) apply(state, kNow, actor.user, event);
    return "ok";
  }
};

TemplateWritten with(const char* text) {
  TemplateWritten out = kReceived;
  out.text = text;
  return out;
}

// A slip in a field would go out to every citizen alike.
TEST(ReplyTemplate, OnlyTheFourFieldsStandInBraces) {
  const struct {
    const char* text;
    const char* code;
  } rows[] = {
      {"已收到{number}", "ok"},         {"{date}{unit}{link}", "ok"},     {"已收到", "ok"},
      {"{name}您好", "template.field"}, {"{number", "template.field"},    {"已收到}", "template.field"},
      {"{Number}", "template.field"},   {"{{number}}", "template.field"}, {"", "case.empty"},
  };
  for (const auto& row : rows) EXPECT_EQ(Desk().code(WriteTemplate{with(row.text)}, kResponder), row.code) << row.text;
  EXPECT_EQ(filled("{number}|{date}|{unit}|{link}|{number}", {"HB-1", "2026年3月11日", "食品处", "/track/HB-1"}),
            "HB-1|2026年3月11日|食品处|/track/HB-1|HB-1");
  EXPECT_EQ(filled("{number}", {"{date}", "x", "", ""}), "{date}") << "what is filled in is not filled again";
}

TEST(ReplyTemplate, IsWrittenByOneAndApprovedByAnother) {
  Desk desk;
  EXPECT_EQ(desk.code(WriteTemplate{kReceived}, person(3, Role::responder, "office")), "template.not-allowed");
  TemplateWritten late = kReceived;
  late.review_day = kToday;
  EXPECT_EQ(desk.code(WriteTemplate{late}, kResponder), "template.review-day");
  ASSERT_EQ(desk.code(WriteTemplate{kReceived}, kResponder), "ok");
  EXPECT_FALSE(desk.state.standing) << "nothing is sent that nobody approved";
  EXPECT_EQ(desk.code(ApproveTemplate{sha256("x")}, kHead), "case.text-changed");
  EXPECT_EQ(desk.code(ApproveTemplate{desk.state.hash}, kResponder), "template.not-allowed");
  Actor both = kHead;
  both.user = kResponder.user;
  EXPECT_EQ(desk.code(ApproveTemplate{desk.state.hash}, both), "case.same-person");
  ASSERT_EQ(desk.code(ApproveTemplate{desk.state.hash}, kHead), "ok");
  ASSERT_TRUE(desk.state.standing);
  EXPECT_EQ(desk.state.standing->approver, kHead.user);

  ASSERT_EQ(desk.code(WriteTemplate{with("新稿")}, kResponder), "ok");
  EXPECT_EQ(desk.state.standing->text, kReceived.text) << "until the new words are approved the old ones stand";
  EXPECT_EQ(desk.code(SendBackTemplate{""}, kHead), "case.reason-required");
  ASSERT_EQ(desk.code(SendBackTemplate{"写明电话"}, kHead), "ok");
  EXPECT_EQ(desk.code(ApproveTemplate{desk.state.hash}, kHead), "template.wrong-state");
  ASSERT_EQ(desk.code(RetireTemplate{"不再适用"}, kHead), "ok");
  EXPECT_FALSE(desk.state.standing);
  EXPECT_EQ(desk.code(WriteTemplate{kReceived}, kResponder), "template.wrong-state");
}

}  // namespace
}  // namespace hb::casework
