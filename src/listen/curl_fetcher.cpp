#include "listen/curl_fetcher.h"

#include <curl/curl.h>
#include <netinet/in.h>
#include <strings.h>
#include <sys/socket.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <mutex>
#include <vector>

#include "listen/address.h"
#include "listen/url.h"

namespace hb::listen {
namespace {

using desk::Request;
using desk::Response;
using std::chrono::milliseconds;

constexpr int kMostRedirects = 5;
constexpr size_t kMostHeaders = size_t{64} << 10;
constexpr size_t kLongestHeader = 1024;
constexpr size_t kBombFrom = size_t{1} << 20;
constexpr size_t kBombRatio = 200;
constexpr long kBuffer = 16 << 10;  // libcurl may have read this much more than it has counted

/// One connection: what is asked of it and what came.
struct Hop {
  const Request& request;
  const std::vector<Endpoint>& listed;
  const std::string* posted = nullptr;  // handed in instead of asked for
  CURL* curl = nullptr;
  Response response{};
  std::string location{};
  size_t header_bytes = 0;
  bool address_refused = false, port_refused = false, challenged = false;
  const char* stopped = nullptr;  // the error that made a callback stop
  bool enough = false;            // stopped with all that was wanted
};

curl_socket_t open_socket(void* user, curlsocktype, curl_sockaddr* to) {
  auto& hop = *static_cast<Hop*>(user);
  Endpoint e;
  if (to->family == AF_INET) {
    sockaddr_in in{};
    std::memcpy(&in, &to->addr, sizeof in);
    e.address[10] = e.address[11] = 0xFF;
    std::memcpy(e.address.data() + 12, &in.sin_addr, 4);
    e.port = ntohs(in.sin_port);
  } else if (to->family == AF_INET6) {
    sockaddr_in6 in{};
    std::memcpy(&in, &to->addr, sizeof in);
    std::memcpy(e.address.data(), &in.sin6_addr, 16);
    e.port = ntohs(in.sin6_port);
  }
  switch (judge(e, hop.listed)) {
    case Reach::address_refused:
      hop.address_refused = true;
      return CURL_SOCKET_BAD;
    case Reach::port_refused:
      hop.port_refused = true;
      return CURL_SOCKET_BAD;
    case Reach::allowed:
      break;
  }
  return ::socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
}

size_t stop(Hop& hop, const char* error) {
  hop.stopped = error;
  return 0;
}

size_t on_header(const char* data, size_t, size_t size, void* user) {
  auto& hop = *static_cast<Hop*>(user);
  hop.header_bytes += size;
  if (hop.header_bytes > kMostHeaders) return stop(hop, "fetch.too-large");
  const std::string_view line(data, size);
  const size_t colon = line.find(':');
  if (colon == std::string_view::npos) return size;
  std::string_view value = line.substr(colon + 1);
  value.remove_prefix(std::min(value.find_first_not_of(" \t"), value.size()));
  value = value.substr(0, value.find_last_not_of(" \t\r\n") + 1);
  const auto is = [&, name = line.substr(0, colon)](std::string_view word) {
    return name.size() == word.size() && strncasecmp(name.data(), word.data(), word.size()) == 0;
  };
  // A second layer of encoding has no honest use.
  if (is("content-encoding") && value.find(',') != std::string_view::npos) return stop(hop, "fetch.bomb");
  if (is("cf-mitigated") || is("x-amzn-waf-action")) hop.challenged = true;
  if (is("location")) hop.location = value;
  value = value.substr(0, kLongestHeader);
  if (is("content-type")) hop.response.content_type = value;
  if (is("etag")) hop.response.etag = value;
  if (is("last-modified")) hop.response.last_modified = value;
  if (is("retry-after")) hop.response.retry_after = value;
  if (is("cache-control")) hop.response.cache_control = value;
  return size;
}

size_t on_body(const char* data, size_t, size_t size, void* user) {
  auto& hop = *static_cast<Hop*>(user);
  std::string& body = hop.response.body;
  if (body.size() + size > hop.request.max_bytes) {
    if (!hop.request.only_start) return stop(hop, "fetch.too-large");
    body.append(data, hop.request.max_bytes - body.size());
    hop.enough = true;
    return 0;
  }
  body.append(data, size);
  curl_off_t received = 0;
  curl_easy_getinfo(hop.curl, CURLINFO_SIZE_DOWNLOAD_T, &received);
  if (body.size() > kBombFrom && body.size() > kBombRatio * (static_cast<size_t>(received) + kBuffer))
    return stop(hop, "fetch.bomb");
  return size;
}

const char* error_of(CURLcode code, const Hop& hop) {
  if (hop.stopped != nullptr) return hop.stopped;
  switch (static_cast<int>(code)) {
    case CURLE_COULDNT_RESOLVE_HOST:
      return "fetch.dns";
    case CURLE_COULDNT_CONNECT:
      return hop.address_refused ? "fetch.address-refused" : hop.port_refused ? "fetch.port-refused" : "fetch.connect";
    case CURLE_OPERATION_TIMEDOUT:
      return "fetch.timeout";
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
      return "fetch.tls";
    default:
      return "fetch.broken";
  }
}

struct EasyFreer {
  void operator()(CURL* c) const { curl_easy_cleanup(c); }
};
struct ListFreer {
  void operator()(curl_slist* l) const { curl_slist_free_all(l); }
};
using Headers = std::unique_ptr<curl_slist, ListFreer>;

void add(Headers& headers, const std::string& line) {
  const bool plain = std::all_of(line.begin(), line.end(), [](char c) { return static_cast<unsigned char>(c) >= ' '; });
  if (!plain) return;
  if (curl_slist* longer = curl_slist_append(headers.get(), line.c_str()); longer != nullptr) {
    static_cast<void>(headers.release());
    headers.reset(longer);
  }
}

Headers headers_of(const Request& request, bool posted) {
  Headers headers;
  if (posted) {
    add(headers, "Content-Type: text/plain; charset=utf-8");
    add(headers, "Expect:");
    return headers;
  }
  add(headers,
      "Accept: "
      "text/html,application/xhtml+xml,application/atom+xml,application/rss+xml,application/feed+json,*/*;q=0.5");
  add(headers, "Accept-Language: zh-CN,zh;q=0.9,en;q=0.5");
  if (!request.etag.empty()) add(headers, "If-None-Match: " + request.etag);
  if (!request.last_modified.empty()) add(headers, "If-Modified-Since: " + request.last_modified);
  return headers;
}

Result<std::vector<Endpoint>> listed_in(const Request& request) {
  std::vector<Endpoint> listed;
  for (const auto& text : request.allow) {
    const auto e = parse_endpoint(text);
    if (!e) return tl::unexpected(e.error());
    listed.push_back(*e);
  }
  return listed;
}

// One request, no redirect followed. A fresh handle each time: a connection opened under one source's listing must
// never serve another source.
Result<void> run(Hop& hop, const std::string& url, const FetchOptions& options, milliseconds left) {
  const std::unique_ptr<CURL, EasyFreer> curl(curl_easy_init());
  if (!curl) return fail("fetch.broken", url);
  hop.curl = curl.get();
  const Headers headers = headers_of(hop.request, hop.posted != nullptr);
  const auto set = [&](CURLoption option, auto value) { curl_easy_setopt(curl.get(), option, value); };
  set(CURLOPT_URL, url.c_str());
  set(CURLOPT_PROTOCOLS_STR, "http,https");
  set(CURLOPT_FOLLOWLOCATION, 0L);
  set(CURLOPT_PROXY, "");
  set(CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_USERAGENT, ("Hearback/" HB_VERSION " (+" + options.contact + ")").c_str());
  set(CURLOPT_HTTPHEADER, headers.get());
  set(CURLOPT_ACCEPT_ENCODING, "gzip, deflate");
  set(CURLOPT_BUFFERSIZE, kBuffer);
  set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(std::min(options.connect, left).count()));
  set(CURLOPT_TIMEOUT_MS, static_cast<long>(left.count()));
  set(CURLOPT_LOW_SPEED_LIMIT, 1000L);
  set(CURLOPT_LOW_SPEED_TIME, 15L);
  set(CURLOPT_OPENSOCKETFUNCTION, open_socket);
  set(CURLOPT_OPENSOCKETDATA, static_cast<void*>(&hop));
  set(CURLOPT_HEADERFUNCTION, on_header);
  set(CURLOPT_HEADERDATA, static_cast<void*>(&hop));
  set(CURLOPT_WRITEFUNCTION, on_body);
  set(CURLOPT_WRITEDATA, static_cast<void*>(&hop));
  if (hop.posted != nullptr) {
    set(CURLOPT_POSTFIELDSIZE, static_cast<long>(hop.posted->size()));
    set(CURLOPT_POSTFIELDS, hop.posted->c_str());
  }

  const CURLcode code = curl_easy_perform(curl.get());
  curl_off_t micros = 0;
  curl_easy_getinfo(curl.get(), CURLINFO_TOTAL_TIME_T, &micros);
  hop.response.millis = (micros + 999) / 1000;
  if (code != CURLE_OK && !hop.enough) return fail(error_of(code, hop), url);
  long status = 0, port = 0;
  const char* address = nullptr;
  curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &status);
  curl_easy_getinfo(curl.get(), CURLINFO_PRIMARY_IP, &address);
  curl_easy_getinfo(curl.get(), CURLINFO_PRIMARY_PORT, &port);
  hop.response.status = static_cast<int>(status);
  const std::string ip = address == nullptr ? "" : address;
  hop.response.address = (ip.find(':') == std::string::npos ? ip : "[" + ip + "]") + ":" + std::to_string(port);
  return {};
}

// Pages that let only people's browsers through: said by header, or (Alibaba Cloud) by a script that sets a cookie.
bool is_challenge(const Hop& hop) {
  return hop.challenged ||
         std::string_view(hop.response.body).substr(0, 8192).find("acw_sc__v2") != std::string_view::npos;
}

bool is_redirect(int status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

}  // namespace

CurlFetcher::CurlFetcher(FetchOptions options) : options_(std::move(options)) {
  static std::once_flag once;
  std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
}

Result<Response> CurlFetcher::fetch(const Request& request) {
  const auto listed = listed_in(request);
  if (!listed) return tl::unexpected(listed.error());
  const auto start = parse_url(request.url);
  if (!start) return tl::unexpected(start.error());
  std::string url = to_text(*start);
  int64_t spent = 0;
  for (int hops = 0;; ++hops) {
    const milliseconds left = options_.total - milliseconds(spent);
    if (left.count() <= 0) return fail("fetch.timeout", url);
    Hop hop{.request = request, .listed = *listed};
    if (const auto done = run(hop, url, options_, left); !done) return tl::unexpected(done.error());
    spent += hop.response.millis;
    Response& response = hop.response;
    response.millis = spent;
    response.url = url;
    if (is_challenge(hop)) return fail("fetch.blocked", url);
    if (!is_redirect(response.status)) return std::move(response);
    const auto next = resolve(url, hop.location);
    if (!next || hop.location.empty() || hops == kMostRedirects) return fail("fetch.redirects", url);
    if (request.may_visit && !request.may_visit(*next)) {
      response.location = *next;
      return std::move(response);
    }
    url = *next;
  }
}

Result<Response> CurlFetcher::post(const Request& request, const std::string& body) {
  const auto listed = listed_in(request);
  if (!listed) return tl::unexpected(listed.error());
  const auto url = parse_url(request.url);
  if (!url) return tl::unexpected(url.error());
  Hop hop{.request = request, .listed = *listed, .posted = &body};
  if (const auto done = run(hop, to_text(*url), options_, options_.total); !done) return tl::unexpected(done.error());
  hop.response.url = to_text(*url);
  return std::move(hop.response);
}

}  // namespace hb::listen
