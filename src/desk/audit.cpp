#include "desk/audit.h"

#include <algorithm>

#include "base/csv.h"
#include "casework/number.h"
#include "desk/history.h"

namespace hb::desk {

using namespace casework;

namespace {

constexpr int64_t kPage = 500;

struct Lines {
  const Zone& zone;
  const std::vector<std::pair<UserId, std::string>>& people;

  std::string name_of(UserId person) const {
    const auto at = std::ranges::find(people, person, &std::pair<UserId, std::string>::first);
    return at == people.end() ? std::to_string(person.value) : at->second;
  }
  HistoryLine of(const LogRow& row, const CaseEvent& event) const {
    return history_line(Recorded{row.at, row.by, row.name, event}, zone);
  }
  HistoryLine of(const LogRow& row, const IssueEvent& event) const {
    return history_line(IssueRecorded{row.at, row.by, row.name, event}, zone);
  }
  HistoryLine of(const LogRow& row, const RecordEvent& event) const {
    return history_line(RecordRecorded{row.at, row.by, row.name, event}, zone,
                        [this](UserId person) { return name_of(person); });
  }
  HistoryLine of(const LogRow& row, const SearchRow& search) const {
    HistoryLine line{row.at, search.watch == 0 ? "searched" : "watched", row.name, {{"query", search.query}}};
    if (search.watch != 0) line.facts.emplace_back("watch", std::to_string(search.watch));
    line.facts.emplace_back("posts", std::to_string(search.posts));
    return line;
  }
  AuditLine operator()(const LogRow& row) const {
    return {place_of(row), std::visit([&](const auto& what) { return of(row, what); }, row.what)};
  }
};

std::string local(Instant at, const Zone& zone) {
  std::string text = format_rfc3339(at, zone.offset_at(at)).substr(0, 19);
  text[10] = ' ';
  return text;
}

}  // namespace

bool narrow(LogFilter& filter, const std::string& number) {
  std::optional<LogKind> kind;
  const bool digits =
      !number.empty() && number.size() < 16 && std::ranges::all_of(number, [](char c) { return c >= '0' && c <= '9'; });
  if (const auto of_case = parse_case_number(number)) {
    kind = LogKind::cases;
    filter.about = of_case->value;
  } else if (digits) {
    kind = LogKind::issues;
    filter.about = std::to_string(std::stoll(number));
  } else if (const auto of_record = parts_of({number})) {
    kind = LogKind::records;
    filter.about = record_id(of_record->first, of_record->second).value;
  }
  const bool shown = filter.kind == LogKind::shown && kind == LogKind::cases;
  const bool fits = kind && (!filter.kind || filter.kind == kind || shown);
  if (!filter.kind) filter.kind = kind;
  return fits;
}

Result<void> Audit::may(const Actor& actor) const {
  if (!allowed(Act::audit, actor, {}, *w_.rules)) return fail("audit.not-allowed");
  return {};
}

Result<std::vector<std::pair<UserId, std::string>>> Audit::people(const Actor& actor) const {
  if (auto ok = may(actor); !ok) return tl::unexpected(ok.error());
  const auto users = w_.store.users();
  if (!users) return tl::unexpected(users.error());
  std::vector<std::pair<UserId, std::string>> out;
  out.reserve(users->size());
  for (const User& user : *users) out.emplace_back(user.id, user.name);
  return out;
}

Result<std::vector<AuditLine>> Audit::list(const Actor& actor, const LogFilter& filter) const {
  const auto known = people(actor);
  if (!known) return tl::unexpected(known.error());
  const auto rows = w_.store.log(filter);
  if (!rows) return tl::unexpected(rows.error());
  const Lines line_of{w_.rules->calendar->zone(), *known};
  std::vector<AuditLine> out;
  out.reserve(rows->size());
  std::ranges::transform(*rows, std::back_inserter(out), line_of);
  return out;
}

Result<std::string> Audit::csv(const Actor& actor, LogFilter filter, const AuditWords& words) const {
  const Zone& zone = w_.rules->calendar->zone();
  std::string out = "\xEF\xBB\xBF" + csv_line({words("audit.at"), words("audit.by"), words("audit.about"),
                                               words("audit.version"), words("audit.event"), words("audit.facts")});
  filter.below = {};
  filter.limit = kPage;
  for (size_t lines = 0;;) {
    const auto page = list(actor, filter);
    if (!page) return tl::unexpected(page.error());
    lines += page->size();
    if (lines > kMostExported) return fail("audit.too-many", std::to_string(kMostExported));
    for (const auto& [place, line] : *page) {
      std::string facts;
      for (const auto& [name, value] : line.facts)
        facts += (facts.empty() ? "" : "; ") + words("fact." + name) + ": " + value;
      const bool asks = place.kind == LogKind::searches;
      out += csv_line({local(line.at, zone), sheet_cell(line.by), asks ? "" : place.about,
                       std::to_string(place.version), words("event." + line.event), sheet_cell(facts)});
    }
    if (std::ssize(*page) < kPage) return out;
    filter.below = page->back().place;
  }
}

}  // namespace hb::desk
