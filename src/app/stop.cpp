#include "app/stop.h"

#include <csignal>

namespace hb::app {
namespace {
volatile std::sig_atomic_t asked = 0;
}

void catch_stops() {
  struct sigaction action {};
  action.sa_handler = [](int) { asked = 1; };
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

bool stop_asked() { return asked != 0; }

}  // namespace hb::app
