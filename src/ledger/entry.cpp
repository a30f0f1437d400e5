#include "ledger/entry.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace hb::ledger {
namespace {

constexpr size_t kFieldLimit = 256;
constexpr std::string_view kHash = "sha256:";

bool plain(std::string_view field) {
  return !field.empty() && field.size() <= kFieldLimit &&
         std::ranges::all_of(field, [](char c) { return c > ' ' && c <= '~'; });
}

std::string hash_text(const Digest& digest) { return std::string(kHash) + to_hex(view(digest)); }

std::optional<Digest> hash_of(std::string_view text) {
  if (!text.starts_with(kHash)) return std::nullopt;
  const auto bytes = from_hex(text.substr(kHash.size()));
  Digest out;
  if (!bytes || bytes->size() != out.size()) return std::nullopt;
  std::copy(bytes->begin(), bytes->end(), out.begin());
  return out;
}

std::optional<uint64_t> number_of(std::string_view text) {
  uint64_t out = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return out;
}

}  // namespace

std::string_view name_of(EntryKind kind) {
  switch (kind) {
    case EntryKind::receipt:
      return "receipt";
    case EntryKind::reply:
      return "reply";
    case EntryKind::answer:
      return "answer";
    case EntryKind::note:
      return "note";
    case EntryKind::statement:
      return "statement";
    case EntryKind::explainer:
      return "explainer";
    case EntryKind::press_release:
      return "press-release";
    case EntryKind::correction:
      return "correction";
    case EntryKind::retraction:
      return "retraction";
    case EntryKind::redaction:
      return "redaction";
    case EntryKind::rulebook:
      return "rulebook";
    case EntryKind::account:
      return "account";
    case EntryKind::key:
      return "key";
  }
  return {};
}

std::optional<EntryKind> entry_kind_of(std::string_view name) {
  for (uint8_t i = 0; i <= static_cast<uint8_t>(EntryKind::key); ++i)
    if (name_of(static_cast<EntryKind>(i)) == name) return static_cast<EntryKind>(i);
  return std::nullopt;
}

Result<std::string> format_entry(const Entry& e) {
  if (!plain(e.about)) return fail("entry.malformed", "case");
  if (!plain(e.office)) return fail("entry.malformed", "office");
  std::string out =
      fmt::format("hearback-entry/v1\nkind {}\ncase {}\nrev {}\ntime {}\noffice {}\nbody-commit {}\nsupersedes {}\n",
                  name_of(e.kind), e.about, e.rev, format_rfc3339(e.time), e.office, hash_text(e.body_commit),
                  e.supersedes ? std::to_string(*e.supersedes) : "-");
  if (e.template_hash) out += "template " + hash_text(*e.template_hash) + "\n";
  return out;
}

Result<Entry> parse_entry(std::string_view text) {
  std::string_view rest = text;
  const auto line = [&](std::string_view name) -> std::optional<std::string_view> {
    const size_t end = rest.find('\n');
    if (end == std::string_view::npos || !rest.starts_with(name)) return std::nullopt;
    const auto value = rest.substr(name.size(), end - name.size());
    rest = rest.substr(end + 1);
    return value;
  };
  if (const auto head = line("hearback-entry/v1"); !head || !head->empty()) return fail("entry.malformed", "head");
  Entry e;
  const auto kind = line("kind ");
  const auto known = kind ? entry_kind_of(*kind) : std::nullopt;
  if (!known) return fail("entry.malformed", "kind");
  e.kind = *known;
  const auto about = line("case ");
  if (!about) return fail("entry.malformed", "case");
  e.about = std::string(*about);
  const auto rev = line("rev ");
  const auto rev_number = rev ? number_of(*rev) : std::nullopt;
  if (!rev_number) return fail("entry.malformed", "rev");
  e.rev = *rev_number;
  const auto time = line("time ");
  const auto at = time ? parse_rfc3339(*time) : fail("entry.malformed");
  if (!at) return fail("entry.malformed", "time");
  e.time = *at;
  const auto office = line("office ");
  if (!office) return fail("entry.malformed", "office");
  e.office = std::string(*office);
  const auto commit = line("body-commit ");
  const auto digest = commit ? hash_of(*commit) : std::nullopt;
  if (!digest) return fail("entry.malformed", "body-commit");
  e.body_commit = *digest;
  const auto supersedes = line("supersedes ");
  if (!supersedes) return fail("entry.malformed", "supersedes");
  if (*supersedes != "-") {
    e.supersedes = number_of(*supersedes);
    if (!e.supersedes) return fail("entry.malformed", "supersedes");
  }
  if (const auto from = line("template ")) {
    e.template_hash = hash_of(*from);
    if (!e.template_hash) return fail("entry.malformed", "template");
  }
  const auto again = format_entry(e);
  if (!again || *again != text) return fail("entry.malformed", "spelling");
  return e;
}

Digest body_commit(std::string_view salt, std::string_view body) {
  return Sha256().add("hearback-body/v1\n").add(salt).add(body).digest();
}

}  // namespace hb::ledger
