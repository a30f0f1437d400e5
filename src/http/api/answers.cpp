#include "http/api/answers.h"

#include <algorithm>
#include <array>

#include "http/api/input.h"

namespace hb::http::api {
namespace {

struct Known {
  std::string_view code;  ///< a whole code, or a family: "store."
  int status;
};
// The first that fits counts.
constexpr std::array kKnown = {
    Known{"request.media-type", 415},
    Known{"request.no-version", 428},
    Known{"request.key-used", 409},
    Known{"request.under-way", 409},
    Known{"request.busy", 503},
    Known{"request.elsewhere", 403},
    Known{"request.no-path", 404},
    Known{"request.method", 405},
    Known{"request.", 400},
    Known{"session.wait", 429},
    Known{"session.", 401},
    Known{"case.unknown", 404},
    Known{"case.no-citizen", 404},
    Known{"case.no-photo", 404},
    Known{"case.no-draft", 404},
    Known{"case.no-help", 404},
    Known{"issue.no-facts", 404},
    Known{"issue.no-partner", 404},
    Known{"case.no-evidence", 404},
    Known{"case.no-template", 404},
    Known{"case.no-promise", 404},
    Known{"issue.unknown", 404},
    Known{"issue.no-report", 404},
    Known{"issue.no-notice", 404},
    Known{"issue.time", 422},
    Known{"issue.group", 422},
    Known{"issue.next", 422},
    Known{"issue.posts", 422},
    Known{"issue.same", 422},
    Known{"case.not-allowed", 403},
    Known{"case.conflict", 403},
    Known{"case.same-person", 403},
    Known{"issue.not-allowed", 403},
    Known{"issue.conflict", 403},
    Known{"record.unknown", 404},
    Known{"directive.not-allowed", 403},
    Known{"template.not-allowed", 403},
    Known{"roster.not-allowed", 403},
    Known{"roster.wrong-state", 409},
    Known{"roster.", 422},
    Known{"cover.not-allowed", 403},
    Known{"cover.wrong-state", 409},
    Known{"cover.overlap", 409},
    Known{"cover.", 422},
    Known{"period.not-allowed", 403},
    Known{"period.wrong-state", 409},
    Known{"period.", 422},
    Known{"proposal.not-allowed", 403},
    Known{"proposal.same-person", 403},
    Known{"proposal.", 409},
    Known{"rulebook.unknown", 404},
    Known{"rulebook.wrong", 422},
    Known{"rulebook.", 409},
    Known{"watch.not-allowed", 403},
    Known{"watch.query", 422},
    Known{"watch.", 409},
    Known{"search.not-allowed", 403},
    Known{"audit.not-allowed", 403},
    Known{"audit.", 422},
    Known{"view.not-allowed", 403},
    Known{"view.unknown", 404},
    Known{"view.", 409},
    Known{"guide.", 403},
    Known{"case.mention", 422},
    Known{"directive.wrong-state", 409},
    Known{"directive.", 422},
    Known{"account.unknown", 404},
    Known{"account.same", 409},
    Known{"account.", 422},
    Known{"source.unknown", 404},
    Known{"source.same", 409},
    Known{"source.", 422},
    Known{"unit.unknown", 404},
    Known{"import.not-allowed", 403},
    Known{"import.", 422},
    Known{"csv.", 422},
    Known{"figure.", 404},
    Known{"review.not-allowed", 403},
    Known{"review.own-unit", 403},
    Known{"review.measures", 422},
    Known{"review.no-measure", 404},
    Known{"review.", 409},
    Known{"contest.not-allowed", 403},
    Known{"contest.", 409},
    Known{"training.not-allowed", 403},
    Known{"training.", 422},
    Known{"template.wrong-state", 409},
    Known{"template.", 422},
    Known{"case.empty", 422},
    Known{"case.too-long", 422},
    Known{"case.not-utf8", 422},
    Known{"case.reason-required", 422},
    Known{"case.about-required", 422},
    Known{"case.time-ahead", 422},
    Known{"case.own-unit", 422},
    Known{"case.evidence", 422},
    Known{"case.evidence-type", 422},
    Known{"case.evidence-changed", 500},
    Known{"case.promises", 422},
    Known{"case.promise-day", 422},
    Known{"case.no-number-left", 503},
    Known{"case.", 409},
    Known{"issue.", 409},
    Known{"clock.", 422},
    Known{"route.", 422},
    Known{"store.version", 412},
};

std::string_view title_of(int status) {
  switch (status) {
    case 400:
      return "The request is malformed";
    case 401:
      return "Not signed in";
    case 403:
      return "Not allowed";
    case 404:
      return "Not found";
    case 405:
      return "Not a method of this path";
    case 409:
      return "Not possible in this state";
    case 412:
      return "Changed in the meantime";
    case 415:
      return "Not application/json";
    case 422:
      return "Not acceptable as written";
    case 428:
      return "If-Match is required";
    case 429:
      return "Too many tries";
    default:
      return "Not available";
  }
}

}  // namespace

Response answer(int status, const boost::json::value& body) {
  return {status, "application/json; charset=utf-8", {}, boost::json::serialize(body)};
}

Response answer(int status, const boost::json::value& body, int64_t version) {
  Response response = answer(status, body);
  response.headers.emplace_back("ETag", etag_of(version));
  return response;
}

Response problem(int status, std::string_view code, std::string_view detail) {
  boost::json::object body{{"type", "about:blank"}, {"status", status}};
  body["code"] = boost::json::string_view(code.data(), code.size());
  body["title"] = boost::json::string_view(title_of(status).data(), title_of(status).size());
  if (!detail.empty()) body["detail"] = boost::json::string_view(detail.data(), detail.size());
  return {status, "application/problem+json", {}, boost::json::serialize(body)};
}

Response problem(const Error& error) {
  const auto* known = std::ranges::find_if(kKnown, [&](const Known& one) {
    return one.code.ends_with('.') ? error.code.starts_with(one.code) : error.code == one.code;
  });
  if (known == kKnown.end()) return problem(503, error.code);
  return problem(known->status, error.code, error.detail);
}

}  // namespace hb::http::api
