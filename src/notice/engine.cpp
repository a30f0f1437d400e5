#include "notice/engine.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "base/utf8.h"
#include "notice/growth.h"
#include "notice/state.h"
#include "text/fingerprint.h"

// How a post finds its issue.
//
// A text whose characters were all seen before in this order is a copy. Otherwise the post is cut into terms
// (terms.h), the rarest that live posts share bring the newest posts that have them (index.h), the most promising are
// compared one by one (likeness.h), and the likeliest wins unless something speaks against it: an issue of another
// place, premises or title, too little text, a likelihood under `join` once the issue's size and the time between were
// taken off. Comparing with posts and not with a middle of the issue keeps ids stable; the price is that an issue may
// drift along a chain of posts, which the size penalty holds short. Texts of words are the exception: a headline shares
// too little with any other one, and is compared with the centre of each candidate's issue (centre.h). Every answer is
// a function of the posts before it.

namespace hb::notice {
namespace {

constexpr size_t kRareTerms = 20;     // that look for candidates, and those in names
constexpr size_t kNewest = 32;        // posts that each of them brings
constexpr size_t kCompared = 16;      // candidates that are compared
constexpr size_t kCentres = 8;        // and issues, for a text of words
constexpr size_t kSuggested = 5;      // links shown to a person
constexpr uint32_t kBriefHan = 12;    // a text under both of these ...
constexpr uint32_t kBriefWords = 5;   // ... joins only with a name in common
constexpr uint32_t kCopyHan = 8;      // from here on an equal text is a copy even so
constexpr float kCarried = 0.6f;      // word for word in the shorter of two: a repost, cut or with words around it
constexpr float kCarriedBody = 0.8f;  // of what stands behind a title: a repost under a headline of its own
constexpr float kBeyondNames = 0.6f;  // Σ idf in common besides names: one telling term
constexpr double kAgePenalty = 0.02;  // of the likelihood, for every doubling of the weeks between
constexpr double kSurer = 0.04;       // over `join`: near enough to a second issue to make both one
constexpr Seconds kRest = hours(24);  // after an alarm about growth

/// FNV-1a; never 0.
uint64_t hash_of(std::string_view s) {
  uint64_t h = 0xcbf29ce484222325u;
  for (const char c : s) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
  return std::max<uint64_t>(h, 1);
}

/// A kept post that may be about the same matter.
struct Link {
  const Post* post = nullptr;
  double likelihood = 0;  ///< after size and age
  float resemblance = 0;
  bool agree = false;  ///< a name in common, with the post or its issue
  bool same_premises = false;
  bool veto = false;  ///< the issue is of another place, premises or title
  bool copy = false;
  bool bare = false;  ///< next to nothing in common but names
};

/// A post on its way through `decide`.
struct Incoming {
  const PostView& view;
  Instant at;
  Terms terms;
  std::vector<Name> names;
  uint64_t key = 0;
  uint64_t thread = 0;
  uint64_t harms = 0;
  bool brief = false;
  bool wordy = false;
  std::string place;
};

/// The names in the text, the places given and the agency's own; the first place by its id. Marks the terms in names.
std::vector<Name> find_names(const State& s, const PostView& view, Terms& terms, std::string& place) {
  const std::u32string_view text = view.text.text;
  std::vector<text::Span> spans;
  std::vector<Name> names = names_of(text, &spans);
  for (const std::string& id : view.places) {
    if (place.empty()) place = id;
    names.push_back(place_name(id));
  }
  std::vector<text::Span> taken;
  for (const auto& [name, which] : s.place_names) {
    const size_t begin = text.find(name);
    if (begin == std::u32string_view::npos) continue;
    const text::Span span{static_cast<uint32_t>(begin), static_cast<uint32_t>(begin + name.size())};
    if (std::any_of(taken.begin(), taken.end(), [&](text::Span t) { return span.start < t.end && t.start < span.end; }))
      continue;
    taken.push_back(span);
    if (place.empty()) place = s.options.places[which].id;
    names.push_back(own_place_name(s.options.places[which].id));
  }
  spans.insert(spans.end(), taken.begin(), taken.end());
  for (Term& t : terms.terms)
    t.named = std::any_of(spans.begin(), spans.end(), [&](text::Span n) { return n.start <= t.at && t.at < n.end; });
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

/// Each in 0 to 1: 1 for a term never seen, near 0 for one that every post has.
std::vector<float> idf_of(const State& s, const Terms& terms) {
  std::vector<float> idf;
  idf.reserve(terms.terms.size());
  const Idf tells = s.idf();
  for (const Term& t : terms.terms) idf.push_back(tells(s.index.frequency(t.hash), t.everyday));
  return idf;
}

/// The same of its Han characters.
std::vector<float> letter_idf_of(const State& s, const Terms& terms) {
  std::vector<float> idf;
  idf.reserve(terms.letters.size());
  const Idf tells = s.idf();
  for (const uint16_t letter : terms.letters) idf.push_back(tells(s.letters[letter], background_frequency(letter)));
  return idf;
}

/// The live posts that share the most of the rarest, best first; of each issue only the best if `one_of_each`.
std::vector<const Post*> candidates(const State& s, const Probe& probe, bool one_of_each) {
  struct Rare {
    uint32_t frequency, hash;
    float weight;
    bool named;
  };
  std::vector<Rare> rare;
  for (size_t i = 0; i < probe.terms().size(); ++i)
    if (const uint32_t n = s.index.frequency(probe.terms()[i].hash); n > 0)
      rare.push_back({n, probe.terms()[i].hash, probe.idf()[i] * probe.idf()[i], probe.terms()[i].named});
  size_t used = std::min(rare.size(), kRareTerms);
  std::partial_sort(rare.begin(), rare.begin() + static_cast<ptrdiff_t>(used), rare.end(), [](auto& a, auto& b) {
    return a.frequency != b.frequency ? a.frequency < b.frequency : a.hash < b.hash;
  });
  for (size_t i = used; i < rare.size(); ++i)
    if (rare[i].named) std::swap(rare[used++], rare[i]);
  struct Found {
    uint32_t slot;  // place among s.posts
    float score;
  };
  std::vector<Found> found;
  for (size_t i = 0; i < used; ++i)
    s.index.newest(rare[i].hash, kNewest, [&](uint32_t number) {
      found.push_back({number - s.first, rare[i].weight});
    });
  std::stable_sort(found.begin(), found.end(), [](auto& a, auto& b) { return a.slot > b.slot; });
  size_t distinct = 0;
  for (const Found& f : found) {
    if (distinct > 0 && found[distinct - 1].slot == f.slot)
      found[distinct - 1].score += f.score;
    else
      found[distinct++] = f;
  }
  found.resize(distinct);
  for (Found& f : found) f.score /= std::sqrt(std::max(s.posts[f.slot].squares, 0.01f));
  const size_t sorted = one_of_each ? found.size() : std::min(found.size(), kCompared);
  std::partial_sort(found.begin(), found.begin() + static_cast<ptrdiff_t>(sorted), found.end(),
                    [](auto& a, auto& b) { return a.score != b.score ? a.score > b.score : a.slot > b.slot; });
  std::vector<const Post*> out;
  for (size_t i = 0; i < sorted && out.size() < (one_of_each ? kCentres : kCompared); ++i) {
    const Post& post = s.posts[found[i].slot];
    const bool had = std::any_of(out.begin(), out.end(), [&](const Post* p) { return p->issue == post.issue; });
    if (!one_of_each || !had) out.push_back(&post);
  }
  return out;
}

/// The candidates compared, likeliest first.
std::vector<Link> links_of(const State& s, const Incoming& in, const Probe& probe, bool one_of_each) {
  std::vector<Link> links;
  for (const Post* post : candidates(s, probe, one_of_each)) {
    const Likeness likeness = compare(probe, s.kept(*post));
    const Issue& issue = s.issues.at(post->issue);
    const NameMatch with_issue = match(in.names, issue.names);
    const double weeks = std::abs(static_cast<double>((in.at - post->at).count)) / (7 * 86400.0);
    Link link;
    link.post = post;
    link.resemblance = std::max({likeness.resemblance, likeness.carried, likeness.carried_body});
    link.agree = likeness.names.agree() || with_issue.agree();
    link.same_premises = likeness.names.premises.agree;
    link.veto = !likeness.names.premises.agree && !likeness.names.title.agree && with_issue.veto();
    const bool carried = likeness.carried >= kCarried || likeness.carried_body >= kCarriedBody;
    const bool same = carried
                          ? !likeness.numbers_differ || (likeness.one_number && likeness.carried_body >= kCarriedBody)
                          : likeness.resemblance >= s.options.same_text && !likeness.numbers_differ;
    link.copy = same && !link.veto && !in.brief && !post->brief && (in.harms & ~post->harms) == 0;
    if (in.wordy && post->wordy) {
      const Centre::Nearness nearness = issue.centre.compare(probe);
      link.likelihood = probability(nearness, issue.texts);
      link.bare = nearness.beyond_names < kBeyondNames;
    } else {
      link.likelihood = probability(likeness) - s.options.size_penalty * std::log2(std::max(issue.texts, 1u));
      link.bare = likeness.beyond_names < kBeyondNames;
    }
    link.likelihood -= kAgePenalty * std::log2(1 + weeks);
    links.push_back(link);
  }
  std::stable_sort(links.begin(), links.end(),
                   [](auto& a, auto& b) { return a.copy != b.copy ? a.copy : a.likelihood > b.likelihood; });
  return links;
}

/// The stretches that the post has in common with a kept one, longest first, at most three of two characters and more.
std::vector<std::string> shared_text(const State& s, const Incoming& in, const Probe& probe, const Post& kept) {
  std::vector<bool> covered(in.view.text.text.size());
  for (const uint32_t hash : s.index.terms(kept.place)) {
    const int i = probe.find(hash);
    if (i < 0) continue;
    const size_t begin = probe.terms()[static_cast<size_t>(i)].at;
    const bool han = probe.terms()[static_cast<size_t>(i)].kind() == Term::Kind::han;
    for (size_t k = begin; k < covered.size(); ++k) {
      const bool inside =
          han ? k < begin + 2 && is_han(in.view.text.text[k]) : text::is_word_char(in.view.text.text[k]);
      if (!inside) break;
      covered[k] = true;
    }
  }
  std::vector<text::Span> runs;
  for (size_t i = 0; i < covered.size(); ++i) {
    if (!covered[i]) continue;
    size_t end = i;
    while (end < covered.size() && covered[end] && end - i < 20) ++end;
    if (end - i >= 2) runs.push_back({static_cast<uint32_t>(i), static_cast<uint32_t>(end)});
    i = end - 1;
  }
  std::stable_sort(runs.begin(), runs.end(), [](auto a, auto b) { return a.end - a.start > b.end - b.start; });
  std::vector<std::string> out;
  for (const text::Span r : runs) {
    if (out.size() == 3) break;
    out.push_back(to_utf8(std::u32string_view(in.view.text.text).substr(r.start, r.end - r.start)));
  }
  return out;
}

/// Whether a person is asked about it: an obstacle is worth asking about only where it alone kept the two apart, the
/// same premises sooner than others.
bool worth_asking(const State& s, const Link& link) {
  if (link.veto) return link.likelihood >= s.options.join;
  return link.likelihood >= (link.same_premises ? s.options.suggest / 2 : s.options.suggest);
}

/// Whether the link is strong enough to join by itself, whatever its likelihood.
bool may_join(const Incoming& in, const Link& link) {
  return !link.veto && !link.bare && (link.agree || !(in.brief || link.post->brief));
}

/// What kept a likely link from joining.
Reason::Code obstacle(const Link& link) {
  if (link.veto) return Reason::Code::name_conflicts;
  return link.bare ? Reason::Code::only_names : Reason::Code::too_short;
}

void join(Verdict& verdict, const Post& post, Joined how) {
  verdict.issue = post.issue;
  verdict.joined = how;
  if (how == Joined::same_text) verdict.same_text_as = post.id;
}

/// The independent text that this one repeats character for character, if any.
const Post* repeated(const State& s, const Incoming& in) {
  const auto it = s.by_key.find(in.key);
  if (it == s.by_key.end()) return nullptr;
  const Post& original = s.post(it->second);
  const NameMatch names = match(in.names, original.names);
  const bool enough = !in.brief || names.agree() || in.terms.han >= kCopyHan;
  return names.place.conflict || names.premises.conflict || !enough ? nullptr : &original;
}

/// The post that opened the thread in which this one replies, unless it names other premises than that issue.
const Post* opening(const State& s, const Incoming& in) {
  const auto it = in.view.reply ? s.by_thread.find(in.thread) : s.by_thread.end();
  if (it == s.by_thread.end()) return nullptr;
  const Post& post = s.post(it->second);
  const NameMatch names = match(in.names, s.issues.at(post.issue).names);
  return names.veto() ? nullptr : &post;
}

/// Another issue that the post joins as well, nearly as it does its own, if nothing keeps the two apart. Not for texts
/// of words: a headline lies near many centres.
void find_second(const State& s, const Incoming& in, const Probe& probe, const std::vector<Link>& links,
                 Verdict& verdict) {
  const std::vector<Name>& own = s.issues.at(verdict.issue).names;
  for (const Link& link : links) {
    const IssueId other = link.post->issue;
    if (other == verdict.issue || link.likelihood < s.options.join + kSurer || !may_join(in, link)) continue;
    if (match(own, s.issues.at(other).names).veto()) continue;
    verdict.one_with = other;
    verdict.reasons.push_back({.code = Reason::Code::one_matter,
                               .terms = shared_text(s, in, probe, *link.post),
                               .number = link.likelihood,
                               .bound = s.options.join + kSurer});
    return;
  }
}

/// Copy, join or found: fills all of the verdict that does not depend on the issue's numbers.
void place(State& s, const Incoming& in, const Probe& probe, Verdict& verdict) {
  const Post* opened = opening(s, in);
  const Post* original = repeated(s, in);
  if (original != nullptr && (opened == nullptr || opened->issue == original->issue)) {
    join(verdict, *original, Joined::same_text);
    verdict.reasons.push_back({.code = Reason::Code::same_text, .number = 1});
    return;
  }
  if (opened != nullptr) {
    join(verdict, *opened, Joined::automatic);
    verdict.reasons.push_back({.code = Reason::Code::same_thread});
    return;
  }
  const std::vector<Link> links = links_of(s, in, probe, in.wordy);
  const auto chosen = std::find_if(links.begin(), links.end(), [&](const Link& l) {
    return l.copy || (l.likelihood >= s.options.join && may_join(in, l));
  });
  if (chosen != links.end() && chosen->copy) {
    join(verdict, *chosen->post, Joined::same_text);
    verdict.reasons.push_back({.code = Reason::Code::same_text, .number = chosen->resemblance});
  } else if (chosen != links.end()) {
    join(verdict, *chosen->post, Joined::automatic);
    verdict.reasons.push_back({.code = Reason::Code::same_matter,
                               .terms = shared_text(s, in, probe, *chosen->post),
                               .number = chosen->likelihood,
                               .bound = s.options.join});
    if (chosen->agree) verdict.reasons.push_back({.code = Reason::Code::name_agrees});
    if (!in.wordy) find_second(s, in, probe, links, verdict);
  } else {
    verdict.issue = {++s.last_issue.value};
    const double best = links.empty() ? 0 : std::max(0.0, links.front().likelihood);
    Reason why{.code = Reason::Code::nothing_near, .number = best, .bound = s.options.join};
    if (best >= s.options.join) why.code = obstacle(links.front());
    verdict.reasons.push_back(std::move(why));
  }
  for (const Link& link : links) {
    if (verdict.suggested.size() == kSuggested) break;
    if (!worth_asking(s, link)) continue;
    const IssueId issue = link.post->issue;
    if (issue != verdict.issue && issue != verdict.one_with &&
        std::find(verdict.suggested.begin(), verdict.suggested.end(), issue) == verdict.suggested.end())
      verdict.suggested.push_back(issue);
  }
}

void add_alarm(Verdict& verdict, Alarm::Kind kind, Instant at, Reason why) {
  verdict.reasons.push_back(why);
  verdict.alarms.push_back({kind, at, std::move(why)});
}

/// The grade that the issue's numbers call for, and an alarm if it is newly called for.
void judge(const State& s, Instant at, Issue& issue, Verdict& verdict) {
  const Growth growth = issue.times.empty() ? Growth{} : growth_at(issue.times, {issue.times.back()});
  std::vector<std::string> harms;
  for (size_t i = 0; i < std::min(s.options.harms.size(), kMaxHarms); ++i)
    if (issue.harms >> i & 1) harms.push_back(s.options.harms[i].id);
  Facts facts;
  facts.harms = harms;
  facts.remit = issue.remit || !harms.empty();
  facts.grade = issue.grade;
  facts.measures[static_cast<size_t>(Measure::voices)] = issue.voices;
  facts.measures[static_cast<size_t>(Measure::publishers)] = static_cast<double>(issue.publishers.size());
  facts.measures[static_cast<size_t>(Measure::growth)] = growth.ratio;
  facts.measures[static_cast<size_t>(Measure::repeat)] = issue.repeat;
  for (const GradeRule& rule : s.grades) {
    if (rule.grade <= issue.grade) break;
    for (const Condition& condition : rule.any) {
      auto tests = evaluate(condition, facts);
      if (!tests) continue;
      issue.grade = rule.grade;
      add_alarm(verdict, Alarm::Kind::grade, at,
                {.code = Reason::Code::grade, .grade = rule.grade, .tests = std::move(*tests)});
      break;
    }
    if (issue.grade == rule.grade) break;
  }
  verdict.grade = issue.grade;
}

bool rested(Instant alarmed, Instant now) { return alarmed.seconds == 0 || now >= alarmed + kRest; }

/// Whether the issue grows with this independent text, which is counted in it already.
bool grows(State& s, Instant at, Issue& issue, uint64_t harms_before, Verdict& verdict) {
  const Instant now{issue.times.back()};
  const int last_day = growth_at(issue.times, now).last_day;
  Reached& reached = issue.harms == 0 ? s.talk : s.harm_talk;
  if (last_day == 1 || (harms_before == 0) != (issue.harms == 0)) issue.peak = 0;
  if (last_day > issue.peak) {
    reached.climb(issue.peak, last_day);
    issue.peak = static_cast<uint16_t>(std::min(last_day, Reached::kMost));
  }
  if (last_day < Reached::kLeast || !rested(issue.grown, now)) return false;
  const double budget = s.options.growth_false_a_week;
  const int least = issue.harms == 0
                        ? reached.least(budget / 4, s.options.growth_min_posts, issue.peak)
                        : reached.least(budget / 2, std::min(s.options.growth_min_posts, kHarmPosts), issue.peak);
  auto rise = rise_at(issue.times, now, s.rhythm, least, s.options.growth_false_alarms / 1e6);
  if (!rise) return false;
  issue.grown = now;
  add_alarm(verdict, Alarm::Kind::growth, at,
            {.code = Reason::Code::growth, .bound = static_cast<double>(least), .rise = *rise});
  return true;
}

/// A rise of the cell within the budget, not counting posts that an alarm was given about in the last day; nothing if
/// they are of one issue, whose own growth tells of it.
std::optional<Reason> rise_of(State& s, const Cells::Key& key, const Cell& cell, Instant now) {
  const auto fresh_in = [&](Instant after, Instant until) {
    int fresh = cell.posts_in(after, until);
    if (until < now) return fresh;
    for (const auto& [at, id] : cell.recent) {
      const Post* post = s.find(id);
      if (at <= after.seconds || at > until.seconds || post == nullptr) continue;
      const Instant grown = s.issues.at(post->issue).grown;
      if (post->told || (grown.seconds != 0 && !rested(grown, now))) --fresh;
    }
    return fresh;
  };
  const double chance = std::min(s.options.growth_false_a_week / 4 / (7.0 * static_cast<double>(s.cells.alive(now))),
                                 s.options.growth_false_alarms / 1e6);
  const auto rise = rise_at(fresh_in, now, s.rhythm, Reached::kLeast, chance, s.rhythm.began());
  if (!rise) return std::nullopt;
  std::set<IssueId> issues;
  for (const auto& [at, id] : cell.recent)
    if (const Post* post = s.find(id); post != nullptr && at > (now - hours(rise->hours)).seconds)
      issues.insert(post->issue);
  if (issues.size() < 2) return std::nullopt;
  const Harm& harm = s.options.harms[key.second];
  return Reason{.code = Reason::Code::place_growth,
                .terms = {key.first, harm.zh.empty() ? harm.id : harm.zh, harm.en.empty() ? harm.id : harm.en},
                .number = static_cast<double>(issues.size()),
                .bound = std::ceil(chance * 1e6),
                .rise = *rise};
}

/// Counts the text to the harms it names at each of the places, and tells of the first that grows: places before
/// everywhere, in the order of the text.
void count_harms(State& s, const Incoming& in, PostId id, const std::vector<std::string>& places, bool told,
                 Verdict& verdict) {
  std::vector<Cells::Key> keys;
  for (const std::string& place : places)
    for (size_t harm = 0; harm < kMaxHarms; ++harm)
      if (in.harms >> harm & 1) keys.push_back(Cells::key(place, harm));
  for (const Cells::Key& key : keys) s.cells.at(key).add(in.at, id);
  for (const Cells::Key& key : keys) {
    Cell& cell = s.cells.at(key);
    // The end of its newest hour, so that the last hours are whole ones.
    const Instant now{cell.newest * 3600 + 3599};
    if (told || !rested(cell.alarmed, now)) continue;
    auto why = rise_of(s, key, cell, now);
    if (!why) continue;
    for (const Cells::Key& all : keys) s.cells.at(all).alarmed = now;  // one event, one alarm
    for (const auto& [at, post] : cell.recent)
      if (Post* one = s.find(post); one != nullptr && at > (now - kRest).seconds) one->told = true;
    add_alarm(verdict, Alarm::Kind::growth, in.at, std::move(*why));
    return;
  }
}

/// Where the text is of, for its harms: each once, and "" for everywhere last.
std::vector<std::string> places_of(const State& s, const PostView& view, const std::vector<Name>& names) {
  std::vector<std::string> out;
  const auto add = [&](const std::string& place) {
    if (!place.empty() && std::ranges::find(out, place) == out.end()) out.push_back(place);
  };
  if (view.districts)
    for (const std::string& district : view.districts())
      if (out.size() < kDistrictsPerPost) add(district);
  for (const std::string& place : view.places) add(place);
  for (const Place& place : s.options.places)
    if (std::ranges::binary_search(names, own_place_name(place.id)))
      add(place.names.empty() ? place.id : place.names[0]);
  out.emplace_back();
  return out;
}

}  // namespace

std::string_view name_of(Joined joined) {
  switch (joined) {
    case Joined::same_text:
      return "same-text";
    case Joined::automatic:
      return "auto";
    case Joined::fresh:
      return "new";
  }
  return {};
}

void Engine::Deleter::operator()(State* state) const { delete state; }

Engine::Engine(Options options) : state_(new State(std::move(options))) {}
Engine::Engine(std::unique_ptr<State, Deleter> state) : state_(std::move(state)) {}

Verdict Engine::decide(const PostView& view, const VoiceCount& voices) {
  State& s = *state_;
  s.advance(view.published_at);
  const Instant window_start = s.newest - s.options.window;
  Verdict verdict;
  Incoming in{view, std::max(view.published_at, window_start), terms_of(view.text.text), {}, 0, 0, 0, false, false, {}};
  in.names = find_names(s, view, in.terms, verdict.place);
  in.key = text::text_key(view.text);
  in.thread = view.thread.empty() ? 0 : hash_of(view.thread);
  in.wordy = in.terms.wordy();
  in.brief = in.terms.han < kBriefHan && in.terms.words < kBriefWords;
  std::vector<Reason> harm_reasons;
  for (const HarmHit& hit : s.harm_finder.find(view.text.text)) {
    if (in.harms >> hit.harm & 1) continue;
    in.harms |= uint64_t{1} << hit.harm;
    verdict.harms.push_back(s.options.harms[hit.harm].id);
    const Harm& harm = s.options.harms[hit.harm];
    harm_reasons.push_back(
        {.code = Reason::Code::harm,
         .terms = {harm.zh.empty() ? harm.id : harm.zh, harm.en.empty() ? harm.id : harm.en, hit.word}});
  }
  const std::vector<float> idf = idf_of(s, in.terms);
  const std::vector<float> letter_idf = letter_idf_of(s, in.terms);
  const Probe probe(in.terms, idf, letter_idf, in.names);
  if (view.issue) {
    verdict.issue = view.issue;
    s.last_issue = std::max(s.last_issue, view.issue);
    if (s.find(view.same_text_as) != nullptr) verdict.same_text_as = view.same_text_as;
  } else {
    place(s, in, probe, verdict);
  }
  if (view.published_at < window_start) verdict.reasons.push_back({.code = Reason::Code::late});
  verdict.reasons.insert(verdict.reasons.end(), harm_reasons.begin(), harm_reasons.end());

  Post post;
  post.id = view.id;
  post.at = in.at;
  post.issue = verdict.issue;
  post.copy_of = verdict.same_text_as;
  post.key = in.key;
  post.harms = in.harms;
  post.publisher = view.publisher.empty() ? 0 : std::max(static_cast<uint32_t>(hash_of(view.publisher)), 1u);
  post.thread = in.thread;
  post.reply = view.reply;
  post.brief = in.brief;
  post.wordy = in.wordy;
  post.titled = in.terms.titled;
  post.weight = probe.weight();
  post.squares = probe.squares();
  post.letter_squares = probe.letter_squares();
  post.pleas = static_cast<uint8_t>(std::min(in.terms.pleas, 255u));
  post.names = in.names;
  Issue& issue = s.issues[verdict.issue];
  const uint64_t harms_before = issue.harms;
  const bool independent = !post.copy_of;
  if (independent) {
    s.rhythm.add(in.at);
    s.count(post);
    issue.repeat = std::max(issue.repeat, s.visit(verdict.issue, in.names, in.at));
    issue.voices = std::max(issue.voices, voices(verdict.issue));
    for (size_t i = 0; post.wordy && i < idf.size(); ++i) issue.centre.add(in.terms.terms[i].hash, idf[i]);
  }
  issue.remit = issue.remit || view.remit;
  s.append(std::move(post), in.terms.terms);
  judge(s, in.at, issue, verdict);
  if (!independent) return verdict;
  const bool told = grows(s, in.at, issue, harms_before, verdict);
  if (in.harms != 0) count_harms(s, in, view.id, places_of(s, view, in.names), told, verdict);
  return verdict;
}

Result<Engine::Moved> Engine::move(std::span<const PostId> ids, IssueId to) {
  State& s = *state_;
  if (to > s.last_issue) return fail("notice.unknown-issue", std::to_string(to.value));
  if (!to) to = {++s.last_issue.value};
  const std::set<PostId> moved(ids.begin(), ids.end());
  std::set<IssueId> left;
  for (Post& p : s.posts) {
    if (!moved.contains(p.id) || p.issue == to) continue;
    left.insert(p.issue);
    p.issue = to;
  }
  if (!left.empty()) s.issues[to];
  for (const IssueId from : left) s.recount(from);
  s.recount(to);
  if (!s.issues.contains(to)) return Moved{to, Grade::routine, {}};
  Verdict unheard;
  judge(s, s.newest, s.issues.at(to), unheard);
  return Moved{to, unheard.grade, std::move(unheard.reasons)};
}

Result<void> Engine::merge(IssueId into, IssueId from) {
  State& s = *state_;
  if (into == from) return fail("notice.same-issue", std::to_string(into.value));
  if (!s.issues.contains(from)) return fail("notice.unknown-issue", std::to_string(from.value));
  s.issues[into];
  for (Post& p : s.posts)
    if (p.issue == from) p.issue = into;
  const Issue gone = s.issues.at(from);
  s.issues.erase(from);
  s.recount(into);
  Issue& issue = s.issues.at(into);
  issue.voices += gone.voices;
  issue.grade = std::max(issue.grade, gone.grade);
  issue.repeat = std::max(issue.repeat, gone.repeat);
  issue.grown = std::max(issue.grown, gone.grown);
  issue.remit = issue.remit || gone.remit;
  return {};
}

std::vector<Engine::Alike> Engine::alike(const PostView& view) const {
  const State& s = *state_;
  std::string place;
  Incoming in{view, view.published_at, terms_of(view.text.text), {}, 0, 0, 0, false, false, {}};
  in.names = find_names(s, view, in.terms, place);
  in.wordy = in.terms.wordy();
  in.brief = in.terms.han < kBriefHan && in.terms.words < kBriefWords;
  const std::vector<float> idf = idf_of(s, in.terms);
  const std::vector<float> letter_idf = letter_idf_of(s, in.terms);
  const Probe probe(in.terms, idf, letter_idf, in.names);
  std::vector<Alike> out;
  for (const Link& link : links_of(s, in, probe, /*one_of_each=*/true)) {
    if (out.size() == kSuggested) break;
    const bool too_short = !link.agree && (in.brief || link.post->brief);
    if (link.post->issue == view.issue || too_short || !worth_asking(s, link)) continue;
    Alike one{link.post->issue, link.post->id, link.likelihood, {}};
    one.why.push_back({.code = Reason::Code::looks_like,
                       .terms = shared_text(s, in, probe, *link.post),
                       .number = link.likelihood,
                       .bound = s.options.join});
    if (link.agree) one.why.push_back({.code = Reason::Code::name_agrees});
    if (!may_join(in, link)) one.why.push_back({.code = obstacle(link), .number = link.likelihood});
    out.push_back(std::move(one));
  }
  return out;
}

IssueId Engine::issue_of(PostId id) const {
  const Post* post = state_->find(id);
  return post == nullptr ? IssueId{} : post->issue;
}

void Engine::begin_after(IssueId last) { state_->last_issue = std::max(state_->last_issue, last); }

Engine::Sight Engine::see(const text::Folded& text) const {
  Sight out;
  Terms terms = terms_of(text.text);
  find_names(*state_, {.id = {}, .publisher = {}, .published_at = {}, .text = text}, terms, out.place);
  for (const HarmHit& hit : state_->harm_finder.find(text.text)) {
    const std::string& id = state_->options.harms[hit.harm].id;
    if (std::ranges::find(out.harms, id) == out.harms.end()) out.harms.push_back(id);
  }
  return out;
}

const Rhythm& Engine::rhythm() const { return state_->rhythm; }
size_t Engine::live_posts() const { return state_->posts.size(); }
size_t Engine::live_issues() const { return state_->issues.size(); }
size_t Engine::issue_size(IssueId id) const {
  const auto it = state_->issues.find(id);
  return it == state_->issues.end() ? 0 : it->second.texts;
}

}  // namespace hb::notice
