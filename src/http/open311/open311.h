#pragma once
#include "http/routes.h"
#include "http/site.h"

/// Open311 GeoReport v2 under /open311/v2, XML and JSON: https://wiki.open311.org/GeoReport_v2 . A service is a remit
/// of the rulebook, and "other" for the rest; there is one jurisdiction, the rulebook's. What a request gives of a case
/// is what is public of it (desk/requests.h): `description` is our own line, `lat`/`long` and `media_url` are never
/// given, `account_id` and `device_id` are not read. Cases are opened only with a key (`hearback token`). Beyond the
/// standard: `page`, `page_size` (at most 1,000), `extensions=true`, and the read half of mySociety's update extension;
/// an `address_id` such as "online:<platform>" stands for a shop without a street.
namespace hb::http {

/// `site` outlives the routes.
void add_open311_routes(const Site& site, std::vector<Route>& routes);

}  // namespace hb::http
