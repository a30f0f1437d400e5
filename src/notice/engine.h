#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.h"
#include "base/instant.h"
#include "base/result.h"
#include "notice/options.h"
#include "notice/reasons.h"
#include "text/fold.h"

namespace hb::notice {

/// A post as the engine sees it. There is no author here and never will be. The views need to hold during the call
/// only.
struct PostView {
  PostId id;                              ///< larger than the id of every post before it
  std::string_view publisher;             ///< who is behind the source: outlets of one owner give one name
  Instant published_at;                   ///< a time in the future would move the window: the caller cuts it to now
  const text::Folded& text;               ///< title, line end, text: masked first, then folded
  std::span<const std::string> places{};  ///< ids or division codes of the places found in it
  bool remit = false;                     ///< a unit was proposed for it
  std::string_view thread{};              ///< the link of the thread or page it stands in; empty: none
  bool reply = false;                     ///< it answers in that thread, and so is about what the opening post is about
  IssueId issue{};                        ///< where it was put already: taken as it stands; 0: to be decided
  PostId same_text_as{};                  ///< and the text it was a copy of; 0: none
  /// Asked, at most once, of an independent text that names a harm: the districts it names, for people to read; of more
  /// than kDistrictsPerPost the first. None: only `places` and the agency's own count.
  std::function<std::vector<std::string>()> districts{};
};
inline constexpr size_t kDistrictsPerPost = 4;

enum class Joined : uint8_t { same_text, automatic, fresh };
/// "same-text", "auto", "new".
std::string_view name_of(Joined joined);

struct Alarm {
  enum class Kind : uint8_t { grade, growth };
  Kind kind = Kind::grade;
  Instant at;  ///< the post's own time
  Reason why;

  friend bool operator==(const Alarm&, const Alarm&) = default;
};

/// What was decided about one post. `grade` is the issue's, proposed: it never falls by itself.
struct Verdict {
  IssueId issue;
  PostId same_text_as;  ///< 0: an independent text
  Joined joined = Joined::fresh;
  std::vector<IssueId> suggested;  ///< links that only a person may confirm, likeliest first, at most 5
  IssueId one_with;                ///< this post shows that its issue and that one are one: for the caller to merge
  std::string place;               ///< the first place given or found; may be empty
  std::vector<std::string> harms;  ///< of this post
  Grade grade = Grade::routine;
  std::vector<Alarm> alarms;
  std::vector<Reason> reasons;

  friend bool operator==(const Verdict&, const Verdict&) = default;
};

/// Asked once for each independent text, with the issue chosen: the caller tags the author's voice there and answers
/// how many independent voices the issue has, this one among them. Copies are not asked about: they are no voices.
using VoiceCount = std::function<int(IssueId)>;

/// Finds the issue of each post as it comes: copies, then the nearest earlier post about the same matter, with reasons;
/// keeps each issue's numbers and proposes its grade. Deterministic: the same options and calls give the same answers.
/// Reads no clock: time is the posts' own. One thread at a time. An engine is made again from the record by telling it
/// the posts in their order with the issues they were put in, so that other options, or another program, never put
/// yesterday's posts elsewhere.
///
/// Rank is harm, voices, publishers and growth; what a post says about the agency has no part in it. `waiting` is a
/// matter of cases and counts as 0 here.
///
/// Growth is told of an issue, and of a harm at a place or everywhere though no single issue grows (cells.h); of one
/// post at most one of the two. What a person does with issues tells nothing of growth.
///
/// Memory is bounded by the posts inside the window: an issue is forgotten with its last post, its id is not given
/// again. What growth needs besides is at most 7 MB. A post from before the window is compared as if at its start.
/// Posts per window: at most 2^31.
///
/// Two issues that a later post shows to be one are named, not merged: the caller knows what people did with them.
///
/// Not here: pinning (a moved post draws later posts after it, which is what a pin is for), learning from corrections.
class Engine {
 public:
  explicit Engine(Options options);

  Verdict decide(const PostView& post, const VoiceCount& voices);

  /// Decisions on issues; their numbers are counted anew from the posts inside the window, but voices stay where they
  /// were counted (merging adds them: an upper bound).
  ///
  /// `move`: these posts, and no copies of them, to an issue that is or was, 0 founds a new one; answers which, and
  /// what grade its posts call for. Posts that left the window are passed over. Errors: "notice.unknown-issue".
  struct Moved {
    IssueId issue;
    Grade grade = Grade::routine;
    std::vector<Reason> reasons;
  };
  Result<Moved> move(std::span<const PostId> posts, IssueId to);
  /// All of `from` into `into`, which may have no live posts any more; `from` is gone. Errors: "notice.unknown-issue"
  /// (`from` has no live posts); into itself: "notice.same-issue".
  Result<void> merge(IssueId into, IssueId from);

  /// Numbers up to this one were given before: new issues get larger ones.
  void begin_after(IssueId last);

  /// What the options say of a text by itself: the first of the agency's places, the harms.
  struct Sight {
    std::string place;
    std::vector<std::string> harms;
  };
  Sight see(const text::Folded& text) const;

  /// What a post that is in its issue looks like besides: of each other issue the likeliest post that `decide` would
  /// name, but of no short texts without a name in common. Likeliest first, at most 5. `issue` is where it is. Changes
  /// nothing.
  struct Alike {
    IssueId issue;
    PostId post;
    double likelihood = 0;
    std::vector<Reason> why;  ///< what is in common, and what keeps them from being joined
  };
  std::vector<Alike> alike(const PostView& post) const;

  /// When the posts come, by the hours of the week; holds as long as the engine.
  const Rhythm& rhythm() const;

  /// The issue a live post is in now, or 0.
  IssueId issue_of(PostId post) const;
  size_t live_posts() const;
  size_t live_issues() const;
  size_t issue_size(IssueId issue) const;  ///< independent texts, also those that left the window; 0 if unknown

  /// The whole state as bytes, without the options; see snapshot.cpp for the format.
  std::string snapshot() const;
  /// An engine that goes on exactly as the one that made the snapshot, given the same options. Harms are matched by id.
  /// Errors: "notice.snapshot-damaged", "notice.snapshot-version".
  static Result<Engine> restore(Options options, std::string_view snapshot);

 private:
  struct Deleter {
    void operator()(struct State*) const;
  };
  explicit Engine(std::unique_ptr<struct State, Deleter> state);
  std::unique_ptr<struct State, Deleter> state_;
};

}  // namespace hb::notice
