// Cases that 12345 sends over, and what goes back to it.

#include "desk/imports.h"

#include <gtest/gtest.h>

#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "app/case_file.h"
#include "desk/portal.h"
#include "tests/support/desk_world.h"

namespace hb::app {
namespace {

using namespace casework;
using desk::ImportLine;
using test::DeskWorld;

constexpr std::string_view kCsv =
    "\xEF\xBB\xBF工单编号,诉求标题,诉求内容,受理时间,办结时限,联系电话,事发地址,诉求类型,是否保密\r\n"
    "MC-031,奶茶有异物,\"我买的奶茶里有虫子，\n店员不认\",2026-03-05 09:30:00,2026-03-12,13900000000,"
    "明川市南港区港前路12号,投诉,是\r\n"
    "MC-032,,问食品经营许可怎么办,2026/3/5 10:05,,13800000000,,咨询,否\r\n"
    "MC-033,重名,内容,昨天下午,,,,投诉,\r\n"
    "MC-034,不知类别,内容,2026-03-05 09:30:00,,,,求助,\r\n"
    ",没有编号,内容,,,,,投诉,\r\n"
    "MC-035,列数不对,内容\r\n"
    "MC-036,还没到,内容,2026-03-06 09:30:00,,,,投诉,\r\n"
    "MC-037,没有内容,,,,,,投诉,\r\n";

const Actor kOffice = DeskWorld::person(4, Role::office, "office");

struct Desk : DeskWorld {
  desk::Imports imports{wiring};
  desk::ImportTable table = desk::read_table(kCsv).value();
  desk::Imported bring(bool dry_run, const Actor& who = kOffice) {
    return imports.bring(who, table, {.map = {.from = "12345", .columns = {}, .words = {}}, .dry_run = dry_run}, vault)
        .value();
  }
};

std::string told(const desk::Imported& done) {
  std::string out;
  for (const auto& line : done.lines) {
    out += std::to_string(line.line) + " " + line.their_number + " " + std::string(name_of(line.outcome));
    if (line.outcome == ImportLine::Outcome::rejected) out += " " + line.wrong.code + " " + line.wrong.detail;
    out += "\n";
  }
  return out;
}

constexpr const char* kRejects =
    "5 MC-033 rejected import.time received\n"
    "6 MC-034 rejected import.word 求助\n"
    "7  rejected case.empty number\n"
    "8  rejected import.columns 3\n"
    "9 MC-036 rejected case.time-ahead \n"
    "10 MC-037 rejected case.empty text\n";

TEST(Imports, ADryRunSaysWhatWouldBecomeOfEachLineAndOpensNothing) {
  Desk w;
  const auto done = w.bring(/*dry_run=*/true);
  EXPECT_EQ(told(done), "2 MC-031 good\n4 MC-032 good\n" + std::string(kRejects));
  EXPECT_EQ(done.records, 8);
  EXPECT_EQ(done.unknown, (std::vector<std::pair<std::string, std::string>>{{"kind", "求助"}}));
  EXPECT_EQ(done.map.columns.at("number"), "工单编号") << "usual headings are known";
  EXPECT_EQ(w.store.count_cases({}, desk::kCountAll).value(), 0);
  EXPECT_TRUE(w.imports.kept(kOffice)->empty());
}

TEST(Imports, AnOpenedCaseKeepsTheirNumberDayAndDueDateAndSealsTheCitizensWords) {
  Desk w;
  EXPECT_EQ(told(w.bring(false)), "2 MC-031 opened\n4 MC-032 opened\n" + std::string(kRejects));
  desk::CaseFilter theirs;
  theirs.came_from = "12345";
  theirs.their_number = "MC-031";
  const auto rows = w.store.cases(theirs).value();
  ASSERT_EQ(rows.size(), 1u);
  const auto state = w.cases.load(rows[0].number).value();
  EXPECT_EQ(state.opened.channel, Channel::import);
  EXPECT_EQ(state.opened.privacy, Privacy::confidential);
  EXPECT_EQ(state.opened.posted_at, *parse_rfc3339("2026-03-05T09:30:00+08:00"));
  EXPECT_EQ(state.opened.noticed_at, w.clock.at);
  EXPECT_EQ(state.opened.their_due, *parse_rfc3339("2026-03-12T00:00:00+08:00"));
  EXPECT_EQ(state.unit.value, "south") << "the place in the address decides";
  EXPECT_NE(state.clock("first-reply"), nullptr);
  const auto citizen = w.store.citizen(rows[0].number).value();
  ASSERT_TRUE(citizen);
  const auto words = w.vault.open(rows[0].number, citizen->sealed).value();
  EXPECT_NE(words.find("店员不认"), std::string::npos);
  EXPECT_NE(words.find("港前路12号"), std::string::npos);
  EXPECT_NE(words.find("13900000000"), std::string::npos);
  const auto history = w.store.case_events(rows[0].number).value();
  for (const auto& recorded : history) {
    const auto* opened = std::get_if<CaseOpened>(&recorded.event);
    EXPECT_TRUE(opened == nullptr || opened->title.find("港前路") == std::string::npos);
  }

  // Nobody was given a query code, so none fits: not even none.
  desk::Portal portal(w.store, w.vault, w.clock, w.log, w.wiring.rules, w.wiring.simplifier);
  EXPECT_FALSE(portal.look_up(rows[0].number.value, "", Language::zh).value_or(std::nullopt));
}

TEST(Imports, TheSameFileAgainOpensNothingTwice) {
  Desk w;
  w.bring(false);
  const auto again = w.bring(false);
  EXPECT_EQ(told(again), "2 MC-031 there\n4 MC-032 there\n" + std::string(kRejects));
  desk::CaseFilter first;
  first.their_number = "MC-031";
  EXPECT_EQ(again.lines[0].number, w.store.cases(first).value().at(0).number);
  EXPECT_EQ(w.store.count_cases({}, desk::kCountAll).value(), 2);
}

TEST(Imports, AColumnMapIsSaidOnceAndKept) {
  Desk w;
  w.table = desk::read_table("单号,说明,分类\nA-1,店里短斤少两,价格类\n").value();
  desk::ImportQuestion question{.map = {.from = "12315", .columns = {}, .words = {}}, .dry_run = true};
  const auto guessed = w.imports.bring(kOffice, w.table, question, w.vault).value();
  EXPECT_EQ(guessed.missing, "number");
  EXPECT_EQ(guessed.headings.size(), 3u) << "what can be chosen is shown";
  question.dry_run = false;
  EXPECT_EQ(w.imports.bring(kOffice, w.table, question, w.vault).error().code, "import.column");
  question.map.columns = {{"number", "单号"}, {"text", "说明"}, {"matter", "分类"}};
  question.map.words = {{"matter", {{"价格类", "price"}}}};
  ASSERT_TRUE(w.imports.bring(kOffice, w.table, question, w.vault));
  EXPECT_EQ(w.store.cases({}).value().at(0).unit.value, "price");
  EXPECT_EQ(w.imports.kept(kOffice).value(), std::vector<desk::ColumnMap>{question.map});

  w.table = desk::read_table("单号,说明,分类\nA-2,标价与结账不一样,价格类\n").value();
  const desk::ImportQuestion bare{.map = {.from = "12315", .columns = {}, .words = {}}, .dry_run = false};
  EXPECT_EQ(told(w.imports.bring(kOffice, w.table, bare, w.vault).value()), "2 A-2 opened\n");

  w.table = desk::read_table("单号,说明,分类\nA-3,传单夸大疗效,广告类\nA-4,标价不一,价格类\n").value();
  const desk::ImportQuestion one_more{
      .map = {.from = "12315", .columns = {}, .words = {{"matter", {{"广告类", "advertising"}}}}}, .dry_run = false};
  ASSERT_TRUE(w.imports.bring(kOffice, w.table, one_more, w.vault));
  EXPECT_EQ(w.imports.kept(kOffice)->at(0).words.at("matter").size(), 2u) << "a word more, and what was said before";

  const std::pair<desk::ColumnMap, const char*> wrong[] = {
      {{"12 345", {}, {}}, "import.from"},
      {{"", {}, {}}, "import.from"},
      {{"12315", {{"number", "单号"}, {"text", "说明"}, {"name", "分类"}}, {}}, "import.column"},
      {{"12315", {{"number", "单号"}, {"text", "不在"}}, {}}, "import.column"},
      {{"12315", {{"number", "单号"}, {"text", "说明"}}, {{"matter", {{"x", "moon"}}}}}, "import.word"},
      {{"12315", {{"number", "单号"}, {"text", "说明"}}, {{"kind", {{"x", "praise"}}}}}, "import.word"},
  };
  for (const auto& [map, code] : wrong) {
    const desk::ImportQuestion asked{.map = map, .dry_run = false};
    EXPECT_EQ(w.imports.bring(kOffice, w.table, asked, w.vault).error().code, code);
  }
}

TEST(Imports, OnlyWhoDispatchesImports) {
  Desk w;
  for (const Role role : {Role::monitor, Role::responder, Role::unit_head, Role::auditor, Role::administrator}) {
    const Actor who = DeskWorld::person(9, role, "east");
    const desk::ImportQuestion asked{.map = {.from = "12345", .columns = {}, .words = {}}, .dry_run = true};
    EXPECT_EQ(w.imports.bring(who, w.table, asked, w.vault).error().code, "import.not-allowed") << name_of(role);
    EXPECT_EQ(w.imports.results(who, "12345").error().code, "import.not-allowed");
    EXPECT_EQ(w.imports.kept(who).error().code, "import.not-allowed");
  }
}

TEST(Imports, WhatCameOfThemGoesBackUnderTheirOwnHeading) {
  Desk w;
  EXPECT_EQ(w.imports.results(kOffice, "12345").error().code, "import.from") << "nothing came from there";
  w.bring(false);
  desk::CaseFilter theirs;
  theirs.their_number = "MC-031";
  const CaseNumber number = w.store.cases(theirs).value().at(0).number;
  const Actor responder = DeskWorld::person(5, Role::responder, "south");
  ASSERT_TRUE(w.cases.act(responder, number, Accept{}));
  w.clock.at = w.clock.at + hours(1);
  ASSERT_TRUE(w.cases.act(responder, number, WriteDraft{Part::answer, "已责令停业，\"立案\"调查。", ""}));
  const auto draft = w.cases.load(number)->drafts.back();
  ASSERT_TRUE(w.cases.act(DeskWorld::person(6, Role::unit_head, "south"), number, Approve{draft.id, draft.hash}));
  ASSERT_TRUE(
      w.cases.act(DeskWorld::person(7, Role::online_spokesperson, "south"), number, Publish{draft.id, draft.hash}));
  const auto csv = w.imports.results(kOffice, "12345").value();
  const auto back = desk::read_table(csv).value();
  EXPECT_EQ(back.headings.front(), "工单编号");
  ASSERT_EQ(back.records.size(), 2u);
  const std::vector<std::string> first = {"MC-031",
                                          number.value,
                                          "南港分局",
                                          "已答复",
                                          "2026-03-05 13:10:00",
                                          "",
                                          "2026-03-05 14:10:00",
                                          "2026-03-12 00:00:00",
                                          "已责令停业，\"立案\"调查。"};
  const bool in_order = back.records[0].fields[0] == "MC-031";
  EXPECT_EQ(back.records[in_order ? 0 : 1].fields, first);
  EXPECT_EQ(back.records[in_order ? 1 : 0].fields.back(), "") << "nothing was said yet";
}

TEST(CaseFile, IsReadInWhateverCharsetASpreadsheetWroteAndAsJsonLines) {
  const auto dir = std::filesystem::temp_directory_path() / ("hearback-cases-" + std::to_string(::getpid()));
  std::filesystem::create_directories(dir);
  const auto write = [&](const char* name, std::string_view bytes) {
    const auto path = dir / name;
    std::ofstream(path, std::ios::binary) << bytes;
    return path.string();
  };
  // "编号,内容" and "A-1,店里卖过期食品，希望查处" in GB18030
  const auto gbk = read_case_file(
      write("gbk.csv",
            "\xB1\xE0\xBA\xC5,\xC4\xDA\xC8\xDD\r\nA-1,\xB5\xEA\xC0\xEF\xC2\xF4\xB9\xFD\xC6\xDA\xCA\xB3\xC6\xB7"
            "\xA3\xAC\xCF\xA3\xCD\xFB\xB2\xE9\xB4\xA6\r\n"));
  ASSERT_TRUE(gbk) << gbk.error().code;
  EXPECT_EQ(gbk->headings, (std::vector<std::string>{"编号", "内容"}));
  EXPECT_EQ(gbk->records.at(0).fields.at(1), "店里卖过期食品，希望查处");
  const auto lines = read_case_file(
      write("cases.jsonl", "{\"number\":\"A-1\",\"text\":\"过期\",\"other\":1}\n\n{\"number\":7}\nnot json\n"));
  ASSERT_TRUE(lines);
  ASSERT_EQ(lines->records.size(), 3u);
  EXPECT_EQ(lines->records[0].fields[1], "过期");
  EXPECT_EQ(lines->records[1].wrong, (Error{"line.wrong-type", "number"}));
  EXPECT_EQ(lines->records[1].line, 3u);
  EXPECT_EQ(lines->records[2].wrong, (Error{"line.not-json", ""}));
  EXPECT_EQ(read_case_file(write("empty.csv", "")).error().code, "import.empty");
  EXPECT_EQ(read_case_file(dir / "gone.csv").error().code, "file.unreadable");
  std::filesystem::remove_all(dir);
}

}  // namespace
}  // namespace hb::app
