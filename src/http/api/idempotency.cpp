#include "http/api/idempotency.h"

#include "base/pieces.h"

namespace hb::http::api {
namespace {

constexpr size_t kLongestKey = 64;

Digest digest_of(const Request& request) {
  return sha256_of({request.method, request.path, request.if_match, request.body});
}

/// Takes back a key that its request did not use up, also when the handler throws.
class Claim {
 public:
  explicit Claim(std::function<void()> give_back) : give_back_(std::move(give_back)) {}
  Claim(const Claim&) = delete;
  Claim& operator=(const Claim&) = delete;
  ~Claim() {
    if (give_back_) give_back_();
  }
  void keep() { give_back_ = nullptr; }

 private:
  std::function<void()> give_back_;
};

}  // namespace

void Idempotency::forget(std::list<Kept>::iterator one) {
  bytes_ -= one->answer.body.size();
  by_key_.erase(one->key);
  kept_.erase(one);
}

void Idempotency::make_room(Instant now) {
  for (auto one = kept_.begin(); one != kept_.end();) {
    const bool full = kept_.size() > kMost || bytes_ > kMostBytes;
    if (!full && now - one->at <= kKept) break;
    const auto next = std::next(one);
    if (!one->under_way) forget(one);
    one = next;
  }
}

Result<Response> Idempotency::once(UserId user, const Request& request, const std::function<Response()>& handle) {
  if (request.idempotency_key.empty()) return handle();
  if (request.idempotency_key.size() > kLongestKey) return fail("request.field", "Idempotency-Key");
  const std::string key = std::to_string(user.value) + "\n" + request.idempotency_key;
  const Digest of = digest_of(request);
  const Instant now = clock_.now();
  std::list<Kept>::iterator mine;
  {
    const std::lock_guard hold(mutex_);
    make_room(now);
    if (const auto at = by_key_.find(key); at != by_key_.end()) {
      if (at->second->of != of) return fail("request.key-used");
      if (at->second->under_way) return fail("request.under-way");
      return at->second->answer;
    }
    mine = kept_.insert(kept_.end(), Kept{.key = key, .of = of, .at = now, .under_way = true, .answer = {}});
    by_key_.emplace(key, mine);
  }
  Claim claim([&] {
    const std::lock_guard hold(mutex_);
    forget(mine);
  });
  Response response = handle();
  if (response.status < 200 || response.status > 299) return response;
  claim.keep();
  const std::lock_guard hold(mutex_);
  mine->answer = response;
  mine->under_way = false;
  bytes_ += response.body.size();
  make_room(now);
  return response;
}

}  // namespace hb::http::api
