#include "rulebook/rulebook.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/bytes.h"
#include "rulebook/holidays.h"
#include "rulebook/parts.h"

namespace hb::rulebook {
namespace {

constexpr int kSchema = 1;

/// "09:00", and "24:00" for the end of the day; from midnight.
std::optional<Seconds> parse_time(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  int d[4];
  for (int i = 0; i < 4; ++i) {
    const char c = text[i < 2 ? i : i + 1];
    if (c < '0' || c > '9') return std::nullopt;
    d[i] = c - '0';
  }
  const Seconds time = minutes((d[0] * 10 + d[1]) * 60 + d[2] * 10 + d[3]);
  if (d[2] > 5 || time > hours(24)) return std::nullopt;
  return time;
}

std::vector<casework::OpeningHours> read_hours(const Fields& calendar) {
  constexpr size_t kMost = 24;
  std::vector<casework::OpeningHours> out;
  const auto texts = calendar.texts("hours");
  calendar.require("hours", "a list of opening hours such as [\"09:00-12:00\", \"13:00-17:00\"]");
  if (calendar.has("hours") && (texts.empty() || texts.size() > kMost))
    calendar.wrong("hours", fmt::format("1 to {} opening hours", kMost));
  for (const Text& t : texts) {
    const auto from = t.value.size() == 11 && t.value[5] == '-' ? parse_time(t.value.substr(0, 5)) : std::nullopt;
    const auto to = from ? parse_time(t.value.substr(6)) : std::nullopt;
    const std::string found = '"' + t.value + '"';
    if (!to || *to <= *from) {
      calendar.report().add(t.spot, "opening hours such as \"09:00-12:00\", the end after the beginning", found);
    } else if (!out.empty() && *from < out.back().to) {
      calendar.report().add(t.spot, "opening hours after those before them, without overlap", found);
    } else {
      out.push_back({*from, *to});
    }
  }
  return out;
}

struct ReadFile {
  std::string name;
  std::string bytes;
  casework::Holidays holidays;
};

ReadFile read_holidays(const Fields& calendar, const Surroundings& surroundings, Findings& findings) {
  calendar.require("file", "the name of a calendar file, relative to this one");
  const auto name = calendar.text("file");
  if (!name) return {};
  auto bytes = surroundings.read(name->value);
  if (!bytes) {
    calendar.wrong("file", "a calendar file that can be read");
    return {};
  }
  return {name->value, *bytes, parse_holidays(*bytes, name->value, findings)};
}

void sort(Findings& findings) {
  std::ranges::stable_sort(findings, [](const Finding& a, const Finding& b) {
    return std::pair(a.file, a.line) < std::pair(b.file, b.line);
  });
}

void fill_grades_and_places(notice::Options& options, const std::vector<casework::GradeSpec>& grades,
                            const std::vector<casework::Place>& places) {
  options.grades.clear();
  for (const auto& g : grades) options.grades.push_back({g.grade, g.any});
  options.places.clear();
  for (const auto& p : places) {
    notice::Place place{p.id, {p.name.zh}};
    if (!p.name.en.empty()) place.names.push_back(p.name.en);
    place.names.insert(place.names.end(), p.aliases.begin(), p.aliases.end());
    options.places.push_back(std::move(place));
  }
}

}  // namespace

void read_notice(const Fields& top, notice::Options& options) {
  const auto f = top.table("notice", {"window_days", "join", "suggest", "size_penalty", "same_text", "growth_min_posts",
                                      "growth_false_alarms", "growth_false_a_week"});
  if (!f) return;
  if (const auto n = f->integer("window_days", 1, 3650)) options.window = hours(24 * *n);
  if (const auto n = f->number("join", 0, 1)) options.join = *n;
  if (const auto n = f->number("suggest", 0, 1)) options.suggest = *n;
  if (const auto n = f->number("size_penalty", 0, 1)) options.size_penalty = *n;
  if (const auto n = f->number("same_text", 0, 1)) options.same_text = *n;
  if (const auto n = f->integer("growth_min_posts", 1, 1000000)) options.growth_min_posts = *n;
  if (const auto n = f->integer("growth_false_alarms", 1, 1000000)) options.growth_false_alarms = *n;
  if (const auto n = f->number("growth_false_a_week", 0, 1000)) options.growth_false_a_week = *n;
  if (options.suggest > options.join) f->wrong("suggest", fmt::format("at most join, which is {}", options.join));
}

Result<Rulebook, Findings> parse(std::string_view bytes, const std::string& file, const Surroundings& surroundings) {
  Findings findings;
  Report report(file, findings);
  auto harms = parse_harms(surroundings.harms, "harms.toml");
  if (!harms) return tl::unexpected(harms.error());
  const auto root = parse_toml(bytes, report);
  if (!root) return tl::unexpected(findings);

  const Fields top(report, *root, {},
                   {"schema", "id", "name", "timezone", "calendar", "unit", "place", "staffing", "group", "conflict",
                    "routing", "watch", "publication", "account", "clock", "kind", "rate", "grade", "notice"});
  Rulebook out;
  casework::Rules& rules = out.rules;
  top.require("schema", std::to_string(kSchema));
  (void)top.integer("schema", kSchema, kSchema);
  rules.id = top.id("id");
  rules.name = top.words("name");

  top.require("timezone", "a zone of the tz database, such as \"Asia/Shanghai\"");
  const date::time_zone* zone = nullptr;
  if (const auto name = top.text("timezone")) {
    zone = surroundings.zone(name->value);
    if (!zone) top.wrong("timezone", "a zone of the tz database, such as \"Asia/Shanghai\"");
  }
  top.require("calendar", "a table [calendar]");
  std::vector<casework::OpeningHours> opening;
  ReadFile holidays;
  if (const auto calendar = top.table("calendar", {"file", "hours"})) {
    opening = read_hours(*calendar);
    holidays = read_holidays(*calendar, surroundings, findings);
  }
  read_organisation(top, rules);
  read_clocks(top, rules, *harms);
  read_kinds(top, rules);
  read_rates(top, rules);
  rules.grades = read_grades(top, *harms);
  read_notice(top, out.notice);
  if (!findings.empty()) {
    sort(findings);
    return tl::unexpected(findings);
  }

  Sha256 version;
  for (std::string_view part : {bytes, std::string_view(holidays.bytes), surroundings.harms})
    version.add(view(sha256(part)));
  rules.version = to_hex(view(version.digest()));
  rules.calendar =
      std::make_shared<const casework::Calendar>(casework::Zone(*zone), std::move(opening), holidays.holidays);
  fill_grades_and_places(out.notice, rules.grades, rules.places);
  out.notice.harms = *std::move(harms);
  out.made_of = {.toml = std::string(bytes),
                 .calendar = std::move(holidays.name),
                 .holidays = std::move(holidays.bytes),
                 .harms = std::string(surroundings.harms)};
  return out;
}

Result<notice::Options, Findings> parse_notice_options(std::string_view bytes, const std::string& file,
                                                       notice::Options defaults) {
  Findings findings;
  Report report(file, findings);
  const auto root = parse_toml(bytes, report);
  if (!root) return tl::unexpected(findings);
  const Fields top(report, *root, {}, {"notice", "grade", "place"});
  read_notice(top, defaults);
  const auto grades = read_grades(top, defaults.harms);
  const auto places = read_places(top, nullptr);
  if (!findings.empty()) {
    sort(findings);
    return tl::unexpected(findings);
  }
  notice::Options out = defaults;
  fill_grades_and_places(out, grades, places);
  if (grades.empty()) out.grades = std::move(defaults.grades);
  if (places.empty()) out.places = std::move(defaults.places);
  return out;
}

Result<std::vector<notice::Harm>, Findings> parse_harms(std::string_view bytes, const std::string& file) {
  Findings findings;
  Report report(file, findings);
  const auto root = parse_toml(bytes, report);
  if (!root) return tl::unexpected(findings);
  const Fields top(report, *root, {}, {"harm"});
  std::vector<notice::Harm> out;
  Once ids(report, "an id of its own");
  for (const Fields& f : top.tables("harm", {"id", "name", "words", "negations", "examples", "counterexamples"})) {
    notice::Harm harm;
    harm.id = f.id("id");
    ids.add(harm.id, f.spot("id"));
    const casework::Words name = f.words("name");
    harm.zh = name.zh;
    harm.en = name.en;
    f.require("words", "a list of words");
    harm.words = values(f.texts("words"));
    harm.negations = values(f.texts("negations"));
    (void)f.texts("examples");
    (void)f.texts("counterexamples");
    out.push_back(std::move(harm));
  }
  if (!findings.empty()) return tl::unexpected(findings);
  return out;
}

Result<std::vector<text::Matter>, Findings> parse_remits(std::string_view bytes, const std::string& file) {
  Findings findings;
  Report report(file, findings);
  const auto root = parse_toml(bytes, report);
  if (!root) return tl::unexpected(findings);
  const Fields top(report, *root, {}, {"remit"});
  std::vector<text::Matter> out;
  Once ids(report, "an id of its own");
  for (const Fields& f : top.tables("remit", {"id", "words", "harms", "examples"})) {
    text::Matter matter;
    matter.id = f.id("id");
    ids.add(matter.id, f.spot("id"));
    f.require("words", "a list of words");
    matter.words = values(f.texts("words"));
    matter.harms = values(f.texts("harms"));
    (void)f.texts("examples");
    out.push_back(std::move(matter));
  }
  if (!findings.empty()) return tl::unexpected(findings);
  return out;
}

}  // namespace hb::rulebook
