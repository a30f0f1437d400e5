#pragma once
#include <string>
#include <vector>

#include "desk/cases.h"
#include "text/pinyin.h"

/// Who may be named (@) in a note of a case. Of the staff only, and only who may read that case and that note.
namespace hb::desk {

struct Colleague {
  UserId user;
  std::string name;
  std::vector<UnitId> units;
};

/// Any thread.
class Colleagues {
 public:
  static constexpr size_t kMost = 8;  ///< that are suggested

  explicit Colleagues(const Wiring& wiring) : w_(wiring) {}

  /// Those whose name, unit, or either in pinyin ("wf" or "wangfang" for 王芳) has what was typed: names before units.
  /// That the person who asks may read the case is the caller's to know. Errors: "case.unknown".
  Result<std::vector<Colleague>> suggest(const casework::Actor& actor, const CaseNumber& number,
                                         casework::NoteFor readers, const std::string& typed) const;
  /// The same people with their names and grants. Errors: "case.mention" (nobody of that number).
  Result<std::vector<casework::Actor>> named(const std::vector<casework::Actor>& asked) const;

 private:
  Wiring w_;
  text::Pinyin pinyin_;
};

}  // namespace hb::desk
