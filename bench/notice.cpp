#include "notice/engine.h"

#include <malloc.h>
#include <sys/resource.h>

#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "bench/notice_posts.h"
#include "text/fold.h"

// notice POSTS [TITLES]: makes POSTS live, then decides 20,000 more; prints the CPU seconds of those and the bytes a
// live post takes by the allocator's count.
namespace {

double cpu() {
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + 1e-6 * static_cast<double>(t.tv_usec);
  };
  return seconds(used.ru_utime) + seconds(used.ru_stime);
}

size_t allocated() {
  const auto info = mallinfo2();
  return info.uordblks + info.hblkhd;
}

}  // namespace

int main(int count, char** argument) {
  const bench::Posts posts(count > 2 ? argument[2] : "");
  const long live = std::atol(argument[1]);
  const size_t before = allocated();
  hb::notice::Engine engine{hb::notice::Options{}};
  uint64_t sum = 0;
  const auto decide = [&](long i) {
    const auto folded = hb::text::fold(posts.text(static_cast<uint64_t>(i)));
    const auto verdict =
        engine.decide({.id = {i + 1}, .publisher = "s", .published_at = {1772500000 + i}, .text = folded},
                      [](hb::IssueId) { return 1; });
    sum += static_cast<uint64_t>(verdict.issue.value);
  };
  for (long i = 0; i < live; ++i) decide(i);
  const size_t bytes = allocated() - before;
  const double begun = cpu();
  for (long i = live; i < live + bench::kMeasured; ++i) decide(i);
  std::printf("%.4f %.1f %llu\n", cpu() - begun,
              static_cast<double>(bytes) / static_cast<double>(engine.live_posts() - bench::kMeasured),
              static_cast<unsigned long long>(sum));
}
