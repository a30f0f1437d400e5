#pragma once
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/language.h"
#include "desk/cases.h"
#include "desk/log.h"

/// What citizens and the public may see.
namespace hb::desk {

/// A promise to a citizen: what ends it, until when, and how that was computed.
struct ClockView {
  casework::ClockEnd ends = casework::ClockEnd::answered;
  int round = 1;
  Instant from;
  std::optional<Instant> due;
  bool provisional = false;
  bool extended = false;
  std::string extension_reason;
  std::vector<casework::ClockPause> pauses;
  std::optional<Instant> ended_at;
  casework::ClockOutcome outcome = casework::ClockOutcome::running;
  std::vector<std::string> explain;  ///< in words, line by line
};

/// An official word as its citizen reads it, also when it was answered privately.
struct WordView {
  DraftId draft;
  casework::Part part = casework::Part::answer;
  std::string text;
  std::string note;  ///< to this citizen alone
  int64_t entry = -1;
  Instant published_at;
  std::optional<casework::Part> superseded_by{};  ///< the correction or retraction that took its place
};

/// Something an answer promised, and how it stands.
struct PromiseView {
  std::string what;
  Instant due;  ///< 24:00 of its day
  std::optional<Instant> kept_at{};
  bool missed = false;
  bool withdrawn = false;  ///< the answer was taken back
};
/// Of a case, in the order they were promised.
std::vector<PromiseView> promises_of(const casework::Case& state);

struct CitizenView {
  CaseRow row;
  std::string place;    ///< down to district or town
  std::string outside;  ///< the body outside the agency that has it, or ""
  bool answer_privately = false;
  std::vector<ClockView> clocks;
  std::vector<WordView> words;       ///< published so far, in their order; also those of the case it is answered with
  CaseNumber parent;                 ///< that case, or none
  std::optional<int64_t> receipt{};  ///< the ledger's entry that it was received; none in its first minute
  bool may_rate = false;             ///< answered, and not asked yet in this round
  bool may_withdraw = false;
  std::vector<PromiseView> promises{};
  std::optional<casework::FoundNotOurs> not_ours{};
};

/// What stands behind an answer: the issue its case was opened from, and what it promised.
struct Behind {
  IssueId issue;
  std::vector<PromiseView> promises;
};

/// Where an entry stands in the tree, and the `.tlog-proof` file that shows it.
struct ProofView {
  Digest leaf{};  ///< SHA-256(0x00 ‖ entry)
  int64_t size = 0;
  std::string root;  ///< 32 bytes
  std::string file;
};

/// A place as far as the public may know it: the district or town the rulebook knows it by, "" for any other.
std::string public_place(const casework::Rules& rules, std::string_view place);

/// Of several, each once; those the public may not know are left out.
std::vector<std::string> public_places(const casework::Rules& rules, const std::vector<std::string>& places);

/// Any thread.
class Portal {
 public:
  /// All references outlive it.
  Portal(Store& store, Vault& vault, const Clock& clock, Log& log, RulesInForce rules, text::Simplifier simplifier)
      : store_(store),
        vault_(vault),
        clock_(clock),
        log_(log),
        rules_(std::move(rules)),
        simplifier_(std::move(simplifier)),
        nobody_(vault.hash_secret("the code of no number")) {}

  /// Number and code as a person types them. Nothing for a wrong number and for a wrong code alike; both take one hash
  /// check. Ten wrong tries for a number within an hour: nothing until the hour is over, whatever the code. Tries are
  /// counted in memory, for at most 10,000 numbers an hour; past that every try is refused. Errors: the store's.
  Result<std::optional<CitizenView>> look_up(std::string_view number, std::string_view code, Language language);

  /// The answers that stand and hold all words of the question, in any writing of them; newest first. Errors: the
  /// store's; "search.too-long" (detail: the bound).
  Result<std::vector<AnswerRow>> find_answers(std::string_view question, int64_t offset, int64_t limit);
  /// Public answers to what is alike in its wording, likeliest first; none is better than a far-fetched one. Errors:
  /// the store's.
  Result<std::vector<AnswerRow>> answers_like(std::string_view text, size_t limit);

  /// Promises of the answers of a case; none where it was answered privately. Errors: the store's.
  Result<Behind> behind(const CaseNumber& number);

  /// Nothing until a checkpoint covers the entry. Errors: the store's and the files'.
  Result<std::optional<ProofView>> proof(const LedgerRow& row);
  /// Whether the entry is there and says that a case was received. Errors: the store's.
  Result<bool> is_receipt(int64_t entry);

 private:
  bool may_try(const CaseNumber& number);
  Result<void> add_heard(const casework::Case& state, std::vector<WordView>& words);
  Result<std::optional<CitizenView>> view_of(const CaseNumber& number, Language language);

  Store& store_;
  Vault& vault_;
  const Clock& clock_;
  Log& log_;
  RulesInForce rules_;
  text::Simplifier simplifier_;
  std::string nobody_;  ///< what a code for no number is held against, so that both cost the same
  std::mutex mutex_;
  int64_t hour_ = 0;
  std::map<CaseNumber, int> wrong_;
};

}  // namespace hb::desk
