#pragma once
#include <boost/json.hpp>
#include <string>
#include <vector>

#include "desk/colleagues.h"
#include "desk/directives.h"
#include "desk/duty.h"
#include "desk/guide.h"
#include "desk/imports.h"
#include "desk/staff.h"
#include "desk/views.h"
#include "http/api/idempotency.h"
#include "http/routes.h"
#include "http/staff.h"

/// The staff API, exactly as api/openapi.yaml. Every handler goes in five beats: read the request, check it, call the
/// desk, map what went wrong, write the answer.
namespace hb::http::api {

namespace json = boost::json;

/// What the handlers share.
struct Api {
  explicit Api(StaffSite given) : site(std::move(given)) {}

  StaffSite site;
  desk::Cases cases{site.wiring};
  desk::Issues issues{site.wiring};
  desk::Staff staff{site.wiring};
  desk::Directives directives{site.wiring};
  desk::Duty duty{site.wiring};
  desk::Imports imports{site.wiring};
  desk::Colleagues colleagues{site.wiring};
  desk::Views views{site.wiring};
  Idempotency kept{site.wiring.clock};

  const casework::Rules& rules() const { return *site.wiring.rules; }
  /// RFC 3339 with the zone's offset.
  std::string time(Instant at) const { return format_rfc3339(at, rules().calendar->zone().offset_at(at)); }
};

/// One request of somebody who is signed in.
struct Call {
  Api& api;
  const Request& request;
  const Params& params;
  casework::Actor actor;
};

/// All paths below /api/v1. `api` outlives the routes.
void add_routes(Api& api, std::vector<Route>& routes);

// session.cpp
Response sign_in(Api& api, const Request& request);
Response sign_out(Api& api, const Request& request);
Response who_am_i(Call& call);
// cases.cpp
Response list_cases(Call& call);
Response count_cases(Call& call);
Response open_case(Call& call);
Response get_case(Call& call);
Response act_on_case(Call& call);
Response show_citizen(Call& call);
Response show_photo(Call& call);
Response add_evidence(Call& call);
Response get_evidence(Call& call);
/// What is suggested for a case or an issue.
json::object shape(const Api& api, const desk::Suggestion& suggestion);
// imports.cpp
Response list_imports(Call& call);
Response import_cases(Call& call);
Response export_results(Call& call);
// issues.cpp
Response list_issues(Call& call);
Response get_issue(Call& call);
Response list_posts(Call& call);
Response list_alike(Call& call);
Response act_on_issue(Call& call);
// directives.cpp
Response list_directives(Call& call);
Response receive_directive(Call& call);
Response get_directive(Call& call);
Response act_on_directive(Call& call);
// duty.cpp
Response get_roster(Call& call);
Response act_on_roster(Call& call);
Response list_people(Call& call);
Response list_permissions(Call& call);
Response act_on_cover(Call& call);
Response list_periods(Call& call);
Response declare_period(Call& call);
Response lift_period(Call& call);
// calendar.cpp
/// `token`: "12-….ics"; whoever has it reads that person's shifts.
Response calendar_feed(Api& api, std::string_view token);
Response calendar_state(Call& call);
Response calendar_begin(Call& call);
Response calendar_end(Call& call);
// rulebooks.cpp
Response list_rulebooks(Call& call);
Response get_rulebook(Call& call);
Response check_rulebook(Call& call);
Response propose_rulebook(Call& call);
Response get_rulebook_proposal(Call& call);
Response act_on_rulebook_proposal(Call& call);
// watches.cpp
Response search_posts(Call& call);
Response list_watches(Call& call);
Response keep_watch(Call& call);
Response act_on_watch(Call& call);
Response list_searches(Call& call);
// templates.cpp
Response list_templates(Call& call);
Response write_template(Call& call);
Response act_on_template(Call& call);
// accountability.cpp
Response get_accountability(Call& call);
Response contest_figure(Call& call);
Response act_on_contest(Call& call);
Response get_review(Call& call);
Response act_on_review(Call& call);
Response list_reveals(Call& call);
Response note_training(Call& call);
// audit.cpp
Response read_audit(Call& call);
Response export_audit(Call& call);
// together.cpp
Response be_present(Call& call);
Response suggest_colleagues(Call& call);
Response list_mentions(Call& call);
Response see_case(Call& call);
Response list_views(Call& call);
Response share_view(Call& call);
Response act_on_view(Call& call);
Response read_guide(Call& call);
Response put_guide_away(Call& call);
// registers.cpp
Response list_accounts(Call& call);
Response propose_account(Call& call);
Response list_sources(Call& call);
Response propose_source(Call& call);
Response decide_on_register(Call& call);
// live.cpp
Response events(Call& call);

// shapes.cpp: what the schemas of the contract are made of
json::object shape(const Api& api, const desk::CaseRow& row);
json::object shape(const Api& api, const desk::CaseView& view);
json::object shape(const Api& api, const desk::IssueRow& row);
json::object shape(const Api& api, const desk::IssueView& view);
json::object shape(const Api& api, const desk::Post& post, int64_t copies, Language language);
json::object shape(const Api& api, const desk::DirectiveLine& line);
json::object shape(const Api& api, const desk::DirectiveView& view);
json::object words(const casework::Words& words);
/// "2026-03-05" of days since 1970-01-01.
std::string date_of(int64_t day);

}  // namespace hb::http::api
