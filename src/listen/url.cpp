#include "listen/url.h"

#include <curl/curl.h>
#include <unicode/uidna.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <memory>
#include <vector>

#include "base/ascii.h"

namespace hb::listen {
namespace {

struct Freer {
  void operator()(CURLU* u) const { curl_url_cleanup(u); }
};
using Handle = std::unique_ptr<CURLU, Freer>;

tl::unexpected<Error> refused(std::string_view text) { return fail("fetch.url", std::string(text.substr(0, 200))); }

bool set(CURLU* handle, std::string_view text) {
  return curl_url_set(handle, CURLUPART_URL, std::string(trimmed(text, " \t\r\n\f")).c_str(), CURLU_URLENCODE) ==
         CURLUE_OK;
}

std::string part(CURLU* handle, CURLUPart which) {
  char* text = nullptr;
  if (curl_url_get(handle, which, &text, 0) != CURLUE_OK) return {};
  std::string copy(text);
  curl_free(text);
  return copy;
}

// 政务.例子 as name servers know it (UTS #46); libcurl's own conversion depends on the process's locale. "" if
// malformed.
std::string ascii_host(const std::string& host) {
  if (std::all_of(host.begin(), host.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; })) return host;
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UIDNA, void (*)(UIDNA*)> idna(
      uidna_openUTS46(UIDNA_NONTRANSITIONAL_TO_ASCII | UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ, &status), uidna_close);
  UIDNAInfo info = UIDNA_INFO_INITIALIZER;
  std::array<char, 256> out{};
  const int32_t length = uidna_nameToASCII_UTF8(idna.get(), host.data(), static_cast<int32_t>(host.size()), out.data(),
                                                static_cast<int32_t>(out.size()), &info, &status);
  return U_FAILURE(status) || info.errors != 0 ? std::string() : std::string(out.data(), static_cast<size_t>(length));
}

Result<Url> parts(CURLU* handle, std::string_view text) {
  Url url{.scheme = lower(part(handle, CURLUPART_SCHEME)),
          .authority = lower(ascii_host(part(handle, CURLUPART_HOST))),
          .path = part(handle, CURLUPART_PATH),
          .query = part(handle, CURLUPART_QUERY)};
  if (url.scheme != "http" && url.scheme != "https") return refused(text);
  if (url.authority.empty() || url.authority == "." || !part(handle, CURLUPART_USER).empty() ||
      !part(handle, CURLUPART_PASSWORD).empty())
    return refused(text);
  const std::string port = part(handle, CURLUPART_PORT);
  if (!port.empty() && port != (url.scheme == "http" ? "80" : "443")) url.authority += ":" + port;
  if (!url.query.empty()) url.query.insert(0, 1, '?');
  if (to_text(url).size() > kLongestUrl) return refused(text);
  return url;
}

// ---------------------------------------------------------------- account names

std::string percent_decoded(std::string_view s) {
  const auto digit = [](char c) { return std::isdigit(static_cast<unsigned char>(c)) ? c - '0' : (c | 32) - 'a' + 10; };
  std::string out;
  for (size_t i = 0; i < s.size(); ++i) {
    if (s[i] == '%' && i + 2 < s.size() && std::isxdigit(static_cast<unsigned char>(s[i + 1])) &&
        std::isxdigit(static_cast<unsigned char>(s[i + 2]))) {
      out += static_cast<char>(digit(s[i + 1]) * 16 + digit(s[i + 2]));
      i += 2;
    } else {
      out += s[i];
    }
  }
  return lower(out);
}

template <size_t N>
bool one_of(std::string_view word, const std::array<std::string_view, N>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// Path segments after which a name stands, on forums, blogs, question sites and feed bridges.
constexpr std::array<std::string_view, 21> kBeforeName{
    "u",        "user",     "users",    "uid",   "member",        "members",  "people",
    "person",   "profile",  "profiles", "space", "author",        "authors",  "account",
    "accounts", "homepage", "blogger",  "n",     "column-author", "userinfo", "nickname"};
// Query keys that hold an account.
constexpr std::array<std::string_view, 19> kHoldsName{
    "uid",      "userid", "user_id", "user",        "username", "un",      "author", "authorid", "author_id", "account",
    "nickname", "nick",   "member",  "screen_name", "mid_user", "creator", "touid",  "ownerid",  "space_uid"};
// Hosts whose first segment is an account, unless it is one of their own words.
struct Home {
  std::string_view host;
  bool digits_only;
};
constexpr std::array<Home, 7> kHomes{{{"weibo.com", true},
                                      {"weibo.cn", true},
                                      {"space.bilibili.com", false},
                                      {"blog.csdn.net", false},
                                      {"x.com", false},
                                      {"twitter.com", false},
                                      {"instagram.com", false}}};
constexpr std::array<std::string_view, 7> kOwnWords{"search", "hashtag", "i", "explore", "home", "p", "reel"};

bool is_home(std::string_view authority, std::string_view first) {
  if (first.empty() || one_of(first, kOwnWords)) return false;
  return std::any_of(kHomes.begin(), kHomes.end(), [&](const Home& home) {
    const bool there =
        authority == home.host || (authority.size() > home.host.size() && authority.ends_with(home.host) &&
                                   authority[authority.size() - home.host.size() - 1] == '.');
    return there &&
           (!home.digits_only || std::all_of(first.begin(), first.end(), [](char c) { return c >= '0' && c <= '9'; }));
  });
}

// Whether the path itself leads to a person, or through one.
bool path_names_person(const Url& url) {
  std::vector<std::string> segments;
  for (size_t at = 0; at < url.path.size();) {
    const size_t end = std::min(url.path.find('/', at), url.path.size());
    if (end > at) segments.push_back(percent_decoded(std::string_view(url.path).substr(at, end - at)));
    at = end + 1;
  }
  if (!segments.empty() && is_home(url.authority, segments[0])) return true;
  for (size_t i = 0; i < segments.size(); ++i) {
    const std::string& s = segments[i];
    if (s.size() > 1 && (s[0] == '@' || s[0] == '~')) return true;
    if (one_of(s, kBeforeName) && i + 1 < segments.size()) return true;
    if (s.starts_with("space-uid-") || s.starts_with("space-username-") || s.starts_with("profile.php")) return true;
  }
  return false;
}

// The query without accounts; whether it had one goes to `found`.
std::string kept_query(std::string_view query, bool& found) {
  std::string kept;
  for (size_t at = 1; at < query.size();) {
    const size_t end = std::min(query.find_first_of("&;", at), query.size());
    const std::string_view pair = query.substr(at, end - at);
    const size_t equals = pair.find('=');
    const bool name = equals != std::string_view::npos && equals + 1 < pair.size() &&
                      one_of(percent_decoded(pair.substr(0, equals)), kHoldsName);
    found = found || name;
    if (!name && !pair.empty()) kept += (kept.empty() ? '?' : '&') + std::string(pair);
    at = end + 1;
  }
  return kept;
}

// A script that shows nothing but people: without the account it leads nowhere.
bool shows_people(const Url& url) {
  const std::string path = percent_decoded(url.path);
  return path.ends_with("/space.php") ||
         (path.ends_with("/home.php") && url.query.find("mod=space") != std::string::npos) ||
         path.find("/home/main") != std::string::npos;
}

}  // namespace

Result<Url> parse_url(std::string_view text) {
  const Handle handle(curl_url());
  if (text.size() > kLongestUrl || text.find('\0') != std::string_view::npos || !set(handle.get(), text))
    return refused(text);
  return parts(handle.get(), text);
}

std::string to_text(const Url& url) { return url.scheme + "://" + url.authority + url.path + url.query; }

Result<std::string> resolve(std::string_view base, std::string_view link) {
  const Handle handle(curl_url());
  if (link.size() > kLongestUrl || link.find('\0') != std::string_view::npos || !set(handle.get(), base) ||
      !set(handle.get(), link))
    return refused(link);
  const auto url = parts(handle.get(), link);
  if (!url) return tl::unexpected(url.error());
  return to_text(*url);
}

bool names_person(std::string_view text) {
  const auto url = parse_url(text);
  if (!url) return false;
  bool found = path_names_person(*url);
  kept_query(url->query, found);
  return found || shows_people(*url);
}

std::string without_account(std::string_view text) {
  auto url = parse_url(text);
  if (!url || path_names_person(*url) || shows_people(*url)) return {};
  bool found = false;
  std::string kept = kept_query(url->query, found);
  if (found) url->query = std::move(kept);
  return to_text(*url);
}

}  // namespace hb::listen
