#include "http/portal/pages.h"

namespace hb::http {

std::optional<std::string> proof_of(const View& view, int64_t entry, const std::string& path) {
  const auto leaves = view.site.store.ledger_rows(entry, entry + 1);
  if (!leaves || leaves->empty()) return std::nullopt;
  const desk::LedgerRow& leaf = leaves->front();
  const auto proof = view.site.portal.proof(leaf);
  if (!proof) return std::nullopt;
  const std::string index = std::to_string(entry);
  std::string out =
      "<h2>" + view.say("proof.title") + "</h2>\n<p>" + view.say("proof.lead", {{"index", index}}) + "</p>\n";
  if (!*proof) return out + "<p class=\"note\">" + view.say("proof.not-yet") + "</p>\n";
  const desk::ProofView& p = **proof;
  const bool body = leaf.shown && !leaf.salt.empty();
  out += "<div id=\"verify\" data-index=\"" + index + "\" data-proof=\"" + path + ".tlog-proof\"" +
         (body ? " data-body-path=\"/ledger/body/" + index + "\"" : "");
  for (const char* key : {"button", "leaf", "root", "body", "shown", "signature", "unsigned", "bad", "cannot"})
    out += " data-" + std::string(key) + "=\"" + escape(view.plain("proof.script." + std::string(key))) + "\"";
  out += "></div>\n<dl>" + row(view, "proof.index", index) +
         row(view, "proof.leaf", "<code>" + to_hex(hb::view(p.leaf)) + "</code>") +
         row(view, "proof.size", std::to_string(p.size)) +
         row(view, "proof.root", "<code>" + to_base64(p.root) + "</code>") + "</dl>\n<ul><li>" +
         view.say("proof.download", {{"path", path}}) + "</li>";
  if (body) out += "<li>" + view.say("proof.body", {{"index", index}}) + "</li>";
  out += "<li>" + view.say("proof.how") + "</li></ul>\n<details><summary>" + view.say("proof.entry") +
         "</summary><pre id=\"entry\" tabindex=\"0\">" + escape(leaf.leaf) + "</pre></details>\n" +
         "<script src=\"/assets/verify.js\" defer></script>\n";
  return out;
}

Response proof_file(const View& view, int64_t entry, const std::string& name) {
  const auto rows = view.site.store.ledger_rows(entry, entry + 1);
  if (!rows) return error_page(view, 503, "unavailable");
  if (rows->empty()) return error_page(view, 404, "missing");
  const auto proof = view.site.portal.proof(rows->front());
  if (!proof) return error_page(view, 503, "unavailable");
  if (!*proof) return error_page(view, 404, "not-yet");
  return {200,
          "text/plain; charset=utf-8",
          {{"Content-Disposition", "attachment; filename=\"" + name + "\""}},
          (*proof)->file};
}

}  // namespace hb::http
