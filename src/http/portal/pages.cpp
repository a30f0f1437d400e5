#include "http/portal/pages.h"

#include <charconv>

#include "base/instant.h"
#include "base/utf8.h"
#include "http/html.h"

// Pages are put together from literals and escape(); whatever comes from outside a literal goes through escape().
namespace hb::http {
namespace {

std::string page(const Site& site, std::string_view title, const std::string& main) {
  return "<!doctype html>\n<html lang=\"zh-CN\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
         "content=\"width=device-width, initial-scale=1\"><title>" +
         escape(title) + " · " + escape(site.office) +
         "</title><link rel=\"stylesheet\" href=\"/assets/portal.css\"></head>\n<body><header><strong>" +
         escape(site.office) +
         " 听答</strong><nav aria-label=\"主导航\"><a href=\"/\">首页</a><a href=\"/answers\">公开答复</a>"
         "<a href=\"/statements\">权威信息</a>"
         "<a href=\"/issues\">正在办什么</a><a href=\"/complain\">提交诉求</a><a href=\"/track\">查询进度</a>"
         "</nav></header>\n<main><h1>" +
         escape(title) + "</h1>\n" + main +
         "</main>\n<footer><p>需要帮助，请拨打 <a href=\"tel:12345\">12345</a>。"
         "<a href=\"/ledger\">怎样核对我们说过的话</a></p></footer></body></html>\n";
}

Response shown(const Site& site, std::string_view title, const std::string& main, int status = 200) {
  Response response;
  response.status = status;
  response.body = page(site, title, main);
  return response;
}

Response unavailable(const Site& site) {
  return message_page(site, 503, "暂时不能显示", "系统正在恢复，请稍后再试。急事请拨打 12345。");
}

/// Beijing time: "2026-03-05 17:00".
std::string when(Instant t) {
  std::string text = format_rfc3339(t, hours(8)).substr(0, 16);
  text[10] = ' ';
  return text;
}

std::string unit_name(const Site& site, const UnitId& unit) {
  const auto at = site.unit_names.find(unit.value);
  return escape(at == site.unit_names.end() ? unit.value : at->second);
}

std::string value(const Fields& fields, std::string_view name) {
  const auto at = fields.find(name);
  return at == fields.end() ? std::string() : at->second;
}

Response home(const Site& site) {
  return shown(site, "有事请说，我们公开答复",
               "<p class=\"emergency\">遇到危险请直接拨打：报警 110，火警 119，急救 120。其他急事拨打 12345。</p>\n"
               "<p><a class=\"door\" href=\"/complain\">提交诉求</a><a class=\"door\" href=\"/track\">查询进度</a>"
               "<a class=\"door\" href=\"/issues\">看看正在办什么</a></p>\n"
               "<h2>我们不做的事</h2><p>不记录发帖人的姓名和账号，不按人查找，不判断情绪，不删帖，不隐身发言。"
               "每一次公开答复都记入不可更改的公开账本。</p>\n");
}

std::optional<int64_t> entry_of(std::string_view digits) {
  int64_t entry = -1;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), entry);
  if (error != std::errc() || end != digits.data() + digits.size() || entry < 0) return std::nullopt;
  return entry;
}

/// Where an official word stands in the ledger, and how anyone can check it.
std::string proof_of(int64_t entry, const desk::LedgerRow& row) {
  const std::string index = std::to_string(entry);
  return "<dt>账本序号</dt><dd>" + index + "</dd><dt>条目哈希</dt><dd><code>" + to_hex(view(sha256(row.leaf))) +
         "</code></dd></dl>\n<h2>怎样核对</h2>" + "<p>下载<a href=\"/ledger/body/" + index +
         "\">原文和盐值</a>与<a href=\"/ledger/checkpoint\">检查点</a>，用您自己的电脑计算，"
         "不必相信本网站。方法见<a href=\"/ledger\">公开账本</a>。</p>\n";
}

Response answers(const Site& site) {
  const auto rows = site.store.answers(0, 50);
  if (!rows) return unavailable(site);
  if (rows->empty()) return shown(site, "公开答复", "<p>还没有公开答复。</p>\n");
  std::string list = "<ul class=\"list\">";
  for (const desk::AnswerRow& row : *rows)
    list += "<li><a href=\"/answers/" + std::to_string(row.entry) + "\">" + escape(row.summary) +
            "</a><br><span class=\"hint\">" + unit_name(site, row.unit) + " · " + when(row.published_at) +
            "</span></li>\n";
  return shown(site, "公开答复", list + "</ul>\n");
}

Response answer(const Site& site, std::string_view digits) {
  const auto entry = entry_of(digits);
  if (!entry) return message_page(site, 404, "没有这条答复", "请核对网址。");
  const auto row = site.store.answer(*entry);
  if (!row) return unavailable(site);
  if (!*row) return message_page(site, 404, "没有这条答复", "请核对网址。");
  const desk::AnswerRow& a = **row;
  const auto leaves = site.store.ledger_rows(*entry, *entry + 1);
  if (!leaves || leaves->empty()) return unavailable(site);
  const std::string words = a.text.empty() ? "<p>已单独答复当事人，内容不公开。</p>\n"
                                           : "<div class=\"words\">" + escape(a.text) + "</div>\n";
  return shown(site, a.summary,
               words + "<dl><dt>答复单位</dt><dd>" + unit_name(site, a.unit) + "</dd><dt>公布时间</dt><dd>" +
                   when(a.published_at) + "</dd>" + proof_of(*entry, leaves->front()));
}

Response statements(const Site& site) {
  const auto rows = site.store.statements(0, 50);
  if (!rows) return unavailable(site);
  if (rows->empty()) return shown(site, "权威信息", "<p>还没有发布过权威信息。</p>\n");
  std::string list = "<ul class=\"list\">";
  for (const desk::StatementRow& row : *rows)
    list += "<li><a href=\"/statements/" + std::to_string(row.entry) + "\">" + escape(row.title) +
            "</a><br><span class=\"hint\">" + when(row.published_at) + "</span></li>\n";
  return shown(site, "权威信息", list + "</ul>\n");
}

Response statement(const Site& site, std::string_view digits) {
  const auto entry = entry_of(digits);
  if (!entry) return message_page(site, 404, "没有这条信息", "请核对网址。");
  const auto row = site.store.statement(*entry);
  if (!row) return unavailable(site);
  if (!*row) return message_page(site, 404, "没有这条信息", "请核对网址。");
  const desk::StatementRow& s = **row;
  const auto leaves = site.store.ledger_rows(*entry, *entry + 1);
  const auto all = site.store.statements_of_issue(s.issue);
  if (!leaves || leaves->empty() || !all) return unavailable(site);
  std::string others;
  for (const desk::StatementRow& other : *all)
    if (other.entry != *entry)
      others += "<li><a href=\"/statements/" + std::to_string(other.entry) + "\">" + escape(other.title) + "</a>（" +
                when(other.published_at) + "）</li>\n";
  if (!others.empty()) others = "<h2>同一事项的其他信息</h2><ul class=\"list\">" + others + "</ul>\n";
  return shown(site, s.title,
               "<div class=\"words\">" + escape(s.text) + "</div>\n<dl><dt>发布单位</dt><dd>" + escape(site.office) +
                   "</dd><dt>公布时间</dt><dd>" + when(s.published_at) + "</dd>" + proof_of(*entry, leaves->front()) +
                   others);
}

Response issues(const Site& site) {
  const auto rows = site.store.issues({});
  if (!rows) return unavailable(site);
  std::string list = "<p>这里只列出事项的数量和进展，不引用任何人的话。</p>\n<ul class=\"list\">";
  for (const desk::IssueRow& row : *rows) {
    if (row.dismissed) continue;
    list += "<li>";
    for (const std::string& place : row.places) list += escape(place) + " ";
    list += unit_name(site, row.unit) + "：听到 " + std::to_string(row.posts) + " 条，" +
            (row.cases > 0 ? "已立案办理" : "尚未立案") + "<br><span class=\"hint\">最近 " + when(row.last_at) +
            "</span></li>\n";
  }
  return shown(site, "正在办什么", list + "</ul>\n");
}

Response ledger_page(const Site& site) {
  return shown(site, "公开账本",
               "<p>我们每公布一次答复，就在账本末尾加一条。账本只能增加，不能修改。任何人保存过旧的检查点，"
               "就能发现我们有没有改动。</p>\n<ul><li><a href=\"/ledger/checkpoint\">检查点</a>：当前的条数和签名</li>"
               "<li><a href=\"/ledger/vkey\">验证公钥</a>：请同时从其他渠道核对</li></ul>\n"
               "<p>每条的承诺值等于 SHA-256（“hearback-body/v1”加换行，接 32 字节盐值，接原文）。</p>\n");
}

constexpr std::string_view track_form =
    "<form method=\"post\" action=\"/track\"><label for=\"number\">编号</label>"
    "<input type=\"text\" id=\"number\" name=\"number\" autocomplete=\"off\" value=\"";
constexpr std::string_view track_rest =
    "\"><label for=\"code\">查询码</label><input type=\"text\" id=\"code\" name=\"code\" autocomplete=\"off\">"
    "<button>查询</button></form>\n";

Response ask_number(const Site& site, const std::string& number) {
  return shown(site, "查询进度", std::string(track_form) + escape(number) + std::string(track_rest));
}

Response tracked(const Site& site, const desk::CitizenView& view) {
  using casework::CaseState;
  const desk::CaseRow& row = view.row;
  int step = 0;
  if (row.state == CaseState::handling) step = 2;
  if (!view.answers.empty()) step = 2;
  if (row.state == CaseState::answered) step = 3;
  std::string main = "<ol class=\"steps\">";
  int i = 0;
  for (const char* name : {"已收到", "已受理", "办理中", "答复", "评价"})
    main += (i++ == step ? "<li aria-current=\"step\">" : "<li>") + std::string(name) + "</li>";
  main += "</ol>\n<dl><dt>编号</dt><dd>" + escape(row.number.value) + "</dd><dt>承办单位</dt><dd>" +
          unit_name(site, row.unit) + "</dd><dt>提交时间</dt><dd>" + when(row.opened_at) + "</dd>";
  if (row.next_due) main += "<dt>下一步最迟</dt><dd>" + when(*row.next_due) + " 之前</dd>";
  if (row.missed > 0) main += "<dt>已超过期限</dt><dd>" + std::to_string(row.missed) + " 次</dd>";
  main += "</dl>\n";
  for (const desk::AnswerRow& a : view.answers)
    main += "<h2>" + when(a.published_at) + " 答复</h2><div class=\"words\">" + escape(a.text) + "</div>\n";
  return shown(site, "办理进度", main);
}

Response track(const Site& site, const Request& request) {
  const auto form = parse_fields(request.body);
  if (!form) return message_page(site, 400, "表单不完整", "请返回上一页重新提交。");
  const auto view = site.portal.look_up({value(*form, "number")}, value(*form, "code"));
  if (!view) return unavailable(site);
  if (*view) return tracked(site, **view);
  return shown(site, "出错：查询进度",
               "<div class=\"errors\" role=\"alert\"><p>没有查到。请<a href=\"#number\">核对编号</a>和"
               "<a href=\"#code\">查询码</a>；多次输错后须等一小时再试。</p></div>\n" +
                   std::string(track_form) + escape(value(*form, "number")) + std::string(track_rest),
               422);
}

struct Input {
  std::string title;
  std::string text;
  std::string place;
  std::string contact;
};

std::string input(std::string_view id, std::string_view label, const std::string& text, bool wrong) {
  const std::string name(id);
  std::string html = "<label for=\"" + name + "\">" + std::string(label) + "</label>";
  if (wrong) html += "<p class=\"wrong\" id=\"" + name + "-wrong\">请填写这一项，并控制在规定字数以内</p>";
  return html + "<input type=\"text\" id=\"" + name + "\" name=\"" + name + "\" value=\"" + escape(text) + "\"" +
         (wrong ? " aria-invalid=\"true\" aria-describedby=\"" + name + "-wrong\"" : "") + ">";
}

bool bad_title(const Input& in) { return in.title.empty() || count_code_points(in.title) > 60; }
bool bad_text(const Input& in) { return in.text.empty() || count_code_points(in.text) > 2000; }
bool bad_place(const Input& in) { return count_code_points(in.place) > 60; }
bool bad_contact(const Input& in) { return count_code_points(in.contact) > 60; }
bool wrong(const Input& in) { return bad_title(in) || bad_text(in) || bad_place(in) || bad_contact(in); }

Response complain_form(const Site& site, const Input& in, bool check) {
  std::string main;
  const bool errors = check && wrong(in);
  if (errors) {
    main = "<div class=\"errors\" role=\"alert\"><h2>有内容需要改正</h2><ul>";
    if (bad_title(in)) main += "<li><a href=\"#title\">一句话概括：必填，最多 60 字</a></li>";
    if (bad_text(in)) main += "<li><a href=\"#text\">发生了什么：必填，最多 2000 字</a></li>";
    if (bad_place(in)) main += "<li><a href=\"#place\">地点：最多 60 字</a></li>";
    if (bad_contact(in)) main += "<li><a href=\"#contact\">联系方式：最多 60 字</a></li>";
    main += "</ul></div>\n";
  }
  main += "<p>您写的内容加密保存，不会公开。联系方式可以不填。</p>\n<form method=\"post\" action=\"/complain\">" +
          input("title", "一句话概括（最多 60 字）", in.title, check && bad_title(in)) +
          "<label for=\"text\">发生了什么（最多 2000 字）</label><textarea id=\"text\" name=\"text\"" +
          (check && bad_text(in) ? " aria-invalid=\"true\"" : "") + ">\n" + escape(in.text) + "</textarea>" +
          input("place", "在什么地方（可不填）", in.place, check && bad_place(in)) +
          input("contact", "联系方式（可不填）", in.contact, check && bad_contact(in)) +
          "<button name=\"step\" value=\"check\">检查</button></form>\n";
  return shown(site, errors ? "出错：提交诉求" : "提交诉求", main, errors ? 422 : 200);
}

std::string hidden(std::string_view name, const std::string& text) {
  return "<input type=\"hidden\" name=\"" + std::string(name) + "\" value=\"" + escape(text) + "\">";
}

Response check_page(const Site& site, const Input& in) {
  const auto none = [](const std::string& text) { return text.empty() ? std::string("未填写") : escape(text); };
  return shown(site, "提交前请核对",
               "<dl><dt>一句话概括</dt><dd>" + escape(in.title) + "</dd><dt>发生了什么</dt><dd class=\"words\">" +
                   escape(in.text) + "</dd><dt>地点</dt><dd>" + none(in.place) + "</dd><dt>联系方式</dt><dd>" +
                   none(in.contact) + "</dd></dl>\n<form method=\"post\" action=\"/complain\">" +
                   hidden("title", in.title) + hidden("text", in.text) + hidden("place", in.place) +
                   hidden("contact", in.contact) +
                   "<button name=\"step\" value=\"send\">确认提交</button>"
                   "<button name=\"step\" value=\"change\">返回修改</button></form>\n");
}

Response complain(const Site& site, const Request& request) {
  const auto form = parse_fields(request.body);
  if (!form) return message_page(site, 400, "表单不完整", "请返回上一页重新提交。");
  const Input in{value(*form, "title"), value(*form, "text"), value(*form, "place"), value(*form, "contact")};
  const std::string step = value(*form, "step");
  if (step == "change") return complain_form(site, in, false);
  if (wrong(in)) return complain_form(site, in, true);
  if (step != "send") return check_page(site, in);
  desk::Complaint complaint;
  complaint.title = in.title;
  complaint.text = in.text;
  complaint.contact = in.contact;
  if (!in.contact.empty()) complaint.privacy = casework::Privacy::confidential;
  if (!in.place.empty()) complaint.places.push_back(in.place);
  const auto receipt = site.cases.complain(complaint, site.vault);
  if (!receipt) return unavailable(site);
  return shown(site, "已收到您的诉求",
               "<p>请保存编号和查询码。查询码只显示这一次，我们也查不到。</p>\n<dl><dt>编号</dt><dd class=\"number\">" +
                   escape(receipt->number.value) + "</dd><dt>查询码</dt><dd class=\"number\">" +
                   escape(receipt->query_code) +
                   "</dd></dl>\n<p>承办单位受理后会按法定期限答复。您可以随时<a href=\"/track\">查询进度</a>。</p>\n");
}

}  // namespace

Response message_page(const Site& site, int status, std::string_view title, std::string_view words) {
  return shown(site, title, "<p>" + escape(words) + "</p>\n", status);
}

void add_portal_routes(const Site& site, std::vector<Route>& routes) {
  const auto get = [&](std::string_view path, auto handle) {
    routes.push_back({"GET", path, [&site, handle](const Request&, const Params&) { return handle(site); }});
  };
  get("/", home);
  get("/answers", answers);
  get("/statements", statements);
  get("/issues", issues);
  get("/ledger", ledger_page);
  get("/complain", [](const Site& s) { return complain_form(s, {}, false); });
  get("/track", [](const Site& s) { return ask_number(s, ""); });
  routes.push_back({"GET", "/answers/{entry}",
                    [&site](const Request&, const Params& params) { return answer(site, params.at("entry")); }});
  routes.push_back({"GET", "/statements/{entry}",
                    [&site](const Request&, const Params& params) { return statement(site, params.at("entry")); }});
  routes.push_back({"GET", "/track/{number}",
                    [&site](const Request&, const Params& params) { return ask_number(site, params.at("number")); }});
  routes.push_back({"POST", "/complain", [&site](const Request& r, const Params&) { return complain(site, r); }});
  routes.push_back({"POST", "/track", [&site](const Request& r, const Params&) { return track(site, r); }});
}

}  // namespace hb::http
