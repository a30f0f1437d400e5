#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace hb::desk {

/// One page to be got with GET.
struct Request {
  std::string url{};            ///< http or https, at most 2,048 bytes, without user name and password
  std::string etag{};           ///< byte for byte as the last answer gave it; empty: not asked
  std::string last_modified{};  ///< the same; both are sent if both are known, the server prefers the etag (RFC 9110)
  /// Addresses outside the public internet, and ports other than 80 and 443, that may be reached all the same:
  /// "127.0.0.1:8081", "[fd00::1]:80". Nothing else of that kind is.
  std::vector<std::string> allow{};
  size_t max_bytes = size_t{15} << 20;  ///< of the decoded body
  bool only_start = false;              ///< past max_bytes keep what was read and stop, instead of failing
  /// Asked before a redirect is followed, with the absolute target. If it says no, the redirect itself is the response.
  /// Empty: every target may be visited.
  std::function<bool(std::string_view url)> may_visit{};
};

/// What came back, whatever its status. Header values are as sent, cut at 1,024 bytes; empty where there was none.
struct Response {
  int status = 0;
  std::string url{};       ///< of the page, after redirects
  std::string location{};  ///< absolute; set with a 3xx status that was not followed
  std::string content_type{};
  std::string etag{};
  std::string last_modified{};
  std::string retry_after{};
  std::string cache_control{};
  std::string body{};     ///< content encoding undone, charset not
  std::string address{};  ///< who answered: "203.0.113.7:443", "[2001:db8::1]:80"
  int64_t millis = 0;     ///< all hops together
};

/// The only way to the web. Errors, with the URL or header in question as detail:
/// - "fetch.url": not an http(s) URL that may be fetched;
/// - "fetch.address-refused": the name leads to an address outside the public internet, here or on a redirect;
/// - "fetch.port-refused": another port than 80 and 443;
/// - "fetch.redirects": more than five, or one that leads nowhere;
/// - "fetch.too-large": the body past max_bytes, or headers past 64 KiB; "fetch.bomb": it unpacks out of all
/// proportion;
/// - "fetch.blocked": the site answered with a challenge meant for people;
/// - "fetch.timeout", "fetch.dns", "fetch.connect", "fetch.tls", "fetch.broken" (the answer is no HTTP, or breaks off).
class Fetcher {
 public:
  virtual ~Fetcher() = default;
  /// Blocks until done. Any thread; one call does not wait for another.
  virtual Result<Response> fetch(const Request& request) = 0;
};

/// Hands something in by POST, as text/plain: to a witness of the ledger. Nothing that is listened to gets one. A
/// redirect is not followed, it is the response. Of the request the etag, the date and may_visit are not looked at.
/// Errors: as of Fetcher.
class Poster {
 public:
  virtual ~Poster() = default;
  virtual Result<Response> post(const Request& request, const std::string& body) = 0;
};

}  // namespace hb::desk
