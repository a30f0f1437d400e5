#include <algorithm>

#include "http/portal/pages.h"

namespace hb::http {
namespace {

constexpr int64_t kPageLength = 20;
constexpr int64_t kFew = 5;        // fewer are not counted in public
constexpr size_t kCasesShown = 5;  // of one issue

std::string joined(const View& view, const std::vector<std::string>& parts) {
  std::string out;
  for (const auto& part : parts) out += (out.empty() ? "" : view.say("list.comma")) + part;
  return out;
}

// Made of place, harm and unit; the words of a post are never a heading.
std::string heading(const View& view, const desk::IssueRow& issue) {
  std::vector<std::string> places;
  for (const auto& place : issue.places) {
    const std::string known = desk::public_place(*view.site.rules, place);
    if (known.empty()) continue;
    if (std::string html = data(view, known); std::ranges::find(places, html) == places.end())
      places.push_back(std::move(html));
  }
  std::vector<std::string> harms;
  for (const auto& harm : issue.harms)
    if (const auto at = view.site.harms.find(harm); at != view.site.harms.end())
      harms.push_back(named(view, at->second));
  std::string what = joined(view, harms);
  if (what.empty()) what = view.say("issues.some-matter");
  return places.empty() ? what : joined(view, places) + view.say("list.colon") + what;
}

struct Said {
  std::string links;
  bool answered = false;
};

// What was said about an issue, statements first; nothing if the record cannot be read.
std::optional<Said> said_about(const View& view, const desk::IssueRow& issue) {
  Said said;
  const auto statements = view.site.store.statements_of_issue(issue.id);
  const auto cases = view.site.store.cases_of_issue(issue.id);
  if (!statements || !cases) return std::nullopt;
  for (const auto& statement : *statements) said.links += statement_line(view, statement);
  for (size_t i = 0; i < cases->size() && i < kCasesShown; ++i) {
    const auto answers = view.site.store.answers_of_case((*cases)[i].number);
    if (!answers) return std::nullopt;
    const auto last = std::ranges::find_if(
        *answers, [](const auto& word) { return word.part != casework::Part::first_reply; });  // newest first
    said.answered = said.answered || (last != answers->end() && casework::answers(last->part));
    for (const auto& answer : *answers) said.links += answer_line(view, answer);
  }
  return said;
}

std::string_view status_of(const desk::IssueRow& issue, const Said& said) {
  if (said.answered) return "issues.answered";
  if (issue.cases > 0) return "issues.handling";
  return said.links.empty() ? "issues.heard" : "issues.spoken";
}

}  // namespace

Response issues_page(const View& view) {
  const int64_t page = page_asked(view);
  desk::IssueFilter filter;
  filter.offset = (page - 1) * kPageLength;
  filter.limit = kPageLength + 1;
  auto rows = view.site.store.issues(filter);
  if (!rows) return error_page(view, 503, "unavailable");
  const bool more = std::ssize(*rows) > kPageLength;
  if (more) rows->pop_back();
  std::string items;
  for (const auto& issue : *rows) {
    if (issue.dismissed) continue;
    const auto said = said_about(view, issue);
    if (!said) return error_page(view, 503, "unavailable");
    items += "<li><h2>" + heading(view, issue) + "</h2><p>" + view.say(status_of(issue, *said)) +
             "</p><p class=\"hint\">" +
             (issue.posts < kFew ? view.say("issues.few")
                                 : view.say("issues.posts", {{"count", std::to_string(issue.posts)}})) +
             " · " + view.say("issues.latest") + moment(view, issue.last_at);
    if (issue.unit) items += " · " + unit_name(view, issue.unit);
    items += "</p>" + (said->links.empty() ? "" : "<ul class=\"list\">" + said->links + "</ul>") + "</li>\n";
  }
  const std::string main =
      "<p>" + view.say("issues.lead") + "</p>\n" +
      (items.empty() ? "<p>" + view.say("issues.none") + "</p>\n" : "<ul class=\"list issues\">" + items + "</ul>\n") +
      pager(view, "/issues", page, more);
  return show(view, {.title = view.plain("issues.title"), .main = main});
}

}  // namespace hb::http
