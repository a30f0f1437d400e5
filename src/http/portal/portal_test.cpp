// The public pages on a whole desk in memory: what a citizen and what everybody may read.

#include <gtest/gtest.h>

#include <array>
#include <boost/json.hpp>
#include <set>

#include "desk/photos.h"
#include "http/portal/qr.h"
#include "tests/support/pictures.h"
#include "tests/support/portal_world.h"

namespace hb::http {
namespace {

using namespace casework;
using test::PortalWorld;

constexpr std::array<const char*, 25> kPages{"/",
                                             "/complain",
                                             "/track",
                                             "/track/HB-2026-0305-AAAA-A",
                                             "/answers",
                                             "/answers/0",
                                             "/statements",
                                             "/issues",
                                             "/sources",
                                             "/accounts",
                                             "/ledger",
                                             "/verify",
                                             "/help",
                                             "/privacy",
                                             "/press",
                                             "/accessibility",
                                             "/nothing",
                                             "/answers/77",
                                             "/complain?kind=press",
                                             "/answers?page=2",
                                             "/answers?q=%22%3E%3Cscript%3E",
                                             "/answers?q=%E9%A3%9F%E5%93%81",
                                             "/issues/77",
                                             "/performance",
                                             "/data"};

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

// Every tag that opens closes in its order; "" or what is wrong.
std::string unbalanced(std::string_view html) {
  static const std::set<std::string_view> kVoid{"meta", "link", "input", "br", "!doctype"};
  std::vector<std::string> open;
  for (size_t at = 0; (at = html.find('<', at)) != std::string_view::npos;) {
    const size_t end = html.find('>', at);
    if (end == std::string_view::npos) return "a tag without an end";
    std::string_view tag = html.substr(at + 1, end - at - 1);
    at = end;
    if (tag.find('<') != std::string_view::npos) return "a tag in a tag: " + std::string(tag);
    const bool closes = tag.starts_with('/');
    if (closes) tag.remove_prefix(1);
    const std::string name(tag.substr(0, tag.find_first_of(" \n/")));
    if (kVoid.contains(name)) continue;
    if (!closes) {
      open.push_back(name);
    } else if (open.empty() || open.back() != name) {
      return "</" + name + "> closes " + (open.empty() ? "nothing" : open.back());
    } else {
      open.pop_back();
    }
  }
  return open.empty() ? "" : "<" + open.back() + "> stays open";
}

std::string duplicate_id(std::string_view html) {
  std::set<std::string> ids;
  for (size_t at = 0; (at = html.find(" id=\"", at)) != std::string_view::npos; ++at) {
    const std::string id(html.substr(at + 5, html.find('"', at + 5) - at - 5));
    if (!ids.insert(id).second) return id;
  }
  return {};
}

void expect_whole(const Response& response, const std::string& where) {
  EXPECT_EQ(unbalanced(response.body), "") << where;
  EXPECT_EQ(duplicate_id(response.body), "") << where;
  EXPECT_FALSE(has(response.body, "⟨")) << where << ": a sentence is missing";
  EXPECT_EQ(response.body.find("<h1"), response.body.rfind("<h1")) << where;
  EXPECT_LT(response.body.size(), 30'000u) << where;
  EXPECT_TRUE(has(response.body, "<meta name=\"description\" content=\"")) << where;
  EXPECT_TRUE(has(response.body, "href=\"tel:12345\"")) << where << ": help is on every page";
}

struct PortalTest : ::testing::Test {
  PortalWorld w;

  // Through the forms of the site, as a citizen does it; number and query code from the page.
  /// The last page of the complaint as a browser sends it with files; `fields` as in a query.
  Response send_photos(const std::string& fields, const std::vector<std::string>& photos, bool cut = false) {
    const auto typed = parse_fields(fields);
    Request request;
    request.method = "POST";
    request.path = "/complain";
    request.host = "city.example";
    request.sec_fetch_site = "same-origin";
    request.content_type = "multipart/form-data; boundary=xyz";
    request.cut = cut;
    const auto part = [&](const std::string& head, const std::string& bytes) {
      request.body += "--xyz\r\nContent-Disposition: form-data; " + head + "\r\n\r\n" + bytes + "\r\n";
    };
    for (const auto& [name, value] : *typed) part("name=\"" + name + "\"", value);
    for (const auto& photo : photos) part("name=\"photos\"; filename=\"x.jpg\"", photo);
    request.body += "--xyz--\r\n";
    return w.site(request);
  }

  std::pair<std::string, std::string> complain(const std::string& extra) {
    const Response sent = w.post("/complain",
                                 "kind=complaint&matter=food&district=%E5%8D%97%E6%B8%AF%E5%8C%BA&privacy="
                                 "confidential&contact=13900000000&step=send&" +
                                     extra);
    EXPECT_EQ(sent.status, 200) << sent.body;
    expect_whole(sent, "sent");
    const size_t number = sent.body.find("HB-2026");
    const size_t code = sent.body.find("class=\"number\">", number) + 15;
    return {sent.body.substr(number, 19), sent.body.substr(code, 10)};
  }
  // Something is said in public that is the desk's matter, in the east.
  void hear_of_the_school() {
    ASSERT_TRUE(w.hearing.load());
    const desk::Incoming heard{.source = "forum",
                               .publisher = "",
                               .url = "http://forum.example/t/1",
                               .published_at = w.clock.at,
                               .title = "",
                               .text = "孩子在东城第三小学吃完午饭住院了",
                               .author = "x"};
    ASSERT_TRUE(w.hearing.hear({&heard, 1}));
  }
  Response track(const std::string& number, const std::string& code) {
    return w.post("/track", "number=" + number + "&code=" + code);
  }
};

TEST_F(PortalTest, EveryPageIsWholeInBothLanguages) {
  for (const char* cookie : {"", "hb-lang=en"}) {
    for (const char* path : kPages) {
      const Response response = w.get(path, cookie);
      EXPECT_EQ(response.status, has(path, "nothing") || has(path, "answers/") || has(path, "issues/") ? 404 : 200)
          << path;
      expect_whole(response, path + std::string(cookie));
      EXPECT_TRUE(has(response.body, *cookie == 0 ? "<html lang=\"zh-CN\"" : "<html lang=\"en\"")) << path;
      EXPECT_TRUE(has(response.body, "lang=zh\"") || has(response.body, "lang=en\"") ||
                  has(response.body, "name=\"lang\""))
          << path << ": no way to the other language";
    }
  }
}

TEST_F(PortalTest, NothingFromOutsideBecomesMarkup) {
  const std::string evil = "<script>alert(1)</script>\"'><img src=x>";
  CaseOpened facts;
  facts.title = evil;
  facts.summary = evil;
  facts.places = {"东城区"};
  facts.matter = "food";
  facts.posted_at = facts.noticed_at = w.clock.at;
  const auto number = w.cases.open(PortalWorld::person(1, Role::monitor, "east"), facts);
  ASSERT_TRUE(number) << number.error().code;
  const int64_t entry = w.answer(*number, "east", evil);
  desk::Changes changes;
  changes.ledger.push_back({0, evil, std::string(32, 's'), evil, true, {}});
  changes.statements.push_back({0, {7}, {1}, evil, evil, {"office"}, w.clock.at});
  changes.issue_rows.push_back({.id = {7},
                                .title = evil,
                                .places = {evil},
                                .harms = {evil},
                                .unit = {evil},
                                .first_at = {},
                                .last_at = {},
                                .remit = true,
                                .next_due = {}});
  changes.sources.push_back({.id = {"s"},
                             .name = evil,
                             .unit = {evil},
                             .config = evil,
                             .state = evil,
                             .last_success = {},
                             .last_new = {},
                             .last_error = evil});
  ASSERT_TRUE(w.store.commit(changes));
  ASSERT_TRUE(w.log.sequence());
  const std::string index = std::to_string(entry);
  for (const char* cookie : {"", "hb-lang=en"}) {
    for (const std::string& path : std::vector<std::string>{
             "/", "/answers", "/answers/" + index, "/statements", "/statements/" + std::to_string(entry + 1), "/issues",
             "/sources", "/feed.atom", "/track/%3Cscript%3Ealert(1)%3C%2Fscript%3E", "/%3Cscript%3Ealert(1)"}) {
      const Response response = w.get(path, cookie);
      for (const char* bad : {"<script>", "<img", "\"'>"}) EXPECT_FALSE(has(response.body, bad)) << path << bad;
      if (path != "/feed.atom") expect_whole(response, path);
    }
  }
  EXPECT_TRUE(has(w.get("/answers/" + index).body, "&lt;script&gt;alert(1)"));
  EXPECT_EQ(unbalanced(w.get("/feed.atom").body.substr(39)), "");
  for (const char* step : {"check", "where", "what"}) {
    const Response form = w.post("/complain",
                                 "kind=%3Cscript%3E&text=%22%3E%3Cscript%3E&where=%3Cscript%3E&contact="
                                 "%3Cscript%3E&district=%3Cscript%3E&from=check&step=" +
                                     std::string(step));
    EXPECT_FALSE(has(form.body, "<script>")) << step;
    expect_whole(form, step);
  }
}

TEST_F(PortalTest, PhotosAreStrippedSealedAndCountedForTheCitizenAlone) {
  const std::string form =
      "kind=complaint&matter=food&privacy=anonymous&from=check&step=send&text=%E5%AD%97%26%E5%AD%97%0D%0A";
  const std::string comment = test::jpeg_segment('\xFE', "PLANTED by the camera");
  const Response sent = send_photos(form, {test::small_jpeg("one", comment), test::small_jpeg("two")});
  ASSERT_EQ(sent.status, 200) << sent.body;
  expect_whole(sent, "sent");
  EXPECT_TRUE(has(sent.body, "收到照片 2 张"));
  const std::string number = sent.body.substr(sent.body.find("HB-2026"), 19);
  const std::string code = sent.body.substr(sent.body.find("class=\"number\">", sent.body.find(number)) + 15, 10);

  EXPECT_TRUE(has(w.post("/track", "number=" + number + "&code=" + code).body, "收到 2 张，只给承办人员看"));
  const auto kept = w.store.evidence({number}, -1).value();
  ASSERT_TRUE(kept);
  EXPECT_EQ(w.vault.open({number}, kept->sealed).value(), test::small_jpeg("one")) << "sealed, and without the comment";
  EXPECT_EQ(w.store.evidence({number}, -3).value(), std::nullopt);

  desk::Photos photos(w.store, w.cases, w.vault);
  const auto handler = w.person(2, casework::Role::responder, w.cases.load({number})->unit.value.c_str());
  const size_t before = w.store.shown(0, 50)->size();
  const auto shown = photos.show(handler, {number}, 2);
  ASSERT_TRUE(shown) << shown.error().code;
  EXPECT_EQ(shown->type, "image/jpeg");
  EXPECT_EQ(shown->bytes, test::small_jpeg("two"));
  EXPECT_EQ(w.store.shown(0, 50)->size(), before + 1) << "each showing is on the record";
  EXPECT_EQ(photos.show(handler, {number}, 3).error().code, "case.no-photo");
  EXPECT_FALSE(photos.show(w.person(9, casework::Role::auditor, "office"), {number}, 1));
  EXPECT_EQ(w.store.shown(0, 50)->size(), before + 1);
}

TEST_F(PortalTest, AWrongPhotoIsNamedAndNothingElseIsLost) {
  const std::string form = "kind=complaint&matter=food&privacy=anonymous&from=check&step=send&text=KEPT";
  const std::string good = test::small_jpeg("x");
  struct Row {
    std::vector<std::string> photos;
    bool cut;
    const char* says;
  };
  const std::vector<Row> rows{
      {{good, good, good, good}, false, "照片最多 3 张"},
      {{good, test::small_jpeg(std::string(desk::kPhotoLimit, 'x'))}, false, "有一张照片超过 5 MB"},
      {{"<svg xmlns='http://www.w3.org/2000/svg'/>"}, false, "不是 JPEG 或 PNG 照片"},
      {{good.substr(0, good.size() - 3)}, false, "可能已损坏"},
      {{test::small_jpeg("x", "", 60000, 60000)}, false, "尺寸太大"},
      {{good}, true, "合起来太大"},
  };
  for (const Row& row : rows) {
    const Response response = send_photos(form, row.photos, row.cut);
    EXPECT_EQ(response.status, 422) << row.says;
    expect_whole(response, row.says);
    EXPECT_TRUE(has(response.body, "<a href=\"#photos\">")) << row.says;
    EXPECT_TRUE(has(response.body, row.says)) << response.body;
    EXPECT_TRUE(has(response.body, "name=\"text\" value=\"KEPT\"")) << row.says;
    EXPECT_TRUE(has(response.body, "<title>出错：")) << row.says;
  }
  EXPECT_EQ(w.store.count_cases({}, desk::kCountAll).value(), 0);
  EXPECT_TRUE(has(send_photos(form, {}).body, "已收到")) << "photos are not asked for";
}

TEST_F(PortalTest, AFloodOfPhotosIsHeldBackAndComplaintsWithoutThemGoOn) {
  const std::string form = "kind=complaint&matter=food&privacy=anonymous&from=check&step=send&text=KEPT";
  const std::string good = test::small_jpeg("x");
  int status = 200;
  for (int i = 0; i < 12 && status == 200; ++i) status = send_photos(form, {good, good, good}).status;
  EXPECT_EQ(status, 429);
  const Response refused = send_photos(form, {good});
  EXPECT_TRUE(has(refused.body, "现在传照片的人太多"));
  EXPECT_TRUE(has(refused.body, "KEPT"));
  EXPECT_EQ(send_photos(form, {}).status, 200);
}

// What a citizen wrote, how to reach them and where exactly: never on any path that anybody can read.
TEST_F(PortalTest, ACitizensWordsContactAndExactPlaceAreNeverPublic) {
  const auto [number, code] = complain("text=PLANTED-WORDS&where=PLANTED-PLACE&contact=PLANTED-CONTACT");
  const auto [alone, alone_code] = complain("text=PLANTED-WORDS&where=PLANTED-PLACE&alone=yes");
  const Response with_photo = send_photos(
      "kind=complaint&matter=food&privacy=anonymous&step=send&text=x",
      {test::small_jpeg("PLANTED-PIXELS", test::jpeg_segment('\xE1', std::string("Exif\0\0PLANTED-GPS", 17)))});
  ASSERT_TRUE(has(with_photo.body, "收到照片 1 张"));
  EXPECT_FALSE(has(with_photo.body, "PLANTED"));
  w.answer({number}, "south", "已责令改正。", "PLANTED-NOTE");
  const int64_t hidden = w.answer({alone}, "south", "PLANTED-PRIVATE-ANSWER");
  ASSERT_TRUE(w.hearing.load());
  const desk::Incoming heard{.source = "forum",
                             .publisher = "",
                             .url = "http://forum.example/t/1",
                             .published_at = w.clock.at,
                             .title = "PLANTED-TITLE 东城第三小学",
                             .text = "PLANTED-POST 孩子在东城第三小学吃完午饭住院了",
                             .author = "PLANTED-AUTHOR"};
  ASSERT_TRUE(w.hearing.hear({&heard, 1}));
  w.clock.at = w.clock.at + minutes(2);
  ASSERT_TRUE(desk::enter_receipts(w.wiring));
  ASSERT_TRUE(w.log.sequence());

  ASSERT_TRUE(w.open_data.step(w.clock.at));
  std::vector<std::string> paths{"/feed.atom",
                                 "/feed.json",

                                 "/answers?q=%E4%B8%9C%E5%9F%8E",
                                 "/issues/1",
                                 "/issues/1/feed.atom",
                                 "/issues/1/feed.json",
                                 "/ledger/checkpoint",
                                 "/ledger/vkey",
                                 "/track/" + number,
                                 "/answers/" + std::to_string(hidden)};
  for (const char* path : kPages) paths.emplace_back(path);
  const int64_t size = w.store.ledger_size().value();
  ASSERT_GE(size, 5);
  for (int64_t i = 0; i < size; ++i) {
    for (const char* at : {"/ledger/body/", "/answers/", "/statements/"}) paths.push_back(at + std::to_string(i));
    paths.push_back("/answers/" + std::to_string(i) + ".tlog-proof");
  }
  paths.push_back("/ledger/tile/entries/000.p/" + std::to_string(size));
  for (const auto& [name, bytes] : w.open_data.latest()->files) paths.push_back("/data/" + name);
  for (const char* file : {"/data/cases.csv", "/data/cases.jsonl", "/data/answers.csv"})
    EXPECT_TRUE(has(w.get(file).body, number) && has(w.get(file).body, alone)) << file;
  for (const auto& path : paths)
    for (const char* cookie : {"", "hb-lang=en"})
      for (const char* secret : {"PLANTED", "13900000000", "东城第三小学"})
        EXPECT_FALSE(has(w.get(path, cookie).body, secret)) << path << " shows " << secret;
  EXPECT_TRUE(has(w.get("/answers?q=PLANTED").body, "没有找到")) << "nor can it be searched for";
  EXPECT_TRUE(has(w.get("/answers").body, "已单独答复（" + alone));
  EXPECT_FALSE(has(w.get("/feed.atom").body, alone));
  const std::string board = w.get("/issues").body;
  EXPECT_TRUE(has(board, "东城区：有人就医住院")) << "a place down to the district, and the harm";

  // The two citizens read what is theirs, and the bare title in the inbox is ours.
  EXPECT_TRUE(has(track(number, code).body, "PLANTED-NOTE"));
  EXPECT_TRUE(has(track(alone, alone_code).body, "PLANTED-PRIVATE-ANSWER"));
  EXPECT_EQ(w.store.case_row({number}).value()->title, "投诉：食品安全（南港区）");
  const auto words = w.cases.show_citizen(PortalWorld::person(2, Role::responder, "south"), {number}, w.vault);
  ASSERT_TRUE(words) << words.error().code;
  EXPECT_EQ(words->text, "PLANTED-WORDS\n\n具体地点：PLANTED-PLACE");
}

TEST_F(PortalTest, WrongNumberAndWrongCodeReadTheSameAndTriesAreCounted) {
  const auto [number, code] = complain("text=x");
  const Response wrong_code = track(number, "0000000000");
  EXPECT_EQ(wrong_code.status, 422);
  EXPECT_TRUE(has(wrong_code.body, "<title>出错："));
  std::string other = track("HB-2026-0305-0000-0", code).body;
  other.replace(other.find("HB-2026-0305-0000-0"), 19, number);
  EXPECT_EQ(wrong_code.body, other);
  std::string lower = number;
  for (char& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  EXPECT_EQ(track(lower, "+" + code + "+").status, 200) << "as people type it";
  for (int i = 0; i < 10; ++i) track(number, "0000000000");
  EXPECT_EQ(track(number, code).status, 422);
  w.clock.at = w.clock.at + hours(1);
  EXPECT_EQ(track(number, code).status, 200);
}

TEST_F(PortalTest, ACitizenSeesHowFarItIsAndWhyItIsDueThen) {
  const auto [number, code] = complain("text=x");
  const std::string first = track(number, code).body;
  expect_whole(track(number, code), "track");
  for (const char* part :
       {"南港分局", "<li aria-current=\"step\" class=\"here\">已收到", "最迟 2026/03/05（周四）16:10。",
        "最迟 2026/03/10（周二）17:00。", "期限怎么算出来的", "2026-03-05 周四 13:10–16:10，计 3 小时"})
    EXPECT_TRUE(has(first, part)) << part;
  ASSERT_TRUE(w.cases.act(PortalWorld::person(2, Role::responder, "south"), {number}, Accept{}));
  ASSERT_TRUE(w.cases.act(PortalWorld::person(3, Role::unit_head, "south"), {number},
                          Extend{"final-answer", "要等<检验>报告"}));
  w.clock.at = w.clock.at + hours(4);
  ASSERT_TRUE(w.cases.tick());
  const std::string later = track(number, code).body;
  for (const char* part : {"class=\"here\">办理中", "要等&lt;检验&gt;报告", "最迟 2026/03/15（周日）24:00。",
                           "已超过期限：应在 2026/03/05（周四）16:10 之前"})
    EXPECT_TRUE(has(later, part)) << part;
  w.answer({number}, "south", "已查处。");
  const std::string answered = track(number, code).body;
  for (const char* part : {"class=\"here\">已答复", "已查处。", "已按时完成：", "/answers/0"})
    EXPECT_TRUE(has(answered, part)) << part;
  const std::string en = w.post("/track", "number=" + number + "&code=" + code, "hb-lang=en").body;
  EXPECT_TRUE(has(en, "<div class=\"words\" lang=\"zh-CN\">已查处。"));
  EXPECT_TRUE(has(en, "counts 3 h"));
}

TEST_F(PortalTest, ACitizenSeesWhyTheClockIsPausedAndWasPaused) {
  auto rules = w.book.rules;
  for (auto& clock : rules.clocks)
    if (clock.id == "final-answer") clock.pause_reasons = {"testing"};
  rules.version = "with pauses";
  w.wiring.rules.adopt(std::make_shared<const Rules>(rules));
  const auto [number, code] = complain("text=x");
  const auto head = PortalWorld::person(3, Role::unit_head, "south");
  ASSERT_TRUE(w.cases.act(head, {number}, PauseClock{"final-answer", "testing", "样品<送检>"}));
  const std::string held = track(number, code).body;
  for (const char* part : {"暂停计时。", "自2026/03/05（周四）13:10起暂停计时。理由：", "样品&lt;送检&gt;"})
    EXPECT_TRUE(has(held, part)) << part << held;
  w.clock.at = w.clock.at + hours(24 * 7);
  ASSERT_TRUE(w.cases.act(head, {number}, ResumeClock{"final-answer"}));
  const std::string later = track(number, code).body;
  for (const char* part :
       {"2026/03/05（周四）13:10至2026/03/12（周四）13:10曾暂停计时。理由：", "最迟 2026/03/16（周一）17:00。"})
    EXPECT_TRUE(has(later, part)) << part << later;
}

TEST_F(PortalTest, TheCitizenSaysWhetherItWasSolvedOnceAndNoOpensARound) {
  const auto [number, code] = complain("text=x");
  const std::string key = "number=" + number + "&code=" + code;
  EXPECT_FALSE(has(track(number, code).body, "/track/survey")) << "nothing to rate yet";
  w.answer({number}, "south", "已责令改正。");
  EXPECT_TRUE(has(track(number, code).body, "action=\"/track/survey\""));
  expect_whole(track(number, code), "track");
  const Response empty = w.post("/track/survey", key + "&solved=no");
  EXPECT_EQ(empty.status, 422);
  EXPECT_TRUE(has(empty.body, "请选择满意程度"));
  EXPECT_TRUE(has(empty.body, "value=\"no\" checked")) << "what was said is not asked again";
  for (const char* bad : {"0", "6", "99", "x"})
    EXPECT_EQ(w.post("/track/survey", key + "&solved=no&satisfaction=" + bad).status, 422) << bad;
  EXPECT_EQ(w.post("/track/survey", "number=" + number + "&code=0000000000&solved=no&satisfaction=1").status, 422);
  EXPECT_EQ(w.cases.load({number})->round, 1) << "a stranger without the code changes nothing";

  const Response said = w.post("/track/survey", key + "&solved=no-unit&satisfaction=1");
  EXPECT_TRUE(has(said.body, "您的诉求将重新办理"));
  EXPECT_TRUE(has(said.body, "第 2 轮"));
  expect_whole(said, "survey");
  const Case state = w.cases.load({number}).value();
  EXPECT_EQ(state.round, 2);
  EXPECT_EQ(state.opened.about.value, "south");
  EXPECT_NE(state.unit.value, "south");
  EXPECT_EQ(w.store.case_row({number}).value()->about.value, "south") << "the unit reads it no more";
  EXPECT_TRUE(has(w.post("/track/survey", key + "&solved=yes&satisfaction=5").body, "这一步已经办过"));
}

TEST_F(PortalTest, ACitizenTakesACaseBackWithTheCodeOnly) {
  const auto [number, code] = complain("text=x");
  EXPECT_EQ(w.post("/track/withdraw", "number=" + number + "&code=0000000000").status, 422);
  EXPECT_EQ(w.cases.load({number})->state, CaseState::dispatched);
  const Response done = w.post("/track/withdraw", "number=" + number + "&code=" + code);
  EXPECT_TRUE(has(done.body, "您已撤回这件诉求"));
  expect_whole(done, "withdraw");
  EXPECT_EQ(w.store.case_row({number}).value()->next_due, std::nullopt);
  EXPECT_FALSE(has(track(number, code).body, "/track/withdraw"));
}

// Who quotes an answer must find out that it holds no longer, and what was changed.
TEST_F(PortalTest, ACorrectionAndARetractionStandInTheOpenBesideWhatTheyReplace) {
  const auto [number, code] = complain("text=x");
  const std::string first = "/answers/" + std::to_string(w.answer({number}, "south", "3月5日检查，未发现问题。"));
  const int64_t correction = w.say(Part::correction, {number}, "south", "3月6日检查，<未>发现问题。");
  const std::string second = "/answers/" + std::to_string(correction);
  const auto leaf = [&](int64_t at) { return w.store.ledger_rows(at, at + 1)->front().leaf; };
  for (const char* line : {"kind correction\n", "supersedes 0\n"}) EXPECT_TRUE(has(leaf(correction), line)) << line;
  for (const char* part : {"这份答复已经更正", "3月5日检查，未发现问题。"})
    EXPECT_TRUE(has(w.get(first).body, part)) << part;
  EXPECT_TRUE(has(w.get(first).body, "<a href=\"" + second)) << "one click to what holds";
  EXPECT_TRUE(has(w.get(second).body,
                  "<div class=\"words changes\" lang=\"zh-CN\">3月<del>5</del><ins>6</ins>日检查，"
                  "<del>未</del><ins>&lt;未&gt;</ins>发现问题。</div>"));
  expect_whole(w.get(second), second);
  EXPECT_FALSE(has(w.get("/answers").body, first)) << "the list holds what stands";
  EXPECT_TRUE(has(w.get("/answers").body, second));
  EXPECT_TRUE(has(track(number, code).body, "class=\"here\">已答复"));
  EXPECT_TRUE(has(track(number, code).body, "已由下面的更正取代"));

  const int64_t retraction = w.say(Part::retraction, {number}, "south", "检验有误，撤回原答复，重新调查。");
  const std::string third = "/answers/" + std::to_string(retraction);
  for (const auto& line : {std::string("kind retraction\n"), "supersedes " + std::to_string(correction) + "\n"})
    EXPECT_TRUE(has(leaf(retraction), line)) << line;
  EXPECT_TRUE(has(w.get(second).body, "这份答复已经撤回"));
  EXPECT_TRUE(has(w.get(third).body, "<del>3月6日检查，&lt;未&gt;发现问题。</del></div>"));
  EXPECT_TRUE(has(track(number, code).body, "class=\"here\">办理中")) << "an answer is owed again";
  expect_whole(track(number, code), "track");

  const int64_t anew = w.say(Part::answer, {number}, "south", "经复检属实。");
  EXPECT_TRUE(has(leaf(anew), "supersedes -\n"));
  EXPECT_FALSE(has(w.get("/answers/" + std::to_string(anew)).body, "已经撤回"));
  EXPECT_TRUE(has(track(number, code).body, "class=\"here\">已答复"));
}

TEST_F(PortalTest, AComplaintIsAskedStepByStepAndNothingIsAskedTwice) {
  const std::string what = "kind=question&matter=price&text=%E6%9C%89%E4%BA%8B";
  const Response where = w.post("/complain", what + "&from=what&step=where");
  EXPECT_EQ(where.status, 200);
  for (const char* kept : {"name=\"kind\" value=\"question\"", "name=\"text\" value=\"有事\"", "id=\"district\""})
    EXPECT_TRUE(has(where.body, kept)) << kept;
  const Response contact = w.post("/complain", what + "&district=&where=1&from=where&step=contact");
  EXPECT_TRUE(has(contact.body, "id=\"privacy\""));
  const std::string all = what + "&where=1&privacy=anonymous";
  const Response check = w.post("/complain", all + "&from=contact&step=check");
  for (const char* shown : {"咨询", "价格", "有事", "匿名", "value=\"send\"", "修改地点"})
    EXPECT_TRUE(has(check.body, shown)) << shown;
  const Response back = w.post("/complain", all + "&from=check&step=what");
  EXPECT_TRUE(has(back.body, "value=\"question\" checked"));
  EXPECT_TRUE(has(back.body, ">\n有事</textarea>"));
  const Response english = w.post("/complain", all + "&from=check&lang=en");
  EXPECT_TRUE(has(english.body, "Check before you send"));
  EXPECT_TRUE(has(english.body, "value=\"有事\""));
  EXPECT_EQ(w.post("/complain", what + "&from=where&lang=en").body.find("errors"), std::string::npos);
}

TEST_F(PortalTest, WhatIsWrongIsSaidOnTopAndBesideItsField) {
  const std::string long_text(2001, 'x');
  const std::pair<std::string, std::pair<const char*, const char*>> rows[] = {
      {"from=what&step=where&text=x", {"kind", "请选择要办哪一种"}},
      {"from=what&step=where&kind=complaint", {"text", "请写下发生的事"}},
      {"from=what&step=where&kind=complaint&text=" + long_text, {"text", "发生的事请不要超过 2000 字"}},
      {"from=what&step=where&kind=about-staff&text=x", {"about", "请选择反映的是哪个单位"}},
      {"from=what&step=where&kind=question&text=x&matter=nonsense", {"matter", "请重新选择类别"}},
      {"from=where&step=contact&kind=question&text=x&district=nonsense", {"district", "请重新选择区域"}},
      {"from=contact&step=check&kind=question&text=x", {"privacy", "请选择怎样留名"}},
      {"from=contact&step=check&kind=question&text=x&privacy=named", {"contact", "请填写联系方式，或者选择匿名"}},
      {"from=contact&step=check&kind=question&text=x&privacy=anonymous&contact=1", {"contact", "选了匿名就不要填"}},
      {"step=send&kind=question", {"text", "请写下发生的事"}},
  };
  for (const auto& [form, wrong] : rows) {
    const Response response = w.post("/complain", form);
    const std::string id = wrong.first;
    EXPECT_EQ(response.status, 422) << form;
    expect_whole(response, form);
    EXPECT_TRUE(has(response.body, "<title>出错：")) << form;
    EXPECT_TRUE(has(response.body, "<li><a href=\"#" + id + "\">" + wrong.second)) << form;
    EXPECT_TRUE(has(response.body, "id=\"" + id + "-wrong\">" + wrong.second)) << form;
    EXPECT_TRUE(has(response.body, "aria-invalid=\"true\"")) << form;
  }
  EXPECT_EQ(w.store.count_cases({}, desk::kCountAll).value(), 0);
}

TEST_F(PortalTest, TheCriticisedUnitIsShutOutFromTheFormOn) {
  const Response sent =
      w.post("/complain", "kind=about-staff&about=licence&text=x&privacy=named&contact=139&step=send");
  ASSERT_EQ(sent.status, 200);
  EXPECT_TRUE(has(sent.body, "您的诉求已交给回应办公室"));
  const Response outside = w.post("/complain", "kind=about-staff&about=office&text=x&privacy=anonymous&step=send");
  EXPECT_TRUE(has(outside.body, "派驻纪检监察组")) << outside.body;
}

TEST_F(PortalTest, AProofIsOfferedOnceACheckpointCoversTheEntryAndItHolds) {
  const auto [number, code] = complain("text=x");
  const int64_t entry = w.answer({number}, "south", "已责令改正。");
  const std::string path = "/answers/" + std::to_string(entry);
  EXPECT_TRUE(has(w.get(path).body, "正在写入账本"));
  EXPECT_EQ(w.get(path + ".tlog-proof").status, 404);
  ASSERT_TRUE(w.log.sequence());
  const Response page = w.get(path);
  expect_whole(page, path);
  const auto leaf = w.store.ledger_rows(entry, entry + 1).value().front();
  for (const std::string& part : {to_hex(view(ledger::leaf_hash(leaf.leaf))), path + ".tlog-proof",
                                  std::string("/assets/verify.js"), std::string("南港市场监管"), leaf.leaf})
    EXPECT_TRUE(has(page.body, part)) << part;
  const Response file = w.get(path + ".tlog-proof");
  const auto proof = ledger::parse_proof(file.body);
  ASSERT_TRUE(proof) << proof.error().code;
  EXPECT_TRUE(ledger::verify_proof(*proof, leaf.leaf, w.signer.key()));
  EXPECT_TRUE(has(w.get("/feed.atom").body, "已责令改正。"));
  EXPECT_TRUE(has(w.get("/").body, "href=\"" + path + "\""));
}

TEST_F(PortalTest, LongListsArePagedAndKeepTheirPageInTheOtherLanguage) {
  desk::Changes changes;
  for (int i = 0; i < 45; ++i) {
    changes.ledger.push_back({0, "leaf", "s", "答", true, {i}});
    changes.answers.push_back({.entry = i,
                               .number = {"HB-" + std::to_string(i)},
                               .part = Part::answer,
                               .draft = {1},
                               .summary = "第" + std::to_string(i) + "件",
                               .text = "答",
                               .unit = {"east"},
                               .place = "望江码头",
                               .published_at = {i}});
  }
  ASSERT_TRUE(w.store.commit(changes));
  EXPECT_TRUE(has(w.get("/answers").body, "第44件"));
  const std::string last = w.get("/answers?page=3").body;
  EXPECT_TRUE(has(last, "第0件"));
  EXPECT_TRUE(has(last, "page=2\">较新的"));
  EXPECT_FALSE(has(last, "较早的"));
  EXPECT_TRUE(has(last, "/answers?page=3&amp;lang=en"));
  EXPECT_EQ(w.get("/answers?page=-1").status, 200);
  EXPECT_EQ(w.get("/answers?page=99999999999999999999").status, 200);
  EXPECT_FALSE(has(w.get("/answers/3").body, "望江码头")) << "a market is an exact place";
  EXPECT_TRUE(has(w.get("/answers/3").body, "南港区"));
}

std::string in_query(const std::string& text) {
  std::string out;
  for (const char c : text) out += "%" + to_hex({&c, 1});
  return out;
}

TEST_F(PortalTest, AnAnswerIsFoundByItsWordsHoweverTheyAreWritten) {
  const auto [number, code] = complain("text=x");
  const auto [alone, alone_code] = complain("text=x&alone=yes");
  const int64_t entry = w.answer({number}, "south", "南港海鲜市场已更换公平秤，多收的钱已退。");
  w.answer({alone}, "south", "海鲜市场的事单独答复。");
  const auto found = [&](const std::string& question) { return w.get("/answers?q=" + in_query(question)).body; };
  const std::string link = "href=\"/answers/" + std::to_string(entry) + "\"";
  for (const std::string& question : {std::string("公平秤"), std::string("海鲜 秤"), std::string("海鮮市場"),
                                      std::string("海　鲜"), number, std::string("秤")})
    EXPECT_TRUE(has(found(question), link)) << question;
  EXPECT_FALSE(has(found("单独答复"), "/answers/" + std::to_string(entry + 1) + "\""))
      << "the text of a private answer is not searched";
  const std::string none = found("游乐场 <b>");
  EXPECT_TRUE(has(none, "没有找到"));
  EXPECT_FALSE(has(none, "<b>"));
  EXPECT_TRUE(has(none, "value=\"游乐场 &lt;b&gt;\"")) << "one need not type it again";
  EXPECT_TRUE(has(found(std::string(600, 'a')), "搜索的内容太长"));
  EXPECT_TRUE(has(w.get("/answers?q=a%26b&page=2").body, "?q=a%26b&amp;page=1")) << "turning the page keeps it";
  EXPECT_TRUE(has(w.get("/").body, "role=\"search\""));
}

TEST_F(PortalTest, WhoComplainsSeesFirstWhatWasAnsweredInAMatterLikeIt) {
  const auto [number, code] = complain("text=x");
  w.answer({number}, "south", "南港海鲜市场短斤少两一事：已更换公平秤，多收的钱已退，今后每周抽查。");
  const auto second = [&](const std::string& text) {
    const Response page = w.post("/complain", "kind=complaint&from=what&step=where&text=" + in_query(text));
    expect_whole(page, text);
    return page.body;
  };
  const std::string alike = second("昨天在南港海鲜市场买虾又是短斤少两，公平秤也不准");
  EXPECT_TRUE(has(alike, "以前有过相近的答复"));
  EXPECT_TRUE(has(alike, "target=\"_blank\"")) << "what was typed is not lost by reading it";
  EXPECT_FALSE(has(second("南港区的理发店预付卡不退"), "以前有过相近的答复"));
  EXPECT_FALSE(has(second("hello"), "以前有过相近的答复"));
}

TEST_F(PortalTest, IHaveMetThisTooIsCountedOnceABrowserAndApart) {
  hear_of_the_school();
  const desk::IssueRow issue = w.store.issues({}).value().front();
  const std::string path = "/issues/" + std::to_string(issue.id.value);
  const Response page = w.get(path);
  expect_whole(page, path);
  EXPECT_TRUE(has(page.body, "我也遇到过"));
  EXPECT_TRUE(has(page.body, "东城区：有人就医住院"));
  const Response said = w.post(path + "/met", "");
  EXPECT_EQ(said.status, 303);
  std::string cookie;
  for (const auto& [name, value] : said.headers)
    if (name == "Set-Cookie") cookie = value.substr(0, value.find(';'));
  EXPECT_EQ(cookie, "hb-met=" + std::to_string(issue.id.value));
  EXPECT_EQ(w.post(path + "/met", "", cookie).status, 303) << "a second press is no error";
  const desk::IssueRow after = w.store.issue_row(issue.id).value().value();
  EXPECT_EQ(after.met, 1);
  EXPECT_EQ(after.voices, issue.voices) << "never among the voices";
  EXPECT_EQ(after.cases, 0) << "and opens no case";
  EXPECT_TRUE(has(w.get(path, cookie).body, "您已经说过"));
  EXPECT_TRUE(has(w.get("/issues", cookie).body, "另有不足 5 人说也遇到过"));
  EXPECT_EQ(w.post("/issues/99/met", "").status, 404);
  EXPECT_EQ(w.post(path + "/met", "", "", "cross-site").status, 403);
  int taken = 0;
  for (int i = 0; i < 50; ++i) taken += w.post(path + "/met", "").status == 303;
  EXPECT_LT(taken, 30) << "a machine is held back";
  EXPECT_EQ(w.store.issue_row(issue.id).value()->met, 1 + taken);
}

TEST_F(PortalTest, AMachineThatSearchesIsHeldBackAndThePagesAreNot) {
  int status = 200;
  for (int i = 0; i < 200 && status == 200; ++i) status = w.get("/answers?q=x").status;
  EXPECT_EQ(status, 429);
  EXPECT_EQ(w.get("/answers").status, 200);
  const Response form = w.post("/complain", "from=what&step=where&kind=complaint&privacy=anonymous&text=x");
  EXPECT_EQ(form.status, 200) << "who complains goes on without what was answered before";
}

TEST_F(PortalTest, AFloodOfComplaintsIsHeldBackAndNothingTypedIsLost) {
  const std::string form = "kind=complaint&matter=food&privacy=anonymous&step=send&text=" + in_query("买到过期牛奶");
  int status = 200;
  for (int i = 0; i < 40 && status == 200; ++i) status = w.post("/complain", form).status;
  ASSERT_EQ(status, 429);
  const Response refused = w.post("/complain", form);
  expect_whole(refused, "refused");
  EXPECT_TRUE(has(refused.body, "买到过期牛奶"));
  EXPECT_TRUE(has(refused.body, "请过一分钟再按"));
  w.clock.at = w.clock.at + minutes(1);
  EXPECT_EQ(w.post("/complain", form).status, 200);
  status = 422;
  for (int i = 0; i < 100 && status == 422; ++i) status = w.post("/track", "number=HB-1&code=x").status;
  EXPECT_EQ(status, 429) << "guessing over many numbers";
  const Response later = w.post("/track", "number=HB-1&code=x");
  EXPECT_NE(std::ranges::find(later.headers, std::pair<std::string, std::string>("Retry-After", "60")),
            later.headers.end());
}

TEST_F(PortalTest, AFeedTellsWhatStandsAndOfOneIssueOnlyThat) {
  const auto [number, code] = complain("text=x");
  const int64_t entry = w.answer({number}, "south", "多收的钱已退。");
  const auto feed = boost::json::parse(w.get("/feed.json").body).as_object();
  EXPECT_EQ(feed.at("version"), "https://jsonfeed.org/version/1.1");
  EXPECT_EQ(feed.at("feed_url"), "https://city.example/feed.json");
  ASSERT_EQ(feed.at("items").as_array().size(), 1u);
  const auto& item = feed.at("items").at(0).as_object();
  EXPECT_EQ(item.at("url").as_string(), "https://city.example/answers/" + std::to_string(entry));
  EXPECT_EQ(item.at("content_text"), "多收的钱已退。");
  EXPECT_EQ(w.get("/issues/99/feed.atom").status, 404);
  EXPECT_EQ(w.get("/issues/x/feed.json").status, 404);
}

TEST_F(PortalTest, FiguresAreToldWithWhatTheyAreOutOfAndFewAreNotToldAtAll) {
  for (int i = 0; i < 6; ++i) {
    const auto [number, code] = complain("text=x");
    if (i < 5) w.answer({number}, "south", "已处理。");
    if (i < 3) w.post("/track/survey", "number=" + number + "&code=" + code + "&solved=yes&satisfaction=4");
  }
  EXPECT_TRUE(has(w.get("/performance").body, "还没有可以公布的数字"));
  EXPECT_EQ(w.get("/data/cases.csv").status, 404);
  w.clock.at = w.clock.at + minutes(1);
  ASSERT_TRUE(w.open_data.step(w.clock.at));
  const std::string page = w.get("/performance").body;
  expect_whole(w.get("/performance"), "performance");
  expect_whole(w.get("/data"), "data");
  EXPECT_TRUE(has(page, "83.3%")) << "five of six answered";
  EXPECT_TRUE(has(page, "共 6 件"));
  EXPECT_TRUE(has(page, "当月收到的诉求里")) << "and how it is reckoned";
  EXPECT_FALSE(has(page, "满意度")) << "three ratings wait for the end of the month";
  EXPECT_EQ(w.get("/performance?month=2025-01").status, 404);
  ASSERT_TRUE(w.open_data.step(w.clock.at + minutes(1)));
  EXPECT_EQ(w.open_data.latest()->made_at, w.clock.at) << "once a day";
  ASSERT_TRUE(w.open_data.step(w.clock.at + Seconds{40 * 86400}));
  EXPECT_TRUE(has(w.get("/performance?month=2026-03").body, "不足 5 件")) << "of a month that is over it is said";
  EXPECT_FALSE(has(w.get("/data/ratings.csv").body, ",12\r")) << "but not what the three said";
}

TEST_F(PortalTest, WhoIsAnsweredWithSomebodyElseReadsTheAnswerUnderTheirOwnNumber) {
  const auto [parent, parent_code] = complain("text=PLANTED-ONE");
  const auto [child, child_code] = complain("text=PLANTED-TWO");
  const auto office = PortalWorld::person(9, Role::office, "office");
  ASSERT_TRUE(w.cases.act(office, {child}, Merge{{.number = {parent}, .unit = {}, .about = {}}, "同一家店"}));
  const std::string waiting = track(child, child_code).body;
  EXPECT_TRUE(has(waiting, "与 " + parent + " 反映的是同一件事"));
  const int64_t entry = w.answer({parent}, "south", "已更换公平秤。", "PLANTED-NOTE");
  const Response page = track(child, child_code);
  expect_whole(page, "child");
  EXPECT_TRUE(has(page.body, "已更换公平秤。"));
  EXPECT_TRUE(has(page.body, "/answers/" + std::to_string(entry)));
  for (const char* of_another : {"PLANTED", "1390000"}) EXPECT_FALSE(has(page.body, of_another)) << of_another;
  EXPECT_TRUE(has(page.body, "name=\"solved\"")) << "and is asked whether it helped";
}

// Three people, as for a statement; with its sources, and linked from every answer of its issue.
TEST_F(PortalTest, AnExplainerStandsWithItsSourcesBesideTheAnswersOfItsIssue) {
  hear_of_the_school();
  const IssueId issue = w.store.issues({}).value().front().id;
  const auto office = PortalWorld::person(1, Role::office, "office");
  CaseOpened facts;
  facts.title = facts.summary = "一所小学学生午餐后身体不适";
  facts.places = {"东城区"};
  facts.matter = "food";
  facts.issue = issue;
  facts.posted_at = facts.noticed_at = w.clock.at;
  const auto number = w.cases.open(office, facts);
  ASSERT_TRUE(number);
  const int64_t answer = w.answer(*number, "east", "已停止供餐。");
  EXPECT_FALSE(has(w.get("/answers/" + std::to_string(answer)).body, "这件事的解读"));

  const auto say = [&](const std::string& title, const std::string& sources) {
    const auto drafted = w.issues.act(office, issue, DraftStatement{title, "检验项目和标准如下。", sources});
    EXPECT_TRUE(drafted) << drafted.error().code;
    const StatementDraft draft = drafted->statements.back();
    EXPECT_NE(draft.hash, sources.empty() ? Digest{} : statement_hash(title, draft.text))
        << "the sources are approved too";
    EXPECT_TRUE(w.issues.act(PortalWorld::person(2, Role::spokesperson, "office"), issue,
                             ApproveStatement{draft.id, draft.hash}));
    EXPECT_TRUE(w.issues.act(PortalWorld::person(3, Role::online_spokesperson, "office"), issue,
                             PublishStatement{draft.id, draft.hash}));
    return std::to_string(w.store.statements(0, 1)->front().entry);
  };
  const std::string sources =
      "《食品安全法》第一百零三条\n国家标准 https://openstd.example/gb?a=1&b=<2> 第 3 节\n\n<script>alert(1)</script>";
  const std::string explainer = say("学校食堂食物中毒怎样调查", sources);
  const std::string statement = say("情况通报", "");
  ASSERT_TRUE(w.log.sequence());
  const Response page = w.get("/explainers/" + explainer);
  expect_whole(page, "explainer");
  EXPECT_TRUE(has(page.body, "《食品安全法》第一百零三条"));
  EXPECT_TRUE(has(page.body, "href=\"https://openstd.example/gb?a=1&amp;b=&lt;2&gt;\""));
  EXPECT_FALSE(has(page.body, "<script>alert"));
  EXPECT_TRUE(has(page.body, "东城分局")) << "whose matter it is";
  EXPECT_TRUE(has(w.get("/explainers/" + explainer + ".tlog-proof").body, "c2sp.org/tlog-proof"));
  EXPECT_EQ(w.get("/statements/" + explainer).status, 404) << "one address for one word";
  EXPECT_EQ(w.get("/explainers/" + statement).status, 404);
  const std::string entry = w.get("/ledger/body/" + explainer).body;
  EXPECT_TRUE(has(entry, "kind") || has(entry, "怎样调查"));
  EXPECT_NE(w.store.ledger_rows(std::stoll(explainer), std::stoll(explainer) + 1)->front().leaf.find("kind explainer"),
            std::string::npos);
  const std::string answered = w.get("/answers/" + std::to_string(answer)).body;
  EXPECT_TRUE(has(answered, "这件事的解读"));
  EXPECT_TRUE(has(answered, "/explainers/" + explainer));
  EXPECT_TRUE(has(w.get("/statements").body, "/explainers/" + explainer));
  EXPECT_TRUE(has(w.get("/feed.atom").body, "/explainers/" + explainer));
}

// An agency that lost a complaint could not show this; a citizen who kept the file can.
TEST_F(PortalTest, WhoComplainedIsShownTheLedgersProofThatItWasReceived) {
  const auto [number, code] = complain("text=x");
  EXPECT_TRUE(has(track(number, code).body, "收件记录将在一两分钟内记入公开账本"));
  w.clock.at = w.clock.at + minutes(2);
  ASSERT_TRUE(desk::enter_receipts(w.wiring));
  const auto entry = w.store.receipt_of({number}).value();
  ASSERT_TRUE(entry);
  const std::string path = "/receipts/" + std::to_string(*entry) + ".tlog-proof";
  EXPECT_TRUE(has(track(number, code).body, path));
  EXPECT_EQ(w.get(path).status, 404) << "not under a checkpoint yet";
  while (*w.log.sequence()) {
  }
  const Response file = w.get(path);
  EXPECT_EQ(file.status, 200);
  EXPECT_TRUE(has(file.body, "c2sp.org/tlog-proof"));
  const int64_t answer = w.answer({number}, "south", "已查处。");
  for (const std::string& other : {std::to_string(answer) + ".tlog-proof", std::string("99.tlog-proof"),
                                   std::to_string(*entry), std::string("x.tlog-proof")})
    EXPECT_EQ(w.get("/receipts/" + other).status, 404) << other;
}

TEST_F(PortalTest, TheReceiptHasAQrCodeOfTheNumberAndNotOfTheCode) {
  const Response sent = w.post("/complain", "kind=complaint&privacy=anonymous&step=send&text=x");
  EXPECT_TRUE(has(sent.body, "<svg class=\"qr\" role=\"img\""));
  const std::string number = sent.body.substr(sent.body.find("HB-2026"), 19);
  EXPECT_TRUE(has(sent.body, qr_code("https://city.example/track/" + number, "x").substr(60))) << "and nothing besides";
  EXPECT_EQ(qr_code(std::string(5000, 'a'), "x"), "");
}

}  // namespace
}  // namespace hb::http
