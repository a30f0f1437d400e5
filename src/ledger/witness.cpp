#include "ledger/witness.h"

#include <fmt/format.h>

#include <charconv>

namespace hb::ledger {

std::string add_checkpoint(uint64_t old_size, std::span<const Digest> proof, std::string_view checkpoint) {
  std::string out = fmt::format("old {}\n", old_size);
  for (const Digest& hash : proof) out += to_base64(view(hash)) + "\n";
  return out + "\n" + std::string(checkpoint);
}

Result<std::string> cosignature(std::string_view answer, std::string_view checkpoint, const VerifierKey& key) {
  const auto ours = parse_note(checkpoint);
  if (!ours) return tl::unexpected(ours.error());
  if (answer.size() > kCosignaturesLimit) return fail("witness.malformed", "too long");
  const auto note = parse_note(ours->text + "\n" + std::string(answer));
  if (!note) return fail("witness.malformed", note.error().detail);
  if (note->text != ours->text) return fail("witness.malformed", "more than signature lines");
  const auto ok = signed_by(*note, key);
  if (!ok) return tl::unexpected(ok.error());
  if (!*ok) return fail("witness.no-line", key.name);
  for (const Signature& line : note->signatures)
    if (line.name == key.name && line.id == key.id) return format_signature(line);
  return fail("witness.no-line", key.name);
}

std::optional<uint64_t> held_size(std::string_view answer) {
  if (!answer.ends_with('\n')) return std::nullopt;
  answer.remove_suffix(1);
  uint64_t size = 0;
  const auto [end, error] = std::from_chars(answer.data(), answer.data() + answer.size(), size);
  if (answer.empty() || (answer.size() > 1 && answer[0] == '0') || error != std::errc{} ||
      end != answer.data() + answer.size())
    return std::nullopt;
  return size;
}

}  // namespace hb::ledger
