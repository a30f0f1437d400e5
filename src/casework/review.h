#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "casework/directive.h"
#include "casework/issue.h"

/// The review: how a serious issue went (复盘), or why a duty was not done (责任核查). The desk opens it by rule;
/// people write what was found, hear the unit, and say what changes, by whom and by when (DESIGN.md section 5, After).
namespace hb::casework {

/// Why it was opened. All but the first are accountability reviews.
enum class ReviewCause : uint8_t {
  serious,     ///< a serious issue has ended
  ladder_end,  ///< nobody answered for a notice in time, up to the last rung; the duty of its first rung
  missed,      ///< a clock was missed, the matter is over, and nobody said why
  redos,       ///< citizens asked for more rounds than the rulebook lets one unit have
};
std::string_view name_of(ReviewCause cause);
std::optional<ReviewCause> review_cause_of(std::string_view name);
inline bool accountability(ReviewCause cause) { return cause != ReviewCause::serious; }

enum class ReviewState : uint8_t {
  opened,
  found,   ///< the finding is written
  stated,  ///< the unit has had its say on it
  closed,  ///< the outcome stands
};
std::string_view name_of(ReviewState state);

struct ReviewOpened {
  ReviewCause cause = ReviewCause::serious;
  IssueId issue;      ///< one of the three is what it is about
  CaseNumber number;  ///< a case
  int64_t directive = 0;
  UnitId unit;        ///< whose duty it was; of an issue, whose matter it is
  std::string clock;  ///< "" if it is about no clock
  int round = 1;
  friend bool operator==(const ReviewOpened&, const ReviewOpened&) = default;
};
struct ReviewFound {
  std::string finding;
  friend bool operator==(const ReviewFound&, const ReviewFound&) = default;
};
struct ReviewStated {
  std::string statement;
  friend bool operator==(const ReviewStated&, const ReviewStated&) = default;
};
/// What changes.
struct ReviewMeasure {
  std::string what;
  UnitId unit;
  int64_t by_day = 0;  ///< the last local day for it, in days since 1970-01-01
  friend bool operator==(const ReviewMeasure&, const ReviewMeasure&) = default;
};
inline constexpr size_t kMostMeasures = 10;
struct ReviewClosed {
  std::string outcome;
  std::vector<ReviewMeasure> measures;
  friend bool operator==(const ReviewClosed&, const ReviewClosed&) = default;
};
struct MeasureDone {
  int measure = 0;  ///< 1, 2, …
  std::string done;
  friend bool operator==(const MeasureDone&, const MeasureDone&) = default;
};
using ReviewEvent = std::variant<ReviewOpened, ReviewFound, ReviewStated, ReviewClosed, MeasureDone>;
std::string_view name_of(const ReviewEvent& event);

struct MeasureState {
  ReviewMeasure measure;
  std::optional<Instant> done_at{};
  std::string done{};
};
struct Review {
  ReviewOpened opened;
  ReviewState state = ReviewState::opened;
  Instant opened_at;
  std::string finding, statement, outcome;
  UserId finder;  ///< who wrote the finding last
  std::vector<MeasureState> measures;
  int64_t version = 0;
};

struct OpenReview {
  ReviewOpened facts;
};
/// Again, until it is closed.
struct WriteFinding {
  std::string finding;
};
struct StateReview {
  std::string statement;
};
struct CloseReview {
  std::string outcome;
  std::vector<ReviewMeasure> measures;
};
struct DoMeasure {
  int measure = 0;
  std::string done;
};
using ReviewCommand = std::variant<OpenReview, WriteFinding, StateReview, CloseReview, DoMeasure>;

/// Opened by the desk. The finding of an accountability review is the auditor's; of an issue's, as of its assessment:
/// the spokesperson's, the bureau's online spokesperson's or the office's. The statement is the head's of the unit,
/// once something was found. The outcome is said by the spokesperson or a supervising leader who does not work in the
/// unit and did not write the finding. A measure is done by the head of its unit. Errors: "review.not-allowed",
/// "review.wrong-state", "review.own-unit", "review.measures" (too many), "review.no-measure", "case.same-person",
/// "case.promise-day" (gone by), "route.no-such-unit", "case.empty" / "case.too-long" / "case.not-utf8" (field).
Result<std::vector<ReviewEvent>> decide(const Review& state, const ReviewCommand& command, const Actor& actor,
                                        Instant now, const Rules& rules);
void apply(Review& state, Instant at, UserId by, const ReviewEvent& event);

/// Whether a person may read it: whoever reads every case, the unit it is about, and the units of its measures.
bool may_read(const Review& state, const Actor& actor, const Rules& rules);

/// What has come to be reviewed; empty for most. The same state gives the same list: whoever opens them keeps apart
/// what was opened already.
std::vector<ReviewOpened> reviews_owed(const Case& state, const Rules& rules);
std::vector<ReviewOpened> reviews_owed(const Issue& state, const Rules& rules);
std::vector<ReviewOpened> reviews_owed(const Directive& state, int64_t number, const Rules& rules);

/// A notice that nobody answered for: the next rung had to be told, or its clock was missed.
bool unanswered(const Notice& notice, const std::vector<Notice>& notices, const std::vector<CaseClock>& clocks);

}  // namespace hb::casework
