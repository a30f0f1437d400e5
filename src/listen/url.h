#pragma once
#include <string>
#include <string_view>

#include "base/result.h"

/// Links, read by the same parser that the fetcher uses (libcurl's), so that what is checked is what is fetched. Pure.
namespace hb::listen {

inline constexpr size_t kLongestUrl = 2048;

/// An absolute http or https URL in parts, as it would be fetched: host lower case, numbers as hosts written as IPv4,
/// dots in the path resolved, fragment gone, characters past ASCII percent-encoded.
struct Url {
  std::string scheme;     ///< "http" or "https"
  std::string authority;  ///< host, and ":port" unless it is the scheme's own
  std::string path;       ///< at least "/"
  std::string query;      ///< with its "?", or empty
};

/// Error "fetch.url" with the text: not absolute, another scheme, a user name in it, a host missing, too long.
Result<Url> parse_url(std::string_view text);

/// The whole URL again.
std::string to_text(const Url& url);

/// What a link on the page `base` leads to, absolute; errors as parse_url's.
Result<std::string> resolve(std::string_view base, std::string_view link);

/// Whether the URL leads to one person: a profile, a space, an author's feed or page (/u/…, /user/…, /people/…, /@name,
/// ?uid=, author/…; and the forms of large Chinese sites). Such a page cannot be a source.
bool names_person(std::string_view url);

/// The link as a post keeps it: without the parts that hold an account name; empty if nothing of it would lead
/// anywhere without them, or if it is no http(s) URL. A thread's link comes back unchanged, but for its fragment.
std::string without_account(std::string_view url);

}  // namespace hb::listen
