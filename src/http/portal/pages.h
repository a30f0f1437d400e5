#pragma once
#include <vector>

#include "http/routes.h"
#include "http/site.h"

namespace hb::http {

/// The public pages: /, /answers, /answers/{entry}, /issues, /complain, /track, /ledger. `site` outlives the routes.
void add_portal_routes(const Site& site, std::vector<Route>& routes);

/// A page that says only one thing, with the frame of all pages.
Response message_page(const Site& site, int status, std::string_view title, std::string_view words);

}  // namespace hb::http
