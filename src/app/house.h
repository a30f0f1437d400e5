#pragma once
#include <atomic>
#include <condition_variable>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "app/documents_seal.h"
#include "app/kept_rulebooks.h"
#include "app/simplifier.h"
#include "app/source_reader.h"
#include "app/system.h"
#include "desk/cases.h"
#include "desk/directives.h"
#include "desk/hearing.h"
#include "desk/issues.h"
#include "desk/log.h"
#include "desk/open_data.h"
#include "desk/portal.h"
#include "desk/witnesses.h"
#include "http/events.h"
#include "http/sessions.h"
#include "http/site.h"
#include "http/staff.h"
#include "listen/curl_fetcher.h"
#include "listen/page_reader.h"
#include "listen/politeness.h"
#include "rulebook/rulebook.h"
#include "store/sqlite/files.h"
#include "store/sqlite/store.h"

namespace hb::app {

struct HouseOptions {
  std::filesystem::path data;
  rulebook::Rulebook book;   ///< what a new desk begins with; one that was started before keeps what it adopted
  const desk::Clock& clock;  ///< outlives the house
  bool demo = false;         ///< the directory's mark: one that was made as the other kind is refused
  std::string origin{};  ///< the log's name, printable ASCII; "": "<rulebook id>/ledger". Kept from the first start on
  std::map<std::string, std::string> sites{};  ///< where answers are also said (desk::Wiring::sites)
  std::string contact{};                       ///< how a site's owner reaches the agency; sent with every fetch
  bool tls = false;                            ///< people reach it by https: cookies are for that only
  std::string desk_host{};                     ///< the staff desk is served under this name only; "": under every name
  bool begins = true;                          ///< a new desk keeps `book` as its first version
  std::string page_reader{};  ///< program whose verb page-reader reads what was fetched, apart; "": it is read here
};

/// A whole desk on one data directory: the record, the public ledger's files and key, everybody's use cases, what is
/// heard and what is due. Layout below DIR: hearback.db, lock, kind, ledger/ (public files), keys/ (0600).
///
/// `listen` and `beat` are each called from one thread at a time, together from two; the rest from any thread.
class House final : public desk::BetweenBatches {
 public:
  /// Errors: "house.kind" (detail: what the directory is), "store.locked" (detail: process id), "rulebook.kept" (the
  /// version in force cannot be read; detail: why), the store's, "key.*".
  static Result<std::unique_ptr<House>> open(HouseOptions options);
  ~House() override;
  House(const House&) = delete;
  House& operator=(const House&) = delete;

  desk::Store& store() { return *store_; }
  desk::Cases& cases() { return cases_; }
  desk::Issues& issues() { return issues_; }
  desk::Vault& vault() { return vault_; }
  /// Who is signed in at the staff desk, by real time also where the desk's own is virtual.
  http::Sessions& sessions() { return sessions_; }
  const desk::Clock& clock() const { return options_.clock; }
  /// The version that was in force when the house was opened.
  const rulebook::Rulebook& book() const { return options_.book; }
  const desk::Wiring& wiring() const { return wiring_; }
  desk::Rulebooks& rulebooks() { return rulebooks_; }
  desk::Registers& registers() { return registers_; }
  /// Whether an official account of that id is on the register now.
  bool registered(std::string_view account) const;

  /// The ledger's verifier key, and why nothing is signed: "ledger.fork" with its detail; none when all is well.
  const std::string& vkey() const { return vkey_; }
  const std::optional<Error>& unsigned_because() const { return unsigned_because_; }

  /// Adds a source, or replaces the one of its id, keeping what is remembered of it. Not while `listen` runs. Errors:
  /// the first finding of validate_source (its code; detail: the key), the store's.
  Result<void> add_source(const listen::SourceConfig& config);

  /// Carries out what waits to be said outside; called by `beat`. Set it before the first one.
  std::function<Result<int>()> deliver{};

  /// One visit to every source that is due, until `stop`. What goes wrong with a source stands in its row and stops no
  /// other. When the next is due; kEndOfTime without sources. Errors: the store's, the keys'.
  Result<Instant> listen(const std::function<bool()>& stop = {});

  /// Misses the clocks that are due, enters receipts whose minute is over, puts new rows into the public tree,
  /// delivers, destroys keys whose days are over. When the next of these is due. Errors: the first of any; the rest is
  /// still done.
  Result<Instant> beat();

  /// Both, in turn; the earlier of the two moments.
  Result<Instant> work();

  /// Something was written that `beat` should see now: an official word must be in the tree within 2 s.
  void wake();
  /// Calls `beat`, or `listen`, as they are due or woken, until `stop`; errors go to `complain` and are waited out.
  void run(bool listening, const std::function<bool()>& stop, const std::function<void(const Error&)>& complain);

  /// Learns which unit is for what as cases are closed, until `stop`: seconds of work, once a day.
  void study(const std::function<bool()>& stop, const std::function<void(const Error&)>& complain);

  /// Asks the ledger's witnesses to sign what was published, until `stop`.
  void witness(const std::function<bool()>& stop, const std::function<void(const Error&)>& complain);

  /// Between two batches of `listen`. Error besides: "request.busy" before the first `listen` has read the record.
  Result<IssueId> regroup(const casework::Actor& actor, const desk::Regroup& what,
                          std::optional<int64_t> seen) override;
  Result<std::vector<desk::AlikeIssues>> alike(const casework::Actor& actor, IssueId of) override;
  Result<RecordId> watch(const casework::Actor& actor, const std::optional<RecordId>& id,
                         const casework::WatchCommand& command, std::optional<int64_t> seen) override;
  /// Holds for the listener's next round.
  Result<void> confirm_source(const casework::Actor& actor, const RecordId& id, int64_t seen) override;

  /// The public pages, the ledger's files and the staff desk. Whatever is posted wakes the house.
  http::Handler handler();

 private:
  struct Ear {
    listen::SourceConfig config;
    listen::SourceState state;
  };
  House(HouseOptions options, std::unique_ptr<store::SqliteStore> store, ledger::Signer signer,
        desk::RulesInForce rules);
  Result<void> load_sources();
  Result<void> load_hearing();
  Result<void> visit(Ear& ear);
  listen::PageReader& reader();
  bool ours(const listen::Author& author) const;
  desk::SourceRow row_of(const Ear& ear) const;
  http::SourceFacts facts_of(const desk::SourceRow& row) const;
  Result<Instant> next_beat();
  void adopted(const desk::RulebookRead& read);

  HouseOptions options_;
  std::unique_ptr<store::SqliteStore> store_;
  store::DiskFiles files_;
  SystemRandom random_;
  FileVault vault_;
  DocumentSeal seal_;
  ledger::Signer signer_;
  std::string vkey_;
  desk::RulesInForce rules_;
  SystemClock wall_;
  http::Sessions sessions_;
  http::Events events_;
  desk::Wiring wiring_;
  desk::Cases cases_;
  desk::Issues issues_;
  desk::Directives directives_;
  desk::Log log_;
  desk::Portal portal_;
  desk::OpenData open_data_;
  BookReader book_reader_;
  desk::Rulebooks rulebooks_;
  JsonSourceReader source_reader_;
  desk::Registers registers_;
  desk::Category category_;
  std::optional<Error> unsigned_because_;
  text::AllowList allow_;
  std::optional<desk::Hearing> hearing_;
  std::mutex hearing_mutex_;  ///< around `hearing_` and whether it is loaded
  std::mutex notice_mutex_;
  std::optional<notice::Options> notice_;  ///< of a rulebook adopted since `listen` last looked
  bool hearing_loaded_ = false;
  bool sources_changed_ = false;  ///< under hearing_mutex_: since `listen` last read them
  listen::CurlFetcher fetcher_;
  std::string read_in_;  ///< the zone that `reader_` takes times to be in
  std::unique_ptr<listen::PageReader> reader_;
  desk::Witnesses witnesses_;
  listen::Hosts hosts_;
  std::vector<Ear> ears_;
  Instant forgotten_at_{};

  std::mutex mutex_;
  std::condition_variable woken_;
  bool wake_ = false;
};

}  // namespace hb::app
