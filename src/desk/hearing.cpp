// The order inside one post matters and is fixed: mask, then everything else. The engine and the duplicate set move on
// before the batch is written, so a failed write leaves them ahead of the store; `load` brings them back.
//
// Voices: each issue has a random key; a voice is HMAC-SHA-256 of the author under it, cut to eight bytes, in a table
// of its own. Nothing joins a tag to a post, and the tags of two issues cannot be compared.

#include "desk/hearing.h"

#include <algorithm>
#include <cstring>
#include <map>

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

Digest key_of(const Incoming& in) {
  Sha256 hash;
  for (const std::string_view piece : {in.source, in.url, in.title, in.text})
    hash.add(std::to_string(piece.size())).add("\n").add(piece);
  return hash.digest();
}

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

void add_new(std::vector<std::string>& to, std::string_view word) {
  if (!word.empty() && std::ranges::find(to, word) == to.end()) to.emplace_back(word);
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

}  // namespace

// One transaction under way: the board lines and issues it touches, each read once.
struct Hearing::Batch {
  struct Touched {
    IssueRow row;
    Grade grade = Grade::routine;  ///< the engine's, with `reasons`
    std::vector<std::string> reasons;
    bool remit = false;
    UnitId unit;
  };
  Changes changes;
  std::map<IssueId, Touched> issues;
  std::map<IssueId, std::string> keys;
  std::map<IssueId, std::unordered_set<std::string>> tags;  ///< new in this batch
  std::map<IssueId, int64_t> counted;                       ///< in the store before it
  Heard heard;
  Instant now;
  std::optional<Error> error;
};

Hearing::Hearing(const Wiring& wiring, notice::Options options, const text::AllowList& allow)
    : w_(wiring), options_(std::move(options)), allow_(allow), engine_(options_) {}

Result<void> Hearing::load(const std::map<std::string, std::string>& owners) {
  engine_ = notice::Engine(options_);
  known_.clear();
  publishers_.clear();
  last_post_ = 0;
  return w_.store.each_post([&](const Post& post) {
    known_.insert(short_key(post.key));
    last_post_ = std::max(last_post_, post.id.value);
    const auto folded = text::fold(post.title + "\n" + post.text, w_.simplifier);
    const auto owner = owners.find(post.source.value);
    const std::string& publisher = owner == owners.end() ? post.source.value : owner->second;
    engine_.decide({.id = post.id,
                    .publisher = publisher,
                    .published_at = std::min(post.published_at.value_or(post.noticed_at), post.noticed_at),
                    .text = folded,
                    .thread = thread_of(post.url),
                    .reply = post.reply,
                    .issue = post.issue,
                    .same_text_as = post.same_text_as},
                   [](IssueId) { return 0; });
    publishers_[post.issue].insert(publisher);
    return true;
  });
}

Result<Heard> Hearing::hear(std::span<const Incoming> batch, Brought brought) {
  Batch work;
  work.now = w_.clock.now();
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
    const auto done = commit(w_, changes);
    if (done) return heard;
    if (done.error().code != "store.version" || tries == kTries) return tl::unexpected(done.error());
  }
}

// What the rules propose for the issues of the batch, on what people have decided so far.
Result<void> Hearing::propose(Batch& batch, Changes& changes, Heard& heard) const {
  for (const auto& [id, touched] : batch.issues) {
    const auto history = w_.store.issue_events(id);
    if (!history) return tl::unexpected(history.error());
    const auto before = fold_issue(id, touched.row.first_at, *history);
    auto after = before;
    std::vector<casework::IssueEvent> events;
    const auto decide = [&](const casework::IssueCommand& command) -> Result<void> {
      const auto made = casework::decide(after, command, casework::the_desk(), batch.now, *w_.rules);
      if (!made) return tl::unexpected(made.error());
      for (const auto& event : *made) {
        events.push_back(event);
        casework::apply(after, {batch.now, {}, "", event});
      }
      return {};
    };
    if (touched.grade > before.proposed)
      if (auto ok = decide(casework::ProposeGrade{touched.grade, touched.reasons}); !ok) return ok;
    if (touched.remit)
      if (auto ok = decide(casework::ProposeRemit{touched.unit}); !ok) return ok;
    if (before.proposed != Grade::critical && after.proposed == Grade::critical) heard.critical.push_back(id);
    if (auto ok = append_issue(before, events, casework::the_desk(), batch.now, w_, changes); !ok) return ok;
  }
  return {};
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
                                       .reply = post.reply},
                                      [&](IssueId issue) { return voices(issue, in.author, batch); });
  post.issue = verdict.issue;
  post.same_text_as = verdict.same_text_as;
  post.why = why(verdict);
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
  touched.unit = unit_of(row.places, *w_.rules);
}

}  // namespace hb::desk
