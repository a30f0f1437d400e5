#include "http/portal/frame.h"

#include <array>
#include <charconv>

namespace hb::http {
namespace {

constexpr std::array<std::string_view, 4> kLooks{"standard", "large", "contrast", "large-contrast"};

constexpr std::string_view kKept = "; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly";

std::string_view query_of(const Request& request, std::string_view name) {
  const auto at = request.query.find(name);
  return at == request.query.end() ? std::string_view() : std::string_view(at->second);
}

std::string_view known_look(std::string_view look) {
  for (const std::string_view known : kLooks)
    if (look == known) return known;
  return {};
}

std::string encoded(std::string_view path) {
  constexpr std::string_view plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";
  std::string out;
  for (const char c : path) {
    if (plain.find(c) != std::string_view::npos) {
      out += c;
    } else {
      const std::string hex = to_hex({&c, 1});
      out += "%" + hex;
    }
  }
  return out;
}

// What was searched for on this page, to be said again in a link.
std::string question_in_link(const View& view) {
  const std::string_view question = query_of(view.request, "q");
  return question.empty() ? "" : "q=" + encoded(question) + "&amp;";
}

// The same page once more, in another language or look.
std::string again(const View& view, std::string_view name, std::string_view value) {
  std::string path = view.request.path.starts_with("//") ? "/" : encoded(view.request.path);
  const int64_t page = page_asked(view);
  return path + "?" + question_in_link(view) + (page > 1 ? "page=" + std::to_string(page) + "&amp;" : "") +
         std::string(name) + "=" + std::string(value);
}

std::string navigation(const View& view) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kLinks{
      {{"/", "nav.home"},
       {"/complain", "nav.complain"},
       {"/track", "nav.track"},
       {"/answers", "nav.answers"},
       {"/statements", "nav.statements"},
       {"/issues", "nav.issues"}}};
  std::string out = "<nav aria-label=\"" + view.say("nav.label") + "\">";
  for (const auto& [path, key] : kLinks)
    out += "<a href=\"" + std::string(path) + "\"" + (view.request.path == path ? " aria-current=\"page\"" : "") + ">" +
           view.say(key) + "</a>";
  return out + "</nav>";
}

std::string tools(const View& view, OtherLanguage other) {
  const bool en = view.language == Language::en;
  const std::string_view code = en ? "zh" : "en";
  const std::string lang = en ? "zh-CN" : "en";
  std::string out = "<p class=\"tools\">";
  switch (other) {
    case OtherLanguage::link:
      out += "<a lang=\"" + lang + "\" hreflang=\"" + lang + "\" href=\"" + again(view, "lang", code) + "\">" +
             view.say("other-language") + "</a>";
      break;
    case OtherLanguage::button:
      out += "<button class=\"link\" form=\"form\" formnovalidate name=\"lang\" value=\"" + std::string(code) +
             "\" lang=\"" + lang + "\">" + view.say("other-language") + "</button>";
      break;
    case OtherLanguage::none:
      break;
  }
  if (other == OtherLanguage::link) {
    const bool large = view.look.starts_with("large");
    const bool contrast = view.look.ends_with("contrast");
    const auto look = [](bool l, bool c) { return kLooks.at(size_t{l} + 2 * size_t{c}); };
    out += "<a href=\"" + again(view, "look", look(!large, contrast)) + "\">" +
           view.say(large ? "look.smaller" : "look.larger") + "</a><a href=\"" +
           again(view, "look", look(large, !contrast)) + "\">" + view.say(contrast ? "look.plain" : "look.contrast") +
           "</a>";
  }
  return out + "</p>";
}

std::string two(int64_t n) { return (n < 10 ? "0" : "") + std::to_string(n); }

std::string moment_text(const View& view, Instant t, std::string_view key, bool ends_day = false) {
  const auto& zone = view.site.rules->calendar->zone();
  const bool midnight = ends_day && (t + zone.offset_at(t)).seconds % 86400 == 0;
  const auto day = zone.day_at(midnight ? t - Seconds{1} : t);
  const date::year_month_day date(day);
  const auto local = (t + zone.offset_at(t)).seconds;
  const int64_t minute = ((local % 86400) + 86400) % 86400 / 60;
  const auto month = static_cast<unsigned>(date.month());
  return view.plain(key, {{"year", std::to_string(static_cast<int>(date.year()))},
                          {"month", two(month)},
                          {"day", two(static_cast<unsigned>(date.day()))},
                          {"d", std::to_string(static_cast<unsigned>(date.day()))},
                          {"month-name", view.plain("month." + two(month))},
                          {"weekday", view.plain("weekday." + std::to_string(date::weekday(day).c_encoding()))},
                          {"time", midnight ? "24:00" : two(minute / 60) + ":" + two(minute % 60)}});
}

}  // namespace

std::string_view cookie_of(std::string_view cookies, std::string_view name) {
  while (!cookies.empty()) {
    const size_t end = cookies.find(';');
    std::string_view one = cookies.substr(0, end);
    cookies.remove_prefix(end == std::string_view::npos ? cookies.size() : end + 1);
    while (one.starts_with(' ')) one.remove_prefix(1);
    if (one.size() > name.size() && one.starts_with(name) && one[name.size()] == '=')
      return one.substr(name.size() + 1);
  }
  return {};
}

View view_of(const Site& site, const Request& request) {
  View view{.site = site, .request = request};
  std::string_view lang = query_of(request, "lang");
  if (lang != "zh" && lang != "en") lang = cookie_of(request.cookie, "hb-lang");
  if (lang == "en") view.language = Language::en;
  std::string_view look = known_look(query_of(request, "look"));
  if (look.empty()) look = known_look(cookie_of(request.cookie, "hb-look"));
  if (!look.empty()) view.look = look;
  return view;
}

Response show(const View& view, const Page& page) {
  const bool en = view.language == Language::en;
  const std::string office = escape(name_in_words(view, view.site.rules->name));
  Response response;
  response.status = page.status;
  response.body = "<!doctype html>\n<html lang=\"" + std::string(en ? "en" : "zh-CN") + "\" class=\"" +
                  std::string(view.look) +
                  "\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, "
                  "initial-scale=1\"><title>" +
                  (page.error ? view.say("error.prefix") : "") + escape(page.title) + " · " + office +
                  "</title><meta name=\"description\" content=\"" +
                  escape(view.plain("description",
                                    {{"title", page.title}, {"office", name_in_words(view, view.site.rules->name)}})) +
                  "\"><link rel=\"icon\" type=\"image/svg+xml\" href=\"/assets/icon.svg\"><link rel=\"stylesheet\" "
                  "href=\"/assets/portal.css\"><link rel=\"alternate\" "
                  "type=\"application/atom+xml\" title=\"" +
                  view.say("feed.title") + "\" href=\"/feed.atom\"></head>\n<body><a class=\"skip\" href=\"#main\">" +
                  view.say("skip") + "</a>\n<header><p class=\"office\"><a href=\"/\">" +
                  named(view, view.site.rules->name) + "</a> <span>" + view.say("product") + "</span></p>" +
                  tools(view, page.other) + navigation(view) + "</header>\n<main id=\"main\"><h1 id=\"title\">" +
                  (page.data_title ? data(view, page.title) : escape(page.title)) + "</h1>\n" + page.main +
                  "</main>\n<footer><p>" + view.say("footer.help") + "</p><ul>";
  for (const char* key : {"footer.1", "footer.2", "footer.3", "footer.4", "footer.5", "footer.6", "footer.7",
                          "footer.9", "footer.10", "footer.8"})
    response.body += "<li>" + view.say(key) + "</li>";
  response.body += "</ul></footer></body></html>\n";
  response.headers.emplace_back("Content-Language", en ? "en" : "zh-CN");
  return response;
}

Response error_page(const View& view, int status, std::string_view name) {
  const std::string key = "error." + std::string(name);
  Response out =
      show(view,
           {.title = view.plain(key + ".title"), .main = "<p>" + view.say(key + ".text") + "</p>\n", .status = status});
  if (status == 429) out.headers.emplace_back("Retry-After", "60");
  return out;
}

void remember(Response& response, std::string_view name, std::string_view value) {
  response.headers.emplace_back("Set-Cookie", std::string(name) + "=" + std::string(value) + std::string(kKept));
}

void remember_language(const View& view, Response& response) {
  remember(response, "hb-lang", view.language == Language::en ? "en" : "zh");
}

void finish(const View& view, Response& response, bool shared) {
  const std::string_view lang = query_of(view.request, "lang");
  const bool by_address = lang == "zh" || lang == "en" || !known_look(query_of(view.request, "look")).empty();
  if (lang == "zh" || lang == "en") remember_language(view, response);
  if (!known_look(query_of(view.request, "look")).empty()) remember(response, "hb-look", view.look);
  if (!shared || by_address || response.status != 200) return;
  const std::string tag = "\"" + to_hex(hb::view(sha256(response.body)).substr(0, 12)) + "\"";
  response.headers.emplace_back("Cache-Control",
                                view.request.cookie.empty() ? "public, max-age=30" : "private, no-cache");
  response.headers.emplace_back("Vary", "Cookie");
  response.headers.emplace_back("ETag", tag);
  if (view.request.if_none_match != tag) return;
  response.status = 304;
  response.body.clear();
}

std::string moment(const View& view, Instant t) {
  const auto& zone = view.site.rules->calendar->zone();
  return "<time datetime=\"" + format_rfc3339(t, zone.offset_at(t)) + "\">" +
         escape(moment_text(view, t, "time.moment")) + "</time>";
}

std::string moment_in_words(const View& view, Instant t) {
  return moment_text(view, t, "time.with-weekday", /*ends_day=*/true);
}

std::string data(const View& view, std::string_view text) {
  if (view.language == Language::zh) return escape(text);
  return "<span lang=\"zh-CN\">" + escape(text) + "</span>";
}

std::string named(const View& view, const casework::Words& words) {
  return view.language == Language::en && !words.en.empty() ? escape(words.en) : data(view, words.zh);
}

std::string name_in_words(const View& view, const casework::Words& words) {
  return view.language == Language::en && !words.en.empty() ? words.en : words.zh;
}

std::string unit_name(const View& view, const UnitId& unit) {
  const casework::Unit* known = view.site.rules->unit(unit);
  return known == nullptr ? escape(unit.value) : named(view, known->name);
}

std::string row(const View& view, std::string_view key, const std::string& html) {
  return "<dt>" + view.say(key) + "</dt><dd>" + html + "</dd>\n";
}

int64_t page_asked(const View& view) {
  const auto page = entry_of(query_of(view.request, "page"));
  return page && *page >= 1 && *page <= 1'000'000 ? *page : 1;
}

std::string pager(const View& view, std::string_view path, int64_t page, bool more) {
  if (page <= 1 && !more) return {};
  const auto link = [&](int64_t to, std::string_view key) {
    return "<a href=\"" + std::string(path) + "?" + question_in_link(view) + "page=" + std::to_string(to) + "\">" +
           view.say(key) + "</a>";
  };
  return "<nav class=\"pager\" aria-label=\"" + view.say("pager.label") + "\">" +
         (page > 1 ? link(page - 1, "pager.newer") : "") + (more ? link(page + 1, "pager.older") : "") + "</nav>\n";
}

std::optional<int64_t> entry_of(std::string_view digits) {
  int64_t entry = -1;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), entry);
  if (error != std::errc() || end != digits.data() + digits.size() || entry < 0) return std::nullopt;
  return entry;
}

}  // namespace hb::http
