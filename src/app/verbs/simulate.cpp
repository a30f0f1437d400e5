#include <fmt/core.h>

#include <boost/json.hpp>
#include <filesystem>
#include <map>
#include <set>

#include "app/data_dir.h"
#include "app/kept_rulebooks.h"
#include "app/rulebooks.h"
#include "app/simplifier.h"
#include "app/verbs/simulate.h"
#include "casework/rerun.h"
#include "desk/issues.h"
#include "notice/engine.h"
#include "store/sqlite/store.h"

// `rulebook simulate`: the recorded past under the rulebook in force and under another one, side by side. Both are
// decided anew by the same means, so that only the rules differ; cases by what people did then, issues by their posts.

namespace hb::app {
namespace {

using namespace casework;

int cannot(const std::string& why) {
  fmt::print(stderr, "rulebook simulate: {}\n", why);
  return 2;
}

/// What the past comes to.
struct Outcome {
  std::map<std::string, int64_t> load;    ///< unit → cases it had at the end
  std::map<std::string, int64_t> missed;  ///< clock → times missed
  std::map<std::string, int64_t> grades;  ///< grade → issues
  int64_t told = 0;                       ///< notices of ladders
  int64_t sent_up = 0;                    ///< cases that wait for the supervising leader
  int64_t left_out = 0;
};

void count_missed(const std::vector<CaseClock>& clocks, Outcome& out) {
  for (const auto& clock : clocks)
    if (clock.outcome == ClockOutcome::missed) ++out.missed[clock.id];
}

/// When which grade is proposed for each issue, by the noticing of a rulebook. The posts stay in the issues they are
/// in.
class Grades {
 public:
  Grades(desk::Store& store, const notice::Options& options) : store_(store), engine_(options) {}

  Result<void> hear(const desk::Post& post, const text::Simplifier& simplifier) {
    const auto [at_issue, fresh] = issues_.try_emplace(post.issue);
    Seen& seen = at_issue->second;
    if (fresh) {
      const auto row = store_.issue_row(post.issue);
      if (!row) return tl::unexpected(row.error());
      if (*row) seen.voices = (*row)->voices;
    }
    const auto folded = text::fold(post.title + "\n" + post.text, simplifier);
    const Instant at = desk::time_of(post);
    const auto verdict =
        engine_.decide({.id = post.id,
                        .publisher = post.source.value,
                        .published_at = at,
                        .text = folded,
                        .reply = post.reply,
                        .issue = post.issue,
                        .same_text_as = post.same_text_as},
                       // Whose the voices are is sealed: at most one a text, and as many as there were.
                       [&](IssueId) { return static_cast<int>(std::min(++seen.heard, seen.voices)); });
    auto& proposed = seen.grades;
    if (proposed.empty() ? verdict.grade != Grade::routine : verdict.grade != proposed.back().second.grade)
      proposed.emplace_back(post.noticed_at, ProposeGrade{verdict.grade, {}});
    return {};
  }
  const GradesOverTime& of(IssueId issue) { return issues_[issue].grades; }

 private:
  struct Seen {
    int64_t voices = 1, heard = 0;
    GradesOverTime grades;
  };
  desk::Store& store_;
  notice::Engine engine_;
  std::map<IssueId, Seen> issues_;
};

Result<void> run_cases(desk::Store& store, const Rules& rules, Instant until, Outcome& out) {
  constexpr int64_t kPage = 500;
  for (int64_t offset = 0;; offset += kPage) {
    desk::CaseFilter filter;
    filter.offset = offset;
    filter.limit = kPage;
    const auto rows = store.cases(filter);
    if (!rows) return tl::unexpected(rows.error());
    for (const auto& row : *rows) {
      const auto history = store.case_events(row.number);
      if (!history) return tl::unexpected(history.error());
      const auto done = rerun(*history, rules, until);
      out.left_out += done.left_out;
      if (done.state.version == 0) continue;
      ++out.load[done.state.unit ? done.state.unit.value : "outside"];
      out.sent_up += done.state.state == CaseState::sent_up ? 1 : 0;
      count_missed(done.state.clocks, out);
    }
    if (std::ssize(*rows) < kPage) return {};
  }
}

Result<void> run_issues(desk::Store& store, const rulebook::Rulebook& book, const text::Simplifier& simplifier,
                        Instant until, Outcome& out) {
  Grades grades(store, book.notice);
  std::set<IssueId> ids;
  std::optional<Error> wrong;
  const auto read = store.each_post([&](const desk::Post& post) {
    ids.insert(post.issue);
    if (const auto heard = grades.hear(post, simplifier); !heard) wrong = heard.error();
    return !wrong;
  });
  if (!read) return read;
  if (wrong) return tl::unexpected(*wrong);
  for (const IssueId id : ids) {
    const auto row = store.issue_row(id);
    if (!row) return tl::unexpected(row.error());
    const auto history = store.issue_events(id);
    if (!history) return tl::unexpected(history.error());
    if (!*row || history->empty()) continue;
    const auto done = rerun(desk::fold_issue(id, (*row)->first_at, {}), *history, grades.of(id), book.rules, until);
    out.left_out += done.left_out;
    if (done.state.remit) ++out.grades[std::string(name_of(done.state.grade()))];
    out.told += std::ssize(done.state.notices);
    count_missed(done.state.clocks, out);
  }
  return {};
}

Result<Outcome> run(desk::Store& store, const rulebook::Rulebook& book, const text::Simplifier& simplifier,
                    Instant until) {
  Outcome out;
  if (auto ok = run_cases(store, book.rules, until, out); !ok) return tl::unexpected(ok.error());
  if (auto ok = run_issues(store, book, simplifier, until, out); !ok) return tl::unexpected(ok.error());
  return out;
}

struct Words {
  const char *load, *missed, *grades, *escalations, *told, *sent_up, *left_out, *before, *after, *nothing, *until;
};
constexpr Words kZh{"各单位的事项",
                    "超时",
                    "议题等级",
                    "升级",
                    "逐级提醒",
                    "报分管领导",
                    "不再适用",
                    "现行",
                    "换后",
                    "没有",
                    "记录到 {} 为止；两边都按当时各人所做的重新推算。"};
constexpr Words kEn{"Cases by unit",
                    "Clocks missed",
                    "Issues by grade",
                    "Escalations",
                    "notices of ladders",
                    "sent up to the leader",
                    "acts without a place",
                    "now",
                    "then",
                    "none",
                    "The record ends at {}; both sides are decided anew from what people did."};

void print_table(const char* title, const std::map<std::string, int64_t>& before,
                 const std::map<std::string, int64_t>& after, const Words& w) {
  fmt::print("\n{}\n", title);
  std::set<std::string> keys;
  for (const auto* side : {&before, &after})
    for (const auto& [key, n] : *side) keys.insert(key);
  if (keys.empty()) fmt::print("  {}\n", w.nothing);
  const auto at = [](const std::map<std::string, int64_t>& side, const std::string& key) {
    const auto found = side.find(key);
    return found == side.end() ? 0 : found->second;
  };
  for (const auto& key : keys) {
    const int64_t a = at(before, key), b = at(after, key);
    fmt::print("  {:<24} {} {:>6}   {} {:>6}{}\n", key, w.before, a, w.after, b,
               a == b ? "" : fmt::format("   {:+}", b - a));
  }
}

boost::json::object shape(const Outcome& o) {
  const auto counts = [](const std::map<std::string, int64_t>& side) {
    boost::json::object out;
    for (const auto& [key, n] : side) out[key] = n;
    return out;
  };
  return {{"load", counts(o.load)}, {"missed", counts(o.missed)}, {"grades", counts(o.grades)},
          {"notices", o.told},      {"sent_up", o.sent_up},       {"left_out", o.left_out}};
}

}  // namespace

int simulate(const std::string& file, const std::string& data, Language language, bool json) {
  std::error_code error;
  if (!std::filesystem::exists(data + "/hearback.db", error)) return cannot("there is no record in " + data);
  const auto next = load_rulebook(file);
  if (!next) {
    for (const auto& finding : next.error()) fmt::print(stderr, "{}\n", rulebook::to_text(finding));
    return 2;
  }
  const auto desk = open_standing(data);
  if (!desk) return cannot(why_not(data, desk.error()));
  const auto& [store, books] = *desk;
  // The past ends with the last thing on record, whatever the clock on the wall says.
  desk::CaseFilter newest;
  newest.sort = desk::CaseSort::updated;
  newest.limit = 1;
  const auto rows = store->cases(newest);
  const auto board = store->issues({.remit_only = false, .at_least = {}, .limit = 1});
  if (!rows || !board) return cannot(why_not(data, !rows ? rows.error() : board.error()));
  Instant until;
  if (!rows->empty()) until = std::max(until, rows->front().updated_at);
  if (!board->empty()) until = std::max(until, board->front().last_at);
  const auto simplifier = open_simplifier();
  const auto before = run(*store, books.back(), simplifier, until);
  if (!before) return cannot(why_not(data, before.error()));
  const auto after = run(*store, *next, simplifier, until);
  if (!after) return cannot(why_not(data, after.error()));
  const Zone& zone = books.back().rules.calendar->zone();
  const std::string end = format_rfc3339(until, zone.offset_at(until));
  if (json) {
    fmt::print("{}\n", boost::json::serialize(
                           boost::json::object{{"until", end}, {"before", shape(*before)}, {"after", shape(*after)}}));
    return 0;
  }
  const Words& w = language == Language::en ? kEn : kZh;
  fmt::print("{}\n", fmt::format(fmt::runtime(w.until), end));
  print_table(w.load, before->load, after->load, w);
  print_table(w.missed, before->missed, after->missed, w);
  print_table(w.grades, before->grades, after->grades, w);
  print_table(w.escalations, {{w.told, before->told}, {w.sent_up, before->sent_up}, {w.left_out, before->left_out}},
              {{w.told, after->told}, {w.sent_up, after->sent_up}, {w.left_out, after->left_out}}, w);
  return 0;
}

}  // namespace hb::app
