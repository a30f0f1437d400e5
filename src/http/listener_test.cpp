#include "http/listener.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <future>
#include <thread>

#include "http/stream.h"

namespace hb::http {
namespace {

class Client {
 public:
  explicit Client(uint16_t port) : fd_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ = ::connect(fd_, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0;
  }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;
  ~Client() { ::close(fd_); }

  bool connected() const { return connected_; }
  void send(std::string_view bytes) { (void)!::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL); }
  /// Reads until `mark` is seen or the server closes.
  std::string read_until(std::string_view mark) {
    std::string got;
    char buffer[4096];
    while (got.find(mark) == std::string::npos) {
      const ssize_t n = ::recv(fd_, buffer, sizeof buffer, 0);
      if (n <= 0) break;
      got.append(buffer, static_cast<size_t>(n));
    }
    return got;
  }
  std::string read_all() { return read_until("\xff never sent"); }

 private:
  int fd_;
  bool connected_ = false;
};

Response echo(const Request& request) {
  if (request.path == "/throw") throw std::runtime_error("broken page");
  return {200, "text/plain", {}, request.method + " " + request.path + " [" + request.body + "] ok"};
}

std::unique_ptr<Listener> serve(Handler handler = echo) {
  return std::move(Listener::start("127.0.0.1", 0, std::move(handler), 2).value());
}

TEST(Listener, AnswersManyRequestsOverOneConnection) {
  const auto listener = serve();
  Client client(listener->port());
  for (int i = 0; i < 3; ++i) {
    client.send("GET /%E6%B0%B4 HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_NE(client.read_until("ok").find("GET /水 []"), std::string::npos);
  }
  client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nConnection: close\r\n\r\nabc");
  EXPECT_NE(client.read_all().find("POST / [abc] ok"), std::string::npos);
}

// A proxy that adds a line of its own must not leave the sender's made-up one as the last word.
TEST(Listener, GivesEveryLineOfXForwardedForInItsOrder) {
  const auto listener = serve([](const Request& request) {
    return Response{200, "text/plain", {}, "[" + request.forwarded_for + "] ok"};
  });
  Client client(listener->port());
  client.send(
      "GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 192.0.2.1\r\nAccept: b\r\nx-forwarded-for: 203.0.113.9\r\n\r\n");
  EXPECT_NE(client.read_until("ok").find("[192.0.2.1,203.0.113.9]"), std::string::npos);
}

TEST(Listener, RefusesWhatIsNotWellFormedInsteadOfGuessing) {
  const struct {
    std::string request;
    std::string status;
  } rows[] = {
      {"nonsense\r\n\r\n", " 400 "},
      {"GET / HTTP/1.1\r\n\r\n", " 400 "},
      {"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", " 400 "},
      {"GET http://other/ HTTP/1.1\r\nHost: a\r\n\r\n", " 400 "},
      {"GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n", " 400 "},
      {"GET /%00 HTTP/1.1\r\nHost: a\r\n\r\n", " 400 "},
      {"GET /?q=%ff HTTP/1.1\r\nHost: a\r\n\r\n", " 400 "},
      {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", " 400 "},
      {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd", " 400 "},
      {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1048577\r\n\r\n", " 413 "},
      {"GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(20000, 'x') + "\r\n\r\n", " 431 "},
      {"GET /throw HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", " 500 "},
  };
  const auto listener = serve();
  for (const auto& row : rows) {
    Client client(listener->port());
    client.send(row.request);
    const std::string got = client.read_all();
    EXPECT_NE(got.find(row.status), std::string::npos) << row.request.substr(0, 60) << "\n" << got;
  }
}

TEST(Listener, HeadHasTheLengthButNoBody) {
  const auto listener = serve();
  Client client(listener->port());
  client.send("HEAD / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  const std::string got = client.read_all();
  EXPECT_NE(got.find("Content-Length: 12"), std::string::npos) << got;
  EXPECT_EQ(got.find("ok"), std::string::npos);
}

TEST(Listener, StopLetsTheRequestUnderWayBeAnsweredAndTakesNoOther) {
  std::promise<void> entered;
  std::promise<void> leave;
  auto may_leave = leave.get_future().share();
  const auto listener = serve([&](const Request&) {
    entered.set_value();
    may_leave.wait();
    return Response{200, "text/plain", {}, "finished"};
  });
  Client idle(listener->port());
  Client client(listener->port());
  client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  entered.get_future().wait();
  auto stopped = std::async(std::launch::async, [&] { listener->stop(); });
  EXPECT_EQ(idle.read_all(), "");  // the idle connection is closed while the other is still served
  leave.set_value();
  EXPECT_NE(client.read_all().find("finished"), std::string::npos);
  stopped.wait();
  EXPECT_FALSE(Client(listener->port()).connected());
}

TEST(Listener, AStreamGoesOnUntilItIsEndedAndStopEndsIt) {
  const auto stream = std::make_shared<Stream>();
  const auto second = std::make_shared<Stream>();
  const auto listener = serve([&](const Request& request) {
    return Response{200, "text/event-stream", {}, "", request.path == "/second" ? second : stream};
  });
  Client client(listener->port());
  stream->offer("first;");
  client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  const std::string head = client.read_until("first;");
  EXPECT_NE(head.find("text/event-stream"), std::string::npos);
  EXPECT_EQ(head.find("Content-Length"), std::string::npos);
  stream->offer("second;");
  client.read_until("second;");
  stream->offer("last;");
  stream->end();
  EXPECT_EQ(client.read_all(), "last;");

  Client other(listener->port());
  other.send("GET /second HTTP/1.1\r\nHost: a\r\n\r\n");
  second->offer("hello;");
  other.read_until("hello;");
  listener->stop();
  EXPECT_EQ(other.read_all(), "");
  EXPECT_TRUE(second->over());
}

TEST(Listener, AStreamEndsWhenItsClientGoes) {
  const auto stream = std::make_shared<Stream>();
  const auto listener = serve([&](const Request&) { return Response{200, "text/event-stream", {}, "", stream}; });
  {
    Client client(listener->port());
    stream->offer("hello;");
    client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    client.read_until("hello;");
  }
  while (!stream->over()) std::this_thread::yield();
  EXPECT_FALSE(stream->offer("nobody hears this"));
}

TEST(Listener, SaysWhyItCannotListen) {
  EXPECT_EQ(Listener::start("nowhere", 0, echo, 1).error().code, "listen.address");
  const auto listener = serve();
  EXPECT_EQ(Listener::start("127.0.0.1", listener->port(), echo, 1).error().code, "listen.busy");
}

}  // namespace
}  // namespace hb::http
