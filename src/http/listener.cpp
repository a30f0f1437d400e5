#include "http/listener.h"

#include <boost/asio.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <condition_variable>
#include <mutex>
#include <set>

#include "http/multipart.h"
#include "http/stream.h"

// All of Beast is here. A session reads one request, posts it to the pool, writes the answer on the network thread and
// reads the next. Sessions and the set of them are touched on the network thread only; a session keeps itself alive
// through its callbacks and leaves the set when it dies.
namespace hb::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace bhttp = beast::http;
using asio::ip::tcp;
using boost::system::error_code;

constexpr auto patience = std::chrono::seconds(30);
constexpr auto heartbeat = std::chrono::seconds(15);
constexpr auto drain_time = std::chrono::seconds(10);
constexpr size_t max_connections = 1024;
constexpr uint32_t max_header = 16 * 1024;
constexpr uint64_t max_body = 1024 * 1024;
constexpr auto patience_with_files = std::chrono::minutes(3);
constexpr uint64_t max_with_files = 64 * max_body, kept_with_files = 16 * max_body, kept_of_others = max_body / 2;
constexpr int max_long_forms = 8;

/// A body of which the beginning is kept and the rest is read and let go.
struct BoundedBody {
  struct value_type {
    std::string bytes;
    uint64_t most = max_body, keep = max_body;
    bool cut = false;
  };
  class reader {
   public:
    template <bool isRequest, class Fields>
    reader(bhttp::header<isRequest, Fields>& /*head*/, value_type& body) : body_(body) {}

    void init(const boost::optional<uint64_t>& length, error_code& e) {
      e = {};
      if (!length) return;
      body_.bytes.reserve(static_cast<size_t>(std::min(*length, body_.keep)));
    }
    template <class Buffers>
    size_t put(const Buffers& buffers, error_code& e) {
      e = {};
      size_t taken = 0;
      for (const auto buffer : beast::buffers_range_ref(buffers)) {
        seen_ += buffer.size();
        if (seen_ > body_.most) {
          e = bhttp::error::body_limit;
          return taken;
        }
        const auto room = static_cast<size_t>(body_.keep - std::min<uint64_t>(body_.keep, body_.bytes.size()));
        body_.bytes.append(static_cast<const char*>(buffer.data()), std::min(room, buffer.size()));
        body_.cut = body_.cut || buffer.size() > room;
        taken += buffer.size();
      }
      return taken;
    }
    void finish(error_code& e) { e = {}; }

   private:
    value_type& body_;
    uint64_t seen_ = 0;
  };
};

class Session;

struct Shared {
  Handler handler;
  asio::io_context io{1};
  std::unique_ptr<asio::thread_pool> pool;
  std::set<Session*> sessions;
  bool stopping = false;
  int long_forms = 0;  ///< being read; network thread only
  std::mutex mutex;
  std::condition_variable empty;
  size_t count = 0;  ///< of sessions; under the mutex
};

using Incoming = bhttp::request<BoundedBody>;

std::string text_of(const Incoming& in, bhttp::field name) { return std::string(in[name]); }

bool to_request(Incoming& in, const std::string& remote, Request& out) {
  if (in.count(bhttp::field::host) > 1 || (in.version() == 11 && in.count(bhttp::field::host) == 0)) return false;
  out.method = std::string(in.method_string());
  out.host = text_of(in, bhttp::field::host);
  out.cookie = text_of(in, bhttp::field::cookie);
  out.authorization = text_of(in, bhttp::field::authorization);
  out.content_type = text_of(in, bhttp::field::content_type);
  out.accept = text_of(in, bhttp::field::accept);
  out.if_none_match = text_of(in, bhttp::field::if_none_match);
  out.if_match = text_of(in, bhttp::field::if_match);
  out.idempotency_key = std::string(in["Idempotency-Key"]);
  out.nobody_there = !in["Hearback-Nobody-There"].empty();
  out.origin = text_of(in, bhttp::field::origin);
  out.sec_fetch_site = std::string(in["Sec-Fetch-Site"]);
  out.remote = remote;
  // A proxy may add a line of its own behind the one the sender made up: all of them, in their order.
  const auto [from, to] = in.equal_range("X-Forwarded-For");
  for (auto line = from; line != to; ++line)
    out.forwarded_for += (out.forwarded_for.empty() ? "" : ",") + std::string(line->value());
  out.body = std::move(in.body().bytes);
  out.cut = in.body().cut;
  const auto target = in.target();
  return set_target(out, {target.data(), target.size()});
}

Response plain(int status, std::string words) {
  return {status, "text/plain; charset=utf-8", {{"X-Content-Type-Options", "nosniff"}}, std::move(words)};
}

class Session : public std::enable_shared_from_this<Session> {
 public:
  Session(tcp::socket socket, std::shared_ptr<Shared> shared)
      : stream_(std::move(socket)), shared_(std::move(shared)), heart_(stream_.get_executor()) {
    error_code ignored;
    remote_ = stream_.socket().remote_endpoint(ignored).address().to_string();
    shared_->sessions.insert(this);
    const std::lock_guard lock(shared_->mutex);
    ++shared_->count;
  }
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  ~Session() {
    if (live_) live_->attach(nullptr);
    end_long_form();
    shared_->sessions.erase(this);
    const std::lock_guard lock(shared_->mutex);
    if (--shared_->count == 0) shared_->empty.notify_all();
  }

  void read() {
    if (shared_->stopping) return close();
    busy_ = false;
    parser_.emplace();
    parser_->header_limit(max_header);
    parser_->body_limit(max_with_files);  // BoundedBody has the tighter one
    stream_.expires_after(patience);
    bhttp::async_read_header(stream_, buffer_, *parser_,
                             [self = shared_from_this()](error_code e, size_t) { self->have_header(e); });
  }

  void stop() {
    if (live_) live_->end();
    if (!busy_) close();
  }

 private:
  void have_header(error_code e) {
    if (e) return have_read(e);
    if (carries_files(parser_->get())) {
      auto& body = parser_->get().body();
      body.most = max_with_files;
      body.keep = shared_->long_forms < max_long_forms ? kept_with_files : kept_of_others;
      ++shared_->long_forms;
      long_form_ = true;
      stream_.expires_after(patience_with_files);
    }
    if (const auto length = parser_->content_length(); length && *length > parser_->get().body().most)
      return have_read(bhttp::error::body_limit);
    bhttp::async_read(stream_, buffer_, *parser_,
                      [self = shared_from_this()](error_code error, size_t) { self->have_read(error); });
  }

  static bool carries_files(const Incoming& in) {
    const auto target = in.target();
    return in.method() == bhttp::verb::post && std::string_view(target.data(), target.size()) == kFormWithFiles &&
           is_multipart(text_of(in, bhttp::field::content_type));
  }

  void end_long_form() {
    if (long_form_) --shared_->long_forms;
    long_form_ = false;
  }

  void have_read(error_code e) {
    end_long_form();
    busy_ = true;
    if (e == bhttp::error::header_limit) return write(plain(431, "Request header too large\n"), false);
    if (e == bhttp::error::body_limit) return write(plain(413, "Request body too large\n"), false);
    if (e == bhttp::error::end_of_stream || e == bhttp::error::partial_message) return close();
    if (e && e.category() == bhttp::make_error_code(bhttp::error::bad_method).category())
      return write(plain(400, "Bad request\n"), false);
    if (e) return close();
    auto in = parser_->release();
    head_ = in.method() == bhttp::verb::head;
    const bool keep = in.keep_alive();
    Request request;
    if (!to_request(in, remote_, request)) return write(plain(400, "Bad request\n"), false);
    stream_.expires_never();
    asio::post(*shared_->pool, [self = shared_from_this(), request = std::move(request), keep]() mutable {
      Response response;
      try {
        response = self->shared_->handler(request);
      } catch (const std::exception&) {
        response = plain(500, "Internal error\n");
      }
      auto& io = self->shared_->io;
      asio::post(io, [self = std::move(self), response = std::move(response), keep]() mutable {
        self->write(std::move(response), keep);
      });
    });
  }

  void write(Response response, bool keep) {
    if (response.stream && !head_) {
      live_ = std::move(response.stream);
      keep = false;
    }
    out_ = {};
    out_.version(11);
    out_.result(static_cast<unsigned>(response.status));
    out_.set(bhttp::field::content_type, response.content_type);
    for (const auto& [name, value] : response.headers) out_.insert(name, value);
    out_.keep_alive(keep && !shared_->stopping);
    const size_t size = response.body.size();
    if (!head_) out_.body() = std::move(response.body);
    if (!live_) out_.content_length(size);  // a stream ends with its connection
    stream_.expires_after(patience);
    serializer_.emplace(out_);
    bhttp::async_write(stream_, *serializer_, [self = shared_from_this()](error_code e, size_t) {
      if (!e && self->live_) return self->begin_stream();
      if (e || !self->out_.keep_alive()) return self->close();
      self->read();
    });
  }

  // The stream calls from any thread; what it has is taken on the network thread. It knows this session weakly: the
  // session ends when nothing reads or writes any more, and then ends the stream.
  void begin_stream() {
    stream_.expires_never();
    live_->attach([weak = weak_from_this(), io = shared_->io.get_executor()] {
      asio::post(io, [weak] {
        if (const auto self = weak.lock()) self->go_on();
      });
    });
    if (shared_->stopping) live_->end();
    // A client of a stream says no more; whatever can be read is its end.
    stream_.socket().async_wait(tcp::socket::wait_read, [self = shared_from_this()](error_code) { self->close(); });
  }

  void go_on() {
    if (writing_) return;
    piece_ = live_->take();
    if (piece_.empty() && live_->over()) return close();
    if (piece_.empty()) return wait_quietly();
    writing_ = true;
    stream_.expires_after(patience);
    asio::async_write(stream_, asio::buffer(piece_), [self = shared_from_this()](error_code e, size_t) {
      self->writing_ = false;
      if (e) return self->close();
      self->stream_.expires_never();
      self->go_on();
    });
  }

  // A comment now and then keeps proxies from giving a silent connection up.
  void wait_quietly() {
    heart_.expires_after(heartbeat);
    heart_.async_wait([weak = weak_from_this()](error_code e) {
      const auto self = weak.lock();
      if (!e && self && !self->live_->offer(": still here\n\n")) self->close();
    });
  }

  void close() {
    error_code ignored;
    if (live_) live_->end();
    heart_.cancel();
    stream_.socket().shutdown(tcp::socket::shutdown_send, ignored);
    stream_.cancel();
  }

  beast::tcp_stream stream_;
  std::shared_ptr<Shared> shared_;
  std::string remote_;
  beast::flat_buffer buffer_{max_header + max_body};
  std::optional<bhttp::request_parser<BoundedBody>> parser_;
  bhttp::response<bhttp::string_body> out_;
  std::optional<bhttp::response_serializer<bhttp::string_body>> serializer_;
  bool busy_ = false;
  bool head_ = false;
  bool long_form_ = false;
  std::shared_ptr<Stream> live_;
  asio::steady_timer heart_;
  std::string piece_;  ///< of the stream, under way
  bool writing_ = false;
};

class BeastListener final : public Listener {
 public:
  BeastListener(std::shared_ptr<Shared> shared, tcp::acceptor acceptor)
      : shared_(std::move(shared)), acceptor_(std::move(acceptor)), port_(acceptor_.local_endpoint().port()) {
    accept();
    asio::post(network_, [io = &shared_->io] { io->run(); });
  }
  ~BeastListener() override { end(); }

  uint16_t port() const override { return port_; }
  void stop() override { end(); }

 private:
  void end() {
    if (ended_) return;
    ended_ = true;
    asio::post(shared_->io, [this] {
      error_code ignored;
      shared_->stopping = true;
      acceptor_.close(ignored);
      for (Session* session : shared_->sessions) session->stop();
    });
    {
      std::unique_lock lock(shared_->mutex);
      shared_->empty.wait_for(lock, drain_time, [this] { return shared_->count == 0; });
    }
    shared_->pool->join();
    shared_->io.stop();
    network_.join();
  }

  void accept() {
    acceptor_.async_accept([this](error_code e, tcp::socket socket) {
      if (shared_->stopping || e == asio::error::operation_aborted) return;
      if (!e && shared_->sessions.size() < max_connections)
        std::make_shared<Session>(std::move(socket), shared_)->read();
      accept();
    });
  }

  std::shared_ptr<Shared> shared_;
  tcp::acceptor acceptor_;
  /// The network thread runs on while only the handler works.
  asio::executor_work_guard<asio::io_context::executor_type> work_{shared_->io.get_executor()};
  uint16_t port_;
  asio::thread_pool network_{1};
  bool ended_ = false;
};

}  // namespace

Result<std::unique_ptr<Listener>> Listener::start(const std::string& address, uint16_t port, Handler handler,
                                                  int threads) {
  error_code e;
  const auto ip = asio::ip::make_address(address, e);
  if (e) return fail("listen.address", address);
  auto shared = std::make_shared<Shared>();
  shared->handler = std::move(handler);
  tcp::acceptor acceptor(shared->io);
  const tcp::endpoint endpoint(ip, port);
  acceptor.open(endpoint.protocol(), e);
  if (!e) acceptor.set_option(tcp::acceptor::reuse_address(true), e);
  if (!e) acceptor.bind(endpoint, e);
  if (!e) acceptor.listen(asio::socket_base::max_listen_connections, e);
  if (e) return fail("listen.busy", e.message());
  shared->pool = std::make_unique<asio::thread_pool>(static_cast<size_t>(threads));
  return std::make_unique<BeastListener>(std::move(shared), std::move(acceptor));
}

}  // namespace hb::http
