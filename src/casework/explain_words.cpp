#include <fmt/format.h>

#include <array>

#include "casework/explain.h"

namespace hb::casework {
namespace {

constexpr std::array<std::string_view, 7> kDaysZh = {"周日", "周一", "周二", "周三", "周四", "周五", "周六"};
constexpr std::array<std::string_view, 7> kDaysEn = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};

/// Writes times and dates of one zone in one language.
struct Pen {
  const Zone& zone;
  bool zh;

  std::string day(Day d) const {
    const date::year_month_day ymd{d};
    const auto iso = fmt::format("{:04}-{:02}-{:02}", static_cast<int>(ymd.year()), static_cast<unsigned>(ymd.month()),
                                 static_cast<unsigned>(ymd.day()));
    const unsigned weekday = date::weekday{d}.c_encoding();
    return zh ? fmt::format("{} {}", iso, kDaysZh[weekday]) : fmt::format("{} {}", kDaysEn[weekday], iso);
  }

  std::string days(Day first, Day last) const {
    if (first == last) return day(first);
    return fmt::format("{}{}{}", day(first), zh ? "至" : " to ", day(last));
  }

  /// `of`: the date it is told with, whose end is 24:00 rather than 00:00 of the next.
  std::string time(Instant t, Day of) const {
    const int64_t midnight = int64_t{of.time_since_epoch().count()} * 86400;
    const int64_t local = t.seconds + zone.offset_at(t).count - midnight;
    if (local < 0 || local > 86400) return moment(t);
    const std::string text = fmt::format("{:02}:{:02}", local / 3600, local / 60 % 60);
    return local % 60 == 0 ? text : fmt::format("{}:{:02}", text, local % 60);
  }

  std::string moment(Instant t) const {
    const Day d = zone.day_at(t);
    return day(d) + ' ' + time(t, d);
  }

  /// A due time at midnight is told as the end of the day before it.
  std::string end(Instant t) const {
    const Day d = zone.day_at(t - Seconds{1});
    return day(d) + ' ' + time(t, d);
  }

  std::string length(Seconds s) const {
    std::string text;
    auto part = [&](int64_t n, std::string_view zh_unit, std::string_view en_unit) {
      if (n == 0) return;
      if (!text.empty()) text += ' ';
      text += fmt::format("{} {}", n, zh ? zh_unit : en_unit);
    };
    part(s.count / 3600, "小时", "h");
    part(s.count / 60 % 60, "分钟", "min");
    part(s.count % 60, "秒", "s");
    return text.empty() ? (zh ? "0 秒" : "0 s") : text;
  }

  std::string worked_day(Day d, DayKind kind) const {
    if (kind != DayKind::listed_on) return day(d);
    return day(d) + (zh ? "（调休上班）" : " (make-up working day)");
  }
};

std::string zh_words(const ExplainLine& l, const Pen& p) {
  switch (l.kind) {
    case ExplainLine::Kind::starts:
      return fmt::format("{} 起算", p.moment(l.from));
    case ExplainLine::Kind::moved:
      return fmt::format("{} 不在计时时段，自 {} 起算", p.moment(l.from), p.moment(l.to));
    case ExplainLine::Kind::worked:
      return fmt::format("{} {}–{}，计 {}", p.worked_day(l.first, l.day_kind), p.time(l.from, l.first),
                         p.time(l.to, l.first), p.length(l.amount));
    case ExplainLine::Kind::paused:
      return fmt::format("{} 至 {} 暂停，不计", p.moment(l.from), p.moment(l.to));
    case ExplainLine::Kind::still_paused:
      return fmt::format("{} 起暂停，尚未恢复，暂无到期时间", p.moment(l.from));
    case ExplainLine::Kind::closed:
      return fmt::format("{} {}，不计", p.days(l.first, l.last), l.day_kind == DayKind::listed_off ? "放假" : "周末");
    case ExplainLine::Kind::counted:
      return fmt::format("{}，第 {} 个工作日", p.worked_day(l.first, l.day_kind), l.count);
    case ExplainLine::Kind::not_counted:
      return fmt::format("{} 全部工作时间均在暂停期内，不计", p.day(l.first));
    case ExplainLine::Kind::summed:
      return l.count > 0 ? fmt::format("{} 合计 {} 个工作日", p.days(l.first, l.last), l.count)
                         : fmt::format("{} 合计 {}", p.days(l.first, l.last), p.length(l.amount));
    case ExplainLine::Kind::elapsed:
      return fmt::format("连续计时 {}，夜间和节假日照计", p.length(l.amount));
    case ExplainLine::Kind::calendar_day:
      return fmt::format("{}，第 {} 天", p.day(l.first), l.count);
    case ExplainLine::Kind::rolled:
      return fmt::format("{} 不是工作日，顺延至 {}", p.day(l.first), p.day(l.last));
    case ExplainLine::Kind::unextended:
      return fmt::format("不延期时 {} 到期", p.end(l.to));
    case ExplainLine::Kind::extended:
      return fmt::format("延期最迟至 {}，两者取较晚的", p.end(l.to));
    case ExplainLine::Kind::due:
      return fmt::format("{} 到期", p.end(l.to));
    case ExplainLine::Kind::provisional:
      return "所涉年份的放假通知尚未录入，到期时间待定，通知录入后重新计算";
  }
  return {};
}

std::string en_words(const ExplainLine& l, const Pen& p) {
  switch (l.kind) {
    case ExplainLine::Kind::starts:
      return fmt::format("starts {}", p.moment(l.from));
    case ExplainLine::Kind::moved:
      return fmt::format("{} is outside counted hours: starts {}", p.moment(l.from), p.moment(l.to));
    case ExplainLine::Kind::worked:
      return fmt::format("{} {}–{} counts {}", p.worked_day(l.first, l.day_kind), p.time(l.from, l.first),
                         p.time(l.to, l.first), p.length(l.amount));
    case ExplainLine::Kind::paused:
      return fmt::format("paused {} to {}", p.moment(l.from), p.moment(l.to));
    case ExplainLine::Kind::still_paused:
      return fmt::format("paused since {}: no due time until it resumes", p.moment(l.from));
    case ExplainLine::Kind::closed:
      return fmt::format("{}: {}, not counted", p.days(l.first, l.last),
                         l.day_kind == DayKind::listed_off ? "public holiday" : "weekend");
    case ExplainLine::Kind::counted:
      return fmt::format("{}: working day {}", p.worked_day(l.first, l.day_kind), l.count);
    case ExplainLine::Kind::not_counted:
      return fmt::format("{}: paused through all its working hours, not counted", p.day(l.first));
    case ExplainLine::Kind::summed:
      return l.count > 0 ? fmt::format("{}: {} working days", p.days(l.first, l.last), l.count)
                         : fmt::format("{}: {} in all", p.days(l.first, l.last), p.length(l.amount));
    case ExplainLine::Kind::elapsed:
      return fmt::format("{} of wall time, nights and holidays included", p.length(l.amount));
    case ExplainLine::Kind::calendar_day:
      return fmt::format("{}: calendar day {}", p.day(l.first), l.count);
    case ExplainLine::Kind::rolled:
      return fmt::format("{} is not a working day: moved to {}", p.day(l.first), p.day(l.last));
    case ExplainLine::Kind::unextended:
      return fmt::format("due {} if not extended", p.end(l.to));
    case ExplainLine::Kind::extended:
      return fmt::format("the extension reaches to {}; the later counts", p.end(l.to));
    case ExplainLine::Kind::due:
      return fmt::format("due {}", p.end(l.to));
    case ExplainLine::Kind::provisional:
      return "provisional: the holiday notice of a year it touches is not entered yet; it will be computed again";
  }
  return {};
}

}  // namespace

std::string day_in_words(Day day) {
  const date::year_month_day ymd{day};
  return std::to_string(int(ymd.year())) + "年" + std::to_string(unsigned(ymd.month())) + "月" +
         std::to_string(unsigned(ymd.day())) + "日";
}

std::string moment_in_words(Instant at, const Zone& zone) {
  const int64_t minutes = (at.seconds + zone.offset_at(at).count) / 60 % 1440;
  const std::string hour = day_in_words(zone.day_at(at)) + std::to_string(minutes / 60) + "时";
  return minutes % 60 == 0 ? hour : hour + std::to_string(minutes % 60) + "分";
}

std::string promise_in_words(Language language) {
  return language == Language::zh ? "答复里承诺的日期，到当天 24:00" : "the day that the answer promised, until 24:00";
}

std::string named_in_words(ClockStart starts, Language language) {
  const bool zh = language == Language::zh;
  if (starts == ClockStart::assessed) return zh ? "研判记录里定下的时间" : "the time that the assessment set";
  return zh ? "上一次通报里写明的时间" : "the time that the last statement named";
}

std::string in_words(const ExplainLine& line, const Zone& zone, Language language) {
  const Pen pen{zone, language == Language::zh};
  return pen.zh ? zh_words(line, pen) : en_words(line, pen);
}

}  // namespace hb::casework
