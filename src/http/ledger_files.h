#pragma once
#include <vector>

#include "http/routes.h"
#include "http/site.h"

namespace hb::http {

/// What an outsider fetches to check the ledger: /ledger/checkpoint, /ledger/vkey, /ledger/tile/…,
/// /ledger/body/{index}. `site` outlives the routes.
void add_ledger_routes(const Site& site, std::vector<Route>& routes);

}  // namespace hb::http
