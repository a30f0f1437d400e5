#include "http/rate_limit.h"

#include <algorithm>
#include <boost/asio/ip/address.hpp>

#include "base/bytes.h"

namespace hb::http {

std::string neighbourhood(std::string_view remote) {
  boost::system::error_code none;
  const auto address = boost::asio::ip::make_address(std::string(remote.substr(0, remote.find('%'))), none);
  if (none) return std::string(remote.substr(0, 64));
  const auto prefix = [](const auto& bytes, size_t kept) {
    return to_hex({reinterpret_cast<const char*>(bytes.data()), kept});
  };
  if (address.is_v4()) return prefix(address.to_v4().to_bytes(), 3);
  const auto v6 = address.to_v6();
  if (v6.is_v4_mapped()) return prefix(boost::asio::ip::make_address_v4(boost::asio::ip::v4_mapped, v6).to_bytes(), 3);
  return prefix(v6.to_bytes(), 7);
}

void RateLimit::fill(Bucket& bucket, const Rate& rate, Instant now) {
  const double minutes = std::max<double>(0, static_cast<double>((now - bucket.at).count) / 60);
  bucket.tokens = std::min(rate.burst, bucket.tokens + minutes * rate.per_minute);
  bucket.at = now;
}

bool RateLimit::take(std::string_view remote, Instant now) {
  constexpr size_t kMostBuckets = 10'000;
  const std::string near = neighbourhood(remote);
  const std::lock_guard hold(mutex_);
  if (buckets_.size() >= kMostBuckets && !buckets_.contains(near)) {
    for (auto at = buckets_.begin(); at != buckets_.end();) {
      fill(at->second, near_, now);
      at = at->second.tokens >= near_.burst ? buckets_.erase(at) : std::next(at);
    }
    if (buckets_.size() >= kMostBuckets) return false;
  }
  Bucket& own = buckets_.try_emplace(near, Bucket{near_.burst, now}).first->second;
  fill(own, near_, now);
  fill(common_, all_, now);
  if (own.tokens < 1 || common_.tokens < 1) return false;
  --own.tokens;
  --common_.tokens;
  return true;
}

}  // namespace hb::http
