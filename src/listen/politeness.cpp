#include "listen/politeness.h"

#include <algorithm>
#include <cctype>
#include <charconv>

#include "listen/url.h"
#include "text/dates.h"

namespace hb::listen {
namespace {

Seconds clamp(Seconds s, Seconds least, Seconds most) { return std::clamp(s, least, most); }

std::string key_of(std::string_view url) {
  const auto parsed = parse_url(url);
  return parsed ? parsed->scheme + "://" + parsed->authority : std::string();
}

std::string path_of(std::string_view url) {
  const auto parsed = parse_url(url);
  return parsed ? parsed->path + parsed->query : std::string();
}

Pace after_success(Pace pace, const Outcome& outcome, Seconds rhythm) {
  pace.failures = 0;
  const bool countable = outcome.visit == Visit::fresh && outcome.items > 0 && pace.visits > 1;
  const Seconds floor = std::min(kShortestInterval, rhythm);
  if (countable && outcome.known * 3 < outcome.items) {
    if (++pace.few_known >= 2) pace.interval = clamp({pace.interval.count / 2}, floor, rhythm);
  } else {
    pace.few_known = 0;
    if (!countable || outcome.known * 3 > outcome.items * 2)
      pace.interval = clamp({pace.interval.count + std::max<int64_t>(rhythm.count / 6, 1)}, floor, rhythm);
  }
  return pace;
}

}  // namespace

Pace next(Pace pace, const Outcome& outcome, Seconds rhythm, Instant now) {
  rhythm = clamp(rhythm, minutes(1), kLongestWait);
  if (pace.interval.count == 0 || pace.interval > rhythm) pace.interval = rhythm;
  ++pace.visits;
  Seconds wait{};
  const auto failed = [&](double weight) {
    pace.failures += weight;
    pace.few_known = 0;
    const double longer = static_cast<double>(pace.interval.count) * std::max(pace.failures, 1.0);
    wait = Seconds{static_cast<int64_t>(std::min(longer, static_cast<double>(kLongestWait.count)))};
  };
  switch (outcome.visit) {
    case Visit::fresh:
    case Visit::unchanged:
      pace = after_success(pace, outcome, rhythm);
      wait = pace.interval;
      break;
    case Visit::hard:
      failed(1);
      break;
    case Visit::soft:
      failed(0.5);
      break;
    case Visit::temporary:
      failed(0.25);
      break;
  }
  pace.next_due = now + std::max(wait, clamp(outcome.retry_after, {}, kLongestWait));
  return pace;
}

bool unconditional(const Pace& pace) { return pace.visits % kUnconditionalEvery == 0; }

Visit failure_of(std::string_view code) {
  if (code == "fetch.dns") return Visit::temporary;
  for (const std::string_view soft :
       {"fetch.timeout", "fetch.connect", "fetch.tls", "fetch.broken", "robots.unreachable"})
    if (code == soft) return Visit::soft;
  return Visit::hard;
}

Visit failure_of(int status) { return status == 404 || status == 429 || status >= 500 ? Visit::soft : Visit::hard; }

Seconds retry_after(std::string_view header, Instant now) {
  int64_t seconds = 0;
  const auto [end, wrong] = std::from_chars(header.data(), header.data() + header.size(), seconds);
  if (wrong == std::errc::result_out_of_range) return header.starts_with('-') ? Seconds{} : kLongestWait;
  if (wrong != std::errc() || end != header.data() + header.size()) {
    const auto date = header.size() < 8 ? std::nullopt : text::parse_date(header, text::fixed_zone({}));
    if (!date) return {};
    seconds = (*date - now).count;
  }
  return clamp({seconds}, {}, kLongestWait);
}

Instant Hosts::free_at(std::string_view url) const {
  const auto host = hosts_.find(key_of(url));
  return host == hosts_.end() ? Instant{} : host->second.free;
}

void Hosts::asked(std::string_view url, Instant now, Seconds hold) {
  Host& host = hosts_[key_of(url)];
  host.free = std::max(host.free, now + std::max(hold, kGap));
}

std::optional<bool> Hosts::allows(std::string_view url, Instant now) const {
  const auto host = hosts_.find(key_of(url));
  if (host == hosts_.end() || host->second.robots_until <= now) return std::nullopt;
  return host->second.robots.allows(path_of(url));
}

bool Hosts::robots(std::string_view url, int status, std::string_view body, Instant now) {
  const bool found = status >= 200 && status < 300;
  const bool missing = status >= 400 && status < 500 && status != 429;
  if (!found && !missing) {
    asked(url, now, kUnreachableLast);
    return false;
  }
  Host& host = hosts_[key_of(url)];
  host.robots = found ? Robots::parse(body) : Robots();
  host.robots_until = now + kRobotsLast;
  return true;
}

}  // namespace hb::listen
