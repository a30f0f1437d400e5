#include "desk/witnesses.h"
#include "http/guard.h"
#include "http/portal/pages.h"

namespace hb::http {

Response sources_page(const View& view) {
  auto sources = view.site.store.sources();
  if (sources) std::erase_if(*sources, [](const auto& source) { return source.ended_at.has_value(); });
  if (!sources) return error_page(view, 503, "unavailable");
  std::string main = view.words().block("sources.text");
  if (sources->empty()) main += "<p>" + view.say("sources.none") + "</p>\n";
  if (!sources->empty()) main += "<ul class=\"list\">";
  for (const auto& source : *sources) {
    main +=
        "<li><strong>" + data(view, source.name) + "</strong><p class=\"hint\">" + unit_name(view, source.unit) + " · ";
    main +=
        source.last_success ? view.say("sources.read") + moment(view, *source.last_success) : view.say("sources.never");
    if (!source.last_error.empty()) main += " · " + view.say("sources.failing");
    main += "</p></li>\n";
  }
  if (!sources->empty()) main += "</ul>\n";
  return show(view, {.title = view.plain("sources.title"), .main = main});
}

Response accounts_page(const View& view) {
  std::string main = view.words().block("accounts.text");
  const auto& accounts = view.site.rules->accounts;
  if (accounts.empty()) main += "<p>" + view.say("accounts.none") + "</p>\n";
  if (!accounts.empty()) main += "<ul class=\"list\">";
  for (const auto& account : accounts) {
    const std::string channel = "channel." + account.channel;
    main += "<li><strong>" + named(view, account.name) + "</strong><p class=\"hint\">" +
            (view.words().has(channel) ? view.say(channel) : escape(account.channel)) + " · " +
            unit_name(view, account.unit) + " · ";
    main += account.address.starts_with('/')
                ? "<a href=\"" + escape(account.address) + "\">" + view.say("accounts.here") + "</a>"
                : data(view, account.address);
    main += "</p></li>\n";
  }
  if (!accounts.empty()) main += "</ul>\n";
  return show(view, {.title = view.plain("accounts.title"), .main = main});
}

Response ledger_page(const View& view) {
  const auto state = view.site.store.ledger_state();
  if (!state) return error_page(view, 503, "unavailable");
  std::string main = view.words().block("ledger.text") + "<h2>" + view.say("ledger.now") + "</h2>\n<dl>" +
                     row(view, "proof.size", std::to_string(state->size));
  if (state->size > 0) main += row(view, "proof.root", "<code>" + to_base64(state->root) + "</code>");
  main += row(view, "ledger.key", "<code>" + escape(view.site.vkey) + "</code>") + "</dl>\n";
  const auto witnesses = desk::witnesses_of(view.site.store);
  if (!witnesses) return error_page(view, 503, "unavailable");
  main += "<h2>" + view.say("ledger.witnesses") + "</h2>\n<p>" +
          view.say(witnesses->empty() ? "ledger.witnesses.none" : "ledger.witnesses.lead") + "</p>\n";
  if (!witnesses->empty()) main += "<ul class=\"list\">";
  for (const auto& witness : *witnesses)
    main += "<li><strong>" + data(view, witness.name) + "</strong><p class=\"hint\">" +
            view.say(witness.size == 0             ? "ledger.witness.never"
                     : witness.size == state->size ? "ledger.witness.now"
                                                   : "ledger.witness.behind",
                     {{"size", std::to_string(witness.size)}}) +
            "<br><code>" + escape(witness.vkey) + "</code></p></li>\n";
  if (!witnesses->empty()) main += "</ul>\n";
  return show(view, {.title = view.plain("ledger.title"), .main = main});
}

Response verify_page(const View& view) {
  return show(
      view, {.title = view.plain("verify.title"),
             .main = view.words().block("verify.text", {{"site", address_of(view.request)}, {"key", view.site.vkey}})});
}

}  // namespace hb::http
