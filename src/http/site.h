#pragma once
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "desk/cases.h"
#include "desk/open_data.h"
#include "desk/portal.h"
#include "desk/ports.h"
#include "http/message.h"
#include "http/portal/words.h"
#include "http/rate_limit.h"

namespace hb::http {

/// What the public site is made of; the references outlive the handler.
struct Site {
  desk::Store& store;
  desk::Files& files;
  desk::Cases& cases;
  desk::Vault& vault;
  desk::Portal& portal;
  const desk::OpenData& open_data;
  const desk::Clock& clock;
  desk::RulesInForce rules;  ///< names, units, places, accounts, hours: what the pages tell
  std::map<std::string, casework::Words, std::less<>> harms;  ///< by id, as the harm lexicon names them
  std::string vkey;                                           ///< the ledger's verifier key line, without line feed
  Words zh;
  Words en;
  std::function<std::optional<std::string>(std::string_view name)> asset;  ///< "portal.css"; any thread
  std::shared_ptr<Limits> limits = std::make_shared<Limits>();
};

/// The public portal and the ledger's files (DESIGN section 10), with the security headers on every answer. A POST is
/// taken only from the site's own pages (Sec-Fetch-Site, else Origin).
Handler make_site(Site site);

/// What a remit of the rulebook is called ("": anything else); a remit without a sentence of its own by its id.
std::string matter_name(const Words& words, std::string_view matter);

/// Adds to a response the headers that every answer has. `no-store` unless the response says how to cache it.
void add_security_headers(Response& response);

}  // namespace hb::http
