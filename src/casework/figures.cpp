#include "casework/figures.h"

#include <algorithm>
#include <array>
#include <map>

#include "base/named.h"

namespace hb::casework {
namespace {

constexpr std::array<std::string_view, kFigures> kNames{
    "received",      "answered",   "not-ours",        "reply-on-time",    "answer-on-time",
    "answer-median", "answer-p90", "promise-on-time", "discovery-median", "discovery-p90",
    "returned",      "redone",     "solved",          "satisfaction"};

struct Rate {
  int64_t met = 0, of = 0;
};

/// What one unit has in one month.
struct Tally {
  int64_t received = 0, not_ours = 0, returned = 0, redone = 0;
  Rate answered, reply, answer, promise;
  std::vector<int64_t> took, discovery;
  RatingFact said;
  bool all = false;  ///< of all units
};

// value · 10 / of, halves up, with one decimal.
std::string tenths(int64_t value, int64_t of) {
  const int64_t ten = (20 * value + of) / (2 * of);
  return std::to_string(ten / 10) + "." + std::to_string(ten % 10);
}

std::string at_place(std::vector<int64_t> values, int64_t tenth) {
  std::ranges::sort(values);
  const auto n = std::ssize(values);
  return std::to_string(values.at(static_cast<size_t>((n * tenth + 9) / 10 - 1)));
}

void add(Tally& tally, const CaseFact& fact) {
  ++tally.received;
  tally.returned += fact.returns;
  tally.redone += fact.redos;
  if (fact.discovery_minutes) tally.discovery.push_back(*fact.discovery_minutes);
  tally.not_ours += fact.state == CaseState::not_ours ? 1 : 0;
  if (fact.state == CaseState::withdrawn || fact.state == CaseState::outside || fact.state == CaseState::not_ours)
    return;
  ++tally.answered.of;
  tally.answered.met += fact.state == CaseState::answered ? 1 : 0;
}

void add(Tally& tally, const ClockFact& fact) {
  if (fact.ends != ClockEnd::replied && fact.ends != ClockEnd::answered && fact.ends != ClockEnd::done) return;
  if (fact.ends == ClockEnd::answered && fact.took_minutes && fact.outcome != ClockOutcome::not_required)
    tally.took.push_back(*fact.took_minutes);
  if (fact.outcome != ClockOutcome::met && fact.outcome != ClockOutcome::missed) return;
  Rate& rate = fact.ends == ClockEnd::replied    ? tally.reply
               : fact.ends == ClockEnd::answered ? tally.answer
                                                 : tally.promise;
  ++rate.of;
  rate.met += fact.outcome == ClockOutcome::met ? 1 : 0;
}

void add(Tally& tally, const RatingFact& fact) {
  if (tally.all && fact.said < kFewest) return;  // else the sum would tell what the cell does not
  tally.said.said += fact.said;
  tally.said.solved += fact.solved;
  tally.said.stars += fact.stars;
}

class Rows {
 public:
  Rows(std::string month, UnitId unit, bool running)
      : month_(std::move(month)), unit_(std::move(unit)), running_(running) {}

  void count(Figure figure, int64_t value, int64_t of) { put(figure, std::to_string(value), of); }
  void percent(Figure figure, const Rate& rate) {
    if (rate.of > 0) put(figure, tenths(100 * rate.met, rate.of), rate.of);
  }
  void spread(Figure median, Figure p90, const std::vector<int64_t>& values) {
    if (values.empty()) return;
    put(median, at_place(values, 5), std::ssize(values));
    put(p90, at_place(values, 9), std::ssize(values));
  }
  void mean(Figure figure, int64_t sum, int64_t of) {
    if (of > 0) put(figure, tenths(sum, of), of);
  }
  std::vector<FigureRow> rows;

 private:
  void put(Figure figure, std::string value, int64_t of) {
    if (of >= kFewest) {
      rows.push_back({month_, unit_, figure, std::move(value), std::to_string(of)});
    } else if (!running_) {
      rows.push_back({month_, unit_, figure, "<5", "<5"});
    }
  }
  std::string month_;
  UnitId unit_;
  bool running_;
};

}  // namespace

std::string_view name_of(Figure figure) { return kNames.at(static_cast<size_t>(figure)); }
FigureKind kind_of(Figure figure) {
  switch (figure) {
    case Figure::received:
    case Figure::not_ours:
    case Figure::returned:
    case Figure::redone:
      return FigureKind::count;
    case Figure::answered:
    case Figure::reply_on_time:
    case Figure::answer_on_time:
    case Figure::promise_on_time:
    case Figure::solved:
      return FigureKind::percent;
    case Figure::answer_median:
    case Figure::answer_p90:
    case Figure::discovery_median:
    case Figure::discovery_p90:
      return FigureKind::minutes;
    case Figure::satisfaction:
      return FigureKind::stars;
  }
  return FigureKind::count;
}

std::string_view name_of(FigureKind kind) {
  constexpr std::array<std::string_view, 4> kKinds{"count", "percent", "minutes", "stars"};
  return kKinds.at(static_cast<size_t>(kind));
}
std::optional<Figure> figure_of(std::string_view name) { return by_name(name, Figure::satisfaction); }

std::vector<FigureRow> figures(const std::vector<CaseFact>& cases, const std::vector<ClockFact>& clocks,
                               const std::vector<RatingFact>& ratings, std::string_view running) {
  std::map<std::pair<std::string, UnitId>, Tally> tallies;
  const auto gather = [&](const auto& facts) {
    for (const auto& fact : facts) {
      Tally& all = tallies[{fact.month, UnitId{}}];
      all.all = true;
      add(all, fact);
      if (fact.unit) add(tallies[{fact.month, fact.unit}], fact);
    }
  };
  gather(cases), gather(clocks), gather(ratings);
  std::vector<FigureRow> out;
  for (const auto& [cell, tally] : tallies) {
    Rows rows(cell.first, cell.second, cell.first == running);
    if (tally.received > 0) rows.count(Figure::received, tally.received, tally.received);
    rows.percent(Figure::answered, tally.answered);
    if (tally.received > 0) rows.count(Figure::not_ours, tally.not_ours, tally.received);
    rows.percent(Figure::reply_on_time, tally.reply);
    rows.percent(Figure::answer_on_time, tally.answer);
    rows.spread(Figure::answer_median, Figure::answer_p90, tally.took);
    rows.percent(Figure::promise_on_time, tally.promise);
    rows.spread(Figure::discovery_median, Figure::discovery_p90, tally.discovery);
    if (tally.received > 0) rows.count(Figure::returned, tally.returned, tally.received);
    if (tally.received > 0) rows.count(Figure::redone, tally.redone, tally.received);
    rows.percent(Figure::solved, {tally.said.solved, tally.said.said});
    rows.mean(Figure::satisfaction, tally.said.stars, tally.said.said);
    out.insert(out.end(), rows.rows.begin(), rows.rows.end());
  }
  return out;
}

}  // namespace hb::casework
