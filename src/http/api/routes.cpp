#include <algorithm>
#include <array>

#include "http/api/answers.h"
#include "http/api/api.h"

namespace hb::http::api {
namespace {

struct Path {
  std::string_view method;
  std::string_view pattern;
  Response (*handle)(Call&);
};

// Sign-in, sign-out and the calendar's feed stand beside the table: nobody is signed in yet, or not any more.
constexpr Path kPaths[] = {
    {"GET", "/api/v1/session", who_am_i},
    {"GET", "/api/v1/cases", list_cases},
    {"POST", "/api/v1/cases", open_case},
    {"GET", "/api/v1/cases/{number}", get_case},
    {"POST", "/api/v1/cases/{number}/commands", act_on_case},
    {"POST", "/api/v1/cases/{number}/citizen", show_citizen},
    {"POST", "/api/v1/cases/{number}/photos/{id}", show_photo},
    {"POST", "/api/v1/cases/{number}/presence", be_present},
    {"POST", "/api/v1/cases/{number}/seen", see_case},
    {"GET", "/api/v1/cases/{number}/colleagues", suggest_colleagues},
    {"POST", "/api/v1/counts", count_cases},
    {"GET", "/api/v1/mentions", list_mentions},
    {"GET", "/api/v1/views", list_views},
    {"POST", "/api/v1/views", share_view},
    {"POST", "/api/v1/views/{id}/commands", act_on_view},
    {"GET", "/api/v1/guide", read_guide},
    {"POST", "/api/v1/guide/away", put_guide_away},
    {"POST", "/api/v1/cases/{number}/evidence", add_evidence},
    {"GET", "/api/v1/cases/{number}/evidence/{id}", get_evidence},
    {"GET", "/api/v1/imports", list_imports},
    {"POST", "/api/v1/imports/cases", import_cases},
    {"GET", "/api/v1/imports/{from}/results", export_results},
    {"GET", "/api/v1/issues", list_issues},
    {"GET", "/api/v1/issues/{id}", get_issue},
    {"GET", "/api/v1/issues/{id}/posts", list_posts},
    {"POST", "/api/v1/issues/{id}/commands", act_on_issue},
    {"GET", "/api/v1/alike", list_alike},
    {"GET", "/api/v1/directives", list_directives},
    {"POST", "/api/v1/directives", receive_directive},
    {"GET", "/api/v1/directives/{id}", get_directive},
    {"POST", "/api/v1/directives/{id}/commands", act_on_directive},
    {"GET", "/api/v1/rosters/{unit}", get_roster},
    {"POST", "/api/v1/rosters/{unit}/commands", act_on_roster},
    {"GET", "/api/v1/calendar", calendar_state},
    {"POST", "/api/v1/calendar", calendar_begin},
    {"POST", "/api/v1/calendar/end", calendar_end},
    {"GET", "/api/v1/people", list_people},
    {"POST", "/api/v1/people/commands", act_on_cover},
    {"GET", "/api/v1/permissions", list_permissions},
    {"GET", "/api/v1/periods", list_periods},
    {"POST", "/api/v1/periods", declare_period},
    {"POST", "/api/v1/periods/{id}/lift", lift_period},
    {"GET", "/api/v1/rulebooks", list_rulebooks},
    {"POST", "/api/v1/rulebooks/check", check_rulebook},
    {"GET", "/api/v1/rulebooks/versions/{version}", get_rulebook},
    {"POST", "/api/v1/rulebooks/proposals", propose_rulebook},
    {"GET", "/api/v1/rulebooks/proposals/{id}", get_rulebook_proposal},
    {"POST", "/api/v1/rulebooks/proposals/{id}/commands", act_on_rulebook_proposal},
    {"GET", "/api/v1/posts", search_posts},
    {"GET", "/api/v1/watches", list_watches},
    {"POST", "/api/v1/watches", keep_watch},
    {"POST", "/api/v1/watches/{id}/commands", act_on_watch},
    {"GET", "/api/v1/searches", list_searches},
    {"GET", "/api/v1/templates", list_templates},
    {"POST", "/api/v1/templates", write_template},
    {"POST", "/api/v1/templates/{id}/commands", act_on_template},
    {"GET", "/api/v1/accountability", get_accountability},
    {"POST", "/api/v1/contests", contest_figure},
    {"POST", "/api/v1/contests/{id}/commands", act_on_contest},
    {"GET", "/api/v1/reviews/{id}", get_review},
    {"POST", "/api/v1/reviews/{id}/commands", act_on_review},
    {"GET", "/api/v1/reveals", list_reveals},
    {"GET", "/api/v1/audit", read_audit},
    {"GET", "/api/v1/audit/export", export_audit},
    {"POST", "/api/v1/training/{id}", note_training},
    {"GET", "/api/v1/sources", list_sources},
    {"POST", "/api/v1/sources/proposals", propose_source},
    {"GET", "/api/v1/registers/official", list_accounts},
    {"POST", "/api/v1/registers/official/proposals", propose_account},
    {"POST", "/api/v1/registers/proposals/{id}/commands", decide_on_register},
    {"GET", "/api/v1/events", events},
};

Response signed_in(Api& api, const Path& path, const Request& request, const Params& params) {
  auto user = api.site.sessions.find(request.cookie, request.nobody_there ? Sessions::Use::look : Sessions::Use::work);
  if (!user) return problem(user.error());
  if (!*user) return problem(401, "session.none");
  Call call{api, request, params, {(*user)->id, std::move((*user)->name), std::move((*user)->grants)}};
  // What a citizen wrote is never kept to be given again: each showing is on the record. Nor is a secret, nor what
  // changes nothing on the record.
  constexpr std::array kNotKept = {show_citizen, show_photo, calendar_begin, be_present, count_cases, see_case};
  if (path.method != "POST" || std::ranges::find(kNotKept, path.handle) != kNotKept.end()) return path.handle(call);
  auto once = api.kept.once(call.actor.user, request, [&] { return path.handle(call); });
  return once ? std::move(*once) : problem(once.error());
}

}  // namespace

void add_routes(Api& api, std::vector<Route>& routes) {
  for (const Path& path : kPaths)
    routes.push_back({path.method, path.pattern, [&api, &path](const Request& request, const Params& params) {
                        return signed_in(api, path, request, params);
                      }});
  routes.push_back(
      {"POST", "/api/v1/session", [&api](const Request& request, const Params&) { return sign_in(api, request); }});
  routes.push_back({"GET", "/api/v1/calendars/{token}",
                    [&api](const Request&, const Params& params) { return calendar_feed(api, params.at("token")); }});
  routes.push_back(
      {"DELETE", "/api/v1/session", [&api](const Request& request, const Params&) { return sign_out(api, request); }});
}

}  // namespace hb::http::api
