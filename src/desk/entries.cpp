#include "desk/entries.h"

#include "ledger/entry.h"

namespace hb::desk {

using namespace casework;

namespace {

constexpr int64_t kBatch = 60;  // receipts of one minute look alike

std::string fresh_salt(Random& random) {
  std::string salt(32, '\0');
  random.fill({reinterpret_cast<uint8_t*>(salt.data()), salt.size()});
  return salt;
}

// Office and case numbers are printable ASCII by construction, so the entry always formats.
LedgerRow row_of(const ledger::Entry& facts, std::string_view body, bool shown, const Wiring& w) {
  ledger::Entry entry = facts;
  entry.office = w.office;
  LedgerRow row{.index = 0,
                .leaf = {},
                .salt = fresh_salt(w.random),
                .body = std::string(body),
                .shown = shown,
                .at = facts.time};
  entry.body_commit = ledger::body_commit(row.salt, row.body);
  row.leaf = ledger::format_entry(entry).value();
  return row;
}

ledger::EntryKind kind_of(Part part) {
  switch (part) {
    case Part::first_reply:
      return ledger::EntryKind::reply;
    case Part::answer:
      return ledger::EntryKind::answer;
    case Part::correction:
      return ledger::EntryKind::correction;
    case Part::retraction:
      return ledger::EntryKind::retraction;
  }
  return {};
}

// The disclosed account the unit speaks through on a channel; null if it has none there.
const OfficialAccount* account_of(const Rules& rules, const UnitId& unit, std::string_view channel) {
  for (const UnitId& speaker : {unit, office_of(rules)})
    for (const auto& account : rules.accounts)
      if (account.unit == speaker && account.channel == channel) return &account;
  return nullptr;
}

// Where the issue was first heard on the site; "" if it was not.
Result<std::string> first_link(IssueId issue, std::string_view site, Store& store) {
  constexpr int64_t kPage = 500;
  std::string link;
  Instant first = kEndOfTime;
  for (int64_t offset = 0;; offset += kPage) {
    const auto posts = store.posts_of_issue(issue, offset, kPage);
    if (!posts) return tl::unexpected(posts.error());
    for (const Post& post : *posts) {
      const Instant at = post.published_at.value_or(post.noticed_at);
      if (!post.url.starts_with(site) || at > first) continue;
      first = at;
      link = post.url;
    }
    if (static_cast<int64_t>(posts->size()) < kPage) return link;
  }
}

// One row for each channel on which the issue was heard and the unit has an account, or the office for it.
Result<void> add_deliveries(IssueId issue, const UnitId& unit, const std::string& key, const std::string& body,
                            Instant now, const Wiring& w, Changes& changes) {
  for (const auto& [channel, site] : w.sites) {
    const OfficialAccount* account = account_of(*w.rules, unit, channel);
    if (account == nullptr) continue;
    auto link = first_link(issue, site, w.store);
    if (!link) return tl::unexpected(link.error());
    if (link->empty()) continue;
    OutboxRow row;
    row.key = key + "/" + channel;
    row.channel = channel;
    row.target = std::move(*link);
    row.account = account->id;
    row.body = body;
    row.next_at = now;
    changes.outbox.push_back(std::move(row));
  }
  return {};
}

ledger::Entry entry_of(ledger::EntryKind kind, std::string about, int64_t rev, Instant now) {
  ledger::Entry out;
  out.kind = kind;
  out.about = std::move(about);
  out.rev = static_cast<uint64_t>(rev);
  out.time = now;
  return out;
}

}  // namespace

Result<void> add_official_word(const Case& state, const Draft& draft, Instant now, const Wiring& w, Changes& changes) {
  const bool shown = !state.opened.answer_privately;
  const auto& number = state.opened.number;
  const auto entry = static_cast<int64_t>(changes.ledger.size());
  ledger::Entry facts = entry_of(kind_of(draft.part), number.value, draft.id.value, now);
  facts.template_hash = draft.template_hash;
  int64_t supersedes = -1;
  if (changes_answer(draft.part)) {
    const auto said = w.store.answers_of_case(number);
    if (!said) return tl::unexpected(said.error());
    const Draft* stood = state.standing(draft.id);
    for (const auto& answer : *said)
      if (stood != nullptr && answer.draft == stood->id) supersedes = answer.entry;
    if (supersedes < 0) return fail("store.broken", "no entry of the answer that stands: " + number.value);
    facts.supersedes = static_cast<uint64_t>(supersedes);
  }
  changes.ledger.push_back(row_of(facts, draft.text, shown, w));
  facts.supersedes.reset();
  facts.template_hash.reset();
  if (!draft.note.empty()) {
    facts.kind = ledger::EntryKind::note;
    changes.ledger.push_back(row_of(facts, draft.note, /*shown=*/false, w));
  }
  changes.answers.push_back(
      {.entry = entry,
       .number = number,
       .part = draft.part,
       .draft = draft.id,
       .summary = state.opened.summary,
       .text = shown ? draft.text : "",
       .unit = state.unit,
       .place = state.opened.places.empty() ? "" : state.opened.places.front(),
       .published_at = now,
       .supersedes = supersedes,
       .folded = text::fold_to_utf8(
           shown ? number.value + " " + state.opened.summary + "\n" + draft.text : number.value, w.simplifier)});
  if (!shown || !state.opened.issue) return {};
  return add_deliveries(state.opened.issue, state.unit,
                        std::string(name_of(draft.part)) + "/" + number.value + "/" + std::to_string(draft.id.value),
                        draft.text, now, w, changes);
}

Result<void> add_statement(const Issue& state, const StatementDraft& draft, Instant now, const Wiring& w,
                           Changes& changes) {
  const std::string issue = "issue:" + std::to_string(state.id.value);
  const bool explainer = !draft.sources.empty();
  const std::string body = draft.title + "\n\n" + draft.text + (explainer ? "\n\n" + draft.sources : "");
  const UnitId office = office_of(*w.rules);
  const auto entry = static_cast<int64_t>(changes.ledger.size());
  const auto kind = explainer ? ledger::EntryKind::explainer : ledger::EntryKind::statement;
  changes.ledger.push_back(row_of(entry_of(kind, issue, draft.id.value, now), body, /*shown=*/true, w));
  changes.statements.push_back({.entry = entry,
                                .issue = state.id,
                                .draft = draft.id,
                                .title = draft.title,
                                .text = draft.text,
                                .unit = explainer && state.unit ? state.unit : office,
                                .published_at = now,
                                .sources = draft.sources});
  if (explainer) return {};  // a longer text is read here; channels carry statements
  return add_deliveries(state.id, office,
                        "statement/" + std::to_string(state.id.value) + "/" + std::to_string(draft.id.value), body, now,
                        w, changes);
}

void add_rulebook(std::string_view toml, int64_t number, Instant now, const Wiring& w, Changes& changes) {
  changes.ledger.push_back(row_of(entry_of(ledger::EntryKind::rulebook, "-", number, now), toml, /*shown=*/true, w));
}

void add_account(const AccountChange& change, int64_t number, Instant now, const Wiring& w, Changes& changes) {
  changes.ledger.push_back(
      row_of(entry_of(ledger::EntryKind::account, "-", number, now), to_bytes(change), /*shown=*/true, w));
}

void add_policy(std::string_view text, int64_t number, Instant now, const Wiring& w, Changes& changes) {
  changes.ledger.push_back(row_of(entry_of(ledger::EntryKind::key, "-", number, now), text, /*shown=*/true, w));
}

void add_receipt(const CaseNumber& number, Instant now, Changes& changes) {
  changes.outbox.push_back({.id = {},
                            .key = "receipt/" + number.value,
                            .channel = std::string(kReceiptChannel),
                            .target = number.value,
                            .account = {},
                            .body = {},
                            .state = Delivery::waiting,
                            .attempts = 0,
                            .next_at = {(now.seconds / kBatch + 1) * kBatch},
                            .error = {}});
}

Result<int> enter_receipts(const Wiring& w) {
  const auto due = w.store.outbox_due(w.clock.now(), 1000);
  if (!due) return tl::unexpected(due.error());
  Changes changes;
  for (const auto& waiting : *due) {
    if (waiting.channel != kReceiptChannel) continue;
    ledger::Entry facts;
    facts.kind = ledger::EntryKind::receipt;
    facts.about = waiting.target;
    facts.time = waiting.next_at;
    changes.receipts.emplace_back(CaseNumber{waiting.target}, static_cast<int64_t>(changes.ledger.size()));
    changes.ledger.push_back(row_of(facts, "receipt " + waiting.target + "\n", /*shown=*/false, w));
    changes.outbox.push_back(waiting);
    changes.outbox.back().state = Delivery::delivered;
    changes.outbox.back().attempts = 1;
  }
  if (changes.ledger.empty()) return 0;
  if (const auto done = w.store.commit(changes); !done) return tl::unexpected(done.error());
  return static_cast<int>(changes.ledger.size());
}

}  // namespace hb::desk
