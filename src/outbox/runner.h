#pragma once
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "outbox/channel.h"

/// What was approved is carried out to its channel, and what happened is recorded.
namespace hb::outbox {

inline constexpr int kMostTries = 10;
inline constexpr Seconds kFirstWait = minutes(1);
inline constexpr Seconds kLongestWait = hours(6);

/// How long to wait after so many failed tries: a minute, then twice as long each time, at most six hours.
Seconds wait_after(int tries);

/// The channels by name; they outlive the runner.
using Channels = std::map<std::string, Channel*, std::less<>>;

/// One thread. A stop between sending and recording sends again under the same key, which the channel takes once.
class Runner {
 public:
  /// `registered`: whether an account is on the public register at this moment.
  Runner(desk::Store& store, const desk::Clock& clock, Channels channels,
         std::function<bool(std::string_view account)> registered)
      : store_(store), clock_(clock), channels_(std::move(channels)), registered_(std::move(registered)) {}

  /// Carries out what is due, a bounded number of rows; how many were tried. A row that goes out is delivered and its
  /// target becomes the link of what stands there; one that fails waits, and is given up after kMostTries with the
  /// error beside it. Receipts are the ledger's and not touched; a row of a channel that is not set up fails with
  /// "channel.unknown", one of an account that was taken off the register with "account.unknown". Errors: the store's.
  Result<int> run();

 private:
  desk::Store& store_;
  const desk::Clock& clock_;
  Channels channels_;
  std::function<bool(std::string_view)> registered_;
};

}  // namespace hb::outbox
