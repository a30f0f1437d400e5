#pragma once
#include <string_view>
#include <vector>

#include "http/portal/frame.h"
#include "http/routes.h"

/// The public pages, a file per noun. Sentences are in words.zh and words.en.
namespace hb::http {

/// Every page of the portal. `site` outlives the routes.
void add_portal_routes(const Site& site, std::vector<Route>& routes);

// home.cpp
Response home_page(const View& view);
// complain.cpp
Response complain_page(const View& view);
Response complain(const View& view);
// track.cpp
Response track_page(const View& view, std::string_view number);
Response track(const View& view);
Response survey(const View& view);    ///< whether it was solved
Response withdraw(const View& view);  ///< the citizen takes the case back
// answers.cpp, statements.cpp
Response answers_page(const View& view);
Response answer_page(const View& view, std::string_view entry);
Response statements_page(const View& view);
Response statement_page(const View& view, std::string_view entry, bool explainer);
std::string statement_path(const desk::StatementRow& statement);           ///< "/statements/3", "/explainers/3"
std::string answer_search(const View& view, const std::string& question);  ///< the form that asks for answers
std::string promised(const View& view, const std::vector<desk::PromiseView>& promises);  ///< and how each stands
std::string answer_title(const View& view, const desk::AnswerRow& answer);               ///< plain text
/// One item of a list; `beside`: it opens beside the page.
std::string answer_line(const View& view, const desk::AnswerRow& answer, bool beside = false);
std::string statement_line(const View& view, const desk::StatementRow& statement);
// proof.cpp
/// Where an official word stands in the ledger and how to check it; nothing if the record cannot be read. `path` is the
/// page's: "/answers/3".
std::optional<std::string> proof_of(const View& view, int64_t entry, const std::string& path);
/// The `.tlog-proof` file; `name` is what a browser saves it as.
Response proof_file(const View& view, int64_t entry, const std::string& name);
// issues.cpp
Response issues_page(const View& view);
Response issue_page(const View& view, std::string_view id);
Response met_too(const View& view, std::string_view id);  ///< this browser has met it too: counted once
bool public_issue(const desk::IssueRow& issue);
std::string issue_title(const View& view, const desk::IssueRow& issue);  ///< plain text
/// Nothing for one that is not there, or not public. Errors: the store's.
Result<std::optional<desk::IssueRow>> issue_asked(const View& view, std::string_view id);
/// What answers where it cannot: an error page, or the way to where an issue that was merged goes on, `below` it.
std::optional<Response> instead_of(const View& view, const Result<std::optional<desk::IssueRow>>& issue,
                                   std::string_view below);
// record.cpp
Response sources_page(const View& view);
Response accounts_page(const View& view);
Response ledger_page(const View& view);
Response verify_page(const View& view);
// figures.cpp
Response performance_page(const View& view);
Response data_page(const View& view);
Response data_file(const View& view, std::string_view name);
// feed.cpp
enum class FeedForm : uint8_t { atom, json };
Response feed(const View& view, FeedForm form);
Response issue_feed(const View& view, std::string_view id, FeedForm form);  ///< what is said about one issue
/// A page that is only text: keys "NAME.title" and below "NAME.text.".
Response text_page(const View& view, std::string_view name);

}  // namespace hb::http
