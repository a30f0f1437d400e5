#pragma once
#include <atomic>
#include <filesystem>
#include <memory>

#include "desk/ports.h"

namespace hb::app::demo {

/// The demo's only time: it stands where the player puts it, and runs on at real pace once it is let run. It never goes
/// back. Where it stands is kept in a file, so that the next start goes on from there; a killed process loses at most
/// what the machine had not written yet; `set` brings it past what the record knows.
class VirtualClock : public desk::Clock {
 public:
  ~VirtualClock() override;
  VirtualClock(const VirtualClock&) = delete;
  VirtualClock& operator=(const VirtualClock&) = delete;

  /// Stands at what `file` says, or at `begin` without a file. Errors: "clock.cannot-write".
  static Result<std::unique_ptr<VirtualClock>> open(const std::filesystem::path& file, Instant begin);

  Instant now() const override;

  /// Moves on to `at`; an earlier time is not gone back to. Not after `run`.
  void set(Instant at);
  /// From now on it goes at real pace.
  void run();
  /// Keeps where it stands; to be called about once a second while it runs.
  void keep() const;

 private:
  explicit VirtualClock(int file) : file_(file) {}

  int file_;
  std::atomic<int64_t> stands_ = 0;
  std::atomic<int64_t> ahead_ = 0;  ///< of the machine's steady clock, in seconds
  std::atomic<bool> runs_ = false;
};

}  // namespace hb::app::demo
