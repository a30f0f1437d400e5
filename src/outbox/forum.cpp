#include "outbox/forum.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <sys/socket.h>

#include <algorithm>
#include <boost/json.hpp>
#include <memory>
#include <mutex>

namespace hb::outbox {
namespace {

namespace json = boost::json;

constexpr size_t kLongestAnswer = 64 * 1024;
constexpr long kConnectMillis = 10'000, kTotalMillis = 30'000;

struct Post {
  const std::vector<std::string>& allow;
  std::string answer{};
  bool refused = false;
  bool too_long = false;
};

std::string written(const curl_sockaddr& to) {
  char text[INET6_ADDRSTRLEN] = {};
  if (to.family == AF_INET) {
    const auto* v4 = reinterpret_cast<const sockaddr_in*>(&to.addr);
    inet_ntop(AF_INET, &v4->sin_addr, text, sizeof text);
    return std::string(text) + ":" + std::to_string(ntohs(v4->sin_port));
  }
  const auto* v6 = reinterpret_cast<const sockaddr_in6*>(&to.addr);
  inet_ntop(AF_INET6, &v6->sin6_addr, text, sizeof text);
  return "[" + std::string(text) + "]:" + std::to_string(ntohs(v6->sin6_port));
}

// The address is judged where the connection is really made, whatever the name led to.
curl_socket_t open_socket(void* user, curlsocktype, curl_sockaddr* to) {
  auto& post = *static_cast<Post*>(user);
  const bool known = to->family == AF_INET || to->family == AF_INET6;
  if (!known || std::ranges::find(post.allow, written(*to)) == post.allow.end()) {
    post.refused = true;
    return CURL_SOCKET_BAD;
  }
  return ::socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
}

size_t on_body(char* bytes, size_t, size_t size, void* user) {
  auto& post = *static_cast<Post*>(user);
  post.too_long = post.answer.size() + size > kLongestAnswer;
  if (post.too_long) return 0;
  post.answer.append(bytes, size);
  return size;
}

struct Freer {
  void operator()(CURL* curl) const { curl_easy_cleanup(curl); }
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

std::string error_of(CURLcode code, const Post& post) {
  if (post.refused) return "channel.address-refused";
  if (code == CURLE_OPERATION_TIMEDOUT) return "channel.timeout";
  if (code == CURLE_COULDNT_CONNECT || code == CURLE_COULDNT_RESOLVE_HOST) return "channel.connect";
  return "channel.broken";
}

}  // namespace

Forum::Forum(ForumOptions options) : options_(std::move(options)) {
  static std::once_flag once;
  std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
}

Result<std::string> Forum::send(const desk::OutboxRow& row) {
  const std::string body = json::serialize(
      json::object{{"topic", row.target}, {"account", row.account}, {"body", row.body}, {"key", row.key}});
  const std::unique_ptr<CURL, Freer> curl(curl_easy_init());
  if (!curl) return fail("channel.broken");
  std::unique_ptr<curl_slist, Freer> headers;
  for (const std::string& line :
       {std::string("Content-Type: application/json"), std::string("Accept: application/json"),
        "Authorization: Bearer " + options_.secret, std::string("Expect:")})
    headers.reset(curl_slist_append(headers.release(), line.c_str()));
  Post post{.allow = options_.allow};
  const auto set = [&](CURLoption option, auto value) { curl_easy_setopt(curl.get(), option, value); };
  set(CURLOPT_URL, options_.reply.c_str());
  set(CURLOPT_PROTOCOLS_STR, "http,https");
  set(CURLOPT_FOLLOWLOCATION, 0L);
  set(CURLOPT_PROXY, "");
  set(CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_USERAGENT, "Hearback/" HB_VERSION);
  set(CURLOPT_HTTPHEADER, headers.get());
  set(CURLOPT_POSTFIELDSIZE, static_cast<long>(body.size()));
  set(CURLOPT_POSTFIELDS, body.c_str());
  set(CURLOPT_CONNECTTIMEOUT_MS, kConnectMillis);
  set(CURLOPT_TIMEOUT_MS, kTotalMillis);
  set(CURLOPT_OPENSOCKETFUNCTION, open_socket);
  set(CURLOPT_OPENSOCKETDATA, static_cast<void*>(&post));
  set(CURLOPT_WRITEFUNCTION, on_body);
  set(CURLOPT_WRITEDATA, static_cast<void*>(&post));
  if (const CURLcode code = curl_easy_perform(curl.get()); code != CURLE_OK) return fail(error_of(code, post));
  long status = 0;
  curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &status);
  if (status != 200 && status != 201) return fail("channel.status", std::to_string(status));
  boost::system::error_code wrong;
  const json::value answer = json::parse({post.answer.data(), post.answer.size()}, wrong);
  const auto* fields = wrong ? nullptr : answer.if_object();
  const auto* link = fields == nullptr ? nullptr : fields->if_contains("url");
  if (link == nullptr || !link->is_string()) return fail("channel.answer");
  const std::string_view url(link->as_string().data(), link->as_string().size());
  if (!url.starts_with(options_.site) || url.size() > 2048) return fail("channel.answer");
  return std::string(url);
}

}  // namespace hb::outbox
