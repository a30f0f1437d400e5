#include "listen/source.h"

#include <algorithm>
#include <cmath>

#include "base/ascii.h"
#include "listen/address.h"
#include "listen/url.h"
#include "text/select.h"

namespace hb::listen {

std::vector<SourceFinding> validate_source(const SourceConfig& config) {
  std::vector<SourceFinding> findings;
  const auto find = [&](std::string key, std::string code, std::string detail = {}) {
    findings.push_back({std::move(key), std::move(code), std::move(detail)});
  };
  if (!is_plain_id(config.id.value) || config.id.value.size() > 64)
    find("id", "source.id", config.id.value.substr(0, 64));
  if (config.name.empty() || config.name.size() > 200)
    find("name", config.name.empty() ? "source.missing" : "source.long");
  if (!parse_url(config.url))
    find("url", "source.url", config.url.substr(0, 200));
  else if (names_person(config.url))
    find("url", "source.person");
  if (!config.unit) find("unit", "source.missing");
  if (config.rhythm < minutes(1) || config.rhythm > hours(24))
    find("rhythm", "source.rhythm", std::to_string(config.rhythm.count));
  for (const auto& listing : config.allow)
    if (!parse_endpoint(listing)) find("allow", "source.listing", listing.substr(0, 64));
  if (config.pages < 1 || config.pages > kMostPages) find("pages", "source.pages", std::to_string(config.pages));
  const Selectors& s = config.selectors;
  if (config.kind == SourceKind::list && s.row.empty() && config.topics.empty()) find("topics", "source.missing");
  if (!config.topics.empty() && (config.topics.size() > 500 || (config.topics[0] != '/' && config.topics[0] != '*')))
    find("topics", "source.pattern", config.topics.substr(0, 64));
  if (!s.row.empty() && s.link.empty()) find("selectors.link", "source.missing");
  if (!s.post.empty() && s.text.empty()) find("selectors.text", "source.missing");
  const std::pair<const char*, const std::string&> paths[] = {
      {"selectors.row", s.row},   {"selectors.link", s.link}, {"selectors.mark", s.mark},
      {"selectors.next", s.next}, {"selectors.post", s.post}, {"selectors.author", s.author},
      {"selectors.time", s.time}, {"selectors.text", s.text}, {"selectors.title", s.title}};
  for (const auto& [key, path] : paths)
    if (!path.empty() && !text::valid_path(path)) find(key, "source.path", path.substr(0, text::kLongestPath));
  return findings;
}

namespace {

constexpr int64_t kDay = 86400;
constexpr int64_t kKnownDays = 28, kFewestDays = 14, kWeek = 7;

int64_t day_of(Instant at) { return at.seconds / kDay; }

int64_t posts_between(const SourceState& state, int64_t first, int64_t last) {
  int64_t sum = 0;
  for (const DayOfNews& one : state.days)
    if (one.day >= first && one.day <= last) sum += one.posts;
  return sum;
}

}  // namespace

void count_news(SourceState& state, int64_t fresh, Instant now) {
  const int64_t today = day_of(now);
  if (state.counted_since == 0) {
    state.counted_since = today;
    return;
  }
  if (fresh == 0 || today == state.counted_since) return;
  if (state.days.empty() || state.days.back().day != today) state.days.push_back({today, 0});
  state.days.back().posts += fresh;
  std::erase_if(state.days, [&](const DayOfNews& one) { return one.day <= today - kDaysOfNews; });
}

// For a negative binomial of that mean and variance, a day without a post has the probability phi^(-mean/(phi-1)) with
// phi = variance/mean; for phi = 1 it is exp(-mean).
std::optional<Instant> silent_since(const SourceState& state, Instant now) {
  constexpr double kOneIn1000 = 6.907755;
  if (!state.last_new || state.counted_since == 0) return std::nullopt;
  const int64_t quiet = now.seconds - state.last_new->seconds;
  if (quiet < kDay) return std::nullopt;
  // What it is like, it was before it fell silent.
  const int64_t last = day_of(*state.last_new) - 1;
  const int64_t first = std::max(state.counted_since + 1, last - kKnownDays + 1);
  const int64_t days = last - first + 1;
  if (days < kFewestDays) return std::nullopt;
  const double mean = static_cast<double>(posts_between(state, first, last)) / static_cast<double>(days);
  if (mean <= 0) return std::nullopt;
  double squares = 0;
  for (int64_t day = first; day <= last; ++day)
    squares += std::pow(static_cast<double>(posts_between(state, day, day)) - mean, 2);
  const double phi = squares / static_cast<double>(days - 1) / mean;
  const double rate = phi > 1.01 ? mean * std::log(phi) / (phi - 1) : mean;
  if (rate * static_cast<double>(quiet) / kDay < kOneIn1000) return std::nullopt;
  if (posts_between(state, day_of(*state.last_new) + 1 - kWeek, day_of(now) - kWeek) == 0) return std::nullopt;
  return state.last_new;
}

}  // namespace hb::listen
