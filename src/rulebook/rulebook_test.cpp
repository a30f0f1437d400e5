#include "rulebook/rulebook.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "base/utf8.h"
#include "rulebook/explain.h"
#include "rulebook/toml.h"
#include "tests/support/rulebooks.h"
#include "text/fold.h"

namespace hb::rulebook {
namespace {

using casework::DueRule;
using casework::Rules;

constexpr const char* kSmallest = R"(schema = 1
id = "small"
name = { zh = "小局" }
timezone = "Asia/Shanghai"
[calendar]
file = "calendars/cn.json"
hours = ["09:00-12:00", "13:00-17:00"]
[[unit]]
id = "office"
kind = "office"
name = { zh = "办公室" }
)";

Result<Rulebook, Findings> read(const std::string& text) { return parse(text, "rules.toml", tests::surroundings()); }

TEST(Rulebook, the_smallest_one_promises_nothing_by_itself) {
  const auto book = read(kSmallest);
  ASSERT_TRUE(book) << to_text(book.error()[0]);
  const Rules& r = book->rules;
  EXPECT_EQ(r.id, "small");
  EXPECT_EQ(r.units.size(), 1);
  EXPECT_TRUE(r.clocks.empty() && r.grades.empty() && r.groups.empty() && r.staffing.empty() && r.places.empty());
  EXPECT_FALSE(r.routing.returns || r.routing.redos || r.conflict.department);
  EXPECT_EQ(r.version.size(), 64);
  EXPECT_EQ(r.calendar->zone().name(), "Asia/Shanghai");
  EXPECT_NE(read(std::string(kSmallest) + "# another byte\n")->rules.version, r.version);
}

TEST(Rulebook, the_shipped_default_states_every_figure_of_the_desk) {
  const Rulebook book = tests::shipped_rulebook("municipal-market-regulator.toml");
  const Rules& r = book.rules;
  const auto due = [&](const char* id) { return r.clock(id)->due; };
  const auto elapsed = [](Seconds s) { return DueRule{.kind = DueRule::Kind::elapsed, .length = s}; };
  EXPECT_EQ(due("triage"), (DueRule{.kind = DueRule::Kind::working, .length = hours(3)}));
  EXPECT_EQ(due("first-reply"), (DueRule{.kind = DueRule::Kind::working, .length = hours(3)}));
  EXPECT_EQ(due("final-answer"), (DueRule{.kind = DueRule::Kind::working_days, .days = 3}));
  EXPECT_EQ(r.clock("final-answer")->extension->until, (DueRule{.kind = DueRule::Kind::days, .days = 10}));
  EXPECT_EQ(r.clock("final-answer")->extension->by, "unit-head");
  EXPECT_TRUE(r.clock("final-answer")->extension->reason_required);
  EXPECT_EQ(due("report-serious"), elapsed(hours(4)));
  EXPECT_EQ(due("report-critical"), elapsed(hours(2)));
  EXPECT_EQ(due("statement"), elapsed(hours(24)));
  EXPECT_EQ(due("directive-ack"), elapsed(hours(1)));
  EXPECT_EQ(r.clock("report-serious")->climb, minutes(30));
  EXPECT_EQ(r.clock("report-critical")->climb, minutes(15));
  using casework::Rung;
  EXPECT_EQ(r.clock("directive-ack")->ladder,
            (std::vector<Rung>{{Rung::Kind::unit, "office"}, {Rung::Kind::group, "leading-group"}}));
  EXPECT_EQ(r.routing.returns, 1);
  EXPECT_EQ(r.routing.redos, 2);
  EXPECT_EQ(r.business_names, casework::BusinessNames::withheld);
  EXPECT_EQ(r.conflict.department->unit.value, "office");
  EXPECT_EQ(r.conflict.office->outside, "派驻纪检监察组");
  EXPECT_EQ(r.staffing.size(), 6);
  ASSERT_EQ(r.grades.size(), 2);
  EXPECT_EQ(r.grades[0].grade, Grade::critical);
  EXPECT_EQ(to_text(r.grades[0].any[2]), "voices >= 50 and growth >= 4");
  EXPECT_EQ(r.grades[1].any.size(), 4);

  const notice::Options engine;
  EXPECT_EQ(book.notice.window, engine.window);
  EXPECT_EQ(book.notice.join, engine.join);
  EXPECT_EQ(book.notice.suggest, engine.suggest);
  EXPECT_EQ(book.notice.size_penalty, engine.size_penalty);
  EXPECT_EQ(book.notice.same_text, engine.same_text);
  EXPECT_EQ(book.notice.growth_min_posts, engine.growth_min_posts);
  EXPECT_EQ(book.notice.growth_false_alarms, engine.growth_false_alarms);
  EXPECT_EQ(book.notice.growth_false_a_week, engine.growth_false_a_week);
  EXPECT_EQ(book.notice.grades.size(), 2);
  EXPECT_GE(book.notice.harms.size(), 15);
}

TEST(Rulebook, the_demo_city_has_its_places_and_speaks_through_listed_accounts) {
  const Rulebook book = tests::shipped_rulebook("mingchuan.toml");
  const Rules& r = book.rules;
  EXPECT_EQ(r.unit({"south"})->size, casework::BranchSize::medium);
  EXPECT_EQ(r.places[0].name.zh, "望江码头");
  EXPECT_EQ(r.places[0].in, "南港区");
  for (const auto& place : r.places) {
    const bool answered_for = std::ranges::any_of(
        r.units, [&](const casework::Unit& u) { return std::ranges::find(u.places, place.in) != u.places.end(); });
    EXPECT_TRUE(place.in.empty() || answered_for) << place.id << " stands where no branch is";
  }
  for (const auto& unit : r.units) {
    if (unit.kind != casework::UnitKind::branch) continue;
    EXPECT_TRUE(std::ranges::any_of(r.accounts, [&](const auto& a) { return a.unit == unit.id; })) << unit.id.value;
  }
  EXPECT_EQ(book.notice.places.size(), r.places.size());
}

TEST(Rulebook, explains_itself_in_both_languages) {
  const Rulebook book = tests::shipped_rulebook("mingchuan.toml");
  EXPECT_THAT(in_words(book, Language::zh), testing::HasSubstr("事项自立项起 3 个工作日，至答复"));
  EXPECT_THAT(in_words(book, Language::en),
              testing::HasSubstr("unit head may extend to 10 calendar days, with a reason"));
}

// A town promises no less than a city: only who does it differs.
TEST(Rulebook, the_small_town_keeps_the_figures_of_the_default) {
  const Rulebook town = tests::shipped_rulebook("small-town.toml");
  const Rulebook city = tests::shipped_rulebook("municipal-market-regulator.toml");
  for (const auto& clock : city.rules.clocks) {
    if (clock.on == casework::ClockOn::help) continue;  // one unit has nobody to ask
    const casework::ClockSpec* same = town.rules.clock(clock.id);
    ASSERT_NE(same, nullptr) << clock.id;
    EXPECT_EQ(same->due, clock.due) << clock.id;
    EXPECT_EQ(same->climb, clock.climb) << clock.id;
  }
  EXPECT_EQ(town.notice.grades, city.notice.grades);
  std::vector<std::string> matters;
  for (const auto& unit : city.rules.units) matters.insert(matters.end(), unit.remit.begin(), unit.remit.end());
  ASSERT_EQ(town.rules.units.size(), 1);
  EXPECT_THAT(town.rules.units[0].remit, testing::UnorderedElementsAreArray(matters));
}

// Whoever works by the service norms has the statutory clocks beside the promises, not in their place.
TEST(Rulebook, the_service_norms_stand_beside_the_promises_of_the_default) {
  const Rulebook norms = tests::shipped_rulebook("service-norms.toml");
  const Rulebook city = tests::shipped_rulebook("municipal-market-regulator.toml");
  for (const auto& promise : city.rules.clocks) {
    const auto* same = norms.rules.clock(promise.id);
    ASSERT_NE(same, nullptr) << promise.id;
    if (promise.id == "statement") continue;
    EXPECT_EQ(same->due, promise.due) << promise.id;
  }
  const auto due = [&](const char* id) { return norms.rules.clock(id)->due; };
  EXPECT_EQ(due("statement").length, hours(5));
  EXPECT_EQ(due("response-48h").length, hours(48));
  const struct {
    const char* id;
    int days;
  } statutory[] = {{"complaint-acceptance", 7}, {"complaint-mediation", 45}, {"tip-off-decision", 15}};
  for (const auto& [id, days] : statutory) {
    EXPECT_EQ(due(id).kind, DueRule::Kind::working_days) << id;
    EXPECT_EQ(due(id).days, days) << id;
    EXPECT_NE(norms.rules.clock(id)->basis, "") << id;
  }
  EXPECT_EQ(norms.rules.clock("final-answer")->pause_reasons.size(), 2);
  EXPECT_EQ(norms.rules.rates.size(), 6);
  EXPECT_EQ(norms.notice.grades, city.notice.grades);
}

// Two people adopt a rulebook by what this says: a change it keeps quiet about was not agreed to.
TEST(Rulebook, tells_each_difference_and_nothing_else) {
  const Rulebook before = tests::shipped_rulebook("mingchuan.toml");
  EXPECT_EQ(differences(before, before, Language::zh), "");
  const auto told = [&](const auto& change) {
    Rulebook after = before;
    change(after);
    return differences(before, after, Language::en);
  };
  EXPECT_EQ(told([](Rulebook& b) { std::ranges::reverse(b.rules.units); }), "") << "order says nothing";
  EXPECT_EQ(told([](Rulebook& b) { b.notice.join = 0.5; }),
            "## Noticing\n- joins by itself from 0.31\n+ joins by itself from 0.5\n");
  EXPECT_EQ(told([](Rulebook& b) { b.rules.business_names = casework::BusinessNames::shown; }),
            "## Conflict and routing\n- names of complained-of businesses are withheld\n"
            "+ names of complained-of businesses are shown\n");
  EXPECT_THAT(told([](Rulebook& b) { b.rules.clocks.clear(); }), testing::StartsWith("## Clocks\n- "));
  EXPECT_THAT(told([](Rulebook& b) { b.rules.clocks.pop_back(); }), testing::Not(testing::HasSubstr("+ ")));
  EXPECT_THAT(told([](Rulebook& b) { b.rules.units[1].places.emplace_back("新区"); }),
              testing::HasSubstr("+   places: "));
  EXPECT_THAT(told([](Rulebook& b) { b.notice.harms.pop_back(); }), testing::StartsWith("## Harms\n- "));
}

TEST(Rulebook, says_what_is_wrong_and_where) {
  struct {
    const char* from;  // replaced in the smallest rulebook; "" appends
    const char* to;
    int line;
    const char* key;
    const char* found;
    const char* nearest = "";
  } rows[] = {
      {"schema = 1\n", "\n", 1, "schema", "nothing"},
      {"schema = 1", "schema = 2", 1, "schema", "2"},
      {"schema = 1", "schema = \"1\"", 1, "schema", "\"1\""},
      {"id = \"small\"\n", "\n", 1, "id", "nothing"},
      {"id = \"small\"", "id = \"Small\"", 2, "id", "\"Small\""},
      {"name = { zh = \"小局\" }\n", "\n", 1, "name", "nothing"},
      {"name = { zh = \"小局\" }", "name = \"小局\"", 3, "name", "\"小局\""},
      {"name = { zh = \"小局\" }", "name = { en = \"x\" }", 3, "name.zh", "nothing"},
      {"name = { zh = \"小局\" }", "name = { zh = \"x\", cn = \"y\" }", 3, "name.cn", "\"cn\"", "en"},
      {"timezone = \"Asia/Shanghai\"\n", "\n", 1, "timezone", "nothing"},
      {"Asia/Shanghai", "Asia/Peking", 4, "timezone", "\"Asia/Peking\""},
      {"timezone", "timezon", 4, "timezon", "\"timezon\"", "timezone"},
      {"calendars/cn.json", "calendars/none.json", 6, "calendar.file", "\"calendars/none.json\""},
      {"file = \"calendars/cn.json\"\n", "\n", 5, "calendar.file", "nothing"},
      {"hours = [\"09:00-12:00\", \"13:00-17:00\"]\n", "\n", 5, "calendar.hours", "nothing"},
      {"[\"09:00-12:00\", \"13:00-17:00\"]", "[]", 7, "calendar.hours", "an empty list"},
      {"[\"09:00-12:00\", \"13:00-17:00\"]", "\"09:00-17:00\"", 7, "calendar.hours", "\"09:00-17:00\""},
      {"13:00-17:00", "11:59-17:00", 7, "calendar.hours", "\"11:59-17:00\""},
      {"13:00-17:00", "13:00-13:00", 7, "calendar.hours", "\"13:00-13:00\""},
      {"13:00-17:00", "13:00-24:01", 7, "calendar.hours", "\"13:00-24:01\""},
      {"13:00-17:00", "13:60-17:00", 7, "calendar.hours", "\"13:60-17:00\""},
      {"13:00-17:00", "1:00-17:00", 7, "calendar.hours", "\"1:00-17:00\""},
      {"\"09:00-12:00\", \"13:00-17:00\"", "\"13:00-17:00\", \"09:00-12:00\"", 7, "calendar.hours", "\"09:00-12:00\""},
      {"kind = \"office\"", "kind = \"ofice\"", 10, "unit.kind", "\"ofice\"", "office"},
      {"kind = \"office\"\n", "\n", 8, "unit.kind", "nothing"},
      {"kind = \"office\"", "kind = \"office\"\nsize = \"large\"", 11, "unit.size", "\"large\""},
      {"kind = \"office\"", "kind = \"branch\"\nsize = \"huge\"", 11, "unit.size", "\"huge\""},
      {"", "[[unit]]\nid = \"office\"\nkind = \"department\"\nname = { zh = \"x\" }", 13, "unit.id",
       "\"office\" again"},
      {"", "places = [\"东城区\", \"东城区\"]", 12, "unit.places", "\"东城区\" again"},
      {"", "places = [\"东城区\", 7]", 12, "unit.places", "7"},
      {"", "remits = [\"food\"]", 12, "unit.remits", "\"remits\"", "remit"},
      {"", "[units]", 12, "units", "\"units\"", "unit"},
      {"", "[staffing]\nbranch = { monitr = 1 }", 13, "staffing.branch.monitr", "\"monitr\"", "monitor"},
      {"", "[staffing]\nbranch = { monitor = [2, 1] }", 13, "staffing.branch.monitor", "a list"},
      {"", "[staffing]\nbranch = { monitor = -1 }", 13, "staffing.branch.monitor", "-1"},
      {"", "[staffing]\nbranch = { monitor = { big = 1 } }", 13, "staffing.branch.monitor.big", "\"big\""},
      {"", "[staffing]\ndepartment = { monitor = { large = 1 } }", 13, "staffing.department.monitor", "a table"},
      {"", "[staffing]\ndeputies = [\"head\"]", 13, "staffing.deputies", "\"head\""},
      {"", "[[group]]\nid = \"office\"\nname = { zh = \"x\" }", 13, "group.id", "\"office\" again"},
      {"", "[[group]]\nid = \"g\"\nname = { zh = \"x\" }\nchair = \"spokeperson\"", 15, "group.chair",
       "\"spokeperson\"", "spokesperson"},
      {"", "[conflict]\ndepartment = \"ofice\"", 13, "conflict.department", "\"ofice\"", "office"},
      {"", "[conflict]\noffice = \"office\"", 13, "conflict.office", "\"office\""},
      {"", "[conflict]\noffice = \"outside:\"", 13, "conflict.office", "\"outside:\""},
      {"", "[routing]\nreturns = \"once\"", 13, "routing.returns", "\"once\""},
      {"", "[publication]\nbusiness_names = \"show\"", 13, "publication.business_names", "\"show\"", "shown"},
      {"", "[[place]]\nid = \"pier\"\nname = { zh = \"码头\" }\nunit = \"east\"", 15, "place.unit", "\"east\""},
      {"", "[[account]]\nid = \"a\"\nname = { zh = \"x\" }\nchannel = \"forum\"\nunit = \"office\"", 12,
       "account.address", "nothing"},
      {"", "[notice]\njoin = 1.5", 13, "notice.join", "1.5"},
      {"", "[notice]\njoin = 0.1\nsuggest = 0.2", 14, "notice.suggest", "0.2"},
      {"", "[[grade]]\nid = \"routine\"\nany = []", 13, "grade.id", "\"routine\""},
      {"", "[[grade]]\nid = \"serious\"\nany = [\n\"harm:il\",\n]", 15, "grade.any", "\"il\"", "ill"},
      {"", "[[grade]]\nid = \"serious\"\nany = [\"voices >= x\"]", 14, "grade.any",
       "\"x\" at byte 10 of \"voices >= x\""},
      {"", "x = 1\nx = 2", 13, "", nullptr},
      {"", "[[clock", 12, "", nullptr},
      {"", "[@]", 12, "", nullptr},
      {"", "[[=]]", 12, "", nullptr},
      {"", "·", 12, "", nullptr},
      {"", "x = 1 ·", 12, "", nullptr},
  };
  for (const auto& row : rows) {
    std::string text = kSmallest;
    const std::string_view from = row.from;
    if (from.empty()) {
      text += row.to;
    } else {
      text.replace(text.find(from), from.size(), row.to);
    }
    const auto book = read(text);
    ASSERT_FALSE(book) << row.to;
    // A misspelt key is also missing under its right name.
    const auto it = std::ranges::find(book.error(), row.key, &Finding::key);
    ASSERT_NE(it, book.error().end()) << row.to << " → " << to_text(book.error()[0]);
    EXPECT_EQ(it->line, row.line) << to_text(*it);
    if (row.found) {
      EXPECT_EQ(it->found, row.found) << to_text(*it);
    }
    EXPECT_EQ(it->nearest, row.nearest) << to_text(*it);
    EXPECT_FALSE(it->expected.empty());
    EXPECT_LE(book.error().size(), 2) << row.to << ": one mistake, told once";
  }
}

TEST(Rulebook, says_what_is_wrong_in_a_clock) {
  struct {
    const char* from;
    const char* to;
    const char* key;
    const char* found;
    const char* nearest = "";
  } rows[] = {
      {"id = \"c\"", "id = \"\"", "clock.id", "\"\""},
      {"on = \"case\"", "on = \"cases\"", "clock.on", "\"cases\"", "case"},
      {"on = \"case\"", "", "clock.on", "nothing"},
      {"starts = \"posted\"", "starts = \"post\"", "clock.starts", "\"post\"", "posted"},
      {"starts = \"posted\"", "", "clock.starts", "nothing"},
      {"ends = \"replied\"", "ends = \"reply\"", "clock.ends", "\"reply\""},
      {"ends =", "end =", "clock.end", "\"end\"", "ends"},
      {"due = { working = \"3h\" }", "", "clock.due", "nothing"},
      {"due = { working = \"3h\" }", "due = \"3h\"", "clock.due", "\"3h\""},
      {"due = { working = \"3h\" }", "due = {}", "clock.due", "0 of them"},
      {"{ working = \"3h\" }", "{ working = \"3h\", days = 1 }", "clock.due", "2 of them"},
      {"working =", "workng =", "clock.due.workng", "\"workng\"", "working"},
      {"\"3h\"", "\"3\"", "clock.due.working", "\"3\""},
      {"\"3h\"", "\"3d\"", "clock.due.working", "\"3d\""},
      {"\"3h\"", "\"0h\"", "clock.due.working", "\"0h\""},
      {"\"3h\"", "\"-3h\"", "clock.due.working", "\"-3h\""},
      {"\"3h\"", "\"1h30m\"", "clock.due.working", "\"1h30m\""},
      {"\"3h\"", "\"99999999999999999999h\"", "clock.due.working", "\"99999999999999999999h\""},
      {"\"3h\"", "3", "clock.due.working", "3"},
      {"working = \"3h\"", "working_days = 0", "clock.due.working_days", "0"},
      {"working = \"3h\"", "working_days = 1.5", "clock.due.working_days", "1.5"},
      {"working = \"3h\"", "days = \"3\"", "clock.due.days", "\"3\""},
      {"working = \"3h\"", "days = 3, roll = \"next\"", "clock.due.roll", "\"next\""},
      {"working = \"3h\"", "working = \"3h\", roll = \"next-working-day\"", "clock.due.roll", "\"next-working-day\""},
      {"#", "when = \"grade >= bad\"", "clock.when", "\"bad\" at byte 9 of \"grade >= bad\""},
      {"#", "ladder = [\"offce\"]", "clock.ladder", "\"offce\"", "office"},
      {"#", "climb = \"soon\"", "clock.climb", "\"soon\""},
      {"#", "extension = { by = \"boss\", until = { days = 10 } }", "clock.extension.by", "\"boss\""},
      {"#", "extension = { by = \"unit-head\" }", "clock.extension.until", "nothing"},
      {"#", "extension = { by = \"unit-head\", until = { days = 0 } }", "clock.extension.until.days", "0"},
      {"#", "extension = { by = \"unit-head\", reason = \"no\", until = { days = 1 } }", "clock.extension.reason",
       "\"no\""},
      {"#", "pause_reasons = [\"Waiting for evidence\"]", "clock.pause_reasons", "\"Waiting for evidence\""},
      {"#", "pause_reasons = \"evidence\"", "clock.pause_reasons", "\"evidence\""},
  };
  for (const auto& row : rows) {
    std::string text =
        "[[clock]]\nid = \"c\"\non = \"case\"\nstarts = \"posted\"\nends = \"replied\"\ndue = { working = \"3h\" "
        "}\n#\n";
    ASSERT_TRUE(read(kSmallest + text));
    text.replace(text.find(row.from), std::string_view(row.from).size(), row.to);
    const auto book = read(kSmallest + text);
    ASSERT_FALSE(book) << row.to;
    EXPECT_EQ(book.error().size(), 1) << row.to << ": one mistake, told once";
    EXPECT_EQ(book.error()[0].key, row.key) << row.to;
    EXPECT_EQ(book.error()[0].found, row.found) << row.to;
    EXPECT_EQ(book.error()[0].nearest, row.nearest) << row.to;
  }
}

TEST(Rulebook, a_clock_without_an_end_ends_as_its_kind_does) {
  for (const auto& [on, ends] :
       {std::pair{"case", casework::ClockEnd::answered}, std::pair{"issue", casework::ClockEnd::acknowledged},
        std::pair{"directive", casework::ClockEnd::acknowledged}}) {
    const auto book = read(std::string(kSmallest) + "[[clock]]\nid = \"c\"\non = \"" + on +
                           "\"\nstarts = \"received\"\ndue = { elapsed = \"90m\" }\n");
    ASSERT_TRUE(book);
    EXPECT_EQ(book->rules.clocks[0].ends, ends);
    EXPECT_EQ(book->rules.clocks[0].due.length, minutes(90));
  }
}

TEST(Rulebook, kinds_statutory_tracks_help_and_promises_fit_together) {
  const std::string law =
      "[[clock]]\nid = \"acceptance\"\non = \"case\"\nstarts = \"opened\"\nends = \"decided\"\nbasis = \"第十四条\"\n"
      "due = { working_days = 7 }\n"
      "[[clock]]\nid = \"mediation\"\non = \"case\"\nstarts = \"decided\"\nafter = \"acceptance\"\nends = \"decided\"\n"
      "basis = \"第二十一条\"\ndue = { working_days = 45 }\n"
      "[[clock]]\nid = \"help\"\non = \"help\"\nstarts = \"asked\"\ndue = { working_days = 1 }\n"
      "[[clock]]\nid = \"promise\"\non = \"follow-up\"\nstarts = \"promised\"\ndue = { days = 90 }\n"
      "[[kind]]\nid = \"complaint\"\nanonymous = false\nclocks = []\nstatutory = [\"acceptance\", \"mediation\"]\n"
      "[[rate]]\nid = \"in-time\"\nname = { zh = \"按时受理率\" }\nof = \"on-time\"\nclock = \"acceptance\"\nfloor = "
      "85\n";
  const auto book = read(kSmallest + law);
  ASSERT_TRUE(book) << to_text(book.error()[0]);
  const Rules& r = book->rules;
  EXPECT_EQ(r.clock("help")->ends, casework::ClockEnd::contributed);
  EXPECT_EQ(r.clock("promise")->ends, casework::ClockEnd::done);
  EXPECT_TRUE(r.runs(casework::CaseKind::complaint, *r.clock("mediation")));
  EXPECT_FALSE(r.runs(casework::CaseKind::press, *r.clock("mediation")));
  EXPECT_FALSE(r.may_be_anonymous(casework::CaseKind::complaint));
  EXPECT_EQ(r.rates[0].floor, 85);
  struct {
    const char* from;
    const char* to;
    const char* key;
    const char* found;
    const char* nearest = "";
  } rows[] = {
      {"after = \"acceptance\"", "after = \"aceptance\"", "clock.after", "\"aceptance\"", "acceptance"},
      {"after = \"acceptance\"", "after = \"mediation\"", "clock.after", "\"mediation\"", "mediation"},
      {"after = \"acceptance\"\n", "", "clock.after", "nothing"},
      {"basis = \"第十四条\"\nd", "d", "clock.basis", "nothing"},
      {"starts = \"asked\"", "starts = \"opened\"", "clock.starts", "\"opened\""},
      {"starts = \"promised\"", "starts = \"promised\"\nends = \"answered\"", "clock.ends", "\"answered\""},
      {"id = \"complaint\"", "id = \"complain\"", "kind.id", "\"complain\"", "complaint"},
      {"anonymous = false", "anonymous = \"no\"", "kind.anonymous", "\"no\""},
      {"anonymous = false", "anonymus = false", "kind.anonymus", "\"anonymus\"", "anonymous"},
      {"clocks = []", "clocks = [\"acceptance\"]", "kind.clocks", "\"acceptance\""},
      {"\"mediation\"]", "\"help\"]", "kind.statutory", "\"help\""},
      {"of = \"on-time\"", "of = \"solved\"", "rate.clock", "\"acceptance\""},
      {"\nclock = \"acceptance\"", "", "rate.clock", "nothing"},
      {"floor = 85", "floor = 101", "rate.floor", "101"},
  };
  for (const auto& row : rows) {
    std::string text = law;
    text.replace(text.find(row.from), std::string_view(row.from).size(), row.to);
    const auto wrong = read(kSmallest + text);
    ASSERT_FALSE(wrong) << row.to;
    EXPECT_THAT(wrong.error(), testing::Contains(testing::AllOf(testing::Field(&Finding::key, row.key),
                                                                testing::Field(&Finding::found, row.found),
                                                                testing::Field(&Finding::nearest, row.nearest))))
        << row.to;
  }
}

TEST(Rulebook, every_error_comes_at_once_in_the_order_of_the_file) {
  const auto book = read("schema = 3\nid = \"x\"\nname = { zh = \"x\" }\ntimezone = \"Mars/Olympus\"\ncolour = 1\n");
  ASSERT_FALSE(book);
  std::vector<std::string> keys;
  for (const Finding& f : book.error()) keys.push_back(f.key);
  EXPECT_THAT(keys, testing::ElementsAre("schema", "calendar", "unit", "timezone", "colour"));
  EXPECT_EQ(to_text(book.error()[3]),
            "rules.toml:4: timezone: expected a zone of the tz database, such as \"Asia/Shanghai\", found "
            "\"Mars/Olympus\"");
}

TEST(Rulebook, an_options_file_changes_what_it_names_only) {
  notice::Options defaults = tests::shipped_rulebook("municipal-market-regulator.toml").notice;
  const auto options = parse_notice_options(
      "[notice]\njoin = 0.5\n[[place]]\nid = \"pier\"\nname = { zh = \"码头\" }\naliases = [\"老码头\"]\n", "o.toml",
      defaults);
  ASSERT_TRUE(options);
  EXPECT_EQ(options->join, 0.5);
  EXPECT_EQ(options->suggest, defaults.suggest);
  EXPECT_EQ(options->grades, defaults.grades);
  EXPECT_EQ(options->places, (std::vector<notice::Place>{{"pier", {"码头", "老码头"}}}));
  EXPECT_FALSE(parse_notice_options("[notice]\nwindow = 3\n", "o.toml", defaults));
}

TEST(Harms, every_example_of_the_lexicon_is_found_and_no_counterexample) {
  const std::string bytes = tests::source_file("rulebooks/harms.toml").value();
  const auto harms = parse_harms(bytes, "harms.toml");
  ASSERT_TRUE(harms) << to_text(harms.error()[0]);
  EXPECT_LE(harms->size(), notice::kMaxHarms);
  const notice::HarmFinder finder(*harms);
  const auto found = [&](size_t harm, const std::string& sentence) {
    const auto hits = finder.find(text::fold(sentence).text);
    return std::ranges::any_of(hits, [&](const notice::HarmHit& h) { return h.harm == harm; });
  };
  const toml::parse_result root = toml::parse(bytes);
  const toml::array& tables = *root.table()["harm"].as_array();
  for (size_t i = 0; i < tables.size(); ++i) {
    const toml::table& table = *tables[i].as_table();
    const toml::array* examples = table["examples"].as_array();
    const toml::array* counterexamples = table["counterexamples"].as_array();
    ASSERT_TRUE(examples && counterexamples) << (*harms)[i].id;
    for (const toml::node& e : *examples) {
      EXPECT_TRUE(found(i, e.as_string()->get())) << (*harms)[i].id << ": " << e.as_string()->get();
    }
    for (const toml::node& e : *counterexamples) {
      EXPECT_FALSE(found(i, e.as_string()->get())) << (*harms)[i].id << ": " << e.as_string()->get();
    }
  }
}

TEST(Remits, every_example_of_the_lexicon_is_found) {
  const std::string bytes = tests::source_file("rulebooks/remits.toml").value();
  const auto remits = parse_remits(bytes, "remits.toml");
  ASSERT_TRUE(remits) << to_text(remits.error()[0]);
  const auto harms = parse_harms(tests::source_file("rulebooks/harms.toml").value(), "harms.toml").value();
  const text::MatterLexicon lexicon(*remits);
  const toml::parse_result root = toml::parse(bytes);
  const toml::array& tables = *root.table()["remit"].as_array();
  for (size_t i = 0; i < tables.size(); ++i) {
    const std::string& id = (*remits)[i].id;
    for (const auto& harm : (*remits)[i].harms)
      EXPECT_NE(std::ranges::find(harms, harm, &notice::Harm::id), harms.end()) << id << ": no harm " << harm;
    const toml::array* examples = (*tables[i].as_table())["examples"].as_array();
    ASSERT_TRUE(examples && !examples->empty()) << id;
    for (const toml::node& e : *examples) {
      const auto guess = lexicon.guess(e.as_string()->get(), {});
      EXPECT_TRUE(guess && guess->id == id)
          << id << ": " << e.as_string()->get() << " is " << (guess ? guess->id : "none");
    }
  }
}

TEST(Remits, a_wrong_list_is_refused_with_its_line) {
  const auto wrong =
      parse_remits("[[remit]]\nid = \"food\"\nwords = [\"食堂\"]\n[[remit]]\nid = \"food\"\nword = []\n", "r");
  ASSERT_FALSE(wrong);
  EXPECT_GE(wrong.error().size(), 2u) << "an id given twice, and a key that is none";
}

}  // namespace
}  // namespace hb::rulebook
