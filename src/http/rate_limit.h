#pragma once
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/instant.h"

namespace hb::http {

/// Holds back whoever sends too much: a bucket of tokens for every neighbourhood of the network (IPv4 /24, IPv6 /56,
/// since one sender has many addresses) and one for all. Generous, because behind one address of a carrier there are
/// many people. Nothing is remembered but how full a bucket is; one that is full again is forgotten. Any thread.
class RateLimit {
 public:
  struct Rate {
    double burst = 0;       ///< tokens of a full bucket
    double per_minute = 0;  ///< that come back
  };
  RateLimit(Rate near, Rate all) : near_(near), all_(all), common_{all.burst, {}} {}

  /// Takes a token; false if there is none. `remote` as Request::remote. Past 10,000 neighbourhoods that are not full
  /// again, new ones get none.
  bool take(std::string_view remote, Instant now);

 private:
  struct Bucket {
    double tokens = 0;
    Instant at;
  };
  static void fill(Bucket& bucket, const Rate& rate, Instant now);

  Rate near_, all_;
  std::mutex mutex_;
  Bucket common_;
  std::unordered_map<std::string, Bucket> buckets_;
};

/// The first 24 bits of an IPv4 address and the first 56 of an IPv6 one, in hex; what is no address stays as it is.
std::string neighbourhood(std::string_view remote);

/// What the public site holds back.
struct Limits {
  RateLimit complaints{{30, 6}, {600, 120}};
  RateLimit photos{{30, 6}, {300, 30}};  ///< each; they are what fills a disk
  RateLimit lookups{{60, 30}, {3000, 1200}};
  RateLimit searches{{120, 60}, {3000, 1200}};
  RateLimit met{{30, 6}, {600, 120}};
};

}  // namespace hb::http
