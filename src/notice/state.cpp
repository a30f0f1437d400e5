#include "notice/state.h"

#include <algorithm>
#include <cmath>

#include "notice/background.h"

namespace hb::notice {
namespace {

/// Adds a value to an ascending list of at most `most`, unless it is in.
template <class T>
void insert_bounded(std::vector<T>& list, const T& value, size_t most) {
  const auto at = std::lower_bound(list.begin(), list.end(), value);
  if ((at == list.end() || *at != value) && list.size() < most) list.insert(at, value);
}

}  // namespace

State::State(Options o) : options(std::move(o)), grades(options.grades), harm_finder(options.harms), letters(kLetters) {
  std::stable_sort(grades.begin(), grades.end(), [](auto& a, auto& b) { return a.grade > b.grade; });
  for (size_t i = 0; i < options.places.size(); ++i)
    for (const std::string& name : options.places[i].names) {
      const auto folded = text::fold(name).text;
      if (folded.size() >= 2) place_names.emplace_back(folded, i);
    }
  std::sort(place_names.begin(), place_names.end(), [](const auto& a, const auto& b) {
    return a.first.size() != b.first.size() ? a.first.size() > b.first.size() : a < b;
  });
}

void State::advance(Instant to) {
  if (!posts.empty() && to > newest) talk.pass(to - newest), harm_talk.pass(to - newest);
  if (posts.empty() || to > newest) newest = to;
  while (!posts.empty() && posts.front().at < newest - options.window) forget_oldest();
}

void State::forget_oldest() {
  const Post& old = posts.front();
  if (!old.copy_of) {
    each_letter(index.terms(old.place), [&](uint16_t letter) { --letters[letter]; });
    index.drop_oldest();
    if (const auto it = by_key.find(old.key); it != by_key.end() && it->second == first) by_key.erase(it);
  }
  if (const auto it = by_thread.find(old.thread); it != by_thread.end() && it->second == first) by_thread.erase(it);
  if (const auto it = issues.find(old.issue); --it->second.live == 0) issues.erase(it);
  const Seconds remembered = std::min(options.window, kRepeatWindow);
  for (const Name& name : old.names) {
    const auto it = visits.find(name);
    if (it != visits.end() && it->second.back().last < newest - remembered) visits.erase(it);
  }
  posts.pop_front();
  ++first;
}

void State::append(Post post, std::span<const Term> terms) {
  const uint32_t number = first + static_cast<uint32_t>(posts.size());
  ++issues[post.issue].live;
  if (!post.copy_of) {
    index.add(number, terms);
    post.place = index.last_added();
    each_letter(index.terms(post.place), [&](uint16_t letter) { ++letters[letter]; });
    if (post.key != 0) by_key[post.key] = number;
  }
  if (post.thread != 0 && !post.reply) by_thread.emplace(post.thread, number);
  posts.push_back(std::move(post));
}

Idf::Idf(double posts) : posts_(posts), scale_(1 / std::log(posts)) {}

float Idf::operator()(uint32_t live, uint32_t everyday) const {
  return static_cast<float>(std::max(0.0, std::log(posts_ / (live + everyday + 1.0)) * scale_));
}

Idf State::idf() const { return Idf(static_cast<double>(index.posts() + kBackgroundPosts)); }

void State::count(const Post& post) {
  Issue& issue = issues[post.issue];
  ++issue.texts;
  issue.harms |= post.harms;
  const auto later = std::upper_bound(issue.times.begin(), issue.times.end(), post.at.seconds);
  issue.times.insert(later, post.at.seconds);
  const auto keep = std::lower_bound(issue.times.begin(), issue.times.end(), issue.times.back() - hours(8 * 24).count);
  issue.times.erase(issue.times.begin(), keep);
  if (post.publisher != 0) insert_bounded(issue.publishers, post.publisher, kPublishersPerIssue);
  for (const Name& name : post.names) insert_bounded(issue.names, name, kNamesPerIssue);
}

void State::recount(IssueId id) {
  const auto it = issues.find(id);
  if (it == issues.end()) return;
  Issue fresh;
  fresh.voices = it->second.voices;
  fresh.grade = it->second.grade;
  fresh.grown = it->second.grown;
  fresh.peak = it->second.peak;
  fresh.repeat = it->second.repeat;
  fresh.remit = it->second.remit;
  it->second = fresh;
  const Idf tells = idf();
  for (const Post& post : posts) {
    if (post.issue != id) continue;
    ++it->second.live;
    it->second.harms |= post.harms;
    if (post.copy_of) continue;
    count(post);
    if (!post.wordy) continue;
    for (const uint32_t term : index.terms(post.place)) it->second.centre.add(term, tells(index.frequency(term), 0));
  }
  if (it->second.live == 0) issues.erase(it);
}

uint32_t State::visit(IssueId issue, const std::vector<Name>& names, Instant at) {
  std::vector<IssueId> others;
  for (const Name& name : names) {
    if (name.kind != Name::Kind::premises) continue;
    std::vector<Visit>& there = visits[name];
    for (const Visit& v : there)
      if (v.issue != issue && v.last >= at - kRepeatWindow && v.last <= at &&
          std::find(others.begin(), others.end(), v.issue) == others.end())
        others.push_back(v.issue);
    const auto mine = std::find_if(there.begin(), there.end(), [&](const Visit& v) { return v.issue == issue; });
    if (mine != there.end()) {
      const Visit seen{issue, std::max(mine->last, at)};
      there.erase(mine);
      there.push_back(seen);
    } else {
      if (there.size() == kVisitsPerPremises) there.erase(there.begin());
      there.push_back({issue, at});
    }
  }
  return static_cast<uint32_t>(others.size());
}

Post* State::find(PostId id) {
  const auto it = std::lower_bound(posts.begin(), posts.end(), id, [](const Post& p, PostId i) { return p.id < i; });
  return it == posts.end() || it->id != id ? nullptr : &*it;
}

}  // namespace hb::notice
