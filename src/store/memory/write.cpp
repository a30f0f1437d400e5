#include <algorithm>

#include "store/memory/store.h"

namespace hb::store {

using namespace desk;

namespace {

/// Whether every append follows the version before it: the one there, or the one an earlier append of the change makes.
template <class Key, class Events, class Appends, class KeyOf>
Result<void> versions(const std::map<Key, Events>& there, const Appends& appends, KeyOf key_of) {
  std::map<Key, int64_t> at;
  for (const auto& append : appends) {
    const Key& key = key_of(append);
    const auto found = there.find(key);
    auto& version = at.try_emplace(key, found == there.end() ? 0 : int64_t(found->second.size())).first->second;
    if (version != append.expected_version) {
      if constexpr (requires { key.value.size(); }) {
        return fail("store.version", key.value);
      } else {
        return fail("store.version", std::to_string(key.value));
      }
    }
    version += int64_t(append.events.size());
  }
  return {};
}

template <class Map, class Row>
void put(Map& map, const Row& row) {
  if constexpr (requires { row.number; }) {
    map.insert_or_assign(row.number, row);
  } else {
    map.insert_or_assign(row.id, row);
  }
}

void hear(IssueRow& row, const IssueRow& heard) {
  row.title = heard.title;
  row.places = heard.places;
  row.harms = heard.harms;
  row.posts = heard.posts;
  row.copies = heard.copies;
  row.voices = heard.voices;
  row.publishers = heard.publishers;
  row.last_at = heard.last_at;
}

void decide(IssueRow& row, const IssueDecided& decided) {
  row.grade = decided.grade;
  row.unit = decided.unit;
  row.remit = decided.remit;
  row.dismissed = decided.dismissed;
  row.cases = decided.cases;
  row.next_due = decided.next_due;
  row.missed = decided.missed;
  row.next_from = decided.next_from;
  row.wakes_at = decided.wakes_at;
  row.unacknowledged = decided.unacknowledged;
  row.merged_into = decided.merged_into;
}

}  // namespace

Result<void> MemoryStore::check(const Changes& c) const {
  if (auto done = versions(case_events_, c.cases, [](const CaseAppend& a) { return a.number; }); !done) return done;
  if (auto done = versions(issue_events_, c.issues, [](const IssueAppend& a) { return a.id; }); !done) return done;
  if (auto done = versions(record_events_, c.records, [](const RecordAppend& a) { return a.id; }); !done) return done;
  for (const auto& a : c.records)
    if (!casework::parts_of(a.id)) return fail("store.broken", "record " + a.id.value);
  if (c.ledger_state && (ledger_state_.size != c.ledger_before.size || ledger_state_.root != c.ledger_before.root))
    return fail("store.ledger-moved");
  for (const auto& e : c.evidence)
    if (evidence_.contains({e.number, e.evidence})) return fail("store.broken", "evidence of " + e.number.value);
  std::set<PostId> ids;
  std::set<Digest> keys;
  for (const auto& p : c.posts) {
    const bool fresh = !post_keys_.contains(p.key) && keys.insert(p.key).second;
    if (fresh && p.id && (posts_.contains(p.id) || !ids.insert(p.id).second))
      return fail("store.broken", "post " + std::to_string(p.id.value));
  }
  auto users = users_;
  for (const auto& u : c.users) {
    users.erase(u.id);
    const auto same = [&](const auto& other) { return other.second.login == u.login; };
    if (std::any_of(users.begin(), users.end(), same)) return fail("store.broken", "user " + u.login);
    users.emplace(u.id, u);
  }
  return {};
}

Result<Committed> MemoryStore::commit(const Changes& c) {
  const std::lock_guard hold(mutex_);
  if (auto checked = check(c); !checked) return tl::unexpected(checked.error());
  Committed out;
  for (const auto& a : c.cases) {
    auto& events = case_events_[a.number];
    events.insert(events.end(), a.events.begin(), a.events.end());
    put(cases_, a.row);
  }
  for (const auto& r : c.issue_rows) hear(issues_.try_emplace(r.id, r).first->second, r);
  for (const auto& a : c.issues) {
    auto& events = issue_events_[a.id];
    events.insert(events.end(), a.events.begin(), a.events.end());
    if (const auto at = issues_.find(a.id); at != issues_.end()) decide(at->second, a.row);
  }
  for (const auto& a : c.records) {
    auto& events = record_events_[a.id];
    events.insert(events.end(), a.events.begin(), a.events.end());
    records_.insert_or_assign(*casework::parts_of(a.id), a.row);
  }
  for (Post p : c.posts) {
    if (!post_keys_.insert(p.key).second) {
      out.posts.emplace_back();
      continue;
    }
    if (!p.id) p.id = {posts_.empty() ? 1 : posts_.rbegin()->first.value + 1};
    out.posts.push_back(p.id);
    posts_.emplace(p.id, p);
    origins_[p.id] = p.issue;
  }
  for (const auto& m : c.moved) {
    if (const auto at = posts_.find(m.post); at != posts_.end()) at->second.issue = m.to, origins_[m.post] = m.origin;
  }
  for (const auto& [from, into] : c.merged)
    for (auto& [id, post] : posts_)
      if (post.issue == from) post.issue = into;
  for (SearchRow s : c.searches) {
    s.id = int64_t(searches_.size()) + 1;
    searches_.push_back(std::move(s));
  }
  mentions_.insert(mentions_.end(), c.mentions.begin(), c.mentions.end());
  for (const auto& seen : c.mentions_seen)
    std::erase_if(mentions_, [&](const auto& one) { return std::pair(one.user, one.number) == seen; });
  for (const int64_t watch : c.watches_anew) watch_hits_.erase(watch);
  for (const auto& hit : c.watch_hits) watch_hits_[hit.watch].emplace(hit.at, hit.post);
  for (const IssueId id : c.met) {
    if (const auto at = issues_.find(id); at != issues_.end()) ++at->second.met;
  }
  const auto first = int64_t(ledger_.size());
  if (!c.ledger.empty()) out.first_ledger_index = first;
  for (const auto& l : c.ledger) {
    ledger_.push_back(l);
    ledger_.back().index = int64_t(ledger_.size()) - 1;
  }
  for (const auto& [number, entry] : c.receipts) receipts_.insert_or_assign(number, first + entry);
  for (const auto& a : c.answers) {
    auto& row = answers_[first + a.entry] = a;
    row.entry += first;
  }
  for (const auto& s : c.statements) {
    auto& row = statements_[first + s.entry] = s;
    row.entry += first;
  }
  if (c.ledger_state) ledger_state_ = *c.ledger_state;
  for (OutboxRow o : c.outbox) {
    const auto same = [&](const auto& other) { return other.second.key == o.key; };
    if (o.id) {
      if (const auto at = outbox_.find(o.id); at != outbox_.end()) at->second = o;
    } else if (std::none_of(outbox_.begin(), outbox_.end(), same)) {
      o.id = {outbox_.empty() ? 1 : outbox_.rbegin()->first.value + 1};
      outbox_.emplace(o.id, o);
    }
  }
  for (const auto& s : c.sources) put(sources_, s);
  for (const auto& u : c.users) put(users_, u);
  for (const auto& z : c.citizens) put(citizens_, z);
  for (const auto& e : c.evidence) evidence_.try_emplace({e.number, e.evidence}, e);
  for (const auto& d : c.documents) documents_.try_emplace(d.sha256, d);
  for (const auto& [issue, tag] : c.voices) voices_[issue].insert(tag);
  for (const auto& [issue, key] : c.voice_keys) voice_keys_.insert_or_assign(issue, key);
  for (const auto& [name, value] : c.settings) settings_.insert_or_assign(name, value);
  return out;
}

}  // namespace hb::store
