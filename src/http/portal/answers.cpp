#include <algorithm>

#include "base/difference.h"
#include "http/portal/forms.h"
#include "http/portal/pages.h"

namespace hb::http {
namespace {

constexpr int64_t kPageLength = 20;

std::string part(const View& view, casework::Part p) { return view.say("part." + std::string(name_of(p))); }

// The disclosed accounts the unit speaks through; the bureau's where it has none of its own.
std::string accounts_of(const View& view, const UnitId& unit) {
  std::string own;
  std::string bureau;
  for (const auto& account : view.site.rules->accounts) {
    const casework::Unit* speaker = view.site.rules->unit(account.unit);
    std::string* list = account.unit == unit ? &own : nullptr;
    if (list == nullptr && speaker != nullptr && speaker->kind == casework::UnitKind::office) list = &bureau;
    if (list != nullptr) *list += (list->empty() ? "" : view.say("list.comma")) + named(view, account.name);
  }
  return own.empty() ? bureau : own;
}

// The word that takes the place of an entry; null if it stands.
const desk::AnswerRow* successor(const std::vector<desk::AnswerRow>& said, int64_t entry) {
  const auto at = std::ranges::find(said, entry, &desk::AnswerRow::supersedes);
  return at == said.end() ? nullptr : &*at;
}

std::string link_to(const View& view, const desk::AnswerRow& answer) {
  return "<a href=\"/answers/" + std::to_string(answer.entry) + "\">" + part(view, answer.part) + " · " +
         moment(view, answer.published_at) + "</a>";
}

// A correction beside what it corrects, a retraction before what it takes back.
std::string changes_of(const View& view, const desk::AnswerRow& answer, const std::vector<desk::AnswerRow>& said) {
  const auto old = std::ranges::find(said, answer.supersedes, &desk::AnswerRow::entry);
  if (old == said.end()) return {};
  std::string out = "<h2>" + view.say("answer.changes") + "</h2>\n<p>" + view.say("answer.takes-place") +
                    link_to(view, *old) + "</p>\n";
  if (answer.text.empty()) return out;
  out += "<div class=\"words changes\" lang=\"zh-CN\">";
  for (const auto& piece : difference(old->text, casework::said_by(answer.part, answer.text))) {
    const char* tag = piece.change == Change::removed ? "del" : piece.change == Change::added ? "ins" : nullptr;
    out += tag == nullptr ? escape(piece.text) : std::string("<") + tag + ">" + escape(piece.text) + "</" + tag + ">";
  }
  return out + "</div>\n";
}

// The explainers of the issue that it answers; nothing if the record cannot be read.
std::optional<std::string> explainers_of(const View& view, IssueId issue) {
  std::string out;
  if (!issue) return out;
  const auto statements = view.site.store.statements_of_issue(issue);
  if (!statements) return std::nullopt;
  for (const auto& statement : *statements)
    if (!statement.sources.empty()) out += statement_line(view, statement);
  return out;
}

}  // namespace

std::string answer_title(const View& view, const desk::AnswerRow& answer) {
  if (answer.text.empty()) return view.plain("answer.private-title", {{"number", answer.number.value}});
  if (answer.summary.empty()) return view.plain("answer.untitled", {{"number", answer.number.value}});
  return answer.summary;
}

std::string answer_line(const View& view, const desk::AnswerRow& answer, bool beside) {
  const bool ours = answer.text.empty() || answer.summary.empty();
  const std::string title = answer_title(view, answer);
  return "<li><a href=\"/answers/" + std::to_string(answer.entry) + "\"" + (beside ? " target=\"_blank\"" : "") + ">" +
         (ours ? escape(title) : data(view, title)) + "</a><p class=\"hint\">" + part(view, answer.part) + " · " +
         unit_name(view, answer.unit) + " · " + moment(view, answer.published_at) + "</p></li>\n";
}

std::string answer_search(const View& view, const std::string& question) {
  return "<form class=\"search\" action=\"/answers\" role=\"search\"><label for=\"q\">" + view.say("answers.search") +
         "</label><input type=\"text\" id=\"q\" name=\"q\" maxlength=\"100\" autocomplete=\"off\" value=\"" +
         escape(question) + "\"><button>" + view.say("answers.search.button") + "</button></form>\n";
}

std::string promised(const View& view, const std::vector<desk::PromiseView>& promises) {
  if (promises.empty()) return "";
  std::string out = "<h2>" + view.say("promises") + "</h2>\n<ul class=\"list\">";
  for (const auto& promise : promises) {
    const bool late = promise.missed;
    const std::string key = promise.withdrawn ? "promise.withdrawn"
                            : promise.kept_at ? (late ? "promise.late" : "promise.kept")
                            : late            ? "promise.missed"
                                              : "promise.open";
    out += "<li><h3>" + data(view, promise.what) + "</h3><p>" +
           view.say(key, {{"due", moment_in_words(view, promise.due)},
                          {"kept", promise.kept_at ? moment_in_words(view, *promise.kept_at) : ""}}) +
           "</p></li>\n";
  }
  return out + "</ul>\n";
}

Response answers_page(const View& view) {
  const int64_t page = page_asked(view);
  const std::string question = value_of(view.request.query, "q");
  if (!question.empty() && !view.site.limits->searches.take(view.request.remote, view.site.clock.now()))
    return error_page(view, 429, "many");
  auto rows = view.site.portal.find_answers(question, (page - 1) * kPageLength, kPageLength + 1);
  const bool too_long = !rows && rows.error().code == "search.too-long";
  if (too_long) rows = std::vector<desk::AnswerRow>{};
  if (!rows) return error_page(view, 503, "unavailable");
  const bool more = std::ssize(*rows) > kPageLength;
  if (more) rows->pop_back();
  std::string main = "<p>" + view.say("answers.lead") + "</p>\n" + answer_search(view, question);
  if (too_long) {
    main += "<p class=\"wrong\" role=\"alert\">" + view.say("answers.search.long") + "</p>\n";
  } else if (rows->empty()) {
    main += "<p>" + view.say(question.empty() ? "answers.none" : "answers.search.none") + "</p>\n";
  } else if (!question.empty()) {
    main += "<p>" + view.say("answers.search.found", {{"question", question}}) + "</p>\n";
  }
  if (!rows->empty()) main += "<ul class=\"list\">";
  for (const auto& answer : *rows) main += answer_line(view, answer);
  if (!rows->empty()) main += "</ul>\n";
  return show(view, {.title = view.plain("answers.title"), .main = main + pager(view, "/answers", page, more)});
}

Response answer_page(const View& view, std::string_view digits) {
  const auto entry = entry_of(digits);
  if (!entry) return error_page(view, 404, "missing");
  const auto all = view.site.store.answers_beside(*entry);
  if (!all) return error_page(view, 503, "unavailable");
  const auto found = std::ranges::find(*all, *entry, &desk::AnswerRow::entry);
  if (found == all->end()) return error_page(view, 404, "missing");
  const desk::AnswerRow& answer = *found;
  const auto proof = proof_of(view, *entry, "/answers/" + std::to_string(*entry));
  const auto behind = view.site.portal.behind(answer.number);
  if (!proof || !behind) return error_page(view, 503, "unavailable");
  std::string main;
  if (const auto* next = successor(*all, *entry))
    main = "<p class=\"note\">" +
           view.say(next->part == casework::Part::retraction ? "answer.was-retracted" : "answer.was-corrected") +
           link_to(view, *next) + "</p>\n";
  main += answer.text.empty() ? "<p>" + view.say("answer.private") + "</p>\n"
                              : "<div class=\"words\" id=\"shown\" lang=\"zh-CN\">" + escape(answer.text) + "</div>\n";
  main += "<dl>" + row(view, "answer.part", part(view, answer.part)) +
          row(view, "answer.unit", unit_name(view, answer.unit));
  if (const std::string accounts = accounts_of(view, answer.unit); !accounts.empty())
    main += row(view, "answer.account", accounts);
  if (const std::string place = desk::public_place(*view.site.rules, answer.place); !place.empty())
    main += row(view, "answer.place", data(view, place));
  main += row(view, "answer.number", "<code>" + escape(answer.number.value) + "</code>") +
          row(view, "answer.time", moment(view, answer.published_at)) + "</dl>\n";
  if (casework::answers(answer.part)) main += promised(view, behind->promises);
  main += changes_of(view, answer, *all);
  if (const auto explained = explainers_of(view, behind->issue); !explained) {
    return error_page(view, 503, "unavailable");
  } else if (!explained->empty()) {
    main += "<h2>" + view.say("answer.explained") + "</h2>\n<ul class=\"list\">" + *explained + "</ul>\n";
  }
  std::string others;
  for (const auto& other : *all)
    if (other.entry != *entry) others += answer_line(view, other);
  if (!others.empty()) main += "<h2>" + view.say("answer.others") + "</h2>\n<ul class=\"list\">" + others + "</ul>\n";
  main += *proof + "<h2>" + view.say("answer.object") + "</h2>\n<p>" + view.say("answer.object.text") + "</p>\n";
  return show(view, {.title = answer_title(view, answer),
                     .main = main,
                     .data_title = !answer.text.empty() && !answer.summary.empty()});
}

}  // namespace hb::http
