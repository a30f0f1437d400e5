#include <algorithm>

#include "http/portal/pages.h"

namespace hb::http {
namespace {

constexpr int64_t kPageLength = 20;
constexpr size_t kMostMet = 100;  // issues a browser remembers
constexpr std::string_view kMetCookie = "hb-met";

// Made of place, harm and unit; the words of a post are never a heading.
struct Heading {
  std::vector<casework::Words> places, harms;
};

Heading heading_of(const View& view, const desk::IssueRow& issue) {
  Heading out;
  for (auto& place : desk::public_places(*view.site.rules, issue.places)) out.places.push_back({std::move(place), ""});
  for (const auto& harm : issue.harms)
    if (const auto at = view.site.harms.find(harm); at != view.site.harms.end()) out.harms.push_back(at->second);
  return out;
}

template <class Write>
std::string written(const Heading& heading, const Write& write, const std::string& comma, const std::string& colon,
                    const std::string& otherwise) {
  const auto joined = [&](const std::vector<casework::Words>& parts) {
    std::string out;
    for (const auto& part : parts) out += (out.empty() ? "" : comma) + write(part);
    return out;
  };
  const std::string what = heading.harms.empty() ? otherwise : joined(heading.harms);
  return heading.places.empty() ? what : joined(heading.places) + colon + what;
}

std::string heading(const View& view, const desk::IssueRow& issue) {
  return written(
      heading_of(view, issue), [&](const casework::Words& words) { return named(view, words); }, view.say("list.comma"),
      view.say("list.colon"), view.say("issues.some-matter"));
}

struct Said {
  std::string links;
  bool answered = false;
};

// What was said about an issue, statements first.
Said said_in(const View& view, const desk::SaidOfIssue& words) {
  Said said;
  for (const auto& statement : words.statements) said.links += statement_line(view, statement);
  std::vector<CaseNumber> seen;
  for (const auto& answer : words.answers) {  // newest first
    said.links += answer_line(view, answer);
    if (answer.part == casework::Part::first_reply || std::ranges::find(seen, answer.number) != seen.end()) continue;
    seen.push_back(answer.number);
    said.answered = said.answered || casework::answers(answer.part);
  }
  return said;
}

std::string_view status_of(const desk::IssueRow& issue, const Said& said) {
  if (said.answered) return "issues.answered";
  if (issue.cases > 0) return "issues.handling";
  return said.links.empty() ? "issues.heard" : "issues.spoken";
}

// Which issues this browser has met, as its cookie says: "12.15".
std::vector<int64_t> met_by(const View& view) {
  std::vector<int64_t> out;
  std::string_view ids = cookie_of(view.request.cookie, kMetCookie);
  while (!ids.empty()) {
    const size_t dot = ids.find('.');
    if (const auto id = entry_of(ids.substr(0, dot))) out.push_back(*id);
    ids.remove_prefix(dot == std::string_view::npos ? ids.size() : dot + 1);
  }
  return out;
}

std::string counts(const View& view, const desk::IssueRow& issue) {
  std::string out = issue.posts < casework::kFewest
                        ? view.say("issues.few")
                        : view.say("issues.posts", {{"count", std::to_string(issue.posts)}});
  if (issue.met > 0)
    out +=
        " · " + (issue.met < casework::kFewest ? view.say("issues.met.few")
                                               : view.say("issues.met.count", {{"count", std::to_string(issue.met)}}));
  out += " · " + view.say("issues.latest") + moment(view, issue.last_at);
  if (issue.unit) out += " · " + unit_name(view, issue.unit);
  return out;
}

// What was said about an issue, and what a visitor can do with it.
std::string body(const View& view, const desk::IssueRow& issue, const Said& said, const std::vector<int64_t>& met) {
  const std::string path = "/issues/" + std::to_string(issue.id.value);
  const bool done = std::ranges::find(met, issue.id.value) != met.end();
  return "<p>" + view.say(status_of(issue, said)) + "</p><p class=\"hint\">" + counts(view, issue) + "</p>" +
         (said.links.empty() ? "" : "<ul class=\"list\">" + said.links + "</ul>") +
         (done ? "<p class=\"hint\">" + view.say("issues.met.done") + "</p>"
               : "<form method=\"post\" action=\"" + path + "/met\"><button class=\"second\">" +
                     view.say("issues.met.button") + "<span class=\"unseen\">" + view.say("list.colon") +
                     heading(view, issue) + "</span></button></form>") +
         "<p class=\"hint\">" + view.say("issues.follow", {{"path", path}}) + "</p>";
}

}  // namespace

bool public_issue(const desk::IssueRow& issue) { return issue.remit && !issue.dismissed; }

std::string issue_title(const View& view, const desk::IssueRow& issue) {
  return written(
      heading_of(view, issue), [&](const casework::Words& words) { return name_in_words(view, words); },
      view.plain("list.comma"), view.plain("list.colon"), view.plain("issues.some-matter"));
}

Result<std::optional<desk::IssueRow>> issue_asked(const View& view, std::string_view digits) {
  const auto id = entry_of(digits);
  if (!id) return std::nullopt;
  auto row = view.site.store.issue_row({*id});
  if (row && *row && !public_issue(**row)) return std::nullopt;
  return row;
}

Response issues_page(const View& view) {
  const int64_t page = page_asked(view);
  desk::IssueFilter filter;
  filter.offset = (page - 1) * kPageLength;
  filter.limit = kPageLength + 1;
  auto rows = view.site.store.issues(filter);
  if (!rows) return error_page(view, 503, "unavailable");
  const bool more = std::ssize(*rows) > kPageLength;
  if (more) rows->pop_back();
  std::erase_if(*rows, [](const desk::IssueRow& issue) { return !public_issue(issue); });
  std::vector<IssueId> ids;
  ids.reserve(rows->size());
  for (const auto& issue : *rows) ids.push_back(issue.id);
  const auto words = view.site.store.said_of(ids);
  if (!words) return error_page(view, 503, "unavailable");
  const auto met = met_by(view);
  std::string items;
  for (size_t i = 0; i < rows->size(); ++i) {
    const desk::IssueRow& issue = (*rows)[i];
    const std::string id = std::to_string(issue.id.value);
    items += "<li id=\"issue-" + id + "\"><h2><a href=\"/issues/" + id + "\">" + heading(view, issue) + "</a></h2>" +
             body(view, issue, said_in(view, (*words)[i]), met) + "</li>\n";
  }
  const std::string main =
      "<p>" + view.say("issues.lead") + "</p>\n" +
      (items.empty() ? "<p>" + view.say("issues.none") + "</p>\n" : "<ul class=\"list issues\">" + items + "</ul>\n") +
      pager(view, "/issues", page, more);
  return show(view, {.title = view.plain("issues.title"), .main = main});
}

std::optional<Response> instead_of(const View& view, const Result<std::optional<desk::IssueRow>>& issue,
                                   std::string_view below) {
  if (!issue) return error_page(view, 503, "unavailable");
  if (!*issue) return error_page(view, 404, "missing");
  if (!(*issue)->merged_into) return std::nullopt;
  const std::string to = "/issues/" + std::to_string((*issue)->merged_into.value) + std::string(below);
  return Response{302, "text/plain; charset=utf-8", {{"Location", to}}, ""};
}

Response issue_page(const View& view, std::string_view digits) {
  const auto issue = issue_asked(view, digits);
  if (auto other = instead_of(view, issue, "")) return *std::move(other);
  const auto words = view.site.store.said_of({(*issue)->id});
  if (!words) return error_page(view, 503, "unavailable");
  const Said said = said_in(view, words->front());
  return show(view, {.title = issue_title(view, **issue),
                     .main = body(view, **issue, said, met_by(view)) + "<p>" + view.say("issues.meaning") + "</p>\n"});
}

Response met_too(const View& view, std::string_view digits) {
  const auto issue = issue_asked(view, digits);
  if (auto other = instead_of(view, issue, "")) return *std::move(other);
  const int64_t id = (*issue)->id.value;
  auto met = met_by(view);
  Response response{303, "text/plain; charset=utf-8", {{"Location", "/issues/" + std::to_string(id)}}, ""};
  if (std::ranges::find(met, id) != met.end()) return response;
  if (!view.site.limits->met.take(view.request.remote, view.site.clock.now())) return error_page(view, 429, "many");
  if (!view.site.cases.meet((*issue)->id)) return error_page(view, 503, "unavailable");
  met.push_back(id);
  if (met.size() > kMostMet) met.erase(met.begin());
  std::string ids;
  for (const int64_t one : met) ids += (ids.empty() ? "" : ".") + std::to_string(one);
  remember(response, kMetCookie, ids);
  return response;
}

}  // namespace hb::http
