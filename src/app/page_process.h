#pragma once
#include <sys/types.h>

#include <string>
#include <vector>

#include "base/instant.h"
#include "listen/page_reader.h"

/// What strangers wrote is read in a process of its own, which holds no key and no record, may open nothing, and is
/// killed when it takes too long, takes too much or falls: the page is lost, the desk goes on.
namespace hb::app {

inline constexpr Seconds kPageCpu{3};            ///< of one page
inline constexpr size_t kPageMemory = 1u << 30;  ///< of the process
inline constexpr size_t kMaxFrame = 64u << 20;   ///< a question or an answer

/// Not thread-safe. The process is started with the first question and again after each one that was lost.
class PageProcess final : public listen::PageReader {
 public:
  /// `command`: a program that runs `answer_pages`, and its arguments. `patience`: how long an answer may take on the
  /// clock on the wall; processor time is bounded by the process itself.
  explicit PageProcess(std::vector<std::string> command, Seconds patience = Seconds{20});
  ~PageProcess() override;
  PageProcess(const PageProcess&) = delete;
  PageProcess& operator=(const PageProcess&) = delete;

  /// Errors besides the reader's: "page.no-process" (it could not be started), "page.killed" (it took too long or too
  /// much, or fell; detail: "time" or the signal's number).
  Result<listen::PageAnswer> read(const listen::PageQuestion& question) override;

  pid_t pid() const { return pid_; }  ///< -1: none is running

 private:
  bool start();
  void forget();
  std::string end();

  std::vector<std::string> command_;
  Seconds patience_;
  pid_t pid_ = -1;
  int pipe_ = -1;
};

/// The other side: answers questions from standard input on standard output until it is closed. First gives away what
/// it does not need: files, memory past kPageMemory and, where the kernel can (seccomp), every system call but those
/// of reading, writing and memory. 0, or 2 if `zone_name` is none.
int answer_pages(const std::string& zone_name);

}  // namespace hb::app
