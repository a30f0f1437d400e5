#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "base/condition.h"
#include "notice/growth.h"

namespace hb::notice {

enum class Lang : uint8_t { zh, en };

/// One step of why a post stands where it stands, as data. `words` makes the sentence.
struct Reason {
  enum class Code : uint8_t {
    same_text,       ///< number: resemblance to the post it copies
    same_matter,     ///< number: likelihood, bound: what joining takes; terms: stretches of text in common
    one_matter,      ///< it is as near to a second issue, so both are one; number, bound, terms: as same_matter
    same_thread,     ///< it answers in the thread of a post of this issue
    name_agrees,     ///< the same place or premises, or title, as the issue
    nothing_near,    ///< a new issue; number: the best likelihood found, bound: what joining takes
    name_conflicts,  ///< a near issue is of another place or premises; number: the likelihood
    only_names,      ///< a near issue has a name in common and little else; number: the likelihood
    too_short,       ///< too little text to join without a name; number: the likelihood
    looks_like,      ///< for a person to say: number: likelihood, bound: what joining takes; terms: as same_matter
    late,            ///< dated before the window
    harm,            ///< terms: the harm's name in Chinese, in English, the word found
    grade,           ///< grade, tests: the arithmetic of the condition that holds
    growth,          ///< rise: of the issue; bound: from how many posts on alarms keep to the budget
    place_growth,    ///< rise: of a harm at a place; terms: the place, empty for everywhere, and as for harm without
                     ///< the word; number: in how many issues, bound: the chance that alarms keep to, in a million
  };
  Code code = Code::nothing_near;
  std::vector<std::string> terms{};
  double number = 0, bound = 0;
  Grade grade = Grade::routine;
  std::vector<hb::Reason> tests{};
  Rise rise{};

  friend bool operator==(const Reason&, const Reason&) = default;
};

/// The sentence for people, without a full stop.
std::string words(const Reason& reason, Lang lang);

}  // namespace hb::notice
