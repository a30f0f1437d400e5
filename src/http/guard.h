#pragma once
#include "http/message.h"

namespace hb::http {

/// Whether a request that changes something (all but GET and HEAD) was sent from another site's page. A browser says
/// where from (Sec-Fetch-Site, else Origin); what says neither is no browser and carries nobody's cookie.
bool from_elsewhere(const Request& request);

/// This site as the visitor reached it, without a path: https, but for a visitor on this very machine.
std::string address_of(const Request& request);

}  // namespace hb::http
