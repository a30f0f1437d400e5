#include "desk/category.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>

#include "base/bytes.h"
#include "casework/routing.h"

namespace hb::desk {

using namespace casework;

namespace {

constexpr std::string_view kModel = "category/model";    // as text::Classifier writes it
constexpr std::string_view kRecord = "category/record";  // "AT CASES F1", of the model
constexpr std::string_view kTried = "category/tried";    // "AT CLOSED": the last attempt
constexpr int64_t kPosts = 5;                            // of an issue: the first ones say what it is about
constexpr int64_t kPage = 500;
constexpr double kSure = 0.5;  // a learnt guess below is none
constexpr Seconds kEvery = hours(24);

bool split(std::string_view text, std::array<double, 3>& out) {
  for (double& number : out) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc()) return false;
    text.remove_prefix(static_cast<size_t>(end - text.data()));
    if (text.starts_with(' ')) text.remove_prefix(1);
  }
  return text.empty();
}

std::string joined(int64_t a, int64_t b, double c) {
  std::array<char, 32> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), c).ptr;
  return std::to_string(a) + ' ' + std::to_string(b) + ' ' + std::string(digits.data(), end);
}

// By the text alone, not as text::hold_back_fifth by its neighbours too: what runs has never seen what it is judged by.
bool held_back(const std::string& text) { return sha256(text)[0] % 5 == 0; }

// One that runs is not judged by what nobody taught it.
bool knows(const text::Classifier& classifier, const std::string& label) {
  return std::ranges::binary_search(classifier.labels(), label);
}

}  // namespace

std::string_view name_of(Suggestion::By by) {
  constexpr std::array<std::string_view, 4> kNames{"nothing", "place", "learnt", "lexicon"};
  return kNames[static_cast<size_t>(by)];
}

std::shared_ptr<const Category::Model> Category::model() const {
  const std::lock_guard lock(mutex_);
  return model_;
}

Result<void> Category::load() {
  const auto bytes = w_.store.setting(kModel);
  if (!bytes) return tl::unexpected(bytes.error());
  const auto record = w_.store.setting(kRecord);
  if (!record) return tl::unexpected(record.error());
  if (!*bytes || !*record) return {};
  auto classifier = text::Classifier::parse(**bytes);
  if (!classifier) return tl::unexpected(classifier.error());
  std::array<double, 3> numbers{};
  if (!split(**record, numbers)) return fail("store.broken", std::string(kRecord));
  auto model = std::make_shared<Model>(Model{*std::move(classifier), Instant{static_cast<int64_t>(numbers[0])},
                                             static_cast<int64_t>(numbers[1]), numbers[2]});
  const std::lock_guard lock(mutex_);
  model_ = std::move(model);
  return {};
}

Result<std::string> Category::text_of(const std::string& title, const std::string& summary, IssueId issue) const {
  std::string out = title;
  if (!summary.empty()) out += "\n" + summary;
  if (!issue) return out;
  const auto posts = w_.store.posts_of_issue(issue, 0, kPosts);
  if (!posts) return tl::unexpected(posts.error());
  for (const Post& post : *posts)
    if (!post.same_text_as) out += "\n" + post.title + "\n" + post.text;
  return out;
}

Result<Suggestion> Category::for_case(const Case& state) const {
  const CaseOpened& opened = state.opened;
  const auto text = text_of(opened.title, opened.summary, opened.issue);
  if (!text) return tl::unexpected(text.error());
  std::vector<std::string> harms;
  if (opened.issue) {
    const auto row = w_.store.issue_row(opened.issue);
    if (!row) return tl::unexpected(row.error());
    if (*row) harms = (*row)->harms;
  }
  return suggest(*text, opened.places, harms, opened.about ? std::vector{opened.about} : std::vector<UnitId>{});
}

Result<Suggestion> Category::for_issue(const IssueRow& row, const std::vector<UnitId>& criticised) const {
  const auto text = text_of(row.title, "", row.id);
  if (!text) return tl::unexpected(text.error());
  return suggest(*text, row.places, row.harms, criticised);
}

Result<Suggestion> Category::suggest(const std::string& text, const std::vector<std::string>& places,
                                     const std::vector<std::string>& harms,
                                     const std::vector<UnitId>& not_these) const {
  const Rules& rules = *w_.rules;
  const auto excluded = [&](const UnitId& unit) {
    return !unit || rules.unit(unit) == nullptr || std::ranges::find(not_these, unit) != not_these.end();
  };
  Suggestion out;
  const auto learnt = model();
  if (learnt) {
    out.learnt_from = learnt->cases;
    out.held_back_f1 = learnt->f1;
    out.learnt_at = learnt->at;
  }
  const auto guess = w_.matters->guess(text, harms, w_.simplifier);
  const auto has_remit = [&](const Unit& one) {
    return guess && std::ranges::find(one.remit, guess->id) != one.remit.end();
  };
  if (std::ranges::any_of(rules.units, has_remit)) out.matter = guess->id;
  const auto unit =
      std::ranges::find_if(rules.units, [&](const Unit& one) { return has_remit(one) && !excluded(one.id); });
  const auto by_place = route(rules, places, "", {});
  if (by_place && !by_place->why.empty() && by_place->why.front().reason == RouteReason::one_clear_place &&
      !excluded(by_place->unit)) {
    out.by = Suggestion::By::place;
    out.unit = by_place->unit;
    out.why = {by_place->why.front().piece};
    return out;
  }
  if (learnt) {
    const text::Guess likely = learnt->classifier.guess(text, w_.simplifier);
    if (likely.score >= kSure && !excluded({likely.label})) {
      out.by = Suggestion::By::learnt;
      out.unit = {likely.label};
      out.score = likely.score;
      for (const auto& one : likely.why)
        if (std::ranges::find(out.why, one.words) == out.why.end()) out.why.push_back(one.words);
      return out;
    }
  }
  if (!guess || unit == rules.units.end()) return out;
  out.by = Suggestion::By::lexicon;
  out.unit = unit->id;
  out.why = guess->words;
  for (const auto& harm : guess->harms) out.why.push_back("harm:" + harm);
  return out;
}

Result<std::optional<Learnt>> Category::learn() {
  const Instant now = w_.clock.now();
  CaseFilter filter;
  filter.closed = true;
  const auto closed = w_.store.count_cases(filter);
  if (!closed) return tl::unexpected(closed.error());
  const auto tried = w_.store.setting(kTried);
  if (!tried) return tl::unexpected(tried.error());
  if (std::array<double, 3> last{}; *tried && split(**tried, last)) {
    const bool early = now < Instant{static_cast<int64_t>(last[0])} + kEvery;
    if (early || *closed < static_cast<int64_t>(last[1]) + kFresh) return std::nullopt;
  }

  std::map<std::string, std::vector<text::Example>> by_unit;
  filter.sort = CaseSort::updated;
  filter.limit = kPage;
  for (int64_t read = 0; read < kMostCases; read += kPage) {
    filter.offset = read;
    const auto rows = w_.store.cases(filter);
    if (!rows) return tl::unexpected(rows.error());
    for (const CaseRow& row : *rows) {
      if (row.state != CaseState::answered || !row.unit || row.about) continue;
      auto text = text_of(row.title, row.summary, row.issue);
      if (!text) return tl::unexpected(text.error());
      by_unit[row.unit.value].push_back({*std::move(text), row.unit.value});
    }
    if (std::ssize(*rows) < kPage) break;
  }
  Learnt out;
  std::vector<text::Example> taught, tests;
  for (auto& [unit, examples] : by_unit) {
    if (std::ssize(examples) < kCasesToLearn) continue;
    ++out.units;
    out.cases += std::ssize(examples);
    for (text::Example& one : examples) (held_back(one.text) ? tests : taught).push_back(std::move(one));
  }
  Changes changes;
  changes.settings.emplace_back(kTried, joined(now.seconds, *closed, 0));
  std::shared_ptr<Model> fresh;
  const auto another = [&](const text::Example& one) { return one.label != taught.front().label; };
  if (std::ranges::any_of(taught, another) && !tests.empty()) {
    auto classifier = text::Classifier::train(taught, w_.simplifier);
    if (!classifier) return tl::unexpected(classifier.error());
    out.f1 = text::macro_f1(*classifier, tests, w_.simplifier);
    double on_the_same = out.f1;
    if (const auto running = model()) {
      std::erase_if(tests, [&](const text::Example& one) { return !knows(running->classifier, one.label); });
      out.before = text::macro_f1(running->classifier, tests, w_.simplifier);
      on_the_same = text::macro_f1(*classifier, tests, w_.simplifier);
    }
    out.adopted = on_the_same >= out.before;
    if (out.adopted) {
      changes.settings.emplace_back(kModel, classifier->written());
      changes.settings.emplace_back(kRecord, joined(now.seconds, out.cases, out.f1));
      fresh = std::make_shared<Model>(Model{*std::move(classifier), now, out.cases, out.f1});
    }
  }
  const auto done = commit(w_, changes);
  if (!done) return tl::unexpected(done.error());
  if (fresh) {
    const std::lock_guard lock(mutex_);
    model_ = std::move(fresh);
  }
  return out;
}

}  // namespace hb::desk
