#include "base/instant.h"

#include <fmt/format.h>

#include <chrono>

#include "base/utf8.h"

namespace hb {
namespace {

bool digits(std::string_view text, size_t at, size_t n, int& out) {
  if (at + n > text.size()) return false;
  out = 0;
  for (size_t i = at; i < at + n; ++i) {
    if (text[i] < '0' || text[i] > '9') return false;
    out = out * 10 + (text[i] - '0');
  }
  return true;
}

}  // namespace

Result<Instant> parse_rfc3339(std::string_view s) {
  const auto bad = [&] { return fail("time.malformed", std::string(start_of(s, 64))); };
  int y = 0, mo = 0, d = 0, h = 0, mi = 0, sec = 0;
  if (!digits(s, 0, 4, y) || !digits(s, 5, 2, mo) || !digits(s, 8, 2, d) || !digits(s, 11, 2, h) ||
      !digits(s, 14, 2, mi) || !digits(s, 17, 2, sec))
    return bad();
  if (s[4] != '-' || s[7] != '-' || (s[10] != 'T' && s[10] != 't' && s[10] != ' ') || s[13] != ':' || s[16] != ':')
    return bad();
  const std::chrono::year_month_day ymd{std::chrono::year{y}, std::chrono::month{static_cast<unsigned>(mo)},
                                        std::chrono::day{static_cast<unsigned>(d)}};
  if (y < 1 || !ymd.ok() || h > 23 || mi > 59 || sec > 60) return bad();
  size_t at = 19;
  if (at < s.size() && s[at] == '.') {
    const size_t first = ++at;
    while (at < s.size() && s[at] >= '0' && s[at] <= '9') ++at;
    if (at == first) return bad();
  }
  int64_t offset = 0;
  if (at == s.size()) return bad();
  if (s[at] == 'Z' || s[at] == 'z') {
    ++at;
  } else if (s[at] == '+' || s[at] == '-') {
    int oh = 0, om = 0;
    if (!digits(s, at + 1, 2, oh) || at + 3 >= s.size() || s[at + 3] != ':' || !digits(s, at + 4, 2, om) || oh > 23 ||
        om > 59)
      return bad();
    offset = (oh * 60 + om) * 60 * (s[at] == '-' ? -1 : 1);
    at += 6;
  } else {
    return bad();
  }
  if (at != s.size()) return bad();
  const int64_t days = std::chrono::sys_days{ymd}.time_since_epoch().count();
  return Instant{days * 86400 + h * 3600 + mi * 60 + sec - offset};
}

std::string format_rfc3339(Instant t, Seconds offset) {
  const int64_t local = t.seconds + offset.count;
  const int64_t day = local >= 0 ? local / 86400 : -((-local + 86399) / 86400);
  const int64_t rest = local - day * 86400;
  const std::chrono::year_month_day ymd{std::chrono::sys_days{std::chrono::days{day}}};
  const auto stamp = fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", static_cast<int>(ymd.year()),
                                 static_cast<unsigned>(ymd.month()), static_cast<unsigned>(ymd.day()), rest / 3600,
                                 rest / 60 % 60, rest % 60);
  if (offset.count == 0) return stamp + "Z";
  const int64_t m = std::abs(offset.count) / 60;
  return stamp + fmt::format("{}{:02}:{:02}", offset.count < 0 ? '-' : '+', m / 60, m % 60);
}

}  // namespace hb
