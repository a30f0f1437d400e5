#include "text/dates.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <string>

namespace hb::text {
namespace {

struct Parts {
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
};

std::optional<int64_t> wall(const Parts& p) {
  const std::chrono::year_month_day ymd{std::chrono::year{p.year}, std::chrono::month{static_cast<unsigned>(p.month)},
                                        std::chrono::day{static_cast<unsigned>(p.day)}};
  if (p.year < 1990 || p.year > 2100 || !ymd.ok() || p.hour > 24 || p.minute > 59 || p.second > 60) return std::nullopt;
  return std::chrono::sys_days{ymd}.time_since_epoch().count() * int64_t{86400} + p.hour * 3600 + p.minute * 60 +
         p.second;
}

// A cursor over ASCII text; every `read` moves only when it succeeds.
struct Cursor {
  std::string_view s;
  size_t at = 0;

  char peek(size_t ahead = 0) const { return at + ahead < s.size() ? s[at + ahead] : '\0'; }
  bool digit(size_t ahead = 0) const { return peek(ahead) >= '0' && peek(ahead) <= '9'; }
  bool done() const { return at >= s.size(); }
  bool eat(std::string_view word) {
    if (s.substr(std::min(at, s.size()), word.size()) != word) return false;
    at += word.size();
    return true;
  }
  void blanks() {
    for (;;) {
      const char c = peek();
      if (c == ' ' || c == '\t' || c == '\n' || c == '\r')
        ++at;
      else if (!eat("\xC2\xA0") && !eat("\xE3\x80\x80"))
        return;  // no-break and ideographic blanks
    }
  }
  bool number(size_t least, size_t most, int& out) {
    size_t n = 0;
    while (n < most && digit(n)) ++n;
    if (n < least || digit(n)) return false;
    out = 0;
    for (size_t i = 0; i < n; ++i) out = out * 10 + (s[at + i] - '0');
    at += n;
    return true;
  }
  bool fixed(size_t n, int& out) {  // exactly n digits, more may follow
    for (size_t i = 0; i < n; ++i)
      if (!digit(i)) return false;
    out = 0;
    for (size_t i = 0; i < n; ++i) out = out * 10 + (s[at + i] - '0');
    at += n;
    return true;
  }
};

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

// Number of the month whose English name or abbreviation starts here, 0 if none; moves behind it.
int month_name(Cursor& c) {
  static constexpr std::array<std::string_view, 12> kMonths{"january",   "february", "march",    "april",
                                                            "may",       "june",     "july",     "august",
                                                            "september", "october",  "november", "december"};
  size_t n = 0;
  while ((c.peek(n) >= 'a' && c.peek(n) <= 'z') || (c.peek(n) >= 'A' && c.peek(n) <= 'Z')) ++n;
  if (n < 3) return 0;
  std::string word;
  for (size_t i = 0; i < n; ++i) word += lower(c.peek(i));
  if (word == "sept") word = "sep";
  for (size_t m = 0; m < kMonths.size(); ++m) {
    if (!kMonths[m].starts_with(word)) continue;
    c.at += n;
    c.eat(".");
    return static_cast<int>(m) + 1;
  }
  return 0;
}

// "Z", "+08:00", "+0800", "+8", "GMT+8", "EST"; seconds east of UTC.
std::optional<int64_t> offset(Cursor& c) {
  static constexpr std::pair<std::string_view, int> kNames[] = {
      {"UTC", 0},  {"GMT", 0},  {"UT", 0},   {"EST", -5},  {"EDT", -4},  {"CST", -6}, {"CDT", -5}, {"MST", -7},
      {"MDT", -6}, {"PST", -8}, {"PDT", -7}, {"AKST", -9}, {"HST", -10}, {"BST", 1},  {"CET", 1},  {"CEST", 2},
      {"EET", 2},  {"MSK", 3},  {"IST", 5},  {"JST", 9},   {"HKT", 8},   {"Z", 0},    {"z", 0}};
  c.blanks();
  std::optional<int64_t> named;
  for (const auto& [name, hours] : kNames)
    if (c.eat(name)) {
      named = hours * int64_t{3600};
      break;
    }
  const char sign = c.peek();
  if (sign != '+' && sign != '-') return named;
  const size_t back = c.at++;
  int h = 0, m = 0;
  if (c.digit(2) ? c.fixed(2, h) : c.number(1, 2, h)) {
    c.eat(":");
    c.fixed(2, m);
    if (h <= 15 && m <= 59) return (h * 3600 + m * 60) * (sign == '-' ? -1 : 1);
  }
  c.at = back;
  return named;
}

// "08:12", "08:12:33.5", "8时12分", "8点"; with "上午" and friends before it, or AM/PM behind.
bool clock_time(Cursor& c, Parts& p) {
  const size_t back = c.at;
  bool afternoon = false, morning = false;
  for (const std::string_view word : {"下午", "晚上", "晚", "傍晚", "PM", "pm"})
    if (c.eat(word)) afternoon = true;
  for (const std::string_view word : {"上午", "凌晨", "早上", "早", "AM", "am"})
    if (c.eat(word)) morning = true;
  c.eat("中午");
  c.blanks();
  const auto fail = [&] { return c.at = back, false; };
  if (!c.number(1, 2, p.hour)) return fail();
  if (c.eat(":") || c.eat("：")) {
    if (!c.number(1, 2, p.minute)) return fail();
    if (c.eat(":") || c.eat("：")) c.number(1, 2, p.second);
    if (c.peek() == '.' && c.digit(1))
      for (++c.at; c.digit();) ++c.at;
  } else if (c.eat("时") || c.eat("点")) {
    if (c.number(1, 2, p.minute)) {
      c.eat("分");
      if (c.number(1, 2, p.second)) c.eat("秒");
    } else if (c.eat("半")) {
      p.minute = 30;
    }
  } else {
    return fail();
  }
  const size_t before_mark = c.at;
  c.blanks();
  for (const std::string_view word : {"pm", "PM", "p.m.", "P.M."}) afternoon = c.eat(word) || afternoon;
  for (const std::string_view word : {"am", "AM", "a.m.", "A.M."}) morning = c.eat(word) || morning;
  if (!afternoon && !morning) c.at = before_mark;
  if (afternoon && p.hour < 12) p.hour += 12;
  if (morning && p.hour == 12) p.hour = 0;
  return p.hour <= 24 || fail();
}

std::optional<Instant> place(const Parts& p, std::optional<int64_t> east, const Zone& zone) {
  const auto seconds = wall(p);
  if (!seconds) return std::nullopt;
  return east ? Instant{*seconds - *east} : zone(*seconds);
}

// ISO 8601 from the year on.
std::optional<Instant> iso(std::string_view field, const Zone& zone) {
  Cursor c{field};
  Parts p;
  p.month = p.day = 1;
  if (!c.fixed(4, p.year)) return std::nullopt;
  if (c.digit()) {  // 20260303
    if (!c.fixed(2, p.month)) return std::nullopt;
    if (c.digit() && !c.fixed(2, p.day)) return std::nullopt;
  } else if (c.eat("-") || c.eat("/") || c.eat(".")) {
    if (!c.number(1, 2, p.month)) return std::nullopt;
    if ((c.eat("-") || c.eat("/") || c.eat(".")) && !c.number(1, 2, p.day)) return std::nullopt;
  } else if (!c.done()) {
    return std::nullopt;
  }
  std::optional<int64_t> east;
  if (c.eat("T") || c.eat("t") || c.peek() == ' ') {
    c.blanks();
    const size_t back = c.at;
    if (c.digit(3) && c.fixed(2, p.hour) && c.fixed(2, p.minute)) {
      c.fixed(2, p.second);
    } else {
      c.at = back;
      Parts t = p;
      if (clock_time(c, t))
        p = t;
      else if (!c.number(1, 2, p.hour))
        return std::nullopt;
    }
    c.eat(",");
    if (c.peek() == '.' || c.digit())
      while (c.peek() == '.' || c.digit()) ++c.at;
    east = offset(c);
  }
  return place(p, east, zone);
}

// RFC 822 and its relatives: the weekday is skipped, then day and month in either order.
std::optional<Instant> rfc822(std::string_view field, const Zone& zone) {
  Cursor c{field};
  Parts p;
  const auto gap = [&] {
    c.blanks();
    while (c.eat("-") || c.eat(",") || c.eat("/")) c.blanks();
  };
  const auto year = [&] {
    const size_t first = c.at;
    if (!c.number(2, 4, p.year)) return false;
    if (c.at - first <= 2) p.year += p.year < 70 ? 2000 : 1900;
    return true;
  };
  bool day_read = false, month_read = false, year_read = false, time_read = false;
  std::optional<int64_t> east;
  for (size_t words = 0; words < 12 && !c.done(); ++words) {
    gap();
    if (!time_read) {
      Parts t = p;
      if (clock_time(c, t)) {
        p = t;
        time_read = true;
        east = offset(c);
        continue;
      }
    }
    if (!month_read && (p.month = month_name(c)) > 0) {
      month_read = true;
    } else if (!day_read && c.number(1, 2, p.day)) {
      day_read = true;
    } else if (!year_read && month_read && year()) {
      year_read = true;
      if (time_read && !east) east = offset(c);
    } else if (!c.done()) {
      while (!c.done() && c.peek() != ' ' && c.peek() != ',' && !c.digit()) ++c.at;
      if (c.digit() && day_read && year_read) break;
      if (c.digit() && day_read && !month_read) return std::nullopt;
    }
  }
  if (!day_read || !month_read || !year_read) return std::nullopt;
  return place(p, east, zone);
}

}  // namespace

std::optional<Instant> parse_date(std::string_view field, const Zone& zone) {
  constexpr size_t kLongest = 80;
  const size_t first = field.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return std::nullopt;
  field = field.substr(first, kLongest);
  while (!field.empty() && static_cast<unsigned char>(field.back()) <= ' ') field.remove_suffix(1);
  if (auto t = iso(field, zone)) return t;
  if (auto t = rfc822(field, zone)) return t;
  if (const auto seen = find_date(field, zone)) return seen->at;
  return std::nullopt;
}

std::optional<VisibleDate> find_date(std::string_view text, const Zone& zone) {
  text = text.substr(0, kMostVisible);
  const auto finish = [&](Cursor& c, size_t start, Parts p) -> std::optional<VisibleDate> {
    const size_t end = c.at;
    for (size_t n = 0; n < 3; ++n) {
      c.blanks();
      if (!c.eat(",") && !c.eat("T") && !c.eat("at ") && !c.eat("(") && !c.eat("|") && !c.eat("，")) break;
    }
    for (const std::string_view day : {"星期", "周"})
      if (c.eat(day)) c.at += 3;
    c.eat(")");
    c.blanks();
    Parts t = p;
    const bool has_time = clock_time(c, t);
    std::optional<int64_t> east;
    const size_t time_end = c.at;
    if (has_time) east = offset(c);
    const auto at = place(has_time ? t : p, east, zone);
    if (!at) return std::nullopt;
    return VisibleDate{*at, start, has_time ? time_end : end, has_time};
  };
  for (size_t i = 0; i < text.size(); ++i) {
    const char ch = text[i];
    const char before = i > 0 ? text[i - 1] : ' ';
    if (ch >= '0' && ch <= '9' && !(before >= '0' && before <= '9') && before != '.' && before != '-') {
      Cursor c{text, i};
      Parts p;
      if (c.fixed(4, p.year) && p.year >= 1990 && p.year <= 2100) {
        for (const std::string_view mark : {"-", "/", ".", "年", "－"}) {
          Cursor d = c;
          d.blanks();
          if (!d.eat(mark)) continue;
          d.blanks();
          if (!d.number(1, 2, p.month)) continue;
          d.blanks();
          const bool han = mark == "年";
          if (!(han ? d.eat("月") : d.eat(mark))) continue;
          d.blanks();
          if (!d.number(1, 2, p.day)) continue;
          if (han && !d.eat("日") && !d.eat("号")) continue;
          if (auto found = finish(d, i, p)) return found;
        }
      } else if (c = Cursor{text, i}; c.number(1, 2, p.day)) {  // 3 March 2026
        for (const std::string_view suffix : {"st", "nd", "rd", "th"})
          if (c.eat(suffix)) break;
        c.blanks();
        c.eat("of ");
        if ((p.month = month_name(c)) > 0) {
          c.eat(",");
          c.blanks();
          if (c.number(4, 4, p.year))
            if (auto found = finish(c, i, p)) return found;
        }
      }
      while (i + 1 < text.size() && text[i + 1] >= '0' && text[i + 1] <= '9') ++i;
    } else if (ch >= 'A' && ch <= 'Z' && !(lower(before) >= 'a' && lower(before) <= 'z')) {  // March 3, 2026
      Cursor c{text, i};
      Parts p;
      if ((p.month = month_name(c)) == 0) continue;
      c.blanks();
      if (!c.number(1, 2, p.day)) continue;
      for (const std::string_view suffix : {"st", "nd", "rd", "th"})
        if (c.eat(suffix)) break;
      c.eat(",");
      c.blanks();
      if (!c.number(4, 4, p.year)) continue;
      if (auto found = finish(c, i, p)) return found;
    }
  }
  return std::nullopt;
}

std::optional<Instant> date_in_url(std::string_view url, const Zone& zone) {
  for (size_t i = 0; i < url.size() && i < 2048; ++i) {
    if (i > 0 && url[i - 1] >= '0' && url[i - 1] <= '9') continue;
    Cursor c{url, i};
    Parts p;
    if (!c.fixed(4, p.year) || p.year < 1995 || p.year > 2100) continue;
    const bool parted = c.eat("/") || c.eat("-") || c.eat("_");
    if (!c.fixed(2, p.month)) continue;
    if (parted || c.peek() == '/' || c.peek() == '-') c.eat("/") || c.eat("-") || c.eat("_");
    if (!c.fixed(2, p.day)) continue;
    if (c.digit() && parted) continue;
    if (c.digit() && !(c.digit(1) && c.digit(3))) continue;
    if (const auto at = place(p, std::nullopt, zone)) return at;
  }
  return std::nullopt;
}

}  // namespace hb::text
