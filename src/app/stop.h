#pragma once

/// SIGINT and SIGTERM ask a long run to end at its next safe point.
namespace hb::app {

/// From now on they only set `stop_asked`; a system call that waits is cut short.
void catch_stops();
bool stop_asked();

}  // namespace hb::app
