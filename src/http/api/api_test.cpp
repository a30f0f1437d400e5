#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "desk/directives.h"
#include "desk/photos.h"
#include "desk/staff.h"
#include "desk/views.h"
#include "http/staff.h"
#include "tests/support/desk_world.h"
#include "tests/support/pictures.h"
#include "tests/support/rulebook_desk.h"

namespace hb::http {
namespace {

namespace json = boost::json;
using casework::Role;

/// A desk with people who are signed in, and the API in front of it.
struct ApiTest : testing::Test {
  enum Who : int64_t { monitor = 1, responder, head, spokesperson, office, auditor, criticised, administrator };

  void SetUp() override {
    desk::Changes changes;
    const auto add = [&](Who who, const char* login, Role role, const char* unit) {
      changes.users.push_back({{who}, login, login, world.vault.hash_secret("right"), {{role, {unit}}}, false});
    };
    add(monitor, "monitor", Role::monitor, "south");
    add(responder, "responder", Role::responder, "south");
    add(head, "head", Role::unit_head, "south");
    add(spokesperson, "spokesperson", Role::online_spokesperson, "south");
    add(office, "office", Role::office, "office");
    add(auditor, "auditor", Role::auditor, "office");
    add(criticised, "criticised", Role::responder, "licence");
    add(administrator, "administrator", Role::administrator, "office");
    ASSERT_TRUE(world.store.commit(changes));
    world.wiring.written = [this](const desk::Changes& written) { events.written(written); };
    handler = make_staff({.wiring = world.wiring,
                          .vault = world.vault,
                          .sessions = sessions,
                          .events = events,
                          .rulebooks = rulebook_desk.rulebooks,
                          .registers = world.registers,
                          .category = world.category,
                          .open_data = open_data,
                          .between = world.between,
                          .demo = true,
                          .host = "",
                          .source =
                              [](const desk::SourceRow&) {
                                return SourceFacts{"feed", "http://a.example/feed", minutes(10), {}, ""};
                              },
                          .read_source = [this](std::string_view config) { return world.source_reader.read(config); },
                          .say = [](Language, std::string_view key) { return "“" + std::string(key) + "”"; },
                          .name = [](Language, std::string_view key) { return "‘" + std::string(key) + "’"; },
                          .asset = [](std::string_view path) -> std::optional<std::string> {
                            if (path == "index.html" || path == "assets/a-1.js") return "bytes of " + std::string(path);
                            return std::nullopt;
                          }},
                         [](const Request&) {
                           return Response{200, "text/plain", {}, "portal"};
                         });
  }

  void add_person(int64_t id, const char* login, Role role, const char* unit) {
    desk::Changes changes;
    changes.users.push_back({{id}, login, login, world.vault.hash_secret("right"), {{role, {unit}}}, false});
    ASSERT_TRUE(world.store.commit(changes));
  }

  Request request(Who who, std::string method, const std::string& path, std::string body = "") {
    Request out;
    out.method = std::move(method);
    EXPECT_TRUE(set_target(out, path));
    out.host = "desk.example";
    out.sec_fetch_site = "same-origin";
    out.content_type = "application/json";
    out.body = std::move(body);
    const std::string cookie = sessions.open({who});
    out.cookie = cookie.substr(0, cookie.find(';'));
    return out;
  }
  json::object get(Who who, const std::string& path, int status = 200) {
    const Response response = handler(request(who, "GET", "/api/v1" + path));
    EXPECT_EQ(response.status, status) << path << "\n" << response.body;
    return json::parse(response.body).as_object();
  }
  json::object post(Who who, const std::string& path, const json::object& body, int status, std::string if_match = "") {
    Request in = request(who, "POST", "/api/v1" + path, json::serialize(body));
    in.if_match = std::move(if_match);
    const Response response = handler(in);
    EXPECT_EQ(response.status, status) << path << " " << in.body << "\n" << response.body;
    return json::parse(response.body).as_object();
  }
  /// A command on the version that the person has just read.
  json::object act(Who who, const std::string& number, const json::object& command, int status = 200) {
    const auto version = get(who, "/cases/" + number).at("version").as_int64();
    return post(who, "/cases/" + number + "/commands", command, status, '"' + std::to_string(version) + '"');
  }
  std::string open_case(const json::object& more = {}) {
    json::object body{{"kind", "complaint"}, {"title", "电话记录"}, {"places", {"南港区"}}};
    for (const auto& [name, value] : more) body[name] = value;
    return std::string(post(office, "/cases", body, 201).at("number").as_string());
  }
  /// The issue of a post about somebody in hospital in 南港区.
  int64_t hear() {
    const desk::Incoming in{.source = "forum",
                            .publisher = "",
                            .url = "http://forum.example/t/1",
                            .published_at = world.clock.at - minutes(20),
                            .title = "望江码头吃海鲜后住院",
                            .text = "在望江码头吃了海鲜以后上吐下泻，现在住院输液，大家小心",
                            .author = "某人"};
    EXPECT_TRUE(world.hearing.hear({&in, 1}));
    return world.store.issues({.remit_only = false, .at_least = {}})->front().id.value;
  }
  static json::object last_draft(const json::object& a_case) {
    return a_case.at("drafts").as_array().back().as_object();
  }
  static json::object on_draft(const char* command, const json::object& draft) {
    return {{"do", command}, {"draft", draft.at("id")}, {"hash", draft.at("hash")}};
  }
  static bool has(const json::value& list, std::string_view word) {
    for (const auto& one : list.as_array())
      if (one.as_string() == json::string_view(word.data(), word.size())) return true;
    return false;
  }

  test::DeskWorld world;
  Sessions sessions{world.store, world.clock, world.random, world.vault, Sessions::Cookie::plain};
  Events events{sessions, world.wiring.rules, world.clock};
  test::RulebookDesk rulebook_desk{world};
  desk::OpenData open_data{world.store,
                           world.wiring.rules,
                           {.state = [](casework::CaseState state) { return std::string(name_of(state)); },
                            .service = [](std::string_view matter) { return std::string(matter); }}};
  Handler handler;
};

// What is refused names its rule, and what is malformed its field; otherwise nobody knows what to do next.
TEST_F(ApiTest, RefusesByTheRulesName) {
  const std::string number = open_case();
  const std::string commands = "/api/v1/cases/" + number + "/commands";
  const struct {
    Who who;
    const char* method;
    std::string path;
    std::string body;
    std::string if_match;
    int status;
    const char* code;
    const char* detail;
  } rows[] = {
      {office, "GET", "/api/v1/nothing", "", "", 404, "request.no-path", "/api/v1/nothing"},
      {office, "DELETE", "/api/v1/cases", "", "", 405, "request.method", "DELETE"},
      {office, "GET", "/api/v1/cases?limit=0", "", "", 400, "request.field", "limit"},
      {office, "GET", "/api/v1/cases?limit=201", "", "", 400, "request.field", "limit"},
      {office, "GET", "/api/v1/cases?cursor=nonsense", "", "", 400, "request.field", "cursor"},
      {office, "GET", "/api/v1/cases?waits_for=godot", "", "", 400, "request.field", "waits_for"},
      {office, "GET", "/api/v1/cases?clock=never", "", "", 400, "request.field", "clock"},
      {office, "GET", "/api/v1/cases?mine=perhaps", "", "", 400, "request.field", "mine"},
      {office, "GET", "/api/v1/cases?sort=tone", "", "", 400, "request.field", "sort"},
      {office, "GET", "/api/v1/issues?at_least=dire", "", "", 400, "request.field", "at_least"},
      {office, "GET", "/api/v1/issues/999", "", "", 404, "issue.unknown", "999"},
      {office, "GET", "/api/v1/issues/x", "", "", 404, "issue.unknown", "x"},
      {office, "GET", "/api/v1/issues/999/posts", "", "", 404, "issue.unknown", "999"},
      {office, "GET", "/api/v1/cases/HB-1", "", "", 404, "case.unknown", "HB-1"},
      {office, "GET", "/api/v1/cases/" + number + "?lang=fr", "", "", 400, "request.field", "lang"},
      {office, "POST", "/api/v1/cases", "{", "", 400, "request.json", nullptr},
      {office, "POST", "/api/v1/cases", "[]", "", 400, "request.json", nullptr},
      {office, "POST", "/api/v1/cases", R"({"kind":"complaint"})", "", 400, "request.field", "title"},
      {office, "POST", "/api/v1/cases", R"({"kind":"gossip","title":"x"})", "", 400, "request.field", "kind"},
      {office, "POST", "/api/v1/cases", R"({"kind":"complaint","title":""})", "", 422, "case.empty", "title"},
      {office, "POST", "/api/v1/cases", R"({"kind":"about-staff","title":"x"})", "", 422, "case.about-required",
       nullptr},
      {office, "POST", "/api/v1/cases", R"({"kind":"complaint","title":"x","contact":"139"})", "", 422, "case.empty",
       "text"},
      {responder, "POST", "/api/v1/cases", R"({"kind":"complaint","title":"x"})", "", 403, "case.not-allowed", "open"},
      {office, "POST", commands, R"({"do":"note","text":"x"})", "", 428, "request.no-version", nullptr},
      {office, "POST", commands, R"({"do":"note","text":"x"})", "4", 400, "request.field", "If-Match"},
      {office, "POST", commands, R"({"do":"note","text":"x"})", "\"99\"", 412, "store.version", number.c_str()},
      {office, "POST", commands, R"({"do":"delete"})", "\"4\"", 400, "request.field", "do"},
      {office, "POST", commands, R"({"do":"note"})", "\"4\"", 400, "request.field", "text"},
      {office, "POST", commands, R"({"do":"note","text":7})", "\"4\"", 400, "request.field", "text"},
      {office, "POST", commands, R"({"do":"approve","draft":1,"hash":"ab"})", "\"4\"", 400, "request.field", "hash"},
      {office, "POST", commands, R"({"do":"dispatch","unit":"nowhere","reason":"x"})", "\"4\"", 422,
       "route.no-such-unit", "nowhere"},
      {auditor, "POST", commands, R"({"do":"note","text":"x"})", "\"4\"", 403, "case.not-allowed", "note"},
      {responder, "POST", commands, R"({"do":"extend","clock":"final-answer","reason":"x"})", "\"4\"", 403,
       "case.not-allowed", "extend"},
      {responder, "POST", commands, R"({"do":"draft","part":"answer","text":"x"})", "\"4\"", 409, "case.wrong-state",
       "dispatched"},
      {office, "POST", "/api/v1/cases/" + number + "/citizen", "", "", 404, "case.no-citizen", nullptr},
  };
  for (const auto& row : rows) {
    Request in = request(row.who, row.method, row.path, row.body);
    in.if_match = row.if_match;
    const Response response = handler(in);
    const std::string what = std::string(row.method) + " " + row.path + " " + row.body + "\n" + response.body;
    ASSERT_EQ(response.status, row.status) << what;
    EXPECT_EQ(response.content_type, "application/problem+json") << what;
    const auto body = json::parse(response.body).as_object();
    EXPECT_EQ(body.at("code").as_string(), row.code) << what;
    EXPECT_EQ(body.contains("detail") ? std::string(body.at("detail").as_string()) : "",
              row.detail == nullptr ? "" : row.detail)
        << what;
    EXPECT_TRUE(std::ranges::any_of(response.headers, [](const auto& h) { return h.first == "Hearback-Now"; }));
  }
  EXPECT_EQ(get(office, "/cases/" + number).at("version").as_int64(), 4) << "what was refused changed nothing";
}

TEST_F(ApiTest, TakesNothingFromStrangersAndOtherPages) {
  Request stranger = request(office, "GET", "/api/v1/cases");
  stranger.cookie = "";
  EXPECT_EQ(handler(stranger).status, 401);
  stranger = request(office, "POST", "/api/v1/cases", "{");
  stranger.cookie = "hb=" + std::string(64, '0');
  EXPECT_EQ(handler(stranger).status, 401);
  Request other = request(office, "POST", "/api/v1/cases", R"({"kind":"complaint","title":"x"})");
  other.sec_fetch_site = "cross-site";
  EXPECT_EQ(handler(other).status, 403);
  other.sec_fetch_site = "";
  other.origin = "http://evil.example";
  EXPECT_EQ(handler(other).status, 403);
  other.origin = "http://desk.example";
  other.content_type = "text/plain";
  EXPECT_EQ(handler(other).status, 415);
  EXPECT_EQ(*world.store.count_cases({.unit = {}, .waits_for = {}, .text = {}}, desk::kCountAll), 0);
}

TEST_F(ApiTest, SignsInAndOut) {
  Request in = request(office, "POST", "/api/v1/session", R"({"login":"head","password":"wrong"})");
  in.cookie = "";
  EXPECT_EQ(handler(in).status, 401);
  in.body = R"({"login":"head","password":"right"})";
  const Response signed_in = handler(in);
  ASSERT_EQ(signed_in.status, 200) << signed_in.body;
  EXPECT_EQ(json::parse(signed_in.body).at("user").at("id").as_int64(), head);
  ASSERT_EQ(signed_in.headers.front().first, "Set-Cookie");
  Request after = request(office, "DELETE", "/api/v1/session");
  after.cookie = signed_in.headers.front().second.substr(0, signed_in.headers.front().second.find(';'));
  EXPECT_EQ(handler(after).status, 204);
  after.method = "GET";
  EXPECT_EQ(handler(after).status, 401);
}

// Who was told and who acknowledged is on the page, and the report can be written there.
TEST_F(ApiTest, WhoIsToldOfAGraveIssueAcknowledgesAndReportsIt) {
  const std::string path = "/issues/" + std::to_string(hear());
  const auto act_on = [&](Who who, const json::object& command, int status) {
    const auto version = get(who, path).at("version").as_int64();
    return post(who, path + "/commands", command, status, '"' + std::to_string(version) + '"');
  };
  const auto seen = get(office, path);
  const auto& notice = seen.at("notices").as_array().at(0).as_object();
  EXPECT_EQ(notice.at("on").as_string(), "office");
  EXPECT_TRUE(notice.at("may_acknowledge").as_bool());
  EXPECT_TRUE(notice.at("waits").as_bool());
  EXPECT_FALSE(get(criticised, path).at("notices").as_array().at(0).at("may_acknowledge").as_bool());
  const json::object acknowledge{{"do", "acknowledge"}, {"notice", notice.at("id")}};
  EXPECT_EQ(act_on(criticised, acknowledge, 403).at("code").as_string(), "issue.not-allowed");
  EXPECT_EQ(act_on(office, acknowledge, 200).at("notices").as_array().at(0).at("by").as_string(), "office");
  EXPECT_EQ(act_on(office, {{"do", "acknowledge"}, {"notice", 99}}, 404).at("code").as_string(), "issue.no-notice");

  EXPECT_TRUE(has(seen.at("may"), "draft-report"));
  json::object words{{"do", "draft-report"}, {"what", "就餐后住院"}, {"where", "南港区"},
                     {"how_many", "1人"},    {"known", "已就医"},    {"doing", "现场检查"}};
  const auto drafted = act_on(office, words, 200).at("reports").as_array().at(0).as_object();
  EXPECT_EQ(drafted.at("state").as_string(), "drafted");
  EXPECT_EQ(drafted.at("drafted_by").as_string(), "office");
  EXPECT_FALSE(drafted.contains("number"));
  words.erase("where");
  EXPECT_EQ(act_on(office, words, 400).at("code").as_string(), "request.field");
  EXPECT_EQ(act_on(office, {{"do", "approve-report"}, {"report", 1}, {"hash", drafted.at("hash")}}, 403)
                .at("code")
                .as_string(),
            "issue.not-allowed");
}

// Another agency is told what happened and where; a telephone number that slips into it does not go along.
TEST_F(ApiTest, APartnerNoticeCarriesNobodysNumber) {
  const std::string path = "/issues/" + std::to_string(hear());
  const auto version = get(office, path).at("version").as_int64();
  const auto drafted = post(office, path + "/commands",
                            {{"do", "draft-partner"},
                             {"agency", "市卫生健康委"},
                             {"matter", "就餐后住院，家属电话 13912345678"},
                             {"where", "望江码头，联系人 13812345678"}},
                            200, '"' + std::to_string(version) + '"');
  const auto& notice = drafted.at("partners").as_array().at(0).as_object();
  EXPECT_EQ(notice.at("matter").as_string(), "就餐后住院，家属电话 ⟦phone⟧");
  EXPECT_EQ(notice.at("where").as_string(), "望江码头，联系人 ⟦phone⟧");
}

// Sign-in to published answer, by the people who must differ, with nothing but the API.
TEST_F(ApiTest, FivePeopleBringACaseFromAnIssueToItsAnswer) {
  const int64_t issue = hear();
  const auto heard = get(monitor, "/issues/" + std::to_string(issue));
  EXPECT_TRUE(has(heard.at("may"), "open-case"));
  EXPECT_FALSE(heard.at("reasons").as_array().empty());
  EXPECT_EQ(heard.at("days").as_array().size(), 1U);
  const auto said = get(monitor, "/issues/" + std::to_string(issue) + "/posts?lang=en").at("items").as_array();
  ASSERT_EQ(said.size(), 1U);
  EXPECT_FALSE(said[0].at("why").as_array().empty());

  const auto opened = post(monitor, "/cases",
                           {{"kind", "complaint"},
                            {"title", "望江码头海鲜"},
                            {"summary", "市民反映就餐后不适"},
                            {"places", {"望江码头"}},
                            {"issue", issue}},
                           201);
  const std::string number(opened.at("number").as_string());
  EXPECT_FALSE(opened.contains("query_code"));
  auto seen = get(responder, "/cases/" + number + "?lang=en");
  EXPECT_EQ(seen.at("unit").as_string(), "south");
  EXPECT_LT(seen.at("posted_at").as_string(), seen.at("opened_at").as_string()) << "the public saw it before we did";
  EXPECT_EQ(get(monitor, "/issues/" + std::to_string(issue)).at("cases").as_int64(), 1);
  EXPECT_EQ(get(responder, "/cases?mine=true").at("total").as_int64(), 1);

  act(responder, number, {{"do", "accept"}});
  auto now = act(responder, number, {{"do", "draft"}, {"part", "first-reply"}, {"text", "已受理，今天检查。"}});
  EXPECT_FALSE(has(now.at("may"), "approve")) << "nobody approves their own words";
  act(responder, number, on_draft("approve", last_draft(now)), 403);
  EXPECT_EQ(get(head, "/cases?waits_for=approve").at("counts").at("approve").as_int64(), 1);
  now = act(head, number, on_draft("approve", last_draft(now)));
  EXPECT_EQ(last_draft(now).at("state").as_string(), "published") << "a first reply goes out on its approval";

  now = act(responder, number, {{"do", "draft"}, {"part", "answer"}, {"text", "已查处。"}, {"note", "给您的话"}});
  const auto first = last_draft(now);
  now = act(head, number, {{"do", "send-back"}, {"draft", first.at("id")}, {"reason", "写明依据"}});
  now = act(responder, number, {{"do", "draft"}, {"part", "answer"}, {"text", "依法查处。"}});
  act(head, number, on_draft("approve", first), 409);
  now = act(head, number, on_draft("approve", last_draft(now)));
  act(head, number, on_draft("publish", last_draft(now)), 403);
  now = act(spokesperson, number, on_draft("publish", last_draft(now)));
  EXPECT_EQ(now.at("state").as_string(), "answered");
  const auto answer = last_draft(now);
  EXPECT_EQ(answer.at("author").as_string(), "responder");
  EXPECT_EQ(answer.at("approver").as_string(), "head");
  EXPECT_EQ(answer.at("publisher").as_string(), "spokesperson");
  EXPECT_EQ(world.store.answers_beside(answer.at("entry").as_int64())->front().text, "依法查处。");
  EXPECT_EQ(get(office, "/cases?open=true").at("counts").at("all").as_int64(), 0);
  const auto kept = get(auditor, "/cases/" + number);
  EXPECT_TRUE(kept.at("may").as_array().empty()) << "the auditor reads and changes nothing";
  EXPECT_GT(kept.at("timeline").as_array().size(), 10U);
}

// The unit a case is about learns of it nowhere: not in a list, a count, by number, on the issue, nor as it happens.
TEST_F(ApiTest, TheCriticisedUnitSeesNothing) {
  const int64_t issue = hear();
  const Response stream = handler(request(criticised, "GET", "/api/v1/events"));
  const Response told = handler(request(office, "GET", "/api/v1/events"));
  ASSERT_TRUE(stream.stream && told.stream);
  (void)stream.stream->take();
  (void)told.stream->take();
  const std::string number =
      open_case({{"kind", "about-staff"}, {"about", "licence"}, {"issue", issue}, {"words", "窗口态度"}});
  EXPECT_NE(told.stream->take().find(number), std::string::npos);
  EXPECT_EQ(stream.stream->take().find(number), std::string::npos);

  const auto inbox = get(criticised, "/cases");
  EXPECT_EQ(inbox.at("total").as_int64(), 0);
  EXPECT_EQ(inbox.at("counts").at("all").as_int64(), 0);
  EXPECT_TRUE(inbox.at("items").as_array().empty());
  get(criticised, "/cases/" + number, 404);
  post(criticised, "/cases/" + number + "/commands", {{"do", "accept"}}, 404, "\"4\"");
  post(criticised, "/cases/" + number + "/citizen", {}, 404);
  const auto board = get(criticised, "/issues?ours=false").at("items").as_array();
  ASSERT_EQ(board.size(), 1U);
  EXPECT_EQ(board[0].at("cases").as_int64(), 0);
  const auto shown = get(criticised, "/issues/" + std::to_string(issue));
  EXPECT_EQ(shown.at("cases").as_int64(), 0);
  EXPECT_TRUE(shown.at("linked").as_array().empty());
  EXPECT_EQ(json::serialize(shown).find(number), std::string::npos);
  EXPECT_EQ(get(administrator, "/cases").at("total").as_int64(), 0);
  EXPECT_EQ(get(responder, "/cases").at("total").as_int64(), 0) << "it is handled by the office";
  EXPECT_EQ(get(office, "/cases").at("total").as_int64(), 1);
  EXPECT_EQ(get(auditor, "/cases").at("total").as_int64(), 1);
  EXPECT_EQ(get(office, "/issues/" + std::to_string(issue)).at("linked").as_array().size(), 1U);
}

TEST_F(ApiTest, ACitizensWordsAreForTheHandlersAndEachShowingIsOnTheRecord) {
  const std::string number = open_case({{"words", "我在码头买到短秤的鱼"}, {"contact", "13900000000"}});
  for (const Who who : {office, auditor, monitor, spokesperson}) {
    EXPECT_FALSE(has(get(who, "/cases/" + number).at("may"), "show-citizen")) << who;
    post(who, "/cases/" + number + "/citizen", {}, 403);
  }
  EXPECT_EQ(json::serialize(get(head, "/cases/" + number)).find("13900000000"), std::string::npos);
  EXPECT_TRUE(has(get(responder, "/cases/" + number).at("may"), "show-citizen"));
  const auto words = post(responder, "/cases/" + number + "/citizen", {}, 200);
  EXPECT_EQ(words.at("text").as_string(), "我在码头买到短秤的鱼");
  EXPECT_EQ(words.at("contact").as_string(), "13900000000");
  const auto timeline = get(auditor, "/cases/" + number).at("timeline").as_array();
  EXPECT_EQ(timeline.back().at("event").as_string(), "citizen-shown");
  EXPECT_EQ(timeline.back().at("by").as_string(), "responder");
  const auto reveals = get(auditor, "/reveals").at("items").as_array();
  ASSERT_EQ(reveals.size(), 1u);
  EXPECT_EQ(reveals[0].at("case").as_string(), number);
  EXPECT_EQ(reveals[0].at("name").as_string(), "responder");
  for (const Who who : {office, responder, head, administrator})
    EXPECT_EQ(get(who, "/reveals", 403).at("code"), "review.not-allowed");
}

TEST_F(ApiTest, ACitizensPhotosAreForTheHandlersAndEachShowingIsOnTheRecord) {
  const std::string number = open_case({{"words", "我在码头买到短秤的鱼"}});
  desk::Photos photos(world.store, world.cases, world.vault);
  ASSERT_TRUE(photos.keep({number}, {test::small_jpeg("one")}));
  EXPECT_EQ(post(responder, "/cases/" + number + "/citizen", {}, 200).at("photos").as_int64(), 1);
  const auto shown = [&] { return world.store.shown(0, 50)->size(); };
  const size_t before = shown();
  const std::string path = "/cases/" + number + "/photos/";
  for (const Who who : {office, auditor, monitor, spokesperson}) post(who, path + "1", {}, 403);
  post(responder, path + "2", {}, 404);
  post(responder, path + "0", {}, 404);
  get(responder, path + "1", 405);
  EXPECT_EQ(shown(), before);
  Request in = request(responder, "POST", "/api/v1" + path + "1", "");
  in.idempotency_key = "key-1";
  for (size_t i = 1; i <= 2; ++i) {
    const Response out = handler(in);
    EXPECT_EQ(out.status, 200);
    EXPECT_EQ(out.content_type, "image/jpeg");
    EXPECT_EQ(out.body, test::small_jpeg("one"));
    EXPECT_EQ(shown(), before + i) << "also when it is asked for again under one key";
    EXPECT_NE(std::ranges::find(out.headers, std::pair<std::string, std::string>("Content-Security-Policy", "sandbox")),
              out.headers.end());
  }
}

// The words are not kept under a request's key, to be shown again with nobody on the record.
TEST_F(ApiTest, ACitizensWordsAskedForAgainUnderOneKeyAreOnTheRecordAgain) {
  const std::string number = open_case({{"words", "我在码头买到短秤的鱼"}});
  Request in = request(responder, "POST", "/api/v1/cases/" + number + "/citizen", "{}");
  in.idempotency_key = "key-1";
  const auto before = get(auditor, "/cases/" + number).at("timeline").as_array().size();
  EXPECT_EQ(handler(in).status, 200);
  EXPECT_EQ(handler(in).status, 200);
  EXPECT_EQ(get(auditor, "/cases/" + number).at("timeline").as_array().size(), before + 2);
}

// A request sent again after a broken connection does nothing twice.
TEST_F(ApiTest, OneKeyIsOneAct) {
  Request in = request(office, "POST", "/api/v1/cases", R"({"kind":"complaint","title":"x"})");
  in.idempotency_key = "key-1";
  const Response first = handler(in);
  EXPECT_EQ(first.status, 201);
  EXPECT_EQ(handler(in).body, first.body);
  Request other = in;
  other.body = R"({"kind":"complaint","title":"y"})";
  EXPECT_EQ(handler(other).status, 409);
  Request somebody = request(monitor, "POST", "/api/v1/cases", in.body);
  somebody.idempotency_key = "key-1";
  EXPECT_NE(handler(somebody).body, first.body) << "keys are each person's own";
  Request wrong = request(office, "POST", "/api/v1/cases", R"({"kind":"complaint","title":""})");
  wrong.idempotency_key = "key-2";
  EXPECT_EQ(handler(wrong).status, 422);
  wrong.body = in.body;
  EXPECT_EQ(handler(wrong).status, 201) << "a refused request does not use its key up";
  world.clock.at = world.clock.at + hours(24) + Seconds{1};
  in.cookie = request(office, "GET", "/").cookie;
  EXPECT_NE(handler(in).body, first.body) << "after a day the key is forgotten";
  EXPECT_EQ(*world.store.count_cases({.unit = {}, .waits_for = {}, .text = {}}, desk::kCountAll), 4);
}

// A monitor searches, keeps what helps, and changes it on the version seen; the auditor reads what was searched for.
TEST_F(ApiTest, PostsAreSearchedAndWatchedAndTheAuditorKnows) {
  ASSERT_TRUE(world.hearing.load());
  const auto issue = hear();
  const auto found = get(monitor, "/posts?q=%E6%B5%B7%E9%B2%9C%20NOT%20%E8%BF%87%E6%9C%9F&lang=zh");  // 海鲜 NOT 过期
  EXPECT_EQ(found.at("words").as_string(), "含“海鲜”，并且不是：含“过期”");
  EXPECT_EQ(found.at("posts").as_int64(), 1);
  const auto& hit = found.at("items").at(0).as_object();
  EXPECT_EQ(hit.at("issue").as_int64(), issue);
  EXPECT_EQ(json::serialize(hit.at("title_marks")), "[[5,7]]");
  EXPECT_EQ(json::serialize(hit.at("excerpt_marks")), "[[7,9]]");
  EXPECT_FALSE(found.contains("next"));
  const auto wrong = get(monitor, "/posts?q=%E9%A3%9F%E5%A0%82%20AND&lang=en");
  EXPECT_EQ(wrong.at("wrong").at("offset").as_int64(), 6);
  EXPECT_EQ(get(monitor, "/posts?q=13800138000").at("wrong").at("found").as_string(), "phone");

  const json::object keep{{"name", "海鲜"}, {"query", "海鲜 住院"}, {"unit", "food"}};
  EXPECT_EQ(post(auditor, "/watches", keep, 403).at("code").as_string(), "watch.not-allowed");
  EXPECT_EQ(
      post(monitor, "/watches", {{"name", "某人"}, {"query", "@某人"}, {"unit", "food"}}, 422).at("code").as_string(),
      "watch.query");
  const auto kept = post(monitor, "/watches", keep, 201);
  EXPECT_EQ(kept.at("by").as_string(), "monitor");
  EXPECT_EQ(kept.at("month").as_int64(), 1) << "what was heard before counts at once";
  EXPECT_EQ(get(responder, "/watches").at("items").at(0).at("month").as_int64(), 1);
  EXPECT_TRUE(get(auditor, "/watches").at("items").at(0).as_object().contains("narrow"));
  EXPECT_EQ(get(responder, "/posts?watch=1").at("posts").as_int64(), 1);
  get(responder, "/posts?watch=2", 404);
  const json::object change{{"do", "change"}, {"name", "海鲜"}, {"query", "海鲜"}};
  post(monitor, "/watches/1/commands", change, 428);
  EXPECT_EQ(post(monitor, "/watches/1/commands", change, 200, "\"1\"").at("version").as_int64(), 2);
  post(monitor, "/watches/1/commands", {{"do", "end"}, {"reason", "过时"}}, 412, "\"1\"");
  EXPECT_TRUE(
      post(monitor, "/watches/1/commands", {{"do", "end"}, {"reason", "过时"}}, 200, "\"2\"").at("ended").as_bool());
  EXPECT_TRUE(get(responder, "/watches").at("items").as_array().empty());

  const auto log = get(auditor, "/searches");
  ASSERT_EQ(log.at("items").as_array().size(), 4u);
  EXPECT_EQ(log.at("items").at(0).at("watch").as_int64(), 1);
  EXPECT_EQ(log.at("items").at(0).at("query").as_string(), "海鲜");
  EXPECT_EQ(log.at("items").at(2).at("query").as_string(), "⟦phone⟧");
  EXPECT_FALSE(log.at("items").at(3).as_object().contains("watch"));
  EXPECT_EQ(log.at("items").at(3).at("query").as_string(), "海鲜 NOT 过期");
  get(monitor, "/searches", 403);
}

// Two people who write into one case at once should know of each other, and of nobody who is not there.
TEST_F(ApiTest, WhoHasACaseOpenKnowsWhoElseHas) {
  const auto number = open_case();
  const auto be = [&](Who who, const char* page, const char* doing) {
    std::string out;
    const auto there = post(who, "/cases/" + number + "/presence", {{"page", page}, {"doing", doing}}, 200);
    for (const auto& one : there.at("people").as_array())
      out += std::string(one.at("name").as_string()) + (one.at("writing").as_bool() ? "* " : " ");
    return out;
  };
  const auto stream = events.open(request(office, "GET", "/").cookie, "");
  EXPECT_EQ(be(office, "a", "looking"), "");
  EXPECT_EQ(be(responder, "b", "looking"), "office ");
  EXPECT_NE(stream->take().find("event: presence\ndata: {\"number\":\"" + number + "\"}"), std::string::npos);
  EXPECT_EQ(be(office, "a", "looking"), "responder ");
  EXPECT_EQ(be(responder, "b", "looking"), "office ");
  EXPECT_EQ(stream->take(), "") << "nothing changed";
  be(responder, "b", "writing");
  EXPECT_NE(stream->take(), "");
  EXPECT_EQ(be(office, "a", "looking"), "responder* ");
  EXPECT_EQ(be(responder, "c", "looking"), "office ");
  be(responder, "b", "gone");
  EXPECT_EQ(be(office, "a", "looking"), "responder ") << "another page of theirs is open";
  world.clock.at = world.clock.at + Events::kPresent;
  EXPECT_EQ(be(office, "a", "looking"), "") << "a page that says nothing any more is closed";
  EXPECT_EQ(be(office, "a", "gone"), "");
  EXPECT_EQ(post(criticised, "/cases/" + number + "/presence", {{"page", "x"}, {"doing", "looking"}}, 404)
                .at("code")
                .as_string(),
            "case.unknown");
  post(office, "/cases/" + number + "/presence", {{"page", "x"}, {"doing", "watching"}}, 400);
}

// @wf finds 王芳; whoever is named is told, until they have looked; a unit that is complained of is named by nobody.
TEST_F(ApiTest, AColleagueIsNamedInANoteAndTold) {
  add_person(20, "王芳", Role::responder, "south");
  add_person(21, "王方", Role::responder, "licence");
  const auto number = open_case();
  const auto found = [&](Who who, const std::string& query) {
    std::string out;
    const auto listed = get(who, "/cases/" + number + "/colleagues?" + query);
    for (const auto& one : listed.at("items").as_array()) out += std::string(one.at("name").as_string()) + " ";
    return out;
  };
  EXPECT_EQ(found(office, "q=wf"), "王芳 ") << "王方 may not read the case";
  EXPECT_EQ(found(office, "q=wangf"), "王芳 ");
  EXPECT_EQ(found(office, "q=%E7%8E%8B"), "王芳 ");
  EXPECT_NE(found(office, "q=nangang").find("head "), std::string::npos) << "by the unit";
  EXPECT_EQ(found(office, "q=wf&readers=unit"), "") << "a note for the office's own eyes";
  get(criticised, "/cases/" + number + "/colleagues?q=wf", 404);

  const Who wf = static_cast<Who>(20);
  const auto stream = events.open(request(wf, "GET", "/").cookie, "");
  act(office, number, {{"do", "note"}, {"text", "@王芳 请看"}, {"mention", {20}}});
  EXPECT_NE(stream->take().find("event: mention"), std::string::npos);
  const auto told = get(wf, "/mentions").at("items").as_array();
  ASSERT_EQ(told.size(), 1u);
  EXPECT_EQ(told[0].at("number").as_string(), number);
  EXPECT_EQ(told[0].at("by").as_string(), "office");
  EXPECT_EQ(get(wf, "/cases/" + number).at("timeline").as_array().back().at("facts").at("mentioned").as_string(),
            "王芳");
  EXPECT_TRUE(get(office, "/mentions").at("items").as_array().empty());
  EXPECT_EQ(handler(request(wf, "POST", "/api/v1/cases/" + number + "/seen", "{}")).status, 204);
  EXPECT_TRUE(get(wf, "/mentions").at("items").as_array().empty());
  for (const int64_t nobody : {21, 999})
    EXPECT_EQ(act(office, number, {{"do", "note"}, {"text", "x"}, {"mention", {nobody}}}, 422).at("code").as_string(),
              "case.mention");
}

TEST_F(ApiTest, AUnitSharesViewsAndEachQuestionIsCounted) {
  open_case();
  const auto shared = post(head, "/views", {{"unit", "south"}, {"name", "本组超时"}, {"query", "view=overdue"}}, 201);
  const auto& view = shared.at("items").at(0).as_object();
  EXPECT_EQ(view.at("by").as_string(), "head");
  EXPECT_EQ(json::serialize(shared.at("may_share_with")), "[\"south\"]");
  const std::string path = "/views/" + std::to_string(view.at("id").as_int64()) + "/commands";
  EXPECT_FALSE(get(responder, "/views").at("items").at(0).at("may_change").as_bool());
  EXPECT_TRUE(get(criticised, "/views").at("items").as_array().empty());
  EXPECT_EQ(post(responder, path, {{"do", "unshare"}}, 403).at("code").as_string(), "view.not-allowed");
  EXPECT_EQ(post(criticised, path, {{"do", "unshare"}}, 404).at("code").as_string(), "view.unknown");
  post(criticised, "/views", {{"unit", "south"}, {"name", "x"}, {"query", "view=mine"}}, 403);
  post(head, "/views", {{"unit", "moon"}, {"name", "x"}, {"query", "view=mine"}}, 422);
  post(head, "/views", {{"unit", "south"}, {"name", ""}, {"query", "view=mine"}}, 422);
  EXPECT_EQ(post(head, path, {{"do", "rename"}, {"name", "甲,\"乙\""}}, 200).at("items").at(0).at("name").as_string(),
            "甲,\"乙\"");
  const auto mine = post(responder, "/views", {{"unit", "south"}, {"name", "我的"}, {"query", "view=mine"}}, 201);
  EXPECT_TRUE(mine.at("items").at(1).at("may_change").as_bool());
  EXPECT_EQ(post(head, path, {{"do", "unshare"}}, 200).at("items").as_array().size(), 1u);
  for (size_t i = 1; i < desk::kMostShared; ++i)
    post(head, "/views", {{"unit", "south"}, {"name", "n"}, {"query", "view=mine"}}, 201);
  EXPECT_EQ(post(head, "/views", {{"unit", "south"}, {"name", "n"}, {"query", "q=x"}}, 409).at("code").as_string(),
            "view.full");

  const json::object ask{{"questions", json::array{json::object{{"open", true}}, json::object{{"unit", "food"}},
                                                   json::object{{"month", "2031-01"}}}}};
  EXPECT_EQ(json::serialize(post(office, "/counts", ask, 200).at("counts")), "[1,0,0]");
  EXPECT_EQ(json::serialize(post(criticised, "/counts", ask, 200).at("counts")), "[0,0,0]");
  post(office, "/counts", {{"questions", json::array{json::object{{"month", "soon"}}}}}, 400);
  post(office, "/counts", {{"questions", json::array(desk::kMostQuestions + 1, json::object{})}}, 400);
}

// Whoever sets a desk up sees what is left to do, by the record alone.
TEST_F(ApiTest, TheFirstStepsAreToldFromTheRecord) {
  const auto done = [&](const char* id) {
    const auto guide = get(office, "/guide");
    for (const auto& step : guide.at("steps").as_array())
      if (step.at("id").as_string() == id) return step.at("done").as_bool();
    ADD_FAILURE() << id;
    return false;
  };
  EXPECT_TRUE(get(office, "/guide").at("shown").as_bool());
  EXPECT_TRUE(get(administrator, "/guide").at("shown").as_bool());
  EXPECT_FALSE(get(monitor, "/guide").at("shown").as_bool());
  EXPECT_TRUE(get(monitor, "/guide").at("steps").as_array().empty());
  EXPECT_FALSE(done("people")) << "the rules ask for more than these";
  EXPECT_FALSE(done("case"));
  open_case();
  EXPECT_TRUE(done("case"));
  EXPECT_EQ(post(monitor, "/guide/away", {}, 403).at("code").as_string(), "guide.not-allowed");
  EXPECT_EQ(handler(request(office, "POST", "/api/v1/guide/away", "{}")).status, 204);
  EXPECT_FALSE(get(administrator, "/guide").at("shown").as_bool());
}

// The auditor reads all that was done, by whom and when, page by page, and takes it away for a sheet; nobody else does.
TEST_F(ApiTest, TheAuditorReadsWhatWasDoneAndNobodyElse) {
  ASSERT_TRUE(world.hearing.load());
  const auto issue = hear();
  const auto number = open_case();
  world.clock.at = world.clock.at + minutes(1);
  act(office, number, {{"do", "note"}, {"text", "=1+1"}, {"readers", "unit"}});
  world.clock.at = world.clock.at + minutes(1);
  get(monitor, "/posts?q=%E6%B5%B7%E9%B2%9C");
  const auto all = get(auditor, "/audit");
  const auto& newest = all.at("items").at(0).as_object();
  EXPECT_EQ(newest.at("event").as_string(), "searched");
  EXPECT_EQ(newest.at("by").as_string(), "monitor");
  EXPECT_EQ(newest.at("facts").at("query").as_string(), "海鲜");
  EXPECT_FALSE(newest.contains("about"));
  EXPECT_EQ(all.at("items").at(1).at("event").as_string(), "note-added");
  EXPECT_EQ(all.at("items").at(1).at("about").as_string(), number);
  EXPECT_FALSE(all.contains("next"));
  EXPECT_TRUE(all.at("ledger").at("size").is_int64());

  size_t lines = 0;
  std::string cursor;
  do {
    const auto page = get(auditor, "/audit?limit=1" + cursor);
    ASSERT_EQ(page.at("items").as_array().size(), 1u);
    EXPECT_EQ(page.at("items").at(0), all.at("items").at(lines));
    ++lines;
    cursor = page.contains("next") ? "&cursor=" + std::string(page.at("next").as_string()) : "";
  } while (!cursor.empty());
  EXPECT_EQ(lines, all.at("items").as_array().size());

  const auto found = [&](const std::string& query) { return get(auditor, "/audit?" + query).at("items").as_array(); };
  EXPECT_EQ(found("kind=searches").size(), 1u);
  EXPECT_EQ(found("by=" + std::to_string(monitor)).size(), 1u);
  EXPECT_EQ(found("number=" + std::to_string(issue)).front().at("kind").as_string(), "issues");
  EXPECT_EQ(found("kind=issues&number=" + std::to_string(issue)).size(),
            found("number=" + std::to_string(issue)).size());
  EXPECT_EQ(found("number=" + number).back().at("event").as_string(), "case-opened");
  EXPECT_TRUE(found("from=2031-01-01").empty());
  EXPECT_EQ(found("to=2031-01-01").size(), lines);
  for (const char* wrong : {"kind=citizens", "number=x", "kind=shown&number=7", "from=yesterday", "cursor=00", "by=-1"})
    EXPECT_EQ(get(auditor, "/audit?" + std::string(wrong), 400).at("code").as_string(), "request.field") << wrong;

  const auto csv = handler(request(auditor, "GET", "/api/v1/audit/export?number=" + number));
  EXPECT_EQ(csv.status, 200);
  EXPECT_TRUE(csv.body.starts_with("\xEF\xBB\xBF‘audit.at’,")) << csv.body;
  EXPECT_NE(csv.body.find(number + ",2,‘event."), std::string::npos) << csv.body;
  for (const Who who : {monitor, office, head, spokesperson, administrator}) {
    EXPECT_EQ(get(who, "/audit", 403).at("code").as_string(), "audit.not-allowed");
    EXPECT_EQ(handler(request(who, "GET", "/api/v1/audit/export")).status, 403);
  }
}

TEST_F(ApiTest, TheInboxIsNarrowedToAMonth) {
  open_case();
  world.clock.at = world.clock.at + Seconds{40 * 86400};
  open_case();
  const auto in = [&](const std::string& query) { return get(office, "/cases" + query).at("total").as_int64(); };
  EXPECT_EQ(in(""), 2);
  EXPECT_EQ(in("?month=2026-03"), 1);
  EXPECT_EQ(in("?month=2026-04"), 1);
  EXPECT_EQ(in("?month=2026-02"), 0);
  for (const char* wrong : {"2026-13", "2026", "march"})
    EXPECT_EQ(get(office, std::string("/cases?month=") + wrong, 400).at("detail"), "month") << wrong;
}

TEST_F(ApiTest, AListIsReadToItsEnd) {
  for (int i = 0; i < 5; ++i) open_case();
  std::set<std::string> seen;
  std::string path = "/cases?limit=2&sort=opened";
  for (int pages = 1;; ++pages) {
    const auto page = get(office, path);
    EXPECT_EQ(page.at("total").as_int64(), 5);
    for (const auto& row : page.at("items").as_array()) seen.emplace(row.at("number").as_string());
    if (!page.contains("next")) {
      EXPECT_EQ(pages, 3);
      break;
    }
    path = "/cases?limit=2&sort=opened&cursor=" + std::string(page.at("next").as_string());
  }
  EXPECT_EQ(seen.size(), 5U);
}

TEST_F(ApiTest, AStreamEndsWithItsSession) {
  const Request in = request(office, "GET", "/api/v1/events");
  const Response response = handler(in);
  ASSERT_TRUE(response.stream);
  EXPECT_EQ(response.content_type, "text/event-stream");
  EXPECT_EQ(response.stream->take(), "event: hello\ndata: {\"now\":\"2026-03-05T13:10:00+08:00\"}\n\n");
  const std::string number = open_case();
  EXPECT_EQ(response.stream->take(), "event: case\ndata: {\"number\":\"" + number + "\",\"version\":4}\n\n");
  (void)sessions.close(in.cookie);
  open_case();
  EXPECT_TRUE(response.stream->over());
  EXPECT_EQ(response.stream->take(), "");
}

TEST_F(ApiTest, ServesTheDeskUnderItsName) {
  const auto page = handler(request(office, "GET", "/desk/cases/HB-1"));
  EXPECT_EQ(page.body, "bytes of index.html");
  EXPECT_EQ(page.content_type, "text/html; charset=utf-8");
  EXPECT_EQ(handler(request(office, "GET", "/desk")).body, "bytes of index.html");
  const auto asset = handler(request(office, "GET", "/desk/assets/a-1.js"));
  EXPECT_EQ(asset.body, "bytes of assets/a-1.js");
  EXPECT_EQ(asset.headers.front().second, "public, max-age=31536000, immutable");
  EXPECT_EQ(handler(request(office, "GET", "/desk/assets/a-2.js")).status, 404);
  EXPECT_EQ(handler(request(office, "GET", "/desktop")).body, "portal");
  EXPECT_EQ(handler(request(office, "GET", "/")).body, "portal");

  const Handler named = make_staff({.wiring = world.wiring,
                                    .vault = world.vault,
                                    .sessions = sessions,
                                    .events = events,
                                    .rulebooks = rulebook_desk.rulebooks,
                                    .registers = world.registers,
                                    .category = world.category,
                                    .open_data = open_data,
                                    .between = world.between,
                                    .demo = false,
                                    .host = "inside.example",
                                    .source = {},
                                    .asset = {}},
                                   [](const Request&) {
                                     return Response{404, "text/plain", {}, "portal"};
                                   });
  Request in = request(office, "GET", "/api/v1/cases");
  EXPECT_EQ(named(in).body, "portal");
  for (const char* host : {"inside.example", "inside.example:8420", "Inside.Example"}) {
    in.host = host;
    EXPECT_EQ(named(in).status, 200) << host;
  }
}

// An instruction that nobody read by name, or that vanished into "noted", is what a higher platform complains about.
TEST_F(ApiTest, ADirectiveIsReadByNameAndEndsInAnAnswer) {
  const json::object entered{{"platform", "省网络平台"}, {"text", "请核实海鲜市场，联系电话13912345678"}};
  EXPECT_EQ(post(administrator, "/directives", entered, 403).at("code"), "directive.not-allowed");
  EXPECT_EQ(post(office, "/directives", {{"platform", "省网络平台"}}, 400).at("detail"), "text");
  const json::object made = post(monitor, "/directives", entered, 201);
  const std::string at = "/directives/" + std::to_string(made.at("id").as_int64());
  EXPECT_EQ(std::string(made.at("text").as_string()).find("13912345678"), std::string::npos);
  EXPECT_EQ(made.at("clocks").as_array().size(), 1u);
  EXPECT_FALSE(has(made.at("may"), "begin")) << "a monitor of a branch enters it";
  EXPECT_TRUE(has(get(office, at).at("may"), "begin"));

  const json::object begin{
      {"do", "begin"}, {"handler", int64_t{responder}}, {"unit", "south"}, {"first_step", "先到现场"}};
  json::object stranger = begin, nobody = begin;
  stranger["unit"] = "licence";
  nobody["handler"] = 999;
  const auto tag = [&] { return '"' + std::to_string(get(office, at).at("version").as_int64()) + '"'; };
  EXPECT_EQ(post(office, at + "/commands", stranger, 422, tag()).at("code"), "directive.no-handler");
  EXPECT_EQ(post(office, at + "/commands", nobody, 422, tag()).at("code"), "directive.no-handler");
  EXPECT_EQ(post(monitor, at + "/commands", begin, 403, tag()).at("code"), "directive.not-allowed");
  EXPECT_EQ(post(office, at + "/commands", begin, 412, "\"1\"").at("code"), "store.version");
  const json::object begun = post(office, at + "/commands", begin, 200, tag());
  EXPECT_EQ(begun.at("state"), "begun");
  EXPECT_EQ(begun.at("reader"), "office");
  EXPECT_EQ(begun.at("handler"), "responder");
  EXPECT_EQ(begun.at("clocks").as_array().front().at("outcome"), "met");

  EXPECT_EQ(get(criticised, at, 404).at("code"), "record.unknown") << "a department it does not concern";
  EXPECT_EQ(get(office, "/directives/99", 404).at("code"), "record.unknown");
  EXPECT_TRUE(get(criticised, "/directives").at("items").as_array().empty());
  EXPECT_EQ(post(responder, at + "/commands", {{"do", "handle"}, {"done", "已责令整改"}}, 200, tag()).at("state"),
            "handled");
  EXPECT_EQ(post(responder, at + "/commands", {{"do", "close"}, {"answer", "已回复"}}, 403, tag()).at("code"),
            "directive.not-allowed");
  EXPECT_EQ(post(office, at + "/commands", {{"do", "close"}, {"answer", "已回复"}}, 200, tag()).at("state"), "closed");
  EXPECT_TRUE(get(office, "/directives?open=true").at("items").as_array().empty());
}

TEST_F(ApiTest, ADirectiveThatIsLateOrRefusedIsCountedSo) {
  post(office, "/directives", {{"platform", "省网络平台"}, {"text", "请核实"}}, 201);
  const auto refused = post(office, "/directives", {{"platform", "省网络平台"}, {"text", "请删除网民帖文"}}, 201);
  const std::string at = "/directives/" + std::to_string(refused.at("id").as_int64()) + "/commands";
  const std::string tag = '"' + std::to_string(refused.at("version").as_int64()) + '"';
  EXPECT_EQ(post(office, at, {{"do", "refuse"}, {"section", "9.9"}, {"reason", "做不得"}}, 422, tag).at("code"),
            "directive.no-such-section");
  EXPECT_EQ(post(office, at, {{"do", "refuse"}, {"section", "2.3"}, {"reason", "不删帖"}}, 200, tag).at("state"),
            "not-here");

  desk::Directives directives{world.wiring};
  EXPECT_EQ(directives.tick().value(), 0);
  world.clock.at = world.clock.at + hours(1) + Seconds{1};
  EXPECT_EQ(directives.tick().value(), 1);
  EXPECT_EQ(directives.tick().value(), 0);
  const auto counts = get(auditor, "/directives").at("counts").as_object();
  EXPECT_EQ(counts.at("waiting"), 1);
  EXPECT_EQ(counts.at("not_here").as_object().at("2.3"), 1);
  EXPECT_EQ(counts.at("promises").as_object().at("directive-ack").at("missed"), 1);
  EXPECT_EQ(counts.at("promises").as_object().at("directive-ack").at("met"), 1);
}

// A night that nobody has is found when the period is declared, or when the change is made that opens it: not that
// night.
TEST_F(ApiTest, ASensitivePeriodIsCoveredOrRefusedWithItsGaps) {
  const json::object period{
      {"from", "2026-03-07T00:00:00+08:00"}, {"to", "2026-03-08T00:00:00+08:00"}, {"reason", "重要会议"}};
  const auto keep = [&](Who who, const json::object& command, int status = 200) {
    const auto version = get(office, "/rosters/office").at("version").as_int64();
    return post(who, "/rosters/office/commands", command, status, '"' + std::to_string(version) + '"');
  };
  json::object days{{"do", "set-rotation"}, {"rotation", 1},     {"first", "2026-03-06"},
                    {"from_minute", 480},   {"to_minute", 1200}, {"people", json::array{int64_t{office}}}};
  EXPECT_EQ(keep(monitor, days, 403).at("code"), "roster.not-allowed");
  json::object strangers = days;
  strangers["people"] = json::array{int64_t{responder}};
  EXPECT_EQ(keep(office, strangers, 422).at("code"), "roster.people") << "works elsewhere";
  json::object malformed = days;
  malformed["first"] = "tomorrow";
  EXPECT_EQ(keep(office, malformed, 400).at("detail"), "first");
  keep(office, days);
  EXPECT_EQ(post(office, "/rosters/office/commands", days, 412, "\"0\"").at("code"), "store.version");
  EXPECT_EQ(get(office, "/rosters/moon", 404).at("code"), "record.unknown");

  const json::object gap = post(office, "/periods", period, 422);
  EXPECT_EQ(gap.at("code"), "period.gap");
  EXPECT_EQ(gap.at("detail"),
            "office 2026-03-07T00:00:00+08:00/2026-03-07T08:00:00+08:00; "
            "office 2026-03-07T20:00:00+08:00/2026-03-08T00:00:00+08:00");
  json::object nights = days;
  nights["rotation"] = 2;
  nights["from_minute"] = 1200;
  nights["to_minute"] = 1920;
  keep(office, nights);
  EXPECT_EQ(post(monitor, "/periods", period, 403).at("code"), "period.not-allowed");
  EXPECT_EQ(post(office, "/periods", period, 201).at("items").as_array().size(), 1u);

  nights["people"] = json::array{};
  EXPECT_EQ(keep(office, nights, 422).at("code"), "period.gap") << "the night would be nobody's";
  const json::object away{{"do", "away"},
                          {"person", int64_t{office}},
                          {"from", "2026-03-07T10:00:00+08:00"},
                          {"to", "2026-03-07T11:00:00+08:00"}};
  EXPECT_EQ(post(office, "/people/commands", away, 422, "\"0\"").at("detail"),
            "office 2026-03-07T10:00:00+08:00/2026-03-07T11:00:00+08:00");
  const auto lifted = post(office, "/periods/1/lift", {{"reason", "提前结束"}}, 200);
  EXPECT_TRUE(lifted.at("items").as_array().front().at("lifted").as_bool());
  EXPECT_EQ(post(office, "/periods/9/lift", {{"reason", "提前结束"}}, 404).at("code"), "record.unknown");
  EXPECT_EQ(post(office, "/people/commands", away, 200, "\"0\"").at("away").as_array().size(), 1u);
}

// A calendar program has no session: the address is the key, the person's own, and ends when they say so.
TEST_F(ApiTest, AnybodyReadsTheirShiftsInTheirOwnCalendar) {
  const auto read = [&](std::string_view path) {
    Request plain;
    plain.method = "GET";
    EXPECT_TRUE(set_target(plain, std::string(path)));
    plain.host = "desk.example";
    return handler(plain);
  };
  EXPECT_FALSE(get(head, "/calendar").at("on").as_bool());
  const json::object days{{"do", "set-rotation"},
                          {"rotation", 1},
                          {"first", "2026-03-06"},
                          {"last", "2026-03-07"},
                          {"from_minute", 480},
                          {"to_minute", 1200},
                          {"people", json::array{int64_t{head}}}};
  post(head, "/rosters/south/commands", days, 200, "\"0\"");
  const auto path = std::string(post(head, "/calendar", {}, 201).at("path").as_string());
  EXPECT_TRUE(get(head, "/calendar").at("on").as_bool());
  const Response feed = read(path);
  ASSERT_EQ(feed.status, 200) << feed.body;
  EXPECT_EQ(feed.content_type, "text/calendar; charset=utf-8");
  const auto has_line = [](const std::string& body, std::string_view line) {
    return body.find("\r\n" + std::string(line) + "\r\n") != std::string::npos;
  };
  EXPECT_TRUE(has_line(feed.body, "DTSTART:20260306T000000Z")) << feed.body;
  EXPECT_TRUE(has_line(feed.body, "DTEND:20260306T120000Z"));
  EXPECT_TRUE(has_line(feed.body, "STATUS:CONFIRMED"));
  EXPECT_TRUE(has_line(feed.body, "SEQUENCE:0"));
  EXPECT_TRUE(feed.body.starts_with("BEGIN:VCALENDAR\r\n") && feed.body.ends_with("END:VCALENDAR\r\n"));
  size_t longest = 0;
  for (size_t at = 0, end = 0; (end = feed.body.find("\r\n", at)) != std::string::npos; at = end + 2)
    longest = std::max(longest, end - at);
  EXPECT_LE(longest, 75u) << "octets of a line";

  const auto override_ = json::object{{"do", "override"},
                                      {"person", int64_t{responder}},
                                      {"from", "2026-03-06T08:00:00+08:00"},
                                      {"to", "2026-03-06T20:00:00+08:00"},
                                      {"reason", "出差"}};
  const auto version = get(head, "/rosters/south").at("version").as_int64();
  post(head, "/rosters/south/commands", override_, 200, '"' + std::to_string(version) + '"');
  EXPECT_TRUE(has_line(read(path).body, "STATUS:CANCELLED")) << "what somebody else took over is dropped by calendars";

  EXPECT_EQ(read(path.substr(0, path.size() - 4)).status, 404);
  EXPECT_EQ(read("/api/v1/calendars/" + std::to_string(int64_t{head}) + "-00.ics").status, 404);
  EXPECT_EQ(read("/api/v1/calendars/x.ics").status, 404);
  const auto again = std::string(post(head, "/calendar", {}, 201).at("path").as_string());
  EXPECT_NE(again, path);
  EXPECT_EQ(read(path).status, 404) << "a new address ends the old one";
  EXPECT_FALSE(post(head, "/calendar/end", {}, 200).at("on").as_bool());
  EXPECT_EQ(read(again).status, 404);
}

// The deputy acts under their own name; a post with two deputies, or one that nobody handed over, has none.
TEST_F(ApiTest, WhoStandsInForWhomIsNamedWithDatesAndHandOver) {
  const json::object name{{"do", "name-deputy"},
                          {"principal", int64_t{head}},
                          {"deputy", int64_t{responder}},
                          {"role", "unit-head"},
                          {"unit", "south"},
                          {"from", "2026-03-05T00:00:00+08:00"},
                          {"to", "2026-03-10T00:00:00+08:00"},
                          {"handover", "三件待批"}};
  EXPECT_EQ(post(monitor, "/people/commands", name, 403, "\"0\"").at("code"), "cover.not-allowed");
  json::object nobody = name, unsaid = name;
  nobody["deputy"] = 999;
  unsaid["handover"] = "";
  EXPECT_EQ(post(head, "/people/commands", nobody, 422, "\"0\"").at("code"), "cover.unknown");
  EXPECT_EQ(post(head, "/people/commands", unsaid, 422, "\"0\"").at("code"), "case.empty");
  const auto people = post(head, "/people/commands", name, 200, "\"0\"");
  EXPECT_EQ(people.at("deputies").as_array().front().at("deputy").as_object().at("name"), "responder");
  EXPECT_TRUE(people.at("deputies").as_array().front().at("may_end").as_bool());
  EXPECT_FALSE(get(monitor, "/people").at("deputies").as_array().front().at("may_end").as_bool());
  EXPECT_EQ(get(office, "/rosters/south").at("deputy").as_object().at("name"), "responder");
  EXPECT_EQ(post(head, "/people/commands", name, 409, "\"1\"").at("code"), "cover.overlap");
  const json::object end{{"do", "end-deputy"}, {"id", 1}, {"handback", "已办两件"}};
  EXPECT_TRUE(
      post(responder, "/people/commands", end, 200, "\"1\"").at("deputies").as_array().front().at("ended").as_bool());
  EXPECT_FALSE(get(office, "/rosters/south").contains("deputy"));
}

// What is late and over without a word is asked after by rule: found, heard and decided by different people, and what
// changes is followed. Whoever it does not concern knows of none of it.
TEST_F(ApiTest, WhatWasMissedWithoutAReasonIsReviewed) {
  constexpr Who leader{20};
  add_person(leader, "leader", Role::supervising_leader, "office");
  const auto made = post(office, "/directives", {{"platform", "省网络平台"}, {"text", "请核实"}}, 201);
  const std::string at = "/directives/" + std::to_string(made.at("id").as_int64());
  const auto act_there = [&](const json::object& command) {
    const auto seen = get(office, at).at("version").as_int64();
    post(office, at + "/commands", command, 200, '"' + std::to_string(seen) + '"');
  };
  for (int half_hours = 0; half_hours < 4; ++half_hours) {
    world.clock.at = world.clock.at + minutes(30);
    ASSERT_TRUE(desk::Directives(world.wiring).tick());
  }
  const std::string page = "/accountability?unit=office";
  const json::object late = get(office, page);
  ASSERT_EQ(late.at("missed").as_array().size(), 1u);
  EXPECT_EQ(late.at("missed").as_array()[0].at("clock"), "directive-ack");
  EXPECT_EQ(late.at("missed").as_array()[0].at("reason"), "");
  EXPECT_GT(late.at("unanswered").as_int64(), 0);
  act_there({{"do", "refuse"}, {"section", "2.3"}, {"reason", "不作删帖处理"}});

  const json::array reviews = get(auditor, page).at("reviews").as_array();
  std::string review;
  for (const auto& one : reviews)
    if (one.at("cause") == "missed") review = "/reviews/" + std::to_string(one.at("id").as_int64());
  ASSERT_FALSE(review.empty());
  EXPECT_EQ(get(head, review, 404).at("code"), "record.unknown");
  EXPECT_EQ(get(head, page, 404).at("code"), "unit.unknown");
  EXPECT_EQ(get(head, "/accountability").at("units").as_array().size(), 1u);
  EXPECT_EQ(get(office, page + "&month=1999-01", 404).at("code"), "figure.month");
  const auto step = [&](Who who, const json::object& command, int status) {
    const auto seen = get(auditor, review).at("version").as_int64();
    return post(who, review + "/commands", command, status, '"' + std::to_string(seen) + '"');
  };
  EXPECT_EQ(step(office, {{"do", "find"}, {"finding", "无人值守"}}, 403).at("code"), "review.not-allowed");
  EXPECT_EQ(step(auditor, {{"do", "find"}, {"finding", "无人值守"}}, 200).at("state"), "found");
  EXPECT_EQ(step(auditor, {{"do", "close"}, {"outcome", "通报"}}, 403).at("code"), "review.not-allowed");
  const json::object measure{{"what", "夜间双人值班"}, {"unit", "south"}, {"by", "2026-03-20"}};
  EXPECT_EQ(step(leader, {{"do", "close"}, {"outcome", "通报"}, {"measures", json::array{measure}}}, 200).at("state"),
            "closed");
  EXPECT_EQ(get(head, review).at("measures").as_array()[0].at("may_do"), true) << "who must change reads it";
  const auto done = step(head, {{"do", "do-measure"}, {"measure", 1}, {"done", "已排班"}}, 200);
  EXPECT_TRUE(done.at("measures").as_array()[0].as_object().contains("done_at"));
  act_there({{"do", "explain-miss"}, {"clock", "directive-ack"}, {"round", 1}, {"reason", "夜间断电"}});
  EXPECT_EQ(get(office, page).at("missed").as_array()[0].at("reason"), "夜间断电");
  EXPECT_EQ(get(auditor, page).at("reviews").as_array().size(), reviews.size()) << "none is opened twice";
}

// Whoever belongs to a unit does not learn of a case about it by the review of how it was handled.
TEST_F(ApiTest, AReviewDoesNotTellOfACaseAboutOnesUnit) {
  desk::Changes changes;
  changes.users.push_back(
      {{20}, "both", "both", "", {{Role::office, {"office"}}, {Role::monitor, {"licence"}}}, false});
  ASSERT_TRUE(world.store.commit(changes));
  const std::string number = open_case({{"kind", "about-staff"}, {"about", "licence"}});
  world.clock.at = world.clock.at + Seconds{20 * 86400};
  ASSERT_TRUE(world.cases.tick());
  const json::object ours{{"do", "not-ours"}, {"whose", "市交通运输局"}, {"reach", "12328"}, {"reason", "不属本局"}};
  act(office, number, ours);
  const auto listed = [&](Who who) { return get(who, "/accountability?unit=office").at("reviews").as_array().size(); };
  EXPECT_GT(listed(auditor), 0u);
  EXPECT_EQ(listed(office), listed(auditor));
  constexpr Who both{20};
  EXPECT_EQ(listed(both), 0u);
  EXPECT_EQ(get(both, "/reviews/1", 404).at("code"), "record.unknown");
}

// A unit that thinks a figure misleads says so on the record; the figure stays.
TEST_F(ApiTest, AFigureIsContestedByTheHeadAndAnsweredByTheAuditor) {
  for (int i = 0; i < 5; ++i) open_case();
  world.clock.at = world.clock.at + Seconds{40 * 86400};
  while (open_data.step(world.clock.at).value()) continue;
  const std::string page = "/accountability?unit=south&month=2026-03";
  const auto figures = get(head, page).at("figures").as_array();
  ASSERT_FALSE(figures.empty());
  EXPECT_EQ(figures[0].at("formula"), "“figure.received.formula”");
  json::object contest{{"unit", "south"}, {"month", "2026-03"}, {"figure", "received"}, {"reason", "含重复登记"}};
  EXPECT_EQ(post(responder, "/contests", contest, 403).at("code"), "contest.not-allowed");
  contest["figure"] = "satisfaction";
  EXPECT_EQ(post(head, "/contests", contest, 404).at("code"), "figure.none");
  contest["figure"] = "no-such";
  EXPECT_EQ(post(head, "/contests", contest, 400).at("detail"), "figure");
  contest["figure"] = "received";
  const auto contested = post(head, "/contests", contest, 201).at("contests").as_array();
  ASSERT_EQ(contested.size(), 1u);
  EXPECT_EQ(contested[0].at("value"), "5");
  const json::object answer{{"do", "answer"}, {"upheld", true}, {"answer", "确有一件重复"}};
  EXPECT_EQ(post(office, "/contests/1/commands", answer, 403, "\"1\"").at("code"), "contest.not-allowed");
  const auto after = post(auditor, "/contests/1/commands", answer, 200, "\"1\"");
  EXPECT_EQ(after.at("contests").as_array()[0].at("state"), "upheld");
  EXPECT_EQ(after.at("figures").as_array(), get(auditor, page).at("figures").as_array());
}

// An account that one person could put on the register would be an unmarked voice; what two say holds at once, is in
// the ledger and on the public page.
TEST_F(ApiTest, AnAccountIsRegisteredAndWithdrawnByTwoPeople) {
  constexpr Who speaker{20};
  add_person(speaker, "speaker", Role::spokesperson, "office");
  const auto registered = [&](const char* id) {
    const json::array items = get(monitor, "/registers/official").at("items").as_array();
    return std::ranges::any_of(items, [&](const json::value& one) { return one.at("id") == id; });
  };
  const json::object asked{
      {"id", "video"},    {"name", "明川市场监管视频"},           {"name_en", "Mingchuan video"}, {"channel", "video"},
      {"unit", "office"}, {"address", "https://video.example/a"}, {"reason", "开通视频号"}};
  EXPECT_EQ(post(head, "/registers/official/proposals", asked, 403).at("code"), "proposal.not-allowed");
  json::object wrong = asked;
  wrong["unit"] = "nowhere";
  EXPECT_EQ(post(office, "/registers/official/proposals", wrong, 422).at("code"), "route.no-such-unit");
  wrong = asked;
  wrong["name_en"] = "";
  EXPECT_EQ(post(office, "/registers/official/proposals", wrong, 422).at("code"), "account.empty");
  const json::object proposed = post(office, "/registers/official/proposals", asked, 201);
  const auto& proposal = proposed.at("proposals").as_array().front();
  EXPECT_EQ(proposal.at("official").at("address"), "https://video.example/a");
  const std::string at = "/registers/proposals/" + std::to_string(proposal.at("id").as_int64()) + "/commands";
  const json::object confirm{{"do", "confirm"}};
  EXPECT_EQ(post(office, at, confirm, 403, "\"1\"").at("code"), "proposal.same-person");
  EXPECT_EQ(post(administrator, at, confirm, 403, "\"1\"").at("code"), "proposal.not-allowed");
  EXPECT_FALSE(registered("video"));
  const auto entries = world.store.ledger_rows(0, 100)->size();
  post(speaker, at, confirm, 200, "\"1\"");
  EXPECT_TRUE(registered("video"));
  const auto rows = world.store.ledger_rows(0, 100).value();
  ASSERT_EQ(rows.size(), entries + 1);
  EXPECT_NE(rows.back().leaf.find("\nkind account\n"), std::string::npos) << rows.back().leaf;
  EXPECT_NE(rows.back().body.find("https://video.example/a"), std::string::npos);
  EXPECT_EQ(desk::account_changes(world.store)->size(), 1u) << "it is there after a restart";
  EXPECT_EQ(post(office, "/registers/official/proposals", asked, 409).at("code"), "account.same");

  const auto gone =
      post(office, "/registers/official/proposals", {{"id", "forum-food"}, {"removes", true}, {"reason", "停用"}}, 201);
  const std::string there = "/registers/proposals/" +
                            std::to_string(gone.at("proposals").as_array().front().at("id").as_int64()) + "/commands";
  post(speaker, there, {{"do", "refuse"}, {"reason", "还在用"}}, 200, "\"1\"");
  EXPECT_TRUE(registered("forum-food"));
  EXPECT_EQ(post(speaker, there, confirm, 409, "\"2\"").at("code"), "proposal.wrong-state");
}

TEST_F(ApiTest, TheOfficeKeepsTheRegisterOfTraining) {
  const json::object course{{"kind", "starter"}, {"course", "上岗培训"}, {"on", "2026-03-04"}, {"passed", true}};
  EXPECT_EQ(post(head, "/training/2", course, 403).at("code"), "training.not-allowed");
  EXPECT_EQ(post(office, "/training/99", course, 404).at("code"), "record.unknown");
  post(office, "/training/2", course, 200);
  const json::array people = get(office, "/people").at("people").as_array();
  for (const auto& person : people)
    EXPECT_EQ(person.at("training").at("started").as_bool(), person.at("id") == 2) << json::serialize(person);
}

// A desk that refreshes itself in an empty room must not stay open until the morning; whoever works there is told when
// it would end.
TEST_F(ApiTest, APageThatAsksByItselfDoesNotPutOffTheEndOfASession) {
  Request mine = request(office, "GET", "/api/v1/session");
  const auto ends = [&] { return json::parse(handler(mine).body).at("session_ends").as_string(); };
  const auto said = ends();
  EXPECT_EQ(parse_rfc3339(std::string(said)), world.clock.at + hours(12));
  world.clock.at = world.clock.at + hours(7);
  mine.nobody_there = true;
  EXPECT_EQ(handler(mine).status, 200);
  world.clock.at = world.clock.at + hours(6);
  EXPECT_EQ(handler(mine).status, 401);

  Request worked = request(office, "GET", "/api/v1/session");
  for (int i = 0; i < 3; ++i) {
    world.clock.at = world.clock.at + hours(7);
    EXPECT_EQ(handler(worked).status, 200);
  }
}

// Nobody should have to ask an administrator what their role may do.
TEST_F(ApiTest, PermissionsAreTheOneTable) {
  const json::object shown = get(monitor, "/permissions");
  const auto& items = shown.at("items").as_array();
  const auto table = casework::permissions();
  ASSERT_EQ(items.size(), table.size());
  for (size_t i = 0; i < table.size(); ++i) {
    EXPECT_EQ(items[i].at("act").as_string(), std::string(name_of(table[i].act)));
    EXPECT_EQ(items[i].at("role").as_string(), std::string(name_of(table[i].role)));
    EXPECT_EQ(items[i].at("where").as_string(), std::string(name_of(table[i].where)));
  }
}

// A branch whose only publisher is away learns of it from this list, not from an answer that cannot go out.
TEST_F(ApiTest, PeopleSayWhereDifferentPeopleCannotBeFound) {
  const auto lacks = [&](Who who, const char* word) {
    const json::object people = get(who, "/people");
    for (const auto& one : people.at("lacking").as_array())
      if (one.at("unit") == "south" && one.as_object().contains("word") && one.at("word") == word) return true;
    return false;
  };
  EXPECT_FALSE(get(responder, "/people").contains("lacking"));
  EXPECT_FALSE(lacks(head, "answer"));
  const json::object away{{"do", "away"},
                          {"person", int64_t{spokesperson}},
                          {"from", "2026-03-05T08:00:00+08:00"},
                          {"to", "2026-03-06T08:00:00+08:00"}};
  post(spokesperson, "/people/commands", away, 200, "\"0\"");
  EXPECT_TRUE(lacks(head, "answer"));
  EXPECT_FALSE(lacks(head, "first-reply"));
}

// What is under way is handed to whoever comes on duty in writing, by whoever works there.
TEST_F(ApiTest, AHandOverNoteStandsOnTheRoster) {
  const json::object shift{{"do", "override"},
                           {"from", "2026-03-05T12:00:00+08:00"},
                           {"to", "2026-03-05T20:00:00+08:00"},
                           {"person", int64_t{office}},
                           {"reason", "替班"}};
  EXPECT_EQ(post(office, "/rosters/office/commands", shift, 200, "\"0\"").at("on_duty").as_array().size(), 1u);
  const json::object note{{"do", "hand-over"}, {"text", "两件待签收"}};
  EXPECT_EQ(post(criticised, "/rosters/office/commands", note, 403, "\"2\"").at("code"), "roster.not-allowed");
  EXPECT_EQ(post(office, "/rosters/office/commands", note, 200, "\"2\"").at("notes").as_array().front().at("by"),
            "office");
}

}  // namespace
}  // namespace hb::http
