#pragma once
#include <optional>
#include <string>

#include "base/bytes.h"
#include "base/instant.h"

/// The leaf of the public ledger, "hearback-entry/v1": ASCII lines in a fixed order, so that sha256sum and a shell can
/// check it. It commits to a text without holding it.
namespace hb::ledger {

enum class EntryKind : uint8_t {
  receipt,
  reply,
  answer,
  note,
  statement,
  explainer,
  press_release,
  correction,
  retraction,
  redaction,
  rulebook,
  account,
  key
};
std::string_view name_of(EntryKind kind);
std::optional<EntryKind> entry_kind_of(std::string_view name);

struct Entry {
  EntryKind kind = EntryKind::answer;
  std::string about = "-";  ///< the public case number, "issue:<id>", or "-"
  uint64_t rev = 1;
  Instant time;
  std::string office;  ///< "city.example/water"
  Digest body_commit{};
  std::optional<uint64_t> supersedes;   ///< the index of the entry it replaces
  std::optional<Digest> template_hash;  ///< replies sent from a template

  friend bool operator==(const Entry&, const Entry&) = default;
};

/// Errors: "entry.malformed" when a field holds blanks, line feeds or other than printable ASCII.
Result<std::string> format_entry(const Entry& entry);
/// Strict: only what format_entry writes. Errors: "entry.malformed" (the line's name).
Result<Entry> parse_entry(std::string_view text);

/// SHA-256("hearback-body/v1\n" ‖ salt[32] ‖ body).
Digest body_commit(std::string_view salt, std::string_view body);

}  // namespace hb::ledger
