#pragma once
#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <functional>
#include <mutex>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace hb::test {

struct StubRequest {
  std::string target;   ///< "/path?query"
  std::string headers;  ///< everything after the request line, as sent
  std::string body;     ///< as long as Content-Length says
};

/// Sends bytes to the client; false once it has gone.
using StubWrite = std::function<bool(std::string_view)>;

/// A web server on 127.0.0.1 that answers each connection as the test says, well or badly, one connection at a time,
/// and closes it. The handler runs on the server's thread.
class StubServer {
 public:
  using Handler = std::function<void(const StubRequest&, const StubWrite&)>;

  explicit StubServer(Handler handler) : handler_(std::move(handler)) {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in here{};
    here.sin_family = AF_INET;
    here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof here;
    auto* address = reinterpret_cast<sockaddr*>(&here);
    if (::bind(listener_, address, size) != 0 || ::listen(listener_, 16) != 0 ||
        ::getsockname(listener_, address, &size) != 0)
      throw std::runtime_error("no stub server");
    port_ = ntohs(here.sin_port);
    thread_ = std::thread([this] { serve(); });
  }
  ~StubServer() {
    stopping_ = true;
    thread_.join();
    ::close(listener_);
  }
  StubServer(const StubServer&) = delete;
  StubServer& operator=(const StubServer&) = delete;

  std::string endpoint() const { return "127.0.0.1:" + std::to_string(port_); }
  std::string url(std::string_view target) const { return "http://" + endpoint() + std::string(target); }

  std::vector<StubRequest> requests() const {
    const std::lock_guard lock(mutex_);
    return requests_;
  }

 private:
  void serve() {
    while (!stopping_) {
      pollfd ready{listener_, POLLIN, 0};
      if (::poll(&ready, 1, 20) != 1) continue;
      const int client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      if (client < 0) continue;
      answer(client);
      ::close(client);
    }
  }

  void answer(int client) {
    std::string head;
    while (head.find("\r\n\r\n") == std::string::npos) {
      char buffer[4096];
      const ssize_t n = ::recv(client, buffer, sizeof buffer, 0);
      if (n <= 0) return;
      head.append(buffer, static_cast<size_t>(n));
      if (head[0] == '\x16') return;  // a TLS greeting; this is plain HTTP
    }
    const size_t from = head.find(' ') + 1, end = head.find("\r\n");
    const size_t body = head.find("\r\n\r\n") + 4;
    size_t length = 0;
    if (const size_t at = head.find("Content-Length: "); at < body) length = std::stoul(head.substr(at + 16));
    while (head.size() < body + length) {
      char buffer[4096];
      const ssize_t n = ::recv(client, buffer, sizeof buffer, 0);
      if (n <= 0) return;
      head.append(buffer, static_cast<size_t>(n));
    }
    const StubRequest request{head.substr(from, head.find(' ', from) - from), head.substr(end + 2, body - end - 2),
                              head.substr(body)};
    {
      const std::lock_guard lock(mutex_);
      requests_.push_back(request);
    }
    handler_(request, [this, client](std::string_view bytes) {
      while (!bytes.empty() && !stopping_) {
        const ssize_t n = ::send(client, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (n <= 0) return false;
        bytes.remove_prefix(static_cast<size_t>(n));
      }
      return !stopping_;
    });
  }

  Handler handler_;
  int listener_ = -1;
  uint16_t port_ = 0;
  std::atomic<bool> stopping_ = false;
  mutable std::mutex mutex_;
  std::vector<StubRequest> requests_;
  std::thread thread_;
};

/// A whole answer: `headers` are lines with their "\r\n".
inline std::string http_answer(int status, std::string_view headers, std::string_view body) {
  return "HTTP/1.1 " + std::to_string(status) + " Stub\r\nContent-Length: " + std::to_string(body.size()) +
         "\r\nConnection: close\r\n" + std::string(headers) + "\r\n" + std::string(body);
}

}  // namespace hb::test
