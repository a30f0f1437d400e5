#pragma once
#include <string>
#include <vector>

#include "base/condition.h"
#include "base/instant.h"
#include "notice/harms.h"

namespace hb::notice {

/// A place of the agency's own that posts name: a pier, a market, an estate. Names shorter than two characters are
/// ignored.
struct Place {
  std::string id;                  ///< the rulebook's id; what PostView::places and Verdict::place hold
  std::vector<std::string> names;  ///< its name and aliases

  friend bool operator==(const Place&, const Place&) = default;
};

/// One line of a grade: the grade is proposed if any of the conditions holds.
struct GradeRule {
  Grade grade = Grade::routine;
  std::vector<Condition> any;

  friend bool operator==(const GradeRule&, const GradeRule&) = default;
};

/// So many posts in 24 h are enough for an issue with a harm to alarm for its growth: harm before talk.
inline constexpr int kHarmPosts = 5;

/// What the `[notice]` table, `[[grade]]`, `[[place]]` and harms.toml of a rulebook say to the engine.
/// The defaults are what the shipped rulebook has; an engine keeps its options for life.
struct Options {
  /// How far back from the newest post a new one may join. Longer remembers more and costs memory in proportion.
  Seconds window = hours(180 * 24);
  /// Likelihood (0 to 1) from which a post joins by itself. Higher splits more issues, lower mixes more.
  double join = 0.31;
  /// Likelihood from which a link is put before a person, half of it for the same premises. At most `join`. Lower
  /// suggests more.
  double suggest = 0.15;
  /// Taken off the likelihood for every doubling of an issue's size, so that big issues do not swallow their kin.
  double size_penalty = 0.03;
  /// Resemblance (shared of all character pairs, 0 to 1) from which a text is a copy. Lower collapses more. A repost
  /// with words around it, or of a part, is a copy besides: see kCarriedRun.
  double same_text = 0.80;
  /// From so many posts in 24 h on, copies once, growth alarms whatever the budget; of an issue with a harm from
  /// kHarmPosts on. Fewer are enough where the budget allows (see Reached).
  int growth_min_posts = 10;
  /// The chance that a day of an issue with steady posting alarms falsely, as a count per million issue-days. Higher
  /// alarms sooner and more often for nothing.
  int growth_false_alarms = 1000;
  /// The false-alarm budget of a week: half for issues with a harm, a quarter for the others, a quarter for harms at
  /// places. Higher alarms at fewer posts.
  double growth_false_a_week = 2;
  /// The rules of the grades; tried from the gravest down, in any order here.
  std::vector<GradeRule> grades;
  std::vector<Harm> harms;
  std::vector<Place> places;
};

}  // namespace hb::notice
