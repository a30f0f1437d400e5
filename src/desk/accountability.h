#pragma once
#include <optional>
#include <string>
#include <vector>

#include "desk/open_data.h"
#include "desk/reviews.h"

/// What a unit has to answer for (DESIGN.md section 5, After): its figures as published, what it missed and why, who
/// was told and did not answer, what it contests, and its reviews; and the register of training.
namespace hb::desk {

struct ContestLine {
  RecordId id;
  casework::Contest state;
  bool may_answer = false;
};

/// A clock that was missed.
struct MissLine {
  CaseNumber number;      ///< of a case, or
  IssueId issue;          ///< an issue, or
  int64_t directive = 0;  ///< a directive
  std::string title;
  casework::CaseClock clock;
  int64_t version = 0;  ///< of what it is of
  bool may_explain = false;
};

struct Accountability {
  UnitId unit;
  std::string month;
  std::vector<std::string> months;           ///< that have figures or are this one, newest first
  std::vector<casework::FigureRow> figures;  ///< of the unit and of all units together, as published last
  std::optional<Instant> made_at;            ///< when they were
  std::vector<MissLine> missed;              ///< due in the month, the newest first
  int64_t told = 0;                          ///< notices of the month to the unit, or for the office to a role or group
  int64_t unanswered = 0;                    ///< of them: nobody answered before the next rung had to be told
  std::vector<ContestLine> contests;         ///< of the unit and month
  std::vector<ReviewLine> reviews;           ///< of the unit, of any month
  bool may_contest = false;
};

/// Any thread. Of cases that missed something, of issues and of directives the newest 500 are looked at.
class AccountabilityPages {
 public:
  AccountabilityPages(const Wiring& wiring, const OpenData& data) : w_(wiring), data_(data) {}

  /// The units whose page this person may read: all, or their own; in the order of the rules.
  std::vector<UnitId> units(const casework::Actor& actor) const;
  /// `month`: "2026-03", or "" for the one that runs. Errors: "unit.unknown" (also one this person may not read),
  /// "figure.month", the store's.
  Result<Accountability> view(const casework::Actor& actor, const UnitId& unit, std::string month) const;

  /// The value is what is published now. Errors: those of casework::decide, "figure.none" (no such figure), the
  /// store's.
  Result<RecordId> contest(const casework::Actor& actor, casework::FigureContested facts);
  Result<casework::Contest> answer(const casework::Actor& actor, const RecordId& id,
                                   const casework::AnswerContest& command, int64_t seen);

  Result<void> note_training(const casework::Actor& actor, UserId person, const casework::TrainingNoted& facts);

 private:
  Result<void> add_cases(const casework::Actor& actor, Accountability& out) const;
  Result<void> add_issues(const casework::Actor& actor, Accountability& out) const;
  Result<void> add_directives(const casework::Actor& actor, Accountability& out) const;
  template <class State>
  void add_missed(const State& state, MissLine line, const casework::Actor& actor, Accountability& out) const;
  template <class State>
  void add_told(const State& state, Accountability& out) const;
  std::string month_of(Instant at) const;
  Instant start_of(const std::string& month) const;  ///< of one that month_of made

  Wiring w_;
  const OpenData& data_;
};

/// The register of a person's training; one with version 0 if there is nothing in it.
Result<casework::Training> training_of(Store& store, UserId person);

/// What the public is told of a contest.
struct ContestMark {
  RecordId id;
  UnitId unit;
  std::string month;
  casework::Figure figure = casework::Figure::received;
  casework::ContestState state = casework::ContestState::open;
};
/// Of all units, the newest 500 first: one statement, since the list's line of a contest says it all.
Result<std::vector<ContestMark>> contest_marks(Store& store);

}  // namespace hb::desk
