#include "desk/watches.h"

#include <algorithm>
#include <set>

#include "base/utf8.h"
#include "desk/records.h"
#include "notice/growth.h"
#include "text/query_words.h"

namespace hb::desk {

using namespace casework;

namespace {

constexpr int64_t kPage = 500;
constexpr Seconds kDayLong = hours(24);
constexpr Seconds kGrowthSpan = hours(24 * 8);  // what notice::rise_at looks at

RecordStanding standing(const Watch& state) { return {state.ended ? "ended" : "kept"}; }

std::string personal_expected(Language language) {
  return language == Language::zh ? "指事不指人的词（不能查电话、证件、账号、住址）"
                                  : "words for a matter, not for a person (no number, account or door is searched for)";
}

using Names = std::map<std::string, std::string>;
Result<Names> source_names(Store& store) {
  const auto rows = store.sources();
  if (!rows) return tl::unexpected(rows.error());
  Names out;
  for (const auto& row : *rows) out.emplace(row.id.value, row.name);
  return out;
}

text::Subject subject_of(const Post& post, const IssueRow* issue, const Names& names,
                         const text::Simplifier& simplifier) {
  text::Subject out{.title = text::fold(post.title, simplifier),
                    .text = text::fold(post.text, simplifier),
                    .source = {post.source.value},
                    .place = {},
                    .grade = {},
                    .published_at = post.published_at};
  if (const auto name = names.find(post.source.value); name != names.end()) out.source.push_back(name->second);
  if (issue != nullptr) {
    out.place = issue->places;
    out.grade = name_of(issue->grade);
  }
  return out;
}

WordLists words_of(const text::QueryNode& query) {
  WordLists out;
  for (const auto& list : text::needs(query)) {
    auto& words = out.emplace_back();
    for (const auto& word : list) words.push_back(to_utf8(word));
  }
  return out;
}

// Asks the posts that can match, newest first, until `each` is content or kMostExamined were looked at; whether that
// was all of them.
template <class Each>
Result<bool> ask(const Wiring& w, const text::QueryNode& query, PostId below, Instant from, Each each) {
  const auto names = source_names(w.store);
  if (!names) return tl::unexpected(names.error());
  const WordLists words = words_of(query);
  for (int64_t examined = 0; examined < kMostExamined; examined += kPage) {
    const auto page = w.store.search(words, below, kPage);
    if (!page) return tl::unexpected(page.error());
    std::vector<IssueId> ids;
    for (const Post& post : *page) ids.push_back(post.issue);
    const auto rows = w.store.issue_rows(ids);
    if (!rows) return tl::unexpected(rows.error());
    for (const Post& post : *page) {
      if (post.noticed_at < from) return true;
      const auto row = std::ranges::lower_bound(*rows, post.issue, {}, &IssueRow::id);
      const IssueRow* issue = row != rows->end() && row->id == post.issue ? &*row : nullptr;
      auto marks = text::match(query, subject_of(post, issue, *names, w.simplifier));
      if (marks.hit && !each(post, std::move(marks))) return true;
    }
    if (static_cast<int64_t>(page->size()) < kPage) return true;
    below = page->back().id;
  }
  return false;
}

// What a log line or a refusal may repeat.
std::string masked(const Wiring& w, std::string_view query) { return text::mask(query, {}, w.simplifier); }

}  // namespace

text::Zone wall_of(const casework::Zone& zone) {
  return [&zone](int64_t wall) {
    constexpr int64_t kDay = 86400;
    const int64_t day = wall >= 0 ? wall / kDay : (wall - kDay + 1) / kDay;
    return zone.at(casework::Day{date::days{static_cast<int>(day)}}, Seconds{wall - day * kDay});
  };
}

Result<text::QueryNode, QueryWrong> read_query(const Wiring& w, std::string_view query, Language language) {
  const auto personal = text::find_personal(query, {}, w.simplifier);
  if (!personal.empty())
    return tl::unexpected(QueryWrong{personal.front().span.start, personal_expected(language),
                                     std::string(text::name(personal.front().kind))});
  auto read = text::parse_query(query, wall_of(w.rules->calendar->zone()), w.simplifier);
  if (!read)
    return tl::unexpected(
        QueryWrong{read.error().offset, text::in_words(read.error().expected, language), read.error().found});
  return *std::move(read);
}

// ---------------------------------------------------------------- searching

Result<SearchFound> Watches::find(const text::QueryNode& query, const SearchAsked& asked, Language language) const {
  SearchFound out;
  out.words = text::in_words(query, language);
  const Instant from = asked.days > 0 ? w_.clock.now() - hours(24 * asked.days) : Instant{};
  const auto limit = static_cast<size_t>(std::clamp<int64_t>(asked.limit, 1, kPage));
  const bool counting = !asked.below;  // a further page is not counted again
  const auto whole = ask(w_, query, asked.below, from, [&](const Post& post, text::Match marks) {
    ++out.posts;
    if (post.same_text_as) ++out.copies;
    if (out.hits.size() == limit) {
      out.more = out.hits.back().post.id;
      return counting;
    }
    out.hits.push_back({post, std::move(marks)});
    return true;
  });
  if (!whole) return tl::unexpected(whole.error());
  out.whole = *whole;
  return out;
}

Result<SearchFound> Watches::search(const Actor& actor, const SearchAsked& asked, Language language) const {
  const auto query = read_query(w_, asked.query, language);
  SearchFound out;
  if (query) {
    auto found = find(*query, asked, language);
    if (!found) return found;
    out = *std::move(found);
  } else {
    out.wrong = query.error();
  }
  const std::string kept = masked(w_, asked.query);
  // A slip of the pen is no search; what would have found a person is one.
  if (out.wrong && kept == asked.query) return out;
  if (asked.below) {
    const auto before = w_.store.searches(0, kPage);
    if (!before) return tl::unexpected(before.error());
    if (std::ranges::any_of(*before, [&](const SearchRow& row) { return row.by == actor.user && row.query == kept; }))
      return out;
  }
  Changes changes;
  changes.searches.push_back({0, w_.clock.now(), actor.user, actor.name, kept, out.posts, 0});
  if (const auto done = commit(w_, changes); !done) return tl::unexpected(done.error());
  return out;
}

Result<SearchFound> Watches::posts_of(const RecordId& id, SearchAsked asked, Language language) const {
  auto state = load_record<Watch, WatchEvent>(w_.store, id);
  if (!state) return tl::unexpected(state.error());
  if (state->version == 0) return fail("record.unknown", id.value);
  asked.query = state->query;
  const auto query = read_query(w_, asked.query, language);
  if (query) return find(*query, asked, language);
  SearchFound out;
  out.wrong = query.error();
  return out;
}

Result<std::vector<SearchRow>> Watches::log(const Actor& actor, int64_t offset, int64_t limit) const {
  if (!allowed(Act::read_searches, actor, {}, *w_.rules)) return fail("search.not-allowed");
  return w_.store.searches(offset, limit);
}

// ---------------------------------------------------------------- the list

Result<WatchLine> Watches::read(const RecordId& id, Instant now, Language language) const {
  std::string by;
  auto state = load_record<Watch, WatchEvent>(w_.store, id, &by);
  if (!state) return tl::unexpected(state.error());
  if (state->version == 0) return fail("record.unknown", id.value);
  WatchLine out;
  out.id = id;
  out.by = std::move(by);
  if (const auto query = read_query(w_, state->query, language)) out.words = text::in_words(*query, language);
  out.growing = state->grew_at && now - *state->grew_at < kDayLong;
  out.state = *std::move(state);
  return out;
}

Result<void> Watches::count(std::vector<WatchLine>& lines, Instant now) const {
  const auto counts = w_.store.watch_counts(now - kDayLong, now - hours(24 * kWatchDays));
  if (!counts) return tl::unexpected(counts.error());
  for (WatchLine& one : lines) {
    const int64_t number = parts_of(one.id)->second;
    const auto count = std::ranges::lower_bound(*counts, number, {}, &WatchCount::watch);
    if (count == counts->end() || count->watch != number) continue;
    one.day = count->day;
    one.span = count->span;
    one.last = count->last;
  }
  return {};
}

Result<WatchLine> Watches::line(const RecordId& id, Language language) const {
  const Instant now = w_.clock.now();
  auto one = read(id, now, language);
  if (!one) return one;
  std::vector<WatchLine> lines{*std::move(one)};
  if (auto ok = count(lines, now); !ok) return tl::unexpected(ok.error());
  return std::move(lines.front());
}

Result<std::vector<WatchLine>> Watches::list(const Actor& actor, Language language) const {
  const Instant now = w_.clock.now();
  std::vector<WatchLine> out;
  for (;;) {
    const auto rows = w_.store.records(RecordKind::watch, "kept", static_cast<int64_t>(out.size()), kPage);
    if (!rows) return tl::unexpected(rows.error());
    for (const RecordRow& row : *rows) {
      auto one = read(row.id, now, language);
      if (!one) return tl::unexpected(one.error());
      out.push_back(*std::move(one));
    }
    if (static_cast<int64_t>(rows->size()) < kPage) break;
  }
  if (auto ok = count(out, now); !ok) return tl::unexpected(ok.error());
  if (allowed(Act::read_searches, actor, {}, *w_.rules))
    if (auto ok = tell_narrow(out, now); !ok) return tl::unexpected(ok.error());
  return out;
}

// A post has one author: a watch's posts in an issue are at most as many voices, and at most those of the issue.
Result<void> Watches::tell_narrow(std::vector<WatchLine>& lines, Instant now) const {
  const auto& narrow = w_.rules->narrow_watch;
  if (!narrow) return {};
  const auto parts = w_.store.watch_issues(now - hours(24 * narrow->days));
  if (!parts) return tl::unexpected(parts.error());
  std::map<IssueId, IssueRow> rows;
  std::vector<IssueId> ids;
  for (const WatchIssue& part : *parts) ids.push_back(part.issue);
  for (size_t at = 0; at < ids.size(); at += kPage) {
    const auto end = std::min(ids.size(), at + static_cast<size_t>(kPage));
    const auto page = w_.store.issue_rows(
        {ids.begin() + static_cast<std::ptrdiff_t>(at), ids.begin() + static_cast<std::ptrdiff_t>(end)});
    if (!page) return tl::unexpected(page.error());
    for (const IssueRow& row : *page) rows.emplace(row.id, row);
  }
  for (WatchLine& line : lines) {
    std::set<std::string> places;
    int64_t voices = 0;
    const int64_t number = parts_of(line.id)->second;
    for (auto part = std::ranges::lower_bound(*parts, number, {}, &WatchIssue::watch);
         part != parts->end() && part->watch == number; ++part) {
      const auto row = rows.find(part->issue);
      if (row == rows.end()) continue;
      places.insert(row->second.places.begin(), row->second.places.end());
      voices += std::min(part->posts, std::max<int64_t>(row->second.voices, 1));
    }
    if (static_cast<int64_t>(places.size()) >= narrow->places || voices >= narrow->voices) continue;
    line.places = static_cast<int64_t>(places.size());
    line.voices = voices;
  }
  return {};
}

// ---------------------------------------------------------------- new posts

Watching::Watching(const Wiring& wiring, const notice::Options& options) : w_(wiring), options_(options) {}
Watching::~Watching() = default;

Result<void> Watching::load() {
  held_.clear();
  const auto names = source_names(w_.store);
  if (!names) return tl::unexpected(names.error());
  sources_ = *names;
  for (int64_t offset = 0;; offset += kPage) {
    const auto rows = w_.store.records(RecordKind::watch, "kept", offset, kPage);
    if (!rows) return tl::unexpected(rows.error());
    for (const RecordRow& row : *rows) {
      const auto state = load_record<Watch, WatchEvent>(w_.store, row.id);
      if (!state) return tl::unexpected(state.error());
      if (auto query = read_query(w_, state->query, Language::zh))
        held_.push_back({parts_of(row.id)->second, *std::move(query)});
    }
    if (static_cast<int64_t>(rows->size()) < kPage) break;
  }
  build();
  return {};
}

void Watching::build() {
  std::vector<text::QueryNode> queries;
  queries.reserve(held_.size());
  for (const Held& one : held_) queries.push_back(one.query);
  set_ = std::make_unique<text::WatchSet>(std::move(queries));
}

Result<void> Watching::note(std::span<const Post> posts, std::span<const IssueRow> issues, const notice::Rhythm& rhythm,
                            Instant now, Changes& changes) const {
  if (held_.empty()) return {};
  std::map<int64_t, std::vector<int64_t>> hits;
  for (const Post& post : posts) {
    if (post.same_text_as) continue;
    const auto row = std::ranges::find(issues, post.issue, &IssueRow::id);
    const auto subject = subject_of(post, row == issues.end() ? nullptr : &*row, sources_, w_.simplifier);
    for (const uint32_t place : set_->matching(subject)) {
      changes.watch_hits.push_back({held_[place].number, time_of(post), post.id});
      hits[held_[place].number].push_back(time_of(post).seconds);
    }
  }
  for (auto& [number, times] : hits) {
    const auto before = w_.store.watch_times(number, now - kGrowthSpan);
    if (!before) return tl::unexpected(before.error());
    for (const PostTimes& quarter : *before)
      times.insert(times.end(), static_cast<size_t>(quarter.posts), quarter.first.seconds);
    std::ranges::sort(times);
    if (!notice::rise_at(times, now, rhythm, options_.growth_min_posts, options_.growth_false_alarms / 1e6)) continue;
    const auto growth = notice::growth_at(times, now);
    const auto id = record_id(RecordKind::watch, number);
    const auto state = load_record<Watch, WatchEvent>(w_.store, id);
    if (!state) return tl::unexpected(state.error());
    if (state->grew_at && now - *state->grew_at < kDayLong) continue;
    const auto events = decide(*state, TellGrowth{{growth.last_day, growth.week_before}}, the_desk(), *w_.rules);
    if (!events) return tl::unexpected(events.error());
    append_record(id, state->version, *events, the_desk(), now, standing(*state), changes);
  }
  return {};
}

Result<void> Watching::fill(int64_t number, const text::QueryNode& query, Instant now, Changes& changes) const {
  changes.watches_anew.push_back(number);
  const auto done = ask(w_, query, {}, now - hours(24 * kWatchDays), [&](const Post& post, const text::Match&) {
    if (!post.same_text_as) changes.watch_hits.push_back({number, time_of(post), post.id});
    return true;
  });
  if (!done) return tl::unexpected(done.error());
  return {};
}

Result<RecordId> Watching::act(const Actor& actor, const std::optional<RecordId>& asked, const WatchCommand& command,
                               std::optional<int64_t> seen) {
  if (!asked && static_cast<int64_t>(held_.size()) >= kMostWatches)
    return fail("watch.too-many", std::to_string(kMostWatches));
  const auto id = asked ? Result<RecordId>(*asked) : w_.store.next_record(RecordKind::watch);
  if (!id) return id;
  auto state = load_record<Watch, WatchEvent>(w_.store, *id);
  if (!state) return tl::unexpected(state.error());
  if (asked && state->version == 0) return fail("record.unknown", id->value);
  if (seen && state->version != *seen) return fail("store.version", id->value);
  const auto events = decide(*state, command, actor, *w_.rules);
  if (!events) return tl::unexpected(events.error());
  if (events->empty()) return *id;

  const Instant now = w_.clock.now();
  const int64_t number = parts_of(*id)->second, before = state->version;
  const std::string query_before = state->query;
  for (const auto& event : *events) apply(*state, now, actor.user, event);
  Changes changes;
  std::optional<text::QueryNode> query;
  if (!state->ended && state->query != query_before) {
    auto read = read_query(w_, state->query, Language::zh);
    if (!read) return fail("watch.query", read.error().expected);
    query = *std::move(read);
    if (auto ok = fill(number, *query, now, changes); !ok) return tl::unexpected(ok.error());
    changes.searches.push_back({0, now, actor.user, actor.name, state->query, std::ssize(changes.watch_hits), number});
  }
  append_record(*id, before, *events, actor, now, standing(*state), changes);
  if (const auto done = commit(w_, changes); !done) return tl::unexpected(done.error());
  if (query || state->ended) {
    std::erase_if(held_, [&](const Held& one) { return one.number == number; });
    if (query) held_.push_back({number, *std::move(query)});
    build();
  }
  return *id;
}

}  // namespace hb::desk
