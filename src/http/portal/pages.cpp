#include "http/portal/pages.h"

#include "http/multipart.h"

namespace hb::http {
namespace {

constexpr size_t kFormLimit = 64 << 10;  // bytes; the longest form that is accepted has 20 KiB, encoded

bool too_long(const Request& request) {
  const bool carries_files = request.path == kFormWithFiles && is_multipart(request.content_type);
  return !carries_files && request.body.size() > kFormLimit;
}

using Shown = std::function<Response(const View&)>;
using ShownOne = std::function<Response(const View&, std::string_view)>;

// A page at "/answers/{entry}" and, under ".tlog-proof", the proof of that entry.
Response with_proof(const View& view, std::string_view entry, std::string_view noun, const ShownOne& page) {
  constexpr std::string_view proof = ".tlog-proof";
  if (!entry.ends_with(proof)) return page(view, entry);
  entry.remove_suffix(proof.size());
  const auto index = entry_of(entry);
  if (!index) return error_page(view, 404, "missing");
  return proof_file(view, *index, std::string(noun) + "-" + std::string(entry) + std::string(proof));
}

// What was received, shown to whoever keeps the number: the proof of a receipt's entry, and of no other.
Response receipt_proof(const View& view, std::string_view name) {
  const auto index = entry_of(name.substr(0, name.find('.')));
  if (!index || !name.ends_with(".tlog-proof")) return error_page(view, 404, "missing");
  const auto receipt = view.site.portal.is_receipt(*index);
  if (!receipt) return error_page(view, 503, "unavailable");
  if (!*receipt) return error_page(view, 404, "missing");
  return proof_file(view, *index, "receipt-" + std::string(name));
}

}  // namespace

Response text_page(const View& view, std::string_view name) {
  const std::string key(name);
  return show(view, {.title = view.plain(key + ".title"), .main = view.words().block(key + ".text")});
}

void add_portal_routes(const Site& site, std::vector<Route>& routes) {
  const auto get = [&](std::string_view path, const Shown& page, bool shared = true) {
    routes.push_back({"GET", path, [&site, page, shared](const Request& request, const Params&) {
                        const View view = view_of(site, request);
                        Response response = page(view);
                        finish(view, response, shared);
                        return response;
                      }});
  };
  const auto get_one = [&](std::string_view path, const ShownOne& page, bool shared) {
    routes.push_back({"GET", path, [&site, page, shared](const Request& request, const Params& params) {
                        const View view = view_of(site, request);
                        Response response = page(view, params.begin()->second);
                        finish(view, response, shared);
                        return response;
                      }});
  };
  const auto post = [&](std::string_view path, const Shown& page) {
    routes.push_back({"POST", path, [&site, page](const Request& request, const Params&) {
                        const View view = view_of(site, request);
                        return too_long(request) ? error_page(view, 413, "large") : page(view);
                      }});
  };
  get("/", home_page);
  get("/answers", answers_page);
  get("/statements", statements_page);
  get("/issues", issues_page);
  get("/sources", sources_page);
  get("/accounts", accounts_page);
  get("/ledger", ledger_page);
  get("/verify", verify_page);
  get("/feed.atom", [](const View& v) { return feed(v, FeedForm::atom); });
  get("/feed.json", [](const View& v) { return feed(v, FeedForm::json); });
  get("/performance", performance_page);
  get("/data", data_page);
  routes.push_back({"GET", "/data/{file}", [&site](const Request& request, const Params& params) {
                      return data_file(view_of(site, request), params.begin()->second);
                    }});
  get("/complain", complain_page);
  get("/track", [](const View& view) { return track_page(view, ""); });
  for (const std::string_view name : {"/help", "/privacy", "/accessibility", "/press"})
    get(name, [name](const View& view) { return text_page(view, name.substr(1)); });
  get_one("/receipts/{entry}", receipt_proof, true);
  get_one(
      "/answers/{entry}", [](const View& v, std::string_view e) { return with_proof(v, e, "answer", answer_page); },
      /*shared=*/true);
  get_one(
      "/statements/{entry}",
      [](const View& v, std::string_view e) {
        return with_proof(v, e, "statement", [](const View& view, std::string_view entry) {
          return statement_page(view, entry, /*explainer=*/false);
        });
      },
      /*shared=*/true);
  get_one(
      "/explainers/{entry}",
      [](const View& v, std::string_view e) {
        return with_proof(v, e, "explainer", [](const View& view, std::string_view entry) {
          return statement_page(view, entry, /*explainer=*/true);
        });
      },
      /*shared=*/true);
  get_one("/issues/{id}", issue_page, /*shared=*/true);
  get_one(
      "/issues/{id}/feed.atom", [](const View& v, std::string_view id) { return issue_feed(v, id, FeedForm::atom); },
      /*shared=*/true);
  get_one(
      "/issues/{id}/feed.json", [](const View& v, std::string_view id) { return issue_feed(v, id, FeedForm::json); },
      /*shared=*/true);
  get_one("/track/{number}", track_page, /*shared=*/false);
  routes.push_back({"POST", "/issues/{id}/met", [&site](const Request& request, const Params& params) {
                      return met_too(view_of(site, request), params.begin()->second);
                    }});
  post("/complain", complain);
  post("/track", track);
  post("/track/survey", survey);
  post("/track/withdraw", withdraw);
}

}  // namespace hb::http
