#pragma once
#include <functional>
#include <optional>

#include "app/demo/cast.h"
#include "app/demo/virtual_clock.h"

namespace hb::app::demo {

/// Plays the week: puts the clock to the next thing that is due, a line of the script, a visit, a clock or a delivery,
/// and lets the house do it. Whatever it is stopped at, the next player goes on from there.
class Player {
 public:
  struct Options {
    std::optional<double> speed;  ///< seconds of the week in a second; none: as fast as it goes
    std::function<bool()> stop;
    std::function<void(Instant)> at;                               ///< how far it is
    std::function<void(int line, const Error& error)> went_wrong;  ///< line 0: the house's own work
  };

  /// All outlive it.
  Player(House& house, VirtualClock& clock, const City& city, const Sites& sites)
      : house_(house), clock_(clock), city_(city), sites_(sites), cast_(house, city, sites) {}

  /// Brings the people into the record, the clock past all that is recorded, and known sources to where their sites
  /// are now. Once, before the rest.
  Result<void> prepare();
  bool played() const { return clock_.now() >= kWeekEnds && cast_.next() == kEndOfTime; }
  /// To the end of the week, or until told to stop.
  void play(const Options& options);

 private:
  Result<void> add_people();
  Result<void> catch_up();
  Result<void> add_sources();

  House& house_;
  VirtualClock& clock_;
  const City& city_;
  const Sites& sites_;
  Cast cast_;
  std::vector<listen::SourceConfig> to_add_;
};

}  // namespace hb::app::demo
