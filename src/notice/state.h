#pragma once
#include <deque>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/ids.h"
#include "base/instant.h"
#include "notice/background.h"
#include "notice/cells.h"
#include "notice/centre.h"
#include "notice/growth.h"
#include "notice/index.h"
#include "notice/likeness.h"
#include "notice/options.h"

/// What an engine remembers: the posts inside the window and the numbers of their issues. Only for notice/ itself.
namespace hb::notice {

struct Post {
  PostId id;
  Instant at;
  IssueId issue;
  PostId copy_of;          ///< 0: an independent text, which is in the index
  uint64_t key = 0;        ///< text::text_key
  uint64_t harms = 0;      ///< bits, by the order of Options::harms
  uint64_t thread = 0;     ///< a hash; 0: none
  uint32_t publisher = 0;  ///< a hash; 0: none
  bool reply = false;      ///< did not open its thread
  bool brief = false;      ///< too little text to join without a name
  bool wordy = false;      ///< of words: in its issue's centre
  bool told = false;       ///< in an alarm about a harm at a place
  uint8_t pleas = 0;       ///< Terms::pleas, of at most 255
  uint16_t titled = 0;     ///< Terms::titled
  float weight = 0, squares = 0;
  float letter_squares = 0;
  TermIndex::Place place;
  std::vector<Name> names;
};

struct Issue {
  uint32_t live = 0;   ///< posts inside the window, copies too
  uint32_t texts = 0;  ///< independent texts ever
  int voices = 0;
  uint64_t harms = 0;
  bool remit = false;
  Grade grade = Grade::routine;
  uint32_t repeat = 0;               ///< earlier issues at its premises within kRepeatWindow
  Instant grown;                     ///< of the last growth alarm
  uint16_t peak = 0;                 ///< most posts in a day since it last had none, as Reached counts them
  std::vector<uint32_t> publishers;  ///< ascending, at most kPublishersPerIssue
  std::vector<Name> names;           ///< ascending, at most kNamesPerIssue
  std::vector<int64_t> times;        ///< of independent texts, ascending, from 8 days before the newest on
  Centre centre;                     ///< of its texts of words
};
inline constexpr size_t kPublishersPerIssue = 1000;
inline constexpr size_t kNamesPerIssue = 64;

/// An issue at some premises, and when a post last named them.
struct Visit {
  IssueId issue;
  Instant last;
};
inline constexpr size_t kVisitsPerPremises = 16;
inline constexpr Seconds kRepeatWindow = hours(90 * 24);

/// How much a term tells among so many posts: from 1 for one never seen to 0 for one that every post has.
class Idf {
 public:
  explicit Idf(double posts);
  /// Of a term that `live` posts have.
  float operator()(uint32_t live, uint32_t everyday) const;

 private:
  double posts_, scale_;
};

struct State {
  explicit State(Options o);

  /// Moves the window's end to `to` if that is later, and forgets what fell out of it.
  void advance(Instant to);
  /// Puts the post behind the others; an independent text goes into the index. Its issue must exist.
  void append(Post post, std::span<const Term> terms);
  Idf idf() const;
  /// The number of earlier issues at premises that the post names; notes this visit.
  uint32_t visit(IssueId issue, const std::vector<Name>& names, Instant at);
  /// Counts an independent text into its issue's numbers.
  void count(const Post& post);
  /// Makes the issue's numbers anew from its live posts; forgets it if it has none. Voices, grade and alarms stay.
  void recount(IssueId id);
  Post* find(PostId id);

  const Post& post(uint32_t number) const { return posts[number - first]; }
  Kept kept(const Post& post) const {
    return {index.terms(post.place), &post.names, post.weight, post.squares, post.titled,
            post.letter_squares,     post.pleas};
  }

  Options options;
  std::vector<GradeRule> grades;  ///< of the options, gravest first
  HarmFinder harm_finder;
  std::vector<std::pair<std::u32string, size_t>> place_names;  ///< folded, longest first; which of options.places

  std::deque<Post> posts;  ///< in the order they came
  uint32_t first = 0;      ///< number of posts.front(); numbers wrap
  TermIndex index;
  std::vector<uint32_t> letters;                  ///< in how many independent texts a Han character is, by letter_of
  std::unordered_map<uint64_t, uint32_t> by_key;  ///< Post::key of live independent texts → number of the newest
  std::unordered_map<IssueId, Issue> issues;
  std::unordered_map<uint64_t, uint32_t> by_thread;  ///< Post::thread → number of the post that opened it
  std::map<Name, std::vector<Visit>> visits;         ///< by premises, newest last
  IssueId last_issue;
  Instant newest;
  Rhythm rhythm;            ///< of the independent texts
  Reached talk, harm_talk;  ///< issues without a harm, and with one
  Cells cells;

 private:
  void forget_oldest();
};

}  // namespace hb::notice
