// Frames on the pipe: the length in four bytes, the lowest first, then that many bytes.
#include "app/page_process.h"

#include <fcntl.h>
#include <poll.h>
#include <seccomp.h>
#include <signal.h>
#include <spawn.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstring>

#include "app/rulebooks.h"
#include "casework/zone.h"
#include "desk/watches.h"

namespace hb::app {
namespace {

using std::chrono::steady_clock;

std::array<char, 4> length_of(std::string_view bytes) {
  std::array<char, 4> out{};
  for (size_t i = 0; i < 4; ++i) out[i] = static_cast<char>(bytes.size() >> 8 * i);
  return out;
}
size_t length(const std::array<char, 4>& head) {
  size_t n = 0;
  for (size_t i = 4; i-- > 0;) n = n << 8 | static_cast<unsigned char>(head[i]);
  return n;
}

/// Moves bytes over a socket until a moment; false if that was too early or the other side is gone.
class Wire {
 public:
  Wire(int fd, Seconds patience) : fd_(fd), until_(steady_clock::now() + std::chrono::seconds(patience.count)) {}

  bool send(std::string_view bytes) {
    const auto head = length_of(bytes);
    return send_all({head.data(), head.size()}) && send_all(bytes);
  }
  bool receive(std::string& bytes) {
    std::array<char, 4> head{};
    if (!receive_all(head.data(), head.size()) || length(head) > kMaxFrame) return false;
    bytes.resize(length(head));
    return receive_all(bytes.data(), bytes.size());
  }

  bool late() const { return late_; }

 private:
  bool wait(int16_t what) {
    for (;;) {
      const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until_ - steady_clock::now()).count();
      pollfd one{fd_, what, 0};
      const int ready = left <= 0 ? 0 : ::poll(&one, 1, static_cast<int>(left));
      if (ready > 0) return true;
      late_ = ready == 0;
      if (late_ || errno != EINTR) return false;
    }
  }
  bool send_all(std::string_view bytes) {
    while (!bytes.empty()) {
      if (!wait(POLLOUT)) return false;
      const ssize_t n = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
      if (n < 0 && errno != EAGAIN && errno != EINTR) return false;
      if (n > 0) bytes.remove_prefix(static_cast<size_t>(n));
    }
    return true;
  }
  bool receive_all(char* at, size_t size) {
    while (size > 0) {
      if (!wait(POLLIN)) return false;
      const ssize_t n = ::recv(fd_, at, size, MSG_DONTWAIT);
      if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR)) return false;
      if (n > 0) at += n, size -= static_cast<size_t>(n);
    }
    return true;
  }

  int fd_;
  steady_clock::time_point until_;
  bool late_ = false;
};

bool read_all(char* at, size_t size) {
  while (size > 0) {
    const ssize_t n = ::read(STDIN_FILENO, at, size);
    if (n <= 0) return false;
    at += n, size -= static_cast<size_t>(n);
  }
  return true;
}
bool write_all(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::write(STDOUT_FILENO, bytes.data(), bytes.size());
    if (n <= 0) return false;
    bytes.remove_prefix(static_cast<size_t>(n));
  }
  return true;
}

void bound(__rlimit_resource what, rlim_t most) {
  const rlimit limit{most, most};
  ::setrlimit(what, &limit);
}

// Past it the kernel ends the process.
void bound_cpu() {
  rusage used{};
  ::getrusage(RUSAGE_SELF, &used);
  const auto most = static_cast<rlim_t>(used.ru_utime.tv_sec + used.ru_stime.tv_sec + 1 + kPageCpu.count);
  const rlimit limit{most, RLIM_INFINITY};
  ::setrlimit(RLIMIT_CPU, &limit);
}

// A sanitizer's own needs are larger.
void give_away() {
  ::signal(SIGINT, SIG_IGN);  // of a terminal: the desk ends first, then the pipe
  ::close_range(3, ~0U, 0);
  bound(RLIMIT_CORE, 0);
  bound(RLIMIT_FSIZE, 0);
#ifndef HB_SANITIZED
  bound(RLIMIT_AS, kPageMemory);
  ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  const scmp_filter_ctx filter = ::seccomp_init(SCMP_ACT_ERRNO(EPERM));
  for (const int call : {SCMP_SYS(read), SCMP_SYS(write), SCMP_SYS(mmap), SCMP_SYS(munmap), SCMP_SYS(mremap),
                         SCMP_SYS(mprotect), SCMP_SYS(madvise), SCMP_SYS(brk), SCMP_SYS(futex), SCMP_SYS(getrandom),
                         SCMP_SYS(getrusage), SCMP_SYS(prlimit64), SCMP_SYS(setrlimit), SCMP_SYS(clock_gettime),
                         SCMP_SYS(rt_sigreturn), SCMP_SYS(exit), SCMP_SYS(exit_group)})
    ::seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 0);
  ::seccomp_load(filter);
  ::seccomp_release(filter);
#endif
}

}  // namespace

PageProcess::PageProcess(std::vector<std::string> command, Seconds patience)
    : command_(std::move(command)), patience_(patience) {}

PageProcess::~PageProcess() { end(); }

Result<listen::PageAnswer> PageProcess::read(const listen::PageQuestion& question) {
  if (pid_ >= 0 && ::waitpid(pid_, nullptr, WNOHANG) == pid_) forget();  // it ended while nothing was asked
  if (pid_ < 0 && !start()) return fail("page.no-process", command_.front());
  Wire wire(pipe_, patience_);
  std::string answer;
  if (!wire.send(listen::to_bytes(question)) || !wire.receive(answer)) {
    const std::string signal = end();
    return fail("page.killed", wire.late() ? "time" : signal);
  }
  return listen::parse_answer(answer);
}

bool PageProcess::start() {
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) return false;
  posix_spawn_file_actions_t files{};
  ::posix_spawn_file_actions_init(&files);
  ::posix_spawn_file_actions_adddup2(&files, ends[1], STDIN_FILENO);
  ::posix_spawn_file_actions_adddup2(&files, ends[1], STDOUT_FILENO);
  std::vector<char*> arguments;
  for (auto& word : command_) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  char* no_environment = nullptr;
  const int failed = ::posix_spawn(&pid_, arguments[0], &files, nullptr, arguments.data(), &no_environment);
  ::posix_spawn_file_actions_destroy(&files);
  ::close(ends[1]);
  pipe_ = ends[0];
  if (failed == 0) return true;
  forget();
  return false;
}

void PageProcess::forget() {
  ::close(pipe_);
  pid_ = pipe_ = -1;
}

// By which signal; 0: it ended by itself.
std::string PageProcess::end() {
  if (pid_ < 0) return {};
  int status = 0;
  ::kill(pid_, SIGKILL);  // one that has fallen is not changed by it
  ::waitpid(pid_, &status, 0);
  forget();
  return std::to_string(WIFSIGNALED(status) ? WTERMSIG(status) : 0);
}

int answer_pages(const std::string& zone_name) {
  const auto* found = find_zone(zone_name);
  if (found == nullptr) return 2;
  const casework::Zone zone(*found);
  listen::PlainPageReader reader(desk::wall_of(zone));
  give_away();
  for (std::array<char, 4> head{}; read_all(head.data(), head.size());) {
    if (length(head) > kMaxFrame) return 2;
    std::string bytes(length(head), '\0');
    if (!read_all(bytes.data(), bytes.size())) break;
    bound_cpu();
    const std::string answer = listen::to_bytes(
        listen::parse_question(bytes).and_then([&](const listen::PageQuestion& q) { return reader.read(q); }));
    const auto answer_head = length_of(answer);
    if (!write_all({answer_head.data(), answer_head.size()}) || !write_all(answer)) break;
  }
  return 0;
}

}  // namespace hb::app
