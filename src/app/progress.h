#pragma once
#include <chrono>
#include <cstdint>
#include <string_view>

namespace hb::app {

/// A line on stderr that says how far a long run is, redrawn ten times a second; nothing if stderr is no terminal.
class Progress {
 public:
  explicit Progress(std::string_view what);  ///< of what things are counted: a literal
  void at(uint64_t done, uint64_t of, int64_t count);
  void end();

 private:
  std::string_view what_;
  bool shown_;
  std::chrono::steady_clock::time_point next_{};
};

}  // namespace hb::app
