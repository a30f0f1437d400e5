#pragma once
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/csv.h"
#include "desk/cases.h"

/// Cases that another desk (12315, 12345) sends over as CSV under its own headings, and the results that go back to it.
namespace hb::desk {

/// How one desk's columns are read. Kept with the records when something was imported by it, and used for what goes
/// back.
struct ColumnMap {
  std::string from;                            ///< that desk: "12345"
  std::map<std::string, std::string> columns;  ///< our field → its heading
  /// Our field → its word → ours: {"kind": {"投诉": "complaint"}}.
  std::map<std::string, std::map<std::string, std::string>> words;

  friend bool operator==(const ColumnMap&, const ColumnMap&) = default;
};
/// Our fields. `number` and `text` are needed.
inline constexpr std::string_view kImportFields[] = {"number",  "text",  "title", "received", "due",
                                                     "contact", "place", "kind",  "matter",   "privacy"};
/// The fields whose words stand for ours; of the others the words themselves are read.
inline constexpr std::string_view kWordFields[] = {"kind", "matter", "privacy"};

/// As it is kept: CSV lines "column,FIELD,HEADING" and "word,FIELD,THEIRS,OURS". Error of reading: "import.map" (the
/// line).
std::string to_text(const ColumnMap& map);
Result<ColumnMap> parse_columns(std::string_view from, std::string_view text);

/// What becomes of one record of the file.
struct ImportLine {
  enum class Outcome : uint8_t { good, opened, there, rejected };
  uint64_t line = 0;         ///< where it starts, from 1
  std::string their_number;  ///< "" if it has none
  Outcome outcome = Outcome::good;
  CaseNumber number{};  ///< opened, there
  Error wrong{};        ///< rejected; its detail is a field, a heading or a word of the file, never a citizen's
};
std::string_view name_of(ImportLine::Outcome outcome);

struct Imported {
  std::vector<std::string> headings;
  ColumnMap map;        ///< as asked, with what was guessed where nothing was said
  std::string missing;  ///< of a dry run: the field without a heading, or the heading that is not there
  int64_t records = 0;  ///< in the whole file
  /// Words of the whole file, each with its field, that stand for nothing of ours; at most kMostUnknown.
  std::vector<std::pair<std::string, std::string>> unknown;
  std::vector<ImportLine> lines;  ///< of those asked for
};

/// What was sent, as it was read.
struct ImportTable {
  std::vector<std::string> headings;
  std::vector<CsvReader::Record> records;
};
/// Of CSV in UTF-8. Errors: "csv.not-utf8", "import.empty" (no headings).
Result<ImportTable> read_table(std::string_view csv);

inline constexpr size_t kMostUnknown = 50;

struct ImportQuestion {
  ColumnMap map;        ///< `columns` empty: the kept one's, whose words hold as well, else guessed from the headings
  bool dry_run = true;  ///< says what would become of each, opens nothing
  int64_t offset = 0;   ///< records passed over
  int64_t limit = 200;
};

/// Any thread. Imports are made one after the other.
class Imports {
 public:
  explicit Imports(const Wiring& wiring) : w_(wiring), cases_(wiring) {}

  /// Each case in a transaction of its own: what was opened stays when the rest fails, and is there already the next
  /// time. Errors: "import.not-allowed" (whoever does not dispatch; the desk may), "import.from" (no id),
  /// "import.column" (a field that is not ours, is needed, or whose heading is not there), "import.word" (of `map`),
  /// the store's. Of a line: "csv.quote", "line.too-long", "import.columns" (not as many as the headings),
  /// "import.time" (the field), "import.word" (its word), those of Cases::take_over.
  Result<Imported> bring(const casework::Actor& actor, const ImportTable& table, const ImportQuestion& question,
                         Vault& vault);

  /// The desks that sent something.
  Result<std::vector<ColumnMap>> kept(const casework::Actor& actor) const;

  /// What came of all that was sent over from there, oldest first, as CSV in UTF-8 with a byte order mark; the first
  /// column under that desk's own heading. Errors: "import.not-allowed", "import.from", the store's.
  Result<std::string> results(const casework::Actor& actor, const std::string& from) const;

 private:
  ImportLine one(const casework::Actor& actor, const ColumnMap& map, const std::vector<std::string>& headings,
                 const std::vector<std::string>& fields, bool dry_run, Vault& vault);
  Result<void> keep(const ColumnMap& map);

  Wiring w_;
  Cases cases_;
  std::mutex importing_;
};

}  // namespace hb::desk
