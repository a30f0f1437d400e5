#include "desk/open_data.h"

#include "base/csv.h"
#include "desk/portal.h"

namespace hb::desk {

using namespace casework;

namespace {

constexpr int64_t kStep = 500;

// A JSON string (RFC 8259) of UTF-8.
std::string json_text(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      (out += '\\') += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (static_cast<unsigned char>(c) < 0x20) {
      out += "\\u00" + to_hex({&c, 1});
    } else {
      out += c;
    }
  }
  return out + "\"";
}

/// One table, written twice: CSV (RFC 4180) and JSON lines with the same names; a field without a value is empty, or
/// null.
class Table {
 public:
  explicit Table(std::vector<std::string_view> columns) : columns_(std::move(columns)) {
    csv_ = csv_line({columns_.begin(), columns_.end()});
  }
  void add(const std::vector<std::string>& fields) {
    lines_ += "{";
    for (size_t i = 0; i < columns_.size(); ++i) {
      const std::string& field = fields.at(i);
      lines_ += (i == 0 ? "" : ",") + json_text(columns_[i]) + ":" + (field.empty() ? "null" : json_text(field));
    }
    csv_ += csv_line(fields);
    lines_ += "}\n";
  }
  void into(DataSet& set, std::string_view name) {
    set.files[std::string(name) + ".csv"] = std::move(csv_);
    set.files[std::string(name) + ".jsonl"] = std::move(lines_);
  }

 private:
  std::vector<std::string_view> columns_;
  std::string csv_, lines_;
};

std::string number(const std::optional<int64_t>& n) { return n ? std::to_string(*n) : ""; }

std::string joined(const std::vector<std::string>& parts) {
  std::string out;
  for (const auto& part : parts) out += (out.empty() ? "" : ";") + part;
  return out;
}

}  // namespace

struct OpenData::Making {
  Instant at;
  int64_t done = 0;  ///< cases
  // The first columns are those of GeoReport Bulk.
  Table cases{{"service_request_id",
               "requested_datetime",
               "updated_datetime",
               "closed_date",
               "status_description",
               "status_notes",
               "source",
               "service_name",
               "service_subtype",
               "description",
               "agency_responsible",
               "address",
               "lat",
               "long",
               "unit",
               "state",
               "round",
               "discovery_minutes",
               "returns",
               "redos",
               "merged_into"}};
  Table clocks{{"service_request_id", "clock", "ends", "round", "unit", "from_date", "due_date", "end_date", "outcome",
                "took_minutes", "extended"}};
  Table answers{{"entry", "service_request_id", "part", "unit", "address", "published_datetime", "supersedes",
                 "private", "summary", "text"}};
  std::vector<CaseFact> case_facts;
  std::vector<ClockFact> clock_facts;
  std::map<std::pair<std::string, UnitId>, RatingFact> ratings;
};

OpenData::OpenData(Store& store, RulesInForce rules, Wording wording)
    : store_(store), rules_(std::move(rules)), wording_(std::move(wording)) {}
OpenData::~OpenData() = default;

std::shared_ptr<const DataSet> OpenData::latest() const {
  const std::lock_guard hold(mutex_);
  return latest_;
}

Result<bool> OpenData::step(Instant now) {
  const Rules& rules = *rules_;
  const Zone& zone = rules.calendar->zone();
  const auto today = zone.at(zone.day_at(now), {});
  const auto last = latest();
  if (last != nullptr && last->made_at >= today) return false;
  const auto date = [&](Instant t) { return format_rfc3339(t, zone.offset_at(t)).substr(0, 10); };
  const auto time = [&](Instant t) { return format_rfc3339(t, zone.offset_at(t)); };
  const auto month = [&](Instant t) { return date(t).substr(0, 7); };

  if (making_ == nullptr) {
    making_ = std::make_unique<Making>();
    making_->at = now;
  }
  Making& m = *making_;
  const auto given_up = [&](const Error& error) {
    making_.reset();
    return tl::unexpected(error);
  };

  CaseFilter filter;
  filter.opened_before = m.at;
  filter.offset = m.done;
  filter.limit = kStep;
  const auto rows = store_.cases(filter);
  if (!rows) return given_up(rows.error());
  for (const CaseRow& row : *rows) {
    const auto history = store_.case_events(row.number);
    if (!history) return given_up(history.error());
    const auto said = store_.answers_of_case(row.number);
    if (!said) return given_up(said.error());
    Case state;
    for (const auto& recorded : *history) {
      if (const auto* survey = std::get_if<Surveyed>(&recorded.event)) {
        RatingFact& fact = m.ratings[{month(recorded.at), state.unit}];
        fact.month = month(recorded.at), fact.unit = state.unit;
        ++fact.said;
        fact.solved += survey->solved == Solved::yes ? 1 : 0;
        fact.stars += survey->satisfaction;
      }
      apply(state, recorded);
    }
    const PublicCase seen = public_case(row, state, *said, rules);
    const Unit* unit = rules.unit(seen.unit);
    m.cases.add({seen.number.value,
                 time(seen.opened_day),
                 time(seen.updated_at),
                 seen.closed_at ? time(*seen.closed_at) : "",
                 seen.closed ? "closed" : "open",
                 wording_.state(seen.state),
                 std::string(name_of(seen.channel)),
                 wording_.service(seen.matter),
                 std::string(name_of(seen.kind)),
                 seen.summary,
                 unit == nullptr || !seen.outside.empty() ? seen.outside : unit->name.zh,
                 seen.place,
                 "",
                 "",
                 seen.unit.value,
                 std::string(name_of(seen.state)),
                 std::to_string(seen.round),
                 number(seen.discovery_minutes),
                 std::to_string(seen.returns),
                 std::to_string(seen.redos),
                 seen.parent.value});
    m.case_facts.push_back(
        {seen.unit, month(seen.opened_day), seen.state, seen.returns, seen.redos, seen.discovery_minutes});
    for (const PublicClock& clock : seen.clocks) {
      const std::optional<int64_t> took =
          clock.ended_at ? std::optional((*clock.ended_at - clock.from).count / 60) : std::nullopt;
      m.clocks.add({seen.number.value, clock.id, std::string(name_of(clock.ends)), std::to_string(clock.round),
                    seen.unit.value, date(clock.from), clock.due ? date(*clock.due) : "",
                    clock.ended_at ? date(*clock.ended_at) : "", std::string(name_of(clock.outcome)), number(took),
                    clock.extended ? "yes" : "no"});
      if (clock.due) m.clock_facts.push_back({seen.unit, month(*clock.due), clock.ends, clock.outcome, took});
    }
    for (const auto& answer : *said)
      m.answers.add({std::to_string(answer.entry), answer.number.value, std::string(name_of(answer.part)),
                     answer.unit.value, public_place(rules, answer.place), time(answer.published_at),
                     answer.supersedes < 0 ? "" : std::to_string(answer.supersedes), answer.text.empty() ? "yes" : "no",
                     answer.text.empty() ? "" : answer.summary, answer.text});
  }
  m.done += std::ssize(*rows);
  if (std::ssize(*rows) == kStep) return true;

  auto set = std::make_shared<DataSet>();
  set->made_at = m.at;
  set->month = month(m.at);
  Table statements({"entry", "issue", "published_datetime", "title", "text", "sources"});
  for (int64_t offset = 0;; offset += kStep) {
    const auto some = store_.statements(offset, kStep);
    if (!some) return given_up(some.error());
    for (const auto& statement : *some)
      statements.add({std::to_string(statement.entry), std::to_string(statement.issue.value),
                      time(statement.published_at), statement.title, statement.text, statement.sources});
    if (std::ssize(*some) < kStep) break;
  }
  Table issues({"issue", "first_date", "last_date", "address", "harms", "unit", "posts", "met", "cases"});
  for (IssueFilter some{.at_least = {}, .offset = 0, .limit = kStep};; some.offset += kStep) {
    const auto board = store_.issues(some);
    if (!board) return given_up(board.error());
    for (const auto& issue : *board) {
      if (issue.dismissed) continue;
      const auto few = [](int64_t n) { return n > 0 && n < kFewest ? "<5" : std::to_string(n); };
      issues.add({std::to_string(issue.id.value), date(issue.first_at), date(issue.last_at),
                  joined(public_places(rules, issue.places)), joined(issue.harms), issue.unit.value, few(issue.posts),
                  few(issue.met), std::to_string(issue.cases)});
    }
    if (std::ssize(*board) < kStep) break;
  }
  Table ratings({"month", "unit", "said", "solved", "stars"});
  std::vector<RatingFact> facts;
  for (const auto& [cell, fact] : m.ratings) {
    facts.push_back(fact);
    if (fact.said >= kFewest) {
      ratings.add({fact.month, fact.unit.value, std::to_string(fact.said), std::to_string(fact.solved),
                   std::to_string(fact.stars)});
    } else if (fact.month != set->month) {
      ratings.add({fact.month, fact.unit.value, "<5", "", ""});
    }
  }
  set->figures = figures(m.case_facts, m.clock_facts, facts, set->month);
  Table table({"month", "unit", "figure", "value", "of"});
  for (const auto& row : set->figures)
    table.add({row.month, row.unit.value, std::string(name_of(row.figure)), row.value, row.of});
  m.cases.into(*set, "cases");
  m.clocks.into(*set, "clocks");
  m.answers.into(*set, "answers");
  statements.into(*set, "statements");
  issues.into(*set, "issues");
  ratings.into(*set, "ratings");
  table.into(*set, "figures");
  std::string listed;
  for (const auto& [name, bytes] : set->files)
    listed += (listed.empty() ? "" : ",") + ("{\"name\":" + json_text(name)) +
              ",\"bytes\":" + std::to_string(bytes.size()) + ",\"sha256\":" + json_text(to_hex(view(sha256(bytes)))) +
              "}";
  set->files["index.json"] = "{\"made_datetime\":" + json_text(time(set->made_at)) +
                             ",\"month\":" + json_text(set->month) + ",\"files\":[" + listed + "]}\n";
  making_.reset();
  const std::lock_guard hold(mutex_);
  latest_ = std::move(set);
  return false;
}

}  // namespace hb::desk
