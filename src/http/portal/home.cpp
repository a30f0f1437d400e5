#include "http/portal/pages.h"

namespace hb::http {
namespace {

std::string hours(const View& view) {
  std::string out;
  for (const auto& open : view.site.rules->calendar->hours()) {
    const auto clock = [](Seconds s) { return format_rfc3339({s.count}).substr(11, 5); };
    out += (out.empty() ? "" : view.plain("list.comma")) + clock(open.from) + "–" + clock(open.to);
  }
  return out;
}

std::string door(const View& view, std::string_view path, const std::string& key) {
  return "<li><a class=\"door\" href=\"" + std::string(path) + "\">" + view.say(key) + "</a><p>" +
         view.say(key + ".hint") + "</p></li>\n";
}

}  // namespace

Response home_page(const View& view) {
  const auto answers = view.site.store.answers({.limit = 5});
  const auto statements = view.site.store.statements(0, 3);
  if (!answers || !statements) return error_page(view, 503, "unavailable");
  std::string main = "<p class=\"emergency\">" + view.say("home.emergency") + "</p>\n" + answer_search(view, "") +
                     "<ul class=\"doors\">" + door(view, "/complain", "home.complain") +
                     door(view, "/track", "home.track") + door(view, "/issues", "home.issues") + "</ul>\n";
  if (!statements->empty()) {
    main += "<h2>" + view.say("statements.title") + "</h2>\n<ul class=\"list\">";
    for (const auto& statement : *statements) main += statement_line(view, statement);
    main += "</ul>\n<p>" + view.say("home.all-statements") + "</p>\n";
  }
  main += "<h2>" + view.say("home.answers") + "</h2>\n";
  if (answers->empty()) {
    main += "<p>" + view.say("answers.none") + "</p>\n";
  } else {
    main += "<ul class=\"list\">";
    for (const auto& answer : *answers) main += answer_line(view, answer);
    main += "</ul>\n<p>" + view.say("home.all-answers") + "</p>\n";
  }
  main += "<h2>" + view.say("home.hours") + "</h2>\n<p>" + view.say("home.hours.text", {{"hours", hours(view)}}) +
          "</p>\n" + view.words().block("home.text");
  return show(view, {.title = view.plain("home.title"), .main = main});
}

}  // namespace hb::http
