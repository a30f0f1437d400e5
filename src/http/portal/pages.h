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
Response statement_page(const View& view, std::string_view entry);
std::string answer_title(const View& view, const desk::AnswerRow& answer);  ///< plain text
std::string answer_line(const View& view, const desk::AnswerRow& answer);   ///< one item of a list
std::string statement_line(const View& view, const desk::StatementRow& statement);
// proof.cpp
/// Where an official word stands in the ledger and how to check it; nothing if the record cannot be read. `path` is the
/// page's: "/answers/3".
std::optional<std::string> proof_of(const View& view, int64_t entry, const std::string& path);
/// The `.tlog-proof` file; `name` is what a browser saves it as.
Response proof_file(const View& view, int64_t entry, const std::string& name);
// issues.cpp
Response issues_page(const View& view);
// record.cpp
Response sources_page(const View& view);
Response accounts_page(const View& view);
Response ledger_page(const View& view);
Response verify_page(const View& view);
// feed.cpp
Response feed(const View& view);
/// A page that is only text: keys "NAME.title" and below "NAME.text.".
Response text_page(const View& view, std::string_view name);

}  // namespace hb::http
