#include "ledger/proof.h"

#include <algorithm>
#include <charconv>

namespace hb::ledger {
namespace {

constexpr std::string_view kHead = "c2sp.org/tlog-proof@v1";
constexpr size_t kPathLimit = 64;

}  // namespace

std::string format_proof(const Proof& proof) {
  std::string out(kHead);
  out += '\n';
  if (proof.extra) out += "extra " + to_base64(*proof.extra) + "\n";
  out += "index " + std::to_string(proof.index) + "\n";
  for (const auto& hash : proof.path) out += to_base64(view(hash)) + "\n";
  return out + "\n" + proof.checkpoint;
}

Result<Proof> parse_proof(std::string_view text) {
  const auto bad = [](const char* what) { return fail("proof.malformed", what); };
  const auto line = [&]() -> std::optional<std::string_view> {
    const size_t end = text.find('\n');
    if (end == std::string_view::npos) return std::nullopt;
    const auto out = text.substr(0, end);
    text = text.substr(end + 1);
    return out;
  };
  Proof out;
  if (line() != kHead) return bad("head");
  auto next = line();
  if (next && next->starts_with("extra ")) {
    const auto bytes = from_base64(next->substr(6));
    if (!bytes) return bad("extra");
    out.extra = *bytes;
    next = line();
  }
  if (!next || !next->starts_with("index ")) return bad("index");
  const auto digits = next->substr(6);
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), out.index);
  if (digits.empty() || (digits.size() > 1 && digits[0] == '0') || error != std::errc{} ||
      end != digits.data() + digits.size())
    return bad("index");
  for (;;) {
    next = line();
    if (!next) return bad("no checkpoint");
    if (next->empty()) break;
    const auto bytes = from_base64(*next);
    Digest hash;
    if (!bytes || bytes->size() != hash.size() || out.path.size() == kPathLimit) return bad("hash");
    std::copy(bytes->begin(), bytes->end(), hash.begin());
    out.path.push_back(hash);
  }
  out.checkpoint = std::string(text);
  return out;
}

Result<Checkpoint> verify_proof(const Proof& proof, std::string_view entry, const VerifierKey& key) {
  const auto note = parse_note(proof.checkpoint);
  if (!note) return tl::unexpected(note.error());
  const auto is_signed = signed_by(*note, key);
  if (!is_signed) return tl::unexpected(is_signed.error());
  if (!*is_signed) return fail("proof.unsigned", key.name);
  auto checkpoint = parse_checkpoint(note->text);
  if (!checkpoint) return checkpoint;
  if (checkpoint->origin != key.name) return fail("proof.wrong-log", checkpoint->origin);
  if (!verify_inclusion(proof.index, checkpoint->size, leaf_hash(entry), proof.path, checkpoint->root))
    return fail("proof.wrong", std::to_string(proof.index));
  return checkpoint;
}

}  // namespace hb::ledger
