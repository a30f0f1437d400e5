#pragma once
#include <string>
#include <string_view>
#include <vector>

/// The Robots Exclusion Protocol, RFC 9309. Pure.
namespace hb::listen {

/// The word by which a site's robots.txt names us; compared without case.
inline constexpr std::string_view kProductToken = "Hearback";

/// Of a longer robots.txt the rest is not read (RFC 9309, 2.5: at least 500 KiB).
inline constexpr size_t kMostRobotsBytes = size_t{512} << 10;

/// Whether the text matches the pattern from its start on: `*` stands for any characters, a `$` at the end for the end.
/// Time is at most the product of the two lengths.
bool matches(std::string_view pattern, std::string_view text);

/// The rules of one site for us; without any, all is allowed.
class Robots {
 public:
  /// Of the file's groups those for our product token count, put together; if there is none, those for "*". Lines it
  /// does not understand are passed over; any bytes are a robots.txt.
  static Robots parse(std::string_view text, std::string_view token = kProductToken);

  /// Whether a path with its query ("/list?p=2") may be fetched: the longest matching rule decides, Allow wins ties;
  /// percent-encoding is compared by meaning. "/robots.txt" always may.
  bool allows(std::string_view path_and_query) const;

 private:
  struct Rule {
    bool allow;
    std::string pattern;
  };
  std::vector<Rule> rules_;
};

}  // namespace hb::listen
