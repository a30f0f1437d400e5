#pragma once
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/language.h"
#include "desk/records.h"
#include "notice/options.h"

/// The rulebooks a desk is run by. Each version's bytes are a setting of their own and stay there, so that every clock
/// ever made can be explained; one more setting says which versions held since when. Another version is proposed by
/// one person and confirmed by another; from the confirmation on it holds for what begins, running clocks keep theirs.
namespace hb::desk {

struct RulebookVersion {
  std::string version;  ///< casework::Rules::version
  Instant since;
  RecordId proposal;  ///< by which it was adopted; empty: the one the desk began with
  friend bool operator==(const RulebookVersion&, const RulebookVersion&) = default;
};

inline constexpr std::string_view kRulebookVersions = "rulebook.versions";
/// The setting that keeps the bytes of a version.
std::string rulebook_setting(std::string_view version);

/// Oldest first; the last is in force. Empty for a desk that has never been started.
Result<std::vector<RulebookVersion>> rulebook_versions(Store& store);
/// Adds the version and its bytes to a change; `before` is what rulebook_versions says.
void keep_rulebook(std::vector<RulebookVersion> before, RulebookVersion next, std::string bytes, Changes& changes);

/// A rulebook as somebody hands it in.
struct RulebookText {
  std::string toml;
  std::string calendar;  ///< bytes of the holidays it names; "": those in force, or those that ship
  std::string harms;     ///< bytes of a harm lexicon; "": the one in force
};
/// One thing that is wrong with it.
struct RulebookFinding {
  std::string file;
  int line = 1;
  std::string key, expected, found, nearest;
  std::string text;  ///< all of it in a line
};
/// One that was read whole.
struct RulebookRead {
  std::shared_ptr<const casework::Rules> rules;
  notice::Options notice;
  std::string packed;  ///< the bytes that are kept
  std::string toml;
};
using RulebookResult = Result<RulebookRead, std::vector<RulebookFinding>>;

/// Reads rulebooks and tells them in words; carried out in app/. `packed` is what is kept of one. Any thread.
class RulebookReader {
 public:
  virtual ~RulebookReader() = default;
  virtual RulebookResult read(const RulebookText& text, std::string_view packed_in_force) = 0;
  virtual RulebookResult unpack(std::string_view packed) = 0;
  virtual std::string in_words(std::string_view packed, Language language) = 0;
  virtual std::string differences(std::string_view before, std::string_view after, Language language) = 0;
};

/// When a clock that began now would be due, by two rulebooks; none where one does not have it, or cannot say yet.
struct DueBeside {
  std::string clock;
  std::optional<Instant> now, then;
  friend bool operator==(const DueBeside&, const DueBeside&) = default;
};
/// What another rulebook would do.
struct RulebookChecked {
  std::vector<RulebookFinding> findings;  ///< if there are any, nothing else is filled
  std::string version;
  std::string difference;        ///< in words; "" if they say the same
  std::vector<DueBeside> dues;   ///< of the clocks that would be due otherwise
  std::vector<UnitId> orphaned;  ///< units with open cases that it does not have: it cannot be proposed
};

struct RulebookProposalLine {
  RecordId id;
  casework::Proposal state;
  std::string proposer;  ///< by name
};
struct RulebookProposalView {
  RulebookProposalLine line;
  RulebookChecked checked;
  std::string toml;
  std::string decider;           ///< by name, once decided
  std::vector<std::string> may;  ///< "confirm", "refuse"
};

/// Any thread.
class Rulebooks {
 public:
  /// `adopted` is told once a version holds; it and `reader` outlive this.
  Rulebooks(const Wiring& wiring, RulebookReader& reader, std::function<void(const RulebookRead&)> adopted)
      : w_(wiring), reader_(reader), adopted_(std::move(adopted)) {}

  Result<RulebookChecked> check(const RulebookText& text, Language language) const;

  /// Errors: "rulebook.wrong" (detail: the first finding), "rulebook.same" (it is in force), "rulebook.other-agency",
  /// "rulebook.unit-in-use" (detail: the unit), those of casework::decide for a proposal, the store's.
  Result<RecordId> propose(const casework::Actor& actor, const RulebookText& text, const std::string& reason);
  /// In one transaction: the proposal is confirmed, the version kept, and entered in the ledger. Errors: as propose.
  Result<void> confirm(const casework::Actor& actor, const RecordId& id, int64_t seen);
  Result<void> refuse(const casework::Actor& actor, const RecordId& id, const std::string& reason, int64_t seen);

  Result<std::vector<RulebookProposalLine>> proposals() const;  ///< newest first
  Result<RulebookProposalView> proposal(const casework::Actor& actor, const RecordId& id, Language language) const;

  /// What is kept of a version. Errors: "rulebook.unknown".
  Result<std::string> packed(std::string_view version) const;
  Result<RulebookRead> read(std::string_view version) const;
  Result<std::string> words(std::string_view version, Language language) const;
  /// What it says otherwise than the one before it; "" for the first.
  Result<std::string> difference(std::string_view version, Language language) const;

  /// After an adoption, provisional clocks are reckoned anew by its calendar, 500 cases a call.
  /// Whether there is more to do. One thread at a time.
  Result<bool> recompute();

 private:
  Result<std::vector<UnitId>> orphaned(const casework::Rules& next) const;
  Result<RulebookChecked> compared(const RulebookRead& next, Language language) const;
  Result<void> adoptable(const RulebookRead& next) const;

  Wiring w_;
  RulebookReader& reader_;
  std::function<void(const RulebookRead&)> adopted_;
  std::mutex adopting_;
  std::string recomputing_;     ///< the version for which it is being done
  std::string recomputed_;      ///< the version for which it was done
  int64_t recompute_done_ = 0;  ///< cases looked at
};

}  // namespace hb::desk
