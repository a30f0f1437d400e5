#include "http/portal/pages.h"

namespace hb::http {
namespace {

constexpr int64_t kPageLength = 20;

// A line of the sources: the link in it, if there is one, can be followed.
std::string source_line(std::string_view line) {
  const size_t http = std::min(line.find("https://"), line.find("http://"));
  if (http == std::string_view::npos) return escape(line);
  const std::string_view link = line.substr(http, line.find(' ', http) - http);
  return escape(line.substr(0, http)) + "<a rel=\"noopener nofollow\" href=\"" + escape(link) + "\">" + escape(link) +
         "</a>" + escape(line.substr(http + link.size()));
}

std::string sources_of(const View& view, const desk::StatementRow& statement) {
  std::string out = "<h2>" + view.say("explainer.sources") + "</h2>\n<ul lang=\"zh-CN\">";
  std::string_view rest = statement.sources;
  while (!rest.empty()) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    if (!line.empty()) out += "<li>" + source_line(line) + "</li>";
  }
  return out + "</ul>\n";
}

}  // namespace

std::string statement_path(const desk::StatementRow& statement) {
  return (statement.sources.empty() ? "/statements/" : "/explainers/") + std::to_string(statement.entry);
}

std::string statement_line(const View& view, const desk::StatementRow& statement) {
  return "<li><a href=\"" + statement_path(statement) + "\">" + data(view, statement.title) + "</a><p class=\"hint\">" +
         (statement.sources.empty() ? "" : view.say("explainer") + " · " + unit_name(view, statement.unit) + " · ") +
         moment(view, statement.published_at) + "</p></li>\n";
}

Response statements_page(const View& view) {
  const int64_t page = page_asked(view);
  auto rows = view.site.store.statements((page - 1) * kPageLength, kPageLength + 1);
  if (!rows) return error_page(view, 503, "unavailable");
  const bool more = std::ssize(*rows) > kPageLength;
  if (more) rows->pop_back();
  std::string main = "<p>" + view.say("statements.lead") + "</p>\n";
  if (rows->empty()) main += "<p>" + view.say("statements.none") + "</p>\n";
  if (!rows->empty()) main += "<ul class=\"list\">";
  for (const auto& statement : *rows) main += statement_line(view, statement);
  if (!rows->empty()) main += "</ul>\n";
  return show(view, {.title = view.plain("statements.title"), .main = main + pager(view, "/statements", page, more)});
}

Response statement_page(const View& view, std::string_view digits, bool explainer) {
  const auto entry = entry_of(digits);
  if (!entry) return error_page(view, 404, "missing");
  const auto found = view.site.store.statement(*entry);
  if (!found) return error_page(view, 503, "unavailable");
  if (!*found) return error_page(view, 404, "missing");
  const desk::StatementRow& statement = **found;
  if (explainer == statement.sources.empty()) return error_page(view, 404, "missing");
  const auto all = view.site.store.statements_of_issue(statement.issue);
  const auto proof = proof_of(view, *entry, statement_path(statement));
  if (!all || !proof) return error_page(view, 503, "unavailable");
  std::string main =
      "<div class=\"words\" id=\"shown\" data-titled=\"yes\" lang=\"zh-CN\">" + escape(statement.text) + "</div>\n" +
      (explainer ? sources_of(view, statement) : "") + "<dl>" +
      row(view, "statement.unit", explainer ? unit_name(view, statement.unit) : named(view, view.site.rules->name)) +
      row(view, "answer.time", moment(view, statement.published_at)) + "</dl>\n";
  std::string others;
  for (const auto& other : *all)
    if (other.entry != *entry) others += statement_line(view, other);
  if (!others.empty())
    main += "<h2>" + view.say("statement.others") + "</h2>\n<ul class=\"list\">" + others + "</ul>\n";
  return show(view, {.title = statement.title, .main = main + *proof, .data_title = true});
}

}  // namespace hb::http
