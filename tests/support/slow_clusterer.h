#pragma once
#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "notice/background.h"
#include "notice/likeness.h"
#include "notice/options.h"
#include "text/fingerprint.h"

/// The truth that the engine's shortcuts must meet: every post compared with every earlier one, nothing indexed,
/// everything counted anew. For posts of one time, in Han text, without places, threads and harms.
namespace hb::tests {

class SlowClusterer {
 public:
  explicit SlowClusterer(notice::Options options) : options_(options) {}

  /// The issue of the text, from 1 on in the order they are founded.
  int decide(const text::Folded& text) {
    std::vector<text::Span> spans;
    Post post{
        notice::terms_of(text.text), notice::names_of(text.text, &spans), text::text_key(text), 0, false, {}, 0, 0, 0};
    for (notice::Term& t : post.terms.terms)
      for (const text::Span n : spans) t.named = t.named || (n.start <= t.at && t.at < n.end);
    const std::vector<float> idf = idf_of(post.terms);
    const std::vector<float> letter_idf = letter_idf_of(post.terms);
    const notice::Probe probe(post.terms, idf, letter_idf, post.names);
    const bool brief = is_brief(post);
    const Post* found = nullptr;
    double best = -1;
    for (const Post& old : posts_) {
      if (old.copy) continue;
      if (old.key == post.key && (!brief || post.terms.han >= 8)) {
        best = 3;
        found = &old;
        post.copy = true;
      }
      const auto likeness = notice::compare(probe, {.terms = old.hashes,
                                                    .names = &old.names,
                                                    .weight = old.weight,
                                                    .squares = old.squares,
                                                    .letter_squares = old.letter_squares,
                                                    .pleas = old.terms.pleas});
      const notice::NameMatch issue = match_issue(post, old.issue);
      const bool agree = issue.agree();
      const bool veto = issue.veto();
      const bool either_brief = brief || is_brief(old);
      const bool copy =
          likeness.resemblance >= options_.same_text && !veto && !either_brief && !likeness.numbers_differ;
      const double p = notice::probability(likeness) - options_.size_penalty * std::log2(std::max(size(old.issue), 1));
      const double rank = copy ? 1 + p : p;
      const bool bare = likeness.beyond_names < 0.6f;
      if (rank <= best || (!copy && (p < options_.join || veto || bare || (either_brief && !agree)))) continue;
      best = rank;
      found = &old;
      post.copy = copy;
    }
    post.issue = found != nullptr ? found->issue : ++last_;
    post.weight = probe.weight();
    post.squares = probe.squares();
    post.letter_squares = probe.letter_squares();
    for (const notice::Term& t : post.terms.terms) post.hashes.push_back(t.hash);
    posts_.push_back(std::move(post));
    return posts_.back().issue;
  }

 private:
  struct Post {
    notice::Terms terms;
    std::vector<notice::Name> names;
    uint64_t key;
    int issue;
    bool copy;
    std::vector<uint32_t> hashes;
    float weight, squares, letter_squares;
  };

  static bool is_brief(const Post& p) { return p.terms.han < 12 && p.terms.words < 5; }

  int size(int issue) const {
    int n = 0;
    for (const Post& p : posts_) n += p.issue == issue && !p.copy ? 1 : 0;
    return n;
  }

  notice::NameMatch match_issue(const Post& post, int issue) const {
    std::vector<notice::Name> names;
    for (const Post& p : posts_)
      if (p.issue == issue && !p.copy) names.insert(names.end(), p.names.begin(), p.names.end());
    return notice::match(post.names, names);
  }

  std::vector<float> idf_of(const notice::Terms& terms) const {
    std::map<uint32_t, int> frequency;
    int texts = 0;
    for (const Post& p : posts_) {
      texts += p.copy ? 0 : 1;
      for (const notice::Term& t : p.terms.terms) frequency[t.hash] += p.copy ? 0 : 1;
    }
    const double all = texts + notice::kBackgroundPosts;
    std::vector<float> out;
    for (const notice::Term& t : terms.terms)
      out.push_back(static_cast<float>(std::log(all / (frequency[t.hash] + t.everyday + 1.0)) / std::log(all)));
    return out;
  }

  std::vector<float> letter_idf_of(const notice::Terms& terms) const {
    std::map<uint16_t, int> frequency;
    int texts = 0;
    for (const Post& p : posts_) {
      texts += p.copy ? 0 : 1;
      for (const uint16_t letter : p.terms.letters) frequency[letter] += p.copy ? 0 : 1;
    }
    const double all = texts + notice::kBackgroundPosts;
    std::vector<float> out;
    for (const uint16_t letter : terms.letters)
      out.push_back(static_cast<float>(
          std::log(all / (frequency[letter] + notice::background_frequency(letter) + 1.0)) / std::log(all)));
    return out;
  }

  notice::Options options_;
  std::vector<Post> posts_;
  int last_ = 0;
};

}  // namespace hb::tests
