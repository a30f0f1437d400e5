// What each page and each beat asks of the database, on a record of 500 cases and on one of 100,000: a bounded number
// of statements and rows, and no more of SQLite's steps where the design promises so. The numbers are printed.

#include <fmt/core.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "app/house.h"
#include "app/rulebooks.h"
#include "casework/number.h"
#include "desk/audit.h"
#include "desk/staff.h"
#include "ledger/entry.h"
#include "store/sqlite/store.h"
#include "tests/support/desk_world.h"

namespace hb::app {
namespace {

using namespace casework;

constexpr int64_t kSmall = 500, kLarge = 100'000;
constexpr int64_t kInboxSteps = 150'000;
constexpr IssueId kBig{1};  // holds half of the posts

struct Work {
  int64_t statements = 0, rows = 0, steps = 0;
};

/// A desk on disk with `cases` cases, nine in ten answered, and as many posts.
class Record {
 public:
  explicit Record(int64_t cases) {
    std::string pattern = testing::TempDir() + "hb-work-XXXXXX";
    dir_ = ::mkdtemp(pattern.data());
    house_ = std::move(*House::open(
        {.data = dir_, .book = load_rulebook(HB_SOURCE_DIR "/rulebooks/mingchuan.toml").value(), .clock = clock_}));
    for (int64_t from = 0; from < cases; from += kStep) fill(from, std::min(cases, from + kStep));
    while (*house_->beat() <= clock_.at) {
    }
  }
  Record(const Record&) = delete;
  Record& operator=(const Record&) = delete;
  ~Record() {
    house_.reset();
    std::filesystem::remove_all(dir_);
  }

  template <class Ask>
  Work of(Ask ask) {
    const store::SqlWork& now = dynamic_cast<store::SqliteStore&>(house_->store()).work();
    const Work before{now.statements, now.rows, now.steps};
    ask(*house_);
    return {now.statements - before.statements, now.rows - before.rows, now.steps - before.steps};
  }

  static CaseNumber number(int64_t i) {
    return make_case_number(Day(date::days(20514 + i / 1000)), static_cast<uint32_t>(i));
  }

 private:
  static constexpr int64_t kStep = 500;

  void fill(int64_t from, int64_t to) {
    desk::Changes c;
    for (int64_t i = from; i < to; ++i) {
      const bool open = i % 10 == 0;
      const Instant at = clock_.at - hours(24 * 60) + minutes(i);
      desk::CaseRow row;
      row.number = number(i);
      row.title = "反映食堂的菜有异味" + std::to_string(i);
      row.summary = "某校食堂菜品有异味";
      row.state = open ? CaseState::handling : CaseState::answered;
      row.unit = {i % 3 == 0 ? "food" : i % 3 == 1 ? "east" : "south"};
      row.waits_for = open ? "draft" : "";
      row.opened_at = row.updated_at = at;
      if (open) row.next_due = clock_.at + minutes(i + 1), row.next_from = at;
      CaseOpened opened;
      opened.number = row.number;
      opened.title = row.title;
      opened.summary = row.summary;
      opened.posted_at = opened.noticed_at = at;
      c.cases.push_back({row.number, 0, {{at, {}, "", opened}, {at, {}, "", Dispatched{row.unit, "", {}, ""}}}, row});
      if (!open) {
        c.answers.push_back({.entry = static_cast<int64_t>(c.ledger.size()),
                             .number = row.number,
                             .part = Part::answer,
                             .draft = {1},
                             .summary = row.summary,
                             .text = "已责令整改，复查合格。" + std::to_string(i),
                             .unit = row.unit,
                             .place = "东城区",
                             .published_at = at,
                             .folded = row.number.value + " 某校食堂菜品有异味 已责令整改 " + std::to_string(i)});
        c.ledger.push_back(
            {.leaf = leaf(row.number, at), .salt = std::string(32, 's'), .body = "b", .shown = true, .at = at});
      }
      const IssueId issue = i % 2 == 0 ? kBig : IssueId{2 + i / 20};
      if (i == 0 || (i % 20 == 1)) {
        desk::IssueRow one;
        one.id = issue;
        one.title = "食堂异味" + std::to_string(issue.value);
        one.remit = true;
        one.places = {"东城区"};
        one.harms = {"spoiled"};
        one.posts = one.voices = one.publishers = 3;
        one.first_at = one.last_at = at;
        c.issue_rows.push_back(one);
      }
      desk::Post post;
      post.source = {"forum"};
      post.url = "http://forum.example/t/" + std::to_string(i);
      post.title = row.title;
      post.text = "食堂的菜有一股怪味，已经三天了，编号" + std::to_string(i);
      post.folded = post.title + "\n" + post.text;
      post.published_at = post.noticed_at = at;
      post.issue = issue;
      post.key = sha256(post.url);
      c.posts.push_back(post);
    }
    const auto done = house_->store().commit(c);
    ASSERT_TRUE(done) << done.error().code << " " << done.error().detail;
  }

  static std::string leaf(const CaseNumber& number, Instant at) {
    ledger::Entry entry;
    entry.kind = ledger::EntryKind::answer;
    entry.about = number.value;
    entry.rev = 1;
    entry.time = at;
    entry.office = "mingchuan.example/market";
    return ledger::format_entry(entry).value();
  }

  std::filesystem::path dir_;
  test::HandClock clock_;
  std::unique_ptr<House> house_;
};

struct Records {
  Record small{kSmall}, large{kLarge};
};
Records& records() {
  static Records both;
  return both;
}

/// Both records are asked; the numbers of the large one come back, its steps beside those of the small one.
template <class Ask>
Work asked(const std::string& what, Ask ask, double most_growth) {
  const Work small = records().small.of(ask), large = records().large.of(ask);
  fmt::print("{:<28} {:>3} statements {:>6} rows {:>9} steps, {:>7} of the small one\n", what, large.statements,
             large.rows, large.steps, small.steps);
  EXPECT_LE(large.statements, small.statements + 1) << what << ": no statement a row";
  if (most_growth > 0) {
    EXPECT_LE(static_cast<double>(large.steps), most_growth * static_cast<double>(small.steps) + 200) << what;
  }
  return large;
}

TEST(Work, AWakeUpVisitsWhatIsDueAndNothingElse) {
  const Work nothing = asked(
      "a wake-up, nothing due", [](House& house) { EXPECT_EQ(house.cases().tick().value(), 0); }, 2);
  EXPECT_LE(nothing.statements, 1);
  EXPECT_EQ(nothing.rows, 0);
  asked(
      "the next wake-up", [](House& house) { EXPECT_EQ(house.store().cases_due(kEndOfTime, 1)->size(), 1u); }, 2);
  asked(
      "issues", [](House& house) { EXPECT_TRUE(house.issues().tick()); }, 2);
}

TEST(Work, APublicPageAsksFiveStatementsAtMost) {
  struct Page {
    std::string path;
    double growth;  ///< of its steps from 500 cases to 100,000; 0: it may grow
  };
  const Page pages[] = {{"/", 2},          {"/answers", 2},  {"/answers/3", 2},
                        {"/issues", 2},    {"/issues/1", 0}, {"/track/" + Record::number(3).value, 2},
                        {"/complain", 2},  {"/sources", 2},  {"/accounts", 2},
                        {"/ledger", 2},    {"/press", 2},    {"/performance", 2},
                        {"/feed.atom", 2}, {"/help", 2}};
  for (const Page& page : pages) {
    const Work work = asked(
        page.path,
        [&](House& house) {
          http::Request request;
          request.method = "GET";
          request.path = page.path;
          request.host = "x";
          request.remote = "127.0.0.1";
          const auto response = house.handler()(request);
          EXPECT_EQ(response.status, 200) << page.path;
        },
        page.growth);
    EXPECT_LE(work.statements, 5) << page.path;
  }
}

TEST(Work, TheDesksListsAskABoundedNumberOfStatementsAndRows) {
  const Actor office{{4}, "甲", {{Role::office, {"office"}}}};
  const Work inbox = asked(
      "inbox", [&](House& house) { EXPECT_EQ(desk::Staff(house.wiring()).inbox(office, {})->items.size(), 50u); }, 0);
  EXPECT_LE(inbox.statements, 8);
  EXPECT_LE(inbox.rows, 60);
  EXPECT_LE(inbox.steps, kInboxSteps) << "counts end at a thousand, and what is rare is looked up";
  // The worst of them: nothing of it waits, so nothing ends the counting early.
  const Actor nobody{{5}, "乙", {{Role::online_spokesperson, {"north"}}}};
  desk::InboxQuestion mine;
  mine.mine = true;
  const Work empty = asked(
      "an empty inbox",
      [&](House& house) { EXPECT_TRUE(desk::Staff(house.wiring()).inbox(nobody, mine)->items.empty()); }, 0);
  EXPECT_LE(empty.statements, 8);
  const Work board = asked(
      "issues board",
      [&](House& house) { EXPECT_FALSE(desk::Staff(house.wiring()).board(office, {.at_least = {}})->empty()); }, 2);
  EXPECT_LE(board.statements, 3);
  const Work issue = asked(
      "an issue of half the posts",
      [&](House& house) { EXPECT_TRUE(desk::Staff(house.wiring()).issue_view(office, kBig, Language::zh)); }, 0);
  EXPECT_LE(issue.statements, 8);
  const Work posts = asked(
      "its newest posts", [&](House& house) { EXPECT_EQ(house.store().posts_of_issue(kBig, 0, 50)->size(), 50u); }, 2);
  EXPECT_LE(posts.rows, 50);
  const Work one = asked(
      "a case",
      [&](House& house) {
        EXPECT_TRUE(desk::Staff(house.wiring()).case_view(office, Record::number(10), Language::zh));
      },
      2);
  EXPECT_LE(one.statements, 8);
  const Actor auditor{{6}, "丙", {{Role::auditor, {"office"}}}};
  const auto log = [&](const char* what, desk::LogFilter filter, size_t lines) {
    const Work work = asked(
        what,
        [&](House& house) { EXPECT_EQ(desk::Audit(house.wiring()).list(auditor, filter)->size(), lines) << what; }, 2);
    EXPECT_LE(work.statements, 6) << what;
    EXPECT_LE(work.rows, 220) << what;
  };
  log("the log", {}, 50);
  log("what one person did", {.by = {4}}, 0);
  log("what happened to a case", {.kind = desk::LogKind::cases, .about = Record::number(10).value}, 2);
  log("who was shown a citizen", {.kind = desk::LogKind::shown}, 0);
  const Work found = asked(
      "a search", [&](House& house) { EXPECT_EQ(house.store().search({{"怪味"}}, {}, 20)->size(), 20u); }, 3);
  EXPECT_LE(found.statements, 1);
}

}  // namespace
}  // namespace hb::app
