#include "casework/watch.h"

#include <gtest/gtest.h>

namespace hb::casework {
namespace {

Rules rules() {
  Rules out;
  out.units.resize(2);
  out.units[0].id = {"office"};
  out.units[1].id = {"food"};
  return out;
}
Actor person(Role role, const char* unit = "food") { return {{7}, "王", {{role, {unit}}}}; }

struct Desk {
  Watch state{};
  Rules book = rules();

  std::string give(const WatchCommand& command, const Actor& actor = person(Role::monitor)) {
    const auto events = decide(state, command, actor, book);
    if (!events) return events.error().code + (events.error().detail.empty() ? "" : " " + events.error().detail);
    std::string out;
    for (const auto& event : *events) {
      apply(state, {100}, actor.user, event);
      out += std::string(name_of(event));
    }
    return out;
  }
};

const KeepWatch kKeep{{"食堂", "食堂 呕吐", {"food"}}};

TEST(Watch, IsKeptChangedAndEndedByWhoFilesWhatIsHeard) {
  const struct {
    WatchCommand command;
    Role role;
    bool kept;
    const char* says;
  } rows[] = {
      {kKeep, Role::monitor, false, "watch-kept"},
      {kKeep, Role::office, false, "watch-kept"},
      {kKeep, Role::auditor, false, "watch.not-allowed"},
      {kKeep, Role::unit_head, false, "watch.not-allowed"},
      {kKeep, Role::monitor, true, "watch.wrong-state kept"},
      {KeepWatch{{"", "食堂", {"food"}}}, Role::monitor, false, "case.empty name"},
      {KeepWatch{{"食堂", "", {"food"}}}, Role::monitor, false, "case.empty query"},
      {KeepWatch{{"食堂", "食堂", {"moon"}}}, Role::monitor, false, "route.no-such-unit moon"},
      {KeepWatch{{std::string(61, 'a'), "食堂", {"food"}}}, Role::monitor, false, "case.too-long name"},
      {ChangeWatch{"食堂", "食堂 腹泻"}, Role::monitor, true, "watch-changed"},
      {ChangeWatch{"食堂", "食堂 呕吐"}, Role::monitor, true, ""},
      {ChangeWatch{"食堂", "食堂"}, Role::auditor, true, "watch.not-allowed"},
      {ChangeWatch{"食堂", "食堂"}, Role::monitor, false, "watch.wrong-state not-kept"},
      {EndWatch{"过时"}, Role::office, true, "watch-ended"},
      {EndWatch{""}, Role::office, true, "case.reason-required"},
      {EndWatch{"过时"}, Role::responder, true, "watch.not-allowed"},
      {TellGrowth{{12, 3}}, Role::office, true, "watch.not-allowed"},
  };
  for (const auto& row : rows) {
    Desk desk;
    if (row.kept) desk.give(kKeep);
    EXPECT_EQ(desk.give(row.command, person(row.role)), row.says) << name_of(row.role);
  }
}

TEST(Watch, IsOverOnceEnded) {
  Desk desk;
  desk.give(kKeep);
  desk.give(EndWatch{"过时"});
  EXPECT_EQ(desk.give(ChangeWatch{"食堂", "食堂"}), "watch.wrong-state ended");
  EXPECT_EQ(desk.give(TellGrowth{{12, 3}}, the_desk()), "");
  EXPECT_EQ(desk.state.reason, "过时");
}

// An alarm is of what was asked for then.
TEST(Watch, AnAlarmGoesWithTheQueryItWasOf) {
  Desk desk;
  desk.give(kKeep);
  EXPECT_EQ(desk.give(TellGrowth{{12, 3}}, the_desk()), "watch-grew");
  EXPECT_EQ(desk.state.grew, (WatchGrew{12, 3}));
  desk.give(ChangeWatch{"学校食堂", "食堂 呕吐"});
  EXPECT_TRUE(desk.state.grew_at);
  desk.give(ChangeWatch{"学校食堂", "食堂 腹泻"});
  EXPECT_FALSE(desk.state.grew_at);
}

}  // namespace
}  // namespace hb::casework
