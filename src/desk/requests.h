#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "desk/cases.h"
#include "desk/rules.h"

/// Cases as anybody may know them (DESIGN.md section 5, What becomes public): what Open311 and the open data give.
/// There is no word of a citizen in any of these structs.
namespace hb::desk {

/// An official word on a case: when, which part, where in the ledger. `text` is "" if it was answered privately.
struct PublicWord {
  int64_t entry = -1;
  casework::Part part = casework::Part::answer;
  std::string text;
  Instant published_at;
};
struct PublicClock {
  std::string id;
  casework::ClockEnd ends = casework::ClockEnd::answered;
  int round = 1;
  Instant from;
  std::optional<Instant> due;
  std::optional<Instant> ended_at;
  casework::ClockOutcome outcome = casework::ClockOutcome::running;
  bool extended = false;
};
struct PublicCase {
  CaseNumber number;
  casework::CaseKind kind = casework::CaseKind::complaint;
  casework::CaseState state = casework::CaseState::dispatched;
  casework::Channel channel = casework::Channel::issue;
  bool closed = false;
  std::string matter;  ///< a remit of the rulebook, or ""
  std::string place;   ///< a district or town of the rulebook, or ""
  UnitId unit;
  CaseNumber parent;    ///< the case it is answered with, or none
  std::string outside;  ///< the body outside the agency that has it, or whose matter it is; or ""
  std::string summary;  ///< our one line; "" until an official word stands beside it, and when answered privately
  Instant opened_day;   ///< the beginning of the day it was opened
  Instant updated_at;   ///< when it was closed, else the beginning of the day it last moved
  std::optional<Instant> expected;   ///< when the answer is due; none while paused and once it is closed
  std::optional<Instant> closed_at;  ///< the last official word of a closed case
  int round = 1;
  int returns = 0;                           ///< times a dispatch was returned
  int redos = 0;                             ///< rounds the citizen asked for
  std::optional<int64_t> discovery_minutes;  ///< from the first post to noticing it; none if it began with a citizen
  std::vector<PublicClock> clocks;
  std::vector<PublicWord> words;  ///< oldest first
};

/// `state` is the fold of the case, `answers` all its official words.
PublicCase public_case(const CaseRow& row, const casework::Case& state, const std::vector<AnswerRow>& answers,
                       const casework::Rules& rules);

/// Which of them: opened in [from, to), newest first.
struct PublicQuestion {
  std::optional<std::string> matter;
  std::optional<bool> closed;
  Instant from;
  Instant to;
  int64_t offset = 0;
  int64_t limit = 50;  ///< at most kMostRequests
};
inline constexpr int64_t kMostRequests = 1000;

/// Any thread.
class Requests {
 public:
  Requests(Store& store, RulesInForce rules) : store_(store), rules_(std::move(rules)) {}

  Result<std::vector<PublicCase>> list(const PublicQuestion& question) const;
  /// `number` as somebody typed it. Nothing for one that is not there.
  Result<std::optional<PublicCase>> one(std::string_view number) const;
  /// Whether a program may open cases with this key (`hearback token`).
  Result<bool> may_open(std::string_view key) const;

 private:
  Result<PublicCase> view_of(const CaseRow& row) const;

  Store& store_;
  RulesInForce rules_;
};

/// The keys of programs that may open cases, each by its name; only their SHA-256 is kept.
struct RequestKey {
  std::string name;
  std::string sha256;  ///< lower-case hex
  friend bool operator==(const RequestKey&, const RequestKey&) = default;
};
inline constexpr std::string_view kRequestKeys = "open311-keys";  ///< the setting they stand in
std::string format_keys(const std::vector<RequestKey>& keys);
std::vector<RequestKey> parse_keys(std::string_view setting);

/// Who takes what is in no unit's remit.
UnitId unit_of_the_rest(const casework::Rules& rules);

/// The district or town of the rulebook that an address names; "" if none, or several of different units.
std::string place_in(const casework::Rules& rules, std::string_view address);

}  // namespace hb::desk
