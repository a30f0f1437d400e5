#pragma once
#include <set>
#include <vector>

#include "notice/options.h"
#include "rulebook/fields.h"

/// The tables of a rulebook, each read into its place. Findings go to the report behind the fields.
namespace hb::rulebook {

/// `[[unit]]`, `[[place]]`, `[staffing]`, `[[group]]`, `[conflict]`, `[routing]`, `[publication]`, `[[account]]`.
void read_organisation(const Fields& top, casework::Rules& rules);

/// `[[clock]]`; units and groups must have been read.
void read_clocks(const Fields& top, casework::Rules& rules, const std::vector<notice::Harm>& harms);

/// `[[kind]]` and `[[rate]]`; clocks must have been read.
void read_kinds(const Fields& top, casework::Rules& rules);
void read_rates(const Fields& top, casework::Rules& rules);

/// `[[grade]]`, gravest first.
std::vector<casework::GradeSpec> read_grades(const Fields& top, const std::vector<notice::Harm>& harms);

/// `[[place]]`; without rules the units of the places are not looked at.
std::vector<casework::Place> read_places(const Fields& top, const casework::Rules* rules);

/// `[notice]` over the options as they are.
void read_notice(const Fields& top, notice::Options& options);

/// A role by its id; none and a finding if there is none.
std::optional<casework::Role> read_role(Report& report, const Text& text);
std::vector<casework::Role> read_roles(const Fields& fields, std::string_view key);

std::vector<std::string> values(const std::vector<Text>& texts);

/// Names that may stand once only.
class Once {
 public:
  Once(Report& report, std::string expected) : report_(report), expected_(std::move(expected)) {}
  /// A finding if it was added before. Empty names are nobody's.
  void add(const std::string& name, const Spot& spot);

 private:
  Report& report_;
  std::string expected_;
  std::set<std::string> seen_;
};

}  // namespace hb::rulebook
