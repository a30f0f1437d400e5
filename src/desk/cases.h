#pragma once
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "desk/ports.h"
#include "desk/rules.h"
#include "text/fold.h"
#include "text/matter.h"

/// The use cases of a case: load, decide, write. Every command is one transaction: its events, the inbox line, and,
/// when something official was said, its ledger row, its public row and its deliveries.
namespace hb::desk {

/// What the use cases work with. The references outlive every user of it.
struct Wiring {
  Store& store;
  const Clock& clock;
  Random& random;
  RulesInForce rules;
  std::string office;  ///< how ledger entries name the agency: "mingchuan.example/market-regulation"
  /// Where official words are also said: channel → how the links of its site begin ("http://forum.example/").
  std::map<std::string, std::string> sites{};
  text::Simplifier simplifier{};  ///< for what is searched
  /// Which matter a text is about.
  std::shared_ptr<const text::MatterLexicon> matters = std::make_shared<text::MatterLexicon>();
  /// Told of every change by a use case, after it is durable; any thread. Whoever is behind it outlives the use cases.
  std::function<void(const Changes&)> written{};
};

/// Commits and tells of it.
Result<Committed> commit(const Wiring& wiring, const Changes& changes);

/// A citizen's complaint as the form gives it.
struct Complaint {
  casework::Channel channel = casework::Channel::form;
  casework::CaseKind kind = casework::CaseKind::complaint;
  casework::Privacy privacy = casework::Privacy::anonymous;
  bool answer_privately = false;
  std::string title;
  std::string text;     ///< the citizen's own words: sealed, never public
  std::string contact;  ///< sealed with them; may be empty
  std::vector<std::string> places;
  std::string matter;
  UnitId about;
};

/// What the citizen takes home. The code is shown once and kept only as an Argon2id string.
struct Receipt {
  CaseNumber number;
  std::string query_code;
};

/// What a citizen says of the answer.
struct Rating {
  casework::Solved solved = casework::Solved::yes;
  int satisfaction = 0;  ///< 1 to casework::kMostSatisfied
  bool of_unit = false;  ///< the citizen complains of the unit
};

/// A citizen's own words, opened for a handler.
struct CitizenWords {
  std::string text;
  std::string contact;
};

inline constexpr int kTries = 3;  ///< decisions on what another writer made meanwhile, before giving up

/// Seals and hashes with keys the desk itself never sees; carried out in app/.
class Vault {
 public:
  virtual ~Vault() = default;
  /// Argon2id string of a secret, and whether a secret fits one. About 50 ms each.
  virtual std::string hash_secret(std::string_view secret) = 0;
  virtual bool fits(std::string_view secret, std::string_view hashed) = 0;
  /// Encrypts under the key of the case, made at its first use.
  virtual Result<std::string> seal(const CaseNumber& number, std::string_view plain) = 0;
  virtual Result<std::string> open(const CaseNumber& number, std::string_view sealed) = 0;
};

/// Any thread; commands to one case may race, then one of them is decided again on what the other made.
class Cases {
 public:
  explicit Cases(const Wiring& wiring) : w_(wiring) {}

  /// A member of staff opens a case; `facts.number` is given here, and when `facts.issue` is set the issue is linked in
  /// the same transaction. Errors: "issue.unknown", those of casework::decide and of the store.
  Result<CaseNumber> open(const casework::Actor& actor, casework::CaseOpened facts);
  /// The same on behalf of a citizen (telephone, window), whose words and contact are sealed as `complain` does.
  Result<Receipt> open(const casework::Actor& actor, casework::CaseOpened facts, const CitizenWords& citizen,
                       Vault& vault);

  /// A citizen complains. Posted, noticed and opened are this moment. Errors: "case.empty", "case.too-long",
  /// "case.not-utf8" (field "text" or "contact"), as open.
  Result<Receipt> complain(const Complaint& complaint, Vault& vault);

  /// A case that another desk sent over. Its citizen is answered there: nobody has a query code of ours.
  Result<CaseNumber> take_over(const casework::Actor& actor, casework::CaseOpened facts, const CitizenWords& citizen,
                               Vault& vault);

  /// Of SendTemplate only the number and what was seen are asked for. Of Merge only the number and the reason; the
  /// other case's side, and what a parent's word means for its children, are written in the same transaction. `seen`:
  /// the version the person decided on; another one there is "store.version". Errors besides: "case.unknown", those of
  /// casework::decide, "store.version" when the case moved three times meanwhile.
  Result<casework::Case> act(const casework::Actor& actor, const CaseNumber& number,
                             const casework::CaseCommand& command, std::optional<int64_t> seen = {});

  /// A handler reads what the citizen wrote. That it was shown, and to whom, is durable before it is opened. Errors:
  /// "case.unknown", "case.no-citizen" (nobody complained: it was opened by staff), those of `act` for ShowCitizen, the
  /// vault's.
  Result<CitizenWords> show_citizen(const casework::Actor& actor, const CaseNumber& number, Vault& vault);

  /// A file that shows what was found, of at most casework::kEvidenceLimit bytes: sealed, and written with its event.
  /// Errors: "case.evidence-type" (by its first bytes neither JPEG, PNG nor PDF), those of `act` for AddEvidence, the
  /// vault's.
  Result<casework::Case> add_evidence(const casework::Actor& actor, const CaseNumber& number, const std::string& title,
                                      std::string_view bytes, Vault& vault);
  /// Its bytes, as they were added. Errors: "case.no-evidence" (there is none, or it is not for this person, or it is
  /// kept elsewhere), "case.evidence-changed" (not what its hash says), the vault's.
  Result<std::pair<casework::Evidence, std::string>> evidence(const casework::Actor& actor, const CaseNumber& number,
                                                              int evidence, Vault& vault) const;

  /// The citizen says whether it was solved; that they are the citizen is the caller's to know (Portal::look_up).
  /// Errors: as `act` for RateAnswer.
  Result<casework::Case> rate(const CaseNumber& number, const Rating& rating);

  Result<casework::Case> load(const CaseNumber& number) const;

  /// One browser more has met the issue: counted beside its voices, no event of anybody. Errors: the store's.
  Result<void> meet(IssueId id);
  /// Misses the clocks that are due by now, at most 1,000 cases a call; how many clocks were missed.
  Result<int> tick();

 private:
  Result<CaseNumber> fresh_number();
  Result<void> tell_family(const casework::Case& before, const casework::Case& after, const casework::Actor& actor,
                           Instant now, Changes& changes);
  Result<Citizen> seal(const CaseNumber& number, const CitizenWords& words, const std::string& query_code,
                       Vault& vault) const;
  std::string fresh_code();
  /// Whoever is `answered_there`, at another desk, gets no query code.
  Result<Receipt> open_sealed(const casework::Actor& actor, casework::CaseOpened facts, const CitizenWords& citizen,
                              Vault& vault, bool answered_there);
  Result<void> open_as(const casework::Actor& actor, const casework::CaseOpened& facts,
                       const std::optional<Citizen>& citizen);
  Result<casework::Case> write(const casework::Case& before, std::vector<casework::CaseEvent> events,
                               const casework::Actor& actor, Instant now, Changes& changes);

  Wiring w_;
};

/// The inbox line of a case.
CaseRow row_of(const casework::Case& state, Instant updated_at);

}  // namespace hb::desk
