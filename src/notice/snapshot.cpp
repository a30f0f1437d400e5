#include <algorithm>
#include <bit>
#include <cstring>

#include "base/bytes.h"
#include "notice/engine.h"
#include "notice/state.h"

// The state as bytes:
//
//   "HBNOTICE" · version (1 byte) · body · SHA-256 of all before it (32 bytes)
//
// Numbers are LEB128, signed ones zigzag; floats are their 4 bytes, little end first; lists are a count and the items.
// body = newest · last issue · harm ids · posts in their order (with their terms) · issues by id · threads · visits ·
// rhythm · groups that were reached, without a harm and with one · cells by place and harm.
// What can be made again is not written: the term index and the table of text keys come back by adding the posts in
// their order, which gives the same answers since both know live posts only. Maps are written sorted, so equal states
// give equal bytes.

namespace hb::notice {
namespace {

constexpr std::string_view kMagic = "HBNOTICE";
constexpr uint8_t kVersion = 4;

class Writer {
 public:
  void number(uint64_t n) {
    for (; n >= 0x80; n >>= 7) out_ += static_cast<char>(n | 0x80);
    out_ += static_cast<char>(n);
  }
  void signed_number(int64_t n) { number(static_cast<uint64_t>(n) << 1 ^ static_cast<uint64_t>(n >> 63)); }
  void real(float f) {
    for (uint32_t bits = std::bit_cast<uint32_t>(f), i = 0; i < 4; ++i, bits >>= 8) out_ += static_cast<char>(bits);
  }
  void text(std::string_view s) {
    number(s.size());
    out_ += s;
  }
  void names(const std::vector<Name>& names) {
    number(names.size());
    for (const Name& n : names) name(n);
  }
  void name(const Name& n) {
    number(static_cast<uint64_t>(n.kind));
    number(n.sort);
    number(n.key);
  }
  std::string finish() {
    const Digest digest = sha256(out_);
    return std::move(out_) + std::string(view(digest));
  }

 private:
  std::string out_ = std::string(kMagic) + static_cast<char>(kVersion);
};

/// Reads what Writer wrote. After a fault everything reads as 0 and `ok` stays false.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : in_(bytes) {}

  bool ok() const { return ok_; }
  bool done() const { return ok_ && in_.empty(); }

  uint64_t number(uint64_t most = UINT64_MAX) {
    uint64_t n = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (in_.empty()) return fault();
      const auto byte = static_cast<uint8_t>(in_.front());
      in_.remove_prefix(1);
      if (shift == 63 && byte > 1) return fault();
      n |= uint64_t{byte & 0x7fu} << shift;
      if (byte < 0x80) return n <= most ? n : fault();
    }
    return fault();
  }
  /// A weight or a sum of weights.
  float sum() {
    const float f = real();
    return f >= 0 && f <= 2 * kTermsPerPost ? f : static_cast<float>(fault());
  }
  /// Of items that take at least a byte each: never more than bytes are left.
  size_t count(size_t most = SIZE_MAX) { return number(std::min(most, in_.size())); }
  int64_t signed_number() {
    const uint64_t n = number();
    return static_cast<int64_t>(n >> 1 ^ (~(n & 1) + 1));
  }
  /// The years that RFC 3339 can write.
  Instant instant() {
    const Instant t{signed_number()};
    const bool possible = t >= Instant{-62135596800} && t <= Instant{253402300799};
    return possible ? t : Instant{static_cast<int64_t>(fault())};
  }
  int64_t hour() {
    const int64_t n = signed_number();
    return n >= -62135596800 / 3600 && n <= 253402300799 / 3600 ? n : static_cast<int64_t>(fault());
  }
  int64_t id() { return static_cast<int64_t>(number(INT64_MAX)); }
  float real() {
    if (in_.size() < 4) return static_cast<float>(fault());
    uint32_t bits = 0;
    for (size_t i = 0; i < 4; ++i) bits |= uint32_t{static_cast<uint8_t>(in_[i])} << 8 * i;
    in_.remove_prefix(4);
    return std::bit_cast<float>(bits);
  }
  std::string text() {
    const size_t size = count();
    const std::string out(in_.substr(0, size));
    in_.remove_prefix(size);
    return out;
  }
  Name name() {
    Name n;
    n.kind = static_cast<Name::Kind>(number(static_cast<uint64_t>(Name::Kind::title)));
    n.sort = static_cast<uint8_t>(number(UINT8_MAX));
    n.key = static_cast<uint32_t>(number(UINT32_MAX));
    return n;
  }
  std::vector<Name> names() {
    std::vector<Name> out(count());
    for (Name& n : out) n = name();
    return out;
  }
  uint64_t fault() {
    ok_ = false;
    in_ = {};
    return 0;
  }

 private:
  std::string_view in_;
  bool ok_ = true;
};

template <class Map>
std::vector<typename Map::const_iterator> sorted(const Map& map) {
  std::vector<typename Map::const_iterator> out;
  for (auto it = map.begin(); it != map.end(); ++it) out.push_back(it);
  std::sort(out.begin(), out.end(), [](auto a, auto b) { return a->first < b->first; });
  return out;
}

/// The bits of `harms` from one order of ids to another; ids that are gone lose theirs.
uint64_t reorder(uint64_t harms, const std::vector<int>& to) {
  uint64_t out = 0;
  for (size_t i = 0; i < to.size(); ++i)
    if ((harms >> i & 1) != 0 && to[i] >= 0) out |= uint64_t{1} << to[i];
  return out;
}

void write(Writer& w, const Post& post, std::span<const uint32_t> terms) {
  w.number(static_cast<uint64_t>(post.id.value));
  w.signed_number(post.at.seconds);
  w.number(static_cast<uint64_t>(post.issue.value));
  w.number(static_cast<uint64_t>(post.copy_of.value));
  w.number(post.key);
  w.number(post.harms);
  w.number(post.thread);
  w.number(post.publisher);
  w.number((post.brief ? 1u : 0u) | (post.reply ? 2u : 0u) | (post.wordy ? 4u : 0u) | (post.told ? 8u : 0u));
  w.number(post.titled);
  w.real(post.weight);
  w.real(post.squares);
  w.real(post.letter_squares);
  w.number(post.pleas);
  w.names(post.names);
  w.number(terms.size());
  for (const uint32_t hash : terms) w.number(hash);
}

Post read_post(Reader& r, const std::vector<int>& harms, std::vector<Term>& terms) {
  Post post;
  post.id = {r.id()};
  post.at = r.instant();
  post.issue = {r.id()};
  post.copy_of = {r.id()};
  post.key = r.number();
  post.harms = reorder(r.number(), harms);
  post.thread = r.number();
  post.publisher = static_cast<uint32_t>(r.number(UINT32_MAX));
  const uint64_t flags = r.number(15);
  post.brief = (flags & 1) != 0;
  post.reply = (flags & 2) != 0;
  post.wordy = (flags & 4) != 0;
  post.told = (flags & 8) != 0;
  post.titled = static_cast<uint16_t>(r.number(kTermsPerPost));
  post.weight = r.sum();
  post.squares = r.sum();
  post.letter_squares = r.sum();
  post.pleas = static_cast<uint8_t>(r.number(UINT8_MAX));
  post.names = r.names();
  terms.assign(r.count(kTermsPerPost), {});
  for (Term& t : terms) t.hash = static_cast<uint32_t>(r.number(kLargestTerm));
  const bool real = std::all_of(terms.begin(), terms.end(), [](const Term& t) { return t.hash != 0; });
  if (!real || !post.issue || (post.copy_of && !terms.empty())) r.fault();
  return post;
}

void write(Writer& w, const Issue& issue) {
  w.number(issue.texts);
  w.number(static_cast<uint64_t>(std::max(issue.voices, 0)));
  w.number(issue.harms);
  w.number(issue.remit ? 1 : 0);
  w.number(static_cast<uint64_t>(issue.grade));
  w.number(issue.repeat);
  w.signed_number(issue.grown.seconds);
  w.number(issue.peak);
  w.number(issue.publishers.size());
  for (const uint32_t p : issue.publishers) w.number(p);
  w.names(issue.names);
  w.number(issue.times.size());
  for (const int64_t t : issue.times) w.signed_number(t);
  w.number(issue.centre.weights().size());
  for (const auto& [hash, weight] : issue.centre.weights()) {
    w.number(hash);
    w.number(weight);
  }
}

Issue read_issue(Reader& r, const std::vector<int>& harms) {
  Issue issue;
  issue.texts = static_cast<uint32_t>(r.number(UINT32_MAX));
  issue.voices = static_cast<int>(r.number(INT32_MAX));
  issue.harms = reorder(r.number(), harms);
  issue.remit = r.number(1) == 1;
  issue.grade = static_cast<Grade>(r.number(static_cast<uint64_t>(Grade::critical)));
  issue.repeat = static_cast<uint32_t>(r.number(UINT32_MAX));
  issue.grown = r.instant();
  issue.peak = static_cast<uint16_t>(r.number(Reached::kMost));
  issue.publishers.resize(r.count(kPublishersPerIssue));
  for (uint32_t& p : issue.publishers) p = static_cast<uint32_t>(r.number(UINT32_MAX));
  issue.names = r.names();
  issue.times.resize(r.count());
  for (int64_t& t : issue.times) t = r.instant().seconds;
  std::vector<Centre::Weight> weights(r.count(Centre::kTerms));
  for (auto& [hash, weight] : weights) {
    hash = static_cast<uint32_t>(r.number(kLargestTerm));
    weight = static_cast<uint32_t>(r.number(UINT32_MAX));
  }
  if (!std::is_sorted(weights.begin(), weights.end())) r.fault();
  issue.centre = Centre(std::move(weights));
  return issue;
}

void write(Writer& w, const Rhythm::State& rhythm) {
  w.signed_number(rhythm.first);
  w.signed_number(rhythm.newest);
  for (const Rhythm::Hour& hour : rhythm.week) {
    w.number(hour.posts);
    w.number(hour.seen);
  }
}

Rhythm::State read_rhythm(Reader& r) {
  Rhythm::State rhythm;
  rhythm.first = r.hour();
  rhythm.newest = r.hour();
  for (Rhythm::Hour& hour : rhythm.week) {
    hour.posts = static_cast<uint32_t>(r.number(UINT32_MAX));
    hour.seen = static_cast<uint32_t>(r.number(Rhythm::kMostWeeks));
  }
  return rhythm;
}

void write(Writer& w, const Reached::State& reached) {
  for (const uint64_t n : reached.groups) w.number(n);
  w.number(static_cast<uint64_t>(reached.seconds));
  w.number(static_cast<uint64_t>(reached.week));
}

Reached::State read_reached(Reader& r) {
  constexpr uint64_t kWeek = 7 * 86400;
  Reached::State reached;
  for (uint64_t& n : reached.groups) n = r.number();
  reached.seconds = static_cast<int64_t>(r.number(4 * kWeek));
  reached.week = static_cast<int64_t>(r.number(kWeek - 1));
  return reached;
}

void write(Writer& w, const Cell& cell) {
  w.signed_number(cell.newest);
  for (const uint16_t n : cell.hours) w.number(n);
  w.number(cell.recent.size());
  for (const auto& [at, post] : cell.recent) {
    w.signed_number(at);
    w.number(static_cast<uint64_t>(post.value));
  }
  w.signed_number(cell.alarmed.seconds);
}

Cell read_cell(Reader& r) {
  Cell cell;
  cell.newest = r.hour();
  for (uint16_t& n : cell.hours) n = static_cast<uint16_t>(r.number(UINT16_MAX));
  cell.recent.resize(r.count(Cell::kRecent));
  for (auto& [at, post] : cell.recent) at = r.instant().seconds, post = {r.id()};
  if (cell.recent.empty()) r.fault();
  cell.alarmed = r.instant();
  return cell;
}

/// Whether the parts belong together: what the engine may take for granted afterwards.
bool consistent(const State& s) {
  const auto ascending = [](const auto& list) { return std::is_sorted(list.begin(), list.end()); };
  for (size_t i = 0; i < s.posts.size(); ++i) {
    const Post& post = s.posts[i];
    if (post.id.value <= 0 || (i > 0 && post.id <= s.posts[i - 1].id) || !ascending(post.names)) return false;
  }
  for (const auto& [id, issue] : s.issues)
    if (issue.live == 0 || id > s.last_issue || !ascending(issue.names) || !ascending(issue.publishers) ||
        !ascending(issue.times))
      return false;
  return true;
}

}  // namespace

std::string Engine::snapshot() const {
  const State& s = *state_;
  Writer w;
  w.signed_number(s.newest.seconds);
  w.number(static_cast<uint64_t>(s.last_issue.value));
  const size_t harms = std::min(s.options.harms.size(), kMaxHarms);
  w.number(harms);
  for (size_t i = 0; i < harms; ++i) w.text(s.options.harms[i].id);
  w.number(s.posts.size());
  for (const Post& post : s.posts) write(w, post, s.index.terms(post.place));
  w.number(s.issues.size());
  for (const auto it : sorted(s.issues)) {
    w.number(static_cast<uint64_t>(it->first.value));
    write(w, it->second);
  }
  w.number(s.by_thread.size());
  for (const auto it : sorted(s.by_thread)) {
    w.number(it->first);
    w.number(it->second - s.first);
  }
  w.number(s.visits.size());
  for (const auto& [name, there] : s.visits) {
    w.name(name);
    w.number(there.size());
    for (const Visit& v : there) {
      w.number(static_cast<uint64_t>(v.issue.value));
      w.signed_number(v.last.seconds);
    }
  }
  write(w, s.rhythm.state());
  write(w, s.talk.state());
  write(w, s.harm_talk.state());
  w.number(s.cells.all().size());
  for (const auto& [key, cell] : s.cells.all()) {
    w.text(key.first);
    w.number(key.second);
    write(w, cell);
  }
  return w.finish();
}

Result<Engine> Engine::restore(Options options, std::string_view snapshot) {
  const size_t head = kMagic.size() + 1;
  if (snapshot.size() < head + sizeof(Digest) || !snapshot.starts_with(kMagic)) return fail("notice.snapshot-damaged");
  if (static_cast<uint8_t>(snapshot[kMagic.size()]) != kVersion) return fail("notice.snapshot-version");
  const auto body = snapshot.substr(0, snapshot.size() - sizeof(Digest));
  if (view(sha256(body)) != snapshot.substr(body.size())) return fail("notice.snapshot-damaged");

  Reader r(body.substr(head));
  std::unique_ptr<State, Deleter> state(new State(std::move(options)));
  State& s = *state;
  s.newest = r.instant();
  s.last_issue = {r.id()};
  std::vector<int> harms(r.count(kMaxHarms), -1);
  for (int& to : harms) {
    const std::string id = r.text();
    for (size_t i = 0; i < std::min(s.options.harms.size(), kMaxHarms); ++i)
      if (s.options.harms[i].id == id) to = static_cast<int>(i);
  }
  std::vector<Term> terms;
  for (size_t left = r.count(); left > 0 && r.ok(); --left) {
    Post post = read_post(r, harms, terms);
    if (r.ok()) s.append(std::move(post), terms);
  }
  const size_t live_issues = s.issues.size();
  if (r.count() != live_issues) r.fault();
  for (size_t i = 0; i < live_issues && r.ok(); ++i) {
    const auto it = s.issues.find({r.id()});
    Issue issue = read_issue(r, harms);
    if (it == s.issues.end()) return fail("notice.snapshot-damaged");
    issue.live = it->second.live;
    it->second = std::move(issue);
  }
  s.by_thread.clear();
  for (size_t left = r.count(); left > 0 && r.ok(); --left) {
    const uint64_t thread = r.number();
    s.by_thread[thread] = s.first + static_cast<uint32_t>(r.number(s.posts.empty() ? 0 : s.posts.size() - 1));
  }
  for (size_t left = r.count(); left > 0 && r.ok(); --left) {
    auto& there = s.visits[r.name()];
    there.resize(r.count(kVisitsPerPremises));
    for (Visit& v : there) v = {{r.id()}, r.instant()};
    if (there.empty()) r.fault();
  }
  s.rhythm.restore(read_rhythm(r));
  s.talk.restore(read_reached(r));
  s.harm_talk.restore(read_reached(r));
  std::map<Cells::Key, Cell> cells;
  for (size_t left = r.count(Cells::kMost); left > 0 && r.ok(); --left) {
    std::string place = r.text();
    const uint64_t harm = r.number(kMaxHarms - 1);
    Cell cell = read_cell(r);
    // A harm that the options no longer have has no cells.
    if (harm < harms.size() && harms[harm] >= 0)
      cells.try_emplace(Cells::key(place, static_cast<size_t>(harms[harm])), std::move(cell));
  }
  s.cells.restore(std::move(cells));
  if (!r.done() || !consistent(s) || (s.posts.empty() && !s.by_thread.empty())) return fail("notice.snapshot-damaged");
  return Engine(std::move(state));
}

}  // namespace hb::notice
