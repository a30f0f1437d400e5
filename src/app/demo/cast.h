#pragma once
#include <map>
#include <string>

#include "app/demo/sites.h"
#include "app/house.h"

namespace hb::app::demo {

/// The scripted colleagues and citizens: each line of the script is the command a person would give. How far they are
/// stands in the record beside what they did, so that a new start goes on with the next line.
class Cast {
 public:
  /// All outlive it.
  Cast(House& house, const City& city, const Sites& sites) : house_(house), city_(city), sites_(sites) {}

  /// Reads how far the script is. Errors: the store's; "demo.script" if that is damaged.
  Result<void> load();
  /// When the next line is due; kEndOfTime after the last.
  Instant next() const;
  size_t done() const { return done_; }

  /// The next line, now. If the process ended between doing a line and noting it, it is not done again. Errors: why it
  /// is refused (the line counts as done), with `number()` naming the line; the store's.
  Result<void> act();
  /// Of the line last acted.
  int number() const { return done_ == 0 ? 0 : city_.script[done_ - 1].number; }

 private:
  Result<void> perform(const ScriptLine& line);
  Result<bool> on_issue(const ScriptLine& line);
  Result<bool> on_report(const ScriptLine& line, IssueId id);
  Result<void> on_case(const ScriptLine& line);
  Result<void> open_case(const ScriptLine& line);
  Result<void> complain(const ScriptLine& line);
  Result<void> on_template(const ScriptLine& line);
  Result<void> watch(const ScriptLine& line);
  Result<desk::Post> heard(const std::string& post_id);
  Result<bool> done_before(const ScriptLine& line);
  Result<void> note();

  House& house_;
  const City& city_;
  const Sites& sites_;
  size_t done_ = 0;
  bool first_ = true;                        ///< the first line after a start may have been done already
  std::map<std::string, CaseNumber> cases_;  ///< by the script's names
  std::map<std::string, PostId> heard_;      ///< by link
};

}  // namespace hb::app::demo
