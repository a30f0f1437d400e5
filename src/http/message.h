#pragma once
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// A request and its answer as the pages see them: plain values, no network.
namespace hb::http {

/// Where the one form is sent that carries files; only there a body may be long.
inline constexpr std::string_view kFormWithFiles = "/complain";

/// Names and values of a query or a posted form, decoded. Of a name given twice the first value counts.
using Fields = std::map<std::string, std::string, std::less<>>;

struct Request {
  std::string method;  ///< "GET", "HEAD", "POST", …
  std::string path;    ///< decoded, starts with '/'
  Fields query;
  std::string host;
  std::string cookie;
  std::string authorization;
  std::string content_type;
  std::string accept;
  std::string if_none_match;
  std::string if_match;
  std::string idempotency_key;
  std::string origin;
  std::string sec_fetch_site;
  bool nobody_there = false;  ///< Hearback-Nobody-There: a page asks by itself, and nobody has touched it for a while
  std::string body;           ///< at most 1 MiB, of a form that carries files 16 MiB
  bool cut = false;           ///< that form was longer, or too many are sent at once: only its beginning is here
  std::string remote;         ///< the peer's address, without port; never logged with what was asked
  std::string forwarded_for;  ///< X-Forwarded-For as it came, its lines in one: to be believed of a proxy only
};

class Stream;

struct Response {
  int status = 200;
  std::string content_type = "text/html; charset=utf-8";
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  std::shared_ptr<Stream> stream{};  ///< goes on behind `body` until it is over; the connection ends with it
};

/// Called on many threads at once.
using Handler = std::function<Response(const Request&)>;

/// "a%20b" to "a b" ('+' to a space if `plus`). Nothing if an escape is damaged, or the result is not UTF-8 or has a
/// NUL.
std::optional<std::string> percent_decode(std::string_view raw, bool plus);

/// "a=1&b=%E6%B0%B4" decoded, at most 100 pairs; nothing if damaged or longer.
std::optional<Fields> parse_fields(std::string_view raw);

/// Sets path and query from a request target in origin form; false if it is damaged or of another form.
bool set_target(Request& request, std::string_view target);

}  // namespace hb::http
