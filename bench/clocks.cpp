#include "casework/clocks.h"

#include <cstdio>
#include <cstdlib>

#include "bench/input.h"
#include "rulebook/holidays.h"

// clocks CALENDAR.json COUNT: three working hours from COUNT moments; prints the sum of the due times.
int main(int, char** argv) {
  hb::rulebook::Findings findings;
  const auto holidays = hb::rulebook::parse_holidays(bench::file(argv[1]), argv[1], findings);
  const hb::casework::Calendar calendar(hb::casework::Zone(*date::locate_zone("Asia/Shanghai")),
                                        {{hb::hours(9), hb::hours(12)}, {hb::hours(13), hb::hours(17)}}, holidays);
  hb::casework::ClockSpec spec;
  spec.due = {.kind = hb::casework::DueRule::Kind::working, .length = hb::hours(3)};
  bench::Numbers numbers;
  int64_t sum = 0;
  for (long n = std::atol(argv[2]); n > 0; --n) {
    sum += due(spec, calendar, {.from = {bench::moment(numbers)}})->due->seconds;
  }
  std::printf("%lld\n", static_cast<long long>(sum));
}
