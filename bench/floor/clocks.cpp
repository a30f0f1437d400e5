#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <set>
#include <vector>

#include "bench/input.h"

// clocks CALENDAR.json COUNT: a binary search over precomputed working intervals with prefix sums, in Shanghai's
// +08:00.
namespace {

using Days = std::chrono::sys_days;

// The dates quoted behind every `"off": [` or `"on": [`.
std::set<Days> listed(const std::string& json, const std::string& key) {
  std::set<Days> days;
  for (size_t at = json.find(key); at != std::string::npos; at = json.find(key, at + 1)) {
    const size_t end = json.find(']', at);
    for (size_t i = json.find('[', at); (i = json.find('"', i + 1)) < end; i += 11) {
      int y = 0;
      unsigned m = 0, d = 0;
      std::sscanf(json.c_str() + i, "\"%d-%u-%u", &y, &m, &d);
      days.insert(std::chrono::year(y) / static_cast<int>(m) / static_cast<int>(d));
    }
  }
  return days;
}

}  // namespace

int main(int, char** argv) {
  const std::string json = bench::file(argv[1]);
  const auto off = listed(json, "\"off\""), on = listed(json, "\"on\"");
  std::vector<int64_t> open, close, before;
  int64_t worked = 0;
  const Days first = std::chrono::year(2007) / 1 / 1, last = std::chrono::year(2026) / 12 / 31;
  for (Days day = first; day <= last; day += std::chrono::days(1)) {
    const unsigned weekday = std::chrono::weekday(day).iso_encoding();
    if (!on.contains(day) && (off.contains(day) || weekday > 5)) continue;
    const int64_t midnight = int64_t{day.time_since_epoch().count()} * 86400 - 8 * 3600;
    for (const auto& [from, to] : {std::pair{9, 12}, std::pair{13, 17}}) {
      open.push_back(midnight + from * 3600);
      close.push_back(midnight + to * 3600);
      before.push_back(worked);
      worked += (to - from) * 3600;
    }
  }
  bench::Numbers numbers;
  int64_t sum = 0;
  for (long n = std::atol(argv[2]); n > 0; --n) {
    const int64_t t = bench::moment(numbers);
    const auto i = static_cast<size_t>(std::upper_bound(close.begin(), close.end(), t) - close.begin());
    const int64_t due = before[i] + std::max<int64_t>(0, t - open[i]) + 3 * 3600;
    const auto j = static_cast<size_t>(std::lower_bound(before.begin(), before.end(), due) - before.begin()) - 1;
    sum += open[j] + due - before[j];
  }
  std::printf("%lld\n", static_cast<long long>(sum));
}
