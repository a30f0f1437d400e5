// The order inside one post matters and is fixed: mask, then everything else. The engine and the duplicate set move on
// before the batch is written, so a failed write leaves them ahead of the store; `load` brings them back.
//
// Voices: each issue has a random key; a voice is HMAC-SHA-256 of the author under it, cut to eight bytes, in a table
// of its own. Nothing joins a tag to a post, and the tags of two issues cannot be compared.

#include "desk/hearing.h"

#include <algorithm>
#include <cstring>
#include <iterator>
#include <map>

#include "base/pieces.h"
#include "base/utf8.h"
#include "casework/people.h"
#include "casework/routing.h"
#include "desk/issues.h"

namespace hb::desk {
namespace {

constexpr size_t kVoiceTag = 8;

uint64_t short_key(const Digest& key) {
  uint64_t out = 0;
  std::memcpy(&out, key.data(), sizeof out);
  return out;
}

std::string cut(std::string_view text, size_t limit) {
  if (text.size() <= limit) return std::string(text);
  return std::string(start_of(text, limit)) + "…";
}

/// The page a text stands on, whatever its place there.
std::string_view thread_of(std::string_view url) { return url.substr(0, url.find('#')); }

Digest key_of(const Incoming& in) { return sha256_of({in.source, in.url, in.title, in.text}); }

std::string title_of(const Post& post) {
  return post.title.empty() ? cut(post.text.substr(0, post.text.find('\n')), 120) : post.title;
}

// The rulebook's own places are found by their id; people know them by name.
std::string name_of_place(const std::string& place, const casework::Rules& rules) {
  const auto own = std::ranges::find(rules.places, place, &casework::Place::id);
  return own == rules.places.end() ? place : own->name.zh;
}

std::vector<casework::Words> why(const notice::Verdict& verdict) {
  std::vector<casework::Words> out;
  out.reserve(verdict.reasons.size());
  for (const auto& reason : verdict.reasons)
    out.push_back({notice::words(reason, notice::Lang::zh), notice::words(reason, notice::Lang::en)});
  return out;
}

std::vector<std::string> words_of(const notice::Verdict& verdict) {
  std::vector<std::string> out;
  for (const auto& reason : verdict.reasons)
    if (reason.code == notice::Reason::Code::grade || reason.code == notice::Reason::Code::harm)
      out.push_back(notice::words(reason, notice::Lang::zh));
  return out;
}

const std::string& publisher_of(const Post& post, const std::map<std::string, std::string>& owners) {
  const auto owner = owners.find(post.source.value);
  return owner == owners.end() ? post.source.value : owner->second;
}

/// Whether it was new.
bool add_new(std::vector<std::string>& to, std::string_view word) {
  if (word.empty() || std::ranges::find(to, word) != to.end()) return false;
  to.emplace_back(word);
  return true;
}

// The unit of the places if it is one; of several, the office puts the matter before each.
UnitId unit_of(const std::vector<std::string>& places, const casework::Rules& rules) {
  UnitId one;
  for (const auto& place : places) {
    const UnitId unit = casework::unit_of_place(rules, place);
    if (unit && one && unit != one) return casework::office_of(rules);
    if (unit) one = unit;
  }
  return one;
}

bool branch(const UnitId& id, const casework::Rules& rules) {
  const casework::Unit* unit = rules.unit(id);
  return unit != nullptr && unit->kind == casework::UnitKind::branch;
}

// The branches whose districts, or places in them, the text names.
void add_districts(std::string_view text, const casework::Rules& rules, std::set<UnitId>& to) {
  const auto named = [&](std::string_view name) { return text.find(name) != std::string_view::npos; };
  for (const casework::Unit& unit : rules.units)
    if (unit.kind == casework::UnitKind::branch && std::ranges::any_of(unit.places, named)) to.insert(unit.id);
  for (const casework::Place& place : rules.places) {
    if (!named(place.name.zh)) continue;
    if (const UnitId unit = casework::unit_of_place(rules, place.name.zh); branch(unit, rules)) to.insert(unit);
  }
}

// By the name the rulebook has for it.
std::vector<std::string> districts_in(const Post& post, const casework::Rules& rules) {
  std::set<UnitId> branches;
  add_districts(post.title, rules, branches);
  add_districts(post.text, rules, branches);
  std::vector<std::string> out;
  for (const UnitId& id : branches)
    if (const casework::Unit* unit = rules.unit(id); !unit->places.empty()) out.push_back(unit->places.front());
  return out;
}

}  // namespace

// One transaction under way: the board lines and issues it touches, each read once.
struct Hearing::Batch {
  struct Touched {
    IssueRow row;
    Grade grade = Grade::routine;  ///< the engine's, with `reasons`
    std::vector<std::string> reasons;
    bool remit = false;
    UnitId unit;
    size_t newest = 0;  ///< its last one among the posts of `changes`
  };
  Changes changes;
  std::map<IssueId, Touched> issues;
  std::map<IssueId, std::string> keys;
  std::map<IssueId, std::unordered_set<std::string>> tags;  ///< new in this batch
  std::map<IssueId, int64_t> counted;                       ///< in the store before it
  Heard heard;
  Instant now;
  std::vector<MergeIssues> one;  ///< issues that its posts show to be one
  std::optional<Error> error;
};

/// One issue that is decided about: its line, and what was decided so far.
struct Hearing::Side {
  IssueRow row;
  casework::Issue before, after;
  std::vector<casework::IssueEvent> events;

  Result<void> decide(const casework::IssueCommand& command, const casework::Actor& actor, Instant now,
                      const casework::Rules& rules) {
    const auto made = casework::decide(after, command, actor, now, rules);
    if (!made) return tl::unexpected(made.error());
    for (const auto& event : *made) {
      events.push_back(event);
      casework::apply(after, {now, actor.user, actor.name, event});
    }
    return {};
  }
  /// Counts that many posts more, or fewer.
  void count(const std::vector<Post>& posts, int64_t sign) {
    for (const Post& post : posts) {
      (post.same_text_as ? row.copies : row.posts) += sign;
      if (sign > 0) row.last_at = std::max(row.last_at, post.noticed_at);
    }
  }
};

/// Who regroups, when, and what they saw.
struct Hearing::Acting {
  const casework::Actor& actor;
  Instant now;
  std::optional<int64_t> seen;
};

Hearing::Hearing(const Wiring& wiring, notice::Options options, const text::AllowList& allow)
    : w_(wiring), options_(std::move(options)), allow_(allow), engine_(options_), watching_(wiring, options_) {}

Result<void> Hearing::load(const std::map<std::string, std::string>& owners) {
  engine_ = notice::Engine(options_);
  known_.clear();
  publishers_.clear();
  reach_.clear();
  units_.clear();
  last_post_ = 0;
  if (auto ok = read_sources(); !ok) return ok;
  owners_ = owners;
  refused_.clear();
  const auto last = w_.store.last_issue();
  if (!last) return tl::unexpected(last.error());
  engine_.begin_after(*last);
  if (auto ok = watching_.load(); !ok) return ok;
  return w_.store.each_post([&](const Post& post) {
    known_.insert(short_key(post.key));
    last_post_ = std::max(last_post_, post.id.value);
    const auto folded = text::fold(post.title + "\n" + post.text, w_.simplifier);
    const std::string& publisher = publisher_of(post, owners_);
    engine_.decide({.id = post.id,
                    .publisher = publisher,
                    .published_at = time_of(post),
                    .text = folded,
                    .thread = thread_of(post.url),
                    .reply = post.reply,
                    .issue = post.issue,
                    .same_text_as = post.same_text_as,
                    .districts = [&] { return districts_in(post, *w_.rules); }},
                   [](IssueId) { return 0; });
    publishers_[post.issue].insert(publisher);
    reach(post, post.issue);
    return true;
  });
}

Result<Heard> Hearing::hear(std::span<const Incoming> batch, Brought brought) {
  Batch work;
  work.now = w_.clock.now();
  // One that was added since; what is imported comes from nowhere that anybody answers for.
  if (brought.source && !units_.contains(brought.source->id)) units_[brought.source->id] = brought.source->unit;
  for (const auto& in : batch) {
    one(in, work);
    if (work.error) return tl::unexpected(*work.error);
  }
  if (work.changes.posts.empty() && !brought.source) return work.heard;
  if (brought.source) work.changes.sources.push_back(std::move(*brought.source));
  if (brought.document && !work.changes.posts.empty()) {
    for (auto& post : work.changes.posts) post.document = brought.document->sha256;
    work.changes.documents.push_back(std::move(*brought.document));
  }
  for (const auto& [id, touched] : work.issues) work.changes.issue_rows.push_back(touched.row);
  for (int tries = 1;; ++tries) {
    Changes changes = work.changes;
    Heard heard = work.heard;
    if (auto ok = propose(work, changes, heard); !ok) return tl::unexpected(ok.error());
    if (auto ok = watching_.note(changes.posts, changes.issue_rows, engine_.rhythm(), work.now, changes); !ok)
      return tl::unexpected(ok.error());
    const auto done = commit(w_, changes);
    if (done) {
      make_one(work.one);
      return heard;
    }
    if (done.error().code != "store.version" || tries == kTries) return tl::unexpected(done.error());
  }
}

// What the rules propose for the issues of the batch, on what people have decided so far.
Result<void> Hearing::propose(Batch& batch, Changes& changes, Heard& heard) const {
  for (const auto& [id, touched] : batch.issues) {
    auto issue = side(touched.row);
    if (!issue) return tl::unexpected(issue.error());
    const auto decide = [&](const casework::IssueCommand& command) {
      return issue->decide(command, casework::the_desk(), batch.now, *w_.rules);
    };
    const auto& [row, before, after, events] = *issue;
    if (touched.grade > before.proposed)
      if (auto ok = decide(casework::ProposeGrade{touched.grade, touched.reasons}); !ok) return ok;
    if (touched.remit)
      if (auto ok = decide(casework::ProposeRemit{touched.unit}); !ok) return ok;
    if (touched.remit && !before.spread) {  // it is said once
      const Post& newest = batch.changes.posts[touched.newest];
      if (const auto spread = spread_of(row, reach_.at(id), newest.title + "\n" + newest.text))
        if (auto ok = decide(casework::ReportSpread{*spread}); !ok) return ok;
    }
    if (before.proposed != Grade::critical && after.proposed == Grade::critical) heard.critical.push_back(id);
    if (auto ok = append_issue(before, events, casework::the_desk(), batch.now, w_, changes); !ok) return ok;
  }
  return {};
}

Result<Hearing::Side> Hearing::side(const IssueRow& row) const {
  const auto history = w_.store.issue_events(row.id);
  if (!history) return tl::unexpected(history.error());
  Side out{.row = row, .before = fold_issue(row.id, row.first_at, *history), .after = {}, .events = {}};
  out.after = out.before;
  return out;
}

void Hearing::one(const Incoming& in, Batch& batch) {
  const Digest key = key_of(in);
  if (!known_.insert(short_key(key)).second) {
    ++batch.heard.known;
    return;
  }
  Post post;
  post.id = {++last_post_};
  post.source = {std::string(in.source)};
  post.url = std::string(in.url);
  post.title = text::mask(cut(in.title, kLongestText), allow_, w_.simplifier);
  post.text = text::mask(cut(in.text, kLongestText), allow_, w_.simplifier);
  post.published_at = in.published_at;
  post.noticed_at = batch.now;
  post.reply = in.reply;
  post.key = key;

  const auto folded = text::fold(post.title + "\n" + post.text, w_.simplifier);
  post.folded = to_utf8(folded.text);
  const std::string_view publisher = in.publisher.empty() ? in.source : in.publisher;
  const auto verdict = engine_.decide({.id = post.id,
                                       .publisher = publisher,
                                       .published_at = std::min(in.published_at.value_or(batch.now), batch.now),
                                       .text = folded,
                                       .thread = thread_of(post.url),
                                       .reply = post.reply,
                                       .districts = [&] { return districts_in(post, *w_.rules); }},
                                      [&](IssueId issue) { return voices(issue, in.author, batch); });
  post.issue = verdict.issue;
  post.same_text_as = verdict.same_text_as;
  post.why = why(verdict);
  if (verdict.one_with) batch.one.push_back({.one = verdict.issue, .other = verdict.one_with, .shown_by = post.id});
  touch(post, publisher, verdict, batch);
  batch.changes.posts.push_back(std::move(post));
  ++batch.heard.stored;
}

int Hearing::voices(IssueId issue, std::string_view author, Batch& batch) {
  auto& counted = batch.counted;
  if (!counted.contains(issue)) {
    const auto before = w_.store.count_voices(issue);
    const auto key = w_.store.voice_key(issue);
    if (!before || !key) {
      batch.error = !before ? before.error() : key.error();
      return 0;
    }
    counted[issue] = *before;
    if (*key) {
      batch.keys[issue] = **key;
    } else {
      std::string fresh(32, '\0');
      w_.random.fill({reinterpret_cast<uint8_t*>(fresh.data()), fresh.size()});
      batch.changes.voice_keys.emplace_back(issue, fresh);
      batch.keys[issue] = std::move(fresh);
    }
  }
  if (!author.empty()) {
    const Digest tag = hmac_sha256(batch.keys[issue], author);
    std::string cut_tag(view(tag).substr(0, kVoiceTag));
    const auto known = w_.store.has_voice(issue, cut_tag);
    if (!known) {
      batch.error = known.error();
      return 0;
    }
    if (!*known && batch.tags[issue].insert(cut_tag).second)
      batch.changes.voices.emplace_back(issue, std::move(cut_tag));
  }
  return static_cast<int>(counted[issue] + static_cast<int64_t>(batch.tags[issue].size()));
}

void Hearing::touch(const Post& post, std::string_view publisher, const notice::Verdict& verdict, Batch& batch) {
  auto [at, fresh] = batch.issues.try_emplace(verdict.issue);
  auto& touched = at->second;
  if (fresh) {
    const auto row = w_.store.issue_row(verdict.issue);
    if (!row) {
      batch.error = row.error();
      return;
    }
    if (*row) {
      touched.row = **row;
    } else {
      ++batch.heard.issues;
      touched.row.id = verdict.issue;
      touched.row.title = title_of(post);
      touched.row.first_at = batch.now;
    }
  }
  auto& row = touched.row;
  // The first post that speaks of a harm names the issue, a graver one names it anew: a thread may begin with anything.
  const bool graver = row.harms.empty() || verdict.grade > std::max(row.grade, touched.grade);
  if (!verdict.harms.empty() && graver) row.title = title_of(post);
  row.last_at = batch.now;
  if (verdict.same_text_as)
    ++row.copies;
  else
    ++row.posts;
  publishers_[verdict.issue].emplace(publisher);
  reach(post, verdict.issue);
  row.publishers = static_cast<int64_t>(publishers_[verdict.issue].size());
  if (batch.counted.contains(verdict.issue))
    row.voices = batch.counted[verdict.issue] + static_cast<int64_t>(batch.tags[verdict.issue].size());
  add_new(row.places, name_of_place(verdict.place, *w_.rules));
  for (const auto& harm : verdict.harms) add_new(row.harms, harm);

  if (verdict.grade > touched.grade) {
    touched.grade = verdict.grade;
    touched.reasons = words_of(verdict);
  }
  if (row.harms.empty()) return;  // a place alone does not make it the desk's matter
  touched.remit = true;
  touched.newest = batch.changes.posts.size();  // where it goes next
  touched.unit = unit_of(row.places, *w_.rules);
}

// A second district is named, or sources of a branch speak of it and somebody else's beside it.
std::optional<casework::IssueSpread> Hearing::spread_of(const IssueRow& row, const Reach& reach,
                                                        const std::string& text) const {
  const auto& [districts, sources] = reach;
  const bool other_sources =
      sources.size() > 1 && std::ranges::any_of(sources, [&](const UnitId& one) { return branch(one, *w_.rules); });
  if (districts.size() < 2 && !other_sources) return std::nullopt;
  const auto matter = w_.matters->guess(row.title + "\n" + text, row.harms, w_.simplifier);
  return casework::IssueSpread{.places = row.places,
                               .districts = {districts.begin(), districts.end()},
                               .sources = {sources.begin(), sources.end()},
                               .department = matter ? casework::department_of(*w_.rules, matter->id) : UnitId{}};
}

void Hearing::reach(const Post& post, IssueId issue) {
  Reach& reach = reach_[issue];
  add_districts(post.title, *w_.rules, reach.districts);
  add_districts(post.text, *w_.rules, reach.districts);
  if (const auto unit = units_.find(post.source); unit != units_.end()) reach.sources.insert(unit->second);
}

Result<void> Hearing::read_sources() {
  const auto rows = w_.store.sources();
  if (!rows) return tl::unexpected(rows.error());
  for (const SourceRow& row : *rows) units_[row.id] = row.unit;
  return {};
}

// ---- Regrouping: the same rows and events, decided by people or shown by a post.

Result<Hearing::Side> Hearing::side(IssueId id, std::optional<int64_t> seen) const {
  const auto row = w_.store.issue_row(id);
  if (!row) return tl::unexpected(row.error());
  if (!*row) return fail("issue.unknown", std::to_string(id.value));
  auto out = side(**row);
  if (out && seen && out->before.version != *seen) return fail("store.version", std::to_string(id.value));
  return out;
}

Result<std::vector<Post>> Hearing::all_posts(IssueId id) const {
  constexpr int64_t kPage = 500;
  std::vector<Post> out;
  for (;;) {
    auto page = w_.store.posts_of_issue(id, static_cast<int64_t>(out.size()), kPage);
    if (!page) return page;
    std::ranges::move(*page, std::back_inserter(out));
    if (static_cast<int64_t>(page->size()) < kPage) return out;
  }
}

Hearing::Publishers Hearing::publishers_of(const std::vector<Post>& posts) const {
  Publishers out;
  for (const Post& post : posts) out.insert(publisher_of(post, owners_));
  return out;
}

Result<void> Hearing::write(const Acting& by, const Side& one, const Side& other, Changes& changes) const {
  for (const Side* side : {&one, &other}) {
    changes.issue_rows.push_back(side->row);
    if (auto ok = append_issue(side->before, side->events, by.actor, by.now, w_, changes); !ok) return ok;
  }
  const auto done = commit(w_, changes);
  if (!done) return tl::unexpected(done.error());
  return {};
}

Result<IssueId> Hearing::regroup(const casework::Actor& actor, const Regroup& what, std::optional<int64_t> seen) {
  for (int tries = 1;; ++tries) {
    const Acting by{actor, w_.clock.now(), seen};
    const auto done = std::visit([&](const auto& one) -> Result<IssueId> { return regroup_once(by, one); }, what);
    if (done || done.error().code != "store.version" || seen || tries == kTries) return done;
  }
}

Result<IssueId> Hearing::regroup_once(const Acting& by, const MergeIssues& what) {
  auto one = side(what.one, by.seen), other = side(what.other);
  if (!one) return tl::unexpected(one.error());
  if (!other) return tl::unexpected(other.error());
  const bool first = what.one < what.other;
  Side &into = first ? *one : *other, &from = first ? *other : *one;

  casework::TakeIn take{.other = from.before, .reason = what.reason, .shown_by = what.shown_by};
  for (const auto& place : from.row.places)
    if (add_new(into.row.places, place)) take.places.push_back(place);
  for (const auto& harm : from.row.harms)
    if (add_new(into.row.harms, harm)) take.harms.push_back(harm);
  const casework::MergeInto go{.into = into.before, .reason = what.reason, .shown_by = what.shown_by};
  if (auto ok = into.decide(take, by.actor, by.now, *w_.rules); !ok) return tl::unexpected(ok.error());
  if (auto ok = from.decide(go, by.actor, by.now, *w_.rules); !ok) return tl::unexpected(ok.error());
  const Reach joined = reach_[from.row.id];
  Reach reach = reach_[into.row.id];
  reach.districts.insert(joined.districts.begin(), joined.districts.end());
  reach.sources.insert(joined.sources.begin(), joined.sources.end());
  if (const auto spread = spread_of(into.row, reach, from.row.title); spread && !into.before.spread)
    if (auto ok = into.decide(casework::ReportSpread{*spread}, casework::the_desk(), by.now, *w_.rules); !ok)
      return tl::unexpected(ok.error());

  Publishers publishers = publishers_[into.row.id];
  publishers.insert(publishers_[from.row.id].begin(), publishers_[from.row.id].end());
  into.row.posts += from.row.posts;
  into.row.copies += from.row.copies;
  into.row.voices += from.row.voices;
  into.row.publishers = static_cast<int64_t>(publishers.size());
  into.row.last_at = std::max(into.row.last_at, from.row.last_at);
  from.row.posts = from.row.copies = from.row.voices = from.row.publishers = 0;

  Changes changes;
  changes.merged.emplace_back(from.row.id, into.row.id);
  if (auto ok = write(by, into, from, changes); !ok) return tl::unexpected(ok.error());
  (void)engine_.merge(into.row.id, from.row.id);  // an issue without live posts has nothing there to be merged
  publishers_[into.row.id] = std::move(publishers);
  publishers_.erase(from.row.id);
  reach_[into.row.id] = std::move(reach);
  return into.row.id;
}

Result<IssueId> Hearing::regroup_once(const Acting& by, const PartIssues& what) {
  auto into = side(what.into, by.seen), other = side(what.other);
  if (!into) return tl::unexpected(into.error());
  if (!other) return tl::unexpected(other.error());
  const auto took = std::ranges::find(into->before.took_in, what.other, &casework::IssueTookIn::other);
  const auto drop = [](std::vector<std::string>& from, const std::vector<std::string>& words) {
    std::erase_if(from, [&](const auto& word) { return std::ranges::find(words, word) != words.end(); });
  };
  if (took != into->before.took_in.end()) drop(into->row.places, took->places), drop(into->row.harms, took->harms);
  for (auto [side, from] : {std::pair(&*into, what.other), std::pair(&*other, what.into)})
    if (auto ok = side->decide(casework::PartFrom{from, what.reason}, by.actor, by.now, *w_.rules); !ok)
      return tl::unexpected(ok.error());

  Changes changes;
  if (other->before.merged_into != what.into) {  // two that were never one
    if (auto ok = write(by, *into, *other, changes); !ok) return tl::unexpected(ok.error());
    return what.into;
  }
  const auto origins = w_.store.posts_from(what.into, what.other);
  if (!origins) return tl::unexpected(origins.error());
  auto staying = all_posts(what.into);
  if (!staying) return tl::unexpected(staying.error());
  const auto voices = w_.store.count_voices(what.other);
  if (!voices) return tl::unexpected(voices.error());
  std::vector<Post> back;
  std::vector<PostId> ids;
  for (const auto& [post, origin] : *origins) {
    changes.moved.push_back({post.id, what.other, origin});
    back.push_back(post);
    ids.push_back(post.id);
  }
  std::erase_if(*staying, [&](const Post& post) { return std::ranges::binary_search(ids, post.id); });
  into->count(back, -1);
  other->count(back, 1);
  into->row.voices -= std::min(into->row.voices, *voices);
  other->row.voices = *voices;
  Publishers kept = publishers_of(*staying), gone = publishers_of(back);
  into->row.publishers = static_cast<int64_t>(kept.size());
  other->row.publishers = static_cast<int64_t>(gone.size());
  if (auto ok = write(by, *into, *other, changes); !ok) return tl::unexpected(ok.error());
  (void)engine_.move(ids, what.other);
  publishers_[what.into] = std::move(kept);
  publishers_[what.other] = std::move(gone);
  return what.other;
}

// The engine goes first here: it gives the number of a new issue, and says how grave it is. What is not written, it
// takes back.
Result<IssueId> Hearing::regroup_once(const Acting& by, const MoveThem& what) {
  auto from = side(what.from, by.seen);
  if (!from) return tl::unexpected(from.error());
  auto to = what.to ? side(what.to) : Result<Side>(Side{});
  if (!to) return tl::unexpected(to.error());
  auto staying = all_posts(what.from);
  if (!staying) return tl::unexpected(staying.error());
  std::set<PostId> asked(what.posts.begin(), what.posts.end());
  for (const Post& post : *staying)
    if (asked.contains(post.same_text_as)) asked.insert(post.id);
  std::vector<Post> going;
  std::erase_if(*staying, [&](const Post& post) {
    if (!asked.contains(post.id)) return false;
    going.push_back(post);
    return true;
  });
  std::ranges::sort(going, {}, &Post::id);
  std::vector<PostId> ids;
  ids.reserve(going.size());
  for (const Post& post : going) ids.push_back(post.id);
  for (const PostId id : what.posts)
    if (!std::ranges::binary_search(ids, id)) return fail("issue.posts", std::to_string(id.value));
  if (staying->empty()) return fail("issue.posts", "all");
  Side trial = *from;  // whoever may not is refused before a number is taken
  if (auto ok =
          trial.decide(casework::MovePosts{what.from, what.to, what.posts, what.reason}, by.actor, by.now, *w_.rules);
      !ok)
    return tl::unexpected(ok.error());

  const auto moved = engine_.move(ids, what.to);
  if (!moved) return tl::unexpected(moved.error());
  if (!what.to) {
    to->row.id = to->after.id = to->before.id = moved->issue;
    to->row.title = title_of(going.front());
    to->row.first_at = to->after.noticed_at = to->before.noticed_at =
        std::ranges::min_element(going, {}, &Post::noticed_at)->noticed_at;
  }
  if (auto ok = write_move(by, what, *moved, going, *staying, *from, *to); !ok) {
    (void)engine_.move(ids, what.from);
    return tl::unexpected(ok.error());
  }
  return moved->issue;
}

Result<void> Hearing::write_move(const Acting& by, const MoveThem& what, const notice::Engine::Moved& moved,
                                 const std::vector<Post>& going, const std::vector<Post>& staying, Side& from,
                                 Side& to) {
  const casework::MovePosts command{what.from, moved.issue, what.posts, what.reason};
  for (Side* side : {&from, &to})
    if (auto ok = side->decide(command, by.actor, by.now, *w_.rules); !ok) return ok;
  Changes changes;
  Publishers kept = publishers_of(staying), gone = publishers_of(going);
  gone.insert(publishers_[moved.issue].begin(), publishers_[moved.issue].end());
  for (const Post& post : going) {
    changes.moved.push_back({post.id, moved.issue, moved.issue});
    const auto sight = engine_.see(text::fold(post.title + "\n" + post.text, w_.simplifier));
    add_new(to.row.places, name_of_place(sight.place, *w_.rules));
    for (const auto& harm : sight.harms) {
      if (!what.to && to.row.harms.empty()) to.row.title = title_of(post);
      add_new(to.row.harms, harm);
    }
  }
  from.count(going, -1);
  to.count(going, 1);
  from.row.publishers = static_cast<int64_t>(kept.size());
  to.row.publishers = static_cast<int64_t>(gone.size());
  const auto propose = [&](const casework::IssueCommand& proposal) {
    return to.decide(proposal, casework::the_desk(), by.now, *w_.rules);
  };
  if (moved.grade > to.before.proposed) {
    std::vector<std::string> reasons;
    reasons.reserve(moved.reasons.size());
    for (const auto& reason : moved.reasons) reasons.push_back(notice::words(reason, notice::Lang::zh));
    if (auto ok = propose(casework::ProposeGrade{moved.grade, reasons}); !ok) return ok;
  }
  if (!to.row.harms.empty())
    if (auto ok = propose(casework::ProposeRemit{unit_of(to.row.places, *w_.rules)}); !ok) return ok;
  if (auto ok = write(by, from, to, changes); !ok) return ok;
  publishers_[what.from] = std::move(kept);
  publishers_[moved.issue] = std::move(gone);
  return {};
}

Result<std::vector<AlikeIssues>> Hearing::alike(const casework::Actor& actor, IssueId of) {
  std::vector<IssueRow> rows;
  if (of) {
    const auto row = w_.store.issue_row(of);
    if (!row) return tl::unexpected(row.error());
    if (!*row) return fail("issue.unknown", std::to_string(of.value));
    rows.push_back(**row);
  } else {
    auto board = w_.store.issues({.at_least = {}, .limit = kAlikeIssues});
    if (!board) return tl::unexpected(board.error());
    rows = *std::move(board);
  }
  std::set<std::pair<IssueId, IssueId>> seen;
  std::vector<AlikeIssues> out;
  for (const IssueRow& row : rows) {
    const auto posts = w_.store.posts_of_issue(row.id, 0, kAlikePosts);
    if (!posts) return tl::unexpected(posts.error());
    for (const Post& post : *posts) {
      if (post.same_text_as) continue;
      const auto folded = text::fold(post.title + "\n" + post.text, w_.simplifier);
      const auto found = engine_.alike(
          {.id = post.id, .publisher = {}, .published_at = time_of(post), .text = folded, .issue = row.id});
      for (const auto& like : found) {
        const std::pair<IssueId, IssueId> ids = std::minmax(row.id, like.issue);
        if (!seen.insert(ids).second) continue;
        auto one = side(ids.first), other = side(ids.second);
        const auto text = w_.store.post(like.post);
        if (!one || !other || !text) return tl::unexpected(!one ? one.error() : !other ? other.error() : text.error());
        const auto& apart = one->before.apart;
        if (std::ranges::find(apart, ids.second) != apart.end() || one->before.merged_into ||
            other->before.merged_into || !*text)
          continue;
        const auto may = [&](const Side& issue, const casework::IssueCommand& command) {
          return casework::decide(issue.before, command, actor, w_.clock.now(), *w_.rules).has_value();
        };
        AlikeIssues pair{one->row, other->row, one->before.version, post, **text, like.likelihood, {}, false, false};
        if (ids.first != row.id) std::swap(pair.post, pair.like);
        for (const auto& reason : like.why)
          pair.why.push_back({notice::words(reason, notice::Lang::zh), notice::words(reason, notice::Lang::en)});
        pair.may_merge = may(*one, casework::TakeIn{.other = other->before, .reason = "?"}) &&
                         may(*other, casework::MergeInto{.into = one->before, .reason = "?"});
        pair.may_part =
            may(*one, casework::PartFrom{ids.second, "?"}) && may(*other, casework::PartFrom{ids.first, "?"});
        out.push_back(std::move(pair));
      }
    }
  }
  std::ranges::stable_sort(out, [](const AlikeIssues& a, const AlikeIssues& b) {
    const Grade left = std::max(a.one.grade, a.other.grade), right = std::max(b.one.grade, b.other.grade);
    return left != right ? left > right : a.likelihood > b.likelihood;
  });
  return out;
}

// Each in a transaction of its own, after the batch. What the rules refuse stays two issues, and is not asked again.
void Hearing::make_one(const std::vector<MergeIssues>& shown) {
  for (const MergeIssues& pair : shown) {
    const std::pair<IssueId, IssueId> ids = std::minmax(pair.one, pair.other);
    if (refused_.contains(ids)) continue;
    const auto done = regroup(casework::the_desk(), pair);
    if (!done && done.error().code.starts_with("issue.")) refused_.insert(ids);
  }
}

}  // namespace hb::desk
