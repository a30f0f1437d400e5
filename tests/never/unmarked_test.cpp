// 2.1: nobody speaks unmarked.

#include <gtest/gtest.h>

#include <random>
#include <set>

#include "ledger/entry.h"
#include "tests/never/people.h"
#include "tests/never/sources.h"
#include "tests/support/desk_world.h"

namespace hb::never {
namespace {

using namespace casework;
using test::DeskWorld;

/// Who did what to each draft, kept apart from the fold.
struct Trail {
  std::map<DraftId, std::pair<Digest, UserId>> written, approved;
};

class Unmarked : public testing::Test {
 protected:
  DeskWorld w;
  std::vector<Actor> people = everybody(*w.wiring.rules);
  std::mt19937 random{7};
  int published = 0;

  size_t any(size_t n) { return random() % n; }
  const Actor& anybody() {
    return any(2) == 0 ? people[any(people.size())] : people[people.size() - 1 - any(kAllHats)];
  }

  CaseNumber open() {
    CaseOpened facts;
    facts.title = "短斤少两";
    facts.places = {"南港区"};
    facts.matter = "price";
    facts.posted_at = facts.noticed_at = w.clock.at;
    facts.issue = {1};
    facts.answer_privately = any(3) == 0;
    return w.cases.open({{900}, "某", {{Role::monitor, {"south"}}}}, facts).value();
  }
  void expect_every_word_is_marked();
};

/// Mostly the newest draft and its hash, but also old ones and mixtures.
template <class Draft>
std::pair<DraftId, Digest> a_draft(const std::vector<Draft>& drafts, std::mt19937& random) {
  if (drafts.empty()) return {{1}, {}};
  const auto& one = random() % 4 == 0 ? drafts[random() % drafts.size()] : drafts.back();
  const auto& other = random() % 8 == 0 ? drafts[random() % drafts.size()] : one;
  return {one.id, other.hash};
}

CaseCommand a_case_command(const Case& state, std::mt19937& random) {
  const auto n = random();
  const auto [draft, hash] = a_draft(state.drafts, random);
  const Part part = random() % 2 == 0 ? Part::first_reply : Part::answer;
  switch (n % 8) {
    case 0:
      return Accept{};
    case 1:
      return WriteDraft{part, "答复" + std::to_string(random() % 3), random() % 2 == 0 ? "" : "附言"};
    case 2:
    case 3:
      return Approve{draft, hash};
    case 4:
    case 5:
      return Publish{draft, hash};
    case 6:
      return SendBack{draft, "再核"};
    default:
      return DispatchTo{{random() % 2 == 0 ? "south" : "office"}, "转办"};
  }
}

IssueCommand an_issue_command(const Issue& state, std::mt19937& random) {
  const auto [draft, hash] = a_draft(state.statements, random);
  switch (random() % 6) {
    case 0:
      return DraftStatement{"通报", "情况" + std::to_string(random() % 3)};
    case 1:
    case 2:
      return ApproveStatement{draft, hash};
    case 3:
    case 4:
      return PublishStatement{draft, hash};
    default:
      return SendBackStatement{draft, "再核"};
  }
}

template <class WrittenEvent, class ApprovedEvent, class PublishedEvent, class RecordedEvent, class Hash>
int expect_people_differ(const std::vector<RecordedEvent>& history, Hash hash_of) {
  Trail trail;
  int words = 0;
  for (const auto& r : history) {
    if (const auto* e = std::get_if<WrittenEvent>(&r.event)) trail.written[e->draft] = {hash_of(*e), r.by};
    if (const auto* e = std::get_if<ApprovedEvent>(&r.event)) trail.approved[e->draft] = {e->hash, r.by};
    if (const auto* e = std::get_if<PublishedEvent>(&r.event)) {
      ++words;
      EXPECT_TRUE(trail.written.contains(e->draft));
      EXPECT_TRUE(trail.approved.contains(e->draft)) << "published unapproved";
      const auto& [text, author] = trail.written[e->draft];
      const auto& [read, approver] = trail.approved[e->draft];
      EXPECT_EQ(text, read) << "another text than was approved";
      EXPECT_EQ(text, e->hash);
      EXPECT_NE(author, approver);
      EXPECT_NE(author, r.by);
      bool two_parts = std::is_same_v<PublishedEvent, StatementPublished>;
      if constexpr (std::is_same_v<WrittenEvent, Drafted>) {
        for (const auto& other : history)
          if (const auto* d = std::get_if<Drafted>(&other.event); d != nullptr && d->draft == e->draft)
            two_parts = d->part == Part::answer;
      }
      EXPECT_TRUE(!two_parts || approver != r.by) << "an answer takes three people";
      EXPECT_TRUE(author && approver && r.by) << "words of nobody";
    }
  }
  return words;
}

void Unmarked::expect_every_word_is_marked() {
  const auto rows = w.store.ledger_rows(0, 4096).value();
  std::set<std::string> shown_bodies;
  for (const auto& row : rows) {
    const auto entry = ledger::parse_entry(row.leaf);
    ASSERT_TRUE(entry);
    EXPECT_EQ(entry->body_commit, ledger::body_commit(row.salt, row.body)) << "the ledger commits to another text";
    if (row.shown) shown_bodies.insert(row.body);
  }
  const auto answers = w.store.answers({.limit = 500}).value();
  const auto statements = w.store.statements(0, 500).value();
  EXPECT_EQ(answers.size() + statements.size(), static_cast<size_t>(published)) << "a word without a public row";
  for (const auto& a : answers) {
    ASSERT_LT(static_cast<size_t>(a.entry), rows.size());
    EXPECT_EQ(ledger::parse_entry(rows[a.entry].leaf)->about, a.number.value);
    EXPECT_TRUE(a.text.empty() || rows[a.entry].body == a.text);
  }
  for (const auto& s : statements) {
    ASSERT_LT(static_cast<size_t>(s.entry), rows.size());
    EXPECT_EQ(rows[s.entry].body, s.title + "\n\n" + s.text);
  }
  size_t sent = 0;
  const auto out_rows = w.store.outbox_due(w.clock.at + hours(1), 500).value();
  for (const auto& out : out_rows) {
    if (out.channel == desk::kReceiptChannel) {
      EXPECT_EQ(out.body, "") << "a receipt goes to the ledger and says nothing";
      continue;
    }
    ++sent;
    EXPECT_EQ(out.target, "http://forum.example/t/1") << "not in the thread that was heard";
    EXPECT_TRUE(std::ranges::any_of(
        w.wiring.rules->accounts,
        [&](const OfficialAccount& account) { return account.id == out.account && account.channel == out.channel; }))
        << out.account << " is not in the register";
    EXPECT_TRUE(shown_bodies.contains(out.body)) << "what goes out is not what the ledger has: " << out.body;
  }
  EXPECT_LE(sent, static_cast<size_t>(published)) << "the same word from several accounts";
  EXPECT_GT(sent, 0u);
}

// Everybody tries everything, in any order; what gets out obeys.
TEST_F(Unmarked, WhateverPeopleTryEveryWordIsApprovedByOthersAndStandsInTheLedgerUnderARegisteredAccount) {
  ASSERT_TRUE(w.hearing.load());
  const desk::Incoming in{.source = "forum",
                          .publisher = "",
                          .url = "http://forum.example/t/1",
                          .published_at = {},
                          .title = "",
                          .text = "望江码头海鲜摊短斤少两，多人送医住院",
                          .author = "甲"};
  ASSERT_TRUE(w.hearing.hear({&in, 1}));
  std::vector<CaseNumber> numbers;
  for (int round = 0; round < 12; ++round) {
    const CaseNumber number = open();
    numbers.push_back(number);
    for (int step = 0; step < 400; ++step) {
      const auto state = w.cases.load(number).value();
      (void)w.cases.act(anybody(), number, a_case_command(state, random));
    }
  }
  for (int step = 0; step < 1500; ++step)
    (void)w.issues.act(anybody(), {1}, an_issue_command(w.issues.load({1}).value(), random));
  int answers = 0;
  for (const auto& number : numbers)
    answers += expect_people_differ<Drafted, Approved, Published>(
        w.store.case_events(number).value(), [](const Drafted& e) { return draft_hash(e.part, e.text, e.note); });
  const int statements = expect_people_differ<StatementDrafted, StatementApproved, StatementPublished>(
      w.store.issue_events({1}).value(), [](const StatementDrafted& e) { return statement_hash(e.title, e.text); });
  EXPECT_GT(answers, 5);
  EXPECT_GT(statements, 5);
  published = answers + statements;
  expect_every_word_is_marked();
}

TEST(UnmarkedSource, OnlyOneFileWritesWhatGoesOut) {
  int files = 0;
  for (const auto& [path, text] : sources_in("src")) {
    ++files;
    if (path == "src/desk/entries.cpp" || path.starts_with("src/store/")) continue;
    const bool carries_out = path.starts_with("src/outbox/");  // rows that are there; it makes none
    EXPECT_TRUE(carries_out || text.find("outbox.push_back") == std::string::npos) << path << " has words of its own";
    EXPECT_TRUE(!carries_out || text.find(".id = {}") == std::string::npos) << path << " makes a new word";
  }
  EXPECT_GT(files, 100);
}

}  // namespace
}  // namespace hb::never
