#include "http/portal/pages.h"

namespace hb::http {
namespace {

constexpr int64_t kPageLength = 20;

}  // namespace

std::string statement_line(const View& view, const desk::StatementRow& statement) {
  return "<li><a href=\"/statements/" + std::to_string(statement.entry) + "\">" + data(view, statement.title) +
         "</a><p class=\"hint\">" + moment(view, statement.published_at) + "</p></li>\n";
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

Response statement_page(const View& view, std::string_view digits) {
  const auto entry = entry_of(digits);
  if (!entry) return error_page(view, 404, "missing");
  const auto found = view.site.store.statement(*entry);
  if (!found) return error_page(view, 503, "unavailable");
  if (!*found) return error_page(view, 404, "missing");
  const desk::StatementRow& statement = **found;
  const auto all = view.site.store.statements_of_issue(statement.issue);
  const auto proof = proof_of(view, *entry, "/statements/" + std::to_string(*entry));
  if (!all || !proof) return error_page(view, 503, "unavailable");
  std::string main = "<div class=\"words\" id=\"shown\" data-titled=\"yes\" lang=\"zh-CN\">" + escape(statement.text) +
                     "</div>\n<dl>" + row(view, "statement.unit", named(view, view.site.rules->name)) +
                     row(view, "answer.time", moment(view, statement.published_at)) + "</dl>\n";
  std::string others;
  for (const auto& other : *all)
    if (other.entry != *entry) others += statement_line(view, other);
  if (!others.empty())
    main += "<h2>" + view.say("statement.others") + "</h2>\n<ul class=\"list\">" + others + "</ul>\n";
  return show(view, {.title = statement.title, .main = main + *proof, .data_title = true});
}

}  // namespace hb::http
